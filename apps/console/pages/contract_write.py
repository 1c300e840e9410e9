"""A draft as text: the YAML, and at which clause and line it is broken."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages.contract import is_held
from apps.console.pages.shell import Note
from apps.core import refusals
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow

AROUND = 2  # lines shown before and after a broken one


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class TextPage:
    name: str
    edit_url: str
    url: str
    version: int
    text: str
    may_write: bool
    note: Note | None
    pointer: str
    lines: tuple[Line, ...]


def build(editing: flow.Editing, *, text: str, refusal: refusals.Refusal | None, reader: Reader) -> TextPage:
    """Show a draft's text, or the text that was refused with the lines around the clause at fault."""
    slug = editing.system.slug
    line = refusal.details.get("line") if refusal else None
    return TextPage(
        name=speak_kept(editing.system.name),
        edit_url=reverse("console:contract-edit", args=[slug]),
        url=reverse("console:contract-write", args=[slug]),
        version=editing.draft.version,
        text=text,
        may_write=editing.draft.state == "DRAFT" and not is_held(editing.draft, reader.actor, reader),
        note=_note(refusal, line) if refusal else None,
        pointer=str(refusal.details.get("field", "")) if refusal else "",
        lines=_around(text, line) if isinstance(line, int) else (),
    )


def _note(refusal: refusals.Refusal, line: object) -> Note:
    title = _("Not saved.")
    if line:
        title = _("Not saved: line %(line)s.") % {"line": line}
    return Note("bad", "triangle-alert", title, speak(refusal.sentence), alert=True)


def _around(text: str, line: int) -> tuple[Line, ...]:
    lines = text.splitlines()
    start = max(0, line - 1 - AROUND)
    return tuple(
        Line(start + at + 1, one[:200], start + at + 1 == line)
        for at, one in enumerate(lines[start : line + AROUND])
    )
