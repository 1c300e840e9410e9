"""A late fact and a decision at the same moment: one comes first, and nobody decides on what they did not see."""

import threading

import pytest
from django.db import connection, connections

from apps.core import refusals, transactions
from apps.flow import services as flow
from apps.intake.models import FactChange
from apps.reviews.models import Decision, ReviewItem
from tests.world import APPROVE, arrive, claimed, fact, iso, later

PAIRS = 12
SOON = later(minutes=11)


class Both:
    """A decision and a late fact on one held item, each to be run in a thread and a transaction of its own."""

    def __init__(self, world, number) -> None:
        self.item = claimed(world, world.olga, received=arrive(world, number=number))
        self.by, self.model = world.person("olga"), world.machine("triage-model")
        self.refused = {}

    def decide(self):
        flow.decide(
            item_id=self.item.id, answer=APPROVE, version=self.item.version, token=self.item.token,
            by=self.by, now=SOON,
        )  # fmt: skip

    def change(self):
        stay = fact("hospital_stay", True, "hospital", as_of=iso(later(minutes=10)))
        flow.add_facts(case_ref=self.item.case.case_ref, facts=[stay], by=self.model, now=SOON)

    def run(self, name, *, ready=None, go=None):
        """Run one of the two; with `go`, its transaction stays open from `ready` until `go`."""
        try:
            with transactions.request():
                getattr(self, name)()
                if go:
                    ready.set()
                    assert go.wait(30)
        except refusals.Refusal as refusal:
            self.refused[name] = refusal.code
        finally:
            connections.close_all()

    def outcome(self):
        """Whether the decision was made, whether it was on the old facts, and what became of the fact."""
        item = ReviewItem.objects.get(id=self.item.id)
        decision = Decision.objects.filter(item_id=self.item.id).first()
        change = FactChange.objects.get(case=self.item.case_id)
        on_old = decision is not None and bytes(decision.snapshot_digest) == bytes(change.before.digest)
        return item.state, self.refused, on_old, change.is_late


DECIDED_FIRST = ("DECIDED", {}, True, True)
FACT_FIRST = ("CLAIMED", {"decide": "stale"}, False, False)


def blocked():
    """Wait until another session waits for a lock in this database."""
    for _ in range(3000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), pg_sleep(0.01) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waited for a lock")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("decide", "change", DECIDED_FIRST), ("change", "decide", FACT_FIRST)],
)
def test_the_second_waits_for_the_first_and_sees_what_it_did(committed, world, first, second, expected):
    both = Both(world, 1)
    ready, go = threading.Event(), threading.Event()
    one = threading.Thread(target=both.run, args=(first,), kwargs={"ready": ready, "go": go})
    two = threading.Thread(target=both.run, args=(second,))
    one.start()
    assert ready.wait(30)
    two.start()
    blocked()
    go.set()
    one.join(30)
    two.join(30)

    assert both.outcome() == expected


def test_whichever_comes_first_nobody_decides_on_facts_they_did_not_see(committed, world):
    seen = []
    for number in range(1, PAIRS + 1):
        both = Both(world, number)
        barrier = threading.Barrier(2)

        def run(name, both=both, barrier=barrier):
            barrier.wait(30)
            both.run(name)

        threads = [threading.Thread(target=run, args=(name,)) for name in ("decide", "change")]
        for one in threads:
            one.start()
        for one in threads:
            one.join(30)
        seen.append(both.outcome())

    assert all(one in (DECIDED_FIRST, FACT_FIRST) for one in seen), seen
