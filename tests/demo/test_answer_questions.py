"""The claims system answers what reviewers ask for: with the data's value, a minute later, marked as simulated."""

import datetime as dt

from demo import answering, claims
from tests import world as worlds

CLAIM = next(one for one in claims.read() if one.industry is None and not one.hospital_stay)
ASKED = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


def line(about, *facts):
    """The arrival of a claim, of one fact only what is given."""
    body = worlds.recommendation(number=3)
    kept = [one for one in body["facts"] if one["fact"] != about]
    return {"recommendation": body | {"facts": [*kept, *facts]}, "meta": {"row": CLAIM.row}}


def question(fact, source):
    return {"id": "q", "case_ref": "WC-3", "fact": fact, "source": source, "asked_at": worlds.iso(ASKED)}


def said(fact, value, source):
    return {"fact": fact, "value": value, "source": source, "as_of": worlds.iso(ASKED)}


def test_what_was_missing_is_told_as_the_data_have_it_and_null_where_they_lack_it():
    (stay,) = answering.answer(question("hospital_stay", "hospital"), line("hospital_stay"), CLAIM)
    (industry,) = answering.answer(question("industry", "policy_file"), line("industry"), CLAIM)
    (contacts,) = answering.answer(question("contact_status", "claim_file"), line("contact_status"), CLAIM)

    assert (stay["value"], industry["value"]) == (False, None)
    assert set(contacts["value"]) < {"worker", "employer", "doctor"}
    assert {one["origin"] for one in (stay, industry, contacts)} == {"simulated"}
    assert industry["as_of"] == "2026-11-22T08:01:00Z"


def test_sources_that_differed_say_the_same_from_then_on():
    differing = [said("hospital_stay", True, "employer"), said("hospital_stay", False, "hospital")]

    told = answering.answer(question("hospital_stay", "hospital"), line("hospital_stay", *differing), CLAIM)

    assert [(one["source"], one["value"]) for one in told] == [("employer", False), ("hospital", False)]
