"""Delivery through its task, as the worker runs it: twice, at once, and after a death."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.core import clock
from apps.delivery.models import Attempt, Delivery
from apps.delivery.services import send
from tasks import delivery
from tests.delivery import receiver as receivers
from tests.delivery.scene import Scene


@pytest.fixture
def receiver(settings):
    with receivers.running() as running:
        settings.OUTGOING_LOOPBACK_PORTS = frozenset({running.port})
        yield running


@pytest.fixture
def scene(receiver, committed):
    return Scene(url=receiver.url, max_per_second=200)


@pytest.fixture
def later():
    """Move the clock; it is put back afterwards."""
    yield clock.set_offset
    clock.set_offset(dt.timedelta(0))


def states():
    return sorted(Delivery.objects.values_list("id", "state", "attempt", "sequence"))


def in_threads(n, call):
    def run():
        try:
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_run_twice_is_the_same_as_once(scene, receiver):
    for _ in range(5):
        scene.queue()

    delivery.send_due()
    once = states()
    delivery.send_due(of="another version")

    assert states() == once
    assert len(receiver.taken) == Entry.objects.filter(verb="delivery.sent").count() == 5


def test_run_at_once_is_the_same_as_once(scene, receiver):
    queued = [scene.queue() for _ in range(20)]

    in_threads(4, delivery.send_due)

    assert sorted(receiver.ids) == sorted(str(one.id) for one in queued)
    assert {(state, attempt) for _, state, attempt, _ in states()} == {("SENT", 1)}
    assert Attempt.objects.count() == Entry.objects.filter(verb="delivery.sent").count() == 20


WORKER = """
import django
django.setup()
from apps.core import clock
from apps.delivery import services
services.send_due(now=clock.now)
"""


def start_worker(receiver):
    """Start a process of its own in the test's database (the fixture points the environment there)."""
    environ = os.environ | {"OUTGOING_LOOPBACK_PORTS": str(receiver.port)}
    return subprocess.Popen([sys.executable, "-c", WORKER], env=environ)


def sweep_until(done, seconds=20):
    """Sweep as the schedule does: the lane is free once the server has seen that its worker is dead."""
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        delivery.send_due()
        time.sleep(0.05)


@pytest.mark.processes
def test_a_worker_killed_in_the_middle_of_calls_loses_nothing(scene, receiver, later):
    """Killed after the business system had the message and before the result was written."""
    queued = {str(scene.queue().id) for _ in range(12)}
    receiver.behave = lambda _: 5.0
    worker = start_worker(receiver)
    until = time.monotonic() + 30
    while len(receiver.taken) < 4 and time.monotonic() < until:
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    first = set(receiver.ids)
    assert first, (worker.returncode, list(Attempt.objects.values_list("error", "status")))
    assert not Delivery.objects.exclude(state="PENDING").exists()

    receiver.behave = lambda _: 202
    later(send.TAKEN_FOR)
    sweep_until(lambda: set(receiver.ids) == queued)

    assert set(receiver.ids) == queued
    assert {one for one in first if receiver.ids.count(one) == 2} == first
    assert Entry.objects.filter(verb="delivery.sent").count() == 12
