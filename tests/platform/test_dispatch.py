import base64
import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
import redis

from apps.core import clock, heartbeats
from reviewhub import dispatcher as at_work
from reviewhub.dispatcher import Waking
from reviewhub.supervisor import pair
from tasks import schedule
from tests import thrift
from tests.platform.conftest import ROOT, eventually

WAKE = "delivery.send_due"


def test_a_burst_becomes_one_message_at_once_and_one_at_its_end():
    waking = Waking(gap=0.2)
    sent = []
    for millisecond in range(100):
        waking.note([WAKE])
        sent += [(millisecond, name) for name in waking.take_due(millisecond / 1000)]

    sent += [(300, name) for name in waking.take_due(0.3)]

    assert sent == [(0, WAKE), (300, WAKE)]
    assert waking.take_due(9.0) == []


def test_names_do_not_wait_for_each_other():
    waking = Waking(gap=0.2)
    waking.note(["a"])
    waking.take_due(0.0)
    waking.note(["a", "b"])

    assert waking.take_due(0.1) == ["b"]
    assert waking.wait(0.15) < 0.06
    assert waking.take_due(0.21) == ["a"]


def test_nothing_waiting_listens_for_a_second():
    assert Waking().wait(5.0) == 1.0


class Dispatcher:
    """A real dispatcher between a real database and a real broker; nobody takes its messages."""

    def __init__(self, running) -> None:
        self.running = running
        self.log = running.places.log / "dispatcher.log"
        self.broker = redis.Redis(unix_socket_path=str(running.places.run / "valkey.sock"))
        keys = {"SECRET_KEY": "x" * 50, "VAULT_KEY": base64.b64encode(bytes(32)).decode()}
        env = {**os.environ, **running.urls(), **keys, **thrift.quick()}
        env["DJANGO_SETTINGS_MODULE"] = "reviewhub.settings"
        with self.log.open("a") as log:
            argv = [sys.executable, "manage.py", "dispatch"]
            self.process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=log, stderr=log)

    def said(self, words: str) -> bool:
        return words in self.log.read_text()

    def n_messages(self) -> int:
        return sum(self.broker.llen(queue) for queue in schedule.QUEUES)

    def settle(self) -> None:
        is_there = eventually(lambda: self.n_messages() >= len(schedule.WAKES), seconds=80)  # to start, too
        assert is_there, self.log.read_text()
        self.broker.flushall()

    def wake(self, times: int = 1) -> None:
        with psycopg.connect(self.running.database_url) as connection:
            for number in range(times):
                connection.execute("SELECT pg_notify('reviewhub_wake', %s)", [WAKE])
                if number % 10 == 0:
                    connection.commit()


@pytest.fixture(scope="module")
def dispatcher():
    with pair.temporary() as running:
        dispatcher = Dispatcher(running)
        try:
            dispatcher.settle()
            yield dispatcher
        finally:
            dispatcher.process.terminate()
            assert dispatcher.process.wait(20) == 0


@pytest.mark.processes
def test_a_wake_reaches_its_queue_within_a_moment_and_a_burst_stays_small(dispatcher):
    dispatcher.wake()
    assert eventually(lambda: dispatcher.n_messages() == 1, seconds=2)

    dispatcher.wake(times=200)
    time.sleep(0.6)

    assert 1 < dispatcher.n_messages() <= 6
    assert dispatcher.broker.llen("delivery") == dispatcher.n_messages()
    assert '"expires": "' in dispatcher.broker.lindex("delivery", 0).decode()


@pytest.mark.processes
def test_a_frozen_broker_is_given_up_and_taken_up_again(dispatcher):
    broker = dispatcher.running.valkey.pid
    os.kill(broker, signal.SIGSTOP)
    try:
        dispatcher.wake()
        assert eventually(lambda: dispatcher.said("The broker did not take delivery.send_due"))
    finally:
        os.kill(broker, signal.SIGCONT)
    time.sleep(0.5)
    dispatcher.broker.flushall()

    dispatcher.wake()

    assert eventually(lambda: dispatcher.broker.llen("delivery") >= 1)


@pytest.mark.processes
def test_after_a_lost_database_it_listens_again_and_wakes_everything(dispatcher):
    dispatcher.broker.flushall()
    with psycopg.connect(dispatcher.running.superuser_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reviewhub_app'"
        )

    assert eventually(lambda: dispatcher.said("The database is gone"))
    assert eventually(lambda: dispatcher.n_messages() >= len(schedule.WAKES))


@pytest.mark.usefixtures("db")
def test_it_says_that_it_works_and_when_the_broker_does_not():
    at_work._note(clock.now())
    at_work._note_broker(ConnectionRefusedError("at 10.0.0.7"))
    known = heartbeats.known()

    assert known["dispatcher"].seen_at >= known["dispatcher"].started_at
    assert known["broker"].says == "ConnectionRefusedError"
