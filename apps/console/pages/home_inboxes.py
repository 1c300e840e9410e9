"""Inboxes on the start page: how many cases wait, and how much of the oldest one's time has gone."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.home_parts import Load, Section
from apps.flow import selectors as flow

SECOND = timedelta(seconds=1)


def inboxes(key: str, title: str, rows: list[flow.Waiting], *, reader: Reader) -> Section:
    """Write a person's inboxes, each with its age bar."""
    return Section(
        key,
        title,
        loads=tuple(_load(one, reader) for one in rows),
        empty=_("No inbox is granted to you yet. An administrator of your organisation can do that."),
        aside=True,
    )


def _load(one: flow.Waiting, reader: Reader) -> Load:
    share, tone, said = _oldest(one, reader)
    n_late, n_soon = one.n_late - (tone == "bad"), one.n_soon - (tone == "warn")
    also = [
        *([_("%(n)s more late") % {"n": words.number(n_late)}] if n_late and tone == "bad" else []),
        *([_("%(n)s late") % {"n": words.number(n_late)}] if n_late and tone != "bad" else []),
        *([_("%(n)s more soon late") % {"n": words.number(n_soon)}] if n_soon and tone == "warn" else []),
        *([_("%(n)s soon late") % {"n": words.number(n_soon)}] if n_soon and tone != "warn" else []),
    ]
    return Load(
        url=reverse("console:inbox", args=[one.slug]),
        name=one.name,
        n=words.number(one.n_open),
        detail="; ".join([said, ", ".join(also)] if also else [said]),
        share=share,
        tone=tone,
    )


def _oldest(one: flow.Waiting, reader: Reader) -> tuple[float, str, str]:
    """How much of the oldest case's time has gone, its tone, and the same in words."""
    if one.oldest_at is None or one.oldest_due_at is None:
        return 0.0, "", _("nothing waits")
    span = max(one.oldest_due_at - one.oldest_at, SECOND)
    parts = {
        "age": words.age(one.oldest_at, now=reader.now),
        "span": words.duration(span / SECOND),
    }
    share = min(1.0, max(0.0, (reader.now - one.oldest_at) / span))
    if one.oldest_due_at <= reader.now:
        return share, "bad", _("oldest %(age)s of %(span)s, late") % parts
    if one.oldest_due_at < one.soon_at:
        return share, "warn", _("oldest %(age)s of %(span)s, soon late") % parts
    return share, "", _("oldest %(age)s of %(span)s") % parts
