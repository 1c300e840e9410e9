"""Beat and wakes as data: each task is found by a sweep, each wake starts a task, each queue is served."""

import pytest

from reviewhub import celery
from tasks import base, schedule

A_MINUTE = 60


@pytest.fixture(scope="module")
def ours():
    celery.app.loader.import_default_modules()
    return {name: task for name, task in celery.app.tasks.items() if not name.startswith("celery.")}


def test_every_task_is_in_the_schedule_and_the_schedule_names_nothing_else(ours):
    assert {entry["task"] for entry in schedule.BEAT.values()} == set(ours)


def test_a_sweep_looks_at_least_once_a_minute():
    rare = {name for name, entry in schedule.BEAT.items() if entry["schedule"] > A_MINUTE}

    assert rare == {
        "core.ensure_partitions",
        "core.forget_requests",
        "core.forget_sessions",
        "intake.forget_unclaimed",
        "learning.group_notes",
        "learning.read_notes",
        "learning.report_weeks",
        "learning.measure_effects",
        "measures.export_dataset",
    }


def test_an_old_message_expires_and_none_has_a_clock_of_its_own():
    for entry in schedule.BEAT.values():
        assert set(entry["options"]) == {"expires"}
        assert entry["options"]["expires"] >= entry["schedule"]


def test_every_task_has_a_served_queue_and_a_limit_under_the_visibility_time(ours):
    for task in ours.values():
        assert task.queue in schedule.QUEUES
        assert task.time_limit < celery.VISIBILITY_SECONDS
        assert task.soft_time_limit + base.GRACE_SECONDS == task.time_limit


def test_every_wake_starts_a_task(ours):
    assert set(schedule.WAKES.values()) <= set(ours)
