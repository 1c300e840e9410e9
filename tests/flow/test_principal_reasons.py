"""An outcome that owes the affected person reasons is not decided without them; they are kept and told."""

import json

import pytest

from apps.core import canonical
from apps.delivery import rules as delivery_rules
from apps.delivery.models import Delivery
from apps.delivery.services import contents
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import approving as seen
from apps.flow.selectors import explaining
from apps.flow.selectors.rollbacks import Scope
from apps.flow.services import approving
from apps.registry import rules as registry_rules
from apps.registry.models import OutcomeCode
from apps.reviews import services as reviews
from apps.reviews.models import Decision, PrincipalReason
from apps.reviews.rules import MAX_INPUT, Answer, Principal
from tests.flow.appealing import AFTER, answered, contested, in_force, taken
from tests.flow.test_held import WORDS, hold, resolve
from tests.seconding import drawn, given, settled
from tests.world import APPROVE, claimed, code, decided, later, noon, override, release

OWED = {
    "least": 1,
    "most": 2,
    "list": [
        {"code": "late", "text": "Reported late"},
        {"code": "papers", "text": "Papers are missing"},
        {"code": "other", "text": "Another reason", "words": True},
    ],
}
LATE, PAPERS = Principal("late"), Principal("papers")
OTHER = Principal("other", "The clinic has moved.")


@pytest.fixture
def owing(world):
    """The outcome Standard owes one or two reasons from now on."""
    OutcomeCode.objects.filter(system=world.system, code="standard").update(principal_reasons=OWED)
    return world


def told(decision):
    rows = PrincipalReason.objects.filter(decision=decision).order_by("place")
    subject_id = decision.case.subject_id
    return [(one.code, reviews.sealed_text(one.sealed_words, subject_id=subject_id)) for one in rows]


REFUSED = [
    ((), "principal_reasons_missing"),
    ((LATE, PAPERS, OTHER), "principal_reasons_missing"),
    ((Principal("other"),), "principal_reasons_missing"),
    ((Principal("other", "x" * (MAX_INPUT + 1)),), "principal_reasons_missing"),
    ((Principal("late", "Words where none are asked for."),), "principal_reason_unknown"),
    ((LATE, LATE), "principal_reason_unknown"),
    ((Principal("score_too_low"),), "principal_reason_unknown"),
]


def test_without_them_in_the_wrong_number_or_not_of_the_list_nothing_is_decided(owing):
    item = claimed(owing, owing.olga)

    for said, refused in REFUSED:
        assert code(decided, owing, owing.olga, override(principal=said), item=item) == refused
    no_owed = Answer("case_managed", reason="it_weeks", choices={"expected_weeks": "9"}, principal=(LATE,))
    assert code(decided, owing, owing.olga, no_owed, item=item) == "principal_reason_unknown"

    assert not Decision.objects.exists()
    decision = decided(owing, owing.olga, override(principal=(OTHER, LATE)), item=item)
    assert told(decision) == [("late", ""), ("other", "The clinic has moved.")]  # in the order of the list


def test_whoever_follows_the_suggestion_owes_them_as_well(owing):
    item = claimed(owing, owing.olga, outcome="standard")

    assert code(decided, owing, owing.olga, Answer("standard"), item=item) == "principal_reasons_missing"
    decision = decided(owing, owing.olga, Answer("standard", principal=(PAPERS,)), item=item)

    assert (decision.kind, told(decision)) == ("APPROVED", [("papers", "")])


def test_the_person_the_case_the_list_of_decisions_and_the_business_system_are_told_them(owing):
    decision = decided(owing, owing.olga, override(principal=(LATE, OTHER)))
    release(owing)

    page = explaining.explanation(decision_id=decision.id, language="en", to=owing.olga)
    assert (
        "The principal reasons: “Reported late”; “Another reason: The clinic has moved”."
        in page.parts[0].text
    )
    record = selectors.timeline(case_ref=decision.case.case_ref, to=owing.olga)
    said = " ".join(one.detail for one in record.entries)
    assert "Principal reasons for the person: Reported late; Another reason" in said
    mine = selectors.my_decision(decision_id=decision.id, to=owing.olga, now=later(hours=1))
    assert mine.principal_reasons == ("Reported late", "Another reason: The clinic has moved.")
    sent = contents.of(Delivery.objects.select_related(*contents.NEEDS).get(decision=decision))
    body = json.loads(canonical.encode(delivery_rules.message(sent)))
    assert body["data"]["principal_reasons"] == [
        {"code": "late", "text": "Reported late", "words": ""},
        {"code": "other", "text": "Another reason", "words": "The clinic has moved."},
    ]


def test_what_was_decided_before_an_outcome_owed_them_reads_not_recorded(world):
    decision = decided(world, world.olga, override())
    release(world)
    OutcomeCode.objects.filter(system=world.system, code="standard").update(principal_reasons=OWED)

    page = explaining.explanation(decision_id=decision.id, language="en", to=world.olga)

    assert "The principal reasons were not recorded." in page.parts[0].text
    other = decided(world, world.olga, APPROVE)
    release(world)
    page = explaining.explanation(decision_id=other.id, language="en", to=world.olga)
    assert "principal reasons" not in page.parts[0].text


def test_undone_they_lie_in_the_draft_again(owing):
    decision = decided(owing, owing.olga, override(principal=(OTHER,)))

    item = flow.undo(decision_id=decision.id, by=owing.olga, now=later(seconds=2))

    draft = reviews.draft_of(item=item, by=owing.olga, subject_id=decision.case.subject_id)
    assert draft["owed.standard.other"] == "1"
    assert draft["owed_words.standard.other"] == "The clinic has moved."


def test_an_answer_to_an_appeal_that_ends_in_such_an_outcome_says_them_and_everybody_reads_them(owing):
    appeal = contested(owing, in_force(owing))
    ruth = owing.person("ruth")
    item = taken(appeal, ruth)
    changed = {"result": "CHANGED", "outcome": "standard", "item": item}

    assert code(answered, appeal, ruth, **changed) == "principal_reasons_missing"
    assert code(answered, appeal, ruth, item=item, principal=(LATE,)) == "principal_reason_unknown"
    answered(appeal, ruth, **changed, principal=(OTHER, LATE))

    appeal.refresh_from_db()
    assert told(appeal.reversal) == [("late", ""), ("other", "The clinic has moved.")]
    page = explaining.explanation(decision_id=appeal.reversal_id, language="en", to=ruth)
    assert "“Another reason: The clinic has moved”" in page.parts[0].text
    record = selectors.timeline(case_ref=appeal.reversal.case.case_ref, to=ruth)
    assert "Principal reasons for the person: Reported late; Another reason" in " ".join(
        one.detail for one in record.entries
    )
    sent = contents.of(Delivery.objects.select_related(*contents.NEEDS).get(decision=appeal.reversal))
    assert [one.code for one in sent.principal] == ["late", "other"]


def test_a_reversal_that_was_asked_for_says_them(owing):
    decision = in_force(owing)
    row = flow.request_reversal(decision_id=decision.id, why="The wage was wrong.", by=owing.olga, now=AFTER)
    said = {"request_id": row.id, "outcome": "standard", "words": "Yes.", "version": row.version}

    assert code(flow.reverse_requested, **said, by=owing.sam, now=AFTER) == "principal_reasons_missing"
    row = flow.reverse_requested(**said, principal=(PAPERS,), by=owing.sam, now=AFTER)

    assert told(row.reversal) == [("papers", "")]


def test_a_second_review_that_is_settled_by_reversing_says_them(owing):
    row = given(owing, drawn(owing), owing.ben)
    said = {"outcome": "standard", "why": "overlooked", "words": "The stay counts."}

    assert code(settled, row, owing.sam, **said, reverse=True) == "principal_reasons_missing"
    assert code(settled, row, owing.sam, **said, principal=(LATE,)) == "principal_reason_unknown"
    row = settled(row, owing.sam, **said, reverse=True, principal=(LATE,))

    assert told(row.reversal) == [("late", "")]


def test_many_decisions_are_not_reversed_at_once_to_such_an_outcome(owing):
    in_force(owing)
    scope = Scope(lane="people")

    refused = code(
        flow.begin_rollback, system_id=owing.system.id, scope=scope, outcome="standard", why="A fault.", count=1,
        by=owing.owen, now=AFTER,
    )  # fmt: skip

    assert refused == "principal_reasons_owed"


def test_a_second_person_who_lets_the_suggestion_hold_says_them_and_sees_those_of_a_held_decision(owing):
    held = hold(owing, override("case_managed"), outcome="standard")
    owed = hold(owing, override(principal=(LATE,)))

    assert code(resolve, approving.reverse_held, held, owing.sam) == "principal_reasons_missing"
    said = {"words": WORDS, "principal": (PAPERS,)}
    resolve(approving.reverse_held, held, owing.sam, **said)

    held.refresh_from_db()
    assert told(held.instead) == [("papers", "")]
    assert seen.held(approval_id=owed.id, to=owing.sam, now=noon).principal == ("Reported late",)


FAULTS = [
    ({"list": [], "least": 1, "most": 1}, False),
    ({**OWED, "least": 0}, False),
    ({**OWED, "least": 3}, False),
    ({**OWED, "most": 4}, False),
    ({**OWED, "list": OWED["list"] + OWED["list"][:1]}, False),
    (OWED, True),
]


def test_a_pack_whose_principal_reasons_make_no_sense_is_refused():
    assert registry_rules.owed_fault(OWED, machine_may=False) == ""
    assert registry_rules.owed_fault({}, machine_may=True) == ""
    for body, machine_may in FAULTS:
        assert registry_rules.owed_fault(body, machine_may=machine_may)
