"""Reads of cases, recommendations and what their snapshots hold."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from apps.core import canonical, speech, vault
from apps.intake import rules
from apps.intake.models import Case, ContextSnapshot, Subject
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


def case_of_source(*, case_ref: str, source_id: UUID) -> Case | None:
    """Return a case of one business system by its own reference, known-answer cases left out."""
    cases = Case.objects.select_related("subject", "source").exclude(kind="KNOWN_ANSWER")
    return cases.filter(case_ref=case_ref, source=source_id).first()


def case_by_ref(*, case_ref: str, organisation_id: UUID) -> Case | None:
    """Return a case of an organisation by the business system's reference, known-answer cases left out."""
    return (
        Case.objects.select_related("subject", "source")
        .filter(case_ref=case_ref, source__organisation=organisation_id)
        .exclude(kind="KNOWN_ANSWER")
        .first()
    )
