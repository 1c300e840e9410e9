"""The owner stops the machine, and when the answer comes back no automatic decision commits any more."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from apps.audit.models import Entry
from apps.core import transactions
from apps.flow import services as flow
from apps.registry.models import Pause
from apps.reviews.models import Decision
from tests.world import World, arrive_all, automatic, code, noon


def pause(world, by=None, why="Something is wrong."):
    return flow.pause(system_id=world.system.id, why=why, by=by or world.owen, now=noon)


def test_it_is_kept_with_who_and_why_and_leaves_an_entry(world):
    pause(world)

    row = Pause.objects.get()
    assert (row.is_paused, row.by, row.since, row.why) == (True, world.owen, noon, "Something is wrong.")
    assert Entry.objects.filter(verb="system.paused", object_id=world.system.id).count() == 1


def test_twice_is_once(world):
    pause(world)
    pause(world)

    assert Entry.objects.filter(verb="system.paused").count() == 1


def test_resuming_leaves_an_entry_too(world):
    pause(world)
    flow.resume(system_id=world.system.id, by=world.owen, now=noon)

    assert (Pause.objects.get().is_paused, Pause.objects.get().since) == (False, None)
    assert Entry.objects.filter(verb="system.resumed").count() == 1


@pytest.mark.parametrize(("who", "refused"), [("olga", "not_found"), ("sam", "not_found"), ("audrey", "not_the_owner"), ("ana", "not_the_owner"), ("lena", "not_found")])  # fmt: skip
def test_only_the_owner(world, who, refused):
    assert code(pause, world, getattr(world, who)) == refused
    assert not Pause.objects.get().is_paused


def test_not_without_a_reason(world):
    assert code(pause, world, why="  ") == "invalid"


@pytest.mark.usefixtures("committed")
def test_after_the_answer_no_automatic_decision_commits(world):
    paused = threading.Event()
    seen: list[int] = []

    def submit(_):
        mine = World()
        try:
            for _ in range(6):
                was_paused = paused.is_set()
                got = arrive_all(mine, [automatic() for _ in range(3)])
                if was_paused:
                    seen.append(sum(one.decision_id is not None for one in got))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(submit, number) for number in range(3)]
        pause(world)
        before = Decision.objects.count()
        paused.set()
        for one in running:
            one.result()

    assert Decision.objects.count() == before
    assert sum(seen) == 0


@pytest.mark.usefixtures("committed")
def test_pausing_waits_for_an_arrival_that_saw_no_pause(world):
    opened, go_on, paused = threading.Event(), threading.Event(), threading.Event()

    def submit():
        try:
            with transactions.request():
                arrive_all(World(), [automatic()])
                opened.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    def stop():
        try:
            pause(World())
            paused.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        arriving = pool.submit(submit)
        assert opened.wait(10)
        pausing = pool.submit(stop)
        waited = not paused.wait(0.5)
        go_on.set()
        arriving.result()
        pausing.result()

    assert waited
    assert (Decision.objects.count(), Pause.objects.get().is_paused) == (1, True)
