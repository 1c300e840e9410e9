"""Keep what was decided, how work happened, and what became known later. These rows never change."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import bulk, canonical, ids, pseudonyms, refusals, transactions
from apps.intake.models import Case
from apps.measures.models import DecisionFacts, Outcome, WorkSignal

# The other system's clock may be ahead of ours by this much.
CLOCK_GAP = timedelta(minutes=5)
MAX_ID = 120
_MEASURE = re.compile(r"[a-zA-Z0-9_-]{1,40}")
_PLACES = Decimal("0.0001")
_TOO_LARGE = Decimal(10) ** 10


class SameOutcomeOtherBody(refusals.IllegalMove):
    code = "same_outcome_other_body"
    sentence = "This external id already stands for another outcome of this case. Use an id of its own."


@dataclass(frozen=True, slots=True)
class FactsLine:
    """What the analyst may know of one decision in force: codes and bands, and who only as a pseudonym.

    `by_id` is the actor; it is never stored as such. `sample_share` in (0, 1] is the probability with which
    an automatic decision of this kind is drawn for audit. `features` maps fact to code, band
    or None (missing). `viewed`: what they said before they saw the suggestion, where `view_asked`. The rest
    is as in DecisionFacts.
    """

    decision_id: UUID
    system_id: UUID
    case_id: UUID
    item_id: UUID | None
    by_kind: str
    by_id: UUID
    recommended: str
    decided: str
    is_override: bool
    direction: str
    reason: str
    core_category: str
    confidence: Decimal
    model_version: str
    segment: str
    stake_minor: int | None
    seconds_to_decide: int | None
    was_escalated: bool
    is_audit: bool
    sample_share: Decimal | None
    features: Mapping[str, object]
    decided_at: datetime
    view_asked: bool = False
    viewed: str = ""
    kind: str = ""
    replaces: UUID | None = None
    prompt_version: str = ""
    policy_id: UUID | None = None
    lane: str = ""
    amount_minor: int | None = None
    sure: str = ""
    arrived_at: datetime | None = None
    claimed_at: datetime | None = None
    n_questions: int | None = None
    n_returns: int | None = None
    reasons: Sequence[tuple[str, str]] = ()
    corrected: Sequence[str] = ()
    faults: Mapping[str, str] = field(default_factory=dict)


def record_facts(*, rows: Sequence[FactsLine], now: datetime) -> None:
    """Write one analytic row per decision, inside the transaction that puts the decisions in force.

    `now` is the moment of release. Negative seconds (an imported clock) are kept as 0.
    """
    transactions.require()
    bulk.insert([_facts(line, now) for line in rows])


def _facts(line: FactsLine, now: datetime) -> DecisionFacts:
    seconds = line.seconds_to_decide
    told = {name: getattr(line, name) for name in _SAME}
    return bulk.fresh(
        DecisionFacts,
        {
            **told,
            "id": ids.new(),
            "by_pseudonym": pseudonyms.of(line.by_id),
            "seconds_to_decide": None if seconds is None else max(seconds, 0),
            "released_at": now,
        },
    )


# What a row says as it was told.
_SAME = tuple(one.name for one in fields(FactsLine) if one.name not in {"by_id", "seconds_to_decide"})


def record_signal(
    *, item_id: UUID, system_id: UUID, kind: str, code: str, by: Actor, at: datetime
) -> WorkSignal:
    """Keep a sign of how work really happens (skip, return, question), inside the caller's transaction."""
    return record_signals([Signal(item_id, system_id, kind, code, by)], at=at)[0]


class Signal(NamedTuple):
    """A sign of work on one item: of what kind, which code of that kind, by whom."""

    item_id: UUID
    system_id: UUID
    kind: str
    code: str
    by: Actor


def record_signals(signals: Sequence[Signal], *, at: datetime) -> list[WorkSignal]:
    """Keep several signs of how work really happens, inside the caller's transaction; one statement."""
    transactions.require()
    rows = [
        WorkSignal(
            item_id=one.item_id,
            system_id=one.system_id,
            kind=one.kind,
            code=one.code,
            by_pseudonym=pseudonyms.of(one.by.id),
            at=at,
        )
        for one in signals
    ]
    bulk.insert(rows)
    return rows


def record_outcome(
    *,
    external_id: str,
    case: Case,
    measure: str,
    value: bool | None,
    number: Decimal | None,
    known_at: datetime,
    by: Actor,
    now: datetime,
) -> tuple[Outcome, bool]:
    """Keep a later truth about a case; the second value says whether it is news.

    Who may speak about the case is the caller's to check. `number` is kept to 4 decimal places.
    Raises: Invalid(external_id, measure, value, number, known_at), SameOutcomeOtherBody.
    Writes: Outcome, record `outcome.recorded`; neither when the same outcome is known already.
    """
    transactions.require()
    exact = None if number is None else _exact(number)
    _refuse_unfit(
        external_id=external_id, measure=measure, value=value, number=exact, known_at=known_at, now=now
    )
    body = {"measure": measure, "value": value, "number": exact, "known_at": known_at}
    row = Outcome(
        id=ids.new(),
        case=case,
        external_id=external_id,
        measure=measure,
        value=value,
        number=exact,
        known_at=known_at,
        received_at=now,
        body_digest=canonical.digest(body),
    )
    Outcome.objects.bulk_create([row], ignore_conflicts=True)  # waits for the same id sent at the same time
    kept = Outcome.objects.get(case=case, external_id=external_id)
    if bytes(kept.body_digest) != row.body_digest:
        raise SameOutcomeOtherBody
    if kept.id != row.id:
        return kept, False
    audit.record(
        "outcome.recorded",
        on=("outcome", row.id),
        by=by,
        at=now,
        case_id=case.id,
        data={"measure": measure},
        rows=[{"id": row.id, **body}],
    )
    return kept, True


def _exact(number: Decimal) -> Decimal:
    if not number.is_finite() or abs(number) >= _TOO_LARGE:
        raise refusals.Invalid("Give a number under 10,000,000,000.", field="number")
    return number.quantize(_PLACES)


def _refuse_unfit(
    *,
    external_id: str,
    measure: str,
    value: bool | None,
    number: Decimal | None,
    known_at: datetime,
    now: datetime,
) -> None:
    if not 1 <= len(external_id) <= MAX_ID:
        raise refusals.Invalid(f"Give an id of 1 to {MAX_ID} characters.", field="external_id")
    if not _MEASURE.fullmatch(measure):
        raise refusals.Invalid("Name the measure in at most 40 letters, digits, _ and -.", field="measure")
    if value is None and number is None:
        raise refusals.Invalid("Give value, number or both.", field="value")
    if known_at > now + CLOCK_GAP:
        raise refusals.Invalid("An outcome cannot be known in the future.", field="known_at")
