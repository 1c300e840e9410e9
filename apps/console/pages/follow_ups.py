"""Follow-ups as template data: what was promised, when it is due, and whether it was kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.inbox import tabs as inbox_tabs
from apps.console.pages.lists import Option
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.console.pages.words import Moment
from apps.core import speech
from apps.flow import selectors as flow
from apps.reviews.states import FollowUpKind, FollowUpState

VIEWS = {
    "due": gettext_lazy("Due"),
    "coming": gettext_lazy("To come"),
    "team": gettext_lazy("Of the team"),
    "done": gettext_lazy("Done"),
}
WHY = {
    "no_time": gettext_lazy("There was no time"),
    "not_reached": gettext_lazy("Nobody could be reached"),
    "not_needed": gettext_lazy("It is not needed any more"),
    "other": gettext_lazy("Another reason, which I write below"),
}
STATES = {
    "KEPT": ("circle-check", gettext_lazy("Kept")),
    "NOT_KEPT": ("circle-x", gettext_lazy("Not kept")),
    "DROPPED": ("ban", gettext_lazy("Dropped: the case was decided anew")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One follow-up; `state` and `icon` are empty while it is open.

    is_early: its day has not come; then a second look cannot be kept (`may_keep`), a promise with a word.
    """

    id: str
    url: str
    name: str
    ref: str
    what: str
    about: str
    due: Moment
    close_url: str
    version: str
    state: str = ""
    icon: str = ""
    may_close: bool = True
    may_keep: bool = True
    is_early: bool = False
    error: str = ""
    note: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpsPage:
    summary: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    why: tuple[Option, ...]
    empty: Empty
    view: str
    key: str
    next_url: str = ""
    first_url: str = ""
    title: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused: at which follow-up, why, and what had been typed."""

    id: str = ""
    sentence: str = ""
    why: str = ""
    note: str = ""


def build(
    found: flow.FollowUpsPage,
    *,
    view: str,
    after: str,
    key: str,
    refused: Refused,
    reader: Reader,
    inbox: flow.InboxPage | None = None,
) -> FollowUpsPage:
    """Turn follow-ups into template data; inbox: where they are a view of one, beside its other views."""
    here = _here(view, inbox)
    said = {"inbox": inbox.inbox.slug} if inbox else {"view": view}
    return FollowUpsPage(
        summary=_summary(found),
        tabs=inbox_tabs(inbox, view) if inbox else _tabs(found, view),
        rows=tuple(_row(one, said=said, refused=refused, reader=reader) for one in found.rows),
        why=tuple(Option(value, str(label)) for value, label in WHY.items()),
        empty=Empty(
            _("No follow-up is here"),
            _("What a reason promised, and second looks that an outcome asks for, come back on their day."),
            icon="history",
            actions=(Action(reverse("console:inboxes"), _("Go to the inboxes")),),
        ),
        view=view,
        key=key,
        next_url=more_url(here, found.next),
        first_url=here if after else "",
        title=speech.speak_kept(inbox.inbox.name) if inbox else "",
        slug=inbox.inbox.slug if inbox else "",
    )


def _here(view: str, inbox: flow.InboxPage | None) -> str:
    if inbox:
        return f"{reverse('console:inbox', args=[inbox.inbox.slug])}?view={view}"
    base = reverse("console:follow_ups")
    return base if view == "due" else f"{base}?view={view}"


def _tabs(found: flow.FollowUpsPage, view: str) -> tuple[Tab, ...]:
    return tuple(
        Tab(str(label), _here(name, None), n=found.counts.get(name), current=name == view)
        for name, label in VIEWS.items()
    )


def _summary(found: flow.FollowUpsPage) -> str:
    if not found.n_closed:
        return _("What you promised, and what is looked at again")
    said = ngettext(
        "%(kept)s of %(n)s kept in the last 90 days",
        "%(kept)s of %(n)s kept in the last 90 days",
        found.n_closed,
    )
    return said % {"kept": words.number(found.n_kept), "n": words.number(found.n_closed)}


def _row(one: flow.FollowUpRow, *, said: Mapping[str, str], refused: Refused, reader: Reader) -> Row:
    icon, state = STATES.get(one.state, ("", ""))
    decided = words.stamp(one.decided_at, zone=reader.zone)
    about = _("%(outcome)s, decided %(when)s") % {"outcome": one.outcome, "when": decided}
    if not one.is_mine:
        whose = one.owner or _("nobody in particular")
        about = _("%(about)s. Of: %(name)s") % {"about": about, "name": whose}
    is_early = reader.now < one.due_at
    if one.why:
        about = f"{about}. {WHY.get(one.why, '')}"
    return Row(
        id=str(one.id),
        url=reverse("console:case", args=[one.case_ref]),
        name=one.title,
        ref=one.case_ref,
        what=one.action or _("Second look") if one.kind == "SECOND_LOOK" else one.action or _("Erased"),
        about=about,
        due=words.moment(one.due_at, now=reader.now, zone=reader.zone),
        close_url=f"{reverse('console:follow_up_close', args=[one.id])}?{urlencode(said)}",
        version=str(one.version),
        state=str(state),
        icon=icon,
        may_close=one.state == FollowUpState.OPEN,
        may_keep=not (is_early and one.kind == FollowUpKind.SECOND_LOOK),
        is_early=is_early,
        error=refused.sentence if refused.id == str(one.id) else "",
        note=refused.note if refused.id == str(one.id) else "",
        why=refused.why if refused.id == str(one.id) else "",
    )
