"""Celery, the alarm clock: PostgreSQL holds the truth, a lost message is found again by a sweep."""

import os
import pkgutil

from celery import Celery
from django.conf import settings
from kombu import Queue

import tasks
from tasks import schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewhub.settings")

# Far above the longest hard limit of a task (260 s): a running task is never handed to a second worker.
VISIBILITY_SECONDS = 600
# A frozen broker is given up for now, never waited for: the sweep finds what was not said.
SOCKET_SECONDS = 10
TRANSPORT = {
    "visibility_timeout": VISIBILITY_SECONDS,
    "socket_timeout": SOCKET_SECONDS,
    "socket_connect_timeout": 5,
    "health_check_interval": 15,
}

app = Celery("reviewhub")
app.conf.update(
    broker_url=settings.ENV.broker_url,
    broker_transport_options=TRANSPORT,
    broker_connection_retry=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    result_backend=settings.ENV.broker_url,  # only for chords: a count of what has ended, no row's truth
    result_backend_transport_options={
        "retry_policy": {"max_retries": 3, "interval_start": 0, "interval_step": 0.5, "interval_max": 1}
    },
    result_expires=3600,
    redis_socket_timeout=SOCKET_SECONDS,
    redis_socket_connect_timeout=TRANSPORT["socket_connect_timeout"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    accept_content=["json"],
    task_serializer="json",
    result_serializer="json",
    enable_utc=True,
    timezone="UTC",
    task_queues=[Queue(name) for name in schedule.QUEUES],
    task_default_queue=next(iter(schedule.QUEUES)),
    task_create_missing_queues=False,
    beat_schedule=schedule.BEAT,
    include=[f"tasks.{module.name}" for module in pkgutil.iter_modules(tasks.__path__)],
)
