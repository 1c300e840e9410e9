"""Limits that act: what a posture bounds is read, and what passed its bound is paused by itself."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import transactions
from apps.core.wake import wake
from apps.flow.selectors import bounds
from apps.flow.services import telling
from apps.notify import services as notify
from apps.registry import rules
from apps.registry import selectors as registry_seen
from apps.registry import services as registry
from apps.registry.models import AISystem, PauseSpan, Posture
from apps.registry.rules import Limit, Reading
from apps.registry.services import What
from apps.registry.states import LimitAct, LimitKind, PauseMode, PauseScope

WARN_DAYS = (1, 7, 30)


def apply_limits(*, now: datetime) -> int:
    """Let the limits of every AI system act, and let go; returns how many did. Warns before a posture ends.

    Waits while a past is imported: its figures are not of today.
    """
    n_changed = 0
    for row in Posture.objects.filter(ended_at=None).order_by("id").values_list("id", flat=True):
        with transactions.verb():
            if transactions.history_runs():
                return 0
            posture = Posture.objects.select_related("system__owner").filter(id=row, ended_at=None).first()
            n_changed += apply_to(posture, now=now) if posture else 0
    return n_changed + _expire_offers(now)


def apply_to(posture: Posture, *, now: datetime) -> int:
    """Let the limits of one posture act and let go."""
    transactions.require()
    system, by = posture.system, accounts.system_actor(posture.system.organisation_id)
    read = rules.read_posture(posture.body)
    _warn(posture, read, now)
    standing = list(registry_seen.open_pauses(system.id).exclude(limit=""))
    wanted = {
        (kind.value, what.scope.value, what.key): (kind, what, facts)
        for kind, what, facts in _wanted(posture, read, standing, now)
    }
    n_changed = 0
    for kind, what, facts in wanted.values():
        span = registry.pause_by_limit(system=system, limit=kind, what=what, facts=facts, by=by, now=now)
        if span is not None:
            n_changed += 1
            _tell(posture, read, "limit_acted", span, now)
    for span in standing:
        if (span.limit, span.scope, span.key) not in wanted:
            registry.lift(spans=[span], facts={}, by=by, now=now)
            n_changed += 1
            _tell(posture, read, "limit_lifted", span, now)
            wake("registry.keep_pauses")
    return n_changed


def _wanted(
    posture: Posture, read: rules.Posture, standing: list[PauseSpan], now: datetime
) -> Iterator[tuple[LimitKind, What, Mapping[str, object]]]:
    """Give what is to be paused by a limit now: what passed its bound, and what is not yet well inside."""
    if posture.expires_at <= now:
        yield LimitKind.EXPIRY, What(mode=read.fallback), {"posture": posture.number}
    for (kind, segment), reading in bounds.readings(system=posture.system, posture=read, now=now).items():
        limit = read.limits[kind]
        what = _what(limit, segment, read.fallback)
        span = next((one for one in standing if (one.limit, one.key) == (kind.value, what.key)), None)
        if _acts(limit, reading, span, now):
            yield kind, what, facts_of(limit, reading, segment)


def _acts(limit: Limit, reading: Reading, span: PauseSpan | None, now: datetime) -> bool:
    if rules.is_passed(limit, reading):
        return True
    if span is None or span.facts.get("most") != str(limit.most):
        return False
    return not rules.is_well_inside(limit, reading, since=span.since, now=now)


def _what(limit: Limit, segment: str, fallback: PauseMode) -> What:
    if limit.then is LimitAct.PAUSE:
        return What(mode=fallback)
    return What(PauseScope.SEGMENT, segment) if segment else What()


def facts_of(limit: Limit, reading: Reading, segment: str) -> dict[str, object]:
    """Write a figure beside its bound, as the pause and its entry keep it."""
    value = None if reading.value is None else str(round(reading.value, 4))
    return {"value": value, "n": reading.n, "most": str(limit.most), "segment": segment}


def _warn(posture: Posture, read: rules.Posture, now: datetime) -> None:
    left = posture.expires_at - now
    days = next((one for one in WARN_DAYS if 0 < left.total_seconds() <= one * 86400), None)
    if days is not None:
        _tell_about(posture, read, f"posture_expires_{days}", posture, now)


def _tell(posture: Posture, read: rules.Posture, kind: str, span: PauseSpan, now: datetime) -> None:
    _tell_about(posture, read, kind, span, now)


def _tell_about(
    posture: Posture, read: rules.Posture, kind: str, about: Posture | PauseSpan, now: datetime
) -> None:
    telling.tell_owner(system=posture.system, kind=kind, about_id=about.id, now=now)
    telling.tell_roles(system=posture.system, roles=read.tell, kind=kind, about_id=about.id, now=now)


def _expire_offers(now: datetime) -> int:
    n_closed = 0
    for organisation_id in set(AISystem.objects.values_list("organisation_id", flat=True)):
        with transactions.verb():
            by: Actor = accounts.system_actor(organisation_id)
            for offer in registry.expire_offers(by=by, now=now):
                n_closed += 1
                notify.tell(
                    to_actor_id=offer.offered_by.actor_id,
                    kind="ownership_expired",
                    about_id=offer.id,
                    case_id=None,
                    now=now,
                )
    return n_closed
