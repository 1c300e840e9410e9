"""What a second person does, by the keyboard alone and without JavaScript: held decisions, appeals, powers handed on.

By mouse and with the script all of it is done in test_same_story.py and test_roles.py.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from apps.accounts.models import BreakGlass, Delegation, StandIn
from apps.core import clock
from apps.reviews.models import Appeal, Approval, ReviewItem
from tests import world as worlds
from tests.ui.hands import Keyboard, NoScript
from tests.ui.recourse import in_force

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("hand", [Keyboard, NoScript], indirect=True, ids=lambda hand: hand.name),
]
WHY = "The letter of the 19th says so."


def held(world):
    """Olga decided above her authority."""
    item = worlds.claimed(world, world.olga)
    ReviewItem.objects.filter(id=item.id).update(stake_minor=410_000)
    worlds.decided(world, world.olga, worlds.override(), item=item)
    return item.case.case_ref


def test_held_decisions_are_found_upheld_and_amended_by_whoever_may(hand, world):
    upheld, amended = held(world), held(world)
    sam = hand("sam")
    sam.follow("Resolve")
    sam.follow(f"Look and resolve: {upheld}")
    sam.choose_by_key("u", "act", "uphold")
    sam.fill("Why", WHY)
    sam.record()
    sam.follow(f"Look and resolve: {amended}")
    sam.choose_by_key("a", "act", "override")
    sam.choose_by_key("w", "outcome", "case_managed")
    sam.choose("reason", "it_missing")
    sam.pick("What it did not know", "Surgery planned")
    sam.fill("Why", WHY)
    sam.record()
    sam.sees("No decision waits for you")

    found = Approval.objects.select_related("item__case", "closed_by")
    results = {one.item.case.case_ref: (one.result, one.closed_by) for one in found}
    assert results == {upheld: ("UPHELD", world.sam), amended: ("AMENDED", world.sam)}


def test_an_appeal_is_written_down_taken_and_answered_outside_the_chain(hand, world):
    decision = in_force(world)
    ref = decision.case.case_ref
    olga = hand("olga", f"/cases/{ref}/")
    olga.follow("Explanation")
    olga.follow("Write an appeal down")
    olga.choose("kind", "APPEAL")
    olga.fill("What is wrong", "I cannot lift my arm.")
    olga.press("Write it down")
    olga.sees("Who may not answer it")
    expect(olga.page.get_by_role("button", name="Take it to answer")).to_have_count(0)

    ruth = hand("ruth", "/appeals/")
    ruth.follow(f"Open the appeal: {ref}")
    ruth.sees("I cannot lift my arm.")
    ruth.press("Take it to answer")
    ruth.choose("result", "CHANGED")
    ruth.pick("What holds instead", "Standard lost-time")
    ruth.fill("Explained to the person", WHY)
    ruth.press("Answer the appeal")
    ruth.sees("Instead holds: Standard lost-time.")
    assert Appeal.objects.get().result == "CHANGED"


def proves(hand, who):
    hand.fill("Password", f"bluegrass-{who}-1982")
    hand.press("Confirm")


def test_a_power_is_handed_on_from_the_list_and_ended(hand, world):
    clock.set_offset(dt.timedelta(0))
    world.now = clock.now()
    adam = hand("adam", "/delegations/")
    adam.pick("Where", "Injury triage, supervisors")
    adam.fill("Person", "ben@bluegrass.example")
    adam.press("Put on the list")
    proves(adam, "adam")
    adam.sees("Ben Tarkington")
    assert StandIn.objects.get().person == world.user("ben")

    sam = hand("sam", "/delegations/")
    today = world.now.astimezone(ZoneInfo(world.user("sam").time_zone)).date()
    sam.fill_day("First day", today)
    sam.fill_day("Last day", today + dt.timedelta(days=2))
    sam.fill("Why", "I am at the hearing.")
    sam.press("Hand it on")
    proves(sam, "sam")
    sam.sees("Sam Whitaker to Ben Tarkington")
    sam.sees("runs")
    sam.press("Take back: 1")
    sam.sees("taken back")
    assert Delegation.objects.get().ended_at


def test_an_admin_breaks_the_glass_releases_a_case_and_closes_it_and_the_owner_is_told(hand, world):
    clock.set_offset(dt.timedelta(0))
    world.now = clock.now()
    item = worlds.claimed(world, world.olga)
    ref = item.case.case_ref
    adam = hand("adam", "/break-glass/")
    adam.pick("Inbox", "Injury triage")
    adam.fill("Why", "Nobody answers.")
    adam.press("Break the glass")
    proves(adam, "adam")
    expect(adam.page.locator(".strip", has_text="is open to you")).to_be_visible()
    adam.follow("Its cases")
    adam.follow("Held by others")
    adam.follow(f"Jo Example {ref.removeprefix('WC-')}")
    adam.sees("You broke the glass")
    expect(adam.page.locator(".act", has_text="Next case")).to_have_count(0)

    owen = hand("owen")
    owen.follow("See what they do: Break-glass 1: Adam Reyes looks into Injury triage")
    owen.sees("Nobody answers.")
    owen.sees(f"looked at: a case {ref}")

    adam = hand("adam", f"/cases/{item.id}/review/")
    adam.follow("Release or reassign")
    adam.follow(f"Hand on: {ref}")
    adam.choose("why", "absent")
    adam.press("Hand on")
    adam.sees("Whoever had it was told.")
    item.refresh_from_db()
    assert item.state == "OPEN"
    adam.press("Close now")
    adam.sees("closed")
    expect(adam.page.locator(".strip", has_text="is open to you")).to_have_count(0)
    assert BreakGlass.objects.get().closed_at
