"""What the page of a pattern says of weeks without a figure, and whose cost it names."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from apps.console.pages import group_weeks
from apps.console.pages.pattern_story import Example
from apps.learning import selectors as learning
from apps.learning.models import Finding, FindingTally
from apps.learning.states import Target
from tests.console.test_pages import text_of
from tests.learning import habits
from tests.world import noon


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target.WRONGLY_APPROVED, "no outcome known yet"),
        (Target.OVERTURNED, "no outcome known yet"),
        (Target.ESCALATED, "no decision"),
    ],
)
def test_a_week_of_which_nothing_counts_says_what_is_missing(target, said):
    weeks = [learning.Week(dt.date(2026, 3, 2), 40, 10), learning.Week(dt.date(2026, 3, 9), 0, 0)]

    rows = group_weeks.over_time(weeks, target).rows

    assert [row.interval for row in rows if row.n == "0"] == [said]


@pytest.mark.parametrize(("target", "is_of_all"), [("escalated", True), ("wrongly_approved", False)])
def test_the_cost_of_wrong_decisions_is_said_to_be_of_all_where_the_pattern_is_about_others(
    world, client, target, is_of_all
):
    made = habits.found(world)
    Finding.objects.filter(id=made.id).update(target=target)
    known = [["2026-02-02", "fast_track", True, 3], ["2026-02-02", "fast_track", False, 27]]
    client.force_login(world.user("ana"))
    before = text_of(client.get(f"/patterns/{made.id}/"))
    assert ("is not counted yet" in before, "No outcome becomes known" in before) == (True, False)
    FindingTally.objects.create(finding=made, computed_at=noon, weeks={}, known=known)

    page = text_of(client.get(f"/patterns/{made.id}/"))

    cost = page[page.index("What it cost") : page.index("What was changed")]
    assert "proved wrong, of 30 whose outcome is known" in cost
    assert ("Of all decisions of this group, not only those the pattern is about" in cost) is is_of_all


def test_how_many_more_cases_show_it_is_said_in_german():
    one = Example(url="/", ref="WC-1", on="", decided="", reason="", suggested="")
    with translation.override("de"):
        said = render_to_string("console/_examples.html", {"examples": [one], "more": [one] * 14})
    assert "14 weitere" in said
