"""A contract tried on the last stored cases: the real check over real snapshots, and what came of them.

A few hundred cases are checked at once; more are a worker's, found again by the row's state, with progress.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.core import transactions, vault
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import CaseKind, Recommendation
from apps.intake.rules.trial import Arrival, Tally
from apps.measures import rules as measure_rules
from apps.measures import selectors as measures
from apps.policy.states import Lane
from apps.registry import services as registry
from apps.registry.models import AISystem, ContextContract, ContractDraft, ContractTrial

SAMPLE = 5_000
AT_ONCE = 400
PIECE = 500
WORKED = 20  # trials per sweep


def try_contract(*, draft: ContractDraft, body: Mapping[str, Any], now: datetime) -> ContractTrial:
    """Ask what a body makes of stored cases: answered at once where they are few, else by a worker."""
    transactions.require()
    total = min(SAMPLE, _sampled(draft.system_id).count())
    by_worker = total > AT_ONCE
    trial = registry.ask_trial(draft=draft, body=body, total=total, by_worker=by_worker, now=now)
    if not by_worker:
        taken = registry.take_trial(now=now, only=trial.id)
        if taken is not None:
            result = _result(taken, list(_sample(taken.draft.system_id)), now)
            registry.end_trial(trial=taken, result=result, n_done=total, now=now)
        trial.refresh_from_db()
    return trial


def try_contracts(*, now: datetime) -> int:
    """Work every trial that waits or whose worker was lost; returns how many ended.

    Opens its own short transactions: call it outside of one. Safe to run twice and at once.
    """
    for n_ended in range(WORKED):
        with transactions.verb():
            trial = registry.take_trial(now=now)
        if trial is None:
            return n_ended
        _work(trial, now)
    return WORKED


def _work(trial: ContractTrial, now: datetime) -> None:
    ids = list(_sample(trial.draft.system_id))
    result = _result(trial, ids, now)
    if result is None:
        return  # another question took its place
    with transactions.verb():
        registry.end_trial(trial=trial, result=result, n_done=len(ids), now=now)


def _sampled(system_id: UUID) -> Any:
    real = Recommendation.objects.filter(system=system_id, case__kind=CaseKind.REAL)
    return real.order_by("-received_at", "-id")


def _sample(system_id: UUID) -> Iterator[UUID]:
    """Name the last arrivals of real cases, the newest first."""
    return iter(_sampled(system_id).values_list("id", flat=True)[:SAMPLE])


def _result(trial: ContractTrial, ids: Sequence[UUID], now: datetime) -> dict[str, Any] | None:
    """Count piece by piece; None as soon as the trial is no longer asked for."""
    draft = trial.draft
    live = intake.contract(draft.base)
    tally = Tally(intake_rules.parse_contract(trial.body), live)
    known: dict[UUID, frozenset[str]] = {}
    for start in range(0, len(ids), PIECE):
        known |= _count(tally, ids[start : start + PIECE], draft.base)
        if not registry.note_progress(trial=trial, n_done=min(start + PIECE, len(ids))):
            return None
    return {
        **tally.result(),
        "n_erased": len(ids) - len(known),
        "helps": _helps(draft.system, tally, known, now),
    }


def _count(tally: Tally, ids: Sequence[UUID], live: ContextContract) -> dict[UUID, frozenset[str]]:
    """Count one piece; gives which facts each case has. Cases whose subject was erased are left out."""
    rows = list(
        Recommendation.objects.select_related("snapshot", "case")
        .prefetch_related("verdicts")
        .filter(id__in=ids)
        .order_by("-id")
    )
    keys = vault.open_keys([row.case.subject_id for row in rows])
    known: dict[UUID, frozenset[str]] = {}
    for row in rows:
        key = keys.get(row.case.subject_id)
        if key is not None:
            known[row.case_id] = tally.add(_arrival(row, key, live))
    return known


def _arrival(row: Recommendation, key: bytes, live: ContextContract) -> Arrival:
    snapshot = row.snapshot
    sealed = json.loads(vault.open_bytes(snapshot.sealed, subject_id=row.case.subject_id, key=key))
    return Arrival(
        case_ref=row.case.case_ref,
        facts=[*snapshot.facts, *sealed["facts"]],
        at=snapshot.at,
        segment=row.segment,
        by_machine=any(one.number == 1 and one.lane == Lane.AUTOMATIC for one in row.verdicts.all()),
        state=snapshot.state if snapshot.contract_id == live.id else "",
    )


def _helps(
    system: AISystem, tally: Tally, known: Mapping[UUID, frozenset[str]], now: datetime
) -> dict[str, dict[str, list[int]]]:
    """Count, per fact, how often the suggestion proved wrong where the fact was there and where it lacked.

    Only decisions old enough for either outcome to be known, and only lanes that an outcome can prove wrong.
    """
    if not system.measures:
        return {}
    what = measure_rules.definition(system.measures[0])
    counts = {key: {"with": [0, 0], "without": [0, 0]} for key in tally.contract.specs}
    ripe = measures.ripe(system_id=system.id, what=what, now=now).filter(outcome__isnull=False)
    for case_id, recommended, value in ripe.values_list("case_id", "recommended", "outcome"):
        right = what.right_when.get(recommended)
        facts = known.get(case_id)
        if right is None or facts is None:
            continue
        for key, by in counts.items():
            cell = by["with" if key in facts else "without"]
            cell[0] += 1
            cell[1] += value != right
    return counts
