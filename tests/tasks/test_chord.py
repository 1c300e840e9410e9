"""Real workers over the real broker: chords lead a search on, and a killed process loses its part alone."""

import os
import signal
import time
from datetime import timedelta

from celery.contrib.testing.worker import start_worker  # noqa: TID251 - it is Celery that is tested
from django.db import connection

from apps.core import clock, transactions
from apps.learning import services as learning
from apps.learning.models import MiningRun
from apps.learning.services import parting
from reviewhub import celery
from tasks import learning as tasks
from tests import world as worlds
from tests.learning.habits import habit
from tests.measures.past import Past

SECONDS = 60


def killed_between_taking_and_keeping():
    """Let another process take a part and be killed before it keeps what it came to."""
    child = os.fork()
    if not child:
        inherited = connection.connection  # held, so that nobody says goodbye in its parent's name
        connection.connection = None
        parting._take(clock.now())
        os.kill(os.getpid(), signal.SIGKILL)
        del inherited
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def test_workers_that_chords_wake_come_to_the_same_digest_whoever_is_killed(committed, world):
    with transactions.verb():
        past = Past(world)
        for first_day in (-60, -30, 0):
            habit(past, n=200, first_day=first_day)
    first = learning.ask_run(system_id=world.system.id, by=world.ana, now=clock.now())
    learning.mine(now=clock.now())
    first.refresh_from_db()
    again = learning.repeat_run(run_id=first.id, by=world.ana, now=clock.now())
    learning.lead_mining(now=clock.now())
    killed_between_taking_and_keeping()

    clock.set_offset(timedelta(0))
    clock.set_offset(worlds.later(minutes=6) - clock.now())
    with start_worker(celery.app, pool="threads", concurrency=2, queues="mining", perform_ping_check=False):
        tasks.mine.apply_async()
        until = time.monotonic() + SECONDS
        while (run := MiningRun.objects.get(id=again.id)).state == "RUNNING" and time.monotonic() < until:
            time.sleep(0.1)

    assert (run.state, bytes(run.digest)) == ("DONE", bytes(first.digest))
    codes = [line["code"] for line in run.happened]
    assert codes == ["begun", "part_lost", "surveyed", "counted", "crossed", "finished"]
