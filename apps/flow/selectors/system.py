"""AI systems as their owner, analysts and auditors see them: what each may do, under whose word."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak
from apps.delivery.models import Delivery
from apps.delivery.states import DeliveryState
from apps.flow.selectors import bounds
from apps.flow.selectors.erring import Alone, Measured, alone, measured
from apps.flow.selectors.went_live import WentLive, went_live
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import CaseKind
from apps.measures import rules as measure_rules
from apps.measures import selectors as measures
from apps.measures.models import Calibration, Measurement
from apps.measures.rules import OVERRIDE_SHARE
from apps.policy import rules as policy_rules
from apps.policy import selectors as policy
from apps.policy.models import PolicyVersion
from apps.policy.states import PolicyState
from apps.registry import access as registry_access
from apps.registry import rules as registry_rules
from apps.registry import selectors as registry
from apps.registry.models import (
    Absence,
    AISystem,
    Autonomy,
    ContextContract,
    OutcomeCode,
    Pause,
    PauseSpan,
    Posture,
    Reason,
)
from apps.registry.rules import Reading
from apps.registry.states import AutonomyState, LimitKind
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.states import DecisionKind, ItemState

WEEKS = 4
_WAITING = (ItemState.OPEN, ItemState.CLAIMED, ItemState.WAITING, ItemState.HELD)
_TROUBLED = (DeliveryState.OVERDUE, DeliveryState.REFUSED)


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One AI system; `overrides` is the share of people's decisions of four weeks, None before the first."""

    system: AISystem
    pause: Pause | None
    posture: Posture | None
    n_acting: int
    overrides: measure_rules.Share | None
    n_overdue: int
    n_refused: int


@dataclass(frozen=True, slots=True)
class PauseEffect:
    """True numbers of what a pause changes: automatic decisions of four weeks, and what is open now."""

    n_alone: int
    n_open: int


@dataclass(frozen=True, slots=True)
class SystemPage:
    system: AISystem
    pause: Pause
    is_owner: bool
    posture: Posture | None
    policy: PolicyVersion | None
    rules: policy_rules.Policy | None
    contract: intake_rules.Contract | None
    contract_row: ContextContract | None
    reasons: list[Reason]
    outcome_codes: list[OutcomeCode]
    autonomy: list[Autonomy]
    weekly: list[Measurement]
    calibrations: list[tuple[Calibration, str]]
    effect: PauseEffect
    measured: Measured | None
    alone: Alone | None
    spans: list[PauseSpan]
    may_pause: bool
    readings: Mapping[bounds.Key, Reading]
    bounded: bounds.Bounded | None
    live: Sequence[WentLive]
    absence: Absence | None


def systems(*, to: Actor, now: datetime, owned_only: bool = False) -> list[SystemRow]:
    """Return the AI systems that a person owns or has any grant on, by name."""
    seen = [one for one in registry.visible_systems(to) if not owned_only or one.owner.actor_id == to.id]
    if not seen:
        return []
    ids = [one.id for one in seen]
    found = (
        AISystem.objects.filter(id__in=ids)
        .select_related("owner", "pause__by")
        .prefetch_related("autonomy", Prefetch("postures", Posture.objects.filter(ended_at=None)))
        .order_by("name")
    )
    overrides, troubled = _overrides(ids, now), _troubled(ids)
    return [_row(one, overrides.get(one.id), troubled) for one in found]


def _row(
    one: AISystem, overrides: measure_rules.Share | None, troubled: Mapping[tuple[UUID, str], int]
) -> SystemRow:
    levels = [AutonomyState(row.state) for row in one.autonomy.all()]
    return SystemRow(
        system=one,
        pause=one.pause if one.pause.is_paused else None,
        posture=next(iter(one.postures.all()), None),
        n_acting=sum(1 for level in levels if level.acts),
        overrides=overrides,
        n_overdue=troubled.get((one.id, DeliveryState.OVERDUE.value), 0),
        n_refused=troubled.get((one.id, DeliveryState.REFUSED.value), 0),
    )


def _overrides(system_ids: Iterable[UUID], now: datetime) -> dict[UUID, measure_rules.Share]:
    """The last four weeks together; a week's share times its n is a whole number again."""
    rows = Measurement.objects.filter(
        system__in=list(system_ids),
        measure=OVERRIDE_SHARE,
        period_on__gt=(now - timedelta(weeks=WEEKS)).date(),
        value__isnull=False,
    )
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        sums[row.system_id][0] += row.n
        sums[row.system_id][1] += round(row.n * (row.value or 0))
    return {system_id: measure_rules.share(n, k) for system_id, (n, k) in sums.items() if n}


def _troubled(system_ids: Iterable[UUID]) -> dict[tuple[UUID, str], int]:
    rows = (
        Delivery.objects.filter(decision__recommendation__system__in=list(system_ids), state__in=_TROUBLED)
        .order_by()
        .values_list("decision__recommendation__system_id", "state")
        .annotate(n=Count("id"))
    )
    return {(system_id, state): n for system_id, state, n in rows}


def system_seen(*, slug: str, to: Actor) -> AISystem:
    """Return an AI system that the person owns or has any grant on.

    Raises: refusals.NotVisible.
    """
    found = next((one for one in registry.visible_systems(to) if one.slug == slug), None)
    if found is None:
        raise refusals.NotVisible
    return found


def system_page(*, slug: str, to: Actor, now: datetime) -> SystemPage:
    """Return everything that the page of one AI system says.

    Raises: refusals.NotVisible.
    """
    system = system_seen(slug=slug, to=to)
    contract = ContextContract.objects.filter(system=system, ended_at=None).first()
    version = (
        PolicyVersion.objects.select_related("author", "approved_by")
        .filter(system=system, state=PolicyState.LIVE)
        .first()
    )
    posture = Posture.objects.select_related("by").filter(system=system, ended_at=None).first()
    readings = _readings(system, posture, now)
    return SystemPage(
        system=system,
        pause=Pause.objects.select_related("by").get(system=system),
        is_owner=system.owner.actor_id == to.id,
        posture=posture,
        policy=version,
        rules=policy.compiled(version) if version else None,
        contract=intake.spoken_contract(contract) if contract else None,
        contract_row=contract,
        reasons=registry.reasons_in_force(system.id),
        outcome_codes=list(OutcomeCode.objects.filter(system=system).order_by("caution", "code")),
        autonomy=list(Autonomy.objects.filter(system=system)),
        weekly=measures.weekly(system_id=system.id, to=to),
        calibrations=_calibrations(system.id),
        effect=_effect(system.id, now),
        measured=measured(system, kept=measures.tallied(system_id=system.id), now=now),
        alone=alone(system, posture) if posture else None,
        spans=list(registry.open_pauses(system.id).select_related("by").order_by("since", "id")),
        readings=readings,
        bounded=_bounded(posture, readings),
        live=went_live(systems=[system]).get(system.id, ()),
        absence=registry.absence(system.id),
        may_pause=registry_access.may_pause(to, system, now=now),
    )


def _readings(system: AISystem, posture: Posture | None, now: datetime) -> Mapping[bounds.Key, Reading]:
    if posture is None:
        return {}
    return bounds.readings(system=system, posture=registry_rules.read_posture(posture.body), now=now)


def _bounded(posture: Posture | None, readings: Mapping[bounds.Key, Reading]) -> bounds.Bounded | None:
    if posture is None:
        return None
    limit = registry_rules.read_posture(posture.body).limits.get(LimitKind.OVERRIDE)
    return bounds.Bounded(limit, readings[LimitKind.OVERRIDE, bounds.WHOLE]) if limit else None


def _calibrations(system_id: UUID) -> list[tuple[Calibration, str]]:
    """Each model version over all its cases, the newest first, with how often officers agreed."""
    rows = Calibration.objects.filter(system=system_id, segment=measures.WHOLE)
    return [
        (row, speak(measure_rules.agreement_sentence(row.n, row.n_correct)))
        for row in rows.order_by("-computed_at", "-model_version")
    ]


def _effect(system_id: UUID, now: datetime) -> PauseEffect:
    alone = Decision.objects.filter(
        recommendation__system=system_id,
        kind=DecisionKind.AUTOMATIC,
        decided_at__gt=now - timedelta(weeks=WEEKS),
    )
    return PauseEffect(
        n_alone=alone.count(),
        n_open=ReviewItem.objects.filter(system=system_id, state__in=_WAITING)
        .exclude(case__kind=CaseKind.KNOWN_ANSWER)
        .count(),
    )
