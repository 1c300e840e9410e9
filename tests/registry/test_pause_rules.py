"""What is paused is asked of each case; of several pauses the most cautious counts."""

import pytest

from apps.registry.rules import Paused, PausePart, read_paused
from apps.registry.states import PauseMode, PauseScope

PEOPLE, HOLD, REFUSE = PauseMode.PEOPLE, PauseMode.HOLD, PauseMode.REFUSE
WHOLE = PausePart(PauseScope.SYSTEM, "", PEOPLE)
FAST = PausePart(PauseScope.OUTCOME, "fast_track", HOLD)
BACK = PausePart(PauseScope.SEGMENT, "back", REFUSE)


@pytest.mark.parametrize(
    ("parts", "outcome", "segment", "mode"),
    [
        ((), "fast_track", "back", None),
        ((WHOLE,), "standard", "", PEOPLE),
        ((FAST,), "fast_track", "", HOLD),
        ((FAST,), "standard", "fast_track", None),
        ((BACK,), "back", "", None),
        ((BACK,), "standard", "back", REFUSE),
        ((WHOLE, FAST), "fast_track", "", HOLD),
        ((FAST, WHOLE), "standard", "", PEOPLE),
        ((BACK, FAST, WHOLE), "fast_track", "back", REFUSE),
    ],
)
def test_the_most_cautious_pause_that_fits_counts(parts, outcome, segment, mode):
    assert Paused(parts).mode(outcome=outcome, segment=segment) is mode


def test_what_waits_and_what_is_turned_away():
    assert Paused((FAST,)).holds(outcome="fast_track", segment="", asks_view=False)
    assert not Paused((FAST,)).holds(outcome="standard", segment="", asks_view=False)
    assert Paused((BACK,)).holds(outcome="standard", segment="back", asks_view=False)
    assert not Paused((WHOLE,)).holds(outcome="standard", segment="", asks_view=False)


def test_a_case_that_asks_for_a_view_waits_with_any_held_outcome_so_that_waiting_tells_nothing():
    to_people = PausePart(PauseScope.OUTCOME, "fast_track", PEOPLE)
    whole = PausePart(PauseScope.SYSTEM, "", HOLD)

    assert Paused((FAST,)).holds(outcome="standard", segment="", asks_view=True)
    assert not Paused((to_people,)).holds(outcome="standard", segment="", asks_view=True)
    assert not Paused(()).holds(outcome="standard", segment="", asks_view=True)
    assert Paused((whole,)).holds(outcome="standard", segment="", asks_view=True)


def test_what_it_says_of_the_whole():
    assert (Paused((WHOLE,)).is_whole, Paused((FAST, BACK)).is_whole) == (True, False)
    assert (Paused((FAST, BACK)).refuses, Paused((FAST, WHOLE)).refuses) == (True, False)


def test_it_is_read_as_it_was_kept():
    rows = [{"scope": one.scope.value, "key": one.key, "mode": one.mode.value} for one in (WHOLE, FAST, BACK)]

    assert read_paused(rows) == Paused((WHOLE, FAST, BACK))
