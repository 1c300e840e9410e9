"""What somebody has of an item: a lease, a view before advice, what they typed."""

from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.intake.models import Recommendation
from apps.registry.models import OutcomeCode
from apps.reviews.models.items import ReviewItem
from apps.reviews.states import Sureness


class Claim(Base):
    """One lease on an item, kept as history; the item's token says which lease may write.

    is_noted: of one that ran out, whether that is kept as a sign of work already.
    """

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="claims")
    by = models.ForeignKey(Actor, models.PROTECT, related_name="claims")
    token = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)
    is_noted = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "token"], name="claim_token_once")]
        indexes = [
            models.Index(fields=["by", "ended_at"], name="claim_skipped", condition=Q(ended_why="skipped")),
            models.Index(
                fields=["ended_at"], name="claim_ran_out", condition=Q(ended_why="expired", is_noted=False)
            ),
        ]


class FirstView(AppendOnly):
    """What a person judged from the facts alone, before they saw the AI's suggestion. It is no decision.

    `outcome_code` is empty where they could not say from the facts. `item_version` and `snapshot_digest` are
    what lay before them; the suggestion of `recommendation` did not.
    """

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="first_views")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="first_views")
    by = models.ForeignKey(Actor, models.PROTECT, related_name="first_views")
    outcome_code = models.ForeignKey(OutcomeCode, models.PROTECT, null=True, related_name="+")
    sure = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Sureness], blank=True)
    sealed_words = models.BinaryField(null=True)
    item_version = models.PositiveIntegerField()
    snapshot_digest = models.BinaryField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "by"], name="first_view_once")]


class Draft(models.Model):
    """What a reviewer typed and has not recorded; survives expiry, conflict and sign-in."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(ReviewItem, models.CASCADE, related_name="drafts")
    by = models.ForeignKey(Actor, models.CASCADE, related_name="drafts")
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "by"], name="one_draft_each")]

    def __str__(self) -> str:
        return f"draft on {self.item_id}"
