"""The verbs of delivery: queue, send, take the receipt, notice that none came."""

from apps.delivery.services.answers import queue_answer
from apps.delivery.services.queue import queue, queue_all
from apps.delivery.services.receipt import (
    NeverSent,
    SameReceiptOtherBody,
    accept_receipt,
    mark_overdue,
)
from apps.delivery.services.send import send_due

__all__ = [
    "NeverSent",
    "SameReceiptOtherBody",
    "accept_receipt",
    "mark_overdue",
    "queue",
    "queue_all",
    "queue_answer",
    "send_due",
]
