"""A decision that somebody else must uphold before it is in force."""

from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor, Delegation
from apps.core.models import Base
from apps.registry.models import AISystem
from apps.reviews.models.items import Decision, Inbox, ReviewItem
from apps.reviews.states import ApprovalResult, ApprovalWhy

BY_SECOND_PERSON = [one.value for one in ApprovalResult if one.by_second_person]


class Approval(Base):
    """A held decision and what a second person made of it; while it is open, nothing of it is in force.

    `inbox`: whose people may resolve it; none: it waits for the owner of the AI system. `instead`: what they
    decided themselves. `is_late`: nobody resolved it in time on its last level. Triggers of the database keep
    from resolving it whoever decided, raised the case or wrote the policy that judged it, and release no
    held decision that was not upheld.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="approval")
    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="approvals")
    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    inbox = models.ForeignKey(Inbox, models.PROTECT, null=True, db_index=False, related_name="approvals")
    decided_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    why = models.CharField(max_length=20, choices=[(w.value, w.value) for w in ApprovalWhy])
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_late = models.BooleanField(default=False, db_default=False)
    n_passed = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    result = models.CharField(max_length=12, choices=[(r.value, r.value) for r in ApprovalResult], blank=True)
    sealed_why = models.BinaryField(null=True)
    instead = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="instead_of")
    # under which the second person resolved it, where the power to was not their own
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(closed_at=None), name="one_open_approval"),
            models.CheckConstraint(
                condition=~Q(result__in=BY_SECOND_PERSON) | ~Q(closed_by=F("decided_by")),
                name="decider_never_approves",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, result="", instead=None)
                | Q(closed_at__isnull=False) & ~Q(result=""),
                name="approval_ends_somehow",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["AMENDED", "REVERSED"], instead__isnull=False)
                | ~Q(result__in=["AMENDED", "REVERSED"]) & Q(instead=None),
                name="approval_instead",
            ),
        ]
        indexes = [
            models.Index(fields=["inbox", "due_at"], name="approval_open", condition=Q(closed_at=None)),
            models.Index(
                fields=["system"], name="approval_of_owner", condition=Q(closed_at=None, inbox=None)
            ),
            models.Index(fields=["due_at"], name="approval_due", condition=Q(closed_at=None)),
        ]
