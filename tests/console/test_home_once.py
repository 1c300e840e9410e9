"""Start pages and notices say equal things once with a count, and each sentence names what it speaks of."""

import datetime as dt
import re

import pytest

from apps.console.edge import Reader
from apps.console.pages import watching
from apps.core import clock
from apps.delivery.models import Delivery
from apps.flow import selectors as flow
from apps.flow.selectors.watching import LatestEntry, RecordState
from apps.notify.models import Notification
from apps.policy import rules as policy
from tests import world as worlds
from tests.console.at_home import delivered, refused, returned, section
from tests.console.test_around import tell
from tests.console.test_pages import text_of
from tests.ui.made import make_finding

PAST = dt.timedelta(days=13)


class TestRefusals:
    def test_equal_ones_are_one_line_with_their_number_and_cases(self, visit, world):
        refs = [refused(world, f"R-{n}").case.case_ref for n in range(3)]

        needs = section(visit("olga"), "needs")

        (line,) = needs.lines
        assert line.title == "The business system refused 3 of your decisions"
        assert line.detail == "Its answer: WC-E17: claim is closed. Nothing was changed there."
        assert sorted(one.label for one in line.also) == sorted(refs)
        assert needs.about == "3 things that are not new cases"
        assert len(visit("olga").get(line.action.url).context["page"].rows) == 3

    def test_another_answer_is_another_line(self, visit, world):
        refused(world)
        delivered(world, "OVERDUE", receipt_due_at=world.now)
        delivered(world, "OVERDUE", receipt_due_at=world.now)

        titles = {one.title for one in section(visit("olga"), "needs").lines}

        assert len(titles) == 2
        assert "No receipt for 2 of your decisions" in titles

    def test_the_team_reads_the_same_of_all_of_them(self, visit, world):
        for n in range(2):
            refused(world, f"R-{n}")

        (line,) = section(visit("sam"), "refused").lines

        assert line.title == "The business system refused 2 of your team's decisions"
        assert section(visit("sam"), "refused").about == "2 of your team's decisions"
        assert len(line.also) == 2

    def test_more_than_can_be_looked_at_are_counted_all_the_same(self, visit, world, monkeypatch):
        monkeypatch.setattr("apps.flow.selectors.home.READ", 2)
        for n in range(3):
            refused(world, f"R-{n}")

        needs = section(visit("olga"), "needs")

        assert needs.about == "3 things that are not new cases, the newest 2 here"
        assert Delivery.objects.filter(state="REFUSED").count() == 3


def test_notices_of_one_kind_in_a_row_are_one_and_read_together(visit, world):
    for _ in range(3):
        tell(world, world.olga, kind="delivery_refused", case_id=worlds.arrive(world).case_id)
    tell(world, world.olga, case_id=worlds.arrive(world).case_id)
    client = visit("olga")

    first, many = client.get("/notifications/").context["page"].rows

    assert (first.n, many.n, len(many.links)) == (1, 3, 3)
    assert "3 times" in text_of(client.get("/notifications/"))
    client.post("/notifications/", {"notice": [str(one) for one in many.ids]})
    assert list(Notification.objects.filter(read_at=None).values_list("kind", flat=True)) == ["item_returned"]


def test_equal_notes_are_one_with_their_number(visit, world):
    for note in ("The letter says nine weeks.", "Another note.", "The letter says nine weeks."):
        worlds.decided(world, world.olga, worlds.override(note=note))
    worlds.release(world)

    notes = section(visit("ana"), "notes")

    assert [line.title for line in notes.lines] == ["“The letter says nine weeks.”", "“Another note.”"]
    assert "Written 2 times, last" in notes.lines[0].detail
    assert "Written" not in notes.lines[1].detail
    assert notes.about == "3 in the last 30 days"


class TestEntries:
    def test_they_stand_in_the_order_in_which_they_were_recorded(self, world):
        worlds.arrive(world)
        worlds.decided(world, world.olga)

        entries = flow.auditor_home(to=world.audrey).entries

        assert len(entries) > 2
        assert [one.recorded_at for one in entries] == sorted(
            (one.recorded_at for one in entries), reverse=True
        )

    def test_one_of_the_past_says_both_times(self, world):
        now = clock.now()
        rows = [LatestEntry(now - ago, now, "in force", "WC-1", "SYSTEM") for ago in (dt.timedelta(0), PAST)]
        home = flow.AuditorHome(record=RecordState(1, 0, None), n_systems=1, entries=rows)

        _record, entries = watching.auditor(home, reader=Reader(world.audrey, now, dt.UTC))

        assert entries.about.endswith("the one recorded last first")
        today, past = (line.detail for line in entries.lines)
        assert re.fullmatch(r"\d\d:\d\d:\d\d, by ReviewHub", today)
        assert re.fullmatch(r"recorded \d\d:\d\d:\d\d, happened \d+ \w+, \d\d:\d\d:\d\d, by ReviewHub", past)


@pytest.mark.parametrize("who", ["olga", "sam", "ana", "owen"])
def test_no_sentence_of_a_start_page_leaves_open_what_it_speaks_of(visit, world, monkeypatch, who):
    monkeypatch.setattr(policy, "draw", lambda *_: 0.99)
    worlds.arrive(world, worlds.automatic())
    refused(world)
    returned(world)
    delivered(world, "OVERDUE", receipt_due_at=world.now)
    make_finding(world)

    page = visit(who).get("/").context["page"]

    said = [one.about for one in (*page.main, *page.side)]
    said += [
        text for one in (*page.main, *page.side) for line in one.lines for text in (line.title, line.detail)
    ]
    said += [text for one in (*page.main, *page.side) for _icon, text in one.says]
    sentences = [part for text in said for part in re.split(r"(?<=[.!?”]) ", text)]
    assert [one for one in sentences if one.startswith("It ")] == []
    assert len(sentences) > 5
