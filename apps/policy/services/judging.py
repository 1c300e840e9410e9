"""The verdicts that a version gives, and those that one in shadow would have given."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeAlias
from uuid import UUID

from apps.core import bulk, ids, transactions
from apps.intake.models import Recommendation
from apps.policy import rules, selectors
from apps.policy.models import PhantomVerdict, PolicyVersion, ShadowRun, Verdict
from apps.policy.states import Lane

# When each of several results falls due, in their order.
Diary: TypeAlias = Callable[[Sequence[rules.Result]], Sequence[datetime]]


class Case(NamedTuple):
    """One recommendation to judge: what the snapshot's resolved facts say, and what flow froze in.

    least_share: of the machine's decisions of this kind at least so many, in [0, 1], are audited.
    least_view: of what people decide in at least so many, in [0, 1], they say their own view first.
    number: 1 on arrival; more when facts changed afterwards.
    """

    recommendation: Recommendation
    snapshot_digest: bytes
    facts: Mapping[str, object]
    added: Mapping[str, object]
    least_share: Decimal = Decimal(0)
    least_view: Decimal = Decimal(0)
    number: int = 1


class Judged(NamedTuple):
    verdict: Verdict
    result: rules.Result
    is_sampled: bool


def by_the_clock(now: datetime) -> Diary:
    """Count every hour, as where no working time is known."""
    return lambda results: [now + timedelta(hours=one.due_hours) for one in results]


def evaluate(
    *, version: PolicyVersion, cases: Sequence[Case], now: datetime, diary: Diary | None = None
) -> list[Judged]:
    """Judge recommendations by one version and keep the verdicts; in the order given, one INSERT.

    diary: says when each falls due; without one the clock does.
    """
    transactions.require()
    policy = selectors.compiled(version)
    results = [rules.evaluate(policy, {**case.facts, **case.added}) for case in cases]
    dues = (diary or by_the_clock(now))(results)
    draws = draw_version(version.id)
    judged = [
        _judge(version, draws, case, result, due, now)
        for case, result, due in zip(cases, results, dues, strict=True)
    ]
    bulk.insert([one.verdict for one in judged])
    return judged


def _judge(
    version: PolicyVersion, draws: str, case: Case, result: rules.Result, due_at: datetime, now: datetime
) -> Judged:
    drawn = rules.draw(case.recommendation.id.bytes, draws)
    share = max(result.sample_share, case.least_share) if result.lane is Lane.AUTOMATIC else None
    viewed = max(result.first_view, case.least_view)
    columns = {
        "id": ids.new(),
        "recommendation_id": case.recommendation.id,
        "number": case.number,
        "policy_id": version.id,
        "snapshot_digest": case.snapshot_digest,
        "lane": result.lane,
        "inbox_slug": result.inbox,
        "because": [one.code for one in result.because],
        "unknown": list(result.unknown),
        "added": _plain(case.added),
        "sample_share": share,
        "draw": drawn,
        "due_at": due_at,
        "four_eyes": result.four_eyes,
        "first_view": rules.asks_first_view(case.recommendation.id, version.id, viewed),
        "first_view_share": viewed,
        "at": now,
    }
    verdict = bulk.fresh(Verdict, columns, recommendation=case.recommendation, policy=version)
    return Judged(verdict, result, share is not None and drawn < share)


def shadow(
    *, run: ShadowRun, cases: Sequence[Case], now: datetime, diary: Diary | None = None
) -> list[PhantomVerdict]:
    """Keep what a version in shadow would have said; `added` of a case is only what this version counts more.

    The facts of a case are the ones of its real verdict, frozen facts included.
    """
    transactions.require()
    policy = selectors.compiled_run(run)
    results = [rules.evaluate(policy, {**case.facts, **case.added}) for case in cases]
    dues = (diary or by_the_clock(now))(results)
    phantoms = [
        _phantom(run, case, result, due, now) for case, result, due in zip(cases, results, dues, strict=True)
    ]
    bulk.insert(phantoms)
    return phantoms


def _phantom(
    run: ShadowRun, case: Case, result: rules.Result, due_at: datetime, now: datetime
) -> PhantomVerdict:
    columns = {
        "id": ids.new(),
        "run_id": run.id,
        "recommendation_id": case.recommendation.id,
        "number": case.number,
        "snapshot_digest": case.snapshot_digest,
        "lane": result.lane,
        "inbox_slug": result.inbox,
        "because": [one.code for one in result.because],
        "unknown": list(result.unknown),
        "also_added": _plain(case.added),
        "four_eyes": result.four_eyes,
        "first_view": rules.asks_first_view(case.recommendation.id, run.policy_id, result.first_view),
        "due_at": due_at,
        "at": now,
    }
    return bulk.fresh(PhantomVerdict, columns, run=run, recommendation=case.recommendation)


def draw_version(policy_id: UUID) -> str:
    """Return the name under which the audit draw of a policy version is made."""
    return f"audit:{policy_id}"


def _plain(added: Mapping[str, object]) -> dict[str, object]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in added.items()}
