"""A reviewer answers: approved, or overridden with a reason; once, by whoever holds it, on what they saw."""

import json

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.core import canonical, vault
from apps.flow import services as flow
from apps.intake.models import Recommendation
from apps.policy.models import Verdict
from apps.registry.models import AISystem
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Draft, ItemReason, OverrideReason, ReviewItem
from apps.reviews.rules import Answer
from tests import counting
from tests.world import (
    APPROVE,
    arrive,
    attempt,
    claimed,
    code,
    decided,
    later,
    noon,
    override,
    record_names,
)

NEW_FACT = {"from_whom": "doctor", "contact_on": "2026-11-19"}


def test_approving_records_who_what_and_on_which_basis(world):
    item = claimed(world, world.olga)

    decision = decided(world, world.olga, APPROVE, item=item, now=later(minutes=4))

    stored = Decision.objects.get(id=decision.id)
    recommendation = Recommendation.objects.get(id=item.recommendation_id)
    verdict = Verdict.objects.get(recommendation=recommendation)
    assert (stored.kind, stored.outcome_code.code, stored.direction) == ("APPROVED", "fast_track", "same")
    assert (stored.by, stored.decided_at, stored.claimed_at) == (world.olga, later(minutes=4), noon)
    assert stored.undo_until == later(minutes=4, seconds=10)
    assert stored.recommendation_digest == recommendation.body_digest
    assert stored.snapshot_digest == verdict.snapshot_digest == recommendation.snapshot.digest
    assert stored.policy_id == verdict.policy_id
    assert not OverrideReason.objects.filter(decision=stored).exists()
    assert record_names(item.case_id)[-1] == "item.approved"


def test_a_decided_item_waits_for_its_release_and_for_nobody_else(world):
    item = claimed(world, world.olga)

    decision = decided(world, world.olga, item=item)

    stored = ReviewItem.objects.get(id=item.id)
    assert (stored.state, stored.holder, stored.version) == ("DECIDED", None, item.version + 1)
    assert (stored.pending_decision, stored.release_due_at) == (decision, decision.undo_until)
    assert not ItemReason.objects.filter(item=item, closed_at=None).exists()


def test_nothing_is_in_force_and_nothing_is_sent_before_the_undo_time_is_over(world):
    with counting.written() as added:
        item = claimed(world, world.olga)
        decided(world, world.olga, item=item)

    assert not {"reviews_release", "delivery_delivery", "measures_decisionfacts"} & added.keys()


def test_overriding_keeps_the_reason_its_category_and_the_note_under_the_subjects_key(world):
    decision = decided(world, world.olga, override(note="Longer, says the clinic."))

    reason = OverrideReason.objects.get(decision=decision)
    assert (decision.kind, decision.direction) == ("OVERRIDDEN", "more_cautious")
    assert (reason.reason.code, reason.core_category, reason.place) == ("it_weeks", "risk_judgement", 0)
    subject_id = decision.case.subject_id
    assert reviews.sealed_text(decision.sealed_note, subject_id=subject_id) == "Longer, says the clinic."
    key = vault.open_keys([subject_id])[subject_id]
    opened = json.loads(vault.open_bytes(reason.sealed_input, subject_id=subject_id, key=key))
    assert opened == {"expected_weeks": "9"}
    assert record_names(decision.case_id)[-1] == "item.overridden"


@pytest.mark.parametrize(
    ("recommended", "outcome", "direction"),
    [
        ("standard", "fast_track", "less_cautious"),
        ("standard", "case_managed", "more_cautious"),
        ("standard", "standard", "same"),
    ],
)
def test_the_direction_is_computed_and_never_asked(world, recommended, outcome, direction):
    answer = Answer(outcome, reason="it_new", choices=NEW_FACT) if direction != "same" else Answer(outcome)

    decision = decided(world, world.olga, answer, outcome=recommended)

    assert decision.direction == direction


def test_a_reason_says_its_core_category_by_the_choice_that_was_made(world):
    choices = {"fact": "hospital_stay", "kind": "out_of_date"}

    decision = decided(world, world.olga, override(reason="it_fact", choices=choices))

    reason = OverrideReason.objects.get(decision=decision)
    assert (reason.core_category, reason.fact) == ("fact_conflict_stale", "hospital_stay")


def test_a_reason_that_comes_with_an_approval_is_not_recorded(world):
    decision = decided(world, world.olga, Answer("fast_track", reason="it_weeks"))

    assert decision.kind == "APPROVED"
    assert not OverrideReason.objects.exists()


REFUSED = [
    (Answer("deny"), "unknown_outcome", "outcome"),
    (Answer(""), "unknown_outcome", "outcome"),
    (Answer("standard"), "reason_missing", "reason"),
    (override(reason="nonsense"), "reason_missing", "reason"),
    (override(reason="it_follow_up", choices={"action": "Call", "follow_up_on": "2026-11-30"}), "reason_does_not_fit", "reason"),
    (override(choices={}), "reason_input", "choices.expected_weeks"),
    (override(choices={"expected_weeks": "many"}), "reason_input", "choices.expected_weeks"),
    (override(choices={"expected_weeks": "183"}), "reason_input", "choices.expected_weeks"),
    (override(choices={"expected_weeks": "nan"}), "reason_input", "choices.expected_weeks"),
    (override(choices={"expected_weeks": "9", "shoe_size": "44"}), "reason_input", "choices.shoe_size"),
    (override(reason="it_new", choices={"from_whom": "cat", "contact_on": "2026-11-19"}), "reason_input", "choices.from_whom"),
    (override(reason="it_new", choices={"from_whom": "worker", "contact_on": "soon"}), "reason_input", "choices.contact_on"),
    (override(note="x" * 4001), "note_too_long", "note"),
    (override(sure="certainly"), "invalid", "sure"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "refused", "field"), REFUSED)
def test_an_incomplete_answer_is_refused_by_name_and_changes_nothing(world, answer, refused, field):
    item = claimed(world, world.olga)
    with counting.written() as added:
        refusal = attempt(decided, world, world.olga, answer, item=item)

    assert (refusal.code, refusal.details["field"], added) == (refused, field, {})
    assert refusal.sentence.endswith(".")
    assert ReviewItem.objects.get(id=item.id).state == "CLAIMED"


class TestWhoMayDecide:
    def test_only_the_holder(self, world):
        item = claimed(world, world.olga)

        assert code(decided, world, world.ben, item=item) == "held_by_another"

    def test_nobody_before_it_is_taken(self, world):
        item = ReviewItem.objects.get(id=arrive(world).item_id)

        assert code(decided, world, world.olga, item=item) == "not_held"

    @pytest.mark.parametrize(
        ("who", "refused"),
        [
            ("owen", "cannot_work_inbox"),
            ("audrey", "cannot_work_inbox"),
            ("ana", "not_found"),
            ("lena", "not_found"),
        ],
    )
    def test_nobody_without_the_right_to_work_there(self, world, who, refused):
        item = claimed(world, world.olga)

        assert code(decided, world, getattr(world, who), item=item) == refused

    def test_nobody_whose_right_was_taken_back_meanwhile(self, world):
        item = claimed(world, world.olga)
        world.user("olga").grant_terms.all().delete()
        world.forget(world.olga)

        assert code(decided, world, world.olga, item=item) == "not_found"

    def test_not_after_the_lease_ran_out(self, world):
        item = claimed(world, world.olga)

        assert code(decided, world, world.olga, item=item, now=later(minutes=15)) == "claim_expired"

    def test_not_on_a_version_that_was_not_seen(self, world):
        item = claimed(world, world.olga)
        stale = {"answer": APPROVE, "token": item.token, "by": world.olga, "now": noon}

        refusal = attempt(flow.decide, item_id=item.id, version=item.version - 1, **stale)

        assert (refusal.code, refusal.details["version"]) == ("stale", item.version)

    def test_not_twice(self, world):
        item = claimed(world, world.olga)
        decided(world, world.olga, item=item)

        assert code(decided, world, world.olga, item=item) == "already_closed"
        assert Decision.objects.filter(item_id=item.id).count() == 1


class TestAuthority:
    """Above it a decision is held (test_held.py); it is refused where nobody could uphold it."""

    @pytest.mark.parametrize(
        ("answer", "minor", "is_held"),
        [
            (APPROVE, 150000, False),
            (APPROVE, 150001, True),
            (override(), 300000, False),
            (override(), 300001, True),
        ],
    )
    def test_an_officer_decides_up_to_the_limit_of_the_outcome(self, world, answer, minor, is_held):
        item = claimed(world, world.olga)
        ReviewItem.objects.filter(id=item.id).update(stake_minor=minor)

        assert bool(decided(world, world.olga, answer, item=item).held_as) is is_held

    def test_the_refusal_says_where_ones_authority_ends(self, world):
        self.nobody_above()

        refusal = attempt(decided, world, world.olga, minor=150001)

        assert refusal.details["permission"] == "authority"
        assert refusal.sentence == (
            "Your authority for Fast track ends at $1,500.00; $1,500.01 is at stake. Escalate it."
        )

    def nobody_above(self):
        AISystem.objects.get().authority_limits.exclude(role="officer").delete()

    def test_a_supervisor_decides_more_and_not_everything(self, world):
        dear = claimed(world, world.sam, minor=1_000_000)
        dearer = claimed(world, world.sam, minor=1_000_001)

        assert decided(world, world.sam, item=dear).held_as is None
        assert decided(world, world.sam, item=dearer).held_as is not None

    def test_without_a_role_there_is_no_authority(self, world):
        item = claimed(world, world.olga)
        self.nobody_above()
        world.user("olga").role_assignments.all().delete()
        world.forget(world.olga)

        assert code(decided, world, world.olga, item=item) == "over_authority"

    def test_a_limit_that_was_lowered_counts_at_once(self, world):
        item = claimed(world, world.olga)
        AISystem.objects.get().authority_limits.filter(role="officer").update(max_amount_minor=100)

        assert decided(world, world.olga, item=item).held_as is not None

    def test_a_limit_counts_from_its_first_instant_to_before_its_last(self, world):
        item = claimed(world, world.olga)
        self.nobody_above()
        limits = AISystem.objects.get().authority_limits.filter(role="officer")

        limits.update(from_at=later(minutes=1))
        assert code(decided, world, world.olga, item=item) == "over_authority"
        limits.update(from_at=world.now, ended_at=world.now)
        assert code(decided, world, world.olga, item=item) == "over_authority"
        limits.update(ended_at=later(minutes=1))
        assert code(decided, world, world.olga, item=item) == ""


class TestBlockedApproval:
    def test_a_missing_fact_that_blocks_stops_an_approval(self, world):
        refusal = attempt(decided, world, world.olga, facts_changed={"injury_group": None})

        assert (refusal.code, refusal.details["facts"]) == ("approval_blocked", ["injury_group"])

    def test_and_leaves_the_override_open(self, world):
        decision = decided(world, world.olga, override(), facts_changed={"injury_group": None})

        assert decision.kind == "OVERRIDDEN"

    def test_a_missing_fact_that_only_asks_does_not(self, world):
        assert decided(world, world.olga, facts_changed={"contact_status": None}).kind == "APPROVED"


def test_what_was_typed_is_gone_once_it_is_decided(world):
    item = claimed(world, world.olga)
    reviews.save_draft(item_id=item.id, body={"note": "half"}, by=world.olga, now=noon)

    decided(world, world.olga, item=item)

    assert not Draft.objects.exists()


class TestAuditOfTheMachine:
    """A sampled automatic decision is looked at; disagreeing reverses it, agreeing changes nothing."""

    def audit(self, world):
        while True:
            got = arrive(world, facts_changed={"body_part": "36", "injury_nature": "40", "injury_group": "arm_hand"}, minor=90000)  # fmt: skip
            if got.item_id:
                return reviews.claim(item_id=got.item_id, by=world.olga, now=noon), got.decision_id

    def test_disagreeing_reverses_what_the_machine_decided(self, world):
        item, machine_decision_id = self.audit(world)

        decision = decided(world, world.olga, override(), item=item)
        flow.release_due(now=later(minutes=1))

        assert decision.reverses_id == machine_decision_id
        assert (decision.delivery.state, decision.delivery.sequence) == ("PENDING", 2)

    def test_agreeing_sends_nothing(self, world):
        item, _ = self.audit(world)

        decision = decided(world, world.olga, APPROVE, item=item)
        flow.release_due(now=later(minutes=1))

        assert decision.reverses_id is None
        assert (decision.delivery.state, decision.delivery.skipped_why) == ("SKIPPED", "audit_agrees")


def test_the_database_keeps_a_decision_as_it_was_made(world):
    decision = decided(world, world.olga)

    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_decision SET amount_minor = 1 WHERE id = %s", [decision.id])


def test_the_record_does_not_let_anybody_try_out_what_a_note_said(world):
    """The salt stands beside the digest, so what was hashed must be the sealed note and not its words."""
    decision = decided(world, world.olga, override())

    entry = Entry.objects.get(verb="item.overridden", object_id=decision.id)
    (row,) = json.loads(bytes(entry.body))["rows"]
    kept = {"decision": decision.id, "outcome": "standard"}
    digests = [
        canonical.salted(bytes.fromhex(row["salt"]), canonical.encode(kept | {"note": note})).hex()
        for note in ("Longer.", decision.sealed_note)
    ]
    assert row["sha256"] != digests[0]
    assert row["sha256"] == digests[1]


class TestAReasonThatNamesAFact:
    def answer(self, fact):
        return override(reason="it_fact", choices={"kind": "wrong", "fact": fact})

    def test_a_fact_of_the_contract(self, world):
        decision = decided(world, world.olga, self.answer("hospital_stay"))

        assert OverrideReason.objects.get(decision=decision).fact == "hospital_stay"

    def test_free_text_is_no_fact_and_is_kept_nowhere(self, world):
        refusal = attempt(decided, world, world.olga, self.answer("Jo Example lied about the stay"))

        assert (refusal.code, refusal.details["field"]) == ("reason_input", "choices.fact")
        assert not OverrideReason.objects.exists()
