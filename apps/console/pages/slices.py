"""Which overrides a page of insights shows, as its address says it and as chips."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages.measured import address
from apps.console.pages.shell import Tab
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.measures.selectors import Part
from apps.registry.models import AISystem

ALL = "all"
RANGES: Mapping[str, int | None] = {"13": 13, "26": 26, ALL: None}
USUAL_RANGE = "26"
SEVERAL, MOST_VERSIONS = 2, 8
WAY_WORDS = {
    "more_cautious": gettext_lazy("More cautious than the AI"),
    "less_cautious": gettext_lazy("Less cautious than the AI"),
    "sideways": gettext_lazy("As cautious as the AI"),
}


def weeks_said(weeks: str) -> str:
    """Return a range of weeks as the name of a file says it."""
    return f"{weeks}-weeks" if weeks.isdigit() else weeks


@dataclass(frozen=True, slots=True)
class Scope:
    """What the address asks for: a range of weeks, a kind of case, a model version, a direction.

    Empty is all.
    """

    weeks: str = USUAL_RANGE
    segment: str = ""
    direction: str = ""
    model: str = ""

    @property
    def part(self) -> Part:
        """Return of which decisions figures are asked for."""
        return Part(self.segment, self.model)

    def asked(self, **other: str) -> dict[str, str]:
        """Return it as the address says it, with something else in place."""
        named = {"weeks": self.weeks, "segment": self.segment, "direction": self.direction}
        named |= {"model": self.model} | other
        return {name: value for name, value in named.items() if value}

    def said(self) -> tuple[str, ...]:
        """Return it as the name of a file says it."""
        return (weeks_said(self.weeks), self.segment, self.model, self.direction)

    def named(self, segments: Mapping[str, str]) -> tuple[str, ...]:
        """Return in words which part it asks for: on paper there are no chips."""
        way = str(WAY_WORDS[self.direction]) if self.direction else ""
        return tuple(filter(None, (segments.get(self.segment, ""), self.model, way)))


def scope_of(asked: Mapping[str, str], ranges: Iterable[str] = RANGES, usual: str = USUAL_RANGE) -> Scope:
    """Read what an address asks for; ranges: the weeks that its page knows.

    Raises: refusals.NotVisible.
    """
    scope = Scope(
        weeks=asked.get("weeks", usual),
        segment=asked.get("segment", ""),
        direction=asked.get("direction", ""),
        model=asked.get("model", ""),
    )
    if scope.weeks not in ranges or scope.direction not in {"", *WAY_WORDS}:
        raise refusals.NotVisible
    return scope


@dataclass(frozen=True, slots=True)
class Chips:
    """The chips of a page named `page`: each leads to the same with one thing changed."""

    page: str
    system: AISystem
    scope: Scope

    def systems(self, systems: Iterable[AISystem]) -> tuple[Tab, ...]:
        """Return a chip for each AI system; kinds of case and versions are its own and not taken along."""
        asked = self.scope.asked(segment="", model="")
        return tuple(
            Tab(speak_kept(one.name), address(self.page, one, **asked), current=one == self.system)
            for one in systems
        )

    def ranges(self, ranges: Mapping[str, str]) -> tuple[Tab, ...]:
        """Return a chip for each range of weeks."""
        return tuple(self._tab("weeks", name, label) for name, label in ranges.items())

    def ways(self) -> tuple[Tab, ...]:
        """Return a chip for each direction in which people depart from the AI."""
        named = {"": _("Either direction"), **WAY_WORDS}
        return tuple(self._tab("direction", name, str(label)) for name, label in named.items())

    def segments(self, labels: Mapping[str, str]) -> tuple[Tab, ...]:
        """Return a chip for each kind of case."""
        named = {"": _("Every kind of case"), **labels}
        return tuple(self._tab("segment", name, label) for name, label in named.items())

    def versions(self, known: Sequence[str]) -> tuple[Tab, ...]:
        """Return a chip for each of the newest model versions and the chosen one, if there are several."""
        if len(known) < SEVERAL:
            return ()
        shown = [one for place, one in enumerate(known) if place < MOST_VERSIONS or one == self.scope.model]
        named = {"": _("Every model version"), **{one: one for one in shown}}
        return tuple(self._tab("model", name, label) for name, label in named.items())

    def _tab(self, name: str, value: str, label: str) -> Tab:
        scope = replace(self.scope, **{name: value})
        return Tab(label, address(self.page, self.system, **scope.asked()), current=scope == self.scope)
