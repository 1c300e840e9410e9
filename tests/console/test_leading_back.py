"""Whoever may read the page of a case is led on to what they may open."""

import html
import re

import pytest

from apps.flow import services as flow
from tests import world as worlds


@pytest.mark.parametrize(
    ("who", "is_up"), [("audrey", False), ("audrey", True), ("olga", True), ("sam", True)]
)
def test_no_link_of_the_page_refuses_whoever_may_read_it(visit, world, who, is_up):
    item = worlds.claimed(world, world.olga)
    if is_up:
        said = {"why": "unsure", "note": "", "version": item.version, "token": item.token}
        flow.escalate(item_id=item.id, **said, by=world.olga, now=world.now)
    client = visit(who)
    page = client.get(f"/cases/{item.id}/review/").content.decode()
    main = page.partition('class="crumb"')[2]
    for link in {link for link in re.findall(r'href="(/[^"#]*)"', main) if not link.startswith("/static/")}:
        assert client.get(html.unescape(link), follow=True).status_code == 200, link
    assert ("Back to the list" in page or 'href="/escalations/"' in main) == (who == "sam")
