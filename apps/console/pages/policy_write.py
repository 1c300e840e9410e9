"""An open version as JSON: the text, and at which clause and line it is broken."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.pages.shell import Note
from apps.core import refusals
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.policy.states import PolicyState


@dataclass(frozen=True, slots=True)
class TextPage:
    name: str
    number: int
    edit_url: str
    url: str
    version: int
    text: str
    may_write: bool
    note: Note | None
    pointer: str


def build(editing: flow.PolicyEditing, *, text: str, refusal: refusals.Refusal | None = None) -> TextPage:
    """Show a version's text, or the text that was refused and the clause at fault."""
    slug = editing.system.slug
    is_draft = editing.version.state == PolicyState.DRAFT
    return TextPage(
        name=speak_kept(editing.system.name),
        number=editing.version.number,
        edit_url=reverse("console:policy-edit", args=[slug]),
        url=reverse("console:policy-write", args=[slug]),
        version=editing.version.version,
        text=text,
        may_write=is_draft and editing.is_mine and editing.may_write,
        note=_note(refusal) if refusal else None,
        pointer=str(refusal.details.get("field", "")) if refusal else "",
    )


def _note(refusal: refusals.Refusal) -> Note:
    line = refusal.details.get("line")
    title = _("Not saved: line %(line)s.") % {"line": line} if line else _("Not saved.")
    return Note("bad", "triangle-alert", title, speak(refusal.sentence), alert=True)
