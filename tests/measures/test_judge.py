"""How often a model version proved right: only where an outcome can say it, and only once either value can be known."""

import datetime as dt

import pytest

from apps.core import transactions
from apps.measures import selectors
from apps.measures import services as measures
from apps.measures.models import ModelVersion
from tests import world as worlds
from tests.measures.past import days
from tests.measures.test_read_truth import OLD, known


def judge(world, now=worlds.noon):
    with transactions.verb():
        return measures.judge(system_id=world.system.id, now=now)


@pytest.fixture
def judged(world, past):
    """Of the old version 2 of 3 proved right; the new one is too young to say; a middle lane never says."""
    old = {"at": OLD, "model_version": "triage-gb-0"}
    short = [past.add(**old), past.add(**old, override=True)]
    long = [past.add(**old)]
    silent = past.add(**old, recommended="standard", decided="standard")
    young = past.add(at=days(-3), model_version="triage-gb-1")
    open_ = past.add(at=days(-65), model_version="triage-gb-0")
    past.write()
    known(*short, silent, young, value=False, at=days(-1))
    known(*long, value=True, at=days(-1))
    return open_


def test_each_version_is_judged_by_the_outcomes_that_can_judge_it(world, judged):
    assert judge(world) == 2

    new, old = selectors.versions(system_ids=[world.system.id])[world.system.id]
    assert (old.name, old.n_decisions, old.n_known, old.n_right) == ("triage-gb-0", 5, 3, 2)
    assert (new.name, new.n_decisions, new.n_known, new.n_right) == ("triage-gb-1", 1, 0, 0)
    assert (old.first_at, old.last_at, new.first_at) == (OLD, days(-65), days(-3))


def test_the_figures_rest_ten_minutes_and_are_then_counted_anew_in_place(world, judged):
    judge(world)
    known(judged, value=False, at=days(-1))

    assert judge(world, now=worlds.noon + dt.timedelta(minutes=9)) == 0
    assert judge(world, now=worlds.noon + dt.timedelta(minutes=10)) == 2
    old = ModelVersion.objects.get(name="triage-gb-0")
    assert (old.n_known, old.n_right) == (4, 3)


def test_they_do_not_rest_while_many_decisions_come(world, past, judged):
    judge(world)
    past.add(at=days(-300), model_version="triage-gb-0")
    past.write()

    assert judge(world) == 2
    assert ModelVersion.objects.get(name="triage-gb-0").first_at == days(-300)


def test_a_system_without_a_later_truth_knows_its_versions_all_the_same(world, judged):
    type(world.system).objects.update(measures=[])

    judge(world)

    assert set(ModelVersion.objects.values_list("name", "n_known")) == {
        ("triage-gb-0", 0),
        ("triage-gb-1", 0),
    }


def test_before_the_first_decision_there_is_nothing(world):
    assert judge(world) == 0
    assert selectors.versions(system_ids=[world.system.id]) == {}


def test_each_kind_of_case_is_judged_by_itself_and_only_of_what_is_old_enough(world, past):
    old = {"at": OLD, "model_version": "triage-gb-1"}
    right, wrong = past.add(**old), past.add(**old, segment="minor_surface")
    young = past.add(at=days(-3), model_version="triage-gb-1", segment="minor_surface")
    past.write()
    known(right, young, value=False, at=days(-1))
    known(wrong, value=True, at=days(-1))
    judge(world)

    assert ModelVersion.objects.get().by_segment == {"lower_back": [1, 1], "minor_surface": [1, 0]}
