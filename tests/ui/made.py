"""What browser tests need beyond the cast: a pattern with its evidence."""

from apps.learning.models import Finding, MiningRun, Pattern
from apps.learning.states import FindingState, MiningRunState
from tests import world as worlds


def make_finding(world):
    run = MiningRun.objects.create(
        system=world.system, state=MiningRunState.DONE, period_on=world.now.date(), queued_at=world.now,
        started_at=world.now, ended_at=world.now, n_decisions=900, n_overrides=150, n_cells=80, n_tests=64,
        smallest_effect=0.08,
    )  # fmt: skip
    decisions = [worlds.decided(world, world.olga, worlds.override()) for _ in range(2)]
    worlds.release(world)
    pattern = Pattern.objects.create(
        run=run, place=1, conditions=[{"fact": "hospital_stay", "value": "true"}], conditions_key="hospital_stay",
        words="After a hospital stay", n=120, n_overridden=60, rate=0.5, low=0.41, high=0.59, rest_rate=0.12, p=1e-9,
        q=1e-7, excess=45.6, reasons={"reason": {"it_weeks": 40, "it_missing": 20}, "core": {"risk_judgement": 40}},
        confirmation={"n": 60, "n_overridden": 28, "rate": 0.47, "low": 0.35, "high": 0.59, "rest_rate": 0.11,
                      "p": 0.001, "holds": True},
        evidence=[one.id for one in decisions[:1]], counter_examples=[one.id for one in decisions[1:]],
    )  # fmt: skip
    return Finding.objects.create(
        system=world.system, conditions_key="hospital_stay", state=FindingState.NEW, first_pattern=pattern,
        last_pattern=pattern, opened_at=world.now, seen_at=world.now,
    )  # fmt: skip
