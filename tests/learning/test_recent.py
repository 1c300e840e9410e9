"""A run says what rose or fell in the latest full week where the organisation is, and keeps it."""

import csv
import random
from datetime import date, timedelta

from apps.learning import selectors
from apps.learning import services as learning
from apps.learning.models import MiningRun
from apps.learning.services import recent
from tests import world as worlds
from tests.api.speaking import Api
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


def test_the_page_of_patterns_says_it_and_is_grey_under_thirty(world, past, client):
    weeks(past, share=0.95)
    mined(world)
    (week,) = selectors.recent(to=world.ana)
    (line,) = week.lines
    assert (line.words, line.rose, week.n) == ("industry is construction", True, 60)
    assert line.low < line.rate <= line.high

    client.force_login(world.user("ana"))
    said = " ".join(client.get("/patterns/").content.decode().split())
    emerging = said[said.index('id="emerging"') : said.index('id="fading"')]
    assert '<tr role="row" class="dim">' in emerging
    assert f"{line.k}<small>of 20</small>" in emerging
    assert "Industry is construction" in emerging
    assert "No group fell beyond chance: 60 decisions in the week of Mon 9 Nov" in said
    assert selectors.recent(to=world.olga) == []
    row = next(csv.DictReader(client.get("/patterns/recent.csv").content.decode().splitlines()))
    assert (row["change"], row["pattern"], row["n"]) == ("rose", "industry is construction", "20")
    assert "/patterns/recent.csv" in said
    (told,) = Api(user=world.user("ana")).get("findings/recent/").json()["weeks"]
    assert (told["week_on"], told["changes"][0]["k"]) == (row["week_on"], line.k)
    assert Api(user=world.user("ana")).get("findings/recent/", target="asked").json()["weeks"] == []


def test_a_week_ends_at_midnight_where_the_organisation_is(world):
    run = MiningRun(system=world.system, known_at=worlds.noon)
    world.system.organisation.time_zone = "Pacific/Auckland"
    there = recent.weeks_of(run)
    world.system.organisation.time_zone = "America/New_York"
    here = recent.weeks_of(run)

    assert (here.end - here.week, here.end != there.end) == (7 * 86_400, True)
