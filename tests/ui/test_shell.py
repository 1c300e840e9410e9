import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from tests import world as worlds

pytestmark = pytest.mark.browser
INBOX = "/inboxes/triage-officers/"
NOTE = "Surgery on the 19th."


def loaded(page):
    page.wait_for_load_state("load")
    return page


def review(open_as, world):
    item = worlds.claimed(world, world.olga)
    return loaded(open_as("olga", f"/cases/{item.id}/review/"))


def test_the_palette_finds_a_case_by_keys_alone(open_as, world):
    ref = worlds.arrive(world).case_ref
    page = loaded(open_as("olga", "/decisions/"))
    page.keyboard.press("Control+k")
    expect(page.locator("#palette .hit", has_text="My decisions")).to_be_visible()
    page.keyboard.type(ref)
    expect(page.locator("#palette .hit", has_text=ref)).to_be_visible()
    expect(page.locator("#palette .hit", has_text="My decisions")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{ref}/")


def test_on_a_case_the_palette_offers_what_can_be_done_there(open_as, world):
    page = review(open_as, world)
    page.keyboard.press("Control+k")
    page.locator("#palette .hit", has_text="Override").click()
    expect(page.locator("#palette")).to_be_hidden()
    assert page.locator("[name=act]:checked").get_attribute("value") == "override"


def test_the_sheet_opens_and_closes_and_g_leads_on(open_as, world):
    page = loaded(open_as("olga", INBOX))
    page.keyboard.press("?")
    expect(page.locator("#sheet")).to_contain_text("Go to My decisions")
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/decisions/")


def test_single_letters_can_be_off_and_chords_stay(open_as, world):
    User.objects.filter(id=world.user("olga").id).update(single_keys=False)
    page = review(open_as, world)
    page.keyboard.press("o")
    page.keyboard.press("?")
    assert page.locator("[name=act]:checked").count() == 0
    expect(page.locator("#sheet")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_without_a_connection_nothing_can_be_recorded_and_nothing_is_lost(open_as, world):
    page = review(open_as, world)
    page.keyboard.press("a")
    page.get_by_label("Note").fill(NOTE)
    expect(page.locator("[data-primary]")).to_be_enabled()
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible()
    expect(page.locator("[data-primary]")).to_be_disabled()
    page.context.set_offline(False)
    expect(page.get_by_text("No connection.")).to_be_hidden()
    expect(page.locator("[data-primary]")).to_be_enabled()
    expect(page.get_by_label("Note")).to_have_value(NOTE)


def test_a_session_that_ended_costs_nothing_that_was_typed(open_as, world):
    page = review(open_as, world)
    kept = page.context.cookies()
    page.keyboard.press("a")
    page.get_by_label("Note").fill(NOTE)
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    page.get_by_role("button", name="I am signed in again").click()
    expect(page.get_by_text("You are still signed out.")).to_be_visible()
    page.context.add_cookies([one for one in kept if one["name"] == "sessionid"])
    page.get_by_role("button", name="I am signed in again").click()
    expect(page.locator("#signed-out")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Recorded:")
    page.wait_for_load_state("load")


def test_search_keys_and_notices_work_without_javascript(open_as, world):
    ref = worlds.arrive(world).case_ref
    page = open_as("olga", "/", java_script_enabled=False)
    page.get_by_role("link", name="Search or run a command").click()
    page.get_by_label("A case or a page").fill(ref)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name=ref)).to_be_visible()
    page.goto("/help/keys/")
    expect(page.get_by_text("Go to My decisions")).to_be_visible()
    page.get_by_role("link", name="Notices").click()
    expect(page.get_by_role("heading", name="No new notice")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_on_a_phone_the_navigation_is_a_menu(open_as, world, scripted):
    page = open_as("olga", INBOX, java_script_enabled=scripted)
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu.get_by_role("link", name="Injury triage")).to_have_attribute("aria-current", "page")
    menu.get_by_role("link", name="My decisions").click()
    page.wait_for_url("**/decisions/")
    expect(menu).to_be_hidden()
