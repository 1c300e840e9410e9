"""The one decorator: what every task gets, whatever it does."""

import itertools
import logging

import pytest

from reviewhub import celery
from tasks import base

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


def test_a_sweep_is_repeated_until_nothing_is_due():
    found = iter([5, 3, 0, 9])

    assert base.repeat(lambda: next(found), seconds=10) == 8


def test_a_sweep_is_not_repeated_when_the_time_is_over():
    assert base.repeat(lambda: 5, seconds=0) == 5
