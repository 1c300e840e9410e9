"""A finding's cases as a labelled data set for whoever builds the model: plain facts, nobody's name."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import transactions
from apps.learning.models import Finding
from apps.learning.selectors import slices
from apps.learning.services import steps
from apps.learning.states import Target
from apps.measures import selectors as measures
from apps.measures.models import Outcome
from apps.measures.rules.dataset import Kind
from apps.measures.services import facts_of, parquet
from apps.registry.states import CoreCategory

FORMAT = "reviewhub.labelled_cases"
VERSION = 1
MOST = 100_000
LABEL_MEANS = (
    "label: what was decided in the case, by a person or the AI (by). It is not what would have been right: "
    "outcome says whether what is measured later happened, null while nobody knows."
)
LABEL_WARNS = {
    Target.WRONGLY_APPROVED: " Approvals proved wrong in this group: there label is the wrong decision.",
    Target.OVERTURNED: " Overrides did not hold in this group: there label may be what was undone.",
    Target.UNSUPPORTED: " The AI's statements did not hold in this group; label says nothing of them.",
}
COLUMNS = {
    "decision": Kind.CODE,
    "decided_at": Kind.INSTANT,
    "model_version": Kind.CODE,
    "recommended": Kind.CODE,
    "confidence": Kind.CODE,
    "label": Kind.CODE,
    "is_override": Kind.FLAG,
    "by": Kind.CODE,
    "reason": Kind.CODE,
    "core_category": Kind.CODE,
    "outcome": Kind.FLAG,
}


def labelled(*, finding_id: UUID, by: Actor, now: datetime) -> list[str]:
    """Return a finding and its group's decisions as lines of JSON, the finding first, the newest 100,000.

    Facts are those that may leave (`measures.services.facts_of`); the first line names the others, and why.
    A restricted reason is given as its category alone; of people there is neither a name nor a pseudonym.
    Raises: what `steps.locked` refuses. Writes: record `finding.exported` with the number and a digest.
    """
    return [json.dumps(one, sort_keys=True) for one in _taken(finding_id, by, now)]


def labelled_parquet(*, finding_id: UUID, by: Actor, now: datetime) -> bytes:
    """Return the same as one Parquet file: a row a decision, a column a fact, the finding as its metadata.

    Raises and writes: as labelled.
    """
    head, *rows = _taken(finding_id, by, now)
    said = {"reviewhub.format": FORMAT, "reviewhub.finding": json.dumps(head, sort_keys=True)}
    facts = {f"fact.{key}": Kind.CODE for key in head["facts"]}
    return parquet.loose([_flat(one) for one in rows], columns=COLUMNS | facts, said=said)


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name != "facts"}
    facts = {f"fact.{key}": _text(value) for key, value in sorted(row["facts"].items())}
    return {**rest, "decided_at": datetime.fromisoformat(row["decided_at"]), **facts}


def _text(value: object) -> object:
    return json.dumps(value, sort_keys=True) if isinstance(value, list | dict) else value


def _taken(finding_id: UUID, by: Actor, now: datetime) -> list[dict[str, Any]]:
    with transactions.verb():
        found = steps.locked(finding_id, by)
        facts = facts_of(found.system, leaving=True)
        head = {**_head(found, now), "facts": sorted(facts.kept), "left_out": dict(facts.left_out)}
        rows = _rows(found, frozenset(facts.kept), now)
        taken = [head, *rows]
        lines = [json.dumps(one, sort_keys=True) for one in taken]
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        data = {"n": len(lines) - 1, "sha256": digest, "format": FORMAT, "version": VERSION}
        audit.record("finding.exported", on=("finding", found.id), by=by, at=now, data=data)
    return taken


def _head(found: Finding, now: datetime) -> dict[str, Any]:
    pattern = found.last_pattern
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(),
        "system": found.system.slug,
        "finding": str(found.id),
        "target": found.target,
        "label_means": LABEL_MEANS + LABEL_WARNS.get(Target(found.target), ""),
        "words": pattern.words,
        "conditions": pattern.conditions,
        "discovery": {
            "n": pattern.n,
            "n_overridden": pattern.n_overridden,
            "rate": pattern.rate,
            "low": pattern.low,
            "high": pattern.high,
            "rest_rate": pattern.rest_rate,
            "q": pattern.q,
        },
        "confirmation": pattern.confirmation,
        "reasons": pattern.reasons["core"],
        "run": {"n_tests": pattern.run.n_tests, "parameters": pattern.run.parameters},
    }


def _rows(found: Finding, kept: frozenset[str], now: datetime) -> Iterator[dict[str, Any]]:
    group, system = slices.of(found.last_pattern), found.system
    rows = measures.counted(system_id=system.id).alias(**group.columns).filter(group.where, is_audit=False)
    newest = _with_outcome(rows, system.measures, now).order_by("-decided_at", "-decision_id")[:MOST]
    for one in newest.iterator(chunk_size=2000):
        restricted = one.core_category == CoreCategory.INTEGRITY_CONCERN
        yield {
            "decision": str(one.decision_id),
            "decided_at": one.decided_at.isoformat(),
            "facts": {key: value for key, value in one.features.items() if key in kept},
            "model_version": one.model_version,
            "recommended": one.recommended,
            "confidence": f"{one.confidence:f}",
            "label": one.decided,
            "is_override": one.is_override,
            "by": one.by_kind,
            "reason": one.core_category if restricted else one.reason,
            "core_category": one.core_category,
            "outcome": getattr(one, "outcome", None),
        }


def _with_outcome(rows: QuerySet[Any], named: list[dict[str, Any]], now: datetime) -> QuerySet[Any]:
    if not named:
        return rows
    known = Outcome.objects.filter(
        Q(value__isnull=False), case_id=OuterRef("case_id"), measure=named[0]["code"], known_at__lte=now
    ).order_by("-known_at", "-id")
    found: QuerySet[Any] = rows.annotate(outcome=Subquery(known.values("value")[:1]))
    return found
