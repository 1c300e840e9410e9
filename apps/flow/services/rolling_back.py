"""Rollback: everything decided under a version, listed, and reversed by compensating decisions.

The set is fixed when it begins; a sweep works it off in pieces, each one transaction: decisions, releases,
deliveries with ids of their own, record. Run twice, late or never, a line is done once or still open.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import bulk, ids, refusals, transactions
from apps.core.wake import wake
from apps.core.words import say
from apps.delivery import services as delivery
from apps.flow.selectors import rollbacks as selectors
from apps.flow.selectors.rollbacks import Scope
from apps.flow.services import compensating
from apps.registry import selectors as registry
from apps.registry.access import NotTheOwner
from apps.registry.models import AISystem, OutcomeCode
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ReversalLine, ReversalRun
from apps.reviews.states import ReversalRunState, WhyNot

WAKE = "reviews.roll_back"
PIECE = 200
SHORTEST_WHY, LONGEST_WHY = 1, 500


class CountChanged(refusals.Stale):
    code = "count_changed"
    sentence = say("The number of decisions is another one now. Look at the list again before you confirm.")


class NothingToReverse(refusals.Invalid):
    code = "nothing_to_reverse"
    sentence = say("No decision that is in force fits this choice, so there is nothing to reverse.")


class RollbackOver(refusals.IllegalMove):
    code = "rollback_over"
    sentence = say("This reversal has ended meanwhile.")


def begin_rollback(
    *,
    system_id: UUID,
    scope: Scope,
    outcome: str,
    why: str,
    count: int,
    by: Actor,
    now: datetime,
) -> ReversalRun:
    """Fix the set of decisions to reverse and begin; `count` is what the owner typed to confirm.

    Raises: NotVisible, NotTheOwner, NothingToReverse, CountChanged, Invalid(outcome, why),
    reviews.PrincipalReasonsOwed.
    Writes: ReversalRun, ReversalLine, record `rollback.begun`.
    """
    with transactions.verb():
        system = _system(system_id, by)
        code = OutcomeCode.objects.filter(system=system, code=outcome).first()
        if code is None:
            raise refusals.Invalid(say("Choose what shall hold instead."), field="outcome")
        reviews.require_none_owed(code)
        if not SHORTEST_WHY <= len(why.strip()) <= LONGEST_WHY:
            raise refusals.Invalid(say("Say why, for those whose cases change."), field="why")
        found = list(selectors.in_scope(system=system, scope=scope).order_by("id"))
        refused = reviews.why_not(decisions=found, outcome_id=code.id)
        n = len(found) - len(refused)
        if not n:
            raise NothingToReverse(field="scope")
        if n != count:
            raise CountChanged(count=n)
        rollback = ReversalRun.objects.create(
            id=ids.new(), system=system, scope=scope.as_json(), outcome_code=code, why=why.strip(),
            state=ReversalRunState.RUNNING, by=by, begun_at=now, n_total=len(found), n_left=len(refused),
        )  # fmt: skip
        _keep(rollback, found, refused, now)
        data = {"scope": rollback.scope, "outcome": code.code, "n": n, "n_left": len(refused)}
        audit.record(
            "rollback.begun",
            on=("rollback", rollback.id),
            by=by,
            at=now,
            data=data,
            rows=[{"why": rollback.why}],
        )
        wake(WAKE)
        return rollback


def _keep(
    rollback: ReversalRun, found: Sequence[Decision], refused: dict[UUID, WhyNot], now: datetime
) -> None:
    bulk.insert(
        [
            ReversalLine(
                id=ids.new(),
                run=rollback,
                decision=one,
                why_not=refused.get(one.id, ""),
                done_at=now if one.id in refused else None,
            )
            for one in found
        ]
    )


def _system(system_id: UUID, by: Actor) -> AISystem:
    system = AISystem.objects.select_related("owner").filter(id=system_id).first()
    if system is None or not registry.may_see(by, system):
        raise refusals.NotVisible
    if system.owner.actor_id != by.id:
        raise NotTheOwner(permission="owner")
    return system


def stop_rollback(*, rollback_id: UUID, by: Actor, now: datetime) -> None:
    """Stop a rollback between two pieces: what is reversed stays so, what is not stays as it is.

    Raises: NotVisible, NotTheOwner, RollbackOver.
    Writes: ReversalRun, record `rollback.stopped`.
    """
    with transactions.verb():
        row = ReversalRun.objects.filter(id=rollback_id).first()
        if row is None:
            raise refusals.NotVisible
        _system(row.system_id, by)
        moved = ReversalRun.objects.filter(id=row.id, state=ReversalRunState.RUNNING).update(
            state=ReversalRunState.STOPPED, ended_at=now
        )
        if not moved:
            raise RollbackOver
        audit.record("rollback.stopped", on=("rollback", row.id), by=by, at=now)


def roll_back(*, now: datetime) -> int:
    """Work one piece of the rollback that waits longest; returns how many of its lines were done.

    Safe to run twice and at once: lines are taken with their lock.
    """
    with transactions.verb():
        rollback = (
            ReversalRun.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("system", "outcome_code", "by")
            .filter(state=ReversalRunState.RUNNING)
            .order_by("begun_at", "id")
            .first()
        )
        if rollback is None:
            return 0
        lines = list(
            ReversalLine.objects.filter(run=rollback, done_at=None)
            .select_related(
                "decision__recommendation__outcome_code",
                "decision__recommendation__system",
                "decision__case__source",
                "decision__outcome_code",
            )
            .order_by("id")[:PIECE]
        )
        if not lines:
            _end(rollback, now)
            return 1
        _reverse(rollback, lines, now)
        return len(lines)


def _reverse(rollback: ReversalRun, lines: Sequence[ReversalLine], now: datetime) -> None:
    """Reverse the decisions of some lines, or say why one cannot be any more."""
    decisions = [one.decision for one in lines]
    items = reviews.lock_second_looks(decision_ids=[one.id for one in decisions])
    refused = reviews.why_not(decisions=decisions, outcome_id=rollback.outcome_code_id)
    able = [one for one in decisions if one.id not in refused]
    reviews.close_second_looks(items=[one for one in items if one.audits_id not in refused], now=now)
    caution = selectors.caution(rollback.system_id)
    reversals = reviews.reverse(
        decisions=able, outcome=rollback.outcome_code, caution=caution, by=rollback.by, now=now
    )
    if reversals:
        reviews.release(decisions=reversals, by=rollback.by, why="rollback", now=now)
        compensating.keep_facts(reversals=reversals, now=now)
        delivery.queue_all(decisions=reversals, due_at=now, now=now)
        _record(rollback, reversals, now)
        wake("delivery.send_due")
    by_decision = {one.reverses_id: one for one in reversals}
    for line in lines:
        line.reversal = by_decision.get(line.decision_id)
        line.why_not, line.done_at = refused.get(line.decision_id, ""), now
    ReversalLine.objects.bulk_update(lines, ["reversal", "why_not", "done_at"])
    ReversalRun.objects.filter(id=rollback.id).update(
        n_reversed=F("n_reversed") + len(reversals), n_left=F("n_left") + len(lines) - len(reversals)
    )


def _record(rollback: ReversalRun, reversals: Sequence[Decision], now: datetime) -> None:
    audit.record_many(
        [
            audit.Line(
                "decision.reversed",
                ("decision", one.id),
                rollback.by,
                now,
                one.case_id,
                {"reverses": one.reverses_id, "rollback": rollback.id, "outcome": rollback.outcome_code.code},
            )
            for one in reversals
        ]
    )


def _end(rollback: ReversalRun, now: datetime) -> None:
    ReversalRun.objects.filter(id=rollback.id).update(state=ReversalRunState.DONE, ended_at=now)
    data = {"n_reversed": rollback.n_reversed, "n_left": rollback.n_left}
    audit.record("rollback.finished", on=("rollback", rollback.id), by=rollback.by, at=now, data=data)
