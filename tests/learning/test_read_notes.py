"""Strongly negative notes are found by a stated rule, shown day by day with what was called broken, and looked at."""

import pytest

from apps.audit.models import Entry
from apps.core import transactions
from apps.flow.selectors import daily_notes
from apps.flow.services import reading_notes
from apps.learning.models import NoteDay, SharpNote
from apps.learning.rules.tone import tone
from apps.learning.services import daily
from apps.measures.services.broken import report_broken
from tests.api.speaking import Api
from tests.console.test_pages import text_of
from tests.world import claimed, code, decided, later, noon, override, release

STRONG = {
    "This is completely wrong.": "completely wrong",
    "Das ist völliger Unsinn.": "völliger Unsinn",
    "Eine gefährliche Empfehlung": "gefährliche",
    "It makes no sense to ask twice.": "makes no sense",
    "Das ergibt überhaupt keinen Sinn": "ergibt überhaupt keinen Sinn",
    "Das ist überhaupt nicht nachvollziehbar": "überhaupt nicht nachvollziehbar",
    "Not at all acceptable": "Not at all acceptable",
    "WRONG": "WRONG",
    "The wage is bad, the date is wrong, the reading misleading.": "misleading",
    "The advice isn\N{RIGHT SINGLE QUOTATION MARK}t wrong, it is outrageous.": "outrageous",
}
NOT_STRONG = (
    "",
    "The wage is wrong.",
    "Not wrong, but late.",
    "Das ist nicht gefährlich.",
    "Keineswegs Unsinn? Nein, kein Unsinn.",
    "etwas unsinnig",
    "somewhat wrong",
    "A terrible accident, he needs longer.",
    "Catastrophic injury, dangerous machine.",
    "The claimant is lazy and stupid.",
    "Surgery is planned, so it takes longer.",
    "Die Operation ist geplant, es dauert länger.",
    "!!!",
)


def test_a_strong_word_or_three_weak_ones_are_strongly_negative():
    found = {text: tone(text) for text in STRONG}

    assert [text for text, one in found.items() if not one.is_strong] == []
    assert [text for text, one in found.items() if STRONG[text] not in one.because] == []


def test_what_is_denied_softened_about_the_case_or_about_a_person_is_not():
    assert [text for text in NOT_STRONG if tone(text).is_strong or tone(text).because] == []


@pytest.fixture
def said(world):
    """Two overrides, one of them with a strongly negative note, and a suggestion that was called broken."""
    sharp = decided(world, world.olga, override(note="This is completely wrong."))
    decided(world, world.olga, override(note="Surgery is planned."))
    release(world)
    item = claimed(world, world.olga)
    with transactions.verb():
        report = report_broken(item=item, kind="nonsense", text="Gibberish.", by=world.olga, now=noon)
    return sharp, report


def test_they_wait_until_an_analyst_or_the_owner_says_that_they_were_looked_at(world, said, client, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    sharp, report = said
    system, at = world.system, later(hours=1)
    assert reading_notes.read_notes(now=at) > 0
    reading_notes.read_notes(now=at)  # twice, it changes nothing
    assert [one.decision_id for one in SharpNote.objects.all()] == [sharp.id]
    assert NoteDay.objects.get(system=system, on=noon.date()).n_notes == 2
    assert NoteDay.objects.filter(system=system).count() == reading_notes.DAYS + 1

    found = daily_notes.daily_notes(system=system, to=world.ana, now=at, on=None)
    assert [one.because for one in found.notes] == [("completely wrong",)]
    assert (len(found.reports), found.n_waiting) == (1, 2)
    assert daily_notes.waiting_notes(systems=[system], to=world.owen, now=at)[system.id].n == 2

    client.force_login(world.user("ana"))
    page = client.get("/insights/notes/?system=injury-triage&day=2026-11-20")
    shown = text_of(page)
    assert "This is completely wrong." in shown
    assert "2 notes read by the rule" in shown
    assert b"completely wrong" not in client.get("/insights/notes/table.csv?weeks=13").content
    assert b",yes" in client.get("/insights/notes/table.csv?weeks=13").content
    assert client.get("/insights/notes/?direction=upwards").status_code == 404
    assert client.get("/insights/notes/?day=2999-01-01").status_code == 404

    named = {"system_id": system.id, "now": at}
    both = named | {"notes": [sharp.id], "reports": [report.id]}
    assert code(daily.look, **both, by=world.olga) == "not_found"
    assert code(daily.look, **both, by=world.audrey) == "cannot_look_at_notes"
    assert code(daily.look, **named, notes=[], reports=[], by=world.ana) == "nothing_looked_at"
    assert code(daily.look, **named, notes=[report.id], reports=[], by=world.ana) == "not_found"
    made = Api(user=world.user("ana")).post(
        "ai-systems/injury-triage/daily-notes/looked-at/", {"notes": [str(sharp.id)]}
    )
    assert (made.status_code, made.json()["n"]) == (201, 1)
    assert daily.look(**both, by=world.owen).n == 1  # what Ana looked at stays hers
    assert Entry.objects.filter(verb="notes.looked_at").count() == 2
    told = Api(user=world.user("ana")).get("ai-systems/injury-triage/daily-notes/?on=2026-11-20").json()
    assert [one["looked_at"]["by"] for one in told["notes"]] == [world.ana.name]
    assert told["days"] == [{"on": "2026-11-20", "n": 2, "n_waiting": 0}]
    assert "looked at by" in text_of(client.get("/insights/notes/?day=2026-11-20"))


def test_a_day_is_read_again_when_something_was_written_since(world, said):
    assert reading_notes.read_notes(now=later(hours=1)) > 0
    assert reading_notes.read_notes(now=later(hours=2)) == 0
    decided(world, world.olga, override(note="Das ist Unsinn."), now=later(hours=3))
    release(world, now=later(hours=3))
    assert reading_notes.read_notes(now=later(hours=4)) == 1
    assert SharpNote.objects.count() == 2
