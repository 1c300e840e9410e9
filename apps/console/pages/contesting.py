"""What the affected person sees behind the link of their letter, as template data."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.console.pages.appeals import KINDS_SAY
from apps.console.pages.lists import Option
from apps.core import speech
from apps.flow.selectors import contesting as flow
from apps.flow.selectors.explaining import Part


@dataclass(frozen=True, slots=True)
class Page:
    """state: asks (for two known things), reads (the explanation and the form), told (nothing left to do)."""

    state: str
    title: str
    says: tuple[str, ...] = ()
    error: str = ""
    organisation: str = ""
    parts: tuple[Part, ...] = ()
    kinds: tuple[Option, ...] = ()
    ref: str = ""
    known: str = ""
    words: str = ""


def asking(error: str = "") -> Page:
    """Ask for the two known things; the same for every link."""
    return Page("asks", _("Contest a decision"), error=error)


def too_many() -> Page:
    """Say that it was tried too often."""
    return Page("told", _("Too many tries"), (_("Wait a minute, then try again. Nothing is lost."),))


def read(
    found: flow.Behind, ref: str, known: str, *, kind: str = "", words: str = "", error: str = ""
) -> Page:
    """Show the explanation with the form; or, once the link is used, what became of it."""
    if found.is_used:
        return _told(found)
    return Page(
        "reads",
        _("Your decision, explained"),
        error=error,
        organisation=found.explained.organisation,
        parts=found.explained.parts,
        kinds=tuple(Option(code, str(says), checked=code == kind) for code, says in KINDS_SAY.items()),
        ref=ref,
        known=known,
        words=words,
    )


def _told(found: flow.Behind) -> Page:
    said = [_("We have what you wrote since %(day)s.") % {"day": found.registered}]
    ends = {
        "": _("Somebody who had no part in the decision answers by %(day)s.") % {"day": found.due},
        "STANDS": _("It was looked at again: the decision stands."),
        "CHANGED": _("It was looked at again: another decision holds now."),
        "PARTLY": _("It was looked at again: you are right in part."),
        "WITHDRAWN": _("It was taken back."),
    }
    said.append(ends[found.result])
    if found.answer:
        said.append(found.answer)
    return Page("told", _("What became of it"), tuple(said), organisation=found.explained.organisation)


def taken(found: flow.Behind, *, due_at: datetime) -> Page:
    """Say that it is in, and until when it is answered."""
    day = speech.day(due_at.astimezone(ZoneInfo(found.zone)).date())
    said = (
        _("Somebody who had no part in the decision looks at it again and answers by %(day)s.")
        % {"day": day},
        _("You can read the answer here later, with the same link and the same two things."),
    )
    return Page("told", _("We have it"), said, organisation=found.explained.organisation)
