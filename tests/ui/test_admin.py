"""An admin at work in a browser: by mouse, by keyboard alone, without a script, and narrow."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.models import ApiKey
from tests import world as worlds

pytestmark = pytest.mark.browser
PASSWORD = "bluegrass-adam-1982"


def prove(page):
    page.goto("/account/reauthenticate/?next=/manage/people/")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/manage/people/$"))  # the page of the proof names it after its ?


def person(open_as, world, who="ben", **options):
    page = open_as("adam", "/manage/people/", **options)
    prove(page)
    page.goto(f"/manage/people/{world.user(who).id}/")
    return page


def test_deactivating_asks_in_a_dialog_that_the_keyboard_can_leave_and_confirm(open_as, world):
    page = person(open_as, world)
    link = page.locator("main").get_by_role("link", name="Deactivate")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Deactivate Ben")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("link", name="Leave it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    assert world.user("ben").is_active

    page.keyboard.press("Enter")
    expect(dialog.get_by_role("link", name="Leave it")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("He left.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#messages .toast")).to_contain_text("can no longer sign in")
    assert not world.user("ben").is_active


def test_without_a_script_the_same_question_is_a_page_and_the_toast_a_notice_at_the_top(open_as, world):
    page = person(open_as, world, java_script_enabled=False)
    page.locator("main").get_by_role("link", name="Deactivate").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Deactivate Ben")
    page.get_by_label("Why it is done").fill("He left.")
    page.get_by_role("button", name="Deactivate").click()
    toast = page.locator("#messages .toast")
    expect(toast).to_contain_text("can no longer sign in")
    assert toast.evaluate("one => getComputedStyle(one.parentElement).position") == "static"
    expect(toast.get_by_role("button", name="Close this notice")).to_be_hidden()


def test_a_toast_covers_nothing_for_good(open_as, world):
    page = open_as("olga", "/account/")
    page.get_by_role("button", name="Save").click()
    toast = page.locator("#messages .toast")
    expect(toast).to_contain_text("Saved.")
    assert toast.evaluate("one => getComputedStyle(one.parentElement).position") == "fixed"
    toast.get_by_role("button", name="Close this notice").click()
    expect(toast).to_have_count(0)


def test_a_key_is_made_and_revoked_at_a_phone_s_width(open_as, world):
    page = open_as("adam", "/manage/keys/")
    page.set_viewport_size({"width": 390, "height": 844})
    prove(page)
    page.goto("/manage/keys/")
    page.get_by_label("Read patterns").check()
    page.get_by_role("button", name="Issue").click()
    expect(page.locator("#messages .toast")).to_contain_text("The key is issued.")
    prefix = page.locator("#secret").input_value().split("_")[1]
    page.goto(f"/manage/keys/?q={prefix}")
    page.get_by_role("link", name=re.compile(f"Revoke.*{prefix}")).click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.locator("#messages .toast")).to_contain_text("The key is revoked.")
    assert ApiKey.objects.get(prefix=prefix).revoked_at is not None


def test_people_are_found_and_opened_by_keys_alone(open_as, world):
    page = open_as("adam", "/manage/people/")
    page.keyboard.press("/")
    page.keyboard.type("olga")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=olga**")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Olga Marsh")


def test_undo_stands_in_the_toast_after_a_decision(open_as, world):
    item = worlds.claimed(world, world.olga)
    page = open_as("olga", f"/cases/{item.id}/review/")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    toast = page.locator("#messages .toast")
    expect(toast).to_contain_text("Recorded:")
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()
