"""Standing limits of authority, set by the accountable owner: a change ends the one before."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from apps.accounts.models import Actor, Role
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.registry import access
from apps.registry import selectors as registry
from apps.registry.models import AISystem, AuthorityLimit, OutcomeCode

LONGEST_WHY = 300


class LimitInvalid(refusals.Invalid):
    code = "limit_invalid"
    sentence = say("Say whose limit it is (a role or one person), up to which amount, from when, and why.")


class LimitOver(refusals.IllegalMove):
    code = "limit_over"
    sentence = say("This limit ended already.")


class LimitsStale(refusals.Stale):
    code = "limits_stale"
    sentence = say(
        "The limits changed after you looked. Nothing was recorded; read them again and then say it anew."
    )


class NotForTheOwner(refusals.NotAllowed):
    code = "limit_for_yourself"
    sentence = say("The owner sets the limits of others. Their own comes with their role.")


def set_limit(
    *,
    system: AISystem,
    role: str,
    person: Actor | None,
    outcome: str,
    max_amount_minor: int | None,
    from_at: datetime,
    why: str,
    version: int,
    by: Actor,
    now: datetime,
    ended_at: datetime | None = None,
) -> AuthorityLimit:
    """Set up to which amount a role, or one person, decides an outcome; the limit before ends as it begins.

    outcome: empty for any that has no limit of its own. max_amount_minor: None for no limit. version: of the
    limits as they were looked at.
    Raises: access.NotTheOwner, NotForTheOwner, LimitInvalid, LimitsStale.
    Writes: AuthorityLimit, record `authority.set`.
    """
    transactions.require()
    access.require_owner(by, system)
    _require_seen(system, version)
    if person is not None and person.id == by.id:
        raise NotForTheOwner(permission="authority")
    code = _outcome(system, outcome)
    _require_whose(system, role, person)
    if max_amount_minor is not None and max_amount_minor < 0:
        raise LimitInvalid(field="max_amount_minor")
    if from_at < now or (ended_at is not None and ended_at <= from_at):
        raise LimitInvalid(field="from_at")
    _require_why(why)
    same = AuthorityLimit.objects.filter(system=system, role=role, person=person, outcome_code=code)
    same.filter(Q(ended_at=None) | Q(ended_at__gt=from_at), from_at__lt=from_at).update(ended_at=from_at)
    same.filter(from_at__gte=from_at, from_at__gt=now).update(ended_at=from_at)  # planned, and replaced
    row = AuthorityLimit.objects.create(
        system=system,
        role=role,
        person=person,
        outcome_code=code,
        max_amount_minor=max_amount_minor,
        from_at=from_at,
        ended_at=ended_at,
        set_by=by,
        why=why.strip(),
    )
    _record("authority.set", row, by, now)
    return row


def _require_seen(system: AISystem, version: int) -> None:
    """Let one change of limits at a time through, by whoever saw the last.

    Raises: LimitsStale.
    """
    list(AISystem.objects.select_for_update(no_key=True).filter(id=system.id).values_list("id"))
    found = registry.limits_version(system.id)
    if found != version:
        raise LimitsStale(version=found)


def _require_why(why: str) -> None:
    if not 1 <= len(why.strip()) <= LONGEST_WHY:
        raise LimitInvalid(field="why")


def _outcome(system: AISystem, outcome: str) -> OutcomeCode | None:
    if not outcome:
        return None
    found = OutcomeCode.objects.filter(system=system, code=outcome).first()
    if found is None:
        raise LimitInvalid(field="outcome")
    return found


def _require_whose(system: AISystem, role: str, person: Actor | None) -> None:
    """Refuse a limit that is not of exactly one role or one person of the organisation."""
    if (person is None) == (role not in Role.values) or (person is not None and role):
        raise LimitInvalid(field="role")
    if person is not None and person.organisation_id != system.organisation_id:
        raise LimitInvalid(field="person")


def end_limit(
    *, system: AISystem, limit_id: UUID, why: str, version: int, by: Actor, now: datetime
) -> AuthorityLimit:
    """End a limit now; without one of their own, a person has what their roles give.

    Raises: access.NotTheOwner, refusals.NotVisible, LimitOver, LimitsStale, LimitInvalid.
    Writes: AuthorityLimit ended, record `authority.ended`.
    """
    transactions.require()
    access.require_owner(by, system)
    row = AuthorityLimit.objects.select_for_update(of=("self",)).filter(id=limit_id, system=system).first()
    if row is None:
        raise refusals.NotVisible
    if row.ended_at is not None and row.ended_at <= now:
        raise LimitOver
    _require_seen(system, version)
    _require_why(why)
    row.ended_at, row.ended_by, row.end_why = max(now, row.from_at), by, why.strip()
    row.save(update_fields=["ended_at", "ended_by", "end_why"])
    _record("authority.ended", row, by, now)
    return row


def _record(verb: str, row: AuthorityLimit, by: Actor, now: datetime) -> None:
    data = {
        "limit": row.id,
        "role": row.role or None,
        "person": row.person_id,
        "outcome": row.outcome_code.code if row.outcome_code else None,
        "max_amount_minor": row.max_amount_minor,
        "from": row.from_at,
        "until": row.ended_at,
    }
    kept = [{"limit": row.id, "why": row.end_why or row.why}]
    audit.record(verb, on=("system", row.system_id), by=by, at=now, data=data, rows=kept)
