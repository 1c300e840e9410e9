"""The documents of a case as a person may look at them: pages drawn here, never what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak
from apps.core.words import say
from apps.flow.selectors import marking
from apps.intake import selectors as intake
from apps.intake.models import Case, Evidence, EvidencePage
from apps.intake.rules import files
from apps.intake.states import EvidenceState
from apps.reviews import access
from apps.reviews.models import ReviewItem


class EvidenceErased(refusals.Expired):
    code = "evidence_erased"
    sentence = say("What was kept about this person was erased, their documents with it.")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document. `state` is FETCHING, RECEIVED, READY, REFUSED or ERASED; `why`: a refusal in words."""

    id: UUID
    ref: str
    name: str
    state: str
    n_pages: int
    why: str
    is_simulated: bool
    is_table: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page; without a picture its width is 0."""

    number: int
    width: int
    height: int
    text: str


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """A case's documents, the one looked at, its page, and the marks on all of them that they see."""

    case_ref: str
    documents: tuple[DocumentRow, ...] = ()
    current: DocumentRow | None = None
    page: PageRow | None = None
    marks: tuple[marking.MarkRow, ...] = ()
    may_mark: bool = False


def case_evidence(*, item: ReviewItem, to: Actor, ref: str = "", number: int = 1) -> CaseEvidence:
    """Return the documents of an item's case, which the reader may see; the one of `ref`, or the first."""
    case = item.case
    rows = intake.evidence_of_case(case.id)
    chosen = next((row for row in rows if row.external_ref == ref), rows[0]) if rows else None
    if chosen is None:
        return CaseEvidence(case.case_ref)
    found = _shown(case, rows, chosen, number, to)
    return replace(found, may_mark=access.may_mark(to, case_id=case.id, inbox_id=item.inbox_id))


def evidence_shown(*, case_ref: str, evidence_id: UUID, number: int, to: Actor) -> CaseEvidence:
    """Return one document with its page.

    Raises: refusals.NotVisible.
    """
    case = marking.seen_case(case_ref=case_ref, to=to)
    rows = intake.evidence_of_case(case.id)
    chosen = next((row for row in rows if row.id == evidence_id), None)
    if chosen is None:
        raise refusals.NotVisible
    found = _shown(case, rows, chosen, number, to)
    if found.page is None and chosen.state == EvidenceState.READY and number != 1:
        raise refusals.NotVisible
    return replace(found, may_mark=access.may_mark(to, case_id=case.id))


def _shown(case: Case, rows: Sequence[Evidence], chosen: Evidence, number: int, to: Actor) -> CaseEvidence:
    key = vault.open_keys([case.subject_id]).get(case.subject_id)
    documents = tuple(_document(row, case.subject_id, key) for row in rows)
    current = next(one for one in documents if one.id == chosen.id)
    page = _page(chosen, number, case.subject_id, key)
    return CaseEvidence(
        case.case_ref,
        documents,
        current,
        page,
        marks=marking.of_case(case, key, to=to),
    )


def evidence_picture(*, case_ref: str, evidence_id: UUID, number: int, to: Actor) -> bytes:
    """Return the picture of a page as PNG.

    Raises: refusals.NotVisible, EvidenceErased, store.StoreFails.
    """
    case = marking.seen_case(case_ref=case_ref, to=to)
    page = EvidencePage.objects.select_related("evidence").filter(
        evidence=evidence_id, evidence__case=case, number=number, width__gt=0
    )
    found = page.first()
    if found is None:
        raise refusals.NotVisible
    key = vault.open_keys([case.subject_id]).get(case.subject_id)
    if key is None:
        raise EvidenceErased
    return intake.page_picture(found.evidence, number, subject_id=case.subject_id, key=key)


def _document(row: Evidence, subject_id: UUID, key: bytes | None) -> DocumentRow:
    return DocumentRow(
        id=row.id,
        ref=row.external_ref,
        name=intake.evidence_name(row, subject_id=subject_id, key=key),
        state="ERASED" if key is None else row.state,
        n_pages=row.n_pages,
        why=speak(files.SENTENCES[files.Why(row.why)]) if row.why else "",
        is_simulated=row.is_simulated,
        is_table=row.type == files.FileType.CSV,
        received_at=row.received_at,
    )


def _page(row: Evidence, number: int, subject_id: UUID, key: bytes | None) -> PageRow | None:
    if row.state != EvidenceState.READY or key is None:
        return None
    page = EvidencePage.objects.filter(evidence=row, number=number).first()
    if page is None:
        return None
    text = intake.page_text(page, subject_id=subject_id, key=key)
    return PageRow(page.number, page.width, page.height, text)
