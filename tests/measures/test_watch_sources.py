"""A source that suddenly changes is told of once, and the alarm closes by itself."""

import datetime as dt
import random

import pytest

from apps.audit.models import Entry
from apps.measures import services as measures
from apps.measures.models import ContextCount, SourceAlarm
from apps.measures.rules import watch
from apps.measures.rules.watch import Key, Tally
from apps.notify.models import Notification
from tests.world import later, noon

MONDAY = dt.date(2026, 11, 16)  # noon's own week, not complete
WEEK = dt.timedelta(days=7)
STALE = Key("body_part", "doctor", "stale")


def week(world, back, *, n=60, stale=2, source="doctor", fact="body_part", given=None):
    """One week's counts, `back` weeks before this one."""
    day = MONDAY - WEEK * back
    rows = [
        ("", "", "arrived", n),
        (fact, source, "given", n if given is None else given),
        (fact, source, "stale", stale),
    ]
    for name, origin, kind, number in rows:
        ContextCount.objects.update_or_create(
            system=world.system, day_on=day, fact=name, source=origin, kind=kind, defaults={"n": number}
        )


def steady(world, back=range(2, 10), **counts):
    for one in back:
        week(world, one, **counts)


def run(world, now=noon):
    return measures.watch_sources(system_id=world.system.id, now=now)


def alarms(**by):
    return list(SourceAlarm.objects.filter(**by).values_list("fact", "source", "kind", "onset_on"))


def test_a_sudden_rise_is_told_once_to_owner_and_analyst(world):
    steady(world)
    week(world, 1, stale=25)

    assert run(world) == 1
    assert run(world) == 0

    assert alarms(closed_at=None) == [("body_part", "doctor", "stale", MONDAY - WEEK)]
    told = Notification.objects.filter(kind="source_alarm")
    assert {one.to_id for one in told} == {world.owen.id, world.ana.id}
    assert told.count() == 2
    assert Entry.objects.filter(verb="source.alarm_raised").count() == 1


@pytest.mark.parametrize(
    "counts",
    [{"stale": 4}, {"n": 20, "stale": 12}, {"stale": 2}],
    ids=["too small an effect", "too few cases", "nothing changed"],
)
def test_little_and_little_known_changes_are_not_told(world, counts):
    steady(world)
    week(world, 1, **counts)

    assert run(world) == 0


def test_without_enough_before_nothing_is_said(world):
    week(world, 2)
    week(world, 1, stale=30)

    assert run(world) == 0


def test_a_running_week_is_not_judged(world):
    steady(world)
    week(world, 1)
    week(world, 0, stale=50)

    assert run(world) == 0


def test_it_closes_when_the_share_is_back_and_an_old_week_is_not_told_again(world):
    steady(world)
    week(world, 1, stale=25)
    run(world)
    week(world, 0, stale=30)
    assert run(world, now=later(days=7)) == 0  # still high: the same alarm

    week(world, -1, stale=2)
    assert run(world, now=later(days=14)) == 1
    assert run(world, now=later(days=14)) == 0

    [alarm] = SourceAlarm.objects.all()
    assert (alarm.closed_on, alarm.closed_at) == (MONDAY + WEEK, later(days=14))
    assert Entry.objects.filter(verb="source.alarm_closed").count() == 1


def test_a_late_run_tells_of_a_week_that_nobody_looked_at(world):
    steady(world, back=range(4, 12))
    week(world, 3, stale=30)
    week(world, 2, stale=30)
    week(world, 1, stale=30)

    run(world)

    assert alarms() == [("body_part", "doctor", "stale", MONDAY - 3 * WEEK)]


def test_a_source_that_gives_no_value_while_cases_arrive_is_silent(world):
    steady(world, back=range(2, 10))
    week(world, 1, given=0, stale=0)

    assert run(world) == 1
    assert run(world) == 0
    assert alarms(closed_at=None) == [("", "doctor", "silent", MONDAY - WEEK)]

    week(world, 0)
    assert run(world, now=later(hours=1)) == 1
    assert SourceAlarm.objects.get().closed_on == MONDAY


def test_many_figures_raise_no_more_false_alarms_than_the_rule_allows():
    """200 facts, none of which changed: the correction keeps all of them quiet."""
    dice = random.Random(7)
    figures = {
        Key(f"fact_{place}", "doctor", "stale"): {
            MONDAY - WEEK * back: Tally(60, sum(dice.random() < 0.1 for _ in range(60)))
            for back in range(1, 10)
        }
        for place in range(200)
    }

    assert watch.risen(figures, MONDAY - WEEK) == []
    assert [
        one.key
        for one in watch.risen(
            {**figures, STALE: {MONDAY - WEEK * b: Tally(60, 30 if b == 1 else 6) for b in range(1, 10)}},
            MONDAY - WEEK,
        )
    ] == [STALE]
