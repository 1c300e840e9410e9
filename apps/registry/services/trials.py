"""Rows of trials: asked for, taken by a worker under a token, ended. The work itself is above (apps.flow)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from apps.core import canonical, ids, transactions
from apps.core.wake import wake
from apps.registry.models import ContractDraft, ContractTrial
from apps.registry.states import TrialState

FRESH = timedelta(minutes=30)  # a result over stored cases is shown again for so long
STALE_AFTER = timedelta(minutes=3)
WAKE = "registry.try_contracts"


def ask_trial(
    *, draft: ContractDraft, body: Mapping[str, Any], total: int, by_worker: bool, now: datetime
) -> ContractTrial:
    """Ask what a body would have made of stored cases; a fresh answer to the same question is given again.

    by_worker: wake a worker for it; otherwise the caller works it at once.
    """
    transactions.require()
    digest = canonical.digest(body)
    trial = ContractTrial.objects.select_for_update().filter(draft=draft).first()
    if trial is None:
        trial = ContractTrial(id=ids.new(), draft=draft)
    elif _answers(trial, digest, now):
        return trial
    trial.state, trial.body, trial.digest = TrialState.QUEUED, dict(body), digest
    trial.token += 1
    trial.n_done, trial.n_total = 0, total
    trial.queued_at, trial.started_at, trial.ended_at = now, None, None
    trial.save()
    if by_worker:
        wake(WAKE)
    return trial


def _answers(trial: ContractTrial, digest: bytes, now: datetime) -> bool:
    if bytes(trial.digest) != digest:
        return False
    if trial.state in {TrialState.QUEUED, TrialState.RUNNING}:
        return True
    return trial.ended_at is not None and trial.ended_at > now - FRESH and trial.state == TrialState.DONE


def take_trial(*, now: datetime, only: UUID | None = None) -> ContractTrial | None:
    """Take the trial that has waited longest, or one whose worker was lost; None when there is none."""
    transactions.require()
    lost = Q(state=TrialState.RUNNING, started_at__lte=now - STALE_AFTER)
    rows = ContractTrial.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "draft__system", "draft__base"
    )
    if only is not None:
        rows = rows.filter(id=only)
    trial = rows.filter(Q(state=TrialState.QUEUED) | lost).order_by("queued_at", "id").first()
    if trial is None:
        return None
    trial.state, trial.started_at, trial.token = TrialState.RUNNING, now, trial.token + 1
    trial.save(update_fields=["state", "started_at", "token"])
    return trial


def note_progress(*, trial: ContractTrial, n_done: int) -> bool:
    """Say how far a trial is; False when another question took its place."""
    return _mine(trial).update(n_done=n_done) == 1


def end_trial(*, trial: ContractTrial, result: Mapping[str, Any] | None, n_done: int, now: datetime) -> bool:
    """Keep a result, or that there is none; False when another question took its place."""
    values: dict[str, Any] = {"state": TrialState.FAILED, "ended_at": now, "n_done": n_done}
    if result is not None:
        values |= {"state": TrialState.DONE, "result": dict(result), "result_digest": F("digest")}
    return _mine(trial).update(**values) == 1


def _mine(trial: ContractTrial) -> QuerySet[ContractTrial]:
    return ContractTrial.objects.filter(id=trial.id, token=trial.token, state=TrialState.RUNNING)
