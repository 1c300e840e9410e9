from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.registry.models import AISystem
from apps.reviews.models.items import Inbox, ReviewItem
from apps.reviews.states import AskResult

OF_BUSINESS = Q(to=None, to_inbox=None)


class Question(Base):
    """A reviewer asked about an item: a person, a team, or, without either, the business system for a fact.

    The item waits until the last of its questions ends. Of the business system: `source` is whom the contract
    believes on the fact, `kind` what was wrong with it; codes only. Of people: the words, and the keys of the
    facts that are `shown` with them. `moved_from`: who was asked before it went to the team. `tells_advice`,
    `answer_tells`: whoever wrote had seen a suggestion that others are to see only after their own view.
    """

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="questions")
    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    fact = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=100, blank=True)
    to = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    to_inbox = models.ForeignKey(Inbox, models.PROTECT, null=True, db_index=False, related_name="+")
    moved_from = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    sealed_text = models.BinaryField(null=True)
    shown = models.JSONField(default=list, db_default=[])
    tells_advice = models.BooleanField(default=False, db_default=False)
    asked_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, db_default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    result = models.CharField(max_length=12, choices=[(r.value, r.value) for r in AskResult], blank=True)
    sealed_answer = models.BinaryField(null=True)
    answer_tells = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "fact"],
                condition=Q(closed_at=None) & OF_BUSINESS,
                name="one_open_question_per_fact",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, result="") | Q(closed_at__isnull=False) & ~Q(result=""),
                name="question_ends_somehow",
            ),
            models.CheckConstraint(
                condition=OF_BUSINESS & ~Q(fact="")
                | ~OF_BUSINESS & Q(sealed_text__isnull=False) & (Q(to=None) | Q(to_inbox=None)),
                name="question_asks_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["system", "asked_at", "id"], name="question_open", condition=Q(closed_at=None)
            ),
            models.Index(fields=["due_at"], name="question_due", condition=Q(closed_at=None)),
            models.Index(fields=["to", "due_at"], name="question_to", condition=Q(to__isnull=False)),
            models.Index(
                fields=["to_inbox", "due_at"], name="question_team", condition=Q(to_inbox__isnull=False)
            ),
            models.Index(fields=["asked_by", "due_at"], name="question_by"),
        ]
