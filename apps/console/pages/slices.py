"""Which overrides a page of insights shows, as its address says it and as chips."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages import insights
from apps.console.pages.measured import address
from apps.console.pages.shell import Tab
from apps.core.speech import speak_kept
from apps.registry.models import AISystem

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
    """What the address asks for: a range of weeks, a kind of case, a direction; empty is all."""

    weeks: str = insights.USUAL_RANGE
    segment: str = ""
    direction: str = ""

    def asked(self, **other: str) -> dict[str, str]:
        """Return it as the address says it, with something else in place."""
        named = {"weeks": self.weeks, "segment": self.segment, "direction": self.direction} | other
        return {name: value for name, value in named.items() if value}

    def said(self) -> tuple[str, ...]:
        """Return it as the name of a file says it."""
        return (weeks_said(self.weeks), self.segment, self.direction)


@dataclass(frozen=True, slots=True)
class Chips:
    """The chips of a page named `page`: each leads to the same with one thing changed."""

    page: str
    system: AISystem
    scope: Scope

    def systems(self, systems: Iterable[AISystem]) -> tuple[Tab, ...]:
        """Return a chip for each AI system; kinds of case are each one's own, so none is taken along."""
        asked = self.scope.asked(segment="")
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

    def _tab(self, name: str, value: str, label: str) -> Tab:
        scope = replace(self.scope, **{name: value})
        return Tab(label, address(self.page, self.system, **scope.asked()), current=scope == self.scope)
