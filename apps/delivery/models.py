from django.db import models
from django.db.models import Q

from apps.core.models import AppendOnly, Base
from apps.delivery.states import ANSWER_STATES, DeliveryState
from apps.registry.models import SourceSystem
from apps.reviews.models import Appeal, Decision


class Delivery(Base):
    """One decision on its way to the business system. Its id is the message id, the same on every attempt.

    `is_filled_in`: queued while a past was told, so it is sent when that was, long after it was due.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="delivery")
    source = models.ForeignKey(SourceSystem, models.PROTECT, related_name="deliveries")
    case_id = models.UUIDField()
    sequence = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DeliveryState])
    skipped_why = models.CharField(max_length=40, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    is_filled_in = models.BooleanField(default=False, db_default=False)
    sent_at = models.DateTimeField(null=True)
    receipt_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id", "source", "sequence"],
                condition=Q(sequence__isnull=False),
                name="case_sequence_once",
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="delivery_next", condition=Q(state="PENDING")),
            models.Index(fields=["receipt_due_at"], name="delivery_receipt_due", condition=Q(state="SENT")),
            models.Index(
                fields=["decision"],
                name="delivery_unsettled",
                condition=Q(state__in=["PENDING", "SENT", "REFUSED", "OVERDUE"]),
            ),
        ]


class AnswerDelivery(Base):
    """The answer to one appeal on its way to the business system, also where the decision stands.

    Its id is the message id. Nothing is applied, so no receipt is asked for: taken is enough.
    """

    appeal = models.OneToOneField(Appeal, models.PROTECT, related_name="answer_delivery")
    source = models.ForeignKey(SourceSystem, models.PROTECT, related_name="answer_deliveries")
    case_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ANSWER_STATES])
    skipped_why = models.CharField(max_length=40, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    is_filled_in = models.BooleanField(default=False, db_default=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="answer_delivery_next", condition=Q(state="PENDING")
            )
        ]


class Attempt(AppendOnly):
    """One try to send a decision or an answer; partitioned by month of id."""

    delivery_id = models.UUIDField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=60, blank=True)
    took_ms = models.PositiveIntegerField()

    class Meta:
        managed = False
        db_table = "delivery_attempt"


class Receipt(AppendOnly):
    """The business system's word that a decision was applied or refused."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="receipts")
    source = models.ForeignKey(SourceSystem, models.PROTECT, related_name="+")
    receipt_id = models.CharField(max_length=120)
    status = models.CharField(max_length=10)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    reference = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=60, blank=True)
    sealed_detail = models.BinaryField(null=True)  # their own words, under the subject's key
    body_digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "receipt_id"], name="receipt_once")]
