"""A document joins a case, or waits for one: by its bytes, or by an address fetched once, later."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import canonical, ids, outgoing, refusals, store, transactions, vault
from apps.core.wake import wake
from apps.core.words import say
from apps.intake import access, bulk, rules, selectors
from apps.intake.models import Case, Evidence, Subject
from apps.intake.rules import files
from apps.intake.rules.cites import REF
from apps.intake.states import EvidenceState

MOST_OF_A_CASE = 200


class DocumentRefused(refusals.Invalid):
    """A document that is not taken; its code says why (`files.Why`)."""

    def __init__(self, unfit: files.Unfit) -> None:
        super().__init__(unfit.sentence, field="document")
        self.code = unfit.why.value


class NoSuchCase(refusals.NotVisible):
    code = "unknown_case"
    sentence = say(
        "There is no case of this reference. A document that comes before its case says whose it is."
    )


class OtherSubject(refusals.IllegalMove):
    code = "subject_changed"
    sentence = say("This case belongs to another subject. Check the reference.")


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
    """What a sender says of a document: its own reference, a name, the type, and whether it is made up.

    subject_ref: whose it is; needed while its case has not come.
    """

    external_ref: str
    name: str = ""
    type: str = ""
    is_simulated: bool = False
    subject_ref: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document belongs: a case, or the reference of one that has not come yet."""

    source_id: UUID
    subject_id: UUID
    key: bytes
    case_ref: str
    case: Case | None


def attach(*, case_ref: str, label: Label, content: bytes, by: Actor, now: datetime) -> tuple[Evidence, bool]:
    """Take a document; returns its row and whether it is new. The same again is answered from what is there.

    A document that comes before its case waits for it, `files.WAITS_FOR` long, when it says whose it is.
    Raises: OnlyMachinesAttach, NoSuchCase, OtherSubject, BadReference, DocumentRefused, ReferenceReused,
    TooManyDocuments, vault.Erased, store.NoStore, store.StoreFails.
    Writes: the sealed document into the store, then its row; record `evidence.received`; wakes the drawing.
    """
    with transactions.verb():
        place = _place(case_ref, label, by)
        try:
            found = files.recognise(content, label.type)
        except files.Unfit as unfit:
            raise DocumentRefused(unfit) from None
        mark = vault.mark(content, key=place.key)
        keep(content, place.subject_id, mark, place.key)
        place, known = _known(place, label.external_ref)
        if known is not None and known.state != EvidenceState.REFUSED:
            return _same(known, known.mark, mark), False
        row = _row(place, label, known, by, now)
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
        place = _place(case_ref, label, by)
        outgoing.parse(url)
        store.opened()
        source = {"url": url, "sha256": sha256}
        mark = vault.mark(canonical.encode(source), key=place.key)
        place, known = _known(place, label.external_ref)
        if known is not None and known.state != EvidenceState.REFUSED:
            return _same(known, known.source_mark, mark), False
        row = _row(place, label, known, by, now)
        row.state, row.source_mark = EvidenceState.FETCHING, mark
        row.sealed_source = vault.seal(source, subject_id=place.subject_id, key=place.key)
        row.save(force_insert=known is None, force_update=known is not None)
        _record(row, by, now)
        wake("intake.fetch_evidence")
        return row, True


def keep(content: bytes, subject_id: UUID, mark: bytes, key: bytes) -> None:
    """Put a sealed document where its row will look for it. Before the row: no row ever points to nothing.

    Raises: store.NoStore, store.StoreFails.
    """
    name = files.document_name(subject_id, mark)
    store.opened().put(name, vault.seal_bytes(content, subject_id=subject_id, key=key, name=name))


def _place(case_ref: str, label: Label, by: Actor) -> _Place:
    source_id = access.machine_of(by).source_id
    if not REF.fullmatch(label.external_ref):
        raise BadReference(field="external_ref")
    if source_id is None:
        raise NoSuchCase(case_ref=case_ref)
    case = selectors.case_of_source(case_ref=case_ref, source_id=source_id)
    if case is None:
        return _before_its_case(case_ref, label.subject_ref, source_id)
    _refuse_other(case, label.subject_ref)
    bulk.hold_subject(case.subject_id)
    key = vault.key_for(case.subject_id)
    return _Place(source_id, case.subject_id, key, case_ref, case)


def _before_its_case(case_ref: str, subject_ref: str, source_id: UUID) -> _Place:
    """Find or make whose document it is, so that it can be sealed under their key."""
    if not subject_ref:
        raise NoSuchCase(case_ref=case_ref)
    try:
        rules.parse_ref(case_ref, "case_ref")
        rules.parse_ref(subject_ref, "subject_ref")
    except rules.BadField as bad:
        raise BadReference(bad.sentence, field=bad.field) from bad
    known = Subject.objects.filter(source=source_id, subject_ref=subject_ref).first()
    if known is not None:  # not locked while its document is stored: arrivals go on
        bulk.hold_subject(known.id)
        return _Place(source_id, known.id, vault.key_for(known.id), case_ref, None)
    new = bulk.NewSubject(ids.new(), vault.mint(), None)
    found = bulk.find_or_make_subjects(source_id=source_id, new={subject_ref: new})[subject_ref]
    if found.id == new.id:
        vault.keep({new.id: new.key})
    return _Place(source_id, found.id, vault.key_for(found.id), case_ref, None)


def _refuse_other(case: Case, subject_ref: str) -> None:
    if subject_ref and case.subject.subject_ref != subject_ref:
        raise OtherSubject(field="subject_ref", case_ref=case.case_ref)


def _known(place: _Place, external_ref: str) -> tuple[_Place, Evidence | None]:
    """Return the document of that reference; holds its case or subject, so that no other arrives meanwhile.

    An arrival locks the subject before its case: a case that came since is seen here, or finds the document.
    """
    if place.case is None:
        subject = Subject.objects.select_for_update(no_key=True).get(id=place.subject_id)
        case = selectors.case_of_source(case_ref=place.case_ref, source_id=place.source_id)
        if case is not None:
            _refuse_other(case, subject.subject_ref)
            place = replace(place, case=case)
    if place.case is not None:
        Case.objects.select_for_update(no_key=True).get(id=place.case.id)
        rows = Evidence.objects.filter(case=place.case)
    else:
        rows = Evidence.objects.filter(case=None, subject=place.subject_id, awaits_ref=place.case_ref)
    found = rows.filter(external_ref=external_ref).first()
    if found is None and rows.count() >= MOST_OF_A_CASE:
        raise TooManyDocuments
    return place, found


def _same(known: Evidence, before: bytes | memoryview | None, mark: bytes) -> Evidence:
    if bytes(before or b"") != mark:
        raise ReferenceReused(field="external_ref")
    return known


def _row(place: _Place, label: Label, refused: Evidence | None, by: Actor, now: datetime) -> Evidence:
    """Make the row of a document; one that was refused begins anew in its own row."""
    name = files.shown_name(label.name)
    row = Evidence(
        subject_id=place.subject_id,
        case=place.case,
        awaits_ref="" if place.case else place.case_ref,
        waits_until=None if place.case else now + files.WAITS_FOR,
        external_ref=label.external_ref,
        by_id=by.id,
        sealed_name=vault.seal(name, subject_id=place.subject_id, key=place.key) if name else None,
        said_type=label.type[:100],
        is_simulated=label.is_simulated,
        received_at=now,
        due_at=now,
    )
    if refused is not None:
        row.id = refused.id
    return row


def _record(row: Evidence, by: Actor, now: datetime) -> None:
    data: dict[str, object] = {
        "ref": row.external_ref,
        "state": row.state,
        "type": row.type,
        "mark": bytes(row.mark or b""),
    }
    if row.waits_until is not None:
        data["waits_until"] = row.waits_until
    audit.record("evidence.received", on=("evidence", row.id), by=by, at=now, case_id=row.case_id, data=data)
