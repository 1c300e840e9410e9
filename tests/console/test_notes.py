"""What officers wrote on overrides, for those who look after the AI system: who reads it, in which order."""

import re
from itertools import product

import pytest

from apps.flow import selectors as flow
from apps.flow import services as verbs
from apps.flow.selectors import cursors, notes
from apps.flow.selectors.reason_figures import Slice
from tests import world as worlds
from tests.api.speaking import Api
from tests.console.test_insights import text_of

REASONING = {"reason": "it_reasoning", "choices": {"statement": "1"}}


def noted(world, note, *, minutes=0, **more):
    decision = waiting(world, note, minutes=minutes, **more)
    worlds.release(world, now=decision.decided_at)
    return decision


def waiting(world, note, *, minutes=0, **more):
    now = worlds.later(minutes=minutes)
    item = worlds.claimed(world, world.olga, now=now, number=100 + minutes)
    return worlds.decided(world, world.olga, worlds.override(note=note, **more), item=item, now=now)


def shown(visit, who="ana"):
    html = visit(who).get("/insights/notes/").content.decode()
    return re.findall(r"<blockquote>(.*?)</blockquote>", html, re.DOTALL)


def test_reasoning_wrong_comes_first_then_the_newest(visit, world):
    noted(world, "Wrong leg.", **REASONING)
    noted(world, "Longer, says the clinic.", minutes=1)
    noted(world, "Much longer.", minutes=2)

    assert shown(visit) == ["Wrong leg.", "Much longer.", "Longer, says the clinic."]


def test_a_note_links_its_case_and_names_no_officer(visit, world):
    noted(world, "<b>Longer</b>")

    page = visit("ana").get("/insights/notes/")

    assert "/cases/WC-100/" in page.content.decode()
    assert "&lt;b&gt;Longer&lt;/b&gt;" in page.content.decode()
    assert "Olga" not in page.content.decode()
    assert "AI: Fast track." in text_of(page)


def test_notes_of_undone_decisions_and_beside_restricted_reasons_are_left_out(visit, world):
    undone = waiting(world, "A slip.")
    assert shown(visit) == []
    verbs.undo(decision_id=undone.id, by=world.olga, now=worlds.later(seconds=2))
    noted(world, "A concern.", minutes=1, reason="it_concern", choices={"which": "siu"})

    assert shown(visit) == []


def test_old_notes_fall_out(world):
    noted(world, "Longer.")
    ask = {"system": world.system, "to": world.ana, "after": None, "limit": 5}

    assert len(flow.override_notes(now=worlds.later(days=30), **ask).rows) == 1
    assert flow.override_notes(now=worlds.later(days=31), **ask).rows == []


def test_a_page_ends_and_the_next_goes_on(world, monkeypatch):
    for number in range(3):
        noted(world, f"Note {number}.", minutes=number, **(REASONING if number < 2 else {}))
    ask = {"system": world.system, "to": world.ana, "now": worlds.later(hours=1)}
    monkeypatch.setattr(notes, "_STEP", 1)  # what is narrowed is looked for in two steps

    for (limit, n_pages), asked in product(
        ((1, 3), (2, 2), (3, 1)), (Slice(), Slice(direction="more_cautious"))
    ):
        pages = [flow.override_notes(after=None, limit=limit, asked=asked, **ask)]
        while pages[-1].next:
            pages.append(flow.override_notes(after=pages[-1].next, limit=limit, asked=asked, **ask))
        assert [row.text for page in pages for row in page.rows] == ["Note 1.", "Note 0.", "Note 2."]
        assert len(pages) == n_pages
    ana, address = Api(user=world.user("ana")), "ai-systems/injury-triage/notes/"
    told = ana.get(f"{address}?weeks=26&limit=2").json()
    more = ana.get(address, weeks=26, limit=2, after=told["next"]).json()
    said = [(one["text"], one["says_reasoning_wrong"]) for one in (*told["notes"], *more["notes"])]
    assert said == [("Note 1.", True), ("Note 0.", True), ("Note 2.", False)]
    assert ana.get(f"{address}?direction=less_cautious").json()["notes"] == []
    broken = ana.get("ai-systems/injury-triage/broken-reports/").json()
    assert broken == {"versions": [], "reports": []}
    for odd in ("n1", "n2~t2026-11-20~u1", "n0~u1", "t"):
        with pytest.raises(cursors.BadCursor):
            flow.override_notes(after=odd, limit=2, **ask)


def test_the_count_is_of_seven_days_and_of_what_one_may_read(world):
    noted(world, "Longer.")

    assert flow.n_override_notes(to=world.ana, now=worlds.later(days=6)) == 1
    assert flow.n_override_notes(to=world.ana, now=worlds.later(days=8)) == 0
    assert flow.n_override_notes(to=world.olga, now=worlds.later(days=6)) == 0


def test_without_a_note_it_says_what_comes(visit):
    assert "No notes here" in text_of(visit("ana").get("/insights/notes/"))


@pytest.mark.parametrize("who", ["olga", "sam", "adam"])
def test_others_do_not_read_them(visit, who):
    assert visit(who).get("/insights/notes/").status_code == 403
