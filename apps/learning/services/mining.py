"""Work the mining runs that wait: take one, compute outside any transaction, write under its token.

A worker that is lost leaves a RUNNING run that becomes stale and is taken again, at most three times; the
lost worker's results are refused by the token, should it come back.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from apps.accounts import selectors as accounts
from apps.audit import services as audit
from apps.core import bulk, canonical, ids, speech, transactions
from apps.learning import rules, selectors
from apps.learning.models import Finding, MiningRun, Pattern
from apps.learning.services import reading
from apps.learning.states import FindingState, MiningRunState
from apps.registry.states import CoreCategory

STALE_AFTER = timedelta(minutes=15)
MAX_TAKES = 3
MAX_EVIDENCE = 200
MAX_COUNTER_EXAMPLES = 50
LOST = "Its worker was lost three times. It may need more memory or fewer decisions."


def mine(*, now: datetime) -> int:
    """Work every mining run that waits or whose worker was lost; returns how many ended, well or not.

    Opens its own short transactions: call it outside of one. Safe to run twice and at once.
    """
    n_ended = 0
    while (run := _take(now)) is not None:
        n_ended += _work(run, now)
    return n_ended


def _take(now: datetime) -> MiningRun | None:
    lost = Q(state=MiningRunState.RUNNING, started_at__lte=now - STALE_AFTER)
    with transactions.verb():
        run = (
            MiningRun.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("system")
            .filter(Q(state=MiningRunState.QUEUED) | lost)
            .order_by("queued_at", "id")
            .first()
        )
        if run is None:
            return None
        run.state, run.started_at, run.token = MiningRunState.RUNNING, now, run.token + 1
        MiningRun.objects.filter(id=run.id).update(
            state=MiningRunState.RUNNING, started_at=now, token=F("token") + 1
        )
    return run


def _work(run: MiningRun, now: datetime) -> bool:
    if run.token > MAX_TAKES:
        return _fail(run, LOST, n_decisions=0, now=now)
    read = reading.read(system_id=run.system_id)
    with speech.english():  # what is kept is English, whoever asked for the run
        wording = selectors.wording(system_id=run.system_id)
    params = rules.Params(
        cross_fit=read.table.order is None,
        band_edges=wording.band_edges,
    )
    try:
        result = rules.mine(read.table, params)
    except rules.TooManyCells as refusal:
        return _fail(run, refusal.sentence, n_decisions=len(read.rows), now=now)
    patterns = [_pattern(run, place, one, read, wording) for place, one in enumerate(result.patterns)]
    return _finish(run, result, params, patterns, now)


def _fail(run: MiningRun, sentence: str, *, n_decisions: int, now: datetime) -> bool:
    with transactions.verb():
        moved = _leave(
            run, state=MiningRunState.FAILED, ended_at=now, failure=sentence[:300], n_decisions=n_decisions
        )
        if moved:
            _record("mining.failed", run, {"n_decisions": n_decisions}, now)
    return moved


def _leave(run: MiningRun, **values: object) -> bool:
    """Move a run out of RUNNING; False when another worker has taken it over meanwhile."""
    mine_still = MiningRun.objects.filter(id=run.id, state=MiningRunState.RUNNING, token=run.token)
    return mine_still.update(**values) == 1


def _finish(
    run: MiningRun,
    result: rules.MineResult,
    params: rules.Params,
    patterns: Sequence[Pattern],
    now: datetime,
) -> bool:
    effect, later = result.smallest_effect, result.confirmation
    with transactions.verb():
        moved = _leave(
            run,
            state=MiningRunState.DONE,
            ended_at=now,
            n_decisions=result.n_rows,
            n_overrides=result.discovery.n_overridden + (later.n_overridden if later else 0),
            n_cells=result.n_cells,
            n_tests=result.n_tests,
            n_smallest_effect=effect.n if effect else None,
            smallest_effect=effect.rate - effect.rest_rate if effect else None,
            parameters=asdict(params) | {"max_facts": result.max_facts},
            windows={"discovery": asdict(result.discovery), "confirmation": asdict(later) if later else None},
            band_edges={fact: list(edges) for fact, edges in result.band_edges.items()},
        )
        if not moved:
            return False
        bulk.insert(patterns)
        n_opened = sum(_follow(run, pattern, now) for pattern in patterns)
        counts = {"n_decisions": result.n_rows, "n_patterns": len(patterns), "n_opened": n_opened}
        _record("mining.finished", run, counts, now)
    return True


def _pattern(
    run: MiningRun, place: int, one: rules.PatternFound, read: reading.Read, wording: selectors.Wording
) -> Pattern:
    conditions = [{"fact": fact, "value": value} for fact, value in one.conditions]
    words = rules.in_words(one.conditions, facts=wording.facts, values=wording.values)
    return Pattern(
        id=ids.new(),
        run=run,
        place=place,
        conditions=conditions,
        conditions_key=canonical.digest(conditions).hex(),
        words=words[:500],
        n=one.n,
        n_overridden=one.n_overridden,
        rate=one.rate,
        low=one.interval[0],
        high=one.interval[1],
        rest_rate=one.rest_rate,
        p=one.p,
        q=one.q,
        excess=one.excess,
        confirmation=_confirmation(one.confirmation),
        reasons=_reasons([read.rows[number] for number in one.evidence]),
        evidence=_latest(read, one.evidence.tolist(), MAX_EVIDENCE),
        counter_examples=_latest(read, one.counter_examples.tolist(), MAX_COUNTER_EXAMPLES),
    )


def _confirmation(one: rules.Confirmation | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "n": one.n,
        "n_overridden": one.n_overridden,
        "rate": one.rate,
        "low": one.interval[0],
        "high": one.interval[1],
        "rest_rate": one.rest_rate,
        "p": one.p,
        "holds": one.held,
    }


def _reasons(rows: Sequence[reading.Row]) -> dict[str, dict[str, int]]:
    """Count overrides by core category and by reason; restricted reasons by their category alone.

    A decision that was brought in without a reason counts nowhere here.
    """
    rows = [row for row in rows if row.reason]
    core = Counter(row.core_category for row in rows if row.core_category)
    reason = Counter(
        row.core_category if row.core_category == CoreCategory.INTEGRITY_CONCERN else row.reason
        for row in rows
    )
    return {"core": dict(core), "reason": dict(reason)}


def _latest(read: reading.Read, numbers: Sequence[int], most: int) -> list[UUID]:
    """The newest decisions first; rows stand in the table oldest first."""
    return [read.rows[number].decision_id for number in sorted(numbers, reverse=True)[:most]]


def _follow(run: MiningRun, pattern: Pattern, now: datetime) -> bool:
    """See a finding again, or open one; returns whether one was opened.

    A dismissed finding stays dismissed. A slice that did not hold in the later window opens none.
    """
    same = Finding.objects.filter(system=run.system_id, conditions_key=pattern.conditions_key)
    followed = same.filter(Q(closed_at=None) | Q(state=FindingState.DISMISSED))
    if followed.update(last_pattern=pattern, seen_at=now):
        return False
    if pattern.confirmation is not None and pattern.confirmation["holds"] is False:
        return False
    finding = Finding.objects.create(
        system=run.system,
        conditions_key=pattern.conditions_key,
        state=FindingState.NEW,
        first_pattern=pattern,
        last_pattern=pattern,
        opened_at=now,
        seen_at=now,
    )
    system_actor = accounts.system_actor(run.system.organisation_id)
    audit.record(
        "finding.opened",
        on=("finding", finding.id),
        by=system_actor,
        at=now,
        data={"system": run.system_id, "pattern": pattern.id, "run": run.id, "key": pattern.conditions_key},
    )
    return True


def _record(verb: str, run: MiningRun, counts: dict[str, int], now: datetime) -> None:
    by = accounts.system_actor(run.system.organisation_id)
    audit.record(verb, on=("mining_run", run.id), by=by, at=now, data={"system": run.system_id, **counts})
