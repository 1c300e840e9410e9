"""A case that asks for one's own view first, in a real browser: by keys, and where no script runs."""

import pytest
from playwright.sync_api import expect

from apps.reviews.models import Decision, FirstView
from tests import world as worlds
from tests.viewing import asking

pytestmark = pytest.mark.browser


@pytest.fixture
def item(world):
    held = worlds.claimed(world, world.olga)
    asking(held.id)
    return held


def test_by_keys_the_view_is_kept_then_the_suggestion_is_there_and_is_decided_on(open_as, item):
    page = open_as("olga", f"/cases/{item.id}/review/")
    page.wait_for_load_state("load")
    expect(page.locator("#rec")).to_contain_text("hidden until your first view")
    assert page.locator("#rec input:checked, #dec input:checked").count() == 0
    expect(page.locator("[data-first]")).to_be_disabled()
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.type("Light work is on offer.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#rec")).to_contain_text("You said Standard lost-time; the AI suggests Fast track.")
    expect(page.locator("#rec")).to_contain_text("Light work is on offer.")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Recorded:")

    assert (FirstView.objects.get().outcome_code.code, Decision.objects.get().kind) == (
        "standard",
        "APPROVED",
    )


def test_without_a_script_a_view_that_was_not_chosen_is_said_beside_it_and_nothing_typed_is_lost(
    open_as, item
):
    page = open_as("olga", f"/cases/{item.id}/review/", java_script_enabled=False)
    page.get_by_label("Why", exact=False).first.fill("Light work.")
    page.locator("[data-first]").click()
    expect(page.locator("#e-view")).to_contain_text("Choose one of the outcomes")
    expect(page.locator("#view-words")).to_have_value("Light work.")
    page.locator("[name=view][value=cannot_say]").check()
    page.locator("[data-first]").click()
    expect(page.locator("#rec")).to_contain_text(
        "You could not say from the facts; the AI suggests Fast track."
    )

    assert FirstView.objects.get().outcome_code is None
