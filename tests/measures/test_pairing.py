"""How far two people agree, and how much of that chance alone would make."""

import pytest

from apps.measures.rules import paired


def test_kappa_is_what_agreement_is_beyond_chance():
    # Of Cohen's textbook table: 45 + 15 alike of 100, 0.46 expected, so kappa is 0.13 / 0.54.
    found = paired({("a", "a"): 45, ("a", "b"): 15, ("b", "a"): 25, ("b", "b"): 15})

    assert (found.share.n, found.share.value) == (100, 0.6)
    assert found.kappa == pytest.approx((0.6 - 0.54) / (1 - 0.54))


@pytest.mark.parametrize(
    ("counted", "kappa"),
    [
        ({("a", "a"): 20, ("b", "b"): 20}, 1),
        ({("a", "b"): 20, ("b", "a"): 20}, -1),
        ({("a", "a"): 29}, None),  # too few to say
        ({("a", "a"): 40}, None),  # chance alone makes both always the same
        ({}, None),
    ],
)
def test_kappa_at_its_ends(counted, kappa):
    assert paired(counted).kappa == kappa
