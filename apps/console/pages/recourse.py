"""How affected people are heard: the terms that count, who set them, and the owner's form."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.list_form import Pages
from apps.console.pages.lists import Option
from apps.console.pages.shell import Note, more_url
from apps.core import ids
from apps.core.speech import speak_kept
from apps.flow.selectors import recourse_terms as flow


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words."""

    what: str
    when: str
    said: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What was typed, and why it was not recorded."""

    typed: Mapping[str, str]
    note: Note | None = None
    field: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class TermsPage:
    name: str
    system_url: str
    policy_url: str
    url: str
    is_owner: bool
    version: int
    key: str
    days: str
    fact: str
    lines: tuple[Line, ...]
    pages: Pages
    typed_days: str
    facts: tuple[Option, ...]
    typed: Mapping[str, str]
    note: Note | None
    field: str
    is_confirmed: bool


def build(found: flow.TermsPage, *, tried: Tried, after: str, sees_system: bool, reader: Reader) -> TermsPage:
    """Turn the terms of recourse of an AI system into template data."""
    slug = found.system.slug
    url = reverse("console:recourse", args=[slug])
    chosen = tried.typed.get("known_fact", found.known_fact)
    return TermsPage(
        name=speak_kept(found.system.name),
        system_url=reverse("console:system", args=[slug]) if sees_system else "",
        policy_url=reverse("console:policy", args=[slug]),
        url=url,
        is_owner=found.is_owner,
        version=found.version,
        key=str(ids.new()),
        days=_days(found.appeal_days),
        fact=_known_by(found.fact_label),
        lines=tuple(_line(one, reader) for one in found.rows),
        pages=Pages(more_url(url, found.next), url if after else ""),
        typed_days=tried.typed.get("appeal_days", str(found.appeal_days)),
        facts=(
            Option("", _known_by(""), checked=not chosen),
            *(Option(key, label, checked=chosen == key) for key, label in found.facts),
        ),
        typed=tried.typed,
        note=tried.note,
        field=tried.field,
        is_confirmed=tried.is_confirmed,
    )


def _days(n: int) -> str:
    return ngettext("within %(n)s day", "within %(n)s days", n) % {"n": words.number(n)}


def _known_by(label: str) -> str:
    return label or _("Their own reference with the business system")


def _line(one: flow.TermsRow, reader: Reader) -> Line:
    return Line(
        what=f"{_days(one.appeal_days)} · {_known_by(one.fact_label)}",
        when=_("since %(at)s") % {"at": words.stamp(one.set_at, zone=reader.zone)},
        said=_("%(name)s: “%(why)s”") % {"name": one.set_by, "why": one.why},
    )
