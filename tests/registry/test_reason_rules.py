"""Of the reasons of a set, a person who decides reads at most eight: those that fit the direction."""

import pytest

from apps.registry.rules import crowds, fits
from apps.registry.states import Direction

CAUTION = {"fast": 1, "slow": 2}
TIED = {**CAUTION, "other": 2}
BOTH = ["more_cautious", "less_cautious"]


def reasons(n, directions=BOTH):
    return {f"r{number}": directions for number in range(n)}


@pytest.mark.parametrize(
    ("given", "caution", "found"),
    [
        (reasons(8), CAUTION, []),
        (reasons(8) | {"more": ["more_cautious"]}, CAUTION, ["more_cautious"]),
        (reasons(9), CAUTION, BOTH),
        (reasons(8, ["more_cautious"]) | {"less": ["less_cautious"]}, CAUTION, []),
        (reasons(8, ["more_cautious"]) | {"less": ["less_cautious"]}, TIED, ["sideways"]),
    ],
)
def test_a_direction_that_more_than_eight_reasons_fit_is_found(given, caution, found):
    assert [one.direction.value for one in crowds(given, caution=caution)] == found


def test_it_is_found_with_the_reasons_that_fit_it():
    (crowd,) = crowds(reasons(8) | {"x": ["less_cautious"]}, caution=CAUTION)

    assert crowd.reasons == (*reasons(8), "x")


def test_to_one_side_every_reason_may_be_given():
    assert fits(["more_cautious"], Direction.SIDEWAYS)
    assert not fits(["more_cautious"], Direction.LESS_CAUTIOUS)
