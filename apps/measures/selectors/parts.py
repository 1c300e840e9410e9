"""Of which decisions a figure is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Of which decisions: of one kind of case, on one model version's suggestions; empty is all."""

    segment: str = ""
    model_version: str = ""

    @property
    def is_all(self) -> bool:
        """Say whether nothing is left out."""
        return not self.asked()

    def asked(self) -> dict[str, str]:
        """Return what narrows it, by column."""
        named = {"segment": self.segment, "model_version": self.model_version}
        return {name: value for name, value in named.items() if value}


ALL = Part()
