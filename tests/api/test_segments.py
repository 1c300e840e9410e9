"""Segments over the API: the same verbs as their pages, each with the version that was looked at."""

import pytest
from django.urls import reverse

from apps.registry.models import AISystem
from tests.api.speaking import error
from tests.flow.segments import NO_GROUP

PATH = "ai-systems/injury-triage/segments/"
OPEN = f"{PATH}open/"


def body():
    return {"segments": [*AISystem.objects.get(slug="injury-triage").segments, NO_GROUP]}


def act(who, verb, said=None, version=None):
    seen = who.get(PATH)["ETag"] if version is None else version
    return who.post(f"{OPEN}{verb}/", said, version=seen)


def test_a_definition_is_written_counted_proposed_and_signed(ana, owen):
    before = ana.get(PATH)
    assert (before["ETag"], before.json()["open"], before.json()["since"]) == ('"0"', None, None)
    assert before.json()["segments"][0]["used_by"] == ["the risk decision in force"]

    saved = act(ana, "save", body())
    assert (saved.status_code, saved.json()["state"], saved.json()["fit"]["n"]) == (200, "DRAFT", 0)
    assert act(ana, "propose").json()["state"] == "PROPOSED"
    assert act(owen, "return", {"why": "Why?"}).json()["returned_why"] == "Why?"
    act(ana, "propose")
    assert error(act(owen, "adopt"))[:2] == (403, "proof_needed")
    owen.client.post(reverse("account_reauthenticate"), {"password": "bluegrass-owen-1982"})

    signed = act(owen, "adopt")

    assert (signed.status_code, signed.json()["state"], signed.json()["approved_by"]) == (
        200,
        "LIVE",
        "Owen Clay",
    )
    told = ana.get(PATH).json()
    assert (told["segments"][-1]["key"], told["open"], told["since"] is None) == ("no_group", None, False)


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"fact": "shoe_size", "op": "gt", "value": 4}, 422, "segments_not_valid", "/segments/5/when/fact"),
        ({"fact": "age", "op": "lt", "value": 30}, 422, "segments_not_valid", "/segments/5/when"),
    ],
)
def test_what_is_none_is_refused_with_its_clause(ana, change, status, code, field):
    said = body()
    said["segments"][-1] = NO_GROUP | {"when": change}

    assert error(act(ana, "save", said)) == (status, code, field)


def test_an_overlap_says_the_case_that_would_be_in_both(ana):
    said = body()
    said["segments"][-1] = NO_GROUP | {"when": {"fact": "age", "op": "lt", "value": 30}}

    sentence = act(ana, "save", said).json()["error"]["sentence"]

    assert "a case could be in both, one with hospital_stay false, injury_nature 04" in sentence
    assert "age 29." in sentence


def test_what_something_rests_on_cannot_go_and_it_says_what(ana):
    said = {"segments": body()["segments"][1:]}

    told = act(ana, "save", said)

    assert error(told)[:2] == (409, "segment_in_use")
    assert "(minor_surface) cannot go" in told.json()["error"]["sentence"]
    assert "used by the risk decision in force" in told.json()["error"]["sentence"]


def test_what_was_not_looked_at_is_not_changed(ana, owen):
    act(ana, "save", body())
    for verb in ("save", "propose", "drop"):
        said = body() if verb == "save" else None
        assert error(ana.post(f"{OPEN}{verb}/", said))[0] == 428
        assert error(act(ana, verb, said, version=9))[:2] == (412, "segments_draft_changed")
    assert error(act(owen, "save", body()))[:2] == (403, "cannot_write_segments")
    assert act(ana, "drop").json()["state"] == "RETIRED"
