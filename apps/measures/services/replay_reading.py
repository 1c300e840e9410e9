"""One piece of past arrivals as a replay needs them: facts opened, what was decided, what became known."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, UUIDField, Value

from apps.accounts.models import ActorKind
from apps.core import vault
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import Recommendation
from apps.measures import rules
from apps.measures.models import DecisionFacts, Outcome, Replay
from apps.policy import rules as policy_rules
from apps.registry.models import ContextContract, Posture
from apps.reviews.models import Decision

_DECIMALS = frozenset(name for name, kind in policy_rules.FLOW_FACTS.items() if kind == "decimal")
_COLUMNS = (
    "id",
    "received_at",
    "segment",
    "outcome_code__code",
    "case_id",
    "case__case_ref",
    "case__subject_id",
    "snapshot__facts",
    "snapshot__sealed",
    "snapshot__contract_id",
    "snapshot__at",
    "verdicts__policy_id",
    "verdicts__because",
    "verdicts__lane",
    "verdicts__unknown",
    "verdicts__added",
    "verdicts__draw",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """One arrival as it lies in the rows; `facts` is None where its subject was erased."""

    id: UUID
    received_at: datetime
    segment: str
    recommended: str
    case_id: UUID
    case_ref: str
    contract_id: UUID
    at: datetime
    policy_id: UUID
    said: tuple[str, tuple[str, ...], tuple[str, ...]]  # lane, because, unknown
    added: Mapping[str, object]
    drawn: float
    facts: Mapping[str, object] | None
    decided: str
    outcome: Outcome | None


class Reader:
    """Reads the arrivals of a replay in pieces; `needed` are the facts that any of its policies reads."""

    def __init__(self, replay: Replay, needed: frozenset[str], now: datetime) -> None:
        self._replay = replay
        self._needed = needed - policy_rules.FLOW_FACTS.keys()
        self._now = now
        self._contracts: dict[UUID, intake_rules.StoredFacts] = {}
        raw = replay.system.measures
        self.what = rules.definition(raw[0]) if raw else None

    def piece(self, wanted: Sequence[UUID]) -> list[Stored]:
        """Return these arrivals, in no order; one without a first verdict is left out."""
        rows = Recommendation.objects.filter(_is_any("id", wanted), verdicts__number=1).order_by()
        return list(self._stored(list(rows.values_list(*_COLUMNS))))

    def _stored(self, found: Sequence[tuple[Any, ...]]) -> Iterator[Stored]:
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in found]
        case_ids = [row["case_id"] for row in rows]
        self._learn_contracts({row["snapshot__contract_id"] for row in rows})
        keys = vault.open_keys([row["case__subject_id"] for row in rows]) if self._needed else {}
        decided, outcomes = self._decided(case_ids), self._outcomes(case_ids)
        for row in rows:
            yield Stored(
                id=row["id"],
                received_at=row["received_at"],
                segment=row["segment"],
                recommended=row["outcome_code__code"],
                case_id=row["case_id"],
                case_ref=row["case__case_ref"],
                contract_id=row["snapshot__contract_id"],
                at=row["snapshot__at"],
                policy_id=row["verdicts__policy_id"],
                said=(
                    row["verdicts__lane"],
                    tuple(row["verdicts__because"]),
                    tuple(row["verdicts__unknown"]),
                ),
                added=row["verdicts__added"],
                drawn=float(row["verdicts__draw"]),
                facts=self._facts(row, keys),
                decided=decided.get(row["case_id"], ""),
                outcome=self._ripe(row["received_at"], outcomes.get(row["case_id"])),
            )

    def _learn_contracts(self, wanted: set[UUID]) -> None:
        missing = wanted - self._contracts.keys()
        if missing:
            rows = ContextContract.objects.filter(id__in=missing)
            self._contracts |= {
                one.id: intake_rules.StoredFacts(intake.contract(one), self._needed) for one in rows
            }

    def _facts(self, row: Mapping[str, Any], keys: Mapping[UUID, bytes]) -> Mapping[str, object] | None:
        """Resolve the facts that are read, and add what was frozen on arrival; None for an erased subject."""
        added = {
            name: Decimal(value) if name in _DECIMALS and isinstance(value, str) else value
            for name, value in row["verdicts__added"].items()
        }
        if not self._needed:
            return added
        subject_id = row["case__subject_id"]
        key = keys.get(subject_id)
        if key is None:
            return None
        resolver = self._contracts[row["snapshot__contract_id"]]
        stored: list[dict[str, object]] = row["snapshot__facts"]
        if resolver.reads_sealed:
            sealed = json.loads(vault.open_bytes(row["snapshot__sealed"], subject_id=subject_id, key=key))
            stored = [*stored, *sealed["facts"]]
        return {**resolver.values(stored, row["snapshot__at"]), **added}

    def _decided(self, case_ids: Sequence[UUID]) -> dict[UUID, str]:
        """Read what persons decided, the last word of each case."""
        reversed_ids = Decision.objects.filter(_is_any("case_id", case_ids), reverses__isnull=False)
        gone = set(reversed_ids.values_list("reverses_id", flat=True))
        rows = DecisionFacts.objects.filter(
            _is_any("case_id", case_ids),
            system_id=self._replay.system_id,
            by_kind=ActorKind.PERSON,
            is_audit=False,
        ).order_by("decided_at", "id")
        found = rows.values_list("case_id", "decision_id", "decided")
        return {case_id: decided for case_id, decision_id, decided in found if decision_id not in gone}

    def _outcomes(self, case_ids: Sequence[UUID]) -> dict[UUID, Outcome]:
        if self.what is None:
            return {}
        rows = Outcome.objects.filter(
            _is_any("case_id", case_ids), measure=self.what.code, known_at__lte=self._now, value__isnull=False
        )
        return {row.case_id: row for row in rows.order_by("known_at", "id")}

    def _ripe(self, received_at: datetime, outcome: Outcome | None) -> Outcome | None:
        """Give an outcome only where the case is old enough for either value: the early one would mislead."""
        if self.what is None or received_at > self._now - self.what.wait:
            return None
        return outcome


def _is_any(column: str, ids: Sequence[UUID]) -> Func:
    """Ask for ids as one array: a thousand parameters cost more to bind than what they find costs to read."""
    array = Value(list(ids), output_field=ArrayField(UUIDField()))
    return Func(
        F(column),
        array,
        arg_joiner=" = ANY(",
        template="%(expressions)s)",
        output_field=BooleanField(),
    )


def day_of(at: datetime, zone: tzinfo) -> str:
    """Name the day of an arrival where the organisation works."""
    return at.astimezone(zone).date().isoformat()


def prices(system_id: UUID, what: rules.Definition | None) -> rules.Prices:
    """Return what the posture in force says that errors cost; nothing where no outcome can show them."""
    posture = Posture.objects.filter(system=system_id, ended_at=None).first()
    body = posture.body if posture else {}
    if what is None:
        return rules.Prices({}, {}, None)
    priced = {one["code"]: one for one in body.get("errors", [])}
    errors = {lane: priced[error] for error, lane in what.errors.items() if error in priced}
    return rules.Prices(
        wrong={lane: not right for lane, right in what.right_when.items() if right is not None},
        error_minor={lane: int(one["cost_minor"]) for lane, one in errors.items()},
        review_minor=body.get("review_cost_minor"),
        labels={lane: str(one["label"]) for lane, one in errors.items()},
        posture=posture.number if posture else None,
    )
