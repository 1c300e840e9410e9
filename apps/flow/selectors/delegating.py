"""Powers handed on: one's own, those one received or oversees, and the lists of who may stand in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts import access
from apps.accounts.models import Actor, Delegation, Power, Role, StandIn, User
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.flow.selectors import cursors
from apps.registry import selectors as registry
from apps.registry.models import AISystem
from apps.reviews.models import Inbox

NEWEST = cursors.Order(("-number", "-id"), "nu")
BY_THING = cursors.Order(("object_id", "id"), "uu")
_OVERSEE = (Role.ADMIN, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Thing:
    """One inbox or AI system on which powers stand; `key` names it in forms and in the API."""

    row: Inbox | AISystem

    @property
    def id(self) -> UUID:
        return self.row.pk

    @property
    def key(self) -> str:
        return f"{'inbox' if isinstance(self.row, Inbox) else 'system'}:{self.row.slug}"

    @property
    def name(self) -> str:
        return speak_kept(self.row.name)


@dataclass(frozen=True, slots=True)
class Held:
    """A power that somebody holds themselves and may hand on, and who may be handed it."""

    power: Power
    thing: Thing
    people: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One delegation. state: runs, to_come, over, taken_back, or rests: it would run, but may not now.

    It rests while its giver lacks the power or may not sign in, and while the receiver is off the list.
    """

    row: Delegation
    thing: Thing
    state: str
    may_end: bool

    @property
    def is_open(self) -> bool:
        return self.state in {"runs", "to_come", "rests"}


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    next: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list of who may stand in."""

    row: StandIn
    thing: Thing


@dataclass(frozen=True, slots=True)
class ListedPage:
    rows: list[Listed]
    next: str | None


def thing(*, key: str, organisation_id: UUID) -> Thing:
    """Return the inbox or AI system that a key names.

    Raises: refusals.NotVisible.
    """
    kind, _, slug = key.partition(":")
    found: Inbox | AISystem | None = None
    if kind == "inbox":
        found = Inbox.objects.filter(organisation=organisation_id, slug=slug).first()
    elif kind == "system":
        rows = AISystem.objects.select_related("owner")
        found = rows.filter(organisation=organisation_id, slug=slug).first()
    if found is None:
        raise refusals.NotVisible
    return Thing(found)


def may_list(to: Actor, one: Thing) -> bool:
    """Say whether somebody keeps a list: the owner that of an AI system, admins that of an inbox."""
    if isinstance(one.row, AISystem):
        return one.row.owner.actor_id == to.id
    return access.has_role(to, Role.ADMIN)


def holds(to: Actor, power: str, one: Thing, *, now: datetime) -> bool:
    """Say whether somebody holds a power themselves: what was handed to them is never passed on."""
    if power == Power.APPROVE:
        return isinstance(one.row, AISystem) and _approves(to, one.row, now)
    return isinstance(one.row, Inbox) and one.id in access.own_ids(to, power)


def _approves(to: Actor, system: AISystem, now: datetime) -> bool:
    """Say whether somebody decides in an AI system what others held: with a limit there, and a place."""
    if system.owner.actor_id == to.id:
        return True
    places = access.own_ids(to, "supervise_inbox") | access.own_ids(to, "work_inbox")
    limits = registry.limits_of(roles=access.roles(to), person_id=to.id, now=now)
    return bool(places) and limits.filter(system=system).exists()


def held_powers(*, to: Actor, now: datetime) -> list[Held]:
    """Return what somebody may hand on, and to whom; what nobody is listed for is left out."""
    own = [
        (power, inbox_id)
        for power in (Power.SUPERVISE, Power.DECIDE)
        for inbox_id in sorted(access.own_ids(to, power.value))
    ]
    systems_of = AISystem.objects.filter(organisation=to.organisation_id).values("id")
    rows = StandIn.objects.filter(organisation=to.organisation_id, ended_at=None, person__is_active=True)
    theirs = rows.filter(Q(object_id__in=[key for _, key in own]) | Q(object_id__in=systems_of))
    listed: dict[UUID, list[User]] = {}
    for one in theirs.exclude(person__actor=to).select_related("person").order_by("person__name"):
        listed.setdefault(one.object_id, []).append(one.person)
    things = _things(listed)
    found = [(power, things[key]) for power, key in own if key in things]
    systems = [one for one in things.values() if isinstance(one.row, AISystem)]
    found += [(Power.APPROVE, one) for one in systems if holds(to, Power.APPROVE, one, now=now)]
    return [Held(power, one, tuple(listed[one.id])) for power, one in found]


def _things(ids: Iterable[UUID]) -> dict[UUID, Thing]:
    asked = list(ids)
    found = {one.id: Thing(one) for one in Inbox.objects.filter(id__in=asked)}
    systems = AISystem.objects.select_related("owner").filter(id__in=asked)
    return found | {one.id: Thing(one) for one in systems}


def visible(to: Actor) -> QuerySet[Delegation]:
    """Return what somebody gave, received, or oversees: as owner of the AI system, admin or auditor."""
    rows = Delegation.objects.filter(organisation=to.organisation_id)
    if any(access.has_role(to, role) for role in _OVERSEE):
        return rows
    owned = AISystem.objects.filter(owner__actor=to).values("id")
    return rows.filter(Q(giver__actor=to) | Q(to__actor=to) | Q(object_id__in=owned))


def delegations(*, to: Actor, after: str | None, limit: int, now: datetime) -> Page:
    """Return a page of the delegations that somebody may see, the newest first.

    Raises: cursors.BadCursor.
    """
    found = list(NEWEST.page(visible(to).select_related(*_WITH), after, limit))
    return Page(
        rows=_rows(found[:limit], to=to, now=now),
        next=NEWEST.cursor(found[limit - 1]) if len(found) > limit else None,
    )


_WITH = ("giver__actor", "to__actor", "ended_by")


def delegation(*, delegation_id: UUID, to: Actor, now: datetime) -> Row:
    """Return one delegation that somebody may see.

    Raises: refusals.NotVisible.
    """
    found = visible(to).select_related(*_WITH).filter(id=delegation_id).first()
    if found is None:
        raise refusals.NotVisible
    return _rows([found], to=to, now=now)[0]


def _rows(found: list[Delegation], *, to: Actor, now: datetime) -> list[Row]:
    running = set(access.running(now).filter(id__in=[one.id for one in found]).values_list("id", flat=True))
    things = _things(one.object_id for one in found)
    return [
        Row(one, things[one.object_id], _state(one, running, now), _may_end(one, things, to)) for one in found
    ]


def _state(one: Delegation, running: set[UUID], now: datetime) -> str:
    if one.ended_at is not None:
        return "taken_back"
    if one.ends_at <= now:
        return "over"
    if one.begins_at > now:
        return "to_come"
    return "runs" if one.id in running else "rests"


def _may_end(one: Delegation, things: Mapping[UUID, Thing], to: Actor) -> bool:
    row = things[one.object_id].row
    owner = isinstance(row, AISystem) and row.owner.actor_id == to.id
    return owner or to.id in {one.giver.actor_id, one.to.actor_id} or access.has_role(to, Role.ADMIN)


def kept_things(*, to: Actor) -> list[Thing]:
    """Return the inboxes and AI systems for which somebody says who may stand in."""
    inboxes = Inbox.objects.filter(organisation=to.organisation_id).order_by("level", "name")
    mine = list(inboxes) if access.has_role(to, Role.ADMIN) else []
    owned = AISystem.objects.filter(owner__actor=to).select_related("owner").order_by("name")
    return [*map(Thing, mine), *map(Thing, owned)]


def listed(*, to: Actor, after: str | None, limit: int) -> ListedPage:
    """Return a page of who may stand in on what somebody keeps the list of, one thing after the other.

    Raises: cursors.BadCursor.
    """
    things = {one.id: one for one in kept_things(to=to)}
    rows = StandIn.objects.filter(object_id__in=things, ended_at=None).select_related("person__actor")
    found = list(BY_THING.page(rows, after, limit))
    return ListedPage(
        rows=[Listed(one, things[one.object_id]) for one in found[:limit]],
        next=BY_THING.cursor(found[limit - 1]) if len(found) > limit else None,
    )


def stand_in(*, stand_in_id: UUID, to: Actor) -> Listed:
    """Return an entry of a list that somebody keeps.

    Raises: refusals.NotVisible.
    """
    rows = StandIn.objects.select_related("person__actor").filter(organisation=to.organisation_id)
    found = rows.filter(id=stand_in_id).first()
    on = _things([found.object_id]).get(found.object_id) if found else None
    if found is None or on is None or not may_list(to, on):
        raise refusals.NotVisible
    return Listed(found, on)
