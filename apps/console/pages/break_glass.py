"""Inboxes that admins opened by breaking the glass, as template data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import access
from apps.accounts.models import Actor
from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.one_act import ActLine
from apps.console.pages.people import Choice
from apps.console.pages.shell import Action, Glass, Note, more_url
from apps.core import clock, ids
from apps.core.speech import speak, speak_kept
from apps.flow.selectors.break_glass import Act, Opened, Opening, Openings
from apps.flow.selectors.sentences import SHORT
from apps.flow.selectors.teams import Had
from apps.reviews.models import Inbox

MINUTES = (15, 30, 60)
VIEWS = {
    "console:inbox": gettext_lazy("the list of an inbox"),
    "console:pulse": gettext_lazy("whether the list of an inbox changed"),
    "console:peek": gettext_lazy("a case beside the list"),
    "console:review": gettext_lazy("a case"),
    "console:changes": gettext_lazy("whether a case changed"),
    "console:case": gettext_lazy("the record of a case"),
    "console:evidence": gettext_lazy("a document"),
    "console:evidence_picture": gettext_lazy("a page of a document"),
    "console:recommendation": gettext_lazy("what was received of a case"),
    "console:hand_on": gettext_lazy("who has a case"),
    "console:break_glass": gettext_lazy("the list of openings"),
    "console:break_glass_one": gettext_lazy("what was done under an opening"),
    "console:search": gettext_lazy("a search"),
}


@dataclass(frozen=True, slots=True)
class GlassPage:
    """inboxes: what the reader, an admin, may open so; empty for others."""

    title: str
    about: str
    url: str
    rows: tuple[ActLine, ...]
    inboxes: tuple[Choice, ...]
    minutes: tuple[Choice, ...]
    key: str
    typed: dict[str, str]
    next_url: str = ""
    first_url: str = ""
    note: Note | None = None
    field: str = ""
    has_form: bool = False


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

    row: ActLine
    number: int
    list_url: str
    acts: tuple[ActRow, ...]
    held: tuple[HadRow, ...]
    next_url: str
    first_url: str
    key: str


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
        title=_("Break-glass"),
        about=_("Inboxes that an admin opened without a right to them: why, for how long, and what they did"),
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
        has_form=bool(inboxes),
    )


def _row(one: Opening, reader: Reader) -> ActLine:
    row, inbox = one.row, speak_kept(one.inbox.name)
    mine = one.is_open and row.admin.actor_id == reader.actor.id
    cases = Action(reverse("console:inbox", args=[one.inbox.slug]), _("Its cases"))
    return ActLine(
        id=str(row.id),
        icon="lock",
        title=f"{row.number}. {inbox}",
        beside=row.admin.name,
        state=_("open") if one.is_open else _("closed"),
        tone="warn" if one.is_open else "",
        details=(words.span(row.opened_at, row.closed_at or row.ends_at, zone=reader.zone),),
        quote=row.why,
        url=reverse("console:break_glass_one", args=[row.id]),
        more=cases if mine else None,
        act="close" if one.is_open and one.may_close else "",
        label=_("Close now"),
        said=f"{row.number}, {inbox}",
    )


def opened(found: Opened, held: Sequence[Had], *, after: str, reader: Reader) -> OpenedPage:
    """Turn one opening and a page of what was done under it into template data."""
    url = reverse("console:break_glass_one", args=[found.opening.row.id])
    return OpenedPage(
        row=_row(found.opening, reader),
        number=found.opening.row.number,
        list_url=reverse("console:break_glass"),
        acts=tuple(
            ActRow(words.stamp(one.at, zone=reader.zone), _what(one), one.about) for one in found.acts
        ),
        held=tuple(
            HadRow(
                one.case_ref,
                one.who.name if one.who else "",
                reverse("console:hand_on", args=[one.item.id]),
            )
            for one in held
        ),
        next_url=more_url(url, found.next),
        first_url=url if after else "",
        key=str(ids.new()),
    )


def _what(act: Act) -> str:
    """Say in words what was done, and which page was looked at; a rare page by the record's own name."""
    if act.verb == "break_glass.looked":
        return _("looked at: %(what)s") % {"what": VIEWS.get(act.view, act.view)}
    said = {"break_glass.opened": _("opened"), "break_glass.closed": _("closed")}
    return speak(SHORT[act.verb]) if act.verb in SHORT else said.get(act.verb, act.verb)


def alarm(found: Sequence[Opening], *, reader: Reader) -> tuple[Section, ...]:
    """Tell whom it concerns on their start page which inboxes admins have open now, and why."""
    if not found:
        return ()
    lines = tuple(
        Line(
            "lock",
            _("Break-glass %(number)s: %(name)s looks into %(inbox)s")
            % {"number": one.row.number, "name": one.row.admin.name, "inbox": speak_kept(one.inbox.name)},
            _("It closes by itself at %(time)s. “%(why)s”")
            % {"time": _until(one, reader), "why": one.row.why},
            "warn-t",
            Action(reverse("console:break_glass_one", args=[one.row.id]), _("See what they do")),
        )
        for one in found
    )
    return (Section("glass", _("Open without a right to it"), about=_("you may close it"), lines=lines),)


def _until(one: Opening, reader: Reader) -> str:
    return words.clock_time(one.row.ends_at, now=reader.now, zone=reader.zone)


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
