import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from apps.core import clock
from apps.reviews import services as reviews
from apps.reviews.models import Decision
from tests import world as worlds
from tests.ui.made import make_finding

pytestmark = pytest.mark.browser
NOTE = "Surgery on the 19th, see the clinic's note."


def recorded(page):
    expect(page.locator("#messages")).to_contain_text("Recorded:")
    page.wait_for_load_state("load")


def test_an_officer_signs_in_and_overrides_with_the_keyboard_alone(open_as, world):
    received = worlds.arrive(world)
    page = open_as(None, "/")
    page.get_by_label("Email").fill("olga@bluegrass.example")
    page.get_by_label("Password").fill("bluegrass-olga-1982")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 case waits for you")).to_be_visible()
    page.wait_for_load_state("load")  # the keys work from then on
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    expect(page.get_by_role("button", name="Choose what you decide")).to_be_disabled()
    for key in ("o", "q", "6"):
        page.keyboard.press(key)
    page.get_by_label("Expected weeks off work").fill("9")
    page.keyboard.press("Control+Enter")
    recorded(page)
    decision = Decision.objects.get(case_id=received.case_id)
    assert (decision.kind, decision.outcome_code.code) == ("OVERRIDDEN", "standard")
    page.keyboard.press("z")
    expect(page.locator("#messages")).to_contain_text("Undone. Nothing was sent")


def test_letters_typed_into_a_note_are_no_shortcuts(open_as, world):
    item = worlds.claimed(world, world.olga)
    page = open_as("olga", f"/cases/{item.id}/review/")
    page.keyboard.press("o")
    page.keyboard.press("n")
    page.keyboard.type("a cause of sorrow")
    assert page.locator("[name=act]:checked").get_attribute("value") == "override"
    expect(page.get_by_label("Note")).to_have_value("a cause of sorrow")


def test_an_officer_decides_without_javascript(open_as, world):
    received = worlds.arrive(world)
    page = open_as("olga", "/", java_script_enabled=False)
    page.get_by_role("button", name="Start reviewing").click()
    page.locator("[name=act][value=override]").check()
    page.get_by_role("button", name="Record").click()
    expect(page.locator(".err")).to_have_text(
        [
            "Choose the outcome that you decide instead.",
            "Choose the main reason why you decide otherwise than the AI suggests.",
        ]
    )
    page.locator("[name=outcome][value=case_managed]").check()
    expect(page.get_by_text("I cover the risk with a dated follow-up")).to_be_hidden()
    page.locator("[name=reason][value=it_missing]").check()
    page.get_by_label("What it did not know").select_option("surgery_planned")
    page.get_by_label("Note").fill(NOTE)
    page.get_by_role("button", name="Record").click()
    recorded(page)
    page.get_by_role("link", name="My decisions", exact=True).click()
    expect(page.get_by_role("row", name=re.compile(received.case_ref))).to_contain_text("AI said Fast track")


def test_what_was_typed_outlives_a_mistake_and_the_focus_stays(open_as, world):
    item = worlds.claimed(world, world.olga)
    page = open_as("olga", f"/cases/{item.id}/review/")
    page.keyboard.press("o")
    page.get_by_label("Note").fill(NOTE)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#e-outcome")).to_have_text("Choose the outcome that you decide instead.")
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    expect(page.get_by_label("Note")).to_be_focused()
    assert "/review/" in page.url


def test_a_tab_left_open_past_its_hold_says_so_and_loses_nothing(open_as, world):
    item = worlds.claimed(world, world.olga)
    page = open_as("olga", f"/cases/{item.id}/review/")
    page.keyboard.press("o")
    page.keyboard.press("q")
    page.get_by_label("Note").fill(NOTE)
    clock.set_offset(clock._offset[0] + dt.timedelta(minutes=16))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dec .note:visible")).to_contain_text("Your hold has ended.")
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    assert not Decision.objects.exists()
    page.get_by_role("button", name="Hold it again").click()
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    assert page.locator("[name=outcome]:checked").get_attribute("value") == "standard"
    page.keyboard.press("6")
    page.get_by_label("Expected weeks off work").fill("9")
    page.keyboard.press("Control+Enter")
    recorded(page)
    assert Decision.objects.count() == 1


def test_two_officers_on_one_case_make_one_decision(open_as, world):
    item = worlds.claimed(world, world.olga)
    first = open_as("olga", f"/cases/{item.id}/review/")
    second = open_as("ben", f"/cases/{item.id}/review/")
    expect(second.locator("#dec .note:visible")).to_contain_text("Olga Marsh holds this case")
    expect(second.locator("[name=act]").first).to_be_disabled()
    first.keyboard.press("a")
    first.keyboard.press("Control+Enter")
    recorded(first)
    second.reload()
    expect(second.locator("#dec .note:visible")).to_contain_text("This case is decided.")


def test_the_list_tells_of_news_and_never_moves_by_itself(open_as, world):
    worlds.arrive(world)
    gone = worlds.arrive(world)
    page = open_as("olga", "/inboxes/triage-officers/")
    page.wait_for_load_state("load")
    now = clock.now()
    worlds.decided(world, world.ben, item=reviews.claim(item_id=gone.item_id, by=world.ben, now=now), now=now)
    worlds.arrive(world, now=now)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#pulse")).to_contain_text("1 new, 2 open now")
    expect(page.locator("tr.gone")).to_contain_text(gone.case_ref)
    expect(page.locator("tr.gone")).to_contain_text(f"Decided by {world.ben.name}")
    assert page.locator("tbody tr").count() == 2
    page.keyboard.press(".")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_an_analyst_reads_a_pattern_with_cases_for_and_against(open_as, world):
    make_finding(world)
    page = open_as("ana", "/")
    page.get_by_role("link", name="All patterns").click()
    expect(page.get_by_role("heading", name="Patterns", exact=True)).to_be_visible()
    row = page.get_by_role("row", name=re.compile("After a hospital stay"))
    expect(row).to_contain_text("50.0%")
    expect(row).to_contain_text("Confirmed")
    row.get_by_role("link").click()
    expect(page.get_by_role("img", name=re.compile("60 of 120"))).to_be_visible()
    expect(page.get_by_role("heading", name="Cases that show it, and cases that do not")).to_be_visible()
    page.get_by_role("link", name=re.compile("WC-")).first.click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("officer's name")
    expect(page.locator("main")).to_contain_text("This decision is evidence for the pattern")
    page.get_by_role("link", name="After a hospital stay").click()
    expect(page.get_by_role("heading", name="Cases that show it, and cases that do not")).to_be_visible()


def test_an_owner_looks_without_deciding(open_as, world):
    worlds.arrive(world)
    page = open_as("owen", "/")
    page.locator("nav").get_by_role("link", name=re.compile("^Injury triage 1")).click()
    expect(page.get_by_text("You may look at this inbox, but not decide in it.")).to_be_visible()
    expect(page.get_by_role("button", name="Start reviewing")).to_have_count(0)


def test_an_auditor_reads_the_record_from_arrival_to_decision(open_as, world):
    decision = worlds.decided(world, world.olga, worlds.override())
    page = open_as("audrey", f"/cases/{decision.case.case_ref}/")
    expect(page.locator(".tl")).to_contain_text("triage-model suggested Fast track")
    expect(page.locator(".tl")).to_contain_text("Olga Marsh decided Standard lost-time instead")


def test_an_admin_starts_with_people_keys_and_health(open_as):
    page = open_as("adam", "/")
    expect(page.get_by_role("heading", name="People and keys")).to_be_visible()
    expect(page.get_by_role("heading", name="Health")).to_be_visible()
