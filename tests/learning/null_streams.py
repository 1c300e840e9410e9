"""Streams in which a change did nothing: how often an effect is seen all the same."""

import numpy as np

from apps.learning.rules.effect import Counts, Series, measure_effect, next_look
from apps.learning.states import EffectVerdict


def error_share(
    *,
    n: int,
    sizes: tuple[int, int, int, int],
    shares: tuple[float, float],
    drift: float,
    look: int,
    seed: int,
) -> float:
    """Return the share of n streams without an effect in which one is seen at one look.

    sizes: cases before, after, of the rest before and after. shares: of what is counted here and elsewhere;
    after the change both have moved by `drift`, which is no effect.
    """
    dice = np.random.default_rng(seed)
    here, rest = shares
    after = (here, here + drift, rest, rest + drift)
    draws = np.stack(
        [dice.binomial(size, share, n) for size, share in zip(sizes, after, strict=True)], axis=1
    )
    seen = 0
    for ks in draws.tolist():
        counts = [Counts(size, k) for size, k in zip(sizes, ks, strict=True)]
        found = measure_effect(Series(*counts), look=look)
        seen += found is not None and found.verdict is not EffectVerdict.NO_EFFECT
    return seen / n


def error_over_looks(
    *, n: int, sizes: tuple[int, int], shares: tuple[float, float], n_looks: int, seed: int
) -> float:
    """Return the share of n streams without an effect in which any of the planned looks sees one.

    sizes: cases before, here and of the rest; afterwards they come one here to two elsewhere.
    """
    dice = np.random.default_rng(seed)
    here, rest = shares
    seen = 0
    for _stream in range(n):
        before = Counts(sizes[0], int(dice.binomial(sizes[0], here)))
        rest_before = Counts(sizes[1], int(dice.binomial(sizes[1], rest)))
        n_after = k_after = k_rest = 0
        for look in range(1, n_looks + 1):
            more = 30 * 2 ** (look - 1) - n_after
            k_after += int(dice.binomial(more, here))
            k_rest += int(dice.binomial(2 * more, rest))
            n_after += more
            assert next_look(n_after, look - 1) == look
            after, rest_after = Counts(n_after, k_after), Counts(2 * n_after, k_rest)
            found = measure_effect(Series(before, after, rest_before, rest_after), look=look)
            if found is not None and found.verdict is not EffectVerdict.NO_EFFECT:
                seen += 1
                break
    return seen / n
