"""Many decisions reversed: the work grows with their number and no faster, and each piece stands by itself.

`bin/prove rollback` reverses a thousand and times it.
"""

import sys
import time

import pytest

from apps.flow import services as flow
from apps.flow.selectors import Scope
from apps.flow.services import rolling_back
from apps.reviews.models import Decision, ReversalLine, ReversalRun
from tests import counting
from tests.effort import LONG
from tests.world import arrive_all, automatic, later

FEW, MANY = (200, 1_000) if LONG else (4, 12)
FOR_SECOND_LOOKS = 4  # statements more, when one of the piece has such a look


def reversed_many(world, n, *, at):
    """Let the machine decide n cases, and begin to reverse all that it decided since `at`."""
    now = later(days=at)
    for _ in range(0, n, 200):
        arrive_all(world, [automatic(now=now) for _ in range(min(n, 200))], now=now)
    return flow.begin_rollback(
        system_id=world.system.id,
        scope=Scope(since=now.date(), until=now.date()),
        outcome="standard",
        why="The wages were wrong.",
        count=n,
        by=world.owen,
        now=later(days=at, hours=1),
    )


def worked(world, n, *, at):
    """Reverse n and return the seconds it took."""
    reversed_many(world, n, at=at)
    begun = time.monotonic()
    while flow.roll_back(now=later(days=at, hours=2)):
        pass
    return time.monotonic() - begun


def test_a_piece_asks_no_more_statements_however_many_it_reverses(world):
    reversed_many(world, FEW, at=0)
    with counting.asked() as few:
        flow.roll_back(now=later(hours=2))
    flow.roll_back(now=later(hours=2))
    reversed_many(world, min(MANY, rolling_back.PIECE), at=2)
    with counting.asked() as many:
        flow.roll_back(now=later(days=2, hours=2))

    assert len(many) <= len(few) + FOR_SECOND_LOOKS


def test_each_piece_is_committed_on_its_own_and_a_lost_worker_loses_none(committed, world, monkeypatch):
    monkeypatch.setattr(rolling_back, "PIECE", 2)
    run = reversed_many(world, 4, at=0)
    assert flow.roll_back(now=later(hours=2)) == 2

    monkeypatch.setattr(rolling_back, "_record", die)
    with pytest.raises(MemoryError):
        flow.roll_back(now=later(hours=2))

    assert ReversalLine.objects.filter(run=run, done_at=None).count() == 2
    assert Decision.objects.filter(reverses__isnull=False).count() == 2
    assert ReversalRun.objects.get(id=run.id).n_reversed == 2


def die(*_given):
    raise MemoryError


def test_the_time_grows_with_the_number(world):
    """Prints what `bin/prove rollback` writes down; the short form only says that all are reversed."""
    few, many = worked(world, FEW, at=0), worked(world, MANY, at=2)

    assert ReversalRun.objects.filter(state="DONE").count() == 2
    assert Decision.objects.filter(reverses__isnull=False).count() == FEW + MANY
    grown = many / few / (MANY / FEW)
    sys.stdout.write(
        f"\nrollback: {FEW} in {few:.1f} s, {MANY} in {many:.1f} s, {grown:.2f} times the cost of one\n"
    )
    assert not LONG or grown <= 1.3
