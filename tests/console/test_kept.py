"""What of promises was kept stands on the pages of whoever supervises the inbox, in the same words on each."""

import datetime as dt

from apps.core import clock
from tests.console.test_pages import text_of
from tests.flow.test_kept import closed, promised
from tests.world import later

__all__ = ["promised"]
SAID = "2 of 6"
FATES = "1 kept late, 1 not, 2 still open"


def test_the_team_quality_and_the_start_page_say_how_many_promises_were_kept(world, visit, promised):
    for one, when in zip(promised, ({"days": 1}, {"days": 7}, {"days": 8, "hours": 20}), strict=False):
        closed(world, one, **when)
    closed(world, promised[3], is_kept=False, days=7, hours=7)
    clock.set_offset(dt.timedelta(0))
    clock.set_offset(later(days=9) - clock.now())

    sam = visit("sam")
    for path in ("/team/?inbox=triage-officers", "/quality/", "/"):
        page = text_of(sam.get(path))
        part = page[page.index("Promises kept") :]
        assert (SAID in part, FATES in part, "33%" in part) == (True, True, True), path
    other = text_of(sam.get("/team/?inbox=triage-supervisors"))
    assert "No promise of your inboxes had its day" in other
    assert SAID not in other
