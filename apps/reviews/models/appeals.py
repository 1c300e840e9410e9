"""What the affected person contests, and the link by which they may do so without an account."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.intake.models import Case
from apps.registry.models import AISystem
from apps.reviews.models.explanations import Explanation
from apps.reviews.models.items import Decision, Inbox, ReviewItem
from apps.reviews.states import AppealKind, AppealResult, CameBy


class ContestLink(Base):
    """One link to contest one decision: given out once, for 30 days, used once.

    `digest`: SHA-256 of the token; the token itself is nowhere. `mark`: a keyed digest of the two things that
    whoever opens it must know, so that nothing is unsealed before. Of all columns only `used_at`,
    `revoked_at` and `n_failed` may change: the app's role may not UPDATE the others, nor DELETE.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, db_index=False, related_name="contest_links")
    explanation = models.ForeignKey(Explanation, models.PROTECT, db_index=False, related_name="+")
    digest = models.BinaryField(unique=True)
    mark = models.BinaryField()
    issued_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    n_failed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(used_at=None, revoked_at=None), name="one_open_contest_link"
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(revoked_at=None), name="link_has_one_end"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="link_lasts"),
        ]


class Appeal(Base):
    """A decision in force that the affected person contests, or complains about; somebody else answers.

    `chain`: everybody who had a part in what is contested; none of them answers, and neither does who brought
    it in (both checked by the database too; neither column can change). `reversal`: what holds instead.
    `external_ref`: of the business system that brought it in.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="appeals")
    decision = models.ForeignKey(Decision, models.PROTECT, db_index=False, related_name="appeals")
    system = models.ForeignKey(AISystem, models.PROTECT, related_name="appeals")
    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="+")
    item = models.OneToOneField(ReviewItem, models.PROTECT, related_name="appeal")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in AppealKind])
    came_by = models.CharField(max_length=5, choices=[(c.value, c.value) for c in CameBy])
    link = models.OneToOneField(ContestLink, models.PROTECT, null=True, related_name="appeal")
    external_ref = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2)
    registered_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    registered_at = models.DateTimeField()
    sealed_words = models.BinaryField()
    due_at = models.DateTimeField()
    chain = ArrayField(models.UUIDField())
    version = models.PositiveIntegerField(default=1)
    told_at = models.DateTimeField(null=True)  # that its time passed
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    result = models.CharField(max_length=10, choices=[(r.value, r.value) for r in AppealResult], blank=True)
    sealed_answer = models.BinaryField(null=True)
    reversal = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="answers_appeal")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "kind"], condition=Q(closed_at=None), name="one_open_appeal_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, result="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(result=""),
                name="appeal_ends_somehow",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "WITHDRAWN"])
                | Q(sealed_answer__isnull=False) & ~Q(closed_by=F("registered_by")),
                name="appeal_answered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(result="CHANGED", reversal__isnull=False)
                | Q(result="PARTLY")
                | ~Q(result__in=["CHANGED", "PARTLY"]) & Q(reversal=None),
                name="changed_has_a_reversal",
            ),
            models.CheckConstraint(
                condition=Q(came_by="LINK", link__isnull=False) | ~Q(came_by="LINK") & Q(link=None),
                name="appeal_by_link_has_one",
            ),
        ]
        indexes = [
            models.Index(fields=["inbox", "due_at", "id"], name="appeal_open", condition=Q(closed_at=None)),
            models.Index(fields=["decision"], name="appeal_of_decision"),
            models.Index(fields=["due_at"], name="appeal_untold", condition=Q(closed_at=None, told_at=None)),
            models.Index(
                fields=["inbox", "-closed_at", "-id"],
                name="appeal_done",
                condition=Q(closed_at__isnull=False),
            ),
        ]


class RecourseTerms(AppendOnly):
    """In how many days appeals about an AI system are answered, and by which fact the person is known.

    The newest counts and stands in the AI system's own columns too; before the first it is as set up.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="recourse_terms")
    number = models.PositiveIntegerField()
    appeal_days = models.PositiveSmallIntegerField()
    known_fact = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=300)
    set_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "number"], name="recourse_terms_number")]
