"""Beat as data: how often each sweep looks for due work, and which wake of the database starts which task.

A lost message costs at most one interval. An old message says nothing that a newer one does not: it expires.
"""

from typing import TypedDict


class Entry(TypedDict):
    """One line of Celery's beat schedule; `schedule` is in seconds."""

    task: str
    schedule: float
    options: dict[str, float]


# Queues by what waits in them: what must go out, what must not be late, what gives the record its order, and
# what can wait. One worker takes from all of them in turn.
QUEUES = ("sweeps", "delivery", "record", "evidence", "mining")

_SECONDS = {
    "delivery.send_due": 5.0,
    "reviews.release_due": 5.0,
    "audit.order_record": 5.0,
    "reviews.release_expired_claims": 20.0,
    "reviews.return_unanswered": 30.0,
    "reviews.escalate_overdue": 30.0,
    "reviews.climb_held": 30.0,
    "reviews.bring_back_follow_ups": 60.0,
    "reviews.return_snoozed": 30.0,
    "reviews.hand_over": 30.0,
    "reviews.take_stock": 60.0,
    "reviews.alarm_appeals": 60.0,
    "delivery.alarm_overdue": 30.0,
    "reviews.put_known_answers": 60.0,
    "reviews.roll_back": 30.0,
    "intake.fetch_evidence": 20.0,
    "intake.draw_evidence": 20.0,
    "intake.forget_unclaimed": 3600.0,
    "measures.compute_measures": 60.0,
    "measures.calibrate": 60.0,
    "measures.count_context": 60.0,
    "measures.watch_sources": 60.0,
    "measures.replay_policies": 30.0,
    "measures.export_dataset": 600.0,
    "learning.mine": 60.0,
    "learning.group_notes": 600.0,
    "learning.read_notes": 600.0,
    "learning.report_weeks": 600.0,
    "learning.lead_mining": 60.0,
    "learning.mine_parts": 60.0,
    "learning.measure_effects": 300.0,
    "registry.try_contracts": 60.0,
    "registry.keep_pauses": 5.0,
    "registry.apply_limits": 60.0,
    "policy.end_shadows": 60.0,
    "notify.send_digests": 60.0,
    "core.keep_time": 15.0,
    "intake.advise_due": 30.0,
    "core.ensure_partitions": 3600.0,
    "core.forget_requests": 3600.0,
    "core.forget_sessions": 3600.0,
}

BEAT: dict[str, Entry] = {
    task: {"task": task, "schedule": seconds, "options": {"expires": 2 * seconds}}
    for task, seconds in _SECONDS.items()
}

# How much of what intake bears may be used up before a task leaves its turn to what is more urgent: what can
# wait longest gives way first, mail next, intake after both, decisions never (promise P28).
WAITS_ABOVE = {
    "learning.mine": 0.5,
    "learning.group_notes": 0.5,
    "learning.read_notes": 0.5,
    "learning.report_weeks": 0.5,
    "measures.export_dataset": 0.5,
    "learning.lead_mining": 0.5,
    "learning.mine_parts": 0.5,
    "learning.measure_effects": 0.5,
    "measures.compute_measures": 0.5,
    "measures.calibrate": 0.5,
    "measures.count_context": 0.5,
    "measures.replay_policies": 0.5,
    "registry.try_contracts": 0.5,
    "notify.send_digests": 0.75,
}

# Payload of `core.wake.wake` -> task.
WAKES = {task: task for task in _SECONDS if not task.startswith("core.")}
