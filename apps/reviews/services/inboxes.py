"""Inboxes made by an admin."""

import re
from datetime import datetime

from apps.accounts import services as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.reviews import selectors
from apps.reviews.models import Inbox

HIGHEST_LEVEL = 9
MOST_ROOM = 100_000
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_LENGTH = 50
_NAME_LENGTH = 80


class InboxNameMissing(refusals.Invalid):
    code = "inbox_name_missing"
    sentence = say("Give the inbox a name of at most 80 characters.")


class SlugInvalid(refusals.Invalid):
    code = "slug_invalid"
    sentence = say(
        "The short name stands in addresses: small letters, digits and single hyphens, at most 50."
    )


class SlugTaken(refusals.Invalid):
    code = "slug_taken"
    sentence = say("Another inbox has this short name already.")


class LevelInvalid(refusals.Invalid):
    code = "level_invalid"
    sentence = say("Choose a level between 1 (works first) and %(highest)s.", highest=HIGHEST_LEVEL)


class RoomInvalid(refusals.Invalid):
    code = "room_invalid"
    sentence = say(
        "Give how many cases may fall due on one day, from 1 to %(most)s, or nothing for any number.",
        most=MOST_ROOM,
    )


def add_inbox(*, name: str, slug: str, level: int, by: Actor, now: datetime) -> Inbox:
    """Open an inbox; it climbs to the first one of the next level, and what had nowhere to climb climbs here.

    level: 1 to 9; cases start at 1 and climb upwards.
    Raises: NotAdmin, InboxNameMissing, SlugInvalid, SlugTaken, LevelInvalid.
    """
    with transactions.verb():
        accounts.require_admin(by)
        own = Inbox.objects.filter(organisation=by.organisation_id)
        if not 0 < len(name.strip()) <= _NAME_LENGTH:
            raise InboxNameMissing(field="name")
        if len(slug) > _SLUG_LENGTH or not _SLUG.fullmatch(slug):
            raise SlugInvalid(field="slug")
        if own.filter(slug=slug).exists():
            raise SlugTaken(field="slug")
        if not 1 <= level <= HIGHEST_LEVEL:
            raise LevelInvalid(field="level")
        above = own.filter(level=level + 1, takes_appeals=False).order_by("name").first()
        inbox = Inbox.objects.create(
            organisation_id=by.organisation_id, slug=slug, name=name.strip(), level=level, climbs_to=above
        )
        own.filter(level=level - 1, climbs_to=None, takes_appeals=False).update(climbs_to=inbox)
        audit.record("inbox.opened", on=("inbox", inbox.id), by=by, at=now)
    return inbox


class AppealsElsewhere(refusals.IllegalMove):
    code = "appeals_elsewhere"
    sentence = say(
        "Cases climb into this inbox, or a policy sends them there. Choose another one for appeals."
    )


def take_appeals(*, slug: str, by: Actor, now: datetime) -> Inbox:
    """Let appeals come into this inbox from now on; those that wait elsewhere stay there.

    It climbs nowhere, and nothing climbs into it: who answers appeals has no part in what is contested.
    Raises: NotAdmin, refusals.NotVisible, AppealsElsewhere.
    """
    with transactions.verb():
        accounts.require_admin(by)
        own = Inbox.objects.filter(organisation=by.organisation_id)
        row = own.select_for_update(no_key=True).filter(slug=slug).first()
        if row is None:
            raise refusals.NotVisible
        if selectors.is_target(row):
            raise AppealsElsewhere
        own.filter(takes_appeals=True).update(takes_appeals=False)
        row.takes_appeals, row.climbs_to = True, None
        row.save(update_fields=["takes_appeals", "climbs_to"])
        audit.record("inbox.takes_appeals", on=("inbox", row.id), by=by, at=now)
    return row


def set_room(
    *, inbox: Inbox, per_day: int | None, stops: bool | None = None, by: Actor, now: datetime
) -> Inbox:
    """Say how many cases may fall due in an inbox on one day; None: any number. What is due keeps its time.

    stops: whether due times stand still while a question is out; None leaves it as it is.
    Raises: RoomInvalid.
    """
    transactions.require()
    if per_day is not None and not 1 <= per_day <= MOST_ROOM:
        raise RoomInvalid(field="per_day")
    row = Inbox.objects.select_for_update(no_key=True).get(id=inbox.id)
    before, row.per_day = row.per_day, per_day
    row.asking_stops_clock = row.asking_stops_clock if stops is None else stops
    row.save(update_fields=["per_day", "asking_stops_clock"])
    data = {"per_day": per_day, "before": before, "asking_stops_clock": row.asking_stops_clock}
    audit.record("inbox.room_set", on=("inbox", row.id), by=by, at=now, data=data)
    return row
