from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import models
from rest_framework.authtoken.models import Token


class Item(models.Model):
    external_id = models.TextField(unique=True)
    payload = models.JSONField()
    conf = models.FloatField()
    rec = models.TextField()
    status = models.SmallIntegerField(default=0)
    claimed_by = models.IntegerField(null=True)
    claimed_at = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["conf", "id"], condition=models.Q(status=0), name="q")]


class Decision(models.Model):
    item = models.OneToOneField(Item, on_delete=models.PROTECT)
    usr = models.IntegerField()
    decision = models.TextField()
    reason = models.TextField()
    note = models.TextField()
    at = models.DateTimeField(auto_now_add=True)


class Audit(models.Model):
    item_id = models.BigIntegerField(null=True)
    usr = models.IntegerField()
    verb = models.TextField()
    body = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)


def ready(tokens: Sequence[str]) -> None:
    """Make the users of the bench."""
    for place, token in enumerate(tokens):
        user = User.objects.create_superuser(f"bench{place}", password="bench")
        Token.objects.create(user=user, key=token)
