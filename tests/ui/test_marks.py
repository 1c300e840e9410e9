"""A place of a document is marked on the page of its case: by keys alone, and by a pull over the picture."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.reviews.models import EvidenceMark
from tests import world as worlds
from tests.intake.sending import document

BOTTOM = 30  # percent of the picture's height at which the pull ends


@pytest.mark.browser
def test_a_place_is_marked_by_keys_alone_or_by_a_pull(open_as, world):
    held = worlds.claimed(world, world.olga)
    document(world, held.case.case_ref)
    page = open_as("olga", reverse("console:review", args=[held.id]))

    page.keyboard.press("m")
    expect(page.locator("[name=first]")).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "Tab", "ArrowDown", "m"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="Page 1, 11 to 17% down")).to_be_focused()

    page.keyboard.press("m")
    box = page.locator("[data-leaf]").bounding_box()
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + box["height"] / 5)
    page.mouse.down()
    page.mouse.move(middle, box["y"] + box["height"] * BOTTOM / 100, steps=3)
    page.mouse.up()
    drawn = page.locator("[data-new]").get_attribute("height")
    page.keyboard.press("m")

    expect(page.locator("[aria-labelledby=h-marks] li")).to_have_count(2)
    made = EvidenceMark.objects.latest("id")
    assert (made.first, made.last - made.first) == (200, int(drawn)) == (200, 100)
    expect(page.locator("#evidence .tabs")).to_contain_text(re.compile("2 marks"))
