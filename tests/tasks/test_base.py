"""The one decorator: what every task gets, whatever it does."""

import itertools
import logging

import pytest
from django.db import DatabaseError

from apps.core import heartbeats
from reviewhub import celery
from tasks import base
from tests.counting import asked

NUMBERS = itertools.count()


@pytest.fixture
def job():
    made = []

    def make(answer):
        def function():
            return answer()

        name = f"testing.made_{next(NUMBERS)}"
        made.append(name)
        return base.job(name, queue="sweeps", seconds=30)(function)

    yield make
    for name in made:
        celery.app.tasks.pop(name, None)


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.DEBUG, "tasks")
    return lambda: [
        record.getMessage().split(": ")[1].rsplit(",", 1)[0]
        for record in caplog.records
        if record.name == "tasks"
    ]


@pytest.mark.usefixtures("db")
def test_a_task_is_late_to_acknowledge_given_back_and_limited(job):
    task = job(lambda: 1)

    assert (task.acks_late, task.reject_on_worker_lost, task.ignore_result) == (True, True, True)
    assert (task.queue, task.soft_time_limit, task.time_limit) == ("sweeps", 30, 30 + base.GRACE_SECONDS)
    assert celery.app.conf.worker_prefetch_multiplier == 1


@pytest.mark.usefixtures("db")
def test_arguments_of_another_version_do_no_harm(job):
    calls = []

    job(lambda: calls.append(1))(1, of="another version")

    assert calls == [1]


@pytest.mark.usefixtures("db")
def test_each_run_leaves_one_line_with_its_count(job, said):
    job(lambda: 3)()
    job(lambda: None)()

    assert said() == ["3", "0"]


@pytest.mark.usefixtures("db")
def test_running_out_of_time_is_no_fault(job, said):
    def slow():
        raise base.SoftTimeLimitExceeded

    job(slow)()

    assert said() == ["ran out of time"]


@pytest.mark.usefixtures("db")
def test_a_fault_is_logged_and_raised(job, said):
    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        job(broken)()
    assert said() == ["failed"]


@pytest.fixture
def fresh(db, monkeypatch):
    """A worker that has noted nothing yet."""
    monkeypatch.setattr(base, "_noted", {})


def run(name, answer):
    base._run(name, answer)


def broken():
    raise ZeroDivisionError("of somebody's claim")


def test_a_worker_and_its_task_say_when_they_ran(fresh):
    run("reviews.release_due", lambda: 3)
    known = heartbeats.known()

    assert set(known) == {"worker", "task:reviews.release_due"}
    assert known["worker"].version
    assert known["task:reviews.release_due"].every_seconds == 5.0


def test_a_fault_is_noted_by_its_name_alone_and_a_good_run_comes_after_it(fresh):
    with pytest.raises(ZeroDivisionError):
        run("reviews.release_due", broken)
    row = heartbeats.known()["task:reviews.release_due"]
    assert (row.seen_at, row.says) == (None, "ZeroDivisionError")

    base._noted.clear()
    run("reviews.release_due", lambda: 0)
    row = heartbeats.known()["task:reviews.release_due"]
    assert row.seen_at > row.failed_at


def test_a_busy_worker_does_not_write_after_each_run(fresh):
    run("reviews.release_due", lambda: 1)
    with asked() as statements:
        run("reviews.release_due", lambda: 1)

    assert statements == []


def test_that_the_database_does_not_take_the_note_is_no_fault_of_the_task(fresh, monkeypatch):
    def gone(**_):
        raise DatabaseError

    monkeypatch.setattr(heartbeats, "seen", gone)
    run("reviews.release_due", lambda: 1)


def test_a_broker_that_does_not_answer_is_noted(fresh, monkeypatch):
    monkeypatch.setattr(celery.app.conf, "broker_url", "redis://127.0.0.1:1/0")
    base.note_time()
    known = heartbeats.known()

    assert known["beat"].seen_at
    assert (known["broker"].seen_at, bool(known["broker"].says)) == (None, True)


def test_a_sweep_is_repeated_until_nothing_is_due():
    found = iter([5, 3, 0, 9])

    assert base.repeat(lambda: next(found), seconds=10) == 8


def test_a_sweep_is_not_repeated_when_the_time_is_over():
    assert base.repeat(lambda: 5, seconds=0) == 5
