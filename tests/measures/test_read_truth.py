"""Only decisions old enough for either value count, one per case, and the cases behind a figure are its own."""

import datetime as dt

import pytest

from apps.core import bulk, ids
from apps.measures import rules, selectors
from apps.measures.models import Outcome
from apps.measures.rules import Group
from tests import world as worlds
from tests.measures.past import days, tally

OLD = days(-70)


@pytest.fixture
def what(world):
    return rules.definition(world.system.measures[0])


def known(*lines, value, at=worlds.noon):
    rows = [
        Outcome(
            id=ids.new(),
            case_id=line.case_id,
            external_id=f"O-{line.case_id}-{at}",
            measure="long_claim",
            value=value,
            known_at=at,
            received_at=at,
            body_digest=b"",
        )
        for line in lines
    ]
    bulk.insert(rows)


def counted(world, now=worlds.noon):
    tally(world, now)
    cells = selectors.cells(system_id=world.system.id)
    return sorted(
        (cell.recommended, cell.decided, cell.by_person, cell.fits_rule, cell.value, cell.n) for cell in cells
    )


def test_a_young_decision_counts_nowhere_though_its_outcome_is_known(world, past, what):
    young, old = (
        past.add(at=worlds.noon - what.wait + dt.timedelta(minutes=1)),
        past.add(at=worlds.noon - what.wait),
    )
    past.write()
    known(young, old, value=False, at=days(-1))

    assert counted(world) == [("fast_track", "fast_track", True, False, False, 1)]


def test_an_outcome_of_the_future_is_open_and_the_newest_one_counts(world, past, what):
    open_, changed = past.add(at=OLD), past.add(at=OLD, override=True)
    past.write()
    known(open_, value=True, at=days(1))
    known(changed, value=False, at=days(-5))
    known(changed, value=True, at=days(-2))

    assert [(one[1], one[4]) for one in counted(world)] == [("fast_track", None), ("standard", True)]


def test_audits_and_other_kinds_of_case_count_nowhere(world, past, what):
    for changes in ({"is_audit": True}, {"kind": "TEST"}, {"kind": "KNOWN_ANSWER"}):
        past.add(at=OLD, **changes)
    past.write()

    assert counted(world) == []


def test_the_cases_behind_a_figure_are_its_own_and_the_newest(world, past, what):
    right = [past.add(at=OLD + dt.timedelta(hours=hour), override=True) for hour in range(3)]
    wrong, rule = past.add(at=OLD, override=True), past.add(at=OLD, features={"hospital_stay": "false"})
    past.write()
    known(*right, rule, value=True)
    known(wrong, value=False)

    def behind(group, limit=50):
        rows = selectors.behind(
            system=world.system, what=what, group=group, to=world.ana, now=worlds.noon, limit=limit
        )
        return [(row.decided_at, row.decided, row.value) for row in rows]

    newest = [(line.decided_at, "Standard lost-time", True) for line in reversed(right)]
    assert behind(Group.OVERRIDES_RIGHT) == newest
    assert behind(Group.OVERRIDES_RIGHT, limit=2) == newest[:2]
    assert behind(Group.OVERRIDES_WRONG) == [(OLD, "Standard lost-time", False)]
    assert behind(Group.RULE_LANE) == behind(Group.APPROVALS_WRONG) == [(OLD, "Fast track", True)]


def test_the_owner_accepts_what_the_posture_says(world):
    assert selectors.accepted_share(system_id=world.system.id, error="long_miss") == 0.12
    assert selectors.accepted_share(system_id=world.system.id, error="nothing") is None


@pytest.mark.parametrize(
    ("who", "n"), [("ana", 1), ("owen", 1), ("audrey", 1), ("olga", 0), ("sam", 0), ("adam", 0), ("lena", 0)]
)
def test_whose_figures_they_are(world, who, n):
    assert len(selectors.analysed(to=getattr(world, who))) == n
