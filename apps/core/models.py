from typing import Any, NoReturn
from uuid import UUID

from django.db import models

from apps.core import ids


class Base(models.Model):
    """A row with a uuid7 as its primary and public key."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)

    class Meta:
        abstract = True


class OrganisationOwned(Base):
    """A row that belongs to one organisation, which its class declares as a foreign key."""

    organisation_id: UUID

    class Meta:
        abstract = True


class HistoryRewritten(RuntimeError):
    """Code tried to change an append-only row; the database would refuse it too."""


class AppendOnly(Base):
    """A row that is written once. The app's database role may not UPDATE, DELETE or TRUNCATE its table."""

    class Meta:
        abstract = True

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise HistoryRewritten(type(self).__name__)


class SubjectKey(models.Model):
    """The key of one subject, wrapped by the master key. Deleting the wrapped key is erasure."""

    subject_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"key of {self.subject_id}"


class IdempotentRequest(Base):
    """One answered write of the API: the same key with the same body is answered from here."""

    principal_id = models.UUIDField()
    route = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    body_digest = models.BinaryField()
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["principal_id", "route", "key"], name="one_answer_per_key"),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotent_created")]


class Heartbeat(models.Model):
    """When a process, or a task, was last seen at work: a work table, overwritten as it goes.

    `seen_at` is when it last did well, `failed_at` when it last did not, `says` the name of that fault.
    `every_seconds` is how often it is expected.
    """

    name = models.CharField(max_length=80, primary_key=True)
    every_seconds = models.FloatField()
    seen_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=80, blank=True)
    took_ms = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    version = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.seen_at}"


class Progress(models.Model):
    """How far long work is: a work table, overwritten as it goes. `done` of `total` is what a page shows.

    `place` is where to go on after a stop, in the words of whoever does the work (a line's number).
    """

    key = models.CharField(max_length=100, primary_key=True)
    place = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.done} of {self.total}"
