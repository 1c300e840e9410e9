import pytest

from reviewhub import celery
from tasks import schedule

celery.app.loader.import_default_modules()
OURS = sorted(name for name in celery.app.tasks if not name.startswith("celery."))


@pytest.mark.parametrize("name", OURS)
def test_a_task_ends_long_before_its_message_is_handed_out_again(name):
    task = celery.app.tasks[name]

    assert 0 < task.soft_time_limit < task.time_limit < celery.VISIBILITY_SECONDS / 2
    joins = name == "learning.mine_parts"  # the header of a chord, whose end its callback waits for
    assert (task.acks_late, task.reject_on_worker_lost, task.ignore_result) == (True, True, not joins)


def test_beat_and_the_dispatcher_name_tasks_that_exist():
    assert {entry["task"] for entry in schedule.BEAT.values()} <= set(OURS)
    assert set(schedule.WAKES.values()) <= set(OURS)


def test_every_task_goes_to_a_queue_the_worker_takes_from():
    assert {celery.app.tasks[name]._get_exec_options()["queue"] for name in OURS} <= set(schedule.QUEUES)


def test_messages_are_json_and_what_ended_is_forgotten_within_an_hour():
    conf = celery.app.conf

    assert (conf.accept_content, conf.task_serializer) == (["json"], "json")
    assert (conf.task_ignore_result, conf.result_expires) == (True, 3600)
    assert (conf.worker_prefetch_multiplier, conf.timezone) == (1, "UTC")
