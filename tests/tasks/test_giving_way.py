"""Overload sheds mining first, then mail, then intake, and never a decision (promise P28)."""

import pytest

from apps.api.pressure import IntakeOverloaded, refuse_when_pressed
from apps.core import pressure
from reviewhub import celery
from tasks import base, schedule

MINING = {
    "learning.mine",
    "learning.lead_mining",
    "learning.mine_parts",
    "measures.export_dataset",
    "learning.measure_effects",
    "learning.group_notes",
    "learning.read_notes",
    "learning.report_weeks",
    "measures.compute_measures",
    "measures.calibrate",
    "measures.count_context",
    "measures.replay_policies",
    "registry.try_contracts",
}
MAIL = {"notify.send_digests"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """A worker that nothing gave way in yet."""
    monkeypatch.setattr(base, "_waits_since", {})


@pytest.fixture
def busy(monkeypatch, settings):
    """Sets how many of the 100 sessions that intake bears are at work, and how many wait for a lock."""
    settings.INTAKE_MOST_ACTIVE = settings.INTAKE_MOST_WAITING = 100

    def set_busy(n_active, n_waiting=0):
        monkeypatch.setattr(pressure.GAUGE, "busy", lambda *, at: (n_active, n_waiting))  # noqa: ARG005

    return set_busy


def waiting(at=0.0):
    """Name the tasks of beat that would give way now."""
    return {name for name in schedule.BEAT if base._gives_way(name, at=at)}


def takes_in():
    try:
        refuse_when_pressed()
    except IntakeOverloaded:
        return False
    return True


@pytest.mark.parametrize(
    ("n_active", "gives_way", "intake"),
    [(50, set(), True), (51, MINING, True), (76, MINING | MAIL, True), (101, MINING | MAIL, False)],
)
def test_the_busier_the_database_the_less_is_done_that_can_wait(busy, n_active, gives_way, intake):
    busy(n_active)
    assert (waiting(), takes_in()) == (gives_way, intake)

    busy(0, n_active)
    assert (waiting(), takes_in()) == (gives_way, intake)


def test_what_gave_way_runs_at_the_next_quiet_turn_and_after_half_an_hour_anyway(busy):
    busy(80)
    assert waiting(at=0) == MINING | MAIL
    busy(10)
    assert waiting(at=60) == set()

    busy(80)
    assert waiting(at=120) == MINING | MAIL
    assert waiting(at=119 + base.MOST_SECONDS_WAITING) == MINING | MAIL
    assert waiting(at=120 + base.MOST_SECONDS_WAITING) == set()
    assert waiting(at=180 + base.MOST_SECONDS_WAITING) == MINING | MAIL


@pytest.mark.usefixtures("db")
def test_a_task_that_gives_way_does_nothing_this_time(busy, monkeypatch):
    monkeypatch.setitem(schedule.WAITS_ABOVE, "testing.waits", 0.5)
    calls = []

    def once():
        calls.append(1)

    task = base.job("testing.waits", queue="mining", seconds=30)(once)
    try:
        busy(60)
        task()
        assert calls == []
        busy(40)
        task()
        assert calls == [1]
    finally:
        celery.app.tasks.pop("testing.waits", None)
