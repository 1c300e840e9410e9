"""A case that asks for a skill is offered to who has it, and to everybody only while nobody who has it is on."""

import pytest

from apps.accounts.models import TimeAway
from apps.core import transactions
from apps.flow import services as flow
from apps.flow.services import skilling, staffing
from apps.intake.models import Recommendation
from apps.reviews import services as reviews
from apps.reviews.services import relating
from tests.counting import asked
from tests.world import arrive, later, noon

INBOX = "triage-officers"
TODAY = noon.date()


@pytest.fixture
def burns(world):
    """The first of two cases asks for a skill that Ben has; Olga has none."""
    first, second = arrive(world, minor=111_100), arrive(world, minor=1_000)
    Recommendation.objects.filter(id=first.id).update(segment="minor_surface")
    say(world, "ask_for_skill", system_slug=world.system.slug, segment="minor_surface", name="burns")
    say(world, "give_skill", user_id=world.user("ben").id, name="Burns", why="He trained for it.")
    return first.item_id, second.item_id


def say(world, verb, **said):
    return getattr(skilling, verb)(slug=INBOX, **said, by=world.sam, now=noon)


def take_next(world, who, now=noon):
    found = reviews.claim_next(inbox_slug=INBOX, by=world.person(who), now=now)
    return found and found.id


def day(world, is_on):
    return say(world, "set_rota_day", user_id=world.user("ben").id, day_on=TODAY, is_on=is_on)


def test_who_has_the_skill_is_offered_it_in_its_order_and_who_lacks_it_the_next(world, burns):
    assert take_next(world, "olga") == burns[1]
    assert take_next(world, "olga") is None
    assert take_next(world, "ben") == burns[0]


def test_it_costs_no_statement_more(world, burns):
    with asked() as statements:
        take_next(world, "olga")
    assert len(statements) <= 9


def gone(world, how):
    """Ben cannot take it: he is away, off by day or weekday, out of the inbox, knows the claimant, or skipped it."""
    ben = world.user("ben")
    if how == "away":
        TimeAway.objects.create(
            person=ben, from_at=noon, until_at=later(days=1), stated_by=ben.actor, stated_at=noon
        )
    elif how == "off today":
        day(world, False)
    elif how == "off on such days":
        only = [(TODAY.weekday() + 1) % 7]
        staffing.set_capacity(
            slug=INBOX, user_id=ben.id, per_day=None, weekdays=only, version=0, by=world.sam, now=noon
        )
    elif how == "taken out":
        staffing.shut_out_of_inbox(
            slug=INBOX, user_id=ben.id, permission="work_inbox", why="So.", by=world.sam, now=noon
        )
    elif how == "skill taken":
        say(world, "take_skill", user_id=ben.id, name="burns", why="He asks for a rest.")


@pytest.mark.parametrize("how", ["away", "off today", "off on such days", "taken out", "skill taken"])
def test_everybody_is_offered_it_while_nobody_who_has_it_is_on(world, burns, how):
    gone(world, how)
    assert take_next(world, "olga") == burns[0]


def test_a_single_day_on_counts_before_the_day_of_the_week(world, burns):
    gone(world, "off on such days")
    day(world, True)
    assert take_next(world, "olga") == burns[1]
    day(world, None)
    assert take_next(world, "olga") == burns[0]


def test_who_has_it_but_may_not_take_it_or_left_it_holds_up_nothing(world, burns):
    item_id = take_next(world, "ben")
    token = reviews.claim(item_id=item_id, by=world.person("ben"), now=noon).token
    skipped(world, item_id, token)
    assert take_next(world, "olga") == item_id


def skipped(world, item_id, token):
    flow.skip(item_id=item_id, token=token, version=1, why="mix", by=world.person("ben"), now=noon)


def test_a_relation_to_the_claimant_holds_up_nothing_either(world, burns):
    case = Recommendation.objects.get(items__id=burns[0]).case
    relating.declare_relation(
        case_ref=case.case_ref,
        kind="close",
        why="They told me.",
        person=world.user("ben").actor,
        by=world.sam,
        now=noon,
    )
    assert take_next(world, "olga") == burns[0]


def test_what_is_given_to_somebody_is_theirs_whatever_it_asks_for(world, burns):
    given = arrive(world, minor=112_000)
    Recommendation.objects.filter(id=given.id).update(segment="minor_surface")
    with transactions.verb():
        reviews.assign(item_id=given.item_id, to=world.olga, version=1, by=world.sam, now=noon)
    assert take_next(world, "olga") == given.item_id
