"""The inbox as template data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import narrowing, navigation, pulses, urgency, words
from apps.console.pages.lists import Due, Flag, Option, Row
from apps.console.pages.peek import Peek
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.console.pages.together import CHOSEN_FROM, Together, offered
from apps.core import ids, speech
from apps.flow import selectors as flow

VIEWS = {
    "open": gettext_lazy("Open"),
    "mine": gettext_lazy("Held for me"),
    "assigned": gettext_lazy("Given to me"),
    "held": gettext_lazy("Held by others"),
    "waiting": gettext_lazy("Waiting for an answer"),
    "snoozed": gettext_lazy("Laid aside"),
    "paused": gettext_lazy("Held by a pause"),
    "returned": gettext_lazy("Returned"),
    "escalated": gettext_lazy("Escalated by me"),
    "done": gettext_lazy("Done today"),
    "follow_ups": gettext_lazy("Follow-ups due"),
}
RARE = frozenset({"paused", "assigned", "follow_ups"})  # take room only when there are any
SORTS = {
    "": gettext_lazy("Policy order"),
    "due": gettext_lazy("Due first"),
    "age": gettext_lazy("Longest waiting first"),
    "amount": gettext_lazy("Most at stake first"),
}
FLAG_LOOK = {
    "conflict": ("git-compare-arrows", "warn"),
    "missing": ("file-x", "warn"),
    "stale": ("history", "warn"),
    "due": ("clock-alert", "bad"),
    "overdue": ("clock-alert", "bad"),
    "escalated": ("arrow-up-right", "acc"),
    "returned": ("undo-2", "acc"),
    "undone": ("undo-2", "acc"),
    "answered": ("circle-question-mark", "acc"),
    "unanswered": ("circle-question-mark", "warn"),
    "audit": ("list-checks", ""),
    "changed": ("refresh-cw", "warn"),
    "impossible": ("circle-x", "warn"),
    "refused": ("circle-x", "bad"),
}
SHORT, LONG = 2 * 3600, 5 * 3600
MOST_FLAGS = 2
PAGE = 50
_NIL = UUID(int=0)
CLOSED = frozenset({"DECIDED", "SUPERSEDED", "WITHDRAWN"})


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of an inbox, with what is looked at beside it."""

    title: str
    slug: str
    summary: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    order: str
    empty: Empty
    next_url: str = ""
    first_url: str = ""
    start_url: str = ""
    goes_on: bool = False
    pulse_url: str = ""
    key: str = ""
    updated: str = ""
    notice: str = ""
    filters: narrowing.Filters | None = None
    currency: str = ""
    peek: Peek | None = None
    close_url: str = ""
    kept: "KeptLists | None" = None
    together: Together | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query string asks for."""

    view: str
    after: str
    narrow: flow.Narrow
    peek: Peek | None = None
    peek_id: UUID | None = None
    sort: str = ""

    def said(self) -> dict[str, str]:
        """Return what the address of this list says, without its place; what is usual is left out."""
        view = {} if self.view == "open" else {"view": self.view}
        sort = {"sort": self.sort} if self.sort else {}
        return {**view, **sort, **narrowing.query(self.narrow)}

    def url(self, base: str, **also: str) -> str:
        """Return the address of this list, or of it with something else."""
        said = {**self.said(), **also}
        return f"{base}?{urlencode(said)}" if said else base


@dataclass(frozen=True, slots=True)
class KeptList:
    """A view that its reader keeps, and where it leads."""

    name: str
    url: str
    drop_url: str
    is_default: bool
    current: bool


@dataclass(frozen=True, slots=True)
class KeptLists:
    """The views that a reader keeps of an inbox, and the form that keeps this one.

    said: what the address of this list asks for, as hidden fields. sorts: the orders, where one may choose.
    """

    lists: tuple[KeptList, ...]
    save_url: str
    said: tuple[tuple[str, str], ...]
    sort_url: str
    sorts: tuple[Option, ...]


def due(at: datetime, *, opened_at: datetime, reader: Reader) -> Due:
    """Write a deadline; it warns in the last five hours and again in the last two."""
    left = (at - reader.now).total_seconds()
    span = max((at - opened_at).total_seconds(), 1.0)
    spoken = words.moment(at, now=reader.now, zone=reader.zone)
    if left < 0:
        return Due(_("%(time)s late") % {"time": words.duration(-left)}, spoken, 1.0, "bad")
    tone = "bad" if left < SHORT else "warn" if left < LONG else ""
    near = left < words.DAY
    return Due(
        words.duration(left) if near else words.sentence_case(spoken.relative),
        spoken,
        1 - min(left / span, 1.0),
        tone,
    )


def flags(pairs: list[tuple[str, str]]) -> tuple[Flag, ...]:
    """Show at most two flags and say how many more there are."""
    shown = tuple(Flag(*_look(kind, label)) for kind, label in pairs[:MOST_FLAGS])
    more = len(pairs) - MOST_FLAGS
    said = ngettext("%(n)s more", "%(n)s more", more) % {"n": more}
    return (*shown, Flag("plus", said)) if more > 0 else shown


def _aside(item: flow.ItemRow, reader: Reader) -> tuple[Flag, ...]:
    """Say by whom and until when a case is laid aside."""
    if item.snoozed_until is None:
        return ()
    said = {
        "name": item.snoozed_by,
        "time": words.clock_time(item.snoozed_until, now=reader.now, zone=reader.zone),
    }
    return (Flag("hourglass", _("%(name)s, until %(time)s") % said),)


def _look(kind: str, label: str) -> tuple[str, str, str]:
    icon, tone = FLAG_LOOK.get(kind.lower(), ("info", ""))
    return icon, label, tone


def row(
    item: flow.ItemRow, *, here: str, current: UUID | None = None, reader: Reader, can_pick: bool = False
) -> Row:
    """Write one item as a row of a list; `here` is the list's address, to which the peek is added."""
    return Row(
        url=_address("console:review", item.id),
        name=item.title or item.case_ref,
        ref=item.case_ref,
        stake=speech.amount(item.stake_minor, item.currency),
        suggests=_("After your first view") if item.suggestion_label is None else item.suggestion_label,
        flags=(*_aside(item, reader), *flags(list(item.flags))),
        due=due(item.due_at, opened_at=item.opened_at, reader=reader) if item.state not in CLOSED else None,
        holder=item.holder_name or "",
        holder_initials=words.initials(item.holder_name) if item.holder_name else "",
        urgency="" if item.state in CLOSED else urgency.word(item.urgency),
        mine=item.is_mine,
        peek_url=_address("console:peek", item.id),
        here_url=with_peek(here, item.id),
        current=item.id == current,
        given_to=item.assigned_name or "",
        pick=f"{item.id}:{item.version}" if can_pick else "",
    )


@cache
def _pattern(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_NIL]).partition(str(_NIL))
    return before, after


def _address(name: str, item_id: UUID) -> str:
    """Return the address of an item's page; a list has a hundred of them, so the pattern is read once."""
    before, after = _pattern(name)
    return f"{before}{item_id}{after}"


def with_peek(here: str, which: UUID) -> str:
    """Return a list's address with something to peek at."""
    return f"{here}{'&' if '?' in here else '?'}peek={which}#peek"


def summary(n_open: int, oldest_at: datetime | None, *, reader: Reader) -> str:
    """Write how much waits and for how long."""
    waiting = ngettext("%(n)s open", "%(n)s open", n_open) % {"n": words.up_to_thousand(n_open)}
    if not n_open or oldest_at is None:
        return waiting
    oldest = words.age(oldest_at, now=reader.now)
    return _("%(open)s, oldest waiting %(age)s") % {"open": waiting, "age": oldest}


def build(page: flow.InboxPage, *, asked: Asked, others: list[flow.InboxRow], reader: Reader) -> InboxPage:
    """Turn one page of an inbox into template data."""
    slug = page.inbox.slug
    base = reverse("console:inbox", args=[slug])
    own = next((one for one in others if one.slug == slug), None)
    may_work = own is not None and own.may_work
    together = offered(own, base=base) if own and asked.view in CHOSEN_FROM else None
    n_mine = page.counts.get("mine", 0)
    here = asked.url(base, **({"after": asked.after} if asked.after else {}))
    clear_url = _open_url(Asked(asked.view, "", flow.Narrow(), sort=asked.sort).url(base), page.views)
    return InboxPage(
        title=speech.speak_kept(page.inbox.name),
        slug=slug,
        summary=summary(own.n_open, own.oldest_at, reader=reader) if own else "",
        tabs=tabs(page, asked.view),
        rows=tuple(
            row(item, here=here, current=asked.peek_id, reader=reader, can_pick=together is not None)
            for item in page.rows
        ),
        order=_order(asked),
        empty=_empty(asked, page, clear_url=clear_url, others=others, reader=reader),
        next_url=more_url(base, page.next, **asked.said()),
        first_url=asked.url(base) if asked.after else "",
        start_url=reverse("console:next", args=[slug]) if may_work and own and (own.n_open or n_mine) else "",
        goes_on=bool(n_mine),
        pulse_url=pulses.address(own, reader) if own and asked.view == "open" else "",
        key=str(ids.new()),
        updated=_("Updated %(time)s") % {"time": f"{reader.now.astimezone(reader.zone):%H:%M:%S}"},
        notice="" if may_work else _("You may look at this inbox, but not decide in it."),
        filters=narrowing.filters(asked.narrow, view=asked.view, clear_url=clear_url),
        currency=page.currency,
        peek=asked.peek,
        close_url=here,
        kept=_kept(page.views, slug, base, asked),
        together=together,
    )


def _open_url(url: str, kept: Sequence[flow.Kept]) -> str:
    """Where a usual view of one's own takes the bare address, the open cases are asked for by name."""
    return f"{url}?view=open" if "?" not in url and any(one.is_default for one in kept) else url


def tabs(page: flow.InboxPage, view: str) -> tuple[Tab, ...]:
    """Offer the views of an inbox with their counts; rare ones only when there are any."""
    base = reverse("console:inbox", args=[page.inbox.slug])
    return tuple(
        Tab(
            str(label),
            _open_url(Asked(key, "", flow.Narrow()).url(base), page.views),
            words.up_to_thousand(page.counts[key]) if key in page.counts else None,
            current=key == view,
        )
        for key, label in VIEWS.items()
        if key not in RARE or key == view or page.counts.get(key)
    )


def _kept(views: Sequence[flow.Kept], slug: str, base: str, asked: Asked) -> KeptLists:
    said = asked.said()
    lists = tuple(
        KeptList(
            name=one.name,
            url=_open_url(f"{base}?{urlencode(one.asked)}" if one.asked else base, views),
            drop_url=reverse("console:inbox-view-drop", args=[one.id]),
            is_default=one.is_default,
            current=one.asked == said,
        )
        for one in views
    )
    return KeptLists(
        lists=lists,
        save_url=reverse("console:inbox-views", args=[slug]),
        said=tuple(said.items()),
        sort_url=reverse("console:inbox-sort", args=[slug]),
        sorts=tuple(Option(value, str(label), checked=value == asked.sort) for value, label in SORTS.items())
        if asked.view != "done"
        else (),
    )


def _order(asked: Asked) -> str:
    """Say the order where the field that chooses one does not say it already."""
    if asked.sort:
        return ""
    if asked.view == "done":
        return _("Last decided first")
    if asked.view == "snoozed":
        return _("What comes back first")
    return ""


def _empty(
    asked: Asked, page: flow.InboxPage, *, clear_url: str, others: list[flow.InboxRow], reader: Reader
) -> Empty:
    """Say why a list is empty, and what next."""
    slug = page.inbox.slug
    base = reverse("console:inbox", args=[slug])
    if narrowing.query(asked.narrow):
        return Empty(
            _("No case fits these filters"),
            _("Cases may wait here that the filters hide."),
            icon="list-filter",
            actions=(Action(clear_url, _("Clear the filters")),),
        )
    if asked.view != "open":
        return Empty(
            _("Nothing under “%(view)s”") % {"view": VIEWS[asked.view]},
            _("Cases show up here by themselves when there are any."),
            actions=(Action(base, _("See open cases")),),
        )
    more = [one for one in others if one.slug != slug and one.n_open]
    return Empty(
        _("No case waits here"),
        _("Nothing is hidden behind a filter. This page looks for new cases every 20 seconds."),
        actions=(
            *(
                Action(reverse("console:inbox", args=[one.slug]), _("Open %(inbox)s") % {"inbox": one.name})
                for one in more[:2]
            ),
            *_elsewhere(page, base, reader),
        ),
    )


def _elsewhere(page: flow.InboxPage, base: str, reader: Reader) -> Iterator[Action]:
    """Lead to what others hold, whoever only looks; to one's own decisions, whoever may make any."""
    if navigation.may_approve_somewhere(reader.actor):
        yield Action(reverse("console:decisions"), _("See my decisions"))
    elif page.counts.get("held"):
        yield Action(f"{base}?view=held", str(VIEWS["held"]))
