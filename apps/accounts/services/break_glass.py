"""An admin without a grant opens one inbox for a time and says why. Whom that concerns is told above."""

from datetime import datetime, timedelta

from django.db.models import Max

from apps.accounts import access
from apps.accounts.models import Actor, BreakGlass
from apps.accounts.services.administering import require_admin
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.models import OrganisationOwned
from apps.core.words import say

LONGEST = timedelta(hours=1)
WHY_LENGTH = 300


class GlassInvalid(refusals.Invalid):
    code = "break_glass_invalid"
    sentence = say("Say why, and for how long: 5 to 60 minutes.")


class GlassNeedless(refusals.IllegalMove):
    code = "break_glass_needless"
    sentence = say("You have this inbox open already, or may look into it anyway.")


class GlassClosed(refusals.IllegalMove):
    code = "break_glass_closed"
    sentence = say("This was closed already, or its time is over.")


SHORTEST = timedelta(minutes=5)


def break_glass(
    *, inbox: OrganisationOwned, why: str, minutes: int, may_look: bool, by: Actor, now: datetime
) -> BreakGlass:
    """Open an inbox for an admin, by the database's clock, from their next request on.

    may_look: they see it anyway.
    Raises: NotAdmin, GlassInvalid, GlassNeedless.
    Writes: record `break_glass.opened`.
    """
    transactions.require()
    require_admin(by)
    said, lasts = why.strip(), timedelta(minutes=minutes)
    if not 1 <= len(said) <= WHY_LENGTH or not SHORTEST <= lasts <= LONGEST:
        raise GlassInvalid(field="why" if not said else "minutes")
    rows = BreakGlass.objects.filter(organisation=by.organisation_id)
    mine = rows.filter(admin__actor=by, object_id=inbox.pk, closed_at=None, ends_at__gt=now)
    if may_look or mine.exists():
        raise GlassNeedless
    row = BreakGlass.objects.create(
        organisation_id=by.organisation_id,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        admin=by.user,
        object_id=inbox.pk,
        why=said,
        opened_at=now,
        ends_at=now + lasts,
    )
    data = {"number": row.number, "inbox": inbox.pk, "until": row.ends_at}
    kept = [{"break_glass": row.id, "why": said}]
    audit.record("break_glass.opened", on=("break_glass", row.id), by=by, at=now, data=data, rows=kept)
    access.forget(by)
    return row


def close_glass(*, row: BreakGlass, by: Actor, now: datetime) -> BreakGlass:
    """Close an inbox that was opened so, at once.

    Raises: GlassClosed.
    Writes: record `break_glass.closed`.
    """
    transactions.require()
    if (
        BreakGlass.objects.filter(id=row.id, closed_at=None, ends_at__gt=now).update(
            closed_at=now, closed_by=by
        )
        != 1
    ):
        raise GlassClosed
    row.closed_at, row.closed_by = now, by
    data = {"number": row.number, "inbox": row.object_id}
    audit.record("break_glass.closed", on=("break_glass", row.id), by=by, at=now, data=data)
    access.forget(by)
    return row


def note_seen(*, view: str, named: dict[str, str], by: Actor, now: datetime) -> None:
    """Keep in the record what somebody looked at while they had an inbox open so.

    view: which page or operation; named: what its address names.
    Writes: record `break_glass.looked`.
    """
    transactions.require()
    for one in access.opened(by):
        data = {"view": view, "named": named}
        audit.record("break_glass.looked", on=("break_glass", one.id), by=by, at=now, data=data)
