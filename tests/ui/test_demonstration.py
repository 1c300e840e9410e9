"""The demonstration in a browser: one press to sign in, and a tour that is never in the way."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
OLGA = {"role": "officer", "email": "olga@bluegrass.example", "password": "bluegrass-olga-1982"}


@pytest.fixture
def shown(settings, tmp_path):
    settings.DEMONSTRATION = tmp_path
    (tmp_path / "sign-ins.json").write_text(json.dumps([OLGA]))


@pytest.mark.parametrize("with_script", [True, False])
def test_one_press_signs_in_and_the_tour_goes_on_and_ends(shown, open_as, world, with_script):
    page = open_as(None, "/account/login/", java_script_enabled=with_script)
    page.get_by_role("button", name="Sign in as Olga").click()
    tour = page.get_by_role("complementary", name="Guided tour")
    expect(tour).to_contain_text("Tour, 1 of 5")
    tour.get_by_role("button", name="Next step").click()
    expect(tour).to_contain_text("Tour, 2 of 5")
    tour.get_by_role("link", name="Go there").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Injury triage")
    tour.get_by_role("button", name="End the tour").click()
    expect(tour).to_have_count(0)
    assert world.user("olga").tour_step == 0


def test_the_tour_covers_nothing(open_as, world):
    page = open_as("olga", "/")
    main, tour = page.locator("main").bounding_box(), page.locator(".tour").bounding_box()

    assert main["y"] + main["height"] <= tour["y"] + 1
