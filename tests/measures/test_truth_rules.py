"""Who proved right: two lanes apart, an agreement, the rule of one line, and what counts nowhere."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from apps.measures import rules
from apps.measures.rules import Cell, Group

PACK = Path(__file__).parents[2] / "packs" / "injury_triage" / "pack.yaml"
CAUTION = {"fast_track": 1, "standard": 2, "case_managed": 3}


@pytest.fixture(scope="module")
def what():
    return rules.definition(yaml.safe_load(PACK.read_text())["measures"][0])


def cell(recommended="fast_track", decided="fast_track", *, value=False, n=1, person=True, rule=True):
    return Cell(recommended, decided, person, rule, value, n)


def test_the_pack_waits_for_the_slow_value_and_for_its_report(what):
    assert what.wait == dt.timedelta(days=58)
    assert what.baseline.outcome == "fast_track"


@pytest.mark.parametrize(
    ("recommended", "decided", "value", "group"),
    [
        ("fast_track", "standard", True, Group.OVERRIDES_RIGHT),
        ("fast_track", "standard", False, Group.OVERRIDES_WRONG),
        ("standard", "case_managed", True, Group.OVERRIDES_RIGHT),
        ("case_managed", "standard", True, Group.OVERRIDES_WRONG),
        ("case_managed", "fast_track", False, Group.OVERRIDES_RIGHT),
        ("fast_track", "fast_track", True, Group.APPROVALS_WRONG),
        ("fast_track", "fast_track", False, Group.APPROVALS_RIGHT),
        ("case_managed", "case_managed", False, Group.APPROVALS_WRONG),
        ("case_managed", "case_managed", True, Group.APPROVALS_RIGHT),
        ("standard", "standard", True, None),
        ("standard", "standard", False, None),
        ("fast_track", "standard", None, None),
        ("fast_track", "fast_track", None, None),
    ],
)
def test_who_proved_right(what, recommended, decided, value, group):
    one = cell(recommended, decided, value=value)
    people = set(Group) - set(rules.LANES)

    assert {each for each in people if rules.in_group(what, CAUTION, one, each)} == (
        {group} if group else set()
    )


def test_what_the_machine_decided_proves_nobody_right(what):
    found = rules.truth(what, CAUTION, [cell(value=True, person=False, n=50)])

    assert (found.overrides.n, found.approvals.n) == (0, 0)
    assert found.overrides.value is None
    assert found.lanes[1].wrong.n == 50


def test_shares_count_known_outcomes_only(what):
    cells = [
        cell("fast_track", "standard", value=True, n=30),
        cell("fast_track", "standard", value=False, n=10),
        cell("standard", "fast_track", value=False, n=60),
        cell("fast_track", "standard", value=None, n=500),
        cell("fast_track", "fast_track", value=True, n=5),
        cell("fast_track", "fast_track", value=False, n=45),
    ]

    found = rules.truth(what, CAUTION, cells)

    assert (found.n_old, found.n_known) == (650, 150)
    assert (found.overrides.n, found.overrides.value) == (100, 0.9)
    assert found.by_direction["more_cautious"].value == 0.75
    assert found.by_direction["less_cautious"].value == 1.0
    assert (found.approvals.n, found.approvals.value) == (50, 0.1)
    assert found.by_lane["fast_track"].low < 0.1 < found.by_lane["fast_track"].high
    assert found.happened.value == pytest.approx(35 / 150)


def test_the_same_lane_differs_by_nothing(what):
    found = rules.truth(what, CAUTION, [cell(value=True, n=20), cell(value=False, n=80)])

    assert found.difference == (0.0, 0.0, 0.0)
    assert [one.wrong.value for one in found.lanes] == [0.2, 0.2, 0.2]
    assert [one.taken.value for one in found.lanes] == [1.0, 1.0, 1.0]


def test_a_smaller_lane_is_compared_at_both_sizes(what):
    cells = [
        cell(value=True, n=10),
        cell(value=False, n=90),
        cell("standard", "standard", value=True, n=30),
        cell("standard", "standard", value=False, n=70),
        cell("case_managed", "case_managed", value=True, n=50, rule=False),
    ]

    found = rules.truth(what, CAUTION, cells)

    value, low, high = found.difference
    assert value == pytest.approx(0.1 - 0.2)
    assert low < value < high < 0
    assert found.filled[0] == pytest.approx(0.2), "filled to the rule's size it holds the same cases"


def test_lanes_apart_have_the_variance_of_two_samples(what):
    cells = [
        cell(value=True, n=10, rule=False),
        cell(value=False, n=90, rule=False),
        cell("standard", "standard", value=True, n=40),
        cell("standard", "standard", value=False, n=160),
    ]

    value, low, _ = rules.truth(what, CAUTION, cells).difference

    assert value - low == pytest.approx(1.959964 * (0.1 * 0.9 / 100 + 0.2 * 0.8 / 200) ** 0.5)


def test_an_empty_lane_is_compared_with_nothing(what):
    found = rules.truth(what, CAUTION, [])

    assert (found.difference, found.filled, found.n_known) == (None, None, 0)
