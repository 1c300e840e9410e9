"""A posture is read or refused with the clause named; it reads as an executive would sign it."""

import copy
import datetime as dt
from decimal import Decimal

import pytest

from apps.registry import rules
from tests.template import pack
from tests.world import noon

OUTCOMES = {"fast_track": True, "standard": False}
SEGMENTS = {"minor_surface", "back"}


def body(**changes):
    found = copy.deepcopy(pack()["posture"]) | {"expires_on": "2027-02-28", "limits": {}, "tell": []}
    return {key: value for key, value in (found | changes).items() if value is not None}


def read(**changes):
    return rules.parse_posture(body(**changes), outcomes=OUTCOMES, segments=SEGMENTS)


def one_error(**changes):
    row = {"code": "miss", "label": "Missed", "cost_minor": 100, "acceptable_share": 0.1}
    return {"errors": [row | changes]}


def machine(**changes):
    return {"machine": pack()["posture"]["machine"] | changes}


def limit(kind="override", **changes):
    return {"limits": {kind: {"most": 0.3, "then": "narrow"} | changes}}


@pytest.mark.parametrize(
    ("change", "clause", "said"),
    [
        (one_error(cost_minor=-1), "/errors/0/cost_minor", "An amount cannot be negative."),
        (one_error(cost_minor=1.5), "/errors/0/cost_minor", "Write a whole number"),
        (one_error(acceptable_share=1.2), "/errors/0/acceptable_share", "12 in 100 is 0.12"),
        (one_error(acceptable_share=float("nan")), "/errors/0/acceptable_share", "Write a share from 0 to 1"),
        (one_error(label=" "), "/errors/0/label", "Write a text"),
        (machine(outcomes=["deny"]), "/machine/outcomes/0", "has no outcome deny"),
        (machine(outcomes=["standard"]), "/machine/outcomes/0", "the AI may never decide it"),
        (machine(outcomes=["fast_track", "fast_track"]), "/machine/outcomes/1", "stands here twice"),
        (machine(segments=["heads"]), "/machine/segments/0", "has no segment heads"),
        (machine(max_amount_minor=-5), "/machine/max_amount_minor", "cannot be negative"),
        ({"audit_share": -0.1}, "/audit_share", "A share lies between 0 and 1"),
        ({"audit_share": True}, "/audit_share", "Write a share"),
        ({"statement": None}, "/statement", "Write a text"),
        ({"fallback": "stop"}, "/fallback", "Say people, hold or refuse."),
        ({"tell": ["officer"]}, "/tell/0", "Name a role"),
        ({"review_cost_minor": -1}, "/review_cost_minor", "An amount cannot be negative."),
        ({"review_cost_minor": "1"}, "/review_cost_minor", "Write a whole number"),
        ({"surprise": 1}, "/surprise", "no clause of that name"),
        (limit(most=3), "/limits/override/most", "A share lies between 0 and 1"),
        (limit(then="stop"), "/limits/override/then", "Say narrow or pause."),
        (limit(at_least=1), "/limits/override/at_least", "from 10 to 10,000"),
        (limit("drift"), "/limits/drift", "There is no such limit"),
        (limit("overdue", most=0.5), "/limits/overdue/most", "whole number"),
        ({"expires_on": "soon"}, "/expires_on", "Write a day"),
        ({"expires_on": None, "expires_after_days": 400}, "/expires_after_days", "from 1 to 366"),
    ],
)
def test_what_is_no_posture_is_refused_with_its_clause(change, clause, said):
    with pytest.raises(rules.BadPosture) as refused:
        read(**change)

    assert refused.value.pointer == clause
    assert said in refused.value.sentence


@pytest.mark.parametrize(
    ("day", "said"), [("2026-11-19", "This day is past."), ("2027-11-21", "at most a year")]
)
def test_it_ends_neither_in_the_past_nor_after_more_than_a_year(day, said):
    with pytest.raises(rules.BadPosture) as refused:
        rules.ends_at(read(expires_on=day), now=noon, time_zone="America/New_York")

    assert refused.value.pointer == "/expires_on"
    assert said in refused.value.sentence


def test_the_last_day_counts_where_the_organisation_is():
    at = rules.ends_at(read(expires_on="2026-11-20"), now=noon, time_zone="America/New_York")

    assert at == dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC)


def test_it_is_kept_as_it_was_read_exactly():
    posture = read(**limit(), tell=["analyst"], fallback="hold")

    assert rules.parse_posture(posture.body()) == posture
    written = rules.posture_as_text(posture)
    assert rules.parse_posture_text(written, outcomes=OUTCOMES, segments=SEGMENTS) == posture
    assert posture.errors[0].acceptable_share == Decimal("0.12")


@pytest.mark.parametrize("text", ["a: [", "[" * 20_000, "x" * 70_000, "\x00"])
def test_text_that_is_no_yaml_is_refused_and_harms_nothing(text):
    with pytest.raises(rules.BadPosture):
        rules.parse_posture_text(text, outcomes=OUTCOMES, segments=SEGMENTS)


NAMED = rules.Named("USD", {"fast_track": "Fast track"}, {"minor_surface": "Minor injury"})


def test_every_clause_has_its_sentence():
    said = rules.sentences(read(**limit(), tell=["analyst", "auditor"]), NAMED)

    assert list(said.values())[1:] == [
        (
            "Fast-tracked, but off work more than 8 weeks: acceptable in at most 12 of 100 cases; each costs about "
            "$1,900.00."
        ),
        (
            "Fast-tracked, but off work more than 26 weeks: acceptable in at most 2 of 100 cases; each costs about "
            "$1,900.00."
        ),
        (
            "Nurse case management for a claim that was short anyway: acceptable in at most 45 of 100 cases; each "
            "costs about $300.00."
        ),
        "A look by a person is reckoned at $1.00.",
        "The AI may decide alone only: Fast track.",
        "It may do so up to $1,500.00 at stake.",
        "It may do so only in: Minor injury.",
        "Of what the AI decides alone, people look at no fewer than 10 in 100 afterwards.",
        (
            "People overrule at most 30 of 100 suggestions in 4 weeks, in all and in each segment where the AI "
            "decides alone (from 30 decisions on); above that, every case goes to people, or every case of that "
            "segment."
        ),
        "When it ends or a limit pauses the AI, every new case goes to a person, with the suggestion.",
        "It counts until 2027-02-28, and no longer.",
        (
            "The AI does none of this: deny a claim, refer to the special investigations unit, set or lower a reserve, stop "
            "benefits."
        ),
        "When a limit acts, or this ends soon, the owner is told, and analysts, auditors.",
    ]


def test_nothing_opened_is_said_as_nothing():
    said = rules.sentences(read(**machine(outcomes=[])), NAMED)

    assert said["/machine"] == "The AI decides nothing alone; people decide every case."


def test_a_version_is_compared_clause_by_clause():
    before, after = read(), read(audit_share=0.2, **limit(), never_by_ai=None)

    found = {one.clause: (one.before, one.after) for one in rules.differences(before, after, NAMED)}

    assert list(found) == ["/audit_share", "/limits/override", "/never_by_ai"]
    assert found["/limits/override"][0] is None
    assert found["/never_by_ai"][1] is None
    assert rules.differences(before, read(), NAMED) == ()
