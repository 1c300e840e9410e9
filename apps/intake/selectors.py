"""Reads of cases, recommendations and what their snapshots hold."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from apps.accounts.models import Actor
from apps.core import canonical, refusals, speech, store, vault
from apps.intake import access, rules
from apps.intake.models import (
    Case,
    ContextSnapshot,
    Evidence,
    EvidencePage,
    ProtectedFact,
    Subject,
    UnseenRecommendation,
)
from apps.intake.rules import files
from apps.intake.states import EvidenceState
from apps.registry.models import ContextContract


def contract(row: ContextContract) -> rules.Contract:
    """Return a contract, parsed once per process and content."""
    return _parse(bytes(row.digest), canonical.encode(row.body))


@lru_cache(maxsize=64)
def _parse(_digest: bytes, encoded: bytes) -> rules.Contract:
    return rules.parse_contract(json.loads(encoded))


def spoken_contract(row: ContextContract) -> rules.Contract:
    """Return a contract whose labels are in the language that is active; codes and keys stay (ADR 0011)."""
    parsed = contract(row)
    if speech.is_english():
        return parsed
    return replace(
        parsed,
        specs={key: _spoken(one) for key, one in parsed.specs.items()},
        assumptions=tuple(replace(one, say=speech.speak_kept(one.say)) for one in parsed.assumptions),
    )


def _spoken(spec: rules.FactSpec) -> rules.FactSpec:
    return replace(
        spec,
        label=speech.speak_kept(spec.label),
        help=speech.speak_kept(spec.help),
        defined_by=speech.speak_kept(spec.defined_by),
        values={code: speech.speak_kept(label) for code, label in spec.values.items()},
    )


def schema(row: ContextContract) -> rules.Schema:
    """Return a contract as JSON Schema, made once per process and content."""
    return _describe(bytes(row.digest), canonical.encode(row.body))


@lru_cache(maxsize=64)
def _describe(digest: bytes, encoded: bytes) -> rules.Schema:
    return rules.schema(_parse(digest, encoded))


def lexicon(row: ContextContract) -> rules.Lexicon:
    """Return the words of a contract for the grounding check, compiled once per process and content."""
    return _compile(bytes(row.digest), canonical.encode(row.body))


@lru_cache(maxsize=64)
def _compile(digest: bytes, encoded: bytes) -> rules.Lexicon:
    return rules.lexicon(_parse(digest, encoded))


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot with its sealed part opened. After erasure `is_erased` and only plain facts are there."""

    facts: tuple[rules.Fact, ...]
    check: rules.Check
    rationale: tuple[rules.Statement, ...]
    is_erased: bool


def open_snapshot(
    snapshot: ContextSnapshot,
    *,
    subject_id: UUID,
    now: datetime,
    keys: Mapping[UUID, bytes] | None = None,
    by: rules.Contract | None = None,
) -> Opened:
    """Read a snapshot's facts as they were on arrival, and check them as of `now` (ages grow).

    keys: of `vault.open_keys`, when they were read for many snapshots at once. by: the snapshot's contract
    where the reader has it already, in the reader's language perhaps.
    """
    parsed = by or contract(snapshot.contract)
    sealed: dict[str, Any] = {"facts": [], "rationale": []}
    key = (vault.open_keys([subject_id]) if keys is None else keys).get(subject_id)
    if key is not None:
        sealed = json.loads(vault.open_bytes(snapshot.sealed, subject_id=subject_id, key=key))
    facts = rules.revive(parsed, [*snapshot.facts, *sealed["facts"]], snapshot.at)
    statements = tuple(
        rules.Statement(one["text"], tuple(one["cites"]), rules.Direction(one["direction"]))
        for one in sealed["rationale"]
    )
    return Opened(facts, rules.check(parsed, facts, now), statements, is_erased=key is None)


def grounding(opened: Opened, row: ContextContract, texts: rules.Texts | None = None) -> rules.Grounding:
    """Check each statement of an opened snapshot against what it cites; texts: of cited evidence."""
    return rules.ground(opened.rationale, opened.facts, lexicon(row), texts)


def subject_name(subject: Subject, *, keys: Mapping[UUID, bytes] | None = None) -> str:
    """Return the subject's name, or a stand-in when there is none or it was erased.

    keys: of `vault.open_keys`, when they were read already.
    """
    if subject.sealed_name is None:
        return ""
    key = (vault.open_keys([subject.id]) if keys is None else keys).get(subject.id)
    if key is None:
        return gettext("Erased")
    return str(json.loads(vault.open_bytes(subject.sealed_name, subject_id=subject.id, key=key)))


def subject_names(subjects: list[Subject]) -> dict[UUID, str]:
    """Return the names of many subjects with one look at the keys; erased ones are left out."""
    named = [subject for subject in subjects if subject.sealed_name is not None]
    keys = vault.open_keys([subject.id for subject in named])
    return {
        subject.id: json.loads(
            vault.open_bytes(bytes(subject.sealed_name or b""), subject_id=subject.id, key=keys[subject.id])
        )
        for subject in named
        if subject.id in keys
    }


def protected_facts(case_ids: Iterable[UUID]) -> dict[UUID, dict[str, str | None]]:
    """Return the protected facts of cases as words, for the audit of groups alone; erased ones are left out.

    Of a case that sent some more than once what came last counts.
    """
    rows = list(
        ProtectedFact.objects.filter(case__in=set(case_ids))
        .order_by("at", "id")
        .values_list("case_id", "case__subject_id", "sealed")
    )
    keys = vault.open_keys([subject_id for _, subject_id, _ in rows])
    found: dict[UUID, dict[str, str | None]] = {}
    for case_id, subject_id, sealed in rows:
        if subject_id in keys:
            raw = json.loads(vault.open_bytes(sealed, subject_id=subject_id, key=keys[subject_id]))
            told = {fact: None if value is None else str(value).lower() for fact, value in raw.items()}
            found.setdefault(case_id, {}).update(told)
    return found


def case_of_source(*, case_ref: str, source_id: UUID) -> Case | None:
    """Return a case of one business system by its own reference, known-answer cases left out."""
    cases = Case.objects.select_related("subject", "source").exclude(kind="KNOWN_ANSWER")
    return cases.filter(case_ref=case_ref, source=source_id).first()


def case_by_ref(*, case_ref: str, organisation_id: UUID) -> Case | None:
    """Return a case of an organisation by the business system's reference, of whatever kind."""
    cases = Case.objects.select_related("subject", "source")
    return cases.filter(case_ref=case_ref, source__organisation=organisation_id).first()


def told_snapshots(case_id: UUID) -> QuerySet[ContextSnapshot]:
    """Return the states of a case's facts that may be told of; what an unseen model was given is none."""
    apart = UnseenRecommendation.objects.filter(
        case=OuterRef("case"), snapshot=OuterRef("pk"), advised_as=None
    )
    return ContextSnapshot.objects.filter(~Exists(apart), case=case_id)


def evidence_of_case(case_id: UUID) -> list[Evidence]:
    """Return the documents of a case in the order they arrived."""
    return list(Evidence.objects.filter(case=case_id).order_by("received_at", "id"))


def evidence_for_machine(*, case_ref: str, to: Actor) -> list[Evidence]:
    """Return the documents of a case, and those that wait for it, to the machine that may add to it.

    Raises: OnlyMachinesAttach, refusals.NotVisible.
    """
    source_id = access.machine_of(to).source_id
    if source_id is None:
        raise refusals.NotVisible
    case = case_of_source(case_ref=case_ref, source_id=source_id)
    waiting = Evidence.objects.filter(case=None, awaits_ref=case_ref, subject__source=source_id)
    rows = [*(evidence_of_case(case.id) if case else ()), *waiting.order_by("received_at", "id")]
    if case is None and not rows:
        raise refusals.NotVisible
    return rows


def evidence_name(row: Evidence, *, subject_id: UUID, key: bytes | None) -> str:
    """Return a document's name as its sender gave it; its reference when there is none, or it was erased."""
    if row.sealed_name is None or key is None:
        return row.external_ref
    return str(json.loads(vault.open_bytes(row.sealed_name, subject_id=subject_id, key=key)))


def page_text(page: EvidencePage, *, subject_id: UUID, key: bytes) -> str:
    """Return the text of one page."""
    return str(json.loads(vault.open_bytes(page.sealed_text, subject_id=subject_id, key=key)))


def page_picture(row: Evidence, number: int, *, subject_id: UUID, key: bytes) -> bytes:
    """Return the picture of one page as PNG.

    Raises: store.BlobMissing, store.StoreFails, store.NoStore.
    """
    name = files.picture_name(subject_id, bytes(row.mark or b""), number)
    return vault.open_bytes(store.opened().get(name), subject_id=subject_id, key=key, name=name)


def texts_of_rationale(rationale: Iterable[rules.Statement], *, case: Case) -> rules.Texts:
    """Return the text of each place in a case's documents that a rationale cites; no statement for none."""
    cites = [cite for one in rationale for cite in one.cites]
    if not rules.of_evidence(cites):
        return {}
    key = vault.open_keys([case.subject_id]).get(case.subject_id)
    return cited_texts(cites, case_id=case.id, subject_id=case.subject_id, key=key)


def texts_of_arrivals(
    lines: Sequence[rules.RecommendationIn], *, source_id: UUID
) -> dict[tuple[str, str], rules.Texts]:
    """Return the text of each place that arrivals cite in documents that are here already.

    By the references of case and subject; at most two statements, none where no document is cited.
    """
    wanted: dict[tuple[str, str], dict[str, rules.Cite]] = {}
    for line in lines:
        cites = rules.of_evidence([cite for one in line.rationale for cite in one.cites])
        if cites:
            wanted.setdefault((line.case_ref, line.subject_ref), {}).update(cites)
    if not wanted:
        return {}
    pages = _pages_of_source(wanted, source_id)
    keys = vault.open_keys([page.evidence.subject_id for _, page in pages])
    read: dict[tuple[str, str], dict[tuple[str, int], str]] = {}
    for of, page in pages:
        subject_id = page.evidence.subject_id
        asked = {(cite.evidence, cite.page) for cite in wanted[of].values()}
        place = (page.evidence.external_ref, page.number)
        if subject_id in keys and ({place, (place[0], 0)} & asked):
            text = page_text(page, subject_id=subject_id, key=keys[subject_id])
            _read_into(read.setdefault(of, {}), place, text)
    return {of: _by_cite(wanted[of], texts) for of, texts in read.items()}


def _pages_of_source(
    wanted: Mapping[tuple[str, str], Mapping[str, rules.Cite]], source_id: UUID
) -> list[tuple[tuple[str, str], EvidencePage]]:
    """Return pages with the references of their case, come or awaited, and their subject."""
    case_refs, subject_refs = {of[0] for of in wanted}, {of[1] for of in wanted}
    rows = EvidencePage.objects.select_related("evidence__subject", "evidence__case").filter(
        Q(evidence__case__case_ref__in=case_refs)
        | Q(evidence__case=None, evidence__awaits_ref__in=case_refs),
        evidence__state=EvidenceState.READY,
        evidence__subject__source=source_id,
        evidence__subject__subject_ref__in=subject_refs,
        evidence__external_ref__in={cite.evidence for cites in wanted.values() for cite in cites.values()},
    )
    found = []
    for page in rows.order_by("number"):
        row = page.evidence
        of = (row.case.case_ref if row.case else row.awaits_ref, row.subject.subject_ref)
        if of in wanted:
            found.append((of, page))
    return found


def _read_into(texts: dict[tuple[str, int], str], place: tuple[str, int], text: str) -> None:
    """Add a page's text: at its place, and at place 0, which is the whole document."""
    ref, _ = place
    texts[place] = text
    texts[ref, 0] = f"{texts[ref, 0]}\n{text}" if (ref, 0) in texts else text


def _by_cite(cites: Mapping[str, rules.Cite], texts: Mapping[tuple[str, int], str]) -> rules.Texts:
    places = {said: (cite.evidence, cite.page) for said, cite in cites.items()}
    return {said: texts[place] for said, place in places.items() if place in texts}


def cited_texts(cites: Iterable[str], *, case_id: UUID, subject_id: UUID, key: bytes | None) -> rules.Texts:
    """Return the text of each place in the case's documents that is cited; one statement at most."""
    wanted = rules.of_evidence(cites)
    if not wanted or key is None:
        return {}
    rows = EvidencePage.objects.select_related("evidence").filter(
        evidence__case=case_id,
        evidence__state=EvidenceState.READY,
        evidence__external_ref__in={cite.evidence for cite in wanted.values()},
    )
    texts: dict[tuple[str, int], str] = {}
    for page in rows.order_by("number"):
        place = (page.evidence.external_ref, page.number)
        _read_into(texts, place, page_text(page, subject_id=subject_id, key=key))
    return _by_cite(wanted, texts)
