"""Stopping an AI system or a part of it, and letting it go on.

Every pause has a row of its own from its beginning to its end (PauseSpan). What arrivals obey lies in the one
pause row of the system, which they read FOR SHARE and pausing takes FOR UPDATE (docs/adr/0028).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.registry import access, selectors
from apps.registry.access import NotTheOwner
from apps.registry.models import AISystem, Pause, PauseSpan
from apps.registry.states import LimitKind, PauseEnd, PauseMode, PauseScope

LONGEST = timedelta(days=366)
Facts = Mapping[str, object]


class MayNotPause(NotTheOwner):
    sentence = say(
        "Only the accountable owner of this AI system may pause it and let it go on, or the named deputy."
    )


class NotYours(NotTheOwner):
    code = "not_your_pause"
    sentence = say("A deputy ends only what a deputy paused. The owner ends the rest.")


class LimitHolds(refusals.IllegalMove):
    code = "limit_holds"
    sentence = say(
        "A limit that the owner signed paused this. It ends when its figure is well inside again, or when "
        "another risk decision is signed."
    )


class NotPaused(refusals.IllegalMove):
    code = "not_paused"
    sentence = say("This pause is over already.")


@dataclass(frozen=True, slots=True)
class What:
    """What is paused, how, and until when; without an end until somebody ends it."""

    scope: PauseScope = PauseScope.SYSTEM
    key: str = ""
    mode: PauseMode = PauseMode.PEOPLE
    until: datetime | None = None


def pause(*, system_id: UUID, why: str, by: Actor, now: datetime, what: What | None = None) -> Pause:
    """Stop what the machine does; when this returns, no automatic decision of it commits any more.

    Takes the pause row FOR UPDATE: it waits for arrivals holding it FOR SHARE; later ones see the pause.
    The same pause again changes nothing; another mode or end of the same part takes its place.
    Raises: MayNotPause, refusals.NotVisible, refusals.Invalid.
    """
    if not why.strip():
        raise refusals.Invalid(say("Say why, for those who find their work changed."), field="why")
    wanted = what or What()
    transactions.require()
    row = _locked(system_id, by)
    if not access.may_pause(by, row.system, now=now):
        raise MayNotPause(permission="owner")
    _check(row.system, wanted, now)
    present = _open(row).filter(scope=wanted.scope, key=wanted.key, limit="").first()
    if present is not None:
        if (present.mode, present.until) == (wanted.mode.value, wanted.until):
            return row
        _end(present, PauseEnd.REPLACED, by=by, now=now)
    _begin(row, wanted, why=why.strip(), by=by, now=now)
    _obey(row)
    return row


def resume(*, system_id: UUID, by: Actor, now: datetime, span_id: UUID | None = None) -> Pause:
    """Let what a person paused go on: one pause, or without its id those of the whole system.

    Raises: MayNotPause, NotYours, LimitHolds, NotPaused, refusals.NotVisible.
    """
    transactions.require()
    row = _locked(system_id, by)
    if not access.may_pause(by, row.system, now=now):
        raise MayNotPause(permission="owner")
    spans = _open(row)
    found = list(spans.filter(id=span_id) if span_id else spans.filter(scope=PauseScope.SYSTEM))
    if span_id and not found:
        raise NotPaused
    by_hand = [one for one in found if not one.limit]
    if found and not by_hand:
        raise LimitHolds
    if not access.is_owner(by, row.system) and any(one.by_id != by.id for one in by_hand):
        raise NotYours(permission="owner")
    for one in by_hand:
        _end(one, PauseEnd.HAND, by=by, now=now)
    _obey(row)
    return row


def end_due(*, by: Actor, now: datetime) -> list[PauseSpan]:
    """End the pauses of an organisation whose time is over; by: the organisation's own actor."""
    transactions.require()
    due = PauseSpan.objects.filter(
        ended_at=None, until__lte=now, system__organisation=by.organisation_id
    ).order_by("system_id")
    ended: list[PauseSpan] = []
    for system_id in sorted(set(due.values_list("system_id", flat=True))):
        row = Pause.objects.select_for_update(of=("self",)).select_related("system").get(system=system_id)
        for one in _open(row).filter(until__lte=now):
            _end(one, PauseEnd.TIME, by=by, now=now)
            ended.append(one)
        _obey(row)
    return ended


def pause_by_limit(
    *, system: AISystem, limit: LimitKind, what: What, facts: Facts, by: Actor, now: datetime
) -> PauseSpan | None:
    """Stop what a limit stops, once: None where it does so already. facts: the figure, beside its bound."""
    transactions.require()
    row = Pause.objects.select_for_update(of=("self",)).select_related("system__owner").get(system=system)
    present = _open(row).filter(limit=limit.value, scope=what.scope, key=what.key).first()
    if present is not None:
        PauseSpan.objects.filter(id=present.id).update(facts=dict(facts))
        return None
    span = _begin(row, what, why="", by=by, now=now, limit=limit.value, facts=facts)
    _obey(row)
    return span


def lift(*, spans: Sequence[PauseSpan], facts: Facts, by: Actor, now: datetime) -> None:
    """Let go what a limit stopped."""
    transactions.require()
    for one in spans:
        row = Pause.objects.select_for_update(of=("self",)).get(system=one.system_id)
        if _open(row).filter(id=one.id).exists():
            _end(one, PauseEnd.LIMIT, by=by, now=now, facts=facts)
            _obey(row)


def _locked(system_id: UUID, by: Actor) -> Pause:
    row = (
        Pause.objects.select_for_update(of=("self",))
        .select_related("system__owner")
        .filter(system_id=system_id, system__organisation=by.organisation_id)
        .first()
    )
    if row is None or not selectors.may_see(by, row.system):
        raise refusals.NotVisible
    return row


def _check(system: AISystem, what: What, now: datetime) -> None:
    outcomes, segments = selectors.of_machines(system)
    known = {PauseScope.SYSTEM: {""}, PauseScope.OUTCOME: set(outcomes), PauseScope.SEGMENT: set(segments)}
    if what.key not in known[what.scope]:
        raise refusals.Invalid(say("Choose what to pause: this AI system has no such part."), field="key")
    if what.until is not None and not now < what.until <= now + LONGEST:
        raise refusals.Invalid(say("A pause ends in the future, within a year."), field="until")


def _open(row: Pause) -> QuerySet[PauseSpan]:
    return selectors.open_pauses(row.system_id)


def _begin(
    row: Pause,
    what: What,
    *,
    why: str,
    by: Actor,
    now: datetime,
    limit: str = "",
    facts: Facts | None = None,
) -> PauseSpan:
    span = PauseSpan.objects.create(
        system_id=row.system_id,
        scope=what.scope,
        key=what.key,
        mode=what.mode,
        why=why,
        since=now,
        until=what.until,
        by=by,
        limit=limit,
        facts=dict(facts or {}),
    )
    data = {"pause": span.id, **_said(span), "until": span.until, "limit": limit, **(facts or {})}
    audit.record("system.paused", on=("system", row.system_id), by=by, at=now, data=data, rows=[{"why": why}])
    return span


def _end(span: PauseSpan, how: PauseEnd, *, by: Actor, now: datetime, facts: Facts | None = None) -> None:
    span.ended_at, span.ended_by, span.ended_how = now, by, how.value
    span.save(update_fields=["ended_at", "ended_by", "ended_how"])
    data = {"pause": span.id, **_said(span), "how": how.value, **(facts or {})}
    audit.record("system.resumed", on=("system", span.system_id), by=by, at=now, data=data)


def _said(span: PauseSpan) -> dict[str, object]:
    return {"scope": str(span.scope), "key": span.key, "mode": str(span.mode)}


def _obey(row: Pause) -> None:
    """Write what is paused now into the row that arrivals read; the whole system's pause is its face."""
    spans = list(_open(row).select_related("by").order_by("since", "id"))
    whole = [one for one in spans if one.scope == PauseScope.SYSTEM]
    face = max(whole, key=lambda one: PauseMode(one.mode).caution, default=None)
    row.is_paused = face is not None
    row.since, row.by, row.why = (face.since, face.by, face.why) if face else (None, None, "")
    row.parts = [{"scope": one.scope, "key": one.key, "mode": one.mode} for one in spans]
    row.save(update_fields=["is_paused", "since", "by", "why", "parts"])
