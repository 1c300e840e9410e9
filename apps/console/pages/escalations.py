"""What climbed, as template data."""

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.inbox import due
from apps.console.pages.lists import EscalationsPage, Flag, Row
from apps.console.pages.shell import Action, Empty, more_url
from apps.core import money
from apps.flow import selectors as flow


def row(one: flow.EscalationRow, *, reader: Reader) -> Row:
    """Write one escalation as a row."""
    flags = () if one.may_decide else (Flag("ban", "You raised it" if one.raised_by_me else "Look only"),)
    return Row(
        url=reverse("console:escalation", args=[one.item_id]),
        name=one.title or one.case_ref,
        ref=one.case_ref,
        stake=money.words(one.stake_minor, one.currency),
        suggests=one.why_words,
        why=f"{one.raised_by_name}, {words.age(one.raised_at, now=reader.now)} ago",
        flags=flags,
        due=due(one.due_at, opened_at=one.raised_at, reader=reader),
        holder=one.holder_name or "",
        holder_initials=words.initials(one.holder_name) if one.holder_name else "",
        mine=one.is_mine,
    )


def build(page: flow.EscalationsPage, *, after: str, reader: Reader) -> EscalationsPage:
    """Turn one page of escalations into template data."""
    base = reverse("console:escalations")
    rows = tuple(row(one, reader=reader) for one in page.rows)
    return EscalationsPage(
        summary=words.count(len(rows), "case climbed to you", "cases climbed to you")
        + (" and more" if page.next else ""),
        rows=rows,
        empty=Empty(
            "Nothing climbed to you",
            "Officers send cases here when unsure or above their authority; late ones come by themselves.",
            icon="arrow-up-right",
            actions=(Action(reverse("console:inboxes"), "Go to the inboxes"),),
        ),
        next_url=more_url(base, page.next),
        first_url=base if after else "",
    )
