"""An undecided item climbs; whoever raised it never decides it."""

import pytest
from django.db import IntegrityError, transaction

from apps.accounts import services as accounts
from apps.core import transactions
from apps.flow import services as flow
from apps.measures.models import WorkSignal
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Claim, Escalation, Inbox, ItemReason, ReviewItem
from tests.world import APPROVE, attempt, claimed, code, decided, later, noon, override, record_names


def escalated(world, who=None, item=None, why="unsure", note="", now=noon):
    who = who or world.olga
    item = item or claimed(world, who)
    return flow.escalate(
        item_id=item.id, why=why, note=note, version=item.version, token=item.token, by=who, now=now
    )


def returned(world, item, note="Call the doctor first.", now=noon):
    return flow.return_escalated(
        item_id=item.id, note=note, version=item.version, token=item.token, by=world.sam, now=now
    )


@pytest.mark.parametrize("why", ["over_authority", "unsure", "second_opinion", "other"])
def test_the_item_waits_one_level_up_with_its_reason(world, why):
    escalation = escalated(world, why=why, note="Please look at the weeks.")

    item = ReviewItem.objects.get(id=escalation.item_id)
    assert (item.inbox, item.state, item.holder, item.version) == (world.supervisors, "OPEN", None, 2)
    assert (escalation.raised_by, escalation.why, escalation.result) == (world.olga, why, "")
    assert list(ItemReason.objects.filter(item=item, closed_at=None).values_list("kind", "code")) == [
        ("ESCALATED", why)
    ]
    assert Claim.objects.get(item=item).ended_why == "escalated"
    assert record_names(item.case_id)[-1] == "item.escalated"
    subject_id = item.case.subject_id
    assert reviews.sealed_text(escalation.sealed_note, subject_id=subject_id) == "Please look at the weeks."
    assert WorkSignal.objects.filter(item_id=item.id, kind="escalated", code=why).count() == 1


@pytest.mark.parametrize(
    ("why", "note", "field"),
    [
        ("because", "", "why"),
        ("", "", "why"),
        ("deadline", "", "why"),
        ("other", " ", "note"),
        ("unsure", "x" * 4001, "note"),
    ],
)
def test_it_says_why_or_does_not_climb(world, why, note, field):
    item = claimed(world, world.olga)

    refusal = attempt(escalated, world, item=item, why=why, note=note)

    assert refusal.details["field"] == field
    assert ReviewItem.objects.get(id=item.id).state == "CLAIMED"
    assert not Escalation.objects.exists()


def test_above_the_highest_inbox_is_the_owner(world):
    item = claimed(world, world.sam, minor=400000)

    escalation = escalated(world, world.sam, item)

    assert (escalation.to_owner, escalation.to_inbox) == (True, world.supervisors)
    assert Notification.objects.get(kind="climbed_to_you").to == world.owen


def test_only_its_holder_can_let_it_climb(world):
    item = claimed(world, world.olga)

    assert code(escalated, world, world.ben, item) == "held_by_another"
    assert code(escalated, world, world.olga, item, now=later(minutes=15)) == "claim_expired"


class TestTheLevelAbove:
    def test_decides_it(self, world):
        escalation = escalated(world)
        item = reviews.claim(item_id=escalation.item_id, by=world.sam, now=noon)

        decision = decided(world, world.sam, override(), item=item)

        closed = Escalation.objects.get(id=escalation.id)
        assert (closed.result, closed.closed_by, closed.closed_at) == ("DECIDED", world.sam, noon)
        assert decision.by == world.sam

    def test_or_returns_it_with_a_note_and_the_raiser_is_told(self, world):
        escalation = escalated(world)
        item = reviews.claim(item_id=escalation.item_id, by=world.sam, now=noon)

        returned(world, item)

        back = ReviewItem.objects.get(id=item.id)
        closed = Escalation.objects.get(id=escalation.id)
        assert (back.inbox, back.state, closed.result) == (world.officers, "OPEN", "RETURNED")
        assert ItemReason.objects.get(item=back, closed_at=None).kind == "RETURNED"
        assert Notification.objects.get().to_id == world.olga.id
        assert record_names(item.case_id)[-1] == "item.returned"
        assert decided(world, world.olga, item=reviews.claim(item_id=item.id, by=world.olga, now=noon))

    def test_does_not_return_it_without_a_note(self, world):
        item = reviews.claim(item_id=escalated(world).item_id, by=world.sam, now=noon)

        assert code(returned, world, item, note="  ") == "note_missing"

    def test_does_not_return_what_never_climbed(self, world):
        item = claimed(world, world.sam, minor=400000)

        assert code(returned, world, item) == "not_escalated"


class TestWhoeverRaisedIt:
    """Separation of duties holds in the verb and in the database."""

    def lift(self, world):
        user = world.user("olga")
        with transactions.verb():
            accounts.give(user=user, permission="work_inbox", on=world.supervisors, by=world.adam, now=noon)
        world.forget(world.olga)

    def test_cannot_take_it_above(self, world):
        self.lift(world)
        escalation = escalated(world)

        assert code(reviews.claim, item_id=escalation.item_id, by=world.olga, now=noon) == "raised_by_you"

    def test_cannot_take_it_after_it_climbed_once_more(self, world):
        self.lift(world)
        escalation = escalated(world)
        Inbox.objects.filter(id=world.supervisors.id).update(climbs_to=world.officers)
        flow.escalate_overdue(now=later(hours=8))

        assert (
            code(reviews.claim, item_id=escalation.item_id, by=world.olga, now=later(hours=8))
            == "raised_by_you"
        )

    def test_may_decide_it_once_it_was_returned(self, world):
        self.lift(world)
        item = reviews.claim(item_id=escalated(world).item_id, by=world.sam, now=noon)
        returned(world, item)

        mine = reviews.claim(item_id=item.id, by=world.olga, now=noon)
        assert decided(world, world.olga, APPROVE, item=mine).kind == "APPROVED"

    def test_is_refused_by_the_database_too(self, world):
        escalation = escalated(world)

        with pytest.raises(IntegrityError, match="raiser_never_decides"), transaction.atomic():
            Escalation.objects.filter(id=escalation.id).update(closed_by=world.olga, closed_at=noon)


def test_an_item_has_one_open_escalation(world):
    escalation = escalated(world)

    with pytest.raises(IntegrityError, match="one_open_escalation"), transaction.atomic():
        Escalation.objects.create(
            item=escalation.item,
            raised_by=world.ben,
            raised_at=noon,
            why="unsure",
            from_inbox=world.officers,
            to_inbox=world.supervisors,
        )


def test_a_note_that_is_too_long_is_not_returned_with(world):
    escalation = escalated(world)
    item = reviews.claim(item_id=escalation.item_id, by=world.sam, now=noon)

    refusal = attempt(returned, world, item, note="x" * 4001)

    assert refusal.details["field"] == "note"
    assert ReviewItem.objects.get(id=item.id).inbox == world.supervisors


class TestThreeLevels:
    """Officers, supervisors and a third inbox above them; Olga may work everywhere, Sam in the upper two."""

    def directors(self, world):
        inbox = Inbox.objects.create(
            organisation=world.organisation, slug="directors", name="Directors", level=3
        )
        Inbox.objects.filter(id=world.supervisors.id).update(climbs_to=inbox)
        with transactions.verb():
            for name, place in (("olga", world.supervisors), ("olga", inbox), ("sam", inbox), ("ana", inbox)):
                user = world.user(name)
                accounts.give(user=user, permission="work_inbox", on=place, by=world.adam, now=noon)
        world.forget(world.olga, world.sam, world.ana)
        return inbox

    def test_who_raised_it_first_decides_it_on_no_level(self, world):
        self.directors(world)
        escalation = escalated(world)
        item = reviews.claim(item_id=escalation.item_id, by=world.sam, now=noon)
        escalated(world, world.sam, item)

        assert code(reviews.claim, item_id=item.id, by=world.olga, now=noon) == "raised_by_you"
        assert code(reviews.claim, item_id=item.id, by=world.sam, now=noon) == "raised_by_you"
        assert reviews.claim_next(inbox_slug="directors", by=world.olga, now=noon) is None

    def test_it_comes_back_step_by_step(self, world):
        self.directors(world)
        escalation = escalated(world)
        item = reviews.claim(item_id=escalation.item_id, by=world.sam, now=noon)
        escalated(world, world.sam, item)
        for who, inbox in ((world.ana, world.supervisors), (world.sam, world.officers)):
            item = reviews.claim(item_id=item.id, by=who, now=noon)
            flow.return_escalated(
                item_id=item.id, note="Ask.", version=item.version, token=item.token, by=who, now=noon
            )
            assert ReviewItem.objects.get(id=item.id).inbox == inbox

        assert reviews.claim(item_id=item.id, by=world.olga, now=noon).holder == world.olga
