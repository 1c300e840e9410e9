import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet

from apps.accounts.models import Actor, Organisation, WorkingTime
from apps.core import canonical, statements
from apps.intake.models import ContextSnapshot, Recommendation
from apps.policy import rules
from apps.policy.models import PolicyVersion, SegmentSet, ShadowRun, Verdict
from apps.policy.states import OPEN, PolicyState
from apps.registry.models import AISystem, OutcomeCode


def live(system_id: UUID) -> PolicyVersion | None:
    """Return the version in force of an AI system, or None."""
    found = statements.read(
        "FROM policy_policyversion v WHERE v.system_id = %s AND v.state = %s",
        [system_id, PolicyState.LIVE],
        v=PolicyVersion,
    )
    return found[0][0] if found else None


def verdict_in_force(recommendation_id: UUID) -> Verdict:
    """Return the last verdict on a recommendation, with this, its outcome and its snapshot; one statement.

    What `ladder_said` reads of its version comes along.
    """
    found = statements.read(
        "FROM policy_verdict v JOIN intake_recommendation r ON r.id = v.recommendation_id"
        " JOIN registry_outcomecode o ON o.id = r.outcome_code_id"
        " JOIN intake_contextsnapshot s ON s.id = r.snapshot_id"
        " JOIN policy_policyversion p ON p.id = v.policy_id"
        " WHERE v.recommendation_id = %s ORDER BY v.number DESC LIMIT 1",
        [recommendation_id],
        more=("p.tree -> 'ladder'",),
        v=Verdict,
        r=Recommendation,
        o=OutcomeCode,
        s=ContextSnapshot,
    )
    verdict: Verdict
    verdict, recommendation, outcome, snapshot, verdict.ladder_text = found[0]
    statements.relate(recommendation, outcome_code=outcome, snapshot=snapshot)
    statements.relate(verdict, recommendation=recommendation)
    return verdict


def judging(system_id: UUID, *, now: datetime) -> tuple[PolicyVersion | None, ShadowRun | None]:
    """Return the version in force and the run of one in shadow beside it, each or None; one statement."""
    rows = statements.read(
        "FROM policy_policyversion v LEFT JOIN policy_shadowrun r ON r.id = v.shadow_id"
        " WHERE v.system_id = %s AND v.state = ANY(%s)",
        [system_id, [PolicyState.LIVE, PolicyState.SHADOW]],
        v=PolicyVersion,
        r=ShadowRun,
    )
    by_state = {row.state: (row, beside) for row, beside in rows}
    version, run = (
        by_state.get(PolicyState.LIVE, (None, None))[0],
        by_state.get(PolicyState.SHADOW, (None, None))[1],
    )
    return version, run if run is not None and now < run.until else None


def open_version(system_id: UUID) -> PolicyVersion | None:
    """Return the version that is written, in shadow or waits for the owner."""
    found = PolicyVersion.objects.filter(system_id=system_id, state__in=OPEN)
    return found.select_related(
        "system__owner", "base", "author", "held_by", "proposed_by", "shadow__by"
    ).first()


def written_next(system_id: UUID) -> PolicyVersion | None:
    """Return the version into which would be written: the open one, else the one in force; nothing beside."""
    rows = PolicyVersion.objects.filter(system_id=system_id, state__in=[*OPEN, PolicyState.LIVE])
    return max(rows, key=lambda one: one.state != PolicyState.LIVE, default=None)


def versions(system_id: UUID) -> list[PolicyVersion]:
    """Return every version of an AI system, the newest first."""
    rows = PolicyVersion.objects.filter(system_id=system_id).order_by("-number")
    return list(rows.select_related("author", "approved_by", "proposed_by", "base"))


def is_held_by_another(version: PolicyVersion, by: Actor, now: datetime) -> bool:
    """Say whether somebody else edits the draft at this moment."""
    held = version.held_by_id is not None and version.held_by_id != by.id
    return held and version.held_until is not None and version.held_until > now


def of_recommendation(recommendation: OuterRef) -> QuerySet[Verdict]:
    """Return the verdicts on an outer row's recommendation, the last one first."""
    return Verdict.objects.filter(recommendation=recommendation).order_by("-number")


def latest_verdict(recommendation_id: UUID) -> Verdict:
    """Return what policy last said of a recommendation: on arrival, or since its facts changed."""
    verdicts = Verdict.objects.select_related("policy").filter(recommendation=recommendation_id)
    return verdicts.order_by("-number")[0]


def latest_verdicts(recommendation_ids: Collection[UUID]) -> dict[UUID, Verdict]:
    """Return what policy last said of each recommendation; one statement."""
    verdicts = Verdict.objects.select_related("policy").filter(recommendation__in=recommendation_ids)
    latest = verdicts.order_by("recommendation_id", "-number").distinct("recommendation_id")
    return {one.recommendation_id: one for one in latest}


def compiled(version: PolicyVersion) -> rules.Policy:
    """Return the version's rules, compiled once per process and content."""
    return _compile(bytes(version.digest), canonical.encode(version.tree))


def ladder_said(verdict: Verdict) -> rules.Ladder | None:
    """Return the ladder of the version that gave a verdict of `verdict_in_force`; asks nothing."""
    return _ladder(verdict.ladder_text) if verdict.ladder_text else None


def ladders(recommendation_ids: Collection[UUID]) -> dict[UUID, rules.Ladder | None]:
    """Return the ladder of the version that last judged each recommendation; one statement."""
    latest = Verdict.objects.filter(recommendation__in=recommendation_ids)
    rows = latest.order_by("recommendation_id", "-number").distinct("recommendation_id")
    said = rows.values_list("recommendation_id", "policy__tree__ladder")
    return {one: _ladder(canonical.encode(body).decode()) if body else None for one, body in said}


@lru_cache(maxsize=64)
def _ladder(text: str) -> rules.Ladder:
    return rules.parse_ladder(json.loads(text))


def calendar_of(organisation: Organisation) -> rules.Calendar | None:
    """Return when an organisation works; None where nobody has said."""
    row: WorkingTime | None = getattr(organisation, "working_time", None)
    if row is None:
        return None
    holidays = frozenset(date.fromisoformat(one) for one in row.holidays)
    return rules.Calendar(ZoneInfo(organisation.time_zone), row.hours, holidays)


def compiled_run(run: ShadowRun) -> rules.Policy:
    """Return what a version said while it was in shadow."""
    return _compile(bytes(run.digest), canonical.encode(run.tree))


def compiled_segments(segments: list[dict[str, Any]]) -> rules.Policy | None:
    """Return an AI system's segments as rules whose code is the segment's key; None when it has none."""
    if not segments:
        return None
    return _compile_segments(canonical.encode(segments))


def segments_then(system: AISystem, at: datetime) -> list[dict[str, Any]]:
    """Return the segments that counted at a time; one statement where they were changed after it."""
    if system.segments_since is None or at >= system.segments_since:
        return list(system.segments)
    later = SegmentSet.objects.filter(system=system, live_at__gt=at).order_by("live_at")
    return list(later.values_list("before", flat=True)[0])


def open_segments(system_id: UUID) -> SegmentSet | None:
    """Return the set of segments that is written or waits for the owner."""
    found = SegmentSet.objects.filter(system_id=system_id, state__in=OPEN)
    return found.select_related("system__owner", "author", "proposed_by").first()


def live_segments(system_id: UUID) -> SegmentSet | None:
    """Return the set that was signed last; None where the set-up's still counts."""
    rows = SegmentSet.objects.filter(system_id=system_id, state=PolicyState.LIVE)
    return rows.select_related("author", "approved_by").first()


@lru_cache(maxsize=64)
def _compile(_digest: bytes, encoded: bytes) -> rules.Policy:
    return rules.parse(json.loads(encoded, parse_float=Decimal))


@lru_cache(maxsize=64)
def _compile_segments(encoded: bytes) -> rules.Policy:
    return rules.read_segments(json.loads(encoded, parse_float=Decimal))


def segment_of(segments: rules.Policy | None, facts: Mapping[str, object]) -> str:
    """Return the key of the first segment that surely holds; empty when none does or a fact is unknown."""
    if segments is None:
        return ""
    result = rules.evaluate(segments, facts)
    return "" if result.unknown or result.rule_code == rules.OTHERWISE else result.rule_code
