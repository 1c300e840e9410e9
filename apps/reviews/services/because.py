"""Why an item waits, as a row of its own: a coded cause, its sentence, and a note of whoever said so."""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from apps.core import refusals
from apps.core.words import say
from apps.reviews import rules
from apps.reviews.models import ItemReason, ReviewItem
from apps.reviews.services import moving
from apps.reviews.states import ReasonKind

Cause = TypeVar("Cause", bound=StrEnum)


def open_reason(
    item: ReviewItem,
    *,
    kind: ReasonKind,
    says: str,
    now: datetime,
    code: str = "",
    note: str = "",
    tells_advice: bool = False,
) -> ItemReason:
    """Write one more cause for which an item waits; its note is sealed under the subject's key."""
    return ItemReason.objects.create(
        item=item,
        kind=kind,
        code=code,
        says=says,
        tells_advice=tells_advice,
        sealed_note=sealed(item, note),
        opened_at=now,
    )


def sealed(item: ReviewItem, note: str) -> bytes | None:
    """Seal a note without the white space around it; none when nothing was said."""
    return moving.seal(item, note.strip()) if note.strip() else None


def coded(
    why: str,
    note: str,
    *,
    of: type[Cause],
    unknown: refusals.Refusal,
    wordless: refusals.Refusal,
    field: str = "note",
) -> Cause:
    """Return the coded cause that somebody chose; the one named "other" needs a word on why.

    field: where the note was written. Raises: unknown, wordless, refusals.Invalid for too long a note.
    """
    if why not in {one.value for one in of}:
        raise unknown
    if why == "other" and not note.strip():
        raise wordless
    refuse_long(note, field=field)
    return of(why)


def refuse_long(note: str, *, field: str = "note") -> None:
    """Refuse a note that nobody would read to its end.

    Raises: refusals.Invalid.
    """
    if len(note) > rules.MAX_NOTE:
        raise refusals.Invalid(
            say("A note has at most %(most)s characters.", most=rules.MAX_NOTE), field=field
        )
