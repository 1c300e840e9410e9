"""What is done on a page before it is looked at: the states that no address brings by itself."""

import datetime as dt

from django.urls import reverse
from playwright.sync_api import expect

from apps.core import clock
from apps.reviews.models import ContestLink
from tests import world as worlds
from tests.ui.made import change_facts


def as_it_is(_page) -> None:
    pass


def record_nothing(page):
    page.locator("[name=act][value=override]").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("form[data-record] .err").first).to_be_visible()


def ask_somebody(page):
    page.locator("[name=act][value=ask]").check()
    page.locator("summary", has_text="Facts to show with it").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#e-ask")).to_be_visible()


def take_and_refuse(page):
    page.get_by_role("button", name="Take it to answer").click()
    page.get_by_role("button", name="Answer the appeal").click()
    expect(page.locator(".err")).to_be_visible()


def say_what_one_knows(page):
    link = ContestLink.objects.get(used_at=None, revoked_at=None)
    injured = link.issued_at - dt.timedelta(days=3)
    page.locator("[name=ref]").fill(link.decision.case.case_ref)
    page.locator("[name=known]").fill(str(injured.date()))
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("textarea")).to_be_visible()


def edit_it(page):
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.locator("textarea").first).to_be_visible()


def as_text(page):
    page.get_by_role("link", name="Text", exact=True).click()
    expect(page.locator("#evidence pre")).to_be_visible()


def mark_a_place(page):
    page.keyboard.press("m")
    expect(page.locator("#mark-form")).to_be_visible()


def mark_a_line(page):
    as_text(page)
    mark_a_place(page)


def wrong_password(page):
    page.get_by_label("Email").fill("olga@bluegrass.example")
    page.get_by_label("Password").fill("no such password")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("not correct")


def outlive_the_hold(page):
    page.keyboard.press("a")
    clock.set_offset(clock._offset[0] + dt.timedelta(minutes=16))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dec .note:visible")).to_contain_text("Your hold has ended.")


def ask_in_a_dialog(page):
    page.locator("main [data-asks]").first.click()
    expect(page.locator("#ask")).to_be_visible()


def facts_change_under_it(page):
    """A later fact arrives while the page is open; the page asks when it is looked at again."""
    page.locator("[name=act][value=override]").check()
    change_facts(worlds.World(), page.url.split("/cases/")[1].split("/")[0])
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#changed")).to_contain_text("Use the new facts")


def be_asked_for_a_code(page):
    page.get_by_label("Email").fill("priya@bluegrass.example")
    page.get_by_label("Password").fill("bluegrass-priya-1982")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()


def prove_it_is_you(page):
    """Type the password of whoever is signed in, then look at the page of the second factor."""
    name = page.locator(".who-n").inner_text().split()[0].lower()
    page.get_by_label("Password").fill(f"bluegrass-{name}-1982")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "reauthenticate" not in url)
    page.goto(reverse("mfa_index"))
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()


def open_the_lists(page):
    for summary in page.locator("details > summary").all():
        summary.click()


def exclude_nothing(page):
    page.locator("#exclusions > summary").click()
    page.locator("#exclusions").get_by_label("The sentence that people read").last.fill("Not for anybody.")
    page.locator("#exclusions").get_by_role("button", name="Save in the draft").click()
    expect(page.locator("#exclusions .err")).to_be_visible()


def mistype_a_share(page):
    page.get_by_label("Acceptable in 100").first.fill("130")
    page.get_by_label("Last day").fill("2027-05-01")
    expect(page.get_by_role("button", name="Sign risk decision")).to_be_disabled()
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.locator("main")).to_contain_text("Write a number from 0 to 100.")


def choose_some(page):
    page.wait_for_load_state("load")
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator(".pick:checked")).to_have_count(3)
    expect(page.locator("#together")).to_be_visible()


def choose_and_lay_aside(page):
    choose_some(page)
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="Lay cases aside")).to_be_visible()
