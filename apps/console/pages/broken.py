"""Suggestions that people said are broken: what to choose from, and what was said, by version."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.flow import selectors as flow

KINDS = {
    "unsaid": gettext_lazy("I say no more"),
    "nonsense": gettext_lazy("It makes no sense"),
    "other_case": gettext_lazy("It speaks of another case"),
    "harmful": gettext_lazy("It would do harm"),
    "format": gettext_lazy("Its text is garbled"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One report by its case."""

    url: str
    ref: str
    on: str
    kind: str
    text: str
    version: str


@dataclass(frozen=True, slots=True)
class Broken:
    """What was said in 30 days: by model and prompt version, and the newest reports."""

    counts: tuple[str, ...]
    lines: tuple[Line, ...]


def kinds() -> tuple[tuple[str, str], ...]:
    """Return what may be the matter, in the reader's language."""
    return tuple((code, str(label)) for code, label in KINDS.items())


def build(found: flow.BrokenReports, *, reader: Reader) -> Broken:
    """Turn reports into template data; nobody is named."""
    return Broken(
        counts=tuple(
            ngettext("%(version)s: %(n)s report", "%(version)s: %(n)s reports", one.n)
            % {"version": version(one.model_version, one.prompt_version), "n": one.n}
            for one in found.counts
        ),
        lines=tuple(
            Line(
                url=reverse("console:case", args=[one.case_ref]),
                ref=one.case_ref,
                on=words.day(one.at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone)),
                kind=str(KINDS.get(one.kind, one.kind)),
                text=one.text,
                version=version(one.model_version, one.prompt_version),
            )
            for one in found.rows
        ),
    )


def version(model: str, prompt: str) -> str:
    """Name a model version, with that of its prompt where there is one."""
    return _("%(model)s, prompt %(prompt)s") % {"model": model, "prompt": prompt} if prompt else model
