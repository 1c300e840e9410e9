"""Reads of what is in force."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from apps.accounts import access
from apps.accounts.models import Actor, User
from apps.core import statements
from apps.registry import rules
from apps.registry.models import (
    Absence,
    AISystem,
    AuthorityLimit,
    Autonomy,
    ContextContract,
    ContractDraft,
    ModelLineUp,
    OutcomeCode,
    OwnershipOffer,
    PauseSpan,
    Posture,
    PostureDraft,
    Reason,
    ReasonChange,
    SourceSystem,
)
from apps.registry.states import CareKind

Paused = rules.Paused


@dataclass(frozen=True, slots=True)
class InForce:
    """Everything of an AI system that an arrival needs."""

    system: AISystem
    contract: ContextContract
    posture: Posture | None
    outcome_codes: Mapping[str, OutcomeCode]
    autonomy: Mapping[str, str]
    paused: Paused
    line_up: rules.LineUp | None = None

    @property
    def is_paused(self) -> bool:
        """Say whether the whole system is paused."""
        return self.paused.is_whole

    @property
    def caution(self) -> dict[str, int]:
        """Return outcome code -> rank of caution."""
        return {code.code: code.caution for code in self.outcome_codes.values()}


_IN_FORCE = """
FROM registry_contextcontract c
JOIN registry_aisystem s ON s.id = c.system_id
JOIN registry_sourcesystem o ON o.id = s.source_id
JOIN accounts_user w ON w.id = s.owner_id
WHERE s.slug = %s AND s.organisation_id = %s AND c.ended_at IS NULL
"""
_GATHERED = "(SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM (SELECT {} WHERE system_id = s.id {}) x)"
_ALSO_IN_FORCE = (
    _GATHERED.format("id, number, body FROM registry_posture", "AND ended_at IS NULL AND expires_at > %s"),
    _GATHERED.format(
        "id, code, label, means, caution, machine_may FROM registry_outcomecode", "ORDER BY caution, code"
    ),
    _GATHERED.format("segment, state FROM registry_autonomy", ""),
    _GATHERED.format("body FROM registry_modellineup", "AND ended_at IS NULL"),
)


def in_force(*, slug: str, organisation_id: UUID, now: datetime) -> InForce | None:
    """Read an AI system as it stands, holding its pause row FOR SHARE until the transaction ends.

    None when the organisation has no such system, or the system has no contract. An expired posture counts as
    none. Two statements.
    """
    found = statements.read(
        _IN_FORCE,
        [now, slug, organisation_id],
        c=ContextContract,
        s=AISystem,
        o=SourceSystem,
        w=User,
        more=_ALSO_IN_FORCE,
    )
    if not found:
        return None
    contract, system, source, owner, *also = found[0]
    statements.relate(contract, system=system)
    statements.relate(system, source=source, owner=owner)
    postures, codes, segments, line_ups = (json.loads(one) for one in also)
    outcome_codes = [_revived(OutcomeCode, row, system=system) for row in codes]
    return InForce(
        system=system,
        contract=contract,
        posture=next((_revived(Posture, row, system=system) for row in postures), None),
        outcome_codes={code.code: code for code in outcome_codes},
        autonomy={row["segment"]: row["state"] for row in segments},
        paused=paused_for_share(system.id),
        line_up=next((rules.parse_line_up(row["body"]) for row in line_ups), None),
    )


def line_up(system_id: UUID) -> rules.LineUp | None:
    """Return the line-up of models in force; None where one model is all there is."""
    row = ModelLineUp.objects.filter(system=system_id, ended_at=None).first()
    return rules.parse_line_up(row.body) if row else None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chooses from when deciding, and how far their roles reach."""

    system: AISystem
    outcome_codes: list[OutcomeCode]
    reasons: list[Reason]
    limits: list[AuthorityLimit]
    autonomy: frozenset[str]


def choices(*, system_id: UUID, roles: frozenset[str], person_id: UUID, now: datetime) -> Choices:
    """Read an AI system with owner, outcome codes, reasons in force, limits and autonomy; one statement."""
    reasons = Reason.objects.filter(reason_set__system=OuterRef("pk"), reason_set__ended_at=None)
    system = (
        AISystem.objects.select_related("owner")
        .annotate(
            codes=_gathered(OutcomeCode.objects.order_by("caution", "code"), _CODE, "pk"),
            in_force=ArraySubquery(reasons.order_by("place").values(whole=_whole(_REASON))),
            limits=_gathered(limits_of(roles=roles, person_id=person_id, now=now), _LIMIT, "pk"),
            levels=_gathered(Autonomy.objects.all(), ("segment", "state"), "pk"),
        )
        .get(id=system_id)
    )
    return Choices(
        system=system,
        outcome_codes=[_revived(OutcomeCode, row, system=system) for row in system.codes],
        reasons=[_revived(Reason, row) for row in system.in_force],
        limits=[_revived(AuthorityLimit, row, system=system) for row in system.limits or ()],  # no role: none
        autonomy=frozenset(row["state"] for row in system.levels),
    )


_CODE = ("id", "code", "label", "means", "caution", "machine_may", "principal_reasons")


_LIMIT = ("id", "role", "person_id", "outcome_code_id", "max_amount_minor")
_REASON = ("id", "code", "text", "directions", "input", "place", "is_restricted")

M = TypeVar("M", bound=Model)


def _gathered(rows: QuerySet[Any], names: tuple[str, ...], system: str = "system_id") -> ArraySubquery:
    """Gather a system's rows into one array, so that a caller asks once for everything in force."""
    return ArraySubquery(rows.filter(system=OuterRef(system)).values(whole=_whole(names)))


def _whole(names: tuple[str, ...]) -> JSONObject:
    return JSONObject(**{name: name for name in names})


def _revived(model: type[M], row: Mapping[str, Any], **also: Model) -> M:
    """Make a row of what JSON kept of it: ids are ids again."""
    ids = {name for name in row if name == "id" or name.endswith("_id")}
    values = {name: UUID(row[name]) if name in ids and row[name] else row[name] for name in row}
    return model(**values, **also)


def paused_for_share(system_id: UUID) -> Paused:
    """Read the pause row FOR SHARE: until this transaction ends, nobody can pause more of the system.

    What is paused lies in this one row: after waiting for it, PostgreSQL reads it anew, and no other table.
    """
    found = statements.ask("SELECT parts FROM registry_pause WHERE system_id = %s FOR SHARE", [system_id])
    if not found:
        return rules.WHOLE
    parts = found[0][0]
    return rules.read_paused(json.loads(parts) if isinstance(parts, str) else parts)


def open_pauses(system_id: UUID) -> QuerySet[PauseSpan]:
    """Return the pauses of an AI system that are in force."""
    return PauseSpan.objects.filter(system=system_id, ended_at=None)


@dataclass(frozen=True, slots=True)
class Reach:
    """The outcomes of an AI system, and what bounds somebody's roles in deciding them."""

    outcome_codes: list[OutcomeCode]
    limits: list[AuthorityLimit]


def reach(*, system_id: UUID, roles: frozenset[str], person_id: UUID, now: datetime) -> Reach:
    """Read an AI system's outcomes and the limits of a person at this instant; one statement."""
    rows = statements.read(
        "FROM (SELECT * FROM registry_outcomecode WHERE system_id = %s) o"
        " FULL JOIN (SELECT * FROM registry_authoritylimit"
        " WHERE system_id = %s AND (role = ANY(%s) OR person_id = %s)"
        " AND from_at <= %s AND (ended_at IS NULL OR ended_at > %s)) l ON false",
        [system_id, system_id, sorted(roles), person_id, now, now],
        o=OutcomeCode,
        l=AuthorityLimit,
    )
    return Reach([one for one, _ in rows if one is not None], [one for _, one in rows if one is not None])


def limits_in_force(*, now: datetime) -> QuerySet[AuthorityLimit]:
    """Return every limit of authority that counts at this instant."""
    begun = AuthorityLimit.objects.filter(from_at__lte=now)
    return begun.filter(Q(ended_at=None) | Q(ended_at__gt=now))


def limits_version(system_id: UUID) -> int:
    """Count the changes of an AI system's limits: what was set, and what was ended without another."""
    said = AuthorityLimit.objects.filter(system=system_id)
    return said.aggregate(n=Count("id") + Count("ended_by"))["n"] or 0


def limits_of(*, roles: Iterable[str], person_id: UUID, now: datetime) -> QuerySet[AuthorityLimit]:
    """Return what bounds a person at this instant, for `highest_minor`: their roles' limits and their own."""
    return limits_in_force(now=now).filter(Q(role__in=roles) | Q(person=person_id))


def highest_minor(limits: Iterable[AuthorityLimit], *, outcome_id: UUID) -> int | None:
    """Return the highest amount that a person's limits allow for an outcome; -1 nothing, None no limit."""
    amounts = [limit.max_amount_minor for limit in that_count(limits, outcome_id=outcome_id)]
    if any(amount is None for amount in amounts):
        return None
    return max((amount for amount in amounts if amount is not None), default=-1)


def that_count(limits: Iterable[AuthorityLimit], *, outcome_id: UUID) -> list[AuthorityLimit]:
    """Return which of a person's limits say something about an outcome.

    A person's own before their roles'; of each, those for this outcome before the general ones.
    """
    given = [limit for limit in limits if limit.outcome_code_id in {None, outcome_id}]
    given = [limit for limit in given if limit.person_id is not None] or given
    own = {limit.role for limit in given if limit.outcome_code_id is not None}
    return [limit for limit in given if limit.outcome_code_id is not None or limit.role not in own]


def covers(limits: Iterable[AuthorityLimit], *, outcome_id: UUID, amount_minor: int) -> bool:
    """Say whether a person's limits allow an amount for an outcome."""
    most = highest_minor(limits, outcome_id=outcome_id)
    return most is None or amount_minor <= most


def reasons_in_force(system_id: UUID) -> list[Reason]:
    """Return the reasons of the set in force, in their stable order."""
    rows: list[tuple[Reason]] = statements.read(
        "FROM registry_reason r JOIN registry_reasonset s ON s.id = r.reason_set_id"
        " WHERE s.system_id = %s AND s.ended_at IS NULL ORDER BY r.place",
        [system_id],
        r=Reason,
    )
    return [one for (one,) in rows]


def visible_systems(actor: Actor) -> list[AISystem]:
    """Return the AI systems the actor owns, is to take over, stands in for, or has any grant on, by name."""
    own = _own(actor).select_related("organisation", "pause")
    return sorted((one for one in own if may_see(actor, one)), key=lambda one: one.name)


def is_visible(actor: Actor, system_id: UUID) -> bool:
    """Say whether an AI system is among `visible_systems`, without reading the others."""
    system = _own(actor).filter(id=system_id).first()
    return system is not None and may_see(actor, system)


def _own(actor: Actor) -> QuerySet[AISystem]:
    systems = AISystem.objects.select_related("owner").filter(organisation=actor.organisation_id)
    return systems.annotate(is_concerned=_concerning(actor))


def _concerning(actor: Actor) -> Q:
    """Ask what makes an AI system somebody's concern besides grants: an open offer, a stated absence."""
    offers = OwnershipOffer.objects.filter(system=OuterRef("pk"), closed_at=None, to__actor=actor)
    absences = Absence.objects.filter(system=OuterRef("pk"), ended_at=None, deputy__actor=actor)
    return Q(Exists(offers)) | Q(Exists(absences))


def systems_of(organisation_id: UUID) -> list[AISystem]:
    """Return an organisation's AI systems by name, for whoever gives access to them."""
    return list(AISystem.objects.filter(organisation=organisation_id).order_by("name"))


def may_see(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor owns the AI system, has any grant on it, is to take it over, or stands in."""
    if system.owner.actor_id == actor.id or any(
        system.id in access.granted_ids(actor, name)
        for name in ("look_system", "analyse_system", "audit_system")
    ):
        return True
    known = getattr(system, "is_concerned", None)
    return _is_concerned(actor, system.id) if known is None else bool(known)


def _is_concerned(actor: Actor, system_id: UUID) -> bool:
    same = AISystem.objects.filter(id=system_id, organisation=actor.organisation_id)
    return same.filter(_concerning(actor)).exists()


def contract_versions(system_id: UUID) -> list[ContextContract]:
    """Return every version that is or was in force, the newest first."""
    return list(
        ContextContract.objects.filter(system=system_id)
        .select_related("by", "draft__author")
        .order_by("-number")
    )


def open_draft(system_id: UUID) -> ContractDraft | None:
    """Return the draft that is being written or waits for the owner."""
    found = ContractDraft.objects.filter(system=system_id, closed_at=None)
    return found.select_related("system__owner", "base", "author", "held_by", "proposed_by", "trial").first()


def is_held_by_another(draft: ContractDraft, by: Actor, now: datetime) -> bool:
    """Say whether somebody else edits the draft at this moment."""
    held = draft.held_by_id is not None and draft.held_by_id != by.id
    return held and draft.held_until is not None and draft.held_until > now


def of_machines(system: AISystem) -> tuple[dict[str, bool], frozenset[str]]:
    """Return outcome code -> whether the machine may ever decide it, and the keys of the segments."""
    codes = dict(OutcomeCode.objects.filter(system=system).values_list("code", "machine_may"))
    return codes, frozenset(one["key"] for one in system.segments)


def posture_versions(system_id: UUID) -> list[Posture]:
    """Return every risk decision that was signed, the newest first."""
    return list(Posture.objects.filter(system=system_id).select_related("by").order_by("-number"))


def posture_draft(system_id: UUID) -> PostureDraft | None:
    """Return the draft of the next risk decision."""
    found = PostureDraft.objects.filter(system=system_id, closed_at=None)
    return found.select_related("base", "author").first()


def open_offer(system_id: UUID) -> OwnershipOffer | None:
    """Return the offer of an AI system that waits for an answer."""
    found = OwnershipOffer.objects.filter(system=system_id, closed_at=None)
    return found.select_related("to__actor", "offered_by__actor", "system").first()


def offers(system_id: UUID) -> list[OwnershipOffer]:
    """Return every offer of an AI system, the newest first."""
    found = OwnershipOffer.objects.filter(system=system_id).order_by("-offered_at", "-id")
    return list(found.select_related("to__actor", "offered_by__actor"))


def absence(system_id: UUID) -> Absence | None:
    """Return the owner's stated absence, begun or to come."""
    found = Absence.objects.filter(system=system_id, ended_at=None)
    return found.select_related("deputy__actor", "owner__actor").first()


def owners_and_deputies(system_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, list[UUID]]:
    """Return the owner of each AI system, and who stands in at this moment, as actors."""
    ids = list(system_ids)
    found: dict[UUID, list[UUID]] = {}
    for system_id, actor_id in AISystem.objects.filter(id__in=ids).values_list("id", "owner__actor"):
        found.setdefault(system_id, []).append(actor_id)
    away = Absence.objects.filter(system__in=ids, ended_at=None, from_at__lte=now, until_at__gt=now)
    for system_id, actor_id in away.values_list("system", "deputy__actor"):
        found.setdefault(system_id, []).append(actor_id)
    return found


def people_with(*, organisation_id: UUID, roles: Iterable[str]) -> list[User]:
    """Return the active persons of an organisation who have one of these roles, by name."""
    found = User.objects.filter(
        actor__organisation=organisation_id, is_active=True, role_assignments__role__in=list(roles)
    )
    return list(found.select_related("actor").distinct().order_by("actor__name"))


def merged_texts(system_id: UUID, texts: Mapping[str, str]) -> dict[str, str]:
    """Return what reasons are called, with each that was merged called as the one under which it counts."""
    rows = ReasonChange.objects.filter(system=system_id).values_list("kind", "code", "into")
    changes = [
        rules.Changed(CareKind(kind), code, tuple(into)) for kind, code, into in rows.order_by("at", "id")
    ]
    under = rules.successors(changes)
    return {**texts, **{code: texts[last] for code, last in under.items() if last in texts}}
