"""The inbox as template data."""

from datetime import datetime

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.lists import Due, Flag, InboxPage, Row
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.core import ids, money
from apps.flow import selectors as flow

VIEWS = {
    "open": "Open",
    "mine": "Held for me",
    "held": "Held",
    "escalated": "Escalated by me",
    "done": "Done today",
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
    "audit": ("list-checks", ""),
    "refused": ("circle-x", "bad"),
}
SHORT, LONG = 2 * 3600, 5 * 3600
MOST_FLAGS = 2
PAGE = 50


def due(at: datetime, *, opened_at: datetime, reader: Reader) -> Due:
    """Write a deadline; it warns in the last five hours and again in the last two."""
    left = (at - reader.now).total_seconds()
    span = max((at - opened_at).total_seconds(), 1.0)
    spoken = words.moment(at, now=reader.now, zone=reader.zone)
    if left < 0:
        return Due(f"{words.duration(-left)} late", spoken, 1.0, "bad")
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
    return (*shown, Flag("plus", f"{more} more")) if more > 0 else shown


def _look(kind: str, label: str) -> tuple[str, str, str]:
    icon, tone = FLAG_LOOK.get(kind.lower(), ("info", ""))
    return icon, label, tone


def row(item: flow.ItemRow, *, reader: Reader) -> Row:
    """Write one item as a row of a list."""
    return Row(
        url=reverse("console:review", args=[item.id]),
        name=item.title or item.case_ref,
        ref=item.case_ref,
        stake=money.words(item.stake_minor, item.currency),
        suggests=item.suggestion_label,
        why=f"states {words.in_hundred(float(item.confidence))}" if item.confidence is not None else "",
        flags=flags(list(item.flags)),
        due=due(item.due_at, opened_at=item.opened_at, reader=reader) if item.state not in CLOSED else None,
        holder=item.holder_name or "",
        holder_initials=words.initials(item.holder_name) if item.holder_name else "",
        mine=item.is_mine,
    )


CLOSED = frozenset({"DECIDED", "SUPERSEDED", "WITHDRAWN"})


def summary(n_open: int, oldest_at: datetime | None, *, reader: Reader) -> str:
    """Write how much waits and for how long."""
    if not n_open or oldest_at is None:
        return f"{n_open} open"
    return f"{n_open:,} open, oldest waiting {words.age(oldest_at, now=reader.now)}"


def build(
    page: flow.InboxPage, *, view: str, after: str, others: list[flow.InboxRow], reader: Reader
) -> InboxPage:
    """Turn one page of an inbox into template data."""
    slug = page.inbox.slug
    base = reverse("console:inbox", args=[slug])
    own = next((one for one in others if one.slug == slug), None)
    tabs = tuple(
        Tab(label, f"{base}?view={key}", page.counts.get(key), current=key == view)
        for key, label in VIEWS.items()
    )
    may_work = own is not None and own.may_work
    has_work = may_work and bool(own and own.n_open)
    return InboxPage(
        title=page.inbox.name,
        slug=slug,
        summary=summary(own.n_open, own.oldest_at, reader=reader) if own else "",
        tabs=tabs,
        rows=tuple(row(item, reader=reader) for item in page.rows),
        order="Policy order: most urgent first, then earliest due",
        empty=empty(view, base=base, others=[one for one in others if one.slug != slug and one.n_open]),
        next_url=more_url(base, page.next, view=view),
        first_url=f"{base}?view={view}" if after else "",
        start_url=reverse("console:next", args=[slug]) if has_work else "",
        pulse_url=f"{reverse('console:pulse', args=[slug])}?n={own.n_open}" if own and view == "open" else "",
        key=str(ids.new()),
        updated=f"Updated {reader.now.astimezone(reader.zone):%H:%M:%S}",
        notice="" if may_work else "You may look at this inbox, but not decide in it.",
    )


def empty(view: str, *, base: str, others: list[flow.InboxRow]) -> Empty:
    """Say why a list is empty, and what next."""
    if view != "open":
        return Empty(
            f"Nothing under “{VIEWS[view]}”",
            "Cases show up here by themselves when there are any.",
            actions=(Action(base, "See open cases"),),
        )
    more = tuple(Action(reverse("console:inbox", args=[one.slug]), f"Open {one.name}") for one in others[:2])
    return Empty(
        "No case waits here",
        "What arrived is decided, held or escalated, or nothing has arrived yet. "
        "This page looks for new cases every 20 seconds.",
        actions=(*more, Action(reverse("console:decisions"), "See my decisions")),
    )
