"""What the owner and the analyst of an AI system find on the start page: may it be trusted, what changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Q, QuerySet, Value

from apps.accounts.models import Actor
from apps.flow.selectors.daily_notes import Waits, waiting_notes
from apps.flow.selectors.notes import WorthReading, worth_reading
from apps.flow.selectors.system import SystemRow, systems
from apps.flow.selectors.teaching import Known, known
from apps.learning.models import Finding, Fix
from apps.learning.selectors import is_current
from apps.learning.states import FindingState, FixKind, FixState
from apps.measures import rules, selectors
from apps.measures.models import DefinitionQuestion, Measurement, ModelVersion, SourceAlarm
from apps.measures.rules import OVERRIDE_SHARE
from apps.measures.states import QuestionState
from apps.policy.models import PolicyVersion, SegmentSet
from apps.policy.states import PolicyState
from apps.registry.models import AISystem, ContractDraft
from apps.registry.states import DraftState

WEEKS = 4
N_NOTES = 3


@dataclass(frozen=True, slots=True)
class Owned:
    """One AI system of its owner: what is known of it, and how much waits for a word of theirs.

    proposed: of "contract", "policy", "segments" and "fix", how many wait for their signature.
    """

    row: SystemRow
    known: Known
    n_new_patterns: int
    proposed: Mapping[str, int]
    n_questions: int
    n_alarms: int
    notes: Waits


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in one AI system: overrides in four weeks and the four before, the model, old patterns."""

    system: AISystem
    lately: rules.Share
    before: rules.Share
    version: ModelVersion | None
    old_version: ModelVersion | None
    n_held: int
    n_not_held: int
    n_undecided: int


@dataclass(frozen=True, slots=True)
class AnalystNews:
    notes: WorthReading
    waiting: list[tuple[AISystem, Waits]]
    changed: list[Changed]


def owner_home(*, to: Actor, now: datetime) -> list[Owned]:
    """Return the AI systems that a person answers for, by name."""
    rows = systems(to=to, now=now, owned_only=True)
    if not rows:
        return []
    ids = [one.system.id for one in rows]
    known_of = {one.system.id: one for one in known([one.system for one in rows], now=now)}
    new = _counts(Finding.objects.filter(is_current(), system__in=ids, state=FindingState.NEW))
    proposed = _proposed(ids)
    open_ones = DefinitionQuestion.objects.filter(system__in=ids, state=QuestionState.OPEN, to=to)
    asked = _counts(open_ones)
    notes = waiting_notes(systems=[one.system for one in rows], to=to, now=now)
    alarms = _counts(SourceAlarm.objects.filter(system__in=ids, closed_at=None))
    return [
        Owned(
            row=one,
            known=known_of[one.system.id],
            n_new_patterns=new.get(one.system.id, 0),
            proposed=proposed[one.system.id],
            n_questions=asked.get(one.system.id, 0),
            n_alarms=alarms.get(one.system.id, 0),
            notes=notes[one.system.id],
        )
        for one in rows
    ]


def _proposed(system_ids: Iterable[UUID]) -> Mapping[UUID, Counter[str]]:
    """Count what waits for the owner's signature; a fix of a rule or the contract waits as that document."""
    waiting: dict[str, QuerySet[Any]] = {
        "contract": ContractDraft.objects.filter(state=DraftState.PROPOSED),
        "policy": PolicyVersion.objects.filter(state=PolicyState.PROPOSED),
        "segments": SegmentSet.objects.filter(state=PolicyState.PROPOSED),
        "fix": Fix.objects.filter(state=FixState.PROPOSED, kind__in=[FixKind.REASONS, FixKind.MODEL]),
    }
    first, *rest = (
        rows.filter(system__in=system_ids).order_by().values_list("system_id", Value(kind, CharField()))
        for kind, rows in waiting.items()
    )
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for system_id, kind in first.union(*rest, all=True):
        found[system_id][kind] += 1
    return found


def _counts(rows: QuerySet[Any]) -> dict[UUID, int]:
    return dict(rows.order_by().values_list("system_id").annotate(n=Count("id")))


def analyst_news(*, to: Actor, now: datetime) -> AnalystNews:
    """Return notes worth reading, and what changed in the AI systems that the person analyses."""
    analysed = selectors.analysed(to=to)
    notes = worth_reading(systems=analysed, to=to, now=now, limit=N_NOTES)
    waits = waiting_notes(systems=analysed, to=to, now=now)
    waiting = [(one, waits[one.id]) for one in analysed if waits[one.id].n]
    return AnalystNews(notes, waiting, _changed(analysed, now))


def _changed(analysed: list[AISystem], now: datetime) -> list[Changed]:
    ids = [one.id for one in analysed]
    versions = selectors.versions(system_ids=ids)
    shares, held = _shares(ids, now), _held(ids)
    return [_one_changed(one, versions.get(one.id, []), shares, held) for one in analysed]


def _one_changed(
    system: AISystem,
    versions: Sequence[ModelVersion],
    shares: Mapping[UUID, tuple[rules.Share, rules.Share]],
    held: Mapping[UUID, tuple[int, int, int]],
) -> Changed:
    nothing = rules.share(0, 0)
    lately, before = shares.get(system.id, (nothing, nothing))
    n_held, n_not_held, n_undecided = held.get(system.id, (0, 0, 0))
    version, old_version, *_ = (*versions, None, None)
    return Changed(system, lately, before, version, old_version, n_held, n_not_held, n_undecided)


def _shares(system_ids: Iterable[UUID], now: datetime) -> dict[UUID, tuple[rules.Share, rules.Share]]:
    """AI system -> share of overrides in the last four weeks, and in the four before, by Mondays."""
    middle, start = ((now - timedelta(weeks=n)).date() for n in (WEEKS, 2 * WEEKS))
    sums: dict[UUID, list[int]] = {}
    rows = Measurement.objects.filter(
        system__in=list(system_ids), measure=OVERRIDE_SHARE, period_on__gt=start, value__isnull=False
    )
    for row in rows:
        place = 0 if row.period_on > middle else 2
        counted = sums.setdefault(row.system_id, [0, 0, 0, 0])
        counted[place] += row.n
        counted[place + 1] += round(row.n * (row.value or 0))
    return {key: (rules.share(n, k), rules.share(m, j)) for key, (n, k, m, j) in sums.items()}


def _held(system_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """AI system -> patterns that held in later decisions, that did not, and that too few cases leave open."""
    found = Finding.objects.filter(is_current(), system__in=list(system_ids))
    found = found.exclude(state=FindingState.DISMISSED)
    holds = Q(last_pattern__confirmation__holds=True)
    fails = Q(last_pattern__confirmation__holds=False)
    rows = (
        found.order_by()
        .values("system_id")
        .annotate(held=Count("id", filter=holds), failed=Count("id", filter=fails), n=Count("id"))
    )
    return {
        one["system_id"]: (one["held"], one["failed"], one["n"] - one["held"] - one["failed"]) for one in rows
    }
