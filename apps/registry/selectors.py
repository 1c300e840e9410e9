"""Reads of what is in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from apps.accounts import access
from apps.accounts.models import Actor
from apps.registry.models import (
    AISystem,
    AuthorityLimit,
    Autonomy,
    ContextContract,
    OutcomeCode,
    Posture,
    Reason,
)


@dataclass(frozen=True, slots=True)
class InForce:
    """Everything of an AI system that an arrival needs."""

    system: AISystem
    contract: ContextContract
    posture: Posture | None
    outcome_codes: Mapping[str, OutcomeCode]
    autonomy: Mapping[str, str]
    is_paused: bool

    @property
    def caution(self) -> dict[str, int]:
        """Return outcome code -> rank of caution."""
        return {code.code: code.caution for code in self.outcome_codes.values()}


def in_force(*, slug: str, organisation_id: UUID, now: datetime) -> InForce | None:
    """Read an AI system as it stands, holding its pause row FOR SHARE until the transaction ends.

    None when the organisation has no such system, or the system has no contract. An expired posture counts as
    none. Two statements.
    """
    contract = (
        ContextContract.objects.select_related("system__source", "system__owner")
        .filter(system__slug=slug, system__organisation=organisation_id, ended_at=None)
        .annotate(
            postures=_gathered(Posture.objects.filter(ended_at=None, expires_at__gt=now), _POSTURE),
            codes=_gathered(OutcomeCode.objects.order_by("caution", "code"), _CODE),
            segments=_gathered(Autonomy.objects.all(), ("segment", "state")),
        )
        .first()
    )
    if contract is None:
        return None
    system = contract.system
    codes = [OutcomeCode(system=system, **row) for row in contract.codes]
    return InForce(
        system=system,
        contract=contract,
        posture=next((Posture(system=system, **row) for row in contract.postures), None),
        outcome_codes={code.code: code for code in codes},
        autonomy={row["segment"]: row["state"] for row in contract.segments},
        is_paused=is_paused_for_share(system.id),
    )


_POSTURE = ("id", "number", "body")
_CODE = ("id", "code", "label", "means", "caution", "machine_may")


def _gathered(rows: QuerySet[Any], names: tuple[str, ...]) -> ArraySubquery:
    """Gather a system's rows into one array, so that an arrival asks once for everything in force."""
    whole = JSONObject(**{name: name for name in names})
    return ArraySubquery(rows.filter(system=OuterRef("system_id")).values(whole=whole))


def is_paused_for_share(system_id: UUID) -> bool:
    """Read the pause row FOR SHARE: until this transaction ends, nobody can pause the system."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_paused FROM registry_pause WHERE system_id = %s FOR SHARE", [system_id])
        row = cursor.fetchone()
    return row is None or bool(row[0])


def authority_minor(*, system_id: UUID, roles: frozenset[str], outcome_id: UUID) -> int | None:
    """Return the highest amount these roles may decide for an outcome; -1 for nothing, None for no limit.

    A limit for the outcome itself goes before a role's general limit.
    """
    limits = AuthorityLimit.objects.filter(system_id=system_id, role__in=roles, ended_at=None)
    per_role: dict[str, AuthorityLimit] = {}
    for limit in limits:
        if limit.outcome_code_id not in {None, outcome_id}:
            continue
        if limit.outcome_code_id is not None or limit.role not in per_role:
            per_role[limit.role] = limit
    amounts = [limit.max_amount_minor for limit in per_role.values()]
    if any(amount is None for amount in amounts):
        return None
    return max((amount for amount in amounts if amount is not None), default=-1)


def reasons_in_force(system_id: UUID) -> list[Reason]:
    """Return the reasons of the set in force, in their stable order."""
    return list(
        Reason.objects.filter(reason_set__system_id=system_id, reason_set__ended_at=None).order_by("place")
    )


def visible_systems(actor: Actor) -> list[AISystem]:
    """Return the AI systems the actor owns or has any grant on, by name."""
    systems = AISystem.objects.select_related("owner", "pause").filter(organisation=actor.organisation_id)
    return sorted((one for one in systems if may_see(actor, one)), key=lambda one: one.name)


def may_see(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor owns the AI system or has any grant on it."""
    return system.owner.actor_id == actor.id or any(
        system.id in access.granted_ids(actor, name)
        for name in ("look_system", "analyse_system", "audit_system")
    )
