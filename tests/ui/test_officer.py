import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from apps.reviews import services as reviews
from tests import world as worlds

pytestmark = pytest.mark.browser

INBOX = "/inboxes/triage-officers/"
HOSTILE = "<script>alert(1)</script>\u202eevil\u202c " + "W" * 300
NO_SPACES = "Wolfeschlegelsteinhausenbergerdorff" * 4
SIZES = [(1440, 900), (1024, 768), (720, 450), (390, 844), (320, 640)]


def too_wide(page, *paths):
    """Give every path and width at which the page is wider than its window."""
    found = []
    for path in paths:
        page.goto(path)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((path, width))
    return found


def long_case(world):
    """A case whose name, facts and reasons are as long and as hostile as one may send."""
    body = worlds.recommendation()
    body["subject"]["name"] = NO_SPACES
    body["rationale"] = [
        {"text": HOSTILE[:400], "cites": ["hospital_stay"], "direction": "for"},
        {"text": "ملاحظة طويلة جدا " * 20, "cites": [], "direction": "against"},
    ]
    return worlds.claimed(world, world.olga, received=worlds.arrive(world, body))


def test_the_keys_move_and_the_panel_follows(open_as, world):
    received = worlds.arrive_all(world, [worlds.recommendation() for _ in range(3)])
    page = open_as("olga", INBOX)
    first = page.locator("tbody .mono").first.inner_text()
    expect(page.locator("#peek .mono")).to_have_text(first)  # the first row, before anybody asks
    page.keyboard.press("j")
    expect(page.locator("#peek .mono")).to_have_text(first)
    page.keyboard.press("j")
    expect(page.locator("#peek .mono")).not_to_have_text(first)
    assert page.locator("#peek .mono").inner_text() in {one.case_ref for one in received}
    assert page.url.endswith(INBOX)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_eye_of_a_row_shows_the_panel_by_mouse(open_as, world, width):
    received = worlds.arrive(world)
    page = open_as("olga", INBOX)
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("link", name=f"Look at {received.case_ref}").click()
    expect(page.locator("#peek")).to_contain_text("At a glance")
    expect(page.locator("#peek .mono")).to_be_visible()
    assert page.url.endswith(INBOX)
    page.get_by_role("link", name="Open the case").click()
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_panel_comes_from_the_server_without_javascript(open_as, world, width):
    received = worlds.arrive(world)
    page = open_as("olga", INBOX, java_script_enabled=False)
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("link", name=f"Look at {received.case_ref}").click()
    assert f"peek={received.item_id}" in page.url
    expect(page.locator("#peek")).to_contain_text("Why it is in this inbox")
    expect(page.locator("#peek")).to_contain_text("You may decide up to")
    expect(page.locator("tr.here")).to_contain_text(received.case_ref)


def test_the_panel_never_carries_the_suggestion(open_as, world):
    received = worlds.arrive(world)
    page = open_as("olga", INBOX)
    page.get_by_role("link", name=f"Look at {received.case_ref}").click()
    expect(page.locator("#peek")).to_contain_text("At a glance")
    written = page.locator("#peek").inner_html()
    for word in ("Fast track", "fast_track", "in 100", "0.9", "suggested"):
        assert word not in written


def test_filters_narrow_and_can_be_cleared(open_as, world):
    small = worlds.arrive(world, worlds.recommendation(minor=50000))
    large = worlds.arrive(world, worlds.recommendation(minor=140000))
    page = open_as("olga", INBOX, java_script_enabled=False)
    page.get_by_label("At stake from").fill("1000")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("tbody")).to_contain_text(large.case_ref)
    expect(page.locator("tbody")).not_to_contain_text(small.case_ref)
    page.get_by_label("Flag").select_option("conflict")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("heading", name="No case fits these filters")).to_be_visible()
    page.get_by_role("link", name="Clear the filters").click()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_pages_stay_stable_while_cases_arrive_and_lead_back(open_as, world):
    worlds.arrive_all(world, [worlds.recommendation() for _ in range(55)])
    page = open_as("olga", INBOX)
    seen = set(page.locator("tbody .mono").all_inner_texts())
    worlds.arrive(world, worlds.recommendation(minor=290000))
    page.get_by_role("link", name="Next", exact=True).click()
    page.wait_for_url("**after=**")
    assert seen.isdisjoint(page.locator("tbody .mono").all_inner_texts())
    page.get_by_role("link", name="First page").click()
    expect(page.locator("tbody tr")).to_have_count(50)


def test_my_decisions_show_three_times_and_can_be_filtered(open_as, world):
    agreed = worlds.decided(world, world.olga)
    overruled = worlds.decided(world, world.olga, worlds.override())
    page = open_as("olga", "/decisions/")
    page.get_by_label("Show").select_option("overruled")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("tbody")).to_contain_text(overruled.case.case_ref)
    expect(page.locator("tbody")).not_to_contain_text(agreed.case.case_ref)
    expect(page.locator("tbody")).to_contain_text("Not known yet")
    page.get_by_role("link", name=f"Look at {overruled.case.case_ref}").click()
    expect(page.locator("#peek")).to_contain_text("Recorded")
    expect(page.locator("#peek")).to_contain_text("no judgement of a decision")


def test_six_equal_acts_for_a_supervisor_none_chosen(open_as, world):
    item = worlds.claimed(world, world.olga)
    page = open_as("olga", f"/cases/{item.id}/review/")
    page.locator("[name=act][value=escalate]").check()
    page.get_by_text("I am not sure").click()
    page.get_by_role("button", name="Escalate").click()
    expect(page.locator("#messages")).to_contain_text("is escalated")
    sam = open_as("sam", f"/escalations/{item.id}/")
    boxes = [label.bounding_box() for label in sam.locator(".acts label").all()]
    assert len(boxes) == 6
    assert len({(round(box["width"]), round(box["height"])) for box in boxes}) == 1
    assert sam.locator("[name=act]:checked").count() == 0
    expect(sam.locator(".acts")).to_contain_text("It goes back to the officer with your note")


def test_long_and_hostile_content_keeps_the_layout(open_as, world):
    item = long_case(world)
    page = open_as("olga")
    review = f"/cases/{item.id}/review/"
    others = (f"{INBOX}?view=mine", f"{INBOX}?view=mine&peek={item.id}", f"/cases/{item.case.case_ref}/")
    assert too_wide(page, *others, review) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        # on a phone the bar first leads to the decision, which lies far below
        record = page.locator(".act").get_by_text(
            re.compile("Choose what you decide|Record|Go to the decision")
        )
        expect(record.filter(visible=True).first).to_be_in_viewport()


def test_lists_fit_every_width(open_as, world):
    worlds.decided(world, world.olga, worlds.override())
    worlds.arrive(world)
    page = open_as("olga")
    lists = (INBOX, f"{INBOX}?view=done", "/decisions/", "/decisions/?view=refused")
    assert too_wide(page, *lists) == []


def test_a_case_that_another_holds_can_be_read_while_acts_stay_shut(open_as, world):
    item = worlds.arrive(world)
    page = open_as("olga", f"/cases/{item.item_id}/review/")
    reviews.claim(item_id=item.item_id, by=world.ben, now=world.now + dt.timedelta(seconds=1))
    page.get_by_role("button", name="Take this case").click()
    expect(page.locator("#dec")).to_contain_text("Ben")
    expect(page.get_by_role("heading", name="Case facts")).to_be_visible()
    expect(page.locator("[name=act]").first).to_be_disabled()
    expect(page.get_by_role("button", name="Next case", exact=True)).to_be_visible()


def test_the_columns_never_lie_over_each_other(open_as, world):
    item = worlds.claimed(world, world.olga)
    page = open_as("olga", f"/cases/{item.id}/review/")
    for width, height in ((1024, 768), (720, 450)):
        page.set_viewport_size({"width": width, "height": height})
        facts, suggestion = (page.locator(name).bounding_box() for name in (".col.facts", ".col.rec"))
        last = page.locator(".col.facts > :last-child").bounding_box()
        assert last["y"] + last["height"] <= suggestion["y"] + 1
        assert facts["y"] < suggestion["y"]


def test_the_window_itself_never_scrolls_away(open_as, world):
    for _ in range(30):
        worlds.arrive(world)
    page = open_as("olga", "/inboxes/triage-officers/")
    page.mouse.move(700, 600)
    page.mouse.wheel(0, 20000)

    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("scrollY") == 0


FIRST_CASE_AT = 300


def test_a_phone_shows_the_first_case_at_once_and_the_filters_when_asked(open_as, world):
    worlds.arrive(world)
    page = open_as("olga", "/inboxes/triage-officers/")
    page.set_viewport_size({"width": 390, "height": 844})
    asked = page.get_by_label("At stake from")

    expect(asked).to_be_hidden()
    assert page.locator(".t .case").first.bounding_box()["y"] < FIRST_CASE_AT
    page.get_by_text("Filter", exact=True).first.click()
    asked.fill("5000")
    asked.press("Enter")
    page.wait_for_url("**from=5000**")
    expect(page.get_by_label("At stake from")).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.get_by_text("Filter", exact=True).first).to_be_hidden()


def test_nothing_of_the_page_of_components_can_be_sent(open_as, world):
    page = open_as("adam", "/account/components/")
    sent = []
    page.on("request", lambda asked: sent.append(asked.method))

    page.locator("#decide [data-primary]").click()
    page.keyboard.press("Control+Enter")
    page.locator("#c-ask button[type=submit]").click()
    page.wait_for_timeout(200)

    assert sent == []
    assert page.url.endswith("/account/components/")
