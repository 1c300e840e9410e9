"""One act on several cases: each moves for itself or says why not, and none is ever decided that way."""

import pytest

from apps.flow import services as flow
from apps.flow.services import Chosen
from apps.measures.models import WorkSignal
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Escalation, ReviewItem
from tests.world import APPROVE, arrive, claimed, code, decided, later, noon, record_names, release

INBOX = "triage-officers"


def stored(item_id):
    return ReviewItem.objects.get(id=item_id)


def chosen(*item_ids):
    return [Chosen(one, stored(one).version) for one in item_ids]


def snooze(world, ones, who=None, **changes):
    given = {"until": later(hours=2), "why": "document", "note": ""} | changes
    return flow.snooze_together(inbox_slug=INBOX, chosen=ones, by=who or world.olga, now=noon, **given)


def escalate(world, ones, who=None, **changes):
    given = {"why": "unsure", "note": ""} | changes
    return flow.escalate_together(inbox_slug=INBOX, chosen=ones, by=who or world.olga, now=noon, **given)


def assign(world, ones, to, who=None, now=noon):
    return flow.assign_together(inbox_slug=INBOX, chosen=ones, to=to, by=who or world.sam, now=now)


def came_of(each):
    return [one.code or "done" for one in each]


@pytest.fixture
def mixed(world):
    """Four cases of one list: free, held by Ben, held by Olga, and decided after the list was read."""
    free, hers = arrive(world).item_id, claimed(world, world.olga).id
    his, gone = claimed(world, world.ben).id, arrive(world).item_id
    ones = chosen(free, his, hers, gone)
    decided(world, world.ben, APPROVE, item=reviews.claim(item_id=gone, by=world.ben, now=noon))
    release(world)
    return ones


def test_what_can_be_laid_aside_is_and_the_rest_says_why(world, mixed):
    assert came_of(snooze(world, mixed)) == ["done", "held_by_another", "done", "already_closed"]

    free, his, hers, _gone = (stored(one.item_id) for one in mixed)
    assert [free.state, his.state, hers.state] == ["WAITING", "CLAIMED", "WAITING"]
    assert (his.holder, free.snoozed_until) == (world.ben, later(hours=2))
    assert record_names(free.case_id)[-2:] == ["item.claimed", "item.snoozed"]
    assert WorkSignal.objects.filter(kind="snoozed", code="document").count() == 2


def test_each_climbs_with_its_own_escalation_and_entry(world, mixed):
    assert came_of(escalate(world, mixed)) == ["done", "held_by_another", "done", "already_closed"]

    assert Escalation.objects.filter(raised_by=world.olga, why="unsure").count() == 2
    assert record_names(stored(mixed[0].item_id).case_id)[-1] == "item.escalated"
    assert Decision.objects.filter(by=world.olga).count() == 0


def test_what_is_wrong_with_all_is_refused_before_any(world, mixed):
    assert code(snooze, world, mixed, why="") == "later_why"
    assert code(snooze, world, mixed, until=later(hours=-1)) == "snooze_until"
    assert code(escalate, world, mixed, why="other") == "note_missing"
    assert code(escalate, world, []) == code(escalate, world, mixed * 13) == "too_many_together"
    assert code(escalate, world, mixed, world.sam) == "cannot_work_inbox"
    assert code(escalate, world, mixed, world.lena) == "not_found"
    assert not Escalation.objects.exists()


def test_a_row_that_changed_or_is_not_ones_own_is_left_as_it_is(world):
    stale, aside = arrive(world).item_id, claimed(world, world.olga)
    flow.snooze(item_id=aside.id, until=later(hours=1), why="call", version=aside.version, token=aside.token, by=world.olga, now=noon)  # fmt: skip
    ones = [Chosen(stale, 7), *chosen(aside.id)]

    assert came_of(escalate(world, ones)) == ["stale", "laid_aside"]
    assert stored(stale).state == "OPEN"


class TestGivingCasesToSomebody:
    def test_they_are_offered_to_nobody_else_for_a_day(self, world):
        first, second = arrive(world, minor=290000).item_id, arrive(world, minor=50000).item_id

        assert came_of(assign(world, chosen(first), world.ben)) == ["done"]

        def offered(who, **by):
            return reviews.claim_next(inbox_slug=INBOX, by=who, now=later(**by))

        assert record_names(stored(first).case_id)[-1] == "item.assigned"
        assert Notification.objects.filter(to=world.ben, kind="assigned", about_id=first).count() == 1
        assert offered(world.olga, minutes=1).id == second
        assert offered(world.olga, minutes=2) is None
        assert offered(world.olga, hours=25).id == first

    def test_whoever_they_are_for_starts_with_them(self, world):
        arrive(world, minor=290000)
        cheap = arrive(world, minor=50000).item_id
        assign(world, chosen(cheap), world.ben)

        assert reviews.start(inbox_slug=INBOX, by=world.ben, now=noon).id == cheap

    def test_from_the_list_a_colleague_may_take_one_and_nobody_means_everybody(self, world):
        one, other = arrive(world).item_id, arrive(world).item_id
        assign(world, chosen(one, other), world.ben)

        assert reviews.claim(item_id=one, by=world.olga, now=noon).holder == world.olga
        assert came_of(assign(world, chosen(one, other), None)) == ["held_by_another", "done"]
        assert reviews.claim_next(inbox_slug=INBOX, by=world.olga, now=noon).id == other

    def test_only_a_supervisor_gives_and_only_to_who_may_decide(self, world):
        one = arrive(world).item_id
        assert code(assign, world, chosen(one), world.ben, world.olga) == "may_not_assign"
        assert came_of(assign(world, chosen(one), world.ana)) == ["not_for_them"]

    def test_what_climbs_is_for_nobody_in_particular(self, world):
        one = arrive(world).item_id
        assign(world, chosen(one), world.olga)
        assert came_of(escalate(world, chosen(one))) == ["done"]
        assert stored(one).assigned_to is None
