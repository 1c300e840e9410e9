"""The rows of one arrival, made from what was sent and checked."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import bulk as core_bulk
from apps.core import canonical, ids, vault
from apps.intake import bulk, rules
from apps.intake.models import ContextSnapshot, ProtectedFact, Recommendation
from apps.intake.states import RecommendationState
from apps.registry.models import ContextContract
from apps.registry.selectors import InForce

_SALT_BYTES = 16


class Line(NamedTuple):
    """One submission after its checks, before its rows."""

    sent: rules.RecommendationIn
    digest: bytes
    facts: tuple[rules.Fact, ...]
    protected: Mapping[str, object]
    check: rules.Check
    grounding: rules.Grounding


class Accepted(NamedTuple):
    """One recommendation that this call received."""

    recommendation: Recommendation
    case_ref: str
    subject_id: UUID
    check: rules.Check
    grounding: rules.Grounding
    supersedes: bool = False
    subject_is_known: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """One recommendation that had been received before, with the same content."""

    id: UUID
    case_ref: str


@dataclass(frozen=True, slots=True)
class Reading:
    """By what the lines of one call are read. sentences: those that were read, by their text.

    texts: of the documents that are cited, by the references of case and subject.
    """

    entries: rules.Entries
    lexicon: rules.Lexicon
    sentences: dict[str, rules.Text]
    texts: Mapping[tuple[str, str], rules.Texts]


@dataclass(frozen=True, slots=True)
class Call:
    """What is the same for all lines of one call. segment_of: names the segment of resolved facts."""

    setup: InForce
    contract: rules.Contract
    reading: Reading
    segment_of: Callable[[Mapping[str, object]], str]
    by: Actor
    now: datetime


def arrived(line: Line, case: bulk.FoundCase, key: bytes, number: int, call: Call) -> Recommendation:
    """Make the recommendation with its snapshot, unsaved."""
    given = Given(line.facts, line.sent.rationale, line.check, call.contract)
    snapshot = snapshot_of(given, (case.id, case.subject_id), key, call.setup.contract, call.now)
    return _recommendation(line, case, snapshot, number, call)


class Given(NamedTuple):
    """What a snapshot holds: facts, the AI's rationale, what the check said, by which contract."""

    facts: Sequence[rules.Fact]
    rationale: Sequence[rules.Statement]
    check: rules.Check
    terms: rules.Contract


def snapshot_of(
    given: Given, case: tuple[UUID, UUID], key: bytes, contract: ContextContract, now: datetime
) -> ContextSnapshot:
    """Make the row of one state of a case's facts; `case` is (case id, subject id)."""
    case_id, subject_id = case
    said, private = rules.split_by_sensitivity(given.terms, given.facts)
    plain = canonical.Kept(said)
    rationale = [
        {"cites": one.cites, "direction": one.direction, "text": one.text} for one in given.rationale
    ]
    # The salt lies in the sealed part: when the subject's key is destroyed, nobody can try values out.
    hidden = {"facts": private, "rationale": rationale, "salt": os.urandom(_SALT_BYTES).hex()}
    content = canonical.encode_exact(hidden)
    sealed_digest = hashlib.sha256(content).digest()
    digest = _digest_of(case_id, contract, plain, sealed_digest)
    columns = {
        "id": ids.new(),
        "case_id": case_id,
        "contract_id": contract.id,
        "facts": plain,
        "sealed": vault.seal_bytes(content, subject_id=subject_id, key=key),
        "sealed_digest": sealed_digest,
        "digest": digest,
        "state": given.check.state.value,
        "findings": [finding.stored() for finding in given.check.findings],
        "given": rules.sources_of(given.facts),
        "at": now,
    }
    return core_bulk.fresh(ContextSnapshot, columns, contract=contract)


def _digest_of(case_id: UUID, contract: ContextContract, plain: canonical.Kept, sealed: bytes) -> bytes:
    """Return the digest of case, contract, facts and sealed part, in the canonical form written by hand."""
    by = bytes(contract.digest).hex()
    said = hashlib.sha256(f'{{"case":"{case_id}","contract":"{by}","facts":'.encode())
    said.update(plain.written)
    said.update(f',"sealed":"{sealed.hex()}"}}'.encode())
    return said.digest()


def _recommendation(
    line: Line, case: bulk.FoundCase, snapshot: ContextSnapshot, number: int, call: Call
) -> Recommendation:
    sent, system = line.sent, call.setup.system
    outcome_code = call.setup.outcome_codes[sent.outcome]
    columns = {
        "id": ids.new(),
        "case_id": case.id,
        "system_id": system.id,
        "snapshot_id": snapshot.id,
        "by_id": call.by.id,
        "external_id": sent.external_id,
        "number": number,
        "state": RecommendationState.RECEIVED.value,
        "outcome_code_id": outcome_code.id,
        "stake_minor": sent.stake_minor,
        "currency": sent.currency or system.currency,
        "confidence": sent.confidence,
        "model_version": sent.model_version,
        "prompt_version": sent.prompt_version,
        "segment": call.segment_of(line.check.values()),
        "made_at": sent.made_at,
        "received_at": call.now,
        "body_digest": line.digest,
    }
    related = {"system": system, "snapshot": snapshot, "outcome_code": outcome_code}
    return core_bulk.fresh(Recommendation, columns, **related)


def protected_rows(
    lines: Sequence[Line],
    cases: Mapping[str, bulk.FoundCase],
    keys: Mapping[UUID, bytes],
    now: datetime,
) -> list[ProtectedFact]:
    rows = []
    for line in lines:
        case = cases[line.sent.case_ref]
        if line.protected:
            sealed = vault.seal(dict(line.protected), subject_id=case.subject_id, key=keys[case.subject_id])
            rows.append(ProtectedFact(case_id=case.id, sealed=sealed, at=now))
    return rows
