"""What a supervisor sees of an inbox: how long it waits, with whom it lies, what left in time, what is expected."""

import datetime as dt

import pytest

from apps.core import transactions
from apps.flow import services as flow
from apps.flow.selectors import teams
from apps.flow.services import staffing
from apps.reviews import services as reviews
from apps.reviews.models import InboxDay, ItemStay, ReviewItem
from tests.flow.test_together import assign, chosen
from tests.world import APPROVE, arrive, claimed, code, decided, later, noon, recommendation

INBOX = "triage-officers"


def team(world, to="sam", now=noon, slug=INBOX):
    return teams.team(slug=slug, to=world.person(to), now=now)


def stays(item_id):
    return [
        (one.inbox.slug, one.entered_at, one.left_at, one.how)
        for one in ItemStay.objects.filter(item=item_id).select_related("inbox").order_by("id")
    ]


def escalated(world, item, now):
    return flow.escalate(
        item_id=item.id, why="unsure", note="", version=item.version, token=item.token, by=world.olga, now=now
    )


class TestStays:
    def test_each_stay_says_when_it_came_and_went_and_how(self, world):
        item = claimed(world, world.olga)
        escalated(world, item, later(minutes=10))
        raised = reviews.claim(item_id=item.id, by=world.sam, now=later(minutes=20))
        flow.return_escalated(
            item_id=item.id, note="Look again.", version=raised.version, token=raised.token, by=world.sam,
            now=later(minutes=30),
        )  # fmt: skip
        again = reviews.claim(item_id=item.id, by=world.olga, now=later(minutes=30))
        decided(world, world.olga, APPROVE, item=again, now=later(minutes=40))

        officers, supervisors = "triage-officers", "triage-supervisors"
        assert stays(item.id) == [
            (officers, noon, later(minutes=10), "MOVED"),
            (supervisors, later(minutes=10), later(minutes=30), "MOVED"),
            (officers, later(minutes=30), later(minutes=40), "DECIDED"),
        ]

    def test_an_end_that_is_undone_is_none(self, world):
        made = decided(world, world.olga)
        assert len(stays(made.item_id)) == 1

        flow.undo(decision_id=made.id, version=2, by=world.olga, now=later(seconds=1))

        assert stays(made.item_id) == []
        assert ReviewItem.objects.get(id=made.item_id).closed_at is None


class TestStock:
    def test_each_day_is_written_once_also_after_days_without_a_worker(self, world):
        late, passed_on, stays_open = (claimed(world, world.olga) for _ in range(3))
        decided(world, world.olga, APPROVE, item=late, now=later(minutes=5))
        escalated(world, passed_on, later(minutes=10))
        assert reviews.take_stock(now=later(minutes=15)) == 0

        written = [reviews.take_stock(now=later(days=3)) for _ in range(2)]

        assert written == [6, 0]  # three days of two inboxes
        first, second, third = InboxDay.objects.filter(inbox=world.officers).order_by("day_on")
        assert (first.day_on, first.n_entered, first.n_open, first.n_done, first.n_in_time) == (
            dt.date(2026, 11, 20), 3, 1, 2, 2,
        )  # fmt: skip
        assert (second.n_entered, second.n_open, second.bands) == (0, 1, [0, 0, 1, 0])
        assert (third.n_open, third.n_late, third.bands, third.oldest_at) == (1, 1, [0, 0, 0, 1], noon)
        above = InboxDay.objects.filter(inbox=world.supervisors).order_by("day_on")[0]
        assert (above.n_entered, above.n_open) == (1, 1)
        assert stays_open.inbox_id == world.officers.id

    def test_what_left_late_is_not_in_time_and_what_was_replaced_does_not_count(self, world):
        item = claimed(world, world.olga)
        reviews.release_expired_claims(now=later(hours=47))
        again = reviews.claim(item_id=item.id, by=world.olga, now=later(hours=47, minutes=59))
        decided(world, world.olga, APPROVE, item=again, now=later(hours=48, minutes=5))
        body = recommendation(number=7)
        arrive(world, body)
        arrive(world, body | {"external_id": "REC-newer"}, now=later(minutes=1))

        reviews.take_stock(now=later(days=4))

        days = InboxDay.objects.filter(inbox=world.officers)
        assert [sum(getattr(one, name) for one in days) for name in ("n_done", "n_in_time")] == [1, 0]
        week = team(world, now=later(days=4)).weeks[0]
        assert (week.share.n, week.share.value) == (1, 0.0)

    def test_nothing_is_counted_while_the_past_is_taken_in(self, world, monkeypatch):
        arrive(world)
        monkeypatch.setattr(transactions, "history_runs", lambda: True)

        assert reviews.take_stock(now=later(days=3)) == 0


class TestThePage:
    def test_it_says_what_waits_with_whom_it_lies_and_since_when(self, world):
        claimed(world, world.olga)
        given, free = arrive(world), arrive(world)
        assign(world, chosen(given.item_id), world.ben)

        health = team(world, now=later(minutes=5)).health
        people = teams.people(slug=INBOX, to=world.sam, after=None, limit=50, now=later(minutes=5))
        had = teams.had(slug=INBOX, to=world.sam, after=None, limit=1, now=later(minutes=5))

        assert (health.n_waiting, health.n_held, health.n_late, health.bands) == (3, 1, 0, (3, 0, 0, 0))
        assert {
            one.user.name: (one.n_held, one.n_given) for one in people.rows if one.n_held + one.n_given
        } == {
            world.olga.name: (1, 0),
            world.ben.name: (0, 1),
        }
        rest = teams.had(slug=INBOX, to=world.sam, after=had.next, limit=1, now=later(minutes=5))
        assert {(one.who.name, one.is_held) for one in (*had.rows, *rest.rows)} == {
            (world.olga.name, True),
            (world.ben.name, False),
        }
        assert (rest.next, free.item_id) not in {(None, one.item.id) for one in rest.rows}
        assert team(world, now=later(days=3)).health.bands == (0, 0, 0, 3)

    def test_what_is_expected_is_the_mean_of_the_same_weekday_and_needs_three_weeks(self, world):
        staffing.set_capacity(
            slug=INBOX, user_id=world.user("olga").id, per_day=5, version=0, by=world.sam, now=noon
        )
        for weeks, n in ((1, 4), (2, 6)):
            a_day(world, noon.date() - dt.timedelta(weeks=weeks), n)
        assert team(world).days[0].expected is None
        a_day(world, noon.date() - dt.timedelta(weeks=3), 11)

        today = team(world).days[0]

        assert (today.expected.value, today.expected.low, today.expected.high) == (7.0, 4, 11)
        assert today.n_taken == 5

    @pytest.mark.parametrize(
        ("to", "refused"), [("olga", "only_who_supervises"), ("lena", "not_found"), ("adam", "not_found")]
    )
    def test_it_is_for_whoever_supervises_the_inbox(self, world, to, refused):
        assert code(team, world, to=to) == refused
        asked = {"slug": INBOX, "to": world.person(to), "after": None, "limit": 5, "now": noon}
        assert code(teams.people, **asked) == code(teams.had, **asked) == refused


def a_day(world, day, n):
    InboxDay.objects.create(
        inbox=world.officers, day_on=day, n_open=0, n_late=0, bands=[0, 0, 0, 0], n_entered=n, n_done=0,
        n_in_time=0, taken_at=noon,
    )  # fmt: skip


def test_a_target_is_set_by_who_supervises_and_stands_in_the_record(world):
    def aim(n, by="sam"):
        return staffing.set_target(slug=INBOX, in_hundred=n, by=world.person(by), now=noon)

    assert float(aim(90).in_time_target) == 0.9
    assert aim(None).in_time_target is None
    assert [code(aim, n) for n in (0, 101)] == ["target_invalid"] * 2
    assert code(aim, 90, by="olga") == "only_who_staffs"
