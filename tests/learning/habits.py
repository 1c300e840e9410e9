"""A past with a habit in it: officers overrule the AI more in construction; and its finding without the past."""

import random

from apps.learning.models import Finding, MiningRun, Pattern
from tests.measures.past import days
from tests.world import noon


def habit(past, n=400, *, first_day=-14, share=0.6, **changes):
    """Write n decisions over ten days: construction is a third, the rest is overruled 1 in 8."""
    dice = random.Random(n)
    for number in range(n):
        construction = number % 3 == 0
        past.add(
            override=dice.random() < (share if construction else 0.125),
            at=days(first_day + 10 * number / n),
            features={
                "industry": "construction" if construction else "manufacturing",
                "state": dice.choice(["KY", "MI"]),
                "region": None,
                "represented": dice.choice(["true", "false"]),
            },
            **changes,
        )
    return past.write()


def found(world, conditions=({"fact": "industry", "value": "construction"},), key="k"):
    """A finding as the miner leaves it, without the decisions it was found in: they only cost time here."""
    run = MiningRun.objects.create(
        number=MiningRun.objects.count() + 1, system=world.system, state="DONE", period_on=noon.date(), queued_at=noon, ended_at=noon,
        windows={"discovery": {"n": 280, "n_overridden": 70, "first": days(-14).timestamp(), "last": days(-7).timestamp()}},
    )  # fmt: skip
    pattern = Pattern.objects.create(
        run=run, place=0, conditions=list(conditions), words="industry is construction",
        conditions_key=key, n=90, n_overridden=55, rate=0.6, low=0.5, high=0.7, rest_rate=0.12, p=1e-9, q=1e-7, excess=40,
        evidence=[], counter_examples=[], reasons={"reason": {}, "core": {}},
    )  # fmt: skip
    return Finding.objects.create(
        system=world.system, conditions_key=key, state="NEW", first_pattern=pattern, last_pattern=pattern,
        opened_at=noon, seen_at=noon,
    )  # fmt: skip
