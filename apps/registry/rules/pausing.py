"""What a pause stops: an AI system, one outcome, or one segment; the most cautious of several counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.registry.states import PauseMode, PauseScope


@dataclass(frozen=True, slots=True)
class PausePart:
    """One thing that is paused: `key` is the outcome's code or the segment's key; empty for the whole."""

    scope: PauseScope
    key: str
    mode: PauseMode

    def fits(self, *, outcome: str, segment: str) -> bool:
        """Say whether a case belongs to what is paused."""
        whose = {PauseScope.SYSTEM: "", PauseScope.OUTCOME: outcome, PauseScope.SEGMENT: segment}
        return self.key == whose[self.scope]


@dataclass(frozen=True, slots=True)
class Paused:
    """Everything of an AI system that is paused at one moment."""

    parts: tuple[PausePart, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Say whether the whole system is paused."""
        return any(one.scope is PauseScope.SYSTEM for one in self.parts)

    @property
    def refuses(self) -> bool:
        """Say whether something is refused already as it comes in."""
        return any(one.mode is PauseMode.REFUSE for one in self.parts)

    def mode(self, *, outcome: str, segment: str) -> PauseMode | None:
        """Return what becomes of a case; None where nothing that fits it is paused."""
        if not self.parts:
            return None
        modes = [one.mode for one in self.parts if one.fits(outcome=outcome, segment=segment)]
        return max(modes, key=lambda one: one.caution, default=None)

    def holds(self, *, outcome: str, segment: str, asks_view: bool) -> bool:
        """Say whether a case that is here waits until a pause is over.

        One that asks for a view before advice waits as soon as any outcome is held, whatever was suggested:
        if only the held outcome waited, that a case waits, or does not, would tell what was suggested.
        """
        fitting = self.mode(outcome=outcome, segment=segment)
        any_outcome = any(
            one.scope is PauseScope.OUTCOME and one.mode is PauseMode.HOLD for one in self.parts
        )
        return fitting in {PauseMode.HOLD, PauseMode.REFUSE} or (asks_view and any_outcome)


WHOLE = Paused((PausePart(PauseScope.SYSTEM, "", PauseMode.PEOPLE),))


def read_paused(rows: Sequence[Mapping[str, str]]) -> Paused:
    """Read what the pause row keeps."""
    return Paused(
        tuple(PausePart(PauseScope(one["scope"]), one["key"], PauseMode(one["mode"])) for one in rows)
    )
