"""The way through the product; import as `from apps.flow import services as flow`."""

from apps.flow.received import Received
from apps.flow.services.arriving import receive
from apps.flow.services.confirming import alarm_overdue, receive_receipt, record_outcome
from apps.flow.services.deciding import decide, escalate, return_escalated
from apps.flow.services.learning import calibrate, compute_measures, mine
from apps.flow.services.releasing import release_due, release_one, undo
from apps.flow.services.setting_up import set_up
from apps.registry.services import pause, resume
from apps.reviews.services import escalate_overdue

__all__ = [
    "Received",
    "alarm_overdue",
    "calibrate",
    "compute_measures",
    "decide",
    "escalate",
    "escalate_overdue",
    "mine",
    "pause",
    "receive",
    "receive_receipt",
    "record_outcome",
    "release_due",
    "release_one",
    "resume",
    "return_escalated",
    "set_up",
    "undo",
]
