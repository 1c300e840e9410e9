"""The rows of a list of cases: a page has fifty, so their markup is filled in without a template between."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.console.pages.lists import Due, Row
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
    '<td role="cell" class="eye nolab"><a class="btn ghost sm" href="{here_url}"'
    ' hx-get="{peek_url}?asked" hx-target="#peek" hx-sync="closest table:replace">{eye}'
    '<span class="vh">{look_at} {ref}</span></a></td></tr>'
)
_HERE = format_html(' class="{}"', "here")
_NONE = format_html(' class="{}"', "none")
_PICK = '<input class="pick" type="checkbox" name="item" form="together" value="{}" aria-label="{} {}">'
_PEEK = ' hx-get="{}" hx-target="#peek" hx-trigger="focus delay:120ms" hx-sync="closest table:replace"'
_SMALL = "<small>{}</small>"
_FLAG = '<span class="tag {}">{}{}</span>'
_DUE = '<div class="due {}"><time datetime="{}" title="{}"><b>{}</b></time>{}{}</div>'
_HOLDER = '<span class="av sm" title="{}" aria-hidden="true">{}</span><span class="vh">{}</span>'


@register.simple_tag
def case_rows(rows: Iterable[Row], middle: str) -> SafeString:
    """Write the rows of `console/_rows.html`; what a person or a machine wrote is escaped."""
    words = {
        "at_stake": _("At stake"),
        "middle": middle,
        "flags_word": _("Flags"),
        "due_word": _("Due"),
        "held_by": _("Held by"),
        "look_at": _("Look at"),
        "eye": icon("eye"),
    }
    said = {name: conditional_escape(word) for name, word in words.items()}  # once, not once a row
    return format_html_join("\n", "{}", ((_row(one, said),) for one in rows))


def _row(row: Row, words: dict[str, SafeString]) -> SafeString:
    return format_html(
        _ROW,
        **words,
        here=_HERE if row.current else "",
        pick=format_html(_PICK, row.pick, _("Choose"), row.ref) if row.pick else "",
        url=row.url,
        peek=format_html(_PEEK, row.peek_url) if row.peek_url else "",
        name=row.name,
        ref=row.ref,
        stake=row.stake,
        suggests=row.suggests,
        why=format_html(_SMALL, row.why) if row.why else "",
        no_flags="" if row.flags else _NONE,
        flags=format_html_join("", _FLAG, ((one.tone, icon(one.icon), one.label) for one in row.flags)),
        due=_due(row.due, row.urgency) if row.due else "",
        no_holder="" if row.holder or row.given_to else _NONE,
        holder=_holder(row),
        here_url=row.here_url,
        peek_url=row.peek_url,
    )


def _due(due: Due, urgency: str) -> SafeString:
    small = format_html(_SMALL, urgency) if urgency else ""
    return format_html(_DUE, due.tone, due.at.iso, due.at.absolute, due.words, bar(due.used, due.tone), small)


def _holder(row: Row) -> SafeString | str:
    if row.holder:
        return format_html(_HOLDER, row.holder, row.holder_initials, row.holder)
    return format_html(_SMALL, _("for %(name)s") % {"name": row.given_to}) if row.given_to else ""
