"""Marks on the documents of a case: a place on a page that somebody wants to find again, or others to see."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.intake import selectors as intake
from apps.intake.models import Case, Evidence, EvidencePage
from apps.intake.rules import files
from apps.reviews import access, rules
from apps.reviews.models import EvidenceMark


class NoSuchPage(refusals.Invalid):
    code = "no_such_page"
    sentence = say("This document has no such page, or its pages are not drawn.")


class NoSuchPlace(refusals.Invalid):
    code = "no_such_place"


class MarkedAlready(refusals.IllegalMove):
    code = "marked_already"
    sentence = say("You marked this place already.")


class TooManyMarks(refusals.IllegalMove):
    code = "too_many_marks"
    sentence = say(
        "You have %(most)s marks on this document, and no more are kept. Remove one first.",
        most=rules.MOST_MARKS,
    )


class NotYourMark(refusals.NotAllowed):
    code = "not_your_mark"
    sentence = say("Only who made a mark removes it.")


class UnmarkedAlready(refusals.IllegalMove):
    code = "unmarked_already"
    sentence = say("This mark was removed already.")


def mark_evidence(
    *, case_ref: str, evidence_id: UUID, place: rules.Place, note: str, by: Actor, now: datetime
) -> EvidenceMark:
    """Mark a place on a page of a document, for everybody who may see it.

    Raises: refusals.NotVisible, access.OnlyReads, vault.Erased, NoSuchPage, NoSuchPlace, MarkedAlready,
    TooManyMarks, refusals.Invalid.
    Writes: EvidenceMark, record `evidence.marked`.
    """
    with transactions.verb():
        case, evidence = _lock(case_ref, evidence_id, by)
        subject_id, said = evidence.subject_id, note.strip()
        key = vault.keys_for([subject_id])[subject_id]
        _require_place(evidence, place, key)
        _require_room(evidence, place, by)
        if len(said) > rules.MAX_MARK_NOTE:
            sentence = say("A note has at most %(most)s characters.", most=rules.MAX_MARK_NOTE)
            raise refusals.Invalid(sentence, field="note")
        row = EvidenceMark.objects.create(
            case=case,
            evidence=evidence,
            page=place.page,
            unit=place.unit,
            first=place.first,
            last=place.last,
            sealed_note=vault.seal(said, subject_id=subject_id, key=key) if said else None,
            by=by,
            at=now,
        )
        _record("evidence.marked", row, by, now, [{"mark": row.id, "note": row.sealed_note}])
        return row


def _lock(case_ref: str, evidence_id: UUID, by: Actor) -> tuple[Case, Evidence]:
    """Lock a document of a case that the actor may see, so that its marks are made one after the other."""
    case = intake.case_by_ref(case_ref=case_ref, organisation_id=by.organisation_id)
    if case is None or not access.visible_items(by).filter(case=case).exists():
        raise refusals.NotVisible
    row = Evidence.objects.select_for_update(of=("self",)).filter(id=evidence_id, case=case).first()
    if row is None:
        raise refusals.NotVisible
    if not access.may_mark(by, case_id=case.id):
        raise access.OnlyReads(permission="look_inbox")
    return case, row


def _require_place(evidence: Evidence, place: rules.Place, key: bytes) -> None:
    page = EvidencePage.objects.filter(evidence=evidence, number=place.page).first()
    if page is None:
        raise NoSuchPage(field="page")
    text = intake.page_text(page, subject_id=evidence.subject_id, key=key)
    fault = rules.place_fault(place, n_lines=len(files.lines(text)), has_picture=page.width > 0)
    if fault is not None:
        raise NoSuchPlace(fault, field="first")


def _require_room(evidence: Evidence, place: rules.Place, by: Actor) -> None:
    mine = EvidenceMark.objects.filter(evidence=evidence, by=by, removed_at=None)
    places = list(mine.values_list("page", "unit", "first", "last"))
    if (place.page, place.unit, place.first, place.last) in places:
        raise MarkedAlready
    if len(places) >= rules.MOST_MARKS:
        raise TooManyMarks


def unmark_evidence(*, mark_id: UUID, by: Actor, now: datetime) -> EvidenceMark:
    """Remove one's own mark; it stays in the table and in the record.

    Raises: refusals.NotVisible, NotYourMark, UnmarkedAlready.
    Writes: EvidenceMark.removed_at, record `evidence.unmarked`.
    """
    with transactions.verb():
        row = access.visible_marks(by).select_for_update(of=("self",)).filter(id=mark_id).first()
        if row is None:
            raise refusals.NotVisible
        if row.by_id != by.id:
            raise NotYourMark(permission="remove_own_mark")
        if row.removed_at is not None:
            raise UnmarkedAlready
        row.removed_at = now
        row.save(update_fields=["removed_at"])
        _record("evidence.unmarked", row, by, now, [])
        return row


def _record(verb: str, row: EvidenceMark, by: Actor, now: datetime, kept: list[dict[str, object]]) -> None:
    audit.record(
        verb,
        on=("evidence", row.evidence_id),
        by=by,
        at=now,
        case_id=row.case_id,
        data={
            "mark": row.id,
            "page": row.page,
            "unit": row.unit,
            "first": row.first,
            "last": row.last,
            "has_note": row.sealed_note is not None,
        },
        rows=kept,
    )
