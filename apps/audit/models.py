from django.db import models
from django.db.models.functions import Now

from apps.core.models import AppendOnly


class Entry(AppendOnly):
    """One line of the record. `body` is the canonical JSON exactly as hashed; the columns are for finding it.

    Partitioned by month of id. `xid` is the writing transaction: the sequencer orders by (xid, id) below the
    snapshot's xmin, because the order of ids is not the order of commits.
    """

    organisation_id = models.UUIDField()
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    xid = models.CharField(max_length=20, db_default=models.Func(function="pg_current_xact_id"))
    body = models.BinaryField()
    leaf = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_entry"


class Position(models.Model):
    """The place of an entry in the one order, given by the one sequencer; gap-free from 1."""

    number = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    placed_at = models.DateTimeField(db_default=Now())
