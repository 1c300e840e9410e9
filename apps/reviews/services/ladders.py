"""What lies above items: the levels of their policy's ladder; where it has none, of their inboxes.

The last level is always the accountable owner's. An item lies in an inbox on every level: on the owner's in
the one where it was last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts.models import Organisation
from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.reviews.models import Escalation, Inbox, ReviewItem
from apps.reviews.states import ItemKind

USUAL_MINUTES = 480  # a working day, where no ladder says how long a level has


@dataclass(frozen=True, slots=True)
class Rung:
    """One level above an item; `minutes` is its clock, none on the owner's."""

    level: int
    inbox: Inbox
    is_owner: bool = False
    roles: tuple[str, ...] = ()
    minutes: int | None = None
    in_working_hours: bool = False


@dataclass(frozen=True, slots=True)
class Above:
    """What lies above a set of items, read once for all of them."""

    ladders: Mapping[UUID, policy_rules.Ladder | None]
    inboxes: Mapping[UUID, Inbox]

    def ladder(self, item: ReviewItem) -> policy_rules.Ladder | None:
        """Return the ladder of the policy version that judged the item; None where it has none."""
        return self.ladders.get(item.recommendation_id)

    def position(self, item: ReviewItem, climbed: Escalation | None) -> int:
        """Return the level on which an item is; 0 is below the ladder. climbed: its open escalation."""
        if climbed is not None:
            return climbed.level
        ladder, slug = self.ladder(item), self.inboxes[item.inbox_id].slug
        places = [n for n, one in enumerate(ladder.levels, 1) if one.inbox == slug] if ladder else []
        return places[-1] if places else 0

    def rungs(self, item: ReviewItem, climbed: Escalation | None) -> list[Rung]:
        """Return the levels above an item, the next one first; none above the owner's, nor above an appeal.

        Who answers an appeal is outside every chain, so nobody above them is asked.
        """
        if item.kind == ItemKind.APPEAL or (climbed is not None and climbed.to_owner):
            return []
        here, ladder = self.position(item, climbed), self.ladder(item)
        if ladder is None:
            return self._by_inboxes(item, here)
        by_slug = {one.slug: one for one in self._of_organisation(item)}
        found: list[Rung] = []
        last = self.inboxes[item.inbox_id]
        for level, one in enumerate(ladder.levels[here:], here + 1):
            last = by_slug.get(one.inbox, last)
            found.append(Rung(level, last, one.is_owner, one.roles, one.minutes, one.in_working_hours))
        return found

    def _of_organisation(self, item: ReviewItem) -> list[Inbox]:
        organisation_id = self.inboxes[item.inbox_id].organisation_id
        return [one for one in self.inboxes.values() if one.organisation_id == organisation_id]

    def _by_inboxes(self, item: ReviewItem, here: int) -> list[Rung]:
        found: list[Rung] = []
        inbox, seen = self.inboxes[item.inbox_id], {item.inbox_id}
        while inbox.climbs_to_id is not None and inbox.climbs_to_id not in seen:
            inbox = self.inboxes[inbox.climbs_to_id]
            seen.add(inbox.id)
            here += 1
            found.append(Rung(here, inbox, minutes=USUAL_MINUTES, in_working_hours=True))
        return [*found, Rung(here + 1, inbox, is_owner=True)]


def read(items: Sequence[ReviewItem]) -> Above:
    """Read what lies above items: their policies' ladders and their organisations' inboxes."""
    organisations = Inbox.objects.filter(id__in={one.inbox_id for one in items}).values("organisation")
    return Above(
        policies.ladders({one.recommendation_id for one in items}),
        {one.id: one for one in Inbox.objects.filter(organisation__in=organisations)},
    )


def usual(inbox: Inbox) -> Rung:
    """Return a stay in an inbox for the time that counts where no ladder says another."""
    return Rung(0, inbox, minutes=USUAL_MINUTES, in_working_hours=True)


def wanted(rungs: Sequence[Rung], level: int) -> Rung | None:
    """Return the level that is asked for, or the next above it that there is; None where there is none."""
    at_least = [one for one in rungs if one.level >= level]
    return at_least[0] if at_least else (rungs[-1] if rungs else None)


def level_of(ladder: policy_rules.Ladder | None, on: policy_rules.On) -> int:
    """Return the level to which something sends a case; the first where the ladder does not say."""
    trigger = ladder.on(on) if ladder else None
    return trigger.level if trigger else 1


class Clocks:
    """When the time of a level is over, by the clock or by working time, of each organisation read once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.calendars: dict[UUID, policy_rules.Calendar | None] = {}

    def until(self, rung: Rung) -> datetime | None:
        """Return when an item climbs on from a level that it reaches now; None on the last one."""
        if rung.minutes is None:
            return None
        span = timedelta(minutes=rung.minutes)
        calendar = self._calendar(rung.inbox.organisation_id) if rung.in_working_hours else None
        if calendar is None:
            return self.now + span
        try:
            return policy_rules.after(calendar, self.now, span)
        except policy_rules.NeverWorks:
            return self.now + span

    def _calendar(self, organisation_id: UUID) -> policy_rules.Calendar | None:
        if organisation_id not in self.calendars:
            organisation = Organisation.objects.select_related("working_time").get(id=organisation_id)
            self.calendars[organisation_id] = policies.calendar_of(organisation)
        return self.calendars[organisation_id]


def again_until(item: ReviewItem, stay: Escalation, *, now: datetime) -> datetime | None:
    """Return when an item that comes back to a level climbs from there again: it has the whole time anew."""
    ladder = policies.ladders([item.recommendation_id]).get(item.recommendation_id)
    minutes, is_working = USUAL_MINUTES, True
    if ladder is not None and stay.level <= len(ladder.levels):
        level = ladder.levels[stay.level - 1]
        minutes, is_working = level.minutes or USUAL_MINUTES, level.in_working_hours
    inbox = Inbox.objects.get(id=stay.to_inbox_id)
    return Clocks(now).until(Rung(stay.level, inbox, minutes=minutes, in_working_hours=is_working))
