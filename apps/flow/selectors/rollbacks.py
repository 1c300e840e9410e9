"""What a rollback would touch, and what became of one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.core.words import say
from apps.delivery.models import Delivery
from apps.flow.selectors import cursors
from apps.intake.models import CaseKind
from apps.measures import access
from apps.measures.models import GroundingCount, ModelVersion
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem, OutcomeCode
from apps.reviews import access as reviews_access
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ReversalLine, ReversalRun, ReviewItem
from apps.reviews.states import DecisionKind, ItemKind, WhyNot

MACHINE, PEOPLE = "machine", "people"
LANES: Mapping[str, tuple[DecisionKind, ...]] = {
    MACHINE: (DecisionKind.AUTOMATIC,),
    PEOPLE: (DecisionKind.APPROVED, DecisionKind.OVERRIDDEN),
    "": (DecisionKind.AUTOMATIC, DecisionKind.APPROVED, DecisionKind.OVERRIDDEN),
}
EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """Which decisions: every field that is set narrows. Days are of the organisation, both included.

    policy: a version's number. lane: machine, people, or both when empty.
    """

    policy: int | None = None
    model: str = ""
    prompt: str = ""
    lane: str = MACHINE
    segment: str = ""
    since: date | None = None
    until: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Write it down; days as ISO dates."""
        found = asdict(self)
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in found.items()}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a scope holds: how many can be reversed, why others cannot, and by outcome."""

    n: int
    n_found: int
    left: Mapping[WhyNot, int]
    by_outcome: tuple[tuple[str, int], ...]
    amount_minor: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollbackPage:
    """The choices of an AI system's owner, what is chosen, and earlier rollbacks."""

    system: AISystem
    is_owner: bool
    versions: tuple[PolicyVersion, ...]
    models: tuple[str, ...]
    prompts: tuple[str, ...]
    segments: tuple[tuple[str, str], ...]
    outcomes: tuple[OutcomeCode, ...]
    preview: Preview | None
    rows: tuple[ReversalRun, ...]


@dataclass(frozen=True, slots=True)
class LineRow:
    case_ref: str
    decided_at: datetime
    outcome: str
    by_machine: bool
    why_not: str
    is_done: bool
    delivery: str


@dataclass(frozen=True, slots=True)
class RollbackSeen:
    """One rollback with a page of its lines; left: why how many could not be reversed."""

    rollback: ReversalRun
    rows: tuple[LineRow, ...]
    after: str | None
    left: Mapping[str, int]
    n_open: int
    is_owner: bool


def in_scope(*, system: AISystem, scope: Scope) -> QuerySet[Decision]:
    """Return the decisions on real cases that a scope names, reversals themselves left out.

    Raises: Invalid(scope) where nothing but the lane is named.
    """
    if scope.policy is None and not scope.model and not scope.prompt and scope.since is None:
        raise refusals.Invalid(
            say("Name a version of the policy, the model or the prompt, or a first day."), field="policy"
        )
    rows = Decision.objects.filter(
        recommendation__system=system, kind__in=LANES[scope.lane], case__kind=CaseKind.REAL
    )
    agreeing = ReviewItem.objects.filter(id=OuterRef("item_id"), kind=ItemKind.AUDIT)
    rows = rows.exclude(Exists(agreeing), reverses=None)  # a second look that left what was decided
    if scope.policy is not None:
        rows = rows.filter(policy__number=scope.policy, policy__system=system)
    for name, value in (
        ("recommendation__model_version", scope.model),
        ("recommendation__prompt_version", scope.prompt),
        ("recommendation__segment", scope.segment),
    ):
        rows = rows.filter(**{name: value}) if value else rows
    zone = ZoneInfo(system.organisation.time_zone)
    if scope.since is not None:
        rows = rows.filter(decided_at__gte=datetime.combine(scope.since, time(), zone))
    if scope.until is not None:
        rows = rows.filter(decided_at__lt=datetime.combine(scope.until + timedelta(days=1), time(), zone))
    return rows


def caution(system_id: UUID) -> dict[str, int]:
    """Return the rank of each outcome code; higher is more cautious."""
    return dict(OutcomeCode.objects.filter(system=system_id).values_list("code", "caution"))


def rollback_page(*, slug: str, scope: Scope | None, outcome: str, to: Actor) -> RollbackPage:
    """Return what an owner chooses from, and what the choice would touch.

    Raises: NotVisible, Invalid(scope).
    """
    system = _analysed(to, slug)
    codes = tuple(OutcomeCode.objects.filter(system=system))
    code = next((one for one in codes if one.code == outcome), None)
    return RollbackPage(
        system=system,
        is_owner=system.owner.actor_id == to.id,
        versions=tuple(
            PolicyVersion.objects.filter(system=system, live_at__isnull=False).order_by("-number")
        ),
        models=tuple(
            ModelVersion.objects.filter(system=system).order_by("-last_at").values_list("name", flat=True)
        ),
        prompts=tuple(
            GroundingCount.objects.filter(system=system)
            .exclude(prompt_version="")
            .order_by("prompt_version")
            .values_list("prompt_version", flat=True)
            .distinct()
        ),
        segments=tuple((key, speak_kept(label)) for key, label in system.segment_labels.items()),
        outcomes=codes,
        preview=None if scope is None or code is None else _preview(system, scope, code),
        rows=tuple(
            ReversalRun.objects.filter(system=system)
            .select_related("by", "outcome_code")
            .order_by("-begun_at")[:50]
        ),
    )


def _analysed(to: Actor, slug: str) -> AISystem:
    found = next((one for one in access.analysed_systems(to) if one.slug == slug), None)
    if found is None:
        raise refusals.NotVisible
    return found


def _preview(system: AISystem, scope: Scope, code: OutcomeCode) -> Preview:
    found = list(in_scope(system=system, scope=scope).select_related("outcome_code", "case").order_by("id"))
    refused = reviews.why_not(decisions=found, outcome_id=code.id)
    able = [one for one in found if one.id not in refused]
    outcomes = Counter(speak_kept(one.outcome_code.label) for one in able)
    return Preview(
        n=len(able),
        n_found=len(found),
        left=Counter(refused.values()),
        by_outcome=tuple(outcomes.most_common()),
        amount_minor=sum(one.amount_minor or 0 for one in able),
        examples=tuple(one.case.case_ref for one in able[:EXAMPLES]),
    )


def rollback_seen(
    *, rollback_id: UUID, only_left: bool, after: str | None, limit: int, to: Actor
) -> RollbackSeen:
    """Return one rollback with its lines, in the order they are worked.

    Raises: NotVisible, BadCursor.
    """
    rollback = (
        ReversalRun.objects.select_related("system__owner", "system__organisation", "by", "outcome_code")
        .filter(id=rollback_id)
        .first()
    )
    if rollback is None:
        raise refusals.NotVisible
    system = _analysed(to, rollback.system.slug)
    if system.id != rollback.system_id:
        raise refusals.NotVisible
    lines = ReversalLine.objects.filter(run=rollback)
    shown = lines.exclude(why_not="") if only_left else lines
    shown = shown.exclude(decision__case__in=reviews_access.walled_cases(to))
    found = list(
        cursors.LINES.page(shown.select_related("decision__case", "decision__outcome_code"), after, limit)
    )
    left = Counter(lines.exclude(why_not="").values_list("why_not", flat=True))
    return RollbackSeen(
        rollback=rollback,
        rows=tuple(_rows(found[:limit])),
        after=cursors.LINES.cursor(found[limit - 1]) if len(found) > limit else None,
        left=left,
        n_open=lines.filter(done_at=None).count(),
        is_owner=system.owner.actor_id == to.id,
    )


def _rows(found: list[ReversalLine]) -> list[LineRow]:
    sent = dict(
        Delivery.objects.filter(
            decision__in=[one.reversal_id for one in found if one.reversal_id]
        ).values_list("decision", "state")
    )
    return [
        LineRow(
            case_ref=one.decision.case.case_ref,
            decided_at=one.decision.decided_at,
            outcome=speak_kept(one.decision.outcome_code.label),
            by_machine=one.decision.kind == DecisionKind.AUTOMATIC,
            why_not=one.why_not,
            is_done=one.done_at is not None,
            delivery=sent.get(one.reversal_id, "") if one.reversal_id else "",
        )
        for one in found
    ]
