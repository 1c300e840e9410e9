"""The rows of a list of cases: a page has fifty, so their markup is filled in without a template between."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.console.pages.lists import Due, Flag, Row
from apps.console.templatetags.console import bar, icon

register = template.Library()
_ROW = (
    '<tr role="row"{here}><td role="cell">{pick}<a class="case" href="{url}"{peek}><b>{name}</b>'
    '<small class="mono">{ref}</small></a></td>'
    '<td role="cell" class="num" data-th="{at_stake}">{stake}</td>'
    '<td role="cell" data-th="{middle}"><span>{suggests}{why}</span></td>'
    '<td role="cell" data-th="{flags_word}"{no_flags}><div class="flags">{flags}</div></td>'
    '<td role="cell" class="due-c" data-th="{due_word}">{due}</td>'
    '<td role="cell" data-th="{held_by}"{no_holder}>{holder}</td>'
    '<td role="cell" class="eye nolab"><a class="btn ghost sm" href="{here_url}" hx-get="{peek_url}?asked"'
    ' hx-target="#peek" hx-sync="closest table:replace">{eye}<span class="vh">{look_at} {ref}</span></a></td></tr>\n'
)
_PICK = '<input class="pick" type="checkbox" name="item" form="together" value="{}" aria-label="{} {}">'
_PEEK = (
    ' hx-get="{}" hx-target="#peek" hx-trigger="focus delay:120ms" hx-sync="closest table:replace"'
)


@register.simple_tag
def case_rows(rows: Iterable[Row], middle: str) -> SafeString:
    """Write the rows of `console/_rows.html`; what a person or a machine wrote is escaped here."""
    words = {
        "at_stake": escape(_("At stake")),
        "middle": escape(middle),
        "flags_word": escape(_("Flags")),
        "due_word": escape(_("Due")),
        "held_by": escape(_("Held by")),
        "look_at": escape(_("Look at")),
        "choose": escape(_("Choose")),
        "eye": icon("eye"),
    }
    return mark_safe("".join(_row(one, words) for one in rows))  # noqa: S308 - each value is escaped in _row


def _row(row: Row, words: dict[str, str]) -> str:
    peek_url = escape(row.peek_url)
    return _ROW.format(
        **words,
        here=' class="here"' if row.current else "",
        pick=_PICK.format(escape(row.pick), words["choose"], escape(row.ref)) if row.pick else "",
        url=escape(row.url),
        peek=_PEEK.format(peek_url) if row.peek_url else "",
        name=escape(row.name),
        ref=escape(row.ref),
        stake=escape(row.stake),
        suggests=escape(row.suggests),
        why=f"<small>{escape(row.why)}</small>" if row.why else "",
        no_flags="" if row.flags else ' class="none"',
        flags="".join(map(_flag, row.flags)),
        due=_due(row.due, row.urgency) if row.due else "",
        no_holder="" if row.holder or row.given_to else ' class="none"',
        holder=_holder(row),
        here_url=escape(row.here_url),
        peek_url=peek_url,
    )


def _flag(flag: Flag) -> str:
    return f'<span class="tag {escape(flag.tone)}">{icon(flag.icon)}{escape(flag.label)}</span>'


def _due(due: Due, urgency: str) -> str:
    return (
        f'<div class="due {escape(due.tone)}"><time datetime="{due.at.iso}" title="{escape(due.at.absolute)}">'
        f"<b>{escape(due.words)}</b></time>{bar(due.used, due.tone)}"
        f"{f'<small>{escape(urgency)}</small>' if urgency else ''}</div>"
    )


def _holder(row: Row) -> str:
    if not row.holder:
        return f"<small>{escape(_('for %(name)s') % {'name': row.given_to})}</small>" if row.given_to else ""
    said = escape(row.holder)
    return (
        f'<span class="av sm" title="{said}" aria-hidden="true">{escape(row.holder_initials)}</span>'
        f'<span class="vh">{said}</span>'
    )
