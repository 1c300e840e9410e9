"""Standing limits of authority: what counts now for whom, what was planned, and what was before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import Actor, Role
from apps.core.speech import speak_kept
from apps.flow.selectors import cursors
from apps.flow.selectors.policies import policy_system_seen
from apps.registry import access
from apps.registry import selectors as registry
from apps.registry.models import AISystem, AuthorityLimit, OutcomeCode

OTHER = ""  # the code under which an outcome without a limit of its own is found
NOBODY_YET = -1


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit; `person` and `set_by` are names, `outcome` a code and `outcome_label` its words."""

    id: UUID
    role: str
    person: str
    outcome: str
    outcome_label: str
    max_amount_minor: int | None
    from_at: datetime
    ended_at: datetime | None
    set_by: str
    why: str
    ended_by: str
    end_why: str
    in_force: bool
    is_planned: bool


def limits(*, system: AISystem, now: datetime) -> list[LimitRow]:
    """Return every limit of an AI system: in force, then to come, then what was before, the newest first."""
    rows = _named(system)
    found = [limit_row(one, now=now) for one in rows.order_by("role", "-from_at", "-id")]
    return sorted(found, key=lambda one: (not one.in_force, not one.is_planned))


def limit_row(one: AuthorityLimit, *, now: datetime) -> LimitRow:
    """Write one limit as it stands at a moment."""
    is_over = one.ended_at is not None and one.ended_at <= now
    return LimitRow(
        id=one.id,
        role=one.role,
        person=one.person.name if one.person else "",
        outcome=one.outcome_code.code if one.outcome_code else "",
        outcome_label=speak_kept(one.outcome_code.label) if one.outcome_code else "",
        max_amount_minor=one.max_amount_minor,
        from_at=one.from_at,
        ended_at=one.ended_at,
        set_by=one.set_by.name if one.set_by else "",
        why=one.why,
        ended_by=one.ended_by.name if one.ended_by else "",
        end_why=one.end_why,
        in_force=one.from_at <= now and not is_over,
        is_planned=one.from_at > now and not is_over,
    )


def _named(system: AISystem) -> QuerySet[AuthorityLimit]:
    rows = AuthorityLimit.objects.filter(system=system)
    return rows.select_related("person", "outcome_code", "set_by", "ended_by")


@dataclass(frozen=True, slots=True)
class Reaching:
    """Up to which amount a role or one person decides each outcome now.

    most: by outcome code; None any amount, -1 nothing, and absent where a person has what their roles give.
    own: the outcomes with a limit of their own, the rest follows the general one.
    """

    role: str
    person: str
    most: dict[str, int | None]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """What stands (in force and planned), a page of what was before, and who may change it.

    version: of all of them together, which a change names.
    """

    system: AISystem
    is_owner: bool
    version: int
    outcomes: tuple[tuple[str, str], ...]
    reach: list[Reaching]
    standing: list[LimitRow]
    past: list[LimitRow]
    next: str | None


_PAST = cursors.Order(("-from_at", "-id"), "tu")


def limits_page(*, slug: str, to: Actor, after: str | None, limit: int, now: datetime) -> LimitsPage:
    """Return the limits of an AI system, for whoever may read its policy.

    Raises: refusals.NotVisible, cursors.BadCursor.
    """
    system = policy_system_seen(slug=slug, to=to)
    rows = _named(system)
    over = rows.filter(ended_at__lte=now)
    past = list(_PAST.page(over, after, limit))
    standing = list(rows.exclude(id__in=over.values("id")).order_by("role", "from_at", "id"))
    codes = list(OutcomeCode.objects.filter(system=system).order_by("caution", "code"))
    return LimitsPage(
        system=system,
        is_owner=access.is_owner(to, system),
        version=registry.limits_version(system.id),
        outcomes=tuple((one.code, speak_kept(one.label)) for one in codes),
        reach=_reach([one for one in standing if one.from_at <= now], codes),
        standing=sorted(
            (limit_row(one, now=now) for one in standing), key=lambda one: (one.is_planned, one.role == "")
        ),
        past=[limit_row(one, now=now) for one in past[:limit]],
        next=_PAST.cursor(past[limit - 1]) if len(past) > limit else None,
    )


def _reach(rows: Iterable[AuthorityLimit], codes: Iterable[OutcomeCode]) -> list[Reaching]:
    """Gather the limits in force by whose they are: roles in their usual order, then people by name."""
    by_whose: dict[tuple[str, str], list[AuthorityLimit]] = {}
    for one in rows:
        by_whose.setdefault((one.role, one.person.name if one.person else ""), []).append(one)
    order = [role.value for role in Role]
    ranked = sorted(by_whose, key=lambda one: (one[1] != "", order.index(one[0]) if one[0] else 0, one[1]))
    return [_reaching(role, person, by_whose[role, person], list(codes)) for role, person in ranked]


def _reaching(role: str, person: str, rows: list[AuthorityLimit], codes: list[OutcomeCode]) -> Reaching:
    most = {one.code: registry.highest_minor(rows, outcome_id=one.id) for one in codes}
    if person:
        most = {code: one for code, one in most.items() if one != NOBODY_YET}
    own = frozenset(one.outcome_code.code for one in rows if one.outcome_code)
    return Reaching(role=role, person=person, most=most, own=own)


def may_read(*, slug: str, to: Actor) -> AISystem:
    """Return an AI system whose limits a person may read.

    Raises: refusals.NotVisible.
    """
    return policy_system_seen(slug=slug, to=to)
