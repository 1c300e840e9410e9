"""What stands on top of every page of insights: its scope as chips, and the same as a file and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.pages.shell import Tab
from apps.core.speech import speak_kept
from apps.registry.models import AISystem

NOT_SCOPE = frozenset({"after"})  # where in a list one is says nothing about what it shows


@dataclass(frozen=True, slots=True)
class Sheet:
    """The AI systems to choose from, where there are several; file and paper show the same scope."""

    systems: tuple[Tab, ...]
    csv_url: str
    pdf_url: str


def build(
    name: str, *, systems: Sequence[AISystem], chosen: AISystem | None, asked: Mapping[str, str]
) -> Sheet:
    """Give a list over several AI systems its top; asked: what its address says."""
    scope = {key: value for key, value in asked.items() if value and key not in NOT_SCOPE}
    named: dict[str, str] = {"": _("All AI systems"), **{one.slug: speak_kept(one.name) for one in systems}}
    current = chosen.slug if chosen else ""
    return Sheet(
        systems=tuple(
            Tab(label, _url(name, scope | {"system": slug}), current=slug == current)
            for slug, label in named.items()
        )
        if len(systems) > 1
        else (),
        csv_url=_url(f"{name}_csv", scope),
        pdf_url=_url(f"{name}_pdf", scope),
    )


def _url(name: str, scope: Mapping[str, str]) -> str:
    said = urlencode({key: value for key, value in scope.items() if value})
    return f"{reverse(f'console:{name}')}{'?' if said else ''}{said}"
