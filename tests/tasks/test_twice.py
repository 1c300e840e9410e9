"""P7: every registered task, run twice and at once, gives the same state as run once."""

import threading
import time

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef

from apps.audit.models import Entry, Position
from apps.core import clock, transactions
from apps.delivery.models import Delivery
from reviewhub import celery
from tasks import schedule
from tests.delivery import receiver as receivers
from tests.delivery.scene import Scene

celery.app.loader.import_default_modules()

# What says only that a sweep looked, not what it found; each has a reason.
NOT_STATE = {
    "audit.Position": {"placed_at"},  # when, not where
    "measures.Tallied": {"computed_at"},  # as of when, not what was counted
    "learning.NoteDay": {"read_at"},  # when a day's notes were read last, not what was found
}
SIGNS_OF_LIFE = "core.Heartbeat"  # that it looked, how long it took, and which process was seen


@pytest.fixture
def world(committed, settings, tmp_path):
    """Something due for every sweep that needs no more than a delivery; the rest must find nothing twice."""
    settings.DATASET_FOLDER = tmp_path / "dataset"
    with receivers.running() as receiver:
        settings.OUTGOING_LOOPBACK_PORTS = frozenset({receiver.port})
        scene = Scene(url=receiver.url, max_per_second=200)
        for _ in range(3):
            scene.queue()
        celery.app.tasks["delivery.send_due"]()
        with transactions.verb():
            Delivery.objects.update(receipt_due_at=clock.now())
        for _ in range(3):
            scene.queue()
        yield scene


def state():
    """Every row of every table of ours, as text that can be compared."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("apps.") and model._meta.label != SIGNS_OF_LIFE:
            left_out = NOT_STATE.get(model._meta.label, set())
            names = [f.attname for f in model._meta.concrete_fields if f.name not in left_out]
            rows = model._base_manager.values_list(*names)
            found[model._meta.label] = sorted(
                str([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in rows
            )
    files = settings.DATASET_FOLDER.rglob("*.parquet")
    return found | {"files": sorted((one.name, one.read_bytes()) for one in files)}


def at_once(task, n=3):
    faults = []

    def run():
        try:
            task()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test shows it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def order_everything(seconds=20):
    """Order the record to its end: it waits for every transaction of the cluster that might still add to it."""
    until = time.monotonic() + seconds
    while Entry.objects.filter(~Exists(Position.objects.filter(entry_id=OuterRef("id")))).exists():
        assert time.monotonic() < until, "a transaction stays open for so long"
        celery.app.tasks["audit.order_record"]()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", sorted(entry["task"] for entry in schedule.BEAT.values()))
def test_a_task_run_twice_and_at_once_gives_the_same_state(name):
    task = celery.app.tasks[name]

    at_once(task)
    task()
    if name == "audit.order_record":
        order_everything()
    once = state()
    task()
    at_once(task)

    assert state() == once


@pytest.mark.usefixtures("world")
def test_all_sweeps_together_come_to_rest():
    """Sweeps make work for each other (a sent delivery leaves an entry to order); a few rounds end it."""
    names = [entry["task"] for entry in schedule.BEAT.values()]
    for _ in range(3):
        for name in names:
            celery.app.tasks[name]()
    order_everything()
    rest = state()
    for name in names:
        celery.app.tasks[name]()

    assert state() == rest
    assert rest["delivery.Delivery"]
