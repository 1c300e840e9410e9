from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.registry.models import AISystem, OutcomeCode
from apps.reviews.models.items import Decision, Inbox, ReviewItem
from apps.reviews.states import DifferWhy, Holds, SecondResult


class SecondReview(Base):
    """A person's decision in force that a second person looks at blind, and what a third one made of it.

    Drawn once, at release, by the share that the policy in force had for `why`. `kept_from`: those who took
    part in the decision and so cannot give the second opinion; who decided is always among them. `item` is
    what the second person takes; what they say lies in its first view, their outcome also here.
    The third person is neither of the two. `reversal`: what holds instead, where they changed the decision.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="second_review")
    item = models.OneToOneField(ReviewItem, models.PROTECT, related_name="second_review")
    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="+")
    why = models.CharField(max_length=10)
    share = models.DecimalField(max_digits=5, decimal_places=4)
    decided_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    kept_from = ArrayField(models.UUIDField())
    drawn_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    reviewer = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    outcome_code = models.ForeignKey(OutcomeCode, models.PROTECT, null=True, db_index=False, related_name="+")
    given_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=[(r.value, r.value) for r in SecondResult], blank=True)
    settled_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    settled_at = models.DateTimeField(null=True)
    holds = models.CharField(max_length=10, choices=[(h.value, h.value) for h in Holds], blank=True)
    right_code = models.ForeignKey(OutcomeCode, models.PROTECT, null=True, db_index=False, related_name="+")
    differ_why = models.CharField(max_length=15, choices=[(w.value, w.value) for w in DifferWhy], blank=True)
    sealed_words = models.BinaryField(null=True)
    reversal = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_from__contains=[F("decided_by")]), name="decider_is_kept_from"
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(kept_from__contains=[F("reviewer")]),
                name="second_is_another",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None)
                | (~Q(kept_from__contains=[F("settled_by")]) & ~Q(settled_by=F("reviewer"))),
                name="third_is_another",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "DROPPED"]) | Q(reviewer__isnull=False, given_at__isnull=False),
                name="opinion_has_a_giver",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, holds="", differ_why="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, result__in=["DIFFERS", "CANNOT_SAY"])
                & ~Q(holds="")
                & ~Q(differ_why=""),
                name="settled_says_what_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["inbox", "id"], condition=Q(result=""), name="second_review_waits"),
            models.Index(
                fields=["inbox", "given_at"],
                condition=Q(result__in=["DIFFERS", "CANNOT_SAY"], settled_at=None),
                name="second_review_differs",
            ),
            models.Index(fields=["inbox", "-given_at"], name="second_review_of_inbox"),
        ]
