"""A run says what rose or fell in the latest full week where the organisation is, and keeps it."""

import random
from datetime import date, timedelta

from apps.learning import services as learning
from apps.learning.models import MiningRun
from apps.learning.services import recent
from tests import world as worlds
from tests.measures.past import days


def weeks(past, *, share, n=60):
    """Nine full weeks before today's; in the latest one construction is overruled as `share` says."""
    dice = random.Random(7)
    today = worlds.noon.date()
    monday = today - timedelta(days=today.weekday())
    for week in range(9, 0, -1):
        for number in range(n):
            construction = number % 3 == 0
            rate = share if construction and week == 1 else 0.15
            past.add(
                override=dice.random() < rate,
                at=days((monday - today).days - 7 * week + 6 * number / n),
                features={
                    "industry": "construction" if construction else "manufacturing",
                    "state": dice.choice(["KY", "MI"]),
                    "region": None,
                },
            )
    past.write()


def mined(world):
    learning.queue_run(system=world.system, now=worlds.noon)
    learning.mine(now=worlds.noon)
    return MiningRun.objects.latest("queued_at")


def test_what_rose_in_the_latest_full_week_is_kept_with_the_run(world, past):
    weeks(past, share=0.95)

    run = mined(world)

    today = worlds.noon.date()
    monday = today - timedelta(days=today.weekday())
    assert date.fromisoformat(run.recent["week_on"]) == monday - timedelta(weeks=1)
    assert (run.recent["n"], run.recent["n_before"], run.recent["n_weeks_before"]) == (60, 480, 8)
    (change,) = run.recent["changes"]
    assert change["conditions"] == [{"fact": "industry", "value": "construction"}]
    assert (change["rose"], change["n"], change["n_before"]) == (True, 20, 160)
    again = learning.repeat_run(run_id=run.id, by=world.owen, now=worlds.later(hours=1))
    learning.mine(now=worlds.later(hours=1))
    again.refresh_from_db()
    assert (bytes(again.digest), again.recent) == (bytes(run.digest), run.recent)


def test_a_week_ends_at_midnight_where_the_organisation_is(world):
    run = MiningRun(system=world.system, known_at=worlds.noon)
    world.system.organisation.time_zone = "Pacific/Auckland"
    there = recent.weeks_of(run)
    world.system.organisation.time_zone = "America/New_York"
    here = recent.weeks_of(run)

    assert (here.end - here.week, here.end != there.end) == (7 * 86_400, True)
