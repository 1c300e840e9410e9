"""A contract tried on the last stored cases: the real check over real snapshots, and what came of them.

A few hundred cases are checked at once; more are a worker's, found again by the row's state, with progress.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.audit import services as audit
from apps.core import transactions, vault
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import CaseKind, ContextSnapshot, Recommendation
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
            _record(taken, result, now)
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
        _record(trial, result, now)


def _record(trial: ContractTrial, result: Mapping[str, Any] | None, now: datetime) -> None:
    """Write how many cases were opened for whoever edits; a trial that opened none leaves no entry."""
    if not result or not result["n_opened"]:
        return
    draft = trial.draft
    data = {"body_sha256": bytes(trial.digest), "n": result["n"], "n_opened": result["n_opened"]}
    by = draft.held_by or draft.author
    audit.record("contract.tried", on=("contract_draft", draft.id), by=by, at=now, data=data)


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
    opening = _Opening(tally, draft.base)
    known: dict[UUID, frozenset[str]] = {}
    for start in range(0, len(ids), PIECE):
        known |= _count(tally, ids[start : start + PIECE], opening)
        if not registry.note_progress(trial=trial, n_done=min(start + PIECE, len(ids))):
            return None
    return {
        **tally.result(),
        "n_erased": len(ids) - len(known),
        "n_opened": opening.n_opened,
        "helps": _helps(draft.system, tally, known, now),
    }


class _Opening:
    """Which arrivals must be opened: those where a changed rule reads a personal or special fact."""

    def __init__(self, tally: Tally, live: ContextContract) -> None:
        self.tally, self.live, self.n_opened = tally, live, 0
        self._must: dict[UUID, bool] = {}

    def must(self, snapshot: ContextSnapshot) -> bool:
        """Say so for one; found out once for each version that arrivals were checked by.

        A snapshot from before `given` does not say which sealed facts it holds.
        """
        if snapshot.contract_id not in self._must:
            then = intake.contract(snapshot.contract)
            self._must[snapshot.contract_id] = any(
                intake_rules.must_open(then, new) for new in (self.tally.contract, self.tally.live)
            )
        return self._must[snapshot.contract_id] or not snapshot.given


def _count(tally: Tally, ids: Sequence[UUID], opening: _Opening) -> dict[UUID, frozenset[str]]:
    """Count one piece; gives which facts each case has. Cases whose subject was erased are left out."""
    rows = list(
        Recommendation.objects.select_related("snapshot__contract", "case")
        .prefetch_related("verdicts")
        .filter(id__in=ids)
        .order_by("-id")
    )
    needed = [row for row in rows if opening.must(row.snapshot)]
    keys = vault.open_keys(row.case.subject_id for row in needed)
    living = keys.keys() | vault.unerased(row.case.subject_id for row in rows if row not in needed)
    opening.n_opened += sum(row.case.subject_id in keys for row in needed)
    return {
        row.case_id: tally.add(_arrival(row, keys, opening)) for row in rows if row.case.subject_id in living
    }


def _arrival(row: Recommendation, keys: Mapping[UUID, bytes], opening: _Opening) -> Arrival:
    snapshot = row.snapshot
    facts, kept = list(snapshot.facts), None
    if opening.must(snapshot):
        subject_id = row.case.subject_id
        sealed = vault.open_bytes(snapshot.sealed, subject_id=subject_id, key=keys[subject_id])
        facts += json.loads(sealed)["facts"]
    else:
        by = intake.contract(snapshot.contract)
        kept = intake_rules.Kept(by, facts, snapshot.findings, snapshot.given, snapshot.state)
    return Arrival(
        case_ref=row.case.case_ref,
        facts=facts,
        at=snapshot.at,
        segment=row.segment,
        by_machine=any(one.number == 1 and one.lane == Lane.AUTOMATIC for one in row.verdicts.all()),
        state=snapshot.state if snapshot.contract_id == opening.live.id else "",
        kept=kept,
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
