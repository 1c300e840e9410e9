"""A decision comes into force when its undo time is over, or is withdrawn before; never both."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction

from apps.core import transactions, vault
from apps.flow import facts
from apps.flow import services as flow
from apps.measures.models import DecisionFacts
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Escalation, ItemReason, Release, ReviewItem, Withdrawal
from tests.world import (
    APPROVE,
    arrive,
    arrive_all,
    attempt,
    automatic,
    claimed,
    code,
    decided,
    later,
    noon,
    override,
    recommendation,
    record_names,
    release,
)


class TestUndo:
    def test_the_item_waits_again_and_nothing_was_sent(self, world):
        decision = decided(world, world.olga)

        flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=9))

        item = ReviewItem.objects.get(id=decision.item_id)
        assert (item.state, item.pending_decision, item.release_due_at, item.closed_at) == (
            "CLAIMED",
            None,
            None,
            None,
        )
        assert ItemReason.objects.filter(item=item, closed_at=None, kind="UNDONE").exists()
        assert record_names(decision.case_id)[-1] == "decision.withdrawn"
        assert flow.release_due(now=later(hours=1)) == 0
        assert not Release.objects.exists()

    def test_another_decision_can_follow(self, world):
        first = decided(world, world.olga)
        flow.undo(decision_id=first.id, by=world.olga, now=later(seconds=1))

        held = ReviewItem.objects.get(id=first.item_id)
        reviews.let_go(item_id=held.id, token=held.token, by=world.olga, now=later(seconds=2))
        item = reviews.claim(item_id=first.item_id, by=world.ben, now=later(seconds=2))
        second = decided(world, world.ben, override(), item=item, now=later(seconds=3))

        assert flow.release_due(now=later(minutes=1)) == 1
        assert list(Release.objects.values_list("decision", flat=True)) == [second.id]

    def test_only_ones_own(self, world):
        decision = decided(world, world.olga)

        assert code(flow.undo, decision_id=decision.id, by=world.ben, now=noon) == "not_your_decision"
        assert code(flow.undo, decision_id=decision.id, by=world.lena, now=noon) == "not_found"

    @pytest.mark.parametrize("seconds", [10, 11, 5000])
    def test_not_when_its_time_is_over_even_if_no_sweep_ran(self, world, seconds):
        decision = decided(world, world.olga)

        assert (
            code(flow.undo, decision_id=decision.id, by=world.olga, now=later(seconds=seconds)) == "undo_over"
        )

    def test_not_twice(self, world):
        decision = decided(world, world.olga)
        flow.undo(decision_id=decision.id, by=world.olga, now=noon)

        assert code(flow.undo, decision_id=decision.id, by=world.olga, now=noon) == "undo_over"

    def test_not_what_the_machine_decided(self, world):
        got = arrive(world, facts_changed={"body_part": "36", "injury_nature": "40", "injury_group": "arm_hand"}, minor=90000)  # fmt: skip

        assert code(flow.undo, decision_id=got.decision_id, by=world.olga, now=noon) == "not_found"

    def test_with_no_undo_time_a_decision_is_due_at_once(self, world):
        type(world.system).objects.update(undo_seconds=0)

        decision = decided(world, world.olga)

        assert code(flow.undo, decision_id=decision.id, by=world.olga, now=noon) == "undo_over"
        assert flow.release_due(now=noon) == 1


class TestRelease:
    def test_it_is_in_force_counted_and_on_its_way(self, world):
        decision = decided(world, world.olga, override())

        assert flow.release_due(now=later(seconds=9)) == 0
        assert release(world) == 1

        fresh = Decision.objects.get(id=decision.id)
        assert (fresh.release.at, fresh.release.why) == (later(seconds=10), "undo_time_over")
        assert (fresh.delivery.state, fresh.delivery.sequence) == ("PENDING", 1)
        row = DecisionFacts.objects.get(decision_id=decision.id)
        assert (row.decided, row.is_override, row.reason) == ("standard", True, "it_weeks")
        assert record_names(decision.case_id)[-1] == "decision.released"

    def test_once(self, world):
        decided(world, world.olga)

        assert [release(world), release(world)] == [1, 0]

    def test_what_is_known_of_it_names_no_person_and_no_exact_amount(self, world):
        decision = decided(world, world.olga)
        release(world)

        row = DecisionFacts.objects.get(decision_id=decision.id)
        assert str(world.olga.id) not in str(vars(row))
        assert (row.features["weekly_wage"], row.features["hospital_stay"]) == (
            "25000 to under 35000",
            "false",
        )

    def test_at_most_as_many_as_asked_for_the_longest_waiting_first(self, world):
        late = decided(world, world.olga, now=later(seconds=5))
        early = decided(world, world.ben)

        assert flow.release_due(now=later(minutes=1), limit=1) == 1
        assert Release.objects.get().decision == early
        assert late.id != early.id

    @pytest.mark.usefixtures("committed")
    def test_sweeps_at_once_release_each_once(self, world):
        received = arrive_all(world, [recommendation() for _ in range(20)])
        for one in received:
            decided(world, world.olga, item=claimed(world, world.olga, received=one))

        def sweep(_):
            try:
                return flow.release_due(now=later(minutes=1))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(sweep, range(4))) == 20

        assert Release.objects.count() == DecisionFacts.objects.count() == 20


class TestOneFate:
    """The database's own word, whatever the code does."""

    def test_what_was_withdrawn_cannot_be_released(self, world):
        decision = decided(world, world.olga)
        flow.undo(decision_id=decision.id, by=world.olga, now=noon)

        with pytest.raises(IntegrityError, match="released or withdrawn, never both"), transaction.atomic():
            Release.objects.create(decision=decision, by=world.olga, at=noon, why="test")

    def test_what_was_released_cannot_be_withdrawn(self, world):
        decision = decided(world, world.olga)
        release(world)

        with pytest.raises(IntegrityError, match="released or withdrawn, never both"), transaction.atomic():
            Withdrawal.objects.create(decision=decision, by=world.olga, at=noon)

    @pytest.mark.usefixtures("committed")
    def test_undo_and_release_at_the_same_moment_leave_one_of_them(self, world):
        decisions = [
            decided(world, world.olga, APPROVE, item=claimed(world, world.olga, received=one))
            for one in arrive_all(world, [recommendation() for _ in range(12)])
        ]

        def act(number):
            try:
                if number % 2:
                    return flow.release_due(now=later(seconds=10))
                return sum(
                    getattr(
                        attempt(flow.undo, decision_id=one.id, by=world.olga, now=later(seconds=9)),
                        "code",
                        None,
                    )
                    is None
                    for one in reversed(decisions)
                )
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            done = sum(pool.map(act, range(4)))

        fates = [
            (Release.objects.filter(decision=one).count(), Withdrawal.objects.filter(decision=one).count())
            for one in decisions
        ]
        assert {sum(fate) for fate in fates} == {1}
        assert done == 12


class TestAfterTheAIChangedItsMind:
    def test_an_undone_decision_on_what_was_replaced_does_not_come_back(self, world):
        decision = decided(world, world.olga)
        case, subject = decision.case, decision.case.subject
        newer = arrive(
            world,
            case={"ref": case.case_ref, "kind": "REAL"},
            subject={"ref": subject.subject_ref, "name": ""},
        )

        flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=5))

        waiting = ReviewItem.objects.filter(case=case, state__in=["OPEN", "CLAIMED"])
        assert [one.id for one in waiting] == [newer.item_id]

    @pytest.mark.usefixtures("committed")
    def test_nor_when_it_changed_it_at_the_same_moment(self, world):
        decision = decided(world, world.olga)
        case, subject = decision.case, decision.case.subject

        def undo():
            try:
                return flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=5))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as pool:
            with transactions.request():
                arrive(world, case={"ref": case.case_ref, "kind": "REAL"}, subject={"ref": subject.subject_ref, "name": ""})  # fmt: skip
                undone = pool.submit(undo)
                time.sleep(0.3)  # it has read the recommendation, or waits for it
            undone.result()

        assert ReviewItem.objects.get(id=decision.item_id).state == "SUPERSEDED"


class TestUndoOneLevelUp:
    def raised(self, world):
        item = claimed(world, world.olga)
        flow.escalate(
            item_id=item.id, why="unsure", note="", version=item.version, token=item.token, by=world.olga, now=noon
        )  # fmt: skip
        return reviews.claim(item_id=item.id, by=world.sam, now=noon)

    def test_the_escalation_waits_again_and_can_be_returned(self, world):
        decision = decided(world, world.sam, override(), item=self.raised(world))
        flow.undo(decision_id=decision.id, by=world.sam, now=later(seconds=1))

        escalation = Escalation.objects.get()
        assert (escalation.closed_at, escalation.closed_by, escalation.result) == (None, None, "")
        item = reviews.claim(item_id=decision.item_id, by=world.sam, now=later(seconds=2))
        flow.return_escalated(
            item_id=item.id, note="Ask.", version=item.version, token=item.token, by=world.sam, now=later(seconds=3)
        )  # fmt: skip
        assert ReviewItem.objects.get(id=item.id).inbox == world.officers

    def test_its_raiser_still_does_not_decide_it(self, world):
        decision = decided(world, world.sam, override(), item=self.raised(world))
        flow.undo(decision_id=decision.id, by=world.sam, now=later(seconds=1))

        assert code(reviews.claim, item_id=decision.item_id, by=world.olga, now=noon) == "cannot_work_inbox"


class TestUndoOfAReversal:
    def audited(self, world):
        while True:
            got = arrive(world, automatic())
            if got.item_id:
                return got

    def test_it_can_be_decided_once_more_and_reverses_once(self, world):
        got = self.audited(world)
        first = decided(world, world.olga, override(), item=claimed(world, world.olga, received=got))
        flow.undo(decision_id=first.id, by=world.olga, now=later(seconds=1))

        second = decided(world, world.olga, override(), item=claimed(world, world.olga, received=got))
        release(world)

        assert (second.reverses_id, second.release.reverses_id) == (got.decision_id, got.decision_id)
        assert Decision.objects.get(id=got.decision_id).reversed_by.decision_id == second.id

    def test_the_database_takes_one_reversal_in_force(self, world):
        got = self.audited(world)
        decided(world, world.olga, override(), item=claimed(world, world.olga, received=got))
        release(world)
        other = decided(world, world.ben)

        with pytest.raises(IntegrityError, match="reverses"), transaction.atomic():
            Release.objects.create(
                decision=other, by=world.olga, at=noon, why="test", reverses_id=got.decision_id
            )


def test_a_decision_that_cannot_be_released_does_not_stop_the_others(world, monkeypatch, caplog):
    broken, fine = decided(world, world.olga), decided(world, world.ben, now=later(seconds=1))
    real = facts.of_decisions

    def of_decisions(*, decisions):
        if broken.id in {one.id for one in decisions}:
            raise vault.Damaged("a sealed value does not open under its key")
        return real(decisions=decisions)

    monkeypatch.setattr(facts, "of_decisions", of_decisions)

    assert flow.release_due(now=later(minutes=1)) == 1
    assert Release.objects.get().decision == fine
    assert str(broken.item_id) in caplog.text
    monkeypatch.undo()
    assert flow.release_due(now=later(minutes=1)) == 1
