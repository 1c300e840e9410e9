"""A run is worked in parts by whoever is there: none is lost with its worker, and the result is the same."""

import datetime as dt

import pytest

from apps.audit.models import Entry
from apps.core import refusals
from apps.learning import services as learning
from apps.learning.models import Finding, MiningPart, MiningRun, Pattern
from apps.learning.services import keeping, leading, parting
from tests import world as worlds
from tests.learning.habits import habit


@pytest.fixture
def run(world, past):
    """Decisions of three months, and a run whose survey is laid out."""
    for first_day in (-60, -30, 0):
        habit(past, n=200, first_day=first_day)
    learning.ask_run(system_id=world.system.id, by=world.ana, now=worlds.noon)
    learning.lead_mining(now=worlds.noon)
    return MiningRun.objects.get()


def clock(**later):
    return lambda: worlds.later(**later)


def states(run):
    return sorted(
        run.parts.filter(stage=MiningRun.objects.get(id=run.id).stage).values_list("state", flat=True)
    )


def to_the_end(run):
    learning.mine(now=worlds.noon)
    run.refresh_from_db()
    return run


def codes(run):
    return [line["code"] for line in run.happened]


def test_each_month_is_a_part_and_the_steps_follow_each_other(run):
    assert (run.state, run.stage, states(run)) == ("RUNNING", "SURVEY", ["WAITING"] * 3)
    stages = []
    while run.state == "RUNNING":
        stages.append(run.stage)
        assert learning.mine_parts(now=clock()) == 3
        assert learning.lead_mining(now=worlds.noon) == 1
        run.refresh_from_db()

    assert stages == ["SURVEY", "COUNT", "CROSS", "ROWS"]
    assert (run.state, run.n_decisions) == ("DONE", 600)
    assert Pattern.objects.get().words == "industry is construction"


def test_a_killed_worker_costs_its_part_alone(run):
    lost = parting._take(worlds.noon)  # and its worker is killed

    assert learning.mine_parts(now=clock()) == 2
    assert learning.lead_mining(now=worlds.noon) == 0
    assert learning.mine_parts(now=clock(minutes=4)) == 0
    assert learning.mine_parts(now=clock(minutes=6)) == 1
    assert parting._work(lost, clock(minutes=6)) is False  # it comes back after all
    assert to_the_end(run).state == "DONE"
    assert codes(run).count("part_lost") == 1


def test_a_lost_callback_is_found_by_the_sweep(run):
    """Whoever adds up is lost in the middle of it: the next sweep after five minutes leads the run on."""
    learning.mine_parts(now=clock())
    lost = leading._take(worlds.noon)

    assert learning.lead_mining(now=worlds.later(minutes=4)) == 0
    assert learning.lead_mining(now=worlds.later(minutes=6)) == 1
    assert leading._advance(lost, worlds.later(minutes=6)) is False
    assert to_the_end(run).state == "DONE"
    assert Finding.objects.count() == 1


def test_a_part_whose_workers_are_always_lost_fails_the_run(run):
    for number in range(3):
        assert parting._take(worlds.later(hours=number)) is not None
        MiningPart.objects.exclude(state="TAKEN").update(state="DONE")

    assert learning.mine_parts(now=clock(hours=3)) == 1
    run.refresh_from_db()
    assert (run.state, run.failure) == ("FAILED", keeping.LOST)
    assert not MiningPart.objects.exists()


def test_an_unexpected_fault_is_not_swallowed_and_the_part_is_found_again(run, monkeypatch):
    def break_down(table):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr("apps.learning.rules.survey", break_down)
        with pytest.raises(MemoryError):
            learning.mine_parts(now=clock())
    assert states(run) == ["TAKEN", "WAITING", "WAITING"]
    assert learning.mine_parts(now=clock(minutes=6)) == 3


def test_decisions_written_since_do_not_count_and_late_ones_begin_the_run_again(run, past):
    learning.mine_parts(now=clock())
    habit(past, n=50)
    learning.lead_mining(now=worlds.noon)
    assert MiningRun.objects.get().n_decisions == 600

    MiningRun.objects.update(horizon="ffffffff-ffff-7fff-bfff-ffffffffffff")  # as if they had been under way
    assert to_the_end(run).n_decisions == 650
    assert "begun_again" in codes(run)


def test_a_repeat_comes_to_the_same_digest_whatever_was_decided_since(world, run, past):
    first = to_the_end(run)
    habit(past, n=300, share=0.05)

    again = learning.repeat_run(run_id=run.id, by=world.owen, now=worlds.later(hours=1))
    again = to_the_end(again)

    assert bytes(again.digest) == bytes(first.digest)
    assert (again.repeats, again.n_decisions, again.asked_by) == (first, 600, world.owen)
    other = to_the_end(learning.ask_run(system_id=world.system.id, by=world.ana, now=worlds.later(hours=2)))
    assert bytes(other.digest) != bytes(first.digest)


# --- asked, refused, stopped ---


def test_who_analyses_or_owns_asks_and_it_is_in_the_record(world, run):
    assert run.asked_by == world.ana
    entry = Entry.objects.get(verb="mining.asked")
    assert (entry.object_id, entry.actor_id) == (run.id, world.ana.id)
    refused = worlds.attempt(learning.ask_run, system_id=world.system.id, by=world.owen, now=worlds.noon)
    assert isinstance(refused, learning.RunsAlready)


@pytest.mark.parametrize("who", ["olga", "sam", "adam", "lena"])
def test_whoever_does_not_see_the_system_asks_for_nothing(world, who):
    asked = {"system_id": world.system.id, "by": getattr(world, who), "now": worlds.noon}
    assert isinstance(worlds.attempt(learning.ask_run, **asked), refusals.NotVisible)


def test_who_only_audits_sees_runs_and_starts_none(world, run):
    for verb in (learning.stop_run, learning.repeat_run):
        refused = worlds.attempt(verb, run_id=run.id, by=world.audrey, now=worlds.noon)
        assert isinstance(refused, learning.OnlyWhoAnalyses)


def test_nothing_decided_is_said_and_a_number_of_facts_is_checked(world, past):
    asked = {"system_id": world.system.id, "by": world.ana, "now": worlds.noon}
    assert isinstance(worlds.attempt(learning.ask_run, **asked), learning.NothingToMine)
    assert worlds.attempt(learning.ask_run, **asked, max_facts=4).details == {"field": "max_facts"}


def test_a_stopped_run_keeps_nothing_and_is_stopped_once(world, run):
    learning.mine_parts(now=clock())
    learning.stop_run(run_id=run.id, by=world.owen, now=worlds.noon)

    run.refresh_from_db()
    assert (run.state, run.ended_at, codes(run)[-1]) == ("STOPPED", worlds.noon, "stopped")
    assert not MiningPart.objects.exists()
    assert (learning.mine_parts(now=clock()), learning.lead_mining(now=worlds.noon)) == (0, 0)
    again = {"run_id": run.id, "by": world.ana, "now": worlds.noon}
    assert isinstance(worlds.attempt(learning.stop_run, **again), learning.SearchStopped)
    assert isinstance(worlds.attempt(learning.repeat_run, **again), learning.SearchNotOver)
    to_the_end(learning.ask_run(system_id=world.system.id, by=world.ana, now=worlds.later(hours=1)))
    assert MiningRun.objects.filter(state="DONE").count() == 1


def test_stopped_while_a_part_is_worked_nothing_half_is_written(world, run):
    part = parting._take(worlds.noon)
    learning.stop_run(run_id=run.id, by=world.ana, now=worlds.noon)

    assert parting._work(part, clock()) is False
    over = worlds.attempt(learning.stop_run, run_id=run.id, by=world.ana, now=worlds.noon)
    assert isinstance(over, learning.SearchStopped)


def test_a_run_that_ended_is_not_stopped(world, run):
    to_the_end(run)
    assert isinstance(
        worlds.attempt(learning.stop_run, run_id=run.id, by=world.ana, now=worlds.noon), learning.SearchOver
    )


def test_a_month_that_is_gone_when_it_is_counted_begins_the_run_again(run, past):
    learning.mine_parts(now=clock())
    learning.lead_mining(now=worlds.noon)
    part = MiningPart.objects.filter(stage="COUNT").latest("place")
    MiningPart.objects.filter(id=part.id).update(month_on=dt.date(2001, 1, 1))

    learning.mine_parts(now=clock())
    assert learning.lead_mining(now=worlds.noon) == 1
    assert "begun_again" in codes(MiningRun.objects.get())
    assert to_the_end(run).n_decisions == 600
