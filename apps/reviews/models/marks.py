from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.intake.models import Case, Evidence
from apps.reviews.states import MarkUnit


class EvidenceMark(Base):
    """A place on a page of a document that somebody marked, with a short note if they like.

    `first` to `last`: lines of the page's text, counted from 1, or a band of its picture in thousandths of
    its height from the top. Of all columns only `removed_at` may change, once: the app's role may not UPDATE
    the others, nor DELETE. Only who made a mark takes it away.
    """

    case = models.ForeignKey(Case, models.PROTECT, db_index=False, related_name="marks")
    evidence = models.ForeignKey(Evidence, models.PROTECT, db_index=False, related_name="marks")
    page = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=4, choices=[(u.value, u.value) for u in MarkUnit])
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()
    sealed_note = models.BinaryField(null=True)
    by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "by", "page", "unit", "first", "last"],
                condition=Q(removed_at=None),
                name="one_mark_per_place",
            ),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="mark_has_a_place"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="mark_of_case", condition=Q(removed_at=None))]
