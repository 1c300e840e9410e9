"""Later truth about a case: kept once, never from the future, and never two truths under one id."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.core import transactions
from apps.measures import selectors
from apps.measures import services as measures
from apps.measures.models import Outcome
from tests import world as worlds
from tests.measures.past import Past


@pytest.fixture
def case(past):
    past.add()
    made = past.cases[0]
    past.write()
    return made


def say(world, case, **changes):
    said = {
        "external_id": "O-1",
        "case": case,
        "measure": "long_claim",
        "value": True,
        "number": Decimal("12.0"),
        "known_at": worlds.noon,
        "by": world.claims,
        "now": worlds.noon,
    }
    return measures.record_outcome(**said | changes)


def entries():
    return Entry.objects.filter(verb="outcome.recorded").count()


def test_an_outcome_is_kept_and_recorded(world, case):
    outcome, is_new = say(world, case)

    assert is_new
    assert (outcome.value, outcome.number) == (True, Decimal("12.0000"))
    entry = Entry.objects.get(verb="outcome.recorded")
    assert (entry.object_id, entry.case_id) == (outcome.id, case.id)
    assert b"12.0" not in bytes(entry.body)


def test_the_same_outcome_again_changes_nothing(world, case):
    first, _ = say(world, case)

    again, is_new = say(world, case, number=Decimal(12), now=worlds.later(minutes=1))

    assert (again.id, is_new) == (first.id, False)
    assert (Outcome.objects.count(), entries()) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [{"value": False}, {"number": Decimal(13)}, {"measure": "weeks"}, {"known_at": worlds.later(minutes=1)}],
)
def test_another_outcome_under_the_same_id_is_refused(world, case, change):
    say(world, case)

    assert worlds.code(say, world, case, **change) == "same_outcome_other_body"
    assert entries() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"known_at": worlds.later(minutes=6)}, "known_at"),
        ({"value": None, "number": None}, "value"),
        ({"number": Decimal("NaN")}, "number"),
        ({"number": Decimal(10) ** 10}, "number"),
        ({"measure": "long claim"}, "measure"),
        ({"measure": ""}, "measure"),
        ({"external_id": ""}, "external_id"),
        ({"external_id": "x" * 121}, "external_id"),
    ],
)
def test_a_bad_outcome_names_its_field_and_changes_nothing(world, case, change, field):
    refusal = worlds.attempt(say, world, case, **change)

    assert (refusal.code, refusal.details) == ("invalid", {"field": field})
    assert (Outcome.objects.count(), entries()) == (0, 0)


def test_a_clock_a_little_ahead_is_forgiven(world, case):
    assert say(world, case, known_at=worlds.later(minutes=5))[1]


def test_the_latest_truth_about_each_case_is_read(world, case):
    say(world, case)
    newer, _ = say(
        world, case, external_id="O-2", value=False, known_at=worlds.noon + dt.timedelta(seconds=1)
    )

    other, _ = say(world, case, external_id="O-3", measure="past_26_weeks", known_at=worlds.later(minutes=1))

    found = selectors.outcome_of_cases([case.id])
    assert found == {(case.id, newer.measure): newer, (case.id, "past_26_weeks"): other}


def test_outcomes_of_known_answers_are_left_out(world, past):
    past.add(kind="KNOWN_ANSWER")
    known = past.cases[0]
    past.write()
    say(world, known)

    assert selectors.outcome_of_cases([known.id]) == {}


@pytest.mark.usefixtures("committed")
def test_two_at_once_keep_one(world):
    past = Past(world)
    past.add()
    case = past.cases[0]
    with transactions.verb():
        past.write()
    world.claims  # noqa: B018 - read once, before the threads
    both, news = threading.Barrier(2), []

    def act():
        both.wait(10)
        with transactions.verb():
            news.append(say(world, case)[1])
        connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(news) == [False, True]
    assert (Outcome.objects.count(), entries()) == (1, 1)
