from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.learning.models.finding import Finding
from apps.learning.states import EffectVerdict, FixKind, FixState
from apps.measures.models import Replay
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem, ContextContract, ContractDraft

OPEN = ("DRAFT", "PROPOSED", "SIGNED")


class Fix(Base):
    """What shall change because of a finding; goes live only by the life of what it changes.

    `body` is the change itself (the rule, the fact, the reason, the order for the model); `says` the same in
    a sentence. `policy` or `contract_draft` is what carries it, `contract` the version that came of it.
    `replay` tried it on the past. Nobody signs what they wrote. `known_models` were in use when it was
    signed.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="fixes")
    number = models.PositiveIntegerField()
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="fixes")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in FixKind])
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in FixState])
    says = models.CharField(max_length=500)
    body = models.JSONField()
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    contract_draft = models.ForeignKey(ContractDraft, models.PROTECT, null=True, related_name="+")
    contract = models.ForeignKey(ContextContract, models.PROTECT, null=True, related_name="+")
    replay = models.ForeignKey(Replay, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    known_models = ArrayField(models.CharField(max_length=80), default=list)
    live_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="fix_number_once"),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(state__in=OPEN), name="one_open_fix_of_a_finding"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("author")), name="fix_author_never_signs"
            ),
            models.CheckConstraint(
                condition=~Q(state="LIVE") | Q(signed_by__isnull=False, live_at__isnull=False),
                name="live_fix_is_signed",
            ),
        ]


class Effect(AppendOnly):
    """What a fix did, measured once at a look that was planned before; kept for ever.

    Shares of decisions that count (`counts` says which), in the finding's group and in the rest, before and
    after the fix went live. `expected` is what the group's share would have been had it moved as the rest;
    `low` to `high` bounds the difference at `level`. `assumes` names what the comparison takes for granted,
    `cost` is what it took of people.
    """

    fix = models.ForeignKey(Fix, models.PROTECT, related_name="effects")
    look = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=[(v.value, v.value) for v in EffectVerdict])
    counts = models.CharField(max_length=20)
    method = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    n_before = models.PositiveIntegerField()
    k_before = models.PositiveIntegerField()
    n_after = models.PositiveIntegerField()
    k_after = models.PositiveIntegerField()
    rest_n_before = models.PositiveIntegerField()
    rest_k_before = models.PositiveIntegerField()
    rest_n_after = models.PositiveIntegerField()
    rest_k_after = models.PositiveIntegerField()
    expected = models.FloatField()
    difference = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    level = models.FloatField()
    assumes = ArrayField(models.CharField(max_length=40), default=list)
    cost = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fix", "look"], name="effect_look_once")]
