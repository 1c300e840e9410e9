"""The form above an admin's list: search by words, narrow by choices, kept in every link of the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from apps.console.pages import words
from apps.console.pages.lists import Option
from apps.console.pages.shell import more_url


@dataclass(frozen=True, slots=True)
class Choose:
    """One choice of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ListForm:
    """What the list is narrowed to; `only` says what a link narrowed it to, `clear_url` is empty without."""

    about: str
    search: str
    chooses: tuple[Choose, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    only: str = ""
    clear_url: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the following page and the first page are; empty when this is the last, or the first."""

    next_url: str = ""
    first_url: str = ""


def choose(name: str, label: str, named: Mapping[str, object], chosen: str, *, every: str) -> Choose:
    """Offer some values of a field, and before them all."""
    first = Option("", every, checked=not chosen)
    rest = (Option(value, str(text), checked=value == chosen) for value, text in named.items())
    return Choose(name, label, (first, *rest))


def pages(base: str, following: str | None, after: str, asked: Mapping[str, str]) -> Pages:
    """Return the links to other pages of a list, with what it is narrowed to."""
    kept = {name: value for name, value in asked.items() if value}
    first = f"{base}?{urlencode(kept)}" if kept else base
    return Pages(more_url(base, following, **kept), first if after else "")


def of_all(n_found: int, n_all: int, said: str) -> str:
    """Say how many there are, or how many of them are found; said: `12 people`."""
    if n_found == n_all:
        return said
    return _("%(n)s found of %(said)s") % {"n": words.number(n_found), "said": said}


def nothing_found(search: str) -> str:
    """Say as a heading that the list is not empty, only narrowed too far."""
    return (
        _("Nothing matches “%(search)s”") % {"search": search} if search else _("Nothing matches the filters")
    )
