"""Cases whose answer is known: as somebody wrote them, and each time one was put among the others."""

from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.intake.models import Case
from apps.registry.models import AISystem, OutcomeCode
from apps.reviews.models.items import Decision, Inbox, ReviewItem
from apps.reviews.states import PracticeEnd


class KnownAnswer(Base):
    """An invented case with its right answer and why; written once, never changed, retired some day.

    `facts`: {fact, value, source, hours_ago, origin} each; a date is kept as days before it is used.
    `suggested`, `confidence`, `statements`: what the AI seems to say of it. Nobody is meant by it.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="known_answers")
    about = models.CharField(max_length=120)
    facts = models.JSONField()
    suggested = models.ForeignKey(OutcomeCode, models.PROTECT, db_index=False, related_name="+")
    confidence = models.DecimalField(max_digits=7, decimal_places=6)
    statements = models.JSONField(default=list)
    stake_minor = models.BigIntegerField(null=True)
    right_code = models.ForeignKey(OutcomeCode, models.PROTECT, db_index=False, related_name="+")
    why = models.CharField(max_length=1000)
    author = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["system", "-written_at"], name="known_answer_of_system")]


class Practice(Base):
    """A known-answer case that was put into an inbox, and how whoever took it answered.

    `for_item`: the item of a real case beside which it was drawn, so that it comes once, also after downtime.
    """

    known = models.ForeignKey(KnownAnswer, models.PROTECT, related_name="uses")
    case = models.OneToOneField(Case, models.PROTECT, related_name="practice")
    item = models.OneToOneField(ReviewItem, models.PROTECT, related_name="practice")
    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="+")
    for_item = models.UUIDField(unique=True)
    put_at = models.DateTimeField()
    ended = models.CharField(max_length=10, choices=[(e.value, e.value) for e in PracticeEnd], blank=True)
    ended_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="practice")
    outcome_code = models.ForeignKey(OutcomeCode, models.PROTECT, null=True, db_index=False, related_name="+")
    is_right = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended="DECIDED", answered_by__isnull=False, decision__isnull=False)
                & Q(outcome_code__isnull=False, is_right__isnull=False, ended_at__isnull=False)
                | ~Q(ended="DECIDED") & Q(decision=None, outcome_code=None, is_right=None),
                name="practice_answer_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["answered_by", "-ended_at"], name="practice_of_person"),
            models.Index(fields=["inbox", "answered_by"], name="practice_of_inbox"),
            models.Index(fields=["put_at"], condition=Q(ended=""), name="practice_open"),
        ]
