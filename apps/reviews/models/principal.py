from django.db import models

from apps.core.models import AppendOnly
from apps.reviews.models.items import Decision


class PrincipalReason(AppendOnly):
    """One reason that the affected person is told for a decision; `text` as the list had it then.

    Not why somebody left the AI's advice: that is an OverrideReason, and stays inside. `sealed_words`: what
    whoever decided said where the list leaves it open, under the subject's key.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="principal_reasons")
    place = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    text = models.CharField(max_length=160)
    sealed_words = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "place"], name="principal_place_once")]
