"""What stands on top of every list of insights: its scope as chips, and the same as a file and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages.shell import Action, Empty, Tab
from apps.console.pages.slices import ALL, RANGES
from apps.core.speech import speak_kept
from apps.registry.models import AISystem

NOT_SCOPE = frozenset({"after"})  # where in a list one is says nothing about what it shows
# What must have happened in the weeks for something to be in the list.
IN_WEEKS = {
    "patterns": gettext_lazy("found in the last %(n)s weeks"),
    "fixes": gettext_lazy("drafted in the last %(n)s weeks"),
    "runs": gettext_lazy("begun in the last %(n)s weeks"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The AI systems to choose from, where there are several, and the weeks; file and paper show the same.

    `said`: what the list is narrowed to, in words, for paper as well. `empty` where weeks hide what there is.
    """

    systems: tuple[Tab, ...]
    ranges: tuple[Tab, ...]
    csv_url: str
    pdf_url: str
    said: str = ""
    empty: Empty | None = None


def build(
    name: str,
    *,
    systems: Sequence[AISystem],
    chosen: AISystem | None,
    asked: Mapping[str, str],
    also: str = "",
) -> Sheet:
    """Give a list over several AI systems its top; asked: what its address says, also: the rest in words."""
    scope = {key: value for key, value in asked.items() if value and key not in NOT_SCOPE}
    named: dict[str, str] = {"": _("All AI systems"), **{one.slug: speak_kept(one.name) for one in systems}}
    current, weeks = chosen.slug if chosen else "", RANGES[scope.get("weeks", ALL)]
    parts = [speak_kept(chosen.name)] if chosen and len(systems) > 1 else []
    parts += [also] if also else []
    if weeks is not None:
        parts.append(IN_WEEKS[name] % {"n": weeks})
    return Sheet(
        systems=tuple(
            Tab(label, url(name, scope | {"system": slug}), current=slug == current)
            for slug, label in named.items()
        )
        if len(systems) > 1
        else (),
        ranges=tuple(_range(name, scope, key) for key in RANGES),
        csv_url=url(f"{name}_csv", scope),
        pdf_url=url(f"{name}_pdf", scope),
        said=", ".join(parts),
        empty=None if weeks is None else _nothing(url(name, scope | {"weeks": ""})),
    )


def _range(name: str, scope: dict[str, str], key: str) -> Tab:
    weeks = RANGES[key]
    label = _("All weeks") if weeks is None else _("Last %(n)s weeks") % {"n": weeks}
    asked = scope | {"weeks": "" if weeks is None else key}
    return Tab(label, url(name, asked), current=scope.get("weeks", ALL) == key)


def _nothing(url: str) -> Empty:
    return Empty(
        _("Nothing in these weeks"),
        _("Earlier weeks may have some."),
        icon="list-filter",
        actions=(Action(url, _("Show all weeks")),),
    )


def url(name: str, scope: Mapping[str, str]) -> str:
    """Return the address of a page in a scope; what is empty is left out."""
    said = urlencode({key: value for key, value in scope.items() if value})
    return f"{reverse(f'console:{name}')}{'?' if said else ''}{said}"
