"""Weekly figures: the organisation's own weeks, persons apart from the machine, recomputed in place."""

import datetime as dt
import threading

import pytest
from django.db import connection

from apps.core import refusals, transactions
from apps.measures import selectors
from apps.measures import services as measures
from apps.measures.models import Measurement
from tests import world as worlds
from tests.measures.past import Past, days

MONDAY = dt.date(2026, 11, 16)


def figures(world, week=MONDAY):
    rows = Measurement.objects.filter(system=world.system, period_on=week)
    return {row.measure: (row.n, row.value) for row in rows}


def compute(world, now=worlds.noon):
    return measures.compute(system_id=world.system.id, now=now)


def test_the_figures_of_a_week(world, past):
    for number in range(8):
        past.add(override=number < 2, seconds_to_decide=60 * (number + 1))
    past.add_machine()
    past.add_machine()
    past.write()

    assert compute(world) == 4
    assert figures(world) == {
        "override_share": (8, 0.25),
        "median_seconds_to_decide": (8, 270.0),
        "decisions": (8, 8.0),
        "straight_through_share": (10, 0.2),
    }
    share = Measurement.objects.get(measure="override_share")
    assert 0 < share.low < 0.25 < share.high < 1


def test_audits_tests_and_known_answers_count_nowhere(world, past):
    past.add(override=True, is_audit=True)
    past.add(override=True, kind="TEST")
    past.add(override=True, kind="KNOWN_ANSWER")
    past.add()
    past.write()

    compute(world)

    assert figures(world)["override_share"] == (1, 0.0)
    assert figures(world)["straight_through_share"] == (1, 0.0)


def test_again_writes_nothing_and_news_only_touch_their_week(world, past):
    past.add(at=days(-7))
    past.add()
    past.write()
    assert compute(world) == 8
    assert compute(world) == 0

    past.add(override=True)
    past.write()

    assert compute(world, worlds.later(hours=1)) == 4
    assert figures(world)["override_share"] == (2, 0.5)
    assert Measurement.objects.filter(computed_at=worlds.noon).count() == 4
    assert Measurement.objects.count() == 8


def test_a_week_without_a_decision_is_there_and_empty(world, past):
    past.add(at=days(-14))
    past.add()
    past.write()

    assert compute(world) == 12
    assert figures(world, MONDAY - dt.timedelta(days=7)) == {
        "override_share": (0, None),
        "median_seconds_to_decide": (0, None),
        "decisions": (0, 0.0),
        "straight_through_share": (0, None),
    }


def test_weeks_are_those_of_the_organisation(world, past):
    world.organisation.time_zone = "America/New_York"
    world.organisation.save()
    past.add(at=dt.datetime(2026, 11, 16, 3, tzinfo=dt.UTC))  # still Sunday evening in Kentucky
    past.write()

    compute(world)

    assert Measurement.objects.values_list("period_on", flat=True).distinct().get() == dt.date(2026, 11, 9)


def test_without_a_decision_there_is_nothing_to_write(world):
    assert compute(world) == 0


def test_figures_are_for_those_who_may_see_the_system(world, past):
    past.add()
    past.write()
    compute(world)

    assert len(selectors.weekly(system_id=world.system.id, to=world.ana)) == 4
    assert len(selectors.weekly(system_id=world.system.id, to=world.owen)) == 4
    for stranger in (world.lena, world.model):
        with pytest.raises(refusals.NotVisible):
            selectors.weekly(system_id=world.system.id, to=stranger)


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("verb", [measures.compute, measures.calibrate])
def test_while_one_computes_another_lets_it(world, verb):
    past = Past(world)
    past.add()
    with transactions.verb():
        past.write()
    written = []

    def act():
        with transactions.verb():
            written.append(verb(system_id=past.system.id, now=worlds.noon))
        connection.close()

    other = threading.Thread(target=act)
    with transactions.verb():
        first = verb(system_id=past.system.id, now=worlds.noon)
        other.start()
        other.join(20)

    assert first > 0
    assert written == [0]
