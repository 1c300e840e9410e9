"""What a statement may cite: a fact by its key, or evidence as `evidence:<external_ref>[#page]`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.intake.rules.conditions import FACT_NAME

PREFIX = "evidence:"
MAX_REF = 80
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
PLACE = rf"{REF.pattern}(?:#[1-9][0-9]{{0,3}})?"  # a document, and a page of it
_EVIDENCE = re.compile(rf"{PREFIX}(?P<ref>{REF.pattern})(?:#(?P<page>[1-9][0-9]{{0,3}}))?", re.ASCII)

# The text of each cited place, by the citation as it is written; a place that is not there has no entry.
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cite:
    """One citation: a fact's key, or evidence by its sender's reference; page 0 means all of it."""

    fact: str = ""
    evidence: str = ""
    page: int = 0

    @property
    def is_evidence(self) -> bool:
        return bool(self.evidence)


def parse_cite(text: object) -> Cite | None:
    """Read one citation; None when it is neither a fact's key nor a reference to evidence."""
    if not isinstance(text, str):
        return None
    if FACT_NAME.fullmatch(text):
        return Cite(fact=text)
    found = _EVIDENCE.fullmatch(text)
    return Cite(evidence=found["ref"], page=int(found["page"] or 0)) if found else None


def is_cite(text: object) -> bool:
    """Say whether this is a citation, without reading it."""
    return isinstance(text, str) and bool(FACT_NAME.fullmatch(text) or _EVIDENCE.fullmatch(text))


def of_evidence(cites: Iterable[str]) -> dict[str, Cite]:
    """Return what of these citations is evidence, by the citation as it is written."""
    read = {text: parse_cite(text) for text in cites if text.startswith(PREFIX)}
    return {text: cite for text, cite in read.items() if cite is not None and cite.is_evidence}
