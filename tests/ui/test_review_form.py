"""The decision form in a real browser: what is said beside each act, what keys choose, what stays in sight."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from apps.core import clock
from apps.reviews.models import Decision, ReviewItem
from tests import world as worlds

pytestmark = pytest.mark.browser
IN_SIGHT = """selector => { const box = document.querySelector(selector).getBoundingClientRect();
  const pin = document.querySelector('.pin').getBoundingClientRect();
  return box.top >= document.querySelector('#dec').getBoundingClientRect().top && box.bottom <= pin.top; }"""

APPROVE, OVERRIDE, INPUT = ("a",), ("o", "q", "6"), ("9",)  # then record; the input is the reason's own
AT_MOST_MORE = 3


@pytest.fixture
def case(open_as, world):
    """Olga's own case, opened."""
    item = worlds.claimed(world, world.olga)
    return open_as("olga", f"/cases/{item.id}/review/")


def follows(page):
    return page.locator(".eff:visible")


def digits(page):
    return page.locator(".keys [data-digits]:visible")


def test_each_act_says_what_follows_from_it_and_nothing_else(case):
    expect(follows(case)).to_contain_text("Nothing is recorded yet.")
    for key in ("a", "o"):
        case.keyboard.press(key)
        expect(follows(case)).to_contain_text("Final once recorded.")
        expect(follows(case)).to_contain_text("You can undo for 10 s.")
        expect(follows(case)).to_contain_text("The business system must confirm it")
    case.keyboard.press("e")
    expect(follows(case)).to_have_count(1)
    expect(follows(case)).to_contain_text("Nothing is decided or sent.")
    expect(follows(case)).to_contain_text("Injury triage, supervisors")
    expect(follows(case)).to_contain_text("You cannot undo this")
    for untrue in ("Final", "can undo", "confirm"):
        expect(follows(case)).not_to_contain_text(untrue)


def test_the_digits_that_choose_are_the_digits_that_are_said(case):
    expect(digits(case)).to_have_count(0)
    case.keyboard.press("o")
    case.keyboard.press("q")
    expect(digits(case)).to_have_text("1\N{EN DASH}6 8 reason")
    shown = case.locator("[data-directions]:visible kbd").all_inner_texts()
    assert shown == ["1", "2", "3", "4", "5", "6", "8"]
    case.keyboard.press("7")
    expect(case.locator("[name=reason]:checked")).to_have_count(0)


BOXES = "every => every.filter(one => one.getBoundingClientRect().height > 0).length"


def test_reasons_that_fit_no_outcome_are_not_offered_and_to_one_side_all_are(case):
    case.keyboard.press("o")
    expect(case.locator("[data-directions]:visible")).to_have_count(7)
    expect(case.get_by_text("I cover the risk with a dated follow-up")).to_have_count(0)
    # An outcome as cautious as the suggested one; the reasons name their directions, and none names this one.
    case.evaluate("document.querySelector('[data-direction]').dataset.direction = 'sideways'")
    case.locator("[data-direction=sideways]").check()
    case.evaluate("document.querySelector('[data-directions]').dataset.directions = 'less_cautious'")
    assert case.locator("[data-directions]").evaluate_all(BOXES) == 7
    case.evaluate("document.querySelector('[data-direction]').dataset.direction = 'more_cautious'")
    assert case.locator("[data-directions]").evaluate_all(BOXES) == 6


def test_what_goes_on_below_is_shown_and_what_a_key_chooses_comes_into_sight(case):
    case.set_viewport_size({"width": 1440, "height": 760})
    more = case.locator(".more")
    expect(more).to_be_hidden()
    case.keyboard.press("o")
    expect(more).to_be_visible()
    case.keyboard.press("q")
    case.keyboard.press("8")
    assert case.evaluate(IN_SIGHT, "[name=reason][value=it_concern]")
    assert case.evaluate(IN_SIGHT, "[id='in-it_concern-which']")
    case.evaluate("document.querySelector('#dec').scrollTo(0, 9999)")
    expect(more).to_be_hidden()
    assert case.evaluate(IN_SIGHT, "[name=sure]:last-child")


def test_the_cue_is_there_again_after_a_refusal(case):
    case.set_viewport_size({"width": 1440, "height": 800})
    case.keyboard.press("o")
    case.keyboard.press("Control+Enter")
    expect(case.locator(".err").first).to_be_visible()
    expect(case.locator(".more")).to_be_visible()


def test_a_key_leads_on_to_what_its_reason_asks_for(case):
    for key in ("o", "q", "6"):
        case.keyboard.press(key)
    case.keyboard.type("9")
    expect(case.get_by_label("Expected weeks off work")).to_have_value("9")
    case.keyboard.press("Control+Enter")
    expect(case.locator("#messages")).to_contain_text("Recorded:")
    assert Decision.objects.get().outcome_code.code == "standard"


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_field_gives_nothing_back(open_as, world, script):
    item = worlds.claimed(world, world.olga, facts_changed={"industry": None})
    page = open_as("olga", f"/cases/{item.id}/review/", java_script_enabled=script)
    expect(page.locator("[name=ask]")).to_be_visible()
    page.locator("[name=act][value=override]").check()
    page.locator("[name=reason][value=it_weeks]").check()
    page.get_by_label("Expected weeks off work").fill("9")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert ReviewItem.objects.get(id=item.id).state == "CLAIMED"
    expect(page.get_by_label("Expected weeks off work")).to_have_value("9")


def test_undo_gives_the_case_back_with_all_that_was_chosen(case):
    for key in ("o", "q", "6"):
        case.keyboard.press(key)
    case.keyboard.type("9")
    case.get_by_label("Note").fill("Surgery on the 19th.")
    case.get_by_text("Fairly").click()
    case.keyboard.press("Control+Enter")
    expect(case.locator("#messages")).to_contain_text("Recorded:")
    case.wait_for_load_state("load")
    case.keyboard.press("z")
    expect(case.locator("#messages")).to_contain_text("Undone. Nothing was sent.")
    expect(case.locator("#hold")).to_contain_text("For you")
    chosen = case.locator("form[data-record] :checked").evaluate_all("all => all.map(one => one.value)")
    assert [one for one in chosen if one] == ["override", "standard", "it_weeks", "fairly"]
    expect(case.get_by_label("Expected weeks off work")).to_have_value("9")
    expect(case.get_by_label("Note")).to_have_value("Surgery on the 19th.")
    expect(case.locator(".col.facts")).to_contain_text("Its decision was undone")
    case.keyboard.press("Control+Enter")
    expect(case.locator("#messages")).to_contain_text("Recorded:")
    assert Decision.objects.count() == 2


def test_a_hold_that_ends_soon_says_so_and_is_lengthened_by_one_press(open_as, world):
    item = worlds.claimed(world, world.olga, now=clock.now() - dt.timedelta(minutes=13, seconds=20))
    page = open_as("olga", f"/cases/{item.id}/review/")
    expect(page).to_have_title(re.compile("^Hold ends soon"))
    page.get_by_role("button", name="Extend").click()
    expect(page.locator("#hold")).to_contain_text("14 min")
    expect(page.get_by_role("button", name="Extend")).to_be_hidden()
    expect(page).not_to_have_title(re.compile("^Hold ends soon"))


def test_twenty_cases_are_cleared_without_a_mouse(open_as, world):
    assert len(OVERRIDE) - len(APPROVE) <= AT_MOST_MORE
    worlds.arrive_all(world, [worlds.recommendation(now=clock.now()) for _ in range(20)], now=clock.now())
    page = open_as("olga", "/inboxes/triage-officers/")
    page.wait_for_load_state("load")
    page.keyboard.press("s")
    for number in range(1, 21):
        page.wait_for_url(re.compile(r"/review/\?run="))
        page.wait_for_load_state("load")
        for key in APPROVE if number % 2 else (*OVERRIDE, *INPUT):
            page.keyboard.press(key)
        address = page.url
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url, before=address: url != before)
    expect(page.locator("#messages")).to_contain_text("No open case is left here")
    assert Decision.objects.count() == 20
    assert Decision.objects.filter(kind="OVERRIDDEN").count() == 10


def test_the_case_one_holds_is_gone_on_with_before_another_is_taken(open_as, world):
    held = worlds.claimed(world, world.olga, now=clock.now())
    worlds.arrive(world, minor=290000)
    page = open_as("olga", "/inboxes/triage-officers/")
    page.get_by_role("button", name="Continue reviewing").click()
    expect(page.locator("main")).to_contain_text(held.case.case_ref)
    expect(page.locator("#messages")).to_contain_text("You hold this case already")
    assert ReviewItem.objects.filter(state="CLAIMED").count() == 1


def test_more_reasons_and_ones_own_words_are_behind_a_step_more(case):
    assert case.locator(".also:visible").count() == 0
    for key in ("o", "q", "r"):
        case.keyboard.press(key)
    expect(case.locator("[name=reason]").first).to_be_focused()
    expect(case.get_by_label("Add up to two more reasons")).to_be_hidden()  # the main reason first
    case.keyboard.press("6")
    case.keyboard.type("9")
    case.get_by_label("Add up to two more reasons").check()
    case.get_by_label("Also: This claim needs investigation first").check()
    case.get_by_label("Which investigation").select_option("compensability")
    case.get_by_text("None of these fit").click()
    expect(case.get_by_label("What the reason is, in your own words")).to_be_visible()
    case.keyboard.press("6")
    case.keyboard.press("Control+Enter")
    expect(case.locator("#messages")).to_contain_text("Recorded:")
    codes = Decision.objects.get().reasons.order_by("place").values_list("reason__code", flat=True)
    assert list(codes) == ["it_weeks", "it_concern"]


BROKEN = """() => [...document.querySelectorAll('.kv th')].flatMap(one => {
  const [text] = one.childNodes, range = document.createRange();
  return [...text.data.matchAll(/\\p{L}+/gu)].filter(word => {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
  }).map(word => word[0]); })"""


def test_no_long_name_of_a_fact_breaks_inside_its_word(open_as, world):
    item = worlds.claimed(world, world.olga)
    page = open_as("olga", f"/cases/{item.id}/review/", locale="de-DE")
    page.set_viewport_size({"width": 390, "height": 844})

    assert page.locator(".kv th", has_text="Klinikaufenthalt").count() == 1
    assert page.evaluate(BROKEN) == []


def test_what_is_typed_is_kept_also_where_another_part_of_the_page_was_swapped_meanwhile(case):
    case.keyboard.press("a")
    case.locator("#note").fill("Heavy work.")
    case.evaluate("document.dispatchEvent(new Event('htmx:after:swap'))")
    with case.expect_response(lambda answer: "draft" in answer.url) as kept:
        case.evaluate("dispatchEvent(new Event('pagehide'))")

    assert kept.value.ok
