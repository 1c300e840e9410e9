"""What nobody decided in time climbs its ladder: once, in order, also after downtime and with two schedulers."""

from zoneinfo import ZoneInfo

import pytest

from apps.accounts.models import WorkingTime
from apps.flow import services as flow
from apps.measures.models import WorkSignal
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Escalation, ItemReason, ReviewItem
from tests.flow.test_escalate import escalated, returned
from tests.world import (
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

DUE = {"hours": 48}
DAY = {"hours": 8}  # the usual time of a level


def item_of(got) -> ReviewItem:
    return ReviewItem.objects.get(id=got.item_id)


def stays(item_id) -> list[Escalation]:
    return list(Escalation.objects.filter(item=item_id).order_by("raised_at", "level"))


def test_it_climbs_at_its_due_time_and_not_before(world):
    got = arrive(world)

    assert flow.escalate_overdue(now=later(hours=47, minutes=59)) == 0
    assert flow.escalate_overdue(now=later(**DUE)) == 1

    item, [stay] = item_of(got), stays(got.item_id)
    assert (item.inbox, item.urgency_due, item.urgency) == (world.supervisors, 30, 37)
    assert (stay.why, stay.raised_by.kind, stay.level, stay.late_seconds) == ("deadline", "SYSTEM", 1, 0)
    assert record_names(got.case_id)[-1] == "item.escalated"


class TestWithoutALadderOfItsPolicy:
    def test_it_climbs_up_the_inboxes_each_a_working_day_and_then_to_the_owner(self, world):
        got = arrive(world)
        flow.escalate_overdue(now=later(**DUE))
        [first] = stays(got.item_id)
        assert first.climbs_at == later(hours=56)

        assert flow.escalate_overdue(now=later(hours=55, minutes=59)) == 0
        assert [flow.escalate_overdue(now=later(hours=56)) for _ in range(2)] == [1, 0]

        first, last = stays(got.item_id)
        assert (first.result, last.why, last.level) == ("CLIMBED", "clock", 2)
        assert (last.to_owner, last.climbs_at, last.to_inbox) == (True, None, world.supervisors)
        assert Notification.objects.get(kind="climbed_to_you").to == world.owen

    def test_what_is_overdue_on_the_highest_inbox_goes_to_the_owner(self, world):
        got = arrive(world, minor=400000)

        assert [flow.escalate_overdue(now=later(days=3)) for _ in range(2)] == [1, 0]

        [stay] = stays(got.item_id)
        assert (stay.to_owner, stay.level, item_of(got).urgency_due) == (True, 1, 30)

    def test_what_somebody_sent_up_before_it_was_due_only_becomes_more_urgent(self, world):
        item = claimed(world, world.olga, now=later(hours=47), received=arrive(world))
        escalation = escalated(world, item=item, now=later(hours=47))
        before = ReviewItem.objects.get(id=escalation.item_id).urgency

        assert [flow.escalate_overdue(now=later(hours=49)) for _ in range(2)] == [1, 0]

        item = ReviewItem.objects.get(id=escalation.item_id)
        assert (item.inbox, item.urgency) == (world.supervisors, before + 30)
        assert ItemReason.objects.filter(item=item, kind="DEADLINE").count() == 1
        assert record_names(item.case_id)[-1] == "item.overdue"

    def test_its_clock_runs_in_working_time_where_that_is_known(self, world):
        hours = [[["09:00", "17:00"]]] * 5 + [[], []]
        WorkingTime.objects.create(organisation=world.organisation, hours=hours, set_at=noon)
        escalation = escalated(world)  # on a Friday, at 12:00 UTC

        zone = ZoneInfo(world.organisation.time_zone)
        until = Escalation.objects.get(id=escalation.id).climbs_at
        local = until.astimezone(zone)
        assert (local.weekday(), local.hour) == (4, 17), "it was seven there, and work begins at nine"


class TestOnTheOwnersLevel:
    @pytest.fixture
    def climbed(self, world):
        got = arrive(world, minor=400000)
        flow.escalate_overdue(now=later(days=3))
        return got

    def test_only_the_owner_decides(self, world, climbed):
        now = later(days=3)

        assert code(reviews.claim, item_id=climbed.item_id, by=world.sam, now=now) == "only_the_owner_decides"
        assert reviews.claim_next(inbox_slug="triage-supervisors", by=world.sam, now=now) is None
        item = reviews.claim(item_id=climbed.item_id, by=world.owen, now=now)
        taken = attempt(
            flow.take_over,
            item_id=item.id,
            why="urgent",
            note="",
            version=item.version,
            by=world.sam,
            now=now,
        )
        assert taken.code == "only_the_owner_decides"

    def test_and_above_it_is_nothing(self, world, climbed):
        now = later(days=3)
        item = reviews.claim(item_id=climbed.item_id, by=world.owen, now=now)

        assert code(escalated, world, world.owen, item, now=now) == "nowhere_to_climb"
        assert flow.escalate_overdue(now=later(days=300)) == 0

    def test_the_owner_returns_it_with_a_note(self, world, climbed):
        now = later(days=3)
        item = reviews.claim(item_id=climbed.item_id, by=world.owen, now=now)
        flow.return_escalated(
            item_id=item.id, note="Yours.", version=item.version, token=item.token, by=world.owen, now=now
        )

        back = item_of(climbed)
        assert (back.inbox, back.state, back.urgency_due) == (world.supervisors, "OPEN", 0)
        assert back.due_at == later(days=3, hours=8), "one working day more; then it climbs again"
        assert reviews.claim(item_id=back.id, by=world.sam, now=now).holder == world.sam


class TestWhatSomebodyHolds:
    def test_is_not_taken_from_them_at_its_due_time(self, world):
        claimed(world, world.olga, now=later(hours=47, minutes=59), received=arrive(world))

        assert flow.escalate_overdue(now=later(**DUE)) == 0

    def test_climbs_when_the_time_of_its_level_is_over_and_what_they_send_is_refused(self, world):
        escalation = escalated(world)
        item = reviews.claim(item_id=escalation.item_id, by=world.sam, now=later(hours=7, minutes=59))

        assert flow.escalate_overdue(now=later(**DAY)) == 1

        assert code(decided, world, world.sam, override(), item=item, now=later(**DAY)) == (
            "only_the_owner_decides"
        )


class TestAfterDowntime:
    def test_each_fires_once_with_its_lateness(self, world):
        got = arrive(world)

        fired = [flow.escalate_overdue(now=later(days=days)) for days in (3, 3)]

        [stay] = stays(got.item_id)
        assert (fired, stay.late_seconds) == ([1, 0], 24 * 3600)
        assert stay.climbs_at == later(days=3, hours=8), "the level above has all of its time"
        assert list(WorkSignal.objects.filter(kind="climbed_late").values_list("item_id", "code")) == [
            (got.item_id, "late_longer")
        ]

    def test_the_longest_due_first(self, world):
        for minutes in (30, 0, 60):
            arrive(world, now=later(minutes=minutes))
        [flow.escalate_overdue(now=later(hours=50), limit=1) for _ in range(3)]

        lates = list(Escalation.objects.order_by("id").values_list("late_seconds", flat=True))
        assert lates == [7200, 5400, 3600]


def test_what_comes_back_to_a_level_has_its_whole_time_anew(world):
    escalation = escalated(world)
    flow.escalate_overdue(now=later(**DAY))
    item = reviews.claim(item_id=escalation.item_id, by=world.owen, now=later(hours=9))
    flow.return_escalated(
        item_id=item.id,
        note="Yours.",
        version=item.version,
        token=item.token,
        by=world.owen,
        now=later(hours=9),
    )

    again = Escalation.objects.get(id=escalation.id)
    assert (again.closed_at, again.climbs_at) == (None, later(hours=17))
    assert returned(
        world, reviews.claim(item_id=item.id, by=world.sam, now=later(hours=10)), now=later(hours=10)
    )
