"""What bounds one person on one case: authority given once, and what they have to do with the subject."""

from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.intake.models import Case, Subject
from apps.registry.models import AISystem, OutcomeCode
from apps.reviews.models.approvals import Approval
from apps.reviews.models.items import Decision
from apps.reviews.states import RelationKind


class OneTimeAuthority(Base):
    """Up to an amount one person may decide one case once; given by somebody whose own authority covers it.

    `outcome_code`: only that outcome; none: any. `approval`: it is to resolve that held decision, not to
    decide. `used_by`: the decision that it carried. `revoked_at`: it was taken back before it was used.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="one_time_authorities")
    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    outcome_code = models.ForeignKey(OutcomeCode, models.PROTECT, null=True, related_name="+")
    amount_minor = models.BigIntegerField()
    sealed_why = models.BinaryField()
    granted_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    approval = models.ForeignKey(Approval, models.PROTECT, null=True, related_name="authorities")
    used_by = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="carried_by")
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("granted_by")), name="nobody_gives_themselves_authority"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("granted_at")), name="one_time_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(used_by=None, used_at=None) | Q(used_by__isnull=False, used_at__isnull=False),
                name="one_time_used_once",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="one_time_used_or_taken_back"
            ),
            models.UniqueConstraint(
                fields=["used_by"], condition=Q(approval=None), name="one_time_carries_one_decision"
            ),
            models.UniqueConstraint(
                fields=["approval"], condition=Q(used_at__isnull=False), name="one_time_resolves_once"
            ),
        ]


class Relation(Base):
    """That a person has something to do with a subject: they neither take nor decide its cases.

    Declared by themselves or by whoever supervises them; it ends, and is never deleted. `over_said_at`: the
    person says that it is over, and somebody who supervises the case ends it.
    """

    person = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in RelationKind])
    case = models.ForeignKey(Case, models.PROTECT, db_index=False, related_name="+")
    declared_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    declared_at = models.DateTimeField()
    sealed_why = models.BinaryField(null=True)
    over_said_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject"], condition=Q(ended_at=None), name="one_open_relation"
            ),
        ]
