"""What climbed, as template data."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import urgency, words
from apps.console.pages.inbox import due, flags, with_peek
from apps.console.pages.lists import Flag, Row
from apps.console.pages.peek import Peek
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.core import speech
from apps.flow import selectors as flow


@dataclass(frozen=True, slots=True)
class EscalationsPage:
    """What climbed, with what is looked at beside it."""

    summary: str
    rows: tuple[Row, ...]
    empty: Empty
    next_url: str = ""
    first_url: str = ""
    peek: Peek | None = None
    close_url: str = ""
    tabs: tuple[Tab, ...] = ()


def row(one: flow.EscalationRow, *, here: str, current: UUID | None, reader: Reader) -> Row:
    """Write one escalation as a row."""
    return Row(
        url=reverse("console:escalation", args=[one.item_id]),
        name=one.title or one.case_ref,
        ref=one.case_ref,
        stake=speech.amount(one.stake_minor, one.currency),
        suggests=one.why_words,
        why=_("%(name)s, %(age)s ago")
        % {"name": one.raised_by_name, "age": words.age(one.raised_at, now=reader.now)},
        flags=_flags(one),
        urgency=urgency.word(one.urgency),
        due=due(one.due_at, opened_at=one.raised_at, reader=reader),
        holder=one.holder_name or "",
        holder_initials=words.initials(one.holder_name) if one.holder_name else "",
        mine=one.is_mine,
        peek_url=reverse("console:peek", args=[one.item_id]),
        here_url=with_peek(here, one.item_id),
        current=one.item_id == current,
    )


def _flags(one: flow.EscalationRow) -> tuple[Flag, ...]:
    of_the_case = flags(list(one.flags))
    if one.may_decide:
        return of_the_case
    return (Flag("ban", _("You raised it") if one.raised_by_me else _("Look only")), *of_the_case)


def build(
    page: flow.EscalationsPage,
    *,
    after: str,
    peek: Peek | None,
    peek_id: UUID | None,
    tabs: tuple[Tab, ...] = (),
    reader: Reader,
) -> EscalationsPage:
    """Turn one page of escalations into template data."""
    base = reverse("console:escalations")
    here = more_url(base, after) or base
    n = len(page.rows)
    summary = ngettext("%(n)s case escalated to you", "%(n)s cases escalated to you", n) % {"n": n}
    return EscalationsPage(
        summary=_("%(n)s cases and more escalated to you") % {"n": n} if page.next else summary,
        rows=tuple(row(one, here=here, current=peek_id, reader=reader) for one in page.rows),
        empty=Empty(
            _("Nothing is escalated to you"),
            _("Officers send cases here when unsure or above their authority; late ones come by themselves."),
            icon="arrow-up-right",
            actions=(Action(reverse("console:inboxes"), _("Go to the inboxes")),),
        ),
        next_url=more_url(base, page.next),
        first_url=base if after else "",
        peek=peek,
        close_url=here,
        tabs=tabs,
    )
