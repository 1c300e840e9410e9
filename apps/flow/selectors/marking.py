"""Marks on the documents of a case, as far as one may see them: one's own, others' behind no wall."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak
from apps.core.words import say
from apps.flow.selectors import cursors
from apps.intake import selectors as intake
from apps.intake.models import Case, Evidence
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import EvidenceMark
from apps.reviews.rules import WHOLE_BAND
from apps.reviews.states import MarkUnit

MOST_SHOWN = 200
PERCENT = WHOLE_BAND // 100


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark that stands; `place` in words. `note` is empty without one, and after erasure."""

    id: UUID
    document_id: UUID
    document_ref: str
    page: int
    unit: str
    first: int
    last: int
    place: str
    note: str
    who: str
    is_mine: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class MarkList:
    """The marks of a case, oldest first; `next` is for `after`."""

    rows: list[MarkRow]
    next: str | None


def of_case(case: Case, key: bytes | None, *, to: Actor) -> tuple[MarkRow, ...]:
    """Return the marks that stand on the documents of a case, in the order of their places; one statement.

    Of somebody who was erased there is no document to find them on.
    """
    if key is None:
        return ()
    rows = _standing(case, to).order_by("evidence_id", "page", "unit", "first", "id")
    keys = {case.subject_id: key}
    return tuple(_row(row, keys, to) for row in rows[:MOST_SHOWN])


def mark_list(*, case_ref: str, to: Actor, after: str | None, limit: int) -> MarkList:
    """Return the marks of a case, page by page.

    Raises: refusals.NotVisible, cursors.BadCursor.
    """
    case = seen_case(case_ref=case_ref, to=to)
    rows = list(cursors.LINES.page(_standing(case, to), after, limit))
    keys = vault.open_keys([case.subject_id])
    found = [_row(row, keys, to) for row in rows[:limit]]
    return MarkList(found, cursors.LINES.cursor(rows[limit - 1]) if len(rows) > limit else None)


def document_id(*, case_ref: str, ref: str, to: Actor) -> UUID:
    """Return a document of a case by its sender's reference.

    Raises: refusals.NotVisible.
    """
    case = seen_case(case_ref=case_ref, to=to)
    found = Evidence.objects.filter(case=case, external_ref=ref).values_list("id", flat=True).first()
    if found is None:
        raise refusals.NotVisible
    return found


def place_words(*, page: int, unit: str, first: int, last: int) -> str:
    """Say a place on a page of a document."""
    said = {"page": page, "first": first, "last": last}
    if unit == MarkUnit.BAND:
        said |= {"first": first // PERCENT, "last": -(-last // PERCENT)}
        return _("Page %(page)s, %(first)s to %(last)s%% down") % said
    if first == last:
        return _("Page %(page)s, line %(first)s") % said
    return _("Page %(page)s, lines %(first)s to %(last)s") % said


def told(sentence: str) -> Callable[[str, Mapping[str, Any], object], tuple[str, str]]:
    """Write an entry of the record about a mark: who, and the place. The note is shown with the document."""

    def written(who: str, data: Mapping[str, Any], _names: object) -> tuple[str, str]:
        place = {key: data[key] for key in ("page", "unit", "first", "last")}
        return speak(say(sentence, who=who)), place_words(**place)

    return written


def seen_case(*, case_ref: str, to: Actor) -> Case:
    """Find a case with an item that the reader may see, as on the review page.

    Raises: refusals.NotVisible.
    """
    case = intake.case_by_ref(case_ref=case_ref, organisation_id=to.organisation_id)
    if case is None or not access.visible_items(to).filter(case=case).exists():
        raise refusals.NotVisible
    return case


def _standing(case: Case, to: Actor) -> QuerySet[EvidenceMark]:
    rows = access.visible_marks(to).filter(case=case, removed_at=None)
    return rows.select_related("by", "evidence")


def _row(row: EvidenceMark, keys: Mapping[UUID, bytes], to: Actor) -> MarkRow:
    return MarkRow(
        id=row.id,
        document_id=row.evidence_id,
        document_ref=row.evidence.external_ref,
        page=row.page,
        unit=row.unit,
        first=row.first,
        last=row.last,
        place=place_words(page=row.page, unit=row.unit, first=row.first, last=row.last),
        note=reviews.sealed_text(row.sealed_note, subject_id=row.evidence.subject_id, keys=keys),
        who=row.by.name,
        is_mine=row.by_id == to.id,
        at=row.at,
    )
