"""A decision above one's authority, or where policy asks for four eyes, is held until a second person resolves it."""

import pytest
from django.db import IntegrityError, transaction

from apps.core import transactions
from apps.delivery.models import Delivery
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import approving as seen
from apps.flow.services import approving
from apps.measures.models import DecisionFacts
from apps.notify.models import Notification
from apps.policy.models import PolicyVersion, Verdict
from apps.registry.models import AISystem
from apps.reviews import services as reviews
from apps.reviews.models import Approval, Decision, Draft, Release, ReviewItem, Withdrawal
from tests.viewing import asking, viewed
from tests.world import (
    APPROVE,
    arrive,
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

OVER = 300001  # dearer than an officer decides alone, and less than a supervisor does
WORDS = "The surgery is in the letter of the 19th."


@pytest.fixture
def held(world):
    """An override of Olga's that is above her authority."""
    return hold(world)


def hold(world, answer=None, minor=OVER, who=None, **changes):
    item = claimed(world, who or world.olga, **changes)
    ReviewItem.objects.filter(id=item.id).update(stake_minor=minor)
    decision = decided(world, who or world.olga, answer or override(), item=item)
    return Approval.objects.get(decision=decision)


def resolve(verb, approval, by, now=noon, **said):
    item = ReviewItem.objects.get(id=approval.item_id)
    said = said or {"words": WORDS}
    return verb(approval_id=approval.id, version=item.version, by=by, now=now, **said)


def amend(approval, by, outcome="case_managed", now=noon):
    return resolve(approving.amend, approval, by, now, answer=override(outcome, note=WORDS))


def told(actor):
    return set(Notification.objects.filter(to=actor).values_list("kind", flat=True))


def fate(world, approval, who=None):
    return selectors.my_decision(decision_id=approval.decision_id, to=who or world.olga, now=later(hours=1))


class TestHeld:
    def test_it_waits_for_the_lowest_level_with_the_authority_and_nothing_is_sent(self, world, held):
        item = ReviewItem.objects.get(id=held.item_id)

        assert (held.inbox, held.why, held.result) == (world.supervisors, "over_authority", "")
        assert (item.state, item.pending_decision_id, item.release_due_at, item.holder) == (
            "HELD", held.decision_id, None, None
        )  # fmt: skip
        assert release(world, now=later(days=9)) == 0
        assert not Release.objects.exists()
        assert record_names(item.case_id)[-2:] == ["item.overridden", "decision.held"]
        assert "decision_held" in told(world.sam)
        (row,) = seen.held_list(to=world.sam, after=None, limit=9, now=noon).rows
        assert (row.outcome, row.recommended, row.may_resolve) == ("Standard lost-time", "Fast track", True)
        assert seen.held_list(to=world.olga, after=None, limit=9, now=noon).rows == []
        assert (fate(world, held).fate, fate(world, held).held.place) == ("held", world.supervisors.name)

    def test_what_a_supervisor_may_not_decide_waits_for_the_owner(self, world):
        dear = hold(world, minor=1_000_001)

        assert dear.inbox is None
        assert seen.n_held(to=world.owen, now=noon) == 1
        assert resolve(approving.uphold, dear, world.owen).result == "UPHELD"

    def test_where_nobody_could_uphold_it_the_decision_is_refused(self, world):
        AISystem.objects.get().authority_limits.exclude(role="officer").delete()
        item = claimed(world, world.olga)
        ReviewItem.objects.filter(id=item.id).update(stake_minor=OVER)

        assert code(decided, world, world.olga, override(), item=item) == "over_authority"
        assert not Decision.objects.exists()

    def test_policy_may_ask_for_a_second_person_within_the_authority(self, world):
        item = claimed(world, world.olga)
        self.four_eyes(item)

        decision = decided(world, world.olga, APPROVE, item=item)

        approval = Approval.objects.get(decision=decision)
        assert (approval.why, approval.inbox) == ("four_eyes", world.supervisors)
        assert resolve(approving.uphold, approval, world.sam).result == "UPHELD"
        assert code(resolve, approving.reverse_held, approval, world.sam) == "approval_over"

    def four_eyes(self, item):
        first = Verdict.objects.get(recommendation=item.recommendation_id)
        first.pk, first.id, first.number, first.four_eyes = None, None, 2, True
        Verdict(
            **{f.attname: getattr(first, f.attname) for f in Verdict._meta.concrete_fields if f.name != "id"}
        ).save()


class TestResolved:
    def test_upheld_it_is_in_force_at_once_by_the_approver(self, world, held):
        resolve(approving.uphold, held, world.sam, now=later(minutes=5))

        put = Release.objects.get()
        assert (put.decision_id, put.by, put.at, put.why) == (
            held.decision_id, world.sam, later(minutes=5), "upheld"
        )  # fmt: skip
        assert Delivery.objects.get().decision_id == held.decision_id
        assert DecisionFacts.objects.get().decision_id == held.decision_id
        assert ReviewItem.objects.get(id=held.item_id).state == "DECIDED"
        assert (fate(world, held).fate, fate(world, held).held.words) == ("pending", WORDS)
        assert "held_upheld" in told(world.olga)
        assert record_names(held.decision.case_id)[-2:] == ["decision.upheld", "decision.released"]

    def test_amended_another_outcome_holds_and_the_officers_never_does(self, world, held):
        done = amend(held, world.sam)

        made = done.instead
        assert (made.by, made.kind, made.outcome_code.code) == (world.sam, "OVERRIDDEN", "case_managed")
        assert Release.objects.get().decision_id == made.id == Delivery.objects.get().decision_id
        assert Withdrawal.objects.get().decision_id == held.decision_id
        assert (fate(world, held).fate, fate(world, held).held.instead) == (
            "amended",
            "Nurse case management",
        )
        assert "held_amended" in told(world.olga)

    def test_reversed_the_suggestion_holds(self, world, held):
        made = resolve(approving.reverse_held, held, world.sam).instead

        assert (made.kind, made.outcome_code.code, made.by) == ("APPROVED", "fast_track", world.sam)
        assert Release.objects.get().decision_id == made.id
        assert (fate(world, held).fate, "held_turned_down" in told(world.olga)) == ("turned_down", True)

    def test_returned_it_is_the_officers_again_with_the_note_and_what_they_had_chosen(self, world, held):
        resolve(approving.return_held, held, world.sam)

        item = ReviewItem.objects.get(id=held.item_id)
        assert (item.state, item.assigned_to, item.inbox) == ("OPEN", world.olga, world.officers)
        assert Draft.objects.get(item=item).by == world.olga
        page = selectors.review_page(item_id=item.id, to=world.olga, now=noon)
        assert (page.returned_note, page.draft["outcome"]) == (WORDS, "standard")
        assert (fate(world, held).fate, "held_returned" in told(world.olga)) == ("returned", True)
        again = reviews.claim(item_id=item.id, by=world.olga, now=noon)
        assert decided(world, world.olga, override(), item=again)
        assert Approval.objects.filter(item=item).count() == 2

    @pytest.mark.parametrize(
        ("verb", "said", "refused"),
        [
            (approving.uphold, {"words": " "}, "approval_why"),
            (approving.return_held, {"words": ""}, "approval_why"),
            (approving.uphold, {"words": "x" * 4001}, "approval_why"),
            (approving.amend, {"answer": override("standard")}, "same_as_decided"),
            (approving.amend, {"answer": APPROVE}, "same_as_suggested"),
            (approving.amend, {"answer": override("case_managed", reason="no")}, "reason_missing"),
        ],
    )
    def test_an_incomplete_resolution_changes_nothing(self, world, held, verb, said, refused):
        assert code(resolve, verb, held, world.sam, **said) == refused
        assert ReviewItem.objects.get(id=held.item_id).state == "HELD"

    def test_what_follows_the_suggestion_has_none_to_go_back_to(self, world):
        assert code(resolve, approving.reverse_held, hold(world, APPROVE), world.sam) == "nothing_to_reverse"

    def test_not_on_facts_that_were_not_seen(self, world, held):
        stale = {"approval_id": held.id, "words": WORDS, "version": 1, "by": world.sam, "now": noon}

        assert code(approving.uphold, **stale) == "stale"

    def test_an_approver_who_is_asked_for_a_view_sees_neither_outcome_before_it(self, world):
        item = claimed(world, world.olga)
        asking(item.id)
        viewed(world, item, world.olga)
        ReviewItem.objects.filter(id=item.id).update(stake_minor=OVER)
        item.refresh_from_db()
        decision = decided(world, world.olga, override(), item=item)
        held = Approval.objects.get(decision=decision)
        (row,) = seen.held_list(to=world.sam, after=None, limit=9, now=noon).rows
        assert (row.outcome, row.outcome_code, row.recommended) == (
            "After your first view", "", "After your first view"
        )  # fmt: skip
        assert code(resolve, approving.uphold, held, world.sam) == "first_view_missing"

        resolve(approving.view_held, held, world.sam, view=reviews.View("standard"))

        assert seen.held(approval_id=held.id, to=world.sam, now=noon).row.outcome == "Standard lost-time"
        assert resolve(approving.uphold, held, world.sam).result == "UPHELD"


class TestWhoMayNot:
    def test_whoever_decided(self, world):
        officer = AISystem.objects.get().authority_limits.filter(role="supervisor")
        item = claimed(world, world.sam, minor=2_000_000)
        dear = Approval.objects.get(decision=decided(world, world.sam, override(), item=item))
        officer.update(max_amount_minor=None)

        assert code(resolve, approving.uphold, dear, world.sam) == "made_by_you"

    def test_whoever_raised_it_and_whoever_wrote_the_policy(self, world, held):
        PolicyVersion.objects.update(author=world.sam, writers=[world.sam.id])
        assert code(resolve, approving.uphold, held, world.sam) == "policy_by_you"
        names = dict(seen.held(approval_id=held.id, to=world.sam, now=noon).excluded)
        assert names == {
            "Olga Marsh": "who made the decision",
            "Sam Whitaker": "who wrote the policy that judged it",
        }

    @pytest.mark.parametrize(
        ("who", "refused"),
        [("ben", "not_found"), ("owen", "not_the_approver"), ("audrey", "not_found"), ("lena", "not_found")],
    )
    def test_whoever_it_does_not_wait_for(self, world, held, who, refused):
        assert code(resolve, approving.uphold, held, getattr(world, who)) == refused

    def test_whose_authority_ends_below_it(self, world, held):
        AISystem.objects.get().authority_limits.filter(role="supervisor").update(max_amount_minor=100)

        assert code(resolve, approving.uphold, held, world.sam) == "over_authority"
        assert code(amend, held, world.sam) == "over_authority"
        assert resolve(approving.return_held, held, world.sam).result == "RETURNED"

    @pytest.mark.parametrize("who", ["olga", "ana"])
    def test_the_database_keeps_it_so(self, world, held, who):
        by = getattr(world, who)
        row = Approval.objects.filter(id=held.id)

        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(result="UPHELD", closed_at=noon, closed_by=by)
        with pytest.raises(IntegrityError), transactions.verb():
            reviews.release(decisions=[held.decision], by=world.sam, why="x", now=noon)


class TestUntilItIsResolved:
    def test_whoever_decided_takes_it_back_however_late(self, world, held):
        flow.undo(decision_id=held.decision_id, by=world.olga, now=later(hours=3))

        item = ReviewItem.objects.get(id=held.item_id)
        held.refresh_from_db()
        assert (item.state, item.holder, held.result) == ("CLAIMED", world.olga, "WITHDRAWN")
        assert (fate(world, held).fate, code(resolve, approving.uphold, held, world.sam)) == (
            "withdrawn", "approval_over"
        )  # fmt: skip

    def test_a_newer_suggestion_ends_it_and_keeps_what_was_chosen(self, world):
        first = recommendation(number=7)
        item = claimed(world, world.olga, received=arrive(world, first))
        ReviewItem.objects.filter(id=item.id).update(stake_minor=OVER)
        held = Approval.objects.get(decision=decided(world, world.olga, override(), item=item))

        newer = arrive(world, first | {"external_id": "REC-7b"})

        held.refresh_from_db()
        assert (held.result, fate(world, held).fate) == ("SUPERSEDED", "replaced")
        assert Draft.objects.get().item_id == newer.item_id
        assert "suggestion_changed" in told(world.olga)
        assert not Release.objects.exists()

    def test_nobody_in_time_it_climbs_by_itself_once_and_the_owner_is_told_at_the_end(self, world, held):
        for hours, place, told_of in (
            (3, world.supervisors, 0),
            (4, None, 1),
            (7, None, 0),
            (9, None, 1),
            (99, None, 0),
        ):
            assert approving.climb_overdue(now=later(hours=hours)) == told_of
            held.refresh_from_db()
            assert (held.inbox, held.is_late) == (place, hours >= 9)
        assert {"decision_held", "held_overdue"} <= told(world.owen)

    def test_it_can_be_passed_up_to_the_end(self, world, held):
        item = ReviewItem.objects.get(id=held.item_id)
        passed = approving.pass_up(approval_id=held.id, version=item.version, by=world.sam, now=noon)

        assert (passed.inbox, passed.n_passed) == (None, 1)
        again = {"approval_id": held.id, "version": item.version + 1, "now": noon}
        assert code(approving.pass_up, by=world.sam, **again) == "not_found"
        assert code(approving.pass_up, by=world.owen, **again) == "nobody_above"
