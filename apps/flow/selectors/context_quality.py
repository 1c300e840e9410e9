"""How good the facts of an AI system are: per fact, per source and over time, with what stands behind it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, IntegerField, Sum, When
from django.db.models.functions import TruncWeek

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import CaseKind, Recommendation
from apps.measures import access as measures_access
from apps.measures import rules
from apps.measures.models import ContextCount, DefinitionQuestion, GroundingCount, SourceAlarm
from apps.measures.services import asking
from apps.measures.services.counting import ARRIVED, GIVEN
from apps.measures.states import QuestionState
from apps.registry.models import AISystem, ContextContract

FAULT_KINDS = ("missing", "stale", "conflict", "impossible")
KIND_OF = {"coded": "impossible", "undated": "stale"}  # counted with
STATES = ("incomplete", "stale", "conflicted", "out_of_scope")
MOST_ALARMS, MOST_QUESTIONS, MOST_CASES = 20, 50, 50
_REPAIRS = """
SELECT fact, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM cured_at - found_at)),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM cured_at - found_at))
FROM measures_contextrepair WHERE system_id = %s AND found_at >= %s GROUP BY ROLLUP (fact)
"""


@dataclass(frozen=True, slots=True)
class Repair:
    """How long cured faults lasted, in seconds."""

    n: int
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Quality:
    """One fact, one source, or a fact of a source: how much of what was expected was at fault, by kind.

    n: arrivals for a fact; for a source what it said or was expected to say. kinds: n at fault by kind.
    """

    fact: str
    source: str
    n: int
    n_at_fault: int
    kinds: Mapping[str, int]

    @property
    def share(self) -> rules.Share:
        return rules.share(self.n, min(self.n, self.n_at_fault))


@dataclass(frozen=True, slots=True)
class Week:
    """A share of one week; `week_on` is its Monday."""

    week_on: dt.date
    share: rules.Share


@dataclass(frozen=True, slots=True)
class Version:
    """How much of what a model with a prompt version stated was not supported."""

    model_version: str
    prompt_version: str
    n_arrivals: int
    n_unsupported: int
    share: rules.Share


@dataclass(frozen=True, slots=True)
class ContextQuality:
    """The whole page. weekly: of the chosen fact, or of all arrivals by whether their context was legible."""

    system: AISystem
    contract: intake_rules.Contract | None
    n_arrived: int
    states: Mapping[str, rules.Share]
    facts: tuple[Quality, ...]
    sources: tuple[Quality, ...]
    pairs: tuple[Quality, ...]
    fact: str
    weekly: tuple[Week, ...]
    versions: tuple[Version, ...]
    grounding_weekly: tuple[Week, ...]
    repairs: Mapping[str, Repair]
    alarms: tuple[SourceAlarm, ...]
    questions: tuple[DefinitionQuestion, ...]
    may_ask: bool
    recipients: tuple[Actor, ...]


def analysed_system(*, slug: str, to: Actor) -> AISystem:
    """Return an AI system whose figures the actor may read.

    Raises: NotVisible.
    """
    found = next((one for one in measures_access.analysed_systems(to) if one.slug == slug), None)
    if found is None:
        raise refusals.NotVisible
    return found


def fact_labels(*, system: AISystem) -> dict[str, str]:
    """Name the facts of an AI system's contract in force."""
    row = ContextContract.objects.filter(system=system, ended_at=None).first()
    found = intake.contract(row).labels() if row else {}
    return {key: speak_kept(label) for key, label in found.items()}


def system_of_question(*, question_id: UUID, to: Actor) -> str:
    """Return the slug of the AI system that a question is about.

    Raises: NotVisible.
    """
    row = DefinitionQuestion.objects.select_related("system").filter(id=question_id).first()
    if row is None:
        raise refusals.NotVisible
    return analysed_system(slug=row.system.slug, to=to).slug


def context_quality(
    *, slug: str, to: Actor, since: dt.date | None, fact: str, now: dt.datetime
) -> ContextQuality:
    """Return how good an AI system's facts are since a Monday, worst first. fact: whose weeks are wanted.

    Raises: NotVisible.
    """
    system = analysed_system(slug=slug, to=to)
    row = ContextContract.objects.filter(system=system, ended_at=None).first()
    contract = intake.contract(row) if row else None
    counts = _counts(system.id, since)
    n_arrived = sum(counts.get(("", "", ARRIVED), {}).values())
    chosen = fact if contract and fact in contract.specs else ""
    versions, weekly = _grounding(system.id, since)
    return ContextQuality(
        system=system,
        contract=contract,
        n_arrived=n_arrived,
        states={one: rules.share(n_arrived, sum(counts.get(("", "", one), {}).values())) for one in STATES},
        facts=_facts(counts, n_arrived),
        sources=_sources(counts),
        pairs=_pairs(counts),
        fact=chosen,
        weekly=_weekly(counts, chosen),
        versions=versions,
        grounding_weekly=weekly,
        repairs=_repairs(system.id, since),
        alarms=_alarms(system.id),
        questions=_questions(system.id),
        may_ask=asking.may_ask(to, system),
        recipients=tuple(asking.may_answer_at_all(system, now)) if asking.may_ask(to, system) else (),
    )


Counts = Mapping[tuple[str, str, str], Mapping[dt.date, int]]


def _counts(system_id: UUID, since: dt.date | None) -> Counts:
    rows = ContextCount.objects.filter(system=system_id)
    rows = rows.filter(day_on__gte=since) if since else rows
    weeks = rows.annotate(week_on=TruncWeek("day_on")).values_list("week_on", "fact", "source", "kind")
    found: dict[tuple[str, str, str], dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
    for week_on, fact, source, kind, n in weeks.annotate(total=Sum("n")):
        found[fact, source, KIND_OF.get(kind, kind) if fact else kind][week_on] += n
    return found


def _kinds(counts: Counts, fact: str, source: str) -> dict[str, int]:
    return {kind: sum(counts.get((fact, source, kind), {}).values()) for kind in FAULT_KINDS}


def _worst_first(found: Sequence[Quality]) -> tuple[Quality, ...]:
    """By the lower end of the interval, so that a few bad cases do not outrank many; too few come last."""

    def rank(one: Quality) -> tuple[bool, float, int, str, str]:
        return one.n < rules.ENOUGH, -one.share.low, -one.n_at_fault, one.fact, one.source

    return tuple(sorted(found, key=rank))


def _facts(counts: Counts, n_arrived: int) -> tuple[Quality, ...]:
    keys = {fact for fact, _, _ in counts if fact}
    found = [
        Quality(
            key, "", n_arrived, sum(counts.get((key, "", "at_fault"), {}).values()), _kinds(counts, key, "")
        )
        for key in keys
    ]
    return _worst_first(found)


def _pairs(counts: Counts) -> tuple[Quality, ...]:
    found = []
    for fact, source in {(fact, source) for fact, source, _ in counts if source}:
        kinds = _kinds(counts, fact, source)
        n = sum(counts.get((fact, source, GIVEN), {}).values()) + kinds["missing"]
        found.append(Quality(fact, source, n, min(n, sum(kinds.values())), kinds))
    return _worst_first(found)


def _sources(counts: Counts) -> tuple[Quality, ...]:
    by_source: dict[str, list[Quality]] = defaultdict(list)
    for one in _pairs(counts):
        by_source[one.source].append(one)
    found = [
        Quality(
            "",
            source,
            sum(one.n for one in parts),
            sum(one.n_at_fault for one in parts),
            {kind: sum(one.kinds[kind] for one in parts) for kind in FAULT_KINDS},
        )
        for source, parts in by_source.items()
    ]
    return _worst_first(found)


def _weekly(counts: Counts, fact: str) -> tuple[Week, ...]:
    arrived = counts.get(("", "", ARRIVED), {})
    if not arrived:
        return ()
    legible = counts.get(("", "", "legible"), {})
    at_fault = counts.get((fact, "", "at_fault"), {})

    def bad(week: dt.date) -> int:
        n = arrived.get(week, 0)
        return min(n, at_fault.get(week, 0)) if fact else n - legible.get(week, 0)

    return _each_week({week: (n, bad(week)) for week, n in arrived.items()})


def _each_week(shares: Mapping[dt.date, tuple[int, int]]) -> tuple[Week, ...]:
    first, last = min(shares), max(shares)
    weeks = [first + dt.timedelta(weeks=place) for place in range((last - first).days // 7 + 1)]
    return tuple(Week(week, rules.share(*shares.get(week, (0, 0)))) for week in weeks)


def _grounding(system_id: UUID, since: dt.date | None) -> tuple[tuple[Version, ...], tuple[Week, ...]]:
    rows = GroundingCount.objects.filter(system=system_id)
    rows = rows.filter(day_on__gte=since) if since else rows
    sums = {"n": Sum("n_statements"), "k": Sum("n_unsupported"), "arrived": Sum("n_arrivals")}
    versions = rows.values_list("model_version", "prompt_version").annotate(**sums)
    found = [
        Version(model, prompt, arrived, k, rules.share(n, k)) for model, prompt, n, k, arrived in versions
    ]
    weeks: dict[dt.date, tuple[int, int]] = {}
    for week_on, n, k in (
        rows.annotate(week_on=TruncWeek("day_on"))
        .values_list("week_on")
        .annotate(n=Sum("n_statements"), k=Sum("n_unsupported"))
    ):
        weeks[week_on] = (n, k)
    ordered = sorted(found, key=lambda one: (-one.share.n, one.model_version, one.prompt_version))
    return tuple(ordered), _each_week(weeks) if weeks else ()


def unsupported_share(*, system_id: UUID, since: dt.date | None, model_version: str = "") -> rules.Share:
    """Return which share of what the AI stated since a Monday was not supported by what it cites.

    model_version: of what this version stated; empty is all.
    """
    stated, _ = _grounding(system_id, since)
    versions = [one for one in stated if model_version in {"", one.model_version}]
    n = sum(one.share.n for one in versions)
    return rules.share(n, sum(one.n_unsupported for one in versions))


def _repairs(system_id: UUID, since: dt.date | None) -> dict[str, Repair]:
    """By fact, and over all facts under the empty key."""
    from_at = dt.datetime.combine(since or dt.date(1970, 1, 1), dt.time.min, dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute(_REPAIRS, [system_id, from_at])
        rows = cursor.fetchall()
    return {fact or "": Repair(n, float(median), float(p90)) for fact, n, median, p90 in rows if n}


def _alarms(system_id: UUID) -> tuple[SourceAlarm, ...]:
    is_open = Case(When(closed_at=None, then=0), default=1, output_field=IntegerField())
    rows = SourceAlarm.objects.filter(system=system_id).annotate(place=is_open)
    return tuple(rows.order_by("place", "-onset_on", "source", "fact")[:MOST_ALARMS])


def _questions(system_id: UUID) -> tuple[DefinitionQuestion, ...]:
    is_open = Case(When(state=QuestionState.OPEN, then=0), default=1, output_field=IntegerField())
    rows = DefinitionQuestion.objects.filter(system=system_id).annotate(place=is_open)
    return tuple(
        rows.select_related("asked_by", "to", "closed_by").order_by("place", "-asked_at")[:MOST_QUESTIONS]
    )


def context_weeks(*, system: AISystem) -> list[tuple[Quality, dt.date]]:
    """Return every fact, and every fact of a source, week by week, oldest first; for a file."""
    counts = _counts(system.id, None)
    weeks = sorted({week for one in counts.values() for week in one})
    found: list[tuple[Quality, dt.date]] = []
    for week in weeks:
        here = {key: {week: n[week]} for key, n in counts.items() if week in n}
        n_arrived = here.get(("", "", ARRIVED), {}).get(week, 0)
        rows = sorted((*_facts(here, n_arrived), *_pairs(here)), key=lambda one: (one.fact, one.source))
        found += [(one, week) for one in rows]
    return found


@dataclass(frozen=True, slots=True)
class CaseAtFault:
    """One arrival behind a figure."""

    recommendation_id: UUID
    case_ref: str
    received_at: dt.datetime
    state: str
    findings: tuple[Mapping[str, Any], ...]


def cases_at_fault(
    *, system: AISystem, fact: str, source: str, kind: str, limit: int = MOST_CASES
) -> list[CaseAtFault]:
    """Return the newest arrivals with a finding of a fact, source or kind, the worst of each day first."""
    rows = Recommendation.objects.filter(system=system, case__kind=CaseKind.REAL)
    wanted: dict[str, object] = {name: value for name, value in (("fact", fact), ("kind", kind)) if value}
    if source:
        wanted["sources"] = [source]
    rows = (
        rows.filter(snapshot__findings__contains=[wanted]) if wanted else rows.exclude(snapshot__findings=[])
    )
    return [
        CaseAtFault(
            row.id,
            row.case.case_ref,
            row.received_at,
            row.snapshot.state,
            tuple(one for one in row.snapshot.findings if not fact or one["fact"] == fact),
        )
        for row in rows.select_related("case", "snapshot").order_by("-received_at", "-id")[:limit]
    ]
