"""A document whose case never came is deleted: bytes, pages, name. What is left says that it was."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts import selectors as accounts
from apps.audit import services as audit
from apps.core import store, transactions
from apps.intake.models import Evidence, EvidencePage, Subject
from apps.intake.rules import files
from apps.intake.states import EvidenceState


def forget_unclaimed(*, now: datetime, limit: int = 100) -> int:
    """Delete documents that waited for their case too long; returns how many.

    Writes: Evidence to REFUSED, its pages and blobs deleted; record `evidence.expired`.
    """
    due = Evidence.objects.filter(waits_until__lte=now).order_by("waits_until", "id")
    return sum(_forget(row_id, now) for row_id in due.values_list("id", flat=True)[:limit])


def _forget(row_id: UUID, now: datetime) -> bool:
    """Delete one, unless somebody is at work on its subject's documents: then the next sweep does.

    Whoever stores a document of the subject meanwhile holds the subject (`bulk.hold_subject`).
    Raises: store.NoStore, store.StoreFails.
    """
    with transactions.verb():
        found = Evidence.objects.filter(id=row_id, waits_until__lte=now).first()
        if found is None or not _is_free(found):
            return False
        row = (
            Evidence.objects.select_for_update(of=("self",))
            .select_related("subject__source")
            .filter(id=row_id, case=None, waits_until__lte=now)
            .filter(state__in=[EvidenceState.READY, EvidenceState.REFUSED])
            .first()
        )
        if row is None:
            return False
        _delete(row)
        row.state, row.why, row.waits_until, row.settled_at = (
            EvidenceState.REFUSED,
            files.Why.NO_CASE,
            None,
            now,
        )
        row.sealed_name, row.sealed_source, row.mark, row.n_pages = None, None, None, 0
        row.save()
        by = accounts.system_actor(row.subject.source.organisation_id)
        audit.record(
            "evidence.expired", on=("evidence", row.id), by=by, at=now, data={"ref": row.external_ref}
        )
        return True


def _is_free(row: Evidence) -> bool:
    held = Subject.objects.select_for_update(skip_locked=True).filter(id=row.subject_id).first()
    fetched = Evidence.objects.filter(subject=row.subject_id, state=EvidenceState.FETCHING)
    return held is not None and not fetched.exists()


def _delete(row: Evidence) -> None:
    """Delete its pages, and its bytes where no other document of the subject has the same."""
    EvidencePage.objects.filter(evidence=row).delete()
    if row.mark is None or _others(row).exists():
        return
    kept, mark = store.opened(), bytes(row.mark)
    kept.remove(files.document_name(row.subject_id, mark))
    for number in range(1, files.MAX_PAGES + 1 if row.state == EvidenceState.REFUSED else row.n_pages + 1):
        kept.remove(files.picture_name(row.subject_id, mark, number))


def _others(row: Evidence) -> QuerySet[Evidence]:
    return Evidence.objects.filter(subject=row.subject_id, mark=row.mark).exclude(id=row.id)
