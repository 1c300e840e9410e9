"""An absence that begins hands work over once: to the stand-in who may take it, else back to everybody."""

import pytest

from apps.audit.models import Entry
from apps.flow.selectors import staffing as reads
from apps.flow.services import handing_over, staffing
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Draft, FollowUp
from tests.flow.test_staffing import INBOX, page
from tests.flow.test_together import assign, chosen, stored
from tests.world import APPROVE, arrive, claimed, code, decided, later, noon, record_names, release


def away(world, who="olga", stand_in="ben@bluegrass.example", start=1, until=40, by="olga"):
    return staffing.state_away(
        user_id=world.user(who).id,
        from_at=later(minutes=start),
        until_at=later(days=until),
        stand_in=stand_in,
        by=world.person(by),
        now=noon,
    )


@pytest.fixture
def hers(world):
    """A case that Olga holds, one that was given to her, and a follow-up of hers."""
    promised = decided(world, world.olga, APPROVE)
    release(world)
    held = claimed(world, world.olga)
    given = stored(arrive(world).item_id)
    assign(world, chosen(given.id), world.olga)
    reviews.save_draft(item_id=held.id, body={"note": "Mine."}, by=world.olga, now=noon)
    return held, given, FollowUp.objects.filter(decision=promised, owner=world.olga).order_by("due_at")


def test_the_stand_in_has_it_once_the_absence_begins_and_only_once(world, hers):
    held, given, follow_ups = hers
    ids = [one.id for one in follow_ups]
    away(world)
    assert handing_over.hand_over(now=noon) == 0

    assert [handing_over.hand_over(now=later(days=1)) for _ in range(2)] == [1, 0]

    for item in (stored(held.id), stored(given.id)):
        assert (item.state, item.holder, item.assigned_to) == ("OPEN", None, world.ben)
        assert record_names(item.case_id)[-1] == "item.handed_on"
    assert Draft.objects.filter(item=held, by=world.olga).exists()
    passed = FollowUp.objects.filter(id__in=ids, due_at__lt=later(days=40))
    assert set(passed.values_list("owner__name", flat=True)) <= {world.ben.name}
    told = Notification.objects.filter(to=world.ben, kind="assigned").values_list("about_id", flat=True)
    assert set(told) == {held.id, given.id}
    entry = Entry.objects.get(verb="person.work_handed_over")
    assert entry.object_id == world.olga.id


@pytest.mark.parametrize("stand_in", ["", "audrey@bluegrass.example", "ben@bluegrass.example"])
def test_without_one_who_may_and_is_here_it_is_everybodys_again(world, hers, stand_in):
    held, given, _follow_ups = hers
    away(world, stand_in=stand_in)
    if stand_in.startswith("ben"):
        away(world, who="ben", stand_in="", by="ben")

    handing_over.hand_over(now=later(minutes=2))

    assert [(stored(one.id).state, stored(one.id).assigned_to) for one in (held, given)] == [
        ("OPEN", None)
    ] * 2


def test_an_absence_that_was_taken_back_hands_nothing_over(world, hers):
    stated = away(world)
    staffing.end_away(away_id=stated.id, by=world.olga, now=noon)

    assert handing_over.hand_over(now=later(days=1)) == 0
    assert stored(hers[0].id).holder == world.olga


@pytest.mark.parametrize("stand_in", ["olga@bluegrass.example", "lena@lakeshore.example", "nobody@x.example"])
def test_a_stand_in_is_a_colleague(world, stand_in):
    assert code(away, world, stand_in=stand_in) == "stand_in_unfit"


def test_who_is_not_on_that_day_of_the_week_counts_nothing(world):
    asked = {"slug": INBOX, "user_id": world.user("olga").id, "per_day": 20, "by": world.sam, "now": noon}
    staffing.set_capacity(version=0, weekdays=[4, 0], **asked)  # noon is a Friday

    days = {one.day.weekday(): one.n_taken for one in page(world).taking.days}

    assert (days[4], days[0], days[1]) == (20, 20, 0)
    row = next(one for one in page(world).rows if one.person.email.startswith("olga"))
    assert list(row.weekdays) == [0, 4]
    assert code(staffing.set_capacity, version=1, weekdays=[7], **asked) == "rota_invalid"
    staffing.set_capacity(version=1, **(asked | {"per_day": 10}))
    assert reads.capacities(world.officers, noon)[world.user("olga").id].weekdays == {0, 4}
