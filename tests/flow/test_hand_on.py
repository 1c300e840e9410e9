"""A supervisor takes a case from who has it: everybody may have it again, or somebody else keeps it for a day."""

import pytest

from apps.flow.selectors import routing
from apps.flow.services import handing_on, staffing
from apps.measures.models import WorkSignal
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Claim, Draft, ItemReason, ReviewItem
from tests.flow.test_together import assign, chosen, stored
from tests.world import APPROVE, arrive, claimed, code, decided, later, noon, record_names

INBOX = "triage-officers"


@pytest.fixture
def held(world):
    return claimed(world, world.olga)


def move(world, item, to=None, by="sam", **changes):
    given = {"why": "load", "note": "", "version": stored(item.id).version, "now": noon} | changes
    return handing_on.hand_on(item_id=item.id, to=to and world.person(to), by=world.person(by), **given)


def test_everybody_may_have_it_again_and_who_held_it_writes_no_more(world, held):
    reviews.save_draft(item_id=held.id, body={"note": "Mine."}, by=world.olga, now=noon)

    move(world, held, note="Look at the wage first.")

    item = stored(held.id)
    assert (item.state, item.holder, item.assigned_to, item.version) == ("OPEN", None, None, held.version + 1)
    assert Claim.objects.get(item=item).ended_why == "handed_on"
    assert ItemReason.objects.get(item=item, kind="HANDED_ON").code == "load"
    assert Draft.objects.filter(item=item, by=world.olga).exists()
    assert record_names(item.case_id)[-1] == "item.handed_on"
    assert WorkSignal.objects.filter(kind="handed_on", code="load").exists()
    assert list(Notification.objects.values_list("to__name", "kind")) == [(world.olga.name, "handed_on")]
    assert code(decided, world, world.olga, APPROVE, item=held) == "claim_expired"


def test_somebody_else_keeps_it_for_a_day_and_is_told(world, held):
    move(world, held, to="ben", why="skill")

    item = stored(held.id)
    assert (item.state, item.assigned_to, item.assigned_until) == ("OPEN", world.ben, later(days=1))
    assert Notification.objects.get(kind="assigned").to == world.ben
    assert reviews.claim_next(inbox_slug=INBOX, by=world.olga, now=noon) is None
    assert reviews.claim_next(inbox_slug=INBOX, by=world.ben, now=noon).id == item.id


def test_what_was_only_given_goes_on_as_well(world):
    item = stored(arrive(world).item_id)
    assign(world, chosen(item.id), world.ben)

    move(world, item, to="olga", why="other", note="She knows the employer.")

    assert stored(item.id).assigned_to == world.olga


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"by": "ben"}, "may_not_assign"),
        ({"why": ""}, "hand_on_why"),
        ({"why": "other"}, "hand_on_note"),
        ({"to": "olga"}, "has_it_already"),
        ({"to": "audrey"}, "not_for_them"),
        ({"version": 7}, "stale"),
        ({"now": later(hours=2)}, "nothing_to_hand_on"),
    ],
)
def test_what_is_refused_changes_nothing(world, held, changes, refused):
    assert code(move, world, held, **changes) == refused
    assert (stored(held.id).holder, ItemReason.objects.filter(kind="HANDED_ON").count()) == (world.olga, 0)


def test_nobody_who_is_away_is_given_it(world, held):
    staffing.state_away(
        user_id=world.user("ben").id, from_at=noon, until_at=later(days=2), by=world.sam, now=noon
    )

    assert code(move, world, held, to="ben") == "recipient_away"
    item = ReviewItem.objects.select_related("inbox").get(id=held.id)
    names = [one.user.name for one in routing.recipients(item, but=world.olga, now=noon)]
    assert world.ben.name not in names
    assert world.priya.name in names
