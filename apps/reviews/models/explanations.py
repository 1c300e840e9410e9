from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor
from apps.core.models import AppendOnly
from apps.reviews.models.items import Decision
from apps.reviews.states import Spoken


class Explanation(AppendOnly):
    """A decision in force explained to the affected person in plain words: one version in one language.

    `sealed`: the words of each part by its code (rules.EXPLAINED), under the subject's key. What is newest
    counts. `is_generated`: as the record gives it, nobody changed a word.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, db_index=False, related_name="explanations")
    language = models.CharField(max_length=2, choices=[(s.value, s.value) for s in Spoken])
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    is_generated = models.BooleanField()
    by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "language", "number"], name="explanation_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="explanation_from_one"),
        ]
