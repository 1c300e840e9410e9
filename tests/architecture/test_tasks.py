"""A task is a name, a queue, a limit and one call; time comes from rows, never from the broker."""

import ast

import pytest

from reviewhub import celery as broker
from tasks import schedule
from tests.architecture import sources

NOT_AREAS = frozenset({"__init__", "base", "schedule"})
BROKER_CLOCKS = frozenset({"eta", "countdown"})
BROKER_CALLS = frozenset({"apply_async", "delay", "apply", "retry", "signature", "chord", "chain"})
LONGEST_SECONDS = 240


def decorator(function):
    """Give the call of the one decorator, or None when it has none or several."""
    if len(function.decorator_list) != 1:
        return None
    only = function.decorator_list[0]
    return only if isinstance(only, ast.Call) and sources.called(only) == "job" else None


def faults(module):
    for function in (node for node in module.tree.body if isinstance(node, sources.type_of_function)):
        yield from (
            f"{sources.where(module, function)} {function.name}: {fault}" for fault in of(module, function)
        )


def of(module, function):
    job = decorator(function)
    if job is None:
        yield "needs @job(...) and nothing else"
        return
    name = job.args[0].value if job.args and isinstance(job.args[0], ast.Constant) else ""
    if name != f"{module.path.stem}.{function.name}":
        yield f"is called {name!r}, not area.function"
    given = {keyword.arg: keyword.value for keyword in job.keywords}
    if not isinstance(given.get("queue"), ast.Constant):
        yield "names no queue"
    seconds = given.get("seconds")
    if not (isinstance(seconds, ast.Constant) and 0 < seconds.value <= LONGEST_SECONDS):
        yield "has no limit of at most 240 seconds"
    body = [
        node
        for node in function.body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    if len(body) != 1:
        yield "does more than one call"


def areas():
    return [module for module in sources.modules("tasks") if module.path.stem not in NOT_AREAS]


def broker_clocks(modules):
    for module in modules:
        for call in sources.calls(module):
            named = BROKER_CLOCKS & {keyword.arg for keyword in call.keywords}
            if named or (isinstance(call.func, ast.Attribute) and call.func.attr in BROKER_CALLS):
                yield sources.where(module, call)


def test_each_task_is_a_name_a_queue_a_limit_and_one_call():
    assert areas()
    assert [fault for module in areas() for fault in faults(module)] == []


def registered():
    broker.app.loader.import_default_modules()
    return {name: task for name, task in broker.app.tasks.items() if not name.startswith("celery.")}


def loose(tasks, *, queues, visibility):
    """Find what a worker's death or a slow run would lose or double."""
    for name, task in sorted(tasks.items()):
        if task.queue not in queues:
            yield f"{name}: nobody works the queue {task.queue}"
        if not (
            task.time_limit and task.soft_time_limit and task.soft_time_limit < task.time_limit < visibility
        ):
            yield f"{name}: limits {task.soft_time_limit} and {task.time_limit}"
        if not (task.acks_late and task.reject_on_worker_lost):
            yield f"{name}: lost with its worker"


def test_what_the_worker_registers_survives_its_death():
    visible_for = broker.app.conf.broker_transport_options["visibility_timeout"]

    assert registered()
    assert list(loose(registered(), queues=schedule.QUEUES, visibility=visible_for)) == []
    assert broker.app.conf.worker_prefetch_multiplier == 1


def test_every_task_is_found_again_by_a_sweep_and_every_wake_has_a_task():
    tasks = set(registered())

    assert {entry["task"] for entry in schedule.BEAT.values()} == tasks
    assert set(schedule.WAKES.values()) <= tasks


def test_planted_loose_tasks_are_found():
    class Loose:
        queue, soft_time_limit, time_limit, acks_late, reject_on_worker_lost = "none", 60, None, True, False

    assert len(list(loose({"a.b": Loose}, queues=("sweeps",), visibility=600))) == 3


def woken(modules):
    """Give every name that a service wakes: `wake("delivery.send_due")`."""
    for module in modules:
        for call in sources.calls(module):
            if sources.called(call) == "wake":
                yield from (
                    (sources.where(module, call), one.value)
                    for one in call.args
                    if isinstance(one, ast.Constant)
                )


def test_every_wake_that_a_service_sends_is_known():
    found = list(woken(sources.modules("apps", "reviewhub")))

    assert found
    assert [f"{at} {name}" for at, name in found if name not in schedule.WAKES] == []


def test_no_time_is_kept_by_the_broker_and_no_app_calls_a_task():
    assert list(broker_clocks(sources.modules("apps", "tasks"))) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("def send_due(**_):\n    delivery.send_due()\n", "needs @job"),
        ("@job('delivery.other', queue='q', seconds=9)\ndef send_due(**_):\n    go()\n", "not area.function"),
        ("@job('delivery.send_due', seconds=9)\ndef send_due(**_):\n    go()\n", "no queue"),
        ("@job('delivery.send_due', queue='q')\ndef send_due(**_):\n    go()\n", "no limit"),
        ("@job('delivery.send_due', queue='q', seconds=7200)\ndef send_due(**_):\n    go()\n", "no limit"),
        (
            "@job('delivery.send_due', queue='q', seconds=9)\ndef send_due(**_):\n    go()\n    go()\n",
            "more than one",
        ),
    ],
)
def test_a_planted_task_with_a_fault_is_found(text, fault):
    found = list(faults(sources.planted(text, "tasks/delivery.py")))

    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    "line", ["send.apply_async(eta=later)", "send.apply_async()", "send.delay(1)", "go(countdown=3)"]
)
def test_a_planted_broker_clock_is_found(line):
    assert list(broker_clocks([sources.planted(line)])) == ["apps/reviews/planted.py:1"]
