"""What the page of health calls the processes, and what to do when one is not well."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages import words
from apps.learning.models import MiningRun

WELL, LATE, FAILING, UNSEEN = "well", "late", "failing", "unseen"
PROCESSES = {
    "web": (
        gettext_lazy("Web"),
        gettext_lazy("Start it again: granian reviewhub.wsgi:application. Nothing is lost while it is down."),
    ),
    "worker": (
        gettext_lazy("Worker"),
        gettext_lazy("Start it again: celery -A reviewhub worker. What waits is found by its sweeps."),
    ),
    "dispatcher": (
        gettext_lazy("Dispatcher"),
        gettext_lazy("Start it again: manage.py dispatch. Until then work starts by the next beat."),
    ),
    "beat": (
        gettext_lazy("Beat"),
        gettext_lazy("See the worker and the broker first; then start it again: celery -A reviewhub beat."),
    ),
    "broker": (
        gettext_lazy("Broker, asked by the worker"),
        gettext_lazy("Start Valkey or Redis again at REDIS_URL. People can go on deciding meanwhile."),
    ),
}


def start_worker() -> str:
    """Say what to do when sweeps do not run."""
    return _("See the worker, beat and the broker above; the worker's log says what failed.")


def read_log(task: str) -> str:
    """Say where the fault of a task stands."""
    return _("Look for %(task)s in the worker's log. It is tried again by itself.") % {"task": task}


def mining(run: MiningRun, *, when: str) -> str:
    """Say how the newest search for patterns ended."""
    if run.state == "FAILED":
        return _("The newest search failed %(ago)s: %(fault)s") % {"ago": when, "fault": run.failure}
    if run.ended_at is None or run.started_at is None:
        return _("A search waits or runs.")
    took = words.duration((run.ended_at - run.started_at).total_seconds())
    said = {"ago": when, "took": took, "n": words.number(run.n_decisions)}
    return _("The newest search ended %(ago)s, took %(took)s and looked at %(n)s decisions.") % said
