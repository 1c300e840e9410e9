"""What the search page and the palette offer: pages one may open, cases one may see, keys on this case."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import keys, words
from apps.console.pages.keys import Row
from apps.console.pages.shell import Action, Empty, Shell
from apps.flow import selectors as flow
from apps.flow.selectors.searching import LIKE

MOST = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One line that leads somewhere; `caps` are its keys as printed."""

    url: str
    label: str
    icon: str
    hint: str = ""
    caps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    q: str
    on_case: tuple[Row, ...]
    places: tuple[Hit, ...]
    cases: tuple[Hit, ...]
    empty: Empty | None
    more: bool = False
    is_like: bool = False  # nothing is called so; what is found is only like it


def build(found: flow.Found, *, q: str, shell: Shell, reader: Reader) -> SearchPage:
    """Turn what was found into template data; without words to search for, every page is offered."""
    asked = q.strip().lower()
    places = tuple(one for one in _places(shell) if asked in one.label.lower())
    cases = tuple(_case(one, reader) for one in found.rows)
    return SearchPage(
        q=q,
        on_case=tuple(one for one in keys.on_case() if asked in one.words.lower()),
        places=places,
        cases=cases,
        empty=_empty(q) if asked and not places and not cases else None,
        more=found.more,
        is_like=any(one.how == LIKE for one in found.rows),
    )


def _places(shell: Shell) -> list[Hit]:
    links = [link for group in shell.groups for link in group.links]
    found = [Hit(one.url, one.label, one.icon, caps=keys.caps(one.key)) for one in links]
    return [
        *found,
        Hit(reverse("console:notices"), _("Notices"), "bell"),
        Hit(reverse("console:account"), _("Your account"), "user-check"),
        Hit(reverse("console:help_keys"), _("All keys"), "circle-question-mark", caps=("?",)),
    ]


def _case(one: flow.FoundCase, reader: Reader) -> Hit:
    since = words.moment(one.opened_at, now=reader.now, zone=reader.zone)
    hint = _("%(source)s, arrived %(when)s") % {"source": one.source, "when": since.relative}
    hint = f"{one.name} · {hint}" if one.name else hint
    return Hit(reverse("console:case", args=[one.ref]), one.ref, "file-check", hint=hint)


def _empty(q: str) -> Empty:
    return Empty(
        _("Nothing is called %(words)s") % {"words": f"“{q}”"},
        _(
            "A case is found by the beginning of its reference, from two characters on, or by a part of it, "
            "from three, and only when you may see it; never by a name. "
            "If you expected one here, ask an admin of your organisation for access to its inbox."
        ),
        "search",
        (Action(reverse("console:search"), _("Show all pages")),),
    )
