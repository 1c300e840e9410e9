from django.contrib.auth.models import User
from django.db import models
from rest_framework.authtoken.models import Token


class Item(models.Model):
    external_id = models.TextField(unique=True)
    payload = models.JSONField()
    conf = models.FloatField()
    rec = models.TextField()
    status = models.SmallIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["conf", "id"], condition=models.Q(status=0), name="q")]


class Audit(models.Model):
    item_id = models.BigIntegerField(null=True)
    usr = models.IntegerField()
    verb = models.TextField()
    body = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)


def ready(token: str) -> None:
    """Make the one user of the bench."""
    user = User.objects.create_superuser("bench", password="bench")
    Token.objects.create(user=user, key=token)
