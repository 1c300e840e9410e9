"""Inboxes that admins opened by breaking the glass, as template data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import access
from apps.accounts.models import Actor
from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.people import Choice
from apps.console.pages.shell import Glass, Note, more_url
from apps.core import clock, ids
from apps.core.speech import speak, speak_kept
from apps.flow.selectors.break_glass import Opened, Opening, Openings
from apps.flow.selectors.sentences import SHORT
from apps.flow.selectors.teams import Had
from apps.reviews.models import Inbox

MINUTES = (15, 30, 60)


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening in words; `url`: what was done under it."""

    id: str
    number: int
    inbox: str
    who: str
    when: str
    why: str
    state: str
    tone: str
    may_close: bool
    url: str
    inbox_url: str


@dataclass(frozen=True, slots=True)
class GlassPage:
    """inboxes: what the reader, an admin, may open so; empty for others."""

    url: str
    rows: tuple[OpeningRow, ...]
    inboxes: tuple[Choice, ...]
    minutes: tuple[Choice, ...]
    key: str
    typed: dict[str, str]
    next_url: str = ""
    first_url: str = ""
    note: Note | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class ActRow:
    at: str
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class HadRow:
    ref: str
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """One opening with what was done; held: cases to release or reassign, for its admin while it runs."""

    row: OpeningRow
    list_url: str
    acts: tuple[ActRow, ...]
    more: bool
    held: tuple[HadRow, ...]


def build(
    found: Openings,
    inboxes: Sequence[Inbox],
    *,
    after: str,
    typed: dict[str, str],
    reader: Reader,
    note: Note | None = None,
    at: str = "",
) -> GlassPage:
    """Turn openings into template data, with the form for admins."""
    url = reverse("console:break_glass")
    return GlassPage(
        url=url,
        rows=tuple(_row(one, reader) for one in found.rows),
        inboxes=tuple(
            Choice(one.slug, speak_kept(one.name), chosen=one.slug == typed.get("inbox")) for one in inboxes
        ),
        minutes=tuple(
            Choice(str(one), words.duration(one * 60), chosen=str(one) == typed.get("minutes"))
            for one in MINUTES
        ),
        key=str(ids.new()),
        typed=typed,
        next_url=more_url(url, found.next),
        first_url=url if after else "",
        note=note,
        field=at,
    )


def _row(one: Opening, reader: Reader) -> OpeningRow:
    row = one.row
    span = {
        "from": words.stamp(row.opened_at, zone=reader.zone),
        "until": words.stamp(row.closed_at or row.ends_at, zone=reader.zone),
    }
    mine = one.is_open and row.admin.actor_id == reader.actor.id
    return OpeningRow(
        id=str(row.id),
        number=row.number,
        inbox=speak_kept(one.inbox.name),
        who=row.admin.name,
        when=_("%(from)s to %(until)s") % span,
        why=row.why,
        state=_("open") if one.is_open else _("closed"),
        tone="warn" if one.is_open else "",
        may_close=one.is_open and one.may_close,
        url=reverse("console:break_glass_one", args=[row.id]),
        inbox_url=reverse("console:inbox", args=[one.inbox.slug]) if mine else "",
    )


def opened(found: Opened, held: Sequence[Had], *, reader: Reader) -> OpenedPage:
    """Turn one opening and what was done under it into template data."""
    return OpenedPage(
        row=_row(found.opening, reader),
        list_url=reverse("console:break_glass"),
        acts=tuple(
            ActRow(words.stamp(one.at, zone=reader.zone), _what(one.verb), one.about) for one in found.acts
        ),
        more=found.more,
        held=tuple(
            HadRow(
                one.case_ref,
                one.who.name if one.who else "",
                reverse("console:hand_on", args=[one.item.id]),
            )
            for one in held
        ),
    )


def _what(verb: str) -> str:
    said = {
        "break_glass.looked": _("looked at"),
        "break_glass.opened": _("opened"),
        "break_glass.closed": _("closed"),
    }
    if verb in SHORT:
        return speak(SHORT[verb])
    return said.get(verb, verb)


def banner(actor: Actor) -> tuple[Glass, ...]:
    """Say on every page which inboxes are open so and for how long; asks nothing for anybody else."""
    found = access.opened(actor)
    if not found:
        return ()
    now = clock.now()
    names = dict(Inbox.objects.filter(id__in=[one.inbox_id for one in found]).values_list("id", "name"))
    return tuple(
        Glass(
            number=one.number,
            inbox=speak_kept(names[one.inbox_id]),
            left=words.duration(max(0.0, (one.ends_at - now).total_seconds())),
            id=str(one.id),
        )
        for one in found
    )
