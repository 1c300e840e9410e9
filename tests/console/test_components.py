"""The living page of components: complete, for staff, inside the budgets."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

PARTIALS = Path(__file__).resolve().parents[2] / "templates" / "console"
COMPONENTS = (
    "_bars", "_calibration", "_cell", "_checks", "_chips", "_confirm", "_crumb", "_empty", "_event", "_fate", "_field",
    "_figures", "_head", "_intervals", "_kv", "_line", "_list_form", "_note", "_pager", "_peek", "_rows", "_steps",
    "_suggestion", "_statements", "_tabs", "_toast", "_trend",
)  # fmt: skip


class Count(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.n = 0
        self.ids = []

    def handle_starttag(self, tag, attrs):
        self.n += tag != ""
        self.ids += [value for name, value in attrs if name == "id"]


@pytest.fixture
def page(visit):
    return visit("adam").get("/account/components/")


def test_every_component_is_shown_once_under_a_stable_id(page):
    counted = Count()
    counted.feed(page.content.decode())

    used = {Path(one.name).stem for one in page.templates if one.name and "/_" in one.name}

    assert set(COMPONENTS) <= used
    assert len(counted.ids) == len(set(counted.ids))
    assert len([one for one in counted.ids if one.startswith("c-")]) >= 16
    assert counted.n <= 1500


def test_every_picture_says_what_it_shows(page):
    pictures = re.findall(r'<svg[^>]*role="img"[^>]*>', page.content.decode())

    assert len(pictures) >= 11
    assert all(re.search(r'aria-label="[^"]+"', one) for one in pictures)


@pytest.mark.parametrize("who", ["olga", "ana", "owen"])
def test_others_are_refused(visit, who):
    assert visit(who).get("/account/components/").status_code == 403
