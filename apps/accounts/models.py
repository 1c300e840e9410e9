from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core import ids
from apps.core.models import AppendOnly, Base


class Organisation(Base):
    """Who works here. has_recorded_decisions: of a demonstration whose past decisions are real."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC")
    is_demonstration = models.BooleanField(default=False)
    has_recorded_decisions = models.BooleanField(default=False, db_default=False)


class WorkingTime(Base):
    """When an organisation works, in its time zone; due times in working hours count by it.

    hours: seven lists, Monday first, of [from, until] as "HH:MM"; holidays: ISO days without work.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="working_time")
    hours = models.JSONField()
    holidays = models.JSONField(default=list)
    set_at = models.DateTimeField()


class ActorKind(models.TextChoices):
    PERSON = "PERSON"
    MACHINE = "MACHINE"
    SYSTEM = "SYSTEM"


class Actor(Base):
    """Whoever does something: a person, a machine client, or the system itself (one per organisation)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="actors")
    kind = models.CharField(max_length=10, choices=ActorKind.choices)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(kind="SYSTEM"), name="one_system_actor"
            ),
        ]


class Mails(models.TextChoices):
    """What somebody wants to be mailed; counts and links only, whatever it is."""

    OFF = "off"
    DAILY = "daily"
    URGENT = "urgent"  # the daily one, and at once what cannot wait


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do comes from roles and grants, never from is_staff."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    actor = models.OneToOneField(Actor, models.PROTECT, related_name="user")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_simulated = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=60, default="UTC")
    theme = models.CharField(max_length=10, default="system")
    density = models.CharField(max_length=12, default="comfortable")
    language = models.CharField(max_length=10, blank=True, default="")  # empty: what the browser asks for
    mails = models.CharField(max_length=10, default=Mails.DAILY, db_default=Mails.DAILY)
    single_keys = models.BooleanField(default=True)  # single letters as shortcuts, WCAG 2.1.4
    tour_step = models.PositiveSmallIntegerField(default=1)  # of the demonstration's tour; 0 when dismissed
    joined_at = models.DateTimeField()

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Role(models.TextChoices):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    OWNER = "owner"
    AUDITOR = "auditor"
    ADMIN = "admin"


class RoleAssignment(Base):
    user = models.ForeignKey(User, models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once")]


class GrantTerm(Base):
    """What guardian's tables cannot say of a grant: whose object it is, who gave it, when, and until when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grant_terms")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    permission = models.CharField(max_length=40)
    object_id = models.UUIDField()
    given_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "permission", "object_id"], name="one_term_per_grant"),
        ]


class GrantChange(AppendOnly):
    """A permission given, until `expires_at`, or taken back, with the words of whoever did it."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    permission = models.CharField(max_length=40)
    object_id = models.UUIDField()
    is_given = models.BooleanField()
    expires_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["object_id", "-id"], name="grant_change_of_object")]


class PersonChange(AppendOnly):
    """A role given or taken, or an access ended or begun again, with the words of the admin who did it.

    what: given, taken (of a role), deactivated, reactivated.
    """

    person = models.ForeignKey(User, models.PROTECT, db_index=False, related_name="changes")
    what = models.CharField(max_length=12)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="change_of_person")]


class TimeAway(Base):
    """When a person is not at work, without a word on why; they count for no inbox's capacity then.

    `stand_in` takes what they have as it begins; `handed_at`: when that was handed over, once.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="times_away")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    stated_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    stated_at = models.DateTimeField()
    stand_in = models.ForeignKey(User, models.PROTECT, null=True, db_index=False, related_name="+")
    handed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="time_away_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(stand_in=models.F("person")), name="nobody_stands_in_for_themselves"
            ),
        ]
        indexes = [
            models.Index(
                fields=["from_at"],
                name="away_to_hand_over",
                condition=models.Q(handed_at=None, ended_at=None),
            ),
        ]


class Power(models.TextChoices):
    """What somebody may hand on for a time: two permissions on an inbox, one on an AI system."""

    SUPERVISE = "supervise_inbox"
    DECIDE = "work_inbox"
    APPROVE = "approve_held"  # resolve held decisions of an AI system where and as far as the giver may


class StandIn(Base):
    """That a person may be handed powers on one inbox or AI system: the allowed list. It ends, and stays."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    object_id = models.UUIDField()
    person = models.ForeignKey(User, models.PROTECT, db_index=False, related_name="stand_ins")
    listed_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    listed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_id", "person"], condition=models.Q(ended_at=None), name="listed_once"
            ),
        ]


class Delegation(Base):
    """A power handed on: by whom, to whom, on what and for how long. It ends by the database's clock.

    Its row is read with the rights of whoever acts, so that no task ends it: it holds as long as it runs, the
    giver has the power themselves and may sign in, and the receiver is on the list. Triggers of the database
    keep it from being passed on and from other accounts of the giver.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    power = models.CharField(max_length=20, choices=Power.choices)
    object_id = models.UUIDField()
    giver = models.ForeignKey(User, models.PROTECT, related_name="delegations")
    to = models.ForeignKey(User, models.PROTECT, db_index=False, related_name="delegated")
    why = models.CharField(max_length=300)
    given_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="delegation_number_once"),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("to")), name="nobody_delegates_to_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ends_at__gt=models.F("begins_at"), ends_at__lte=models.F("begins_at") + timedelta(days=31)
                ),
                name="delegation_is_for_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["to"], name="delegation_open", condition=models.Q(ended_at=None)),
        ]


class BreakGlass(Base):
    """That an admin without a grant opened one inbox, why, and for how long: at most an hour.

    It lets them look, release and reassign, never decide; everything they do meanwhile names it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    admin = models.ForeignKey(User, models.PROTECT, db_index=False, related_name="+")
    object_id = models.UUIDField()
    why = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="break_glass_number_once"),
            models.CheckConstraint(
                condition=models.Q(
                    ends_at__gt=models.F("opened_at"), ends_at__lte=models.F("opened_at") + timedelta(hours=1)
                ),
                name="break_glass_is_for_an_hour",
            ),
        ]
        indexes = [
            models.Index(fields=["admin"], name="break_glass_open", condition=models.Q(closed_at=None)),
        ]


class MachineClient(Base):
    """Another system that speaks to the API under its own name."""

    actor = models.OneToOneField(Actor, models.PROTECT, related_name="machine")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="machines")
    name = models.SlugField()
    source_id = models.UUIDField(
        null=True
    )  # registry.SourceSystem; an opaque id, because registry imports accounts
    system_ids = ArrayField(models.UUIDField(), default=list)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="machine_name_once")]


class ApiKey(Base):
    """A key to the API. Only its SHA-256 is kept; it is scoped, expires and can be revoked.

    name: what a person calls a key of theirs. last_used_at: noted at most once an hour.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="keys")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.BinaryField()
    name = models.CharField(max_length=60, blank=True, default="", db_default="")
    scopes = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    last_used_at = models.DateTimeField(null=True)
