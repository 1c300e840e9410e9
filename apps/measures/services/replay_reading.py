"""One piece of past arrivals as a replay needs them: facts opened, what was decided, what became known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, UUIDField, Value

from apps.accounts.models import ActorKind
from apps.core import canonical, statements, vault
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.measures import rules
from apps.measures.models import DecisionFacts, Outcome, Replay
from apps.policy import rules as policy_rules
from apps.registry.models import ContextContract, Posture
from apps.reviews.models import Decision
from apps.reviews.states import DecisionKind

_DECIMALS = frozenset(name for name, kind in policy_rules.FLOW_FACTS.items() if kind == "decimal")
# Asked as it stands: Django's own reading of rows so wide costs as much as three policies.
_ARRIVALS = """SELECT r.id, r.received_at, r.segment, o.code, r.case_id, c.case_ref, c.subject_id,
  s.facts::text, s.sealed, s.contract_id, s.at, v.policy_id, v.lane, v.because::text, v.unknown::text,
  v.added::text, v.draw::float8
FROM intake_recommendation r
JOIN registry_outcomecode o ON o.id = r.outcome_code_id
JOIN intake_case c ON c.id = r.case_id
JOIN intake_contextsnapshot s ON s.id = r.snapshot_id
JOIN policy_verdict v ON v.recommendation_id = r.id AND v.number = 1
WHERE r.id = ANY(%s)"""


class Known(NamedTuple):
    """What became known of a case: the truth that counts, and the number behind it where there is one."""

    value: bool
    number: Decimal | None


@dataclass(frozen=True, slots=True)
class Stored:
    """One arrival as it lies in the rows; `facts` is None where its subject was erased."""

    id: UUID
    received_at: datetime
    segment: str
    recommended: str
    case_ref: str
    policy_id: UUID
    said: tuple[str, tuple[str, ...], tuple[str, ...]]  # lane, because, unknown
    added: Mapping[str, object]
    drawn: float
    facts: Mapping[str, object] | None
    decided: str
    outcome: Known | None


class Reader:
    """Reads the arrivals of a replay in pieces; `needed` are the facts that any of its policies reads."""

    def __init__(self, replay: Replay, needed: frozenset[str], now: datetime) -> None:
        self._replay = replay
        self._needed = needed - policy_rules.FLOW_FACTS.keys()
        self._now = now
        self._contracts: dict[UUID, intake_rules.StoredFacts] = {}
        self._codes: dict[str, tuple[str, ...]] = {}
        raw = replay.system.measures
        self.what = rules.definition(raw[0]) if raw else None

    def piece(self, wanted: Sequence[UUID]) -> list[Stored]:
        """Return these arrivals, in no order; one without a first verdict is left out."""
        return list(self._stored(statements.ask(_ARRIVALS, [list(wanted)])))

    def _stored(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[Stored]:
        case_ids = [row[4] for row in rows]
        self._learn_contracts({row[9] for row in rows})
        keys = vault.open_keys([row[6] for row in rows]) if self._needed else {}
        decided, outcomes = self._decided(case_ids), self._outcomes(case_ids)
        for row in rows:
            (id_, at, segment, code, case_id, ref, subject_id, *snapshot, policy_id, lane, because, unknown,
             added, draw) = row  # fmt: skip
            flow = _revived(canonical.decode(added))
            yield Stored(
                id=id_,
                received_at=at,
                segment=segment,
                recommended=code,
                case_ref=ref,
                policy_id=policy_id,
                said=(lane, self._read(because), self._read(unknown)),
                added=flow,
                drawn=draw,
                facts=self._facts(snapshot, subject_id, keys.get(subject_id), flow),
                decided=decided.get(case_id, ""),
                outcome=self._ripe(at, outcomes.get(case_id)),
            )

    def _read(self, codes: str) -> tuple[str, ...]:
        """Read a list of codes; there are few that differ."""
        found = self._codes.get(codes)
        if found is None:
            found = self._codes[codes] = tuple(canonical.decode(codes))
        return found

    def _learn_contracts(self, wanted: set[UUID]) -> None:
        missing = wanted - self._contracts.keys()
        if missing:
            rows = ContextContract.objects.filter(id__in=missing)
            self._contracts |= {
                one.id: intake_rules.StoredFacts(intake.contract(one), self._needed) for one in rows
            }

    def _facts(
        self, snapshot: Sequence[Any], subject_id: UUID, key: bytes | None, added: Mapping[str, object]
    ) -> Mapping[str, object] | None:
        """Resolve the facts that are read, and add what was frozen on arrival; None for an erased subject."""
        if not self._needed:
            return added
        if key is None:
            return None
        facts, sealed, contract_id, at = snapshot
        resolver = self._contracts[contract_id]
        stored: list[dict[str, object]] = canonical.decode(facts)
        if resolver.reads_sealed:
            opened = vault.open_bytes(sealed, subject_id=subject_id, key=key)
            stored += canonical.decode(opened.decode())["facts"]
        return {**resolver.values(stored, at), **added}

    def _decided(self, case_ids: Sequence[UUID]) -> dict[UUID, str]:
        """Read what persons decided, the last word of each case."""
        reversed_ids = Decision.objects.filter(_is_any("case_id", case_ids), reverses__isnull=False)
        gone = set(reversed_ids.values_list("reverses_id", flat=True))
        rows = (
            DecisionFacts.objects.filter(
                _is_any("case_id", case_ids),
                system_id=self._replay.system_id,
                by_kind=ActorKind.PERSON,
                is_audit=False,
            )
            .exclude(kind=DecisionKind.REVERSED)
            .order_by("decided_at", "id")
        )
        found = rows.values_list("case_id", "decision_id", "decided")
        return {case_id: decided for case_id, decision_id, decided in found if decision_id not in gone}

    def _outcomes(self, case_ids: Sequence[UUID]) -> dict[UUID, Known]:
        if self.what is None:
            return {}
        rows = Outcome.objects.filter(
            _is_any("case_id", case_ids), measure=self.what.code, known_at__lte=self._now, value__isnull=False
        ).order_by("known_at", "id")
        return {
            case_id: Known(bool(value), number)
            for case_id, value, number in rows.values_list("case_id", "value", "number")
        }

    def _ripe(self, received_at: datetime, outcome: Known | None) -> Known | None:
        """Give an outcome only where the case is old enough for either value: the early one would mislead."""
        if self.what is None or received_at > self._now - self.what.wait:
            return None
        return outcome


def _revived(added: dict[str, Any]) -> dict[str, Any]:
    """Make decimals of what is kept as their text."""
    for name in added.keys() & _DECIMALS:
        if isinstance(added[name], str):
            added[name] = Decimal(added[name])
    return added


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
