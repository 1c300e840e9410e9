"""An override gives one main reason and up to two more, each with its input; right values lie beside the facts."""

import json

import pytest

from apps.core import transactions, vault
from apps.delivery import selectors as deliveries
from apps.delivery.services import contents
from apps.flow import selectors
from apps.flow import services as flow
from apps.learning.selectors.corrected import corrected_facts
from apps.measures.models import DecisionFacts
from apps.registry import services as registry
from apps.reviews import services as reviews
from apps.reviews.models import FactCorrection, OverrideReason
from apps.reviews.rules import NONE_FITS, Answer, Cause
from tests.template import pack
from tests.world import attempt, claimed, decided, later, noon, override, record_names

NEW = Cause("it_new", {"from_whom": "doctor", "contact_on": "2026-11-19"})
RULE = Cause("it_rule", {"which": "law"})
CONCERN = Cause("it_concern", {"which": "compensability"})
COVERED = Cause("it_follow_up", {"action": "Call", "follow_up_on": "2026-11-25"})


def fact(right, name="hospital_stay", more=(), **choices):
    said = {"fact": name, "kind": "wrong", "right_value": right} | choices
    return Answer("standard", "it_fact", said, more=more)


def given(decision):
    return list(OverrideReason.objects.filter(decision=decision).order_by("place").values_list("reason__code", "place"))  # fmt: skip


def test_one_main_reason_and_up_to_two_more_are_kept_in_their_order(world):
    decision = decided(world, world.olga, override(more=[NEW, RULE]))

    assert given(decision) == [("it_weeks", 0), ("it_new", 1), ("it_rule", 2)]
    assert list(OverrideReason.objects.order_by("place").values_list("core_category", flat=True)) == [
        "risk_judgement", "new_information", "rule_requires",
    ]  # fmt: skip
    row = selectors.my_decision(decision_id=decision.id, to=world.olga, now=later(minutes=1))
    assert row.more_reasons[0].startswith("I learned something new")
    assert (
        "I learned something new"
        in selectors.timeline(case_ref=row.case_ref, to=world.olga).entries[-1].detail
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([NEW, RULE, CONCERN], "too_many_reasons"),
        ([Cause("it_new")], "reason_input"),
        ([COVERED], "reason_does_not_fit"),
        ([Cause("mood")], "reason_missing"),
        ([Cause(NONE_FITS, {"text": "x"})], "reason_missing"),
    ],
)
def test_a_further_reason_is_held_to_what_the_main_one_is(world, more, code):
    assert attempt(decided, world, world.olga, override(more=more)).code == code
    assert not OverrideReason.objects.exists()


def test_none_of_these_needs_ones_own_words_and_is_counted_as_that(world):
    assert attempt(decided, world, world.olga, Answer("standard", NONE_FITS)).code == "reason_input"

    decision = decided(world, world.olga, Answer("standard", NONE_FITS, {"text": "The employer closed."}))

    flow.release_due(now=later(minutes=1))
    kept = OverrideReason.objects.get()
    assert (kept.reason, kept.code, kept.core_category) == (None, NONE_FITS, "")
    assert DecisionFacts.objects.get(decision_id=decision.id).reason == NONE_FITS
    row = selectors.my_decision(decision_id=decision.id, to=world.olga, now=later(minutes=2))
    assert row.reason_text == "None of the reasons fits"


def test_undoing_lays_every_reason_before_one_again(world):
    item = claimed(world, world.olga)
    decision = decided(world, world.olga, override(more=[NEW]), item=item)

    flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=2))

    draft = reviews.draft_of(item=item, by=world.olga, subject_id=item.case.subject_id)
    assert (draft["reason"], draft["more"], draft["also.it_new"], draft["in.it_new.from_whom"]) == (
        "it_weeks", "1", "1", "doctor",
    )  # fmt: skip


class TestARightValue:
    def test_lies_beside_the_snapshot_which_stays_as_it_was(self, world):
        item = claimed(world, world.olga)
        before = bytes(item.context.digest)

        decision = decided(world, world.olga, fact("yes", where_seen="Letter of the 19th"), item=item)

        kept, subject_id = FactCorrection.objects.get(), decision.case.subject_id
        key = vault.open_keys([subject_id])[subject_id]
        said = json.loads(vault.open_bytes(bytes(kept.sealed), subject_id=subject_id, key=key))
        assert (kept.fact, kept.kind) == ("hospital_stay", "wrong")
        assert said == {"was": False, "right": True, "seen": "Letter of the 19th"}
        item.refresh_from_db()
        assert bytes(item.context.digest) == before
        assert record_names(decision.case_id)[-1] == "item.overridden"

    def test_is_shown_on_the_case_in_its_record_and_to_whoever_decided(self, world):
        item = claimed(world, world.olga)
        decision = decided(world, world.olga, fact("yes", where_seen="Letter"), item=item)

        page = selectors.review_page(item_id=item.id, to=world.olga, now=later(minutes=1))
        row = next(one for one in page.facts if one.key == "hospital_stay")
        mine = selectors.my_decision(decision_id=decision.id, to=world.olga, now=later(minutes=1))
        line = selectors.timeline(case_ref=page.case.case_ref, to=world.olga).entries[-1]

        assert (row.value_words, row.corrected[0].right, row.corrected[0].by) == (
            "No",
            "Yes",
            world.olga.name,
        )
        said = f"{row.label}: No → Yes (seen: Letter)"
        assert [one.says for one in mine.corrections] == [said]
        assert said in line.detail

    def test_is_gone_from_the_case_when_the_decision_is_undone(self, world):
        item = claimed(world, world.olga)
        decision = decided(world, world.olga, fact("yes"), item=item)
        flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=2))

        page = selectors.review_page(item_id=item.id, to=world.olga, now=later(minutes=1))

        assert not any(one.corrected for one in page.facts)

    def test_is_told_to_the_business_system_and_counted_behind_a_finding(self, world):
        decision = decided(world, world.olga, fact("312.50", "weekly_wage"))
        flow.release_due(now=later(minutes=1))

        sent = contents.of(deliveries.of_decisions([decision.id])[decision.id])
        found = corrected_facts([decision.id], system_id=world.system.id)

        assert [(one.fact, one.was, one.right) for one in sent.corrected] == [("weekly_wage", 29800, 31250)]
        assert [(one.fact, one.n) for one in found] == [("weekly_wage", 1)]

    @pytest.mark.parametrize("again", ["yes", "no"])
    def test_said_by_two_reasons_is_kept_once_and_refused_when_they_contradict_each_other(self, world, again):
        rows = pack()["reasons"]["reasons"]
        two = {"reasons": [*rows[:-1], {**rows[0], "code": "it_fact_too"}]}
        with transactions.verb():
            registry.adopt_reasons(system=world.system, body=two, by=world.owen, now=noon)
        said = {"fact": "hospital_stay", "kind": "out_of_date", "right_value": again}

        found = attempt(decided, world, world.olga, fact("yes", more=[Cause("it_fact_too", said)]))

        if again == "yes":
            assert [one.kind for one in FactCorrection.objects.filter(decision=found)] == ["wrong"]
            return
        assert (found.code, found.details["field"]) == ("reasons_contradict", "reason")
        assert "Hospital" in found.sentence
        assert not OverrideReason.objects.exists()

    @pytest.mark.parametrize(
        ("right", "name"),
        [
            ("perhaps", "hospital_stay"),
            ("soon", "age"),
            ("12.345", "weekly_wage"),
            ("1", "industry"),
            ("9999", "age"),
        ],
    )
    def test_of_another_kind_than_the_fact_is_refused_in_words(self, world, right, name):
        refusal = attempt(decided, world, world.olga, fact(right, name))

        assert (refusal.code, refusal.details["field"]) == ("reason_input", "choices.right_value")
        assert not FactCorrection.objects.exists()
