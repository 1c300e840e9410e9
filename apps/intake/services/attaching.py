"""A document joins a case: by its bytes, or by an address from which it is fetched once, later, by a task."""

from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import canonical, outgoing, refusals, store, transactions, vault
from apps.core.wake import wake
from apps.core.words import say
from apps.intake import selectors
from apps.intake.models import Case, Evidence
from apps.intake.rules import files
from apps.intake.rules.cites import REF
from apps.intake.states import EvidenceState

MOST_OF_A_CASE = 200


class DocumentRefused(refusals.Invalid):
    """A document that is not taken; its code says why (`files.Why`)."""

    def __init__(self, unfit: files.Unfit) -> None:
        super().__init__(unfit.sentence, field="document")
        self.code = unfit.why.value


class BadReference(refusals.Invalid):
    code = "bad_reference"
    sentence = say("A reference is 1 to 80 letters, digits, dots, hyphens and underscores.")


class ReferenceReused(refusals.IllegalMove):
    code = "evidence_ref_reused"
    sentence = say("This case has another document under this reference. Send the new one under its own.")


class TooManyDocuments(refusals.IllegalMove):
    code = "too_many_documents"
    sentence = say("This case has %(most)s documents, and no more are taken.", most=MOST_OF_A_CASE)


@dataclass(frozen=True, slots=True)
class Label:
    """What a sender says of a document: its own reference, a name, the type, and whether it is made up."""

    external_ref: str
    name: str = ""
    type: str = ""
    is_simulated: bool = False


def attach(*, case_ref: str, label: Label, content: bytes, by: Actor, now: datetime) -> tuple[Evidence, bool]:
    """Take a document; returns its row and whether it is new. The same again is answered from what is there.

    Raises: OnlyMachinesAttach, NotVisible, BadReference, DocumentRefused, ReferenceReused, TooManyDocuments,
    vault.Erased, store.NoStore, store.StoreFails.
    Writes: the sealed document into the store, then its row; record `evidence.received`; wakes the drawing.
    """
    with transactions.verb():
        case = _case(case_ref, label, by)
        try:
            found = files.recognise(content, label.type)
        except files.Unfit as unfit:
            raise DocumentRefused(unfit) from None
        key = vault.keys_for([case.subject_id])[case.subject_id]
        mark = vault.mark(content, key=key)
        keep(content, case, mark, key)
        known = _known(case, label.external_ref)
        if known is not None and known.state != EvidenceState.REFUSED:
            return _same(known, known.mark, mark), False
        row = _row(case, label, key, known, by, now)
        row.state, row.type, row.n_bytes, row.mark = EvidenceState.RECEIVED, found, len(content), mark
        row.save(force_insert=known is None, force_update=known is not None)
        _record(row, by, now)
        wake("intake.draw_evidence")
        return row, True


def attach_from(
    *, case_ref: str, label: Label, url: str, sha256: str, by: Actor, now: datetime
) -> tuple[Evidence, bool]:
    """Note the address of a document, to be fetched once; returns its row and whether it is new.

    Raises: as `attach`, and outgoing.ForbiddenAddress when no address of that form is ever called.
    Writes: its row; record `evidence.received`; wakes the fetching.
    """
    with transactions.verb():
        case = _case(case_ref, label, by)
        outgoing.parse(url)
        store.opened()
        key = vault.keys_for([case.subject_id])[case.subject_id]
        source = {"url": url, "sha256": sha256}
        mark = vault.mark(canonical.encode(source), key=key)
        known = _known(case, label.external_ref)
        if known is not None and known.state != EvidenceState.REFUSED:
            return _same(known, known.source_mark, mark), False
        row = _row(case, label, key, known, by, now)
        row.state, row.source_mark = EvidenceState.FETCHING, mark
        row.sealed_source = vault.seal(source, subject_id=case.subject_id, key=key)
        row.save(force_insert=known is None, force_update=known is not None)
        _record(row, by, now)
        wake("intake.fetch_evidence")
        return row, True


def keep(content: bytes, case: Case, mark: bytes, key: bytes) -> None:
    """Put a sealed document where its row will look for it. Before the row: no row ever points to nothing.

    Raises: store.NoStore, store.StoreFails.
    """
    name = files.document_name(case.subject_id, mark)
    store.opened().put(name, vault.seal_bytes(content, subject_id=case.subject_id, key=key, name=name))


def _case(case_ref: str, label: Label, by: Actor) -> Case:
    case = selectors.case_for_machine(case_ref=case_ref, to=by)
    if not REF.fullmatch(label.external_ref):
        raise BadReference(field="external_ref")
    return case


def _known(case: Case, external_ref: str) -> Evidence | None:
    """Return the document of that reference; holds the case, so that no other arrives meanwhile."""
    Case.objects.select_for_update(no_key=True).get(id=case.id)
    found = Evidence.objects.filter(case=case, external_ref=external_ref).first()
    if found is None and Evidence.objects.filter(case=case).count() >= MOST_OF_A_CASE:
        raise TooManyDocuments
    return found


def _same(known: Evidence, before: bytes | memoryview | None, mark: bytes) -> Evidence:
    if bytes(before or b"") != mark:
        raise ReferenceReused(field="external_ref")
    return known


def _row(
    case: Case, label: Label, key: bytes, refused: Evidence | None, by: Actor, now: datetime
) -> Evidence:
    """Make the row of a document; one that was refused begins anew in its own row."""
    name = files.shown_name(label.name)
    row = Evidence(
        case=case,
        external_ref=label.external_ref,
        by_id=by.id,
        sealed_name=vault.seal(name, subject_id=case.subject_id, key=key) if name else None,
        said_type=label.type[:100],
        is_simulated=label.is_simulated,
        received_at=now,
        due_at=now,
    )
    if refused is not None:
        row.id = refused.id
    return row


def _record(row: Evidence, by: Actor, now: datetime) -> None:
    audit.record(
        "evidence.received",
        on=("evidence", row.id),
        by=by,
        at=now,
        case_id=row.case_id,
        data={"ref": row.external_ref, "state": row.state, "type": row.type, "mark": bytes(row.mark or b"")},
    )
