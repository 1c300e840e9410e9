"""All targets are asked once a day, again when decisions have doubled, and where only later news came."""

from apps.core import ids, transactions
from apps.learning import services as learning
from apps.learning.models import MiningRun
from apps.learning.services import reading
from apps.learning.states import Target
from apps.measures import services as measures
from tests import world as worlds


def queue(world, past, n, now=worlds.noon):
    """Write decisions, let a sweep queue what is worth it, and call that done; returns how many there were."""
    lines = [past.add(at=now) for _ in range(n)]
    past.write()
    with transactions.verb():
        n_open = learning.queue_search(system=world.system, now=now)
    with transactions.verb():
        assert learning.queue_search(system=world.system, now=now) == n_open
    n_decisions = reading.decisions(system_id=world.system.id).count()
    MiningRun.objects.filter(state="QUEUED").update(
        state="DONE", n_decisions=n_decisions, horizon=ids.new(), known_at=now
    )
    return n_open, lines


def test_all_targets_are_asked_once_a_day_and_when_decisions_have_doubled(world, past):
    assert queue(world, past, 0)[0] == 0
    assert queue(world, past, 40)[0] == len(Target)
    assert queue(world, past, 30)[0] == 1
    assert queue(world, past, 30)[0] == len(Target)
    runs = MiningRun.objects.filter(target="asked").order_by("number")
    assert list(runs.values_list("number", flat=True)) == [1, 3]

    tomorrow = worlds.later(days=1)
    assert queue(world, past, 0, tomorrow)[0] == 0
    _, (line,) = queue(world, past, 1, tomorrow)
    day_after = worlds.later(days=2)
    assert queue(world, past, 0, day_after)[0] == 0
    with transactions.verb():
        measures.record_signal(
            item_id=line.item_id,
            system_id=world.system.id,
            kind="skipped",
            code="",
            by=world.olga,
            at=day_after,
        )
    assert queue(world, past, 0, day_after)[0] == len(Target) - 1
    assert not MiningRun.objects.filter(target="overridden", period_on="2026-11-22").exists()
