"""What nobody decided in time climbs: once, also after downtime."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from apps.reviews import services as reviews
from apps.reviews.models import Escalation, ItemReason, ReviewItem
from tests.world import arrive, arrive_all, claimed, later, recommendation, record_names

DUE = {"hours": 48}


def test_it_climbs_at_its_due_time_and_not_before(world):
    got = arrive(world)

    assert reviews.escalate_overdue(now=later(hours=47, minutes=59)) == 0
    assert reviews.escalate_overdue(now=later(**DUE)) == 1

    item = ReviewItem.objects.get(id=got.item_id)
    escalation = Escalation.objects.get(item=item)
    assert (item.inbox, item.urgency_due, item.urgency) == (world.supervisors, 30, 37)
    assert (escalation.why, escalation.raised_by.kind) == ("deadline", "SYSTEM")
    assert record_names(got.case_id)[-1] == "item.escalated"


def test_it_fires_once_also_after_long_downtime(world):
    got = arrive(world)

    fired = [reviews.escalate_overdue(now=later(days=days)) for days in (3, 3, 30, 300)]

    assert fired == [1, 0, 0, 0]
    assert Escalation.objects.filter(item=got.item_id).count() == 1


def test_on_the_last_level_it_stays_and_becomes_more_urgent(world):
    got = arrive(world, minor=400000)
    before = ReviewItem.objects.get(id=got.item_id).urgency

    assert [reviews.escalate_overdue(now=later(days=3)) for _ in range(2)] == [1, 0]

    item = ReviewItem.objects.get(id=got.item_id)
    assert (item.inbox, item.state, item.urgency) == (world.supervisors, "OPEN", before + 30)
    assert ItemReason.objects.filter(item=item, kind="DEADLINE").count() == 1
    assert record_names(got.case_id)[-1] == "item.overdue"


def test_what_somebody_holds_or_decided_does_not_climb(world):
    claimed(world, world.olga, now=later(hours=47, minutes=59), received=arrive(world))

    assert reviews.escalate_overdue(now=later(**DUE)) == 0


def test_two_schedulers_at_once_fire_it_once(committed, world):
    arrive_all(world, [recommendation() for _ in range(30)])

    def sweep(_):
        try:
            return reviews.escalate_overdue(now=later(**DUE))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        fired = sum(pool.map(sweep, range(4)))

    assert fired == Escalation.objects.count() == 30
