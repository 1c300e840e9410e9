"""A past with a habit in it: officers overrule the AI more in construction."""

import random

from tests.measures.past import days


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
