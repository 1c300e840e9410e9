"""Notes that say alike things are put together once a day, by another process; a person says what they are about."""

import datetime as dt
import subprocess
from uuid import UUID

import pytest

from apps.audit.models import Entry
from apps.core import ids
from apps.flow.selectors import note_groups as seen
from apps.flow.services import grouping
from apps.learning.models import NoteGroup, NoteGrouping, NoteLabel
from apps.learning.services import note_groups
from apps.learning.services.note_groups import Note
from tests.api.speaking import Api
from tests.console.test_pages import text_of
from tests.world import code, decided, later, override, release

NAMES = ("Miller", "Jones", "Brown")
ABOUT = {
    "surgery": "Surgery of {} is planned, so it takes longer than the AI says.",
    "wage": "The wage of {} is wrong, two sources disagree about the statement.",
    "duty": "The employer of {} offers light duty, so the absence stays short.",
}
TOMORROW = later(days=1)


def notes():
    """Fifteen notes about three things, each about five people, and one about nothing."""
    people = [ids.new() for _ in range(5)]
    said = [
        Note(ids.new(), person, words.format(NAMES[at % len(NAMES)]) + f" Seen {at} times.")
        for words in ABOUT.values()
        for at, person in enumerate(people)
    ]
    return [*said, Note(ids.new(), people[0], "Completely unlike.")]


def test_the_process_finds_what_is_alike_and_says_no_name():
    given = notes()

    found = note_groups.find_groups(given, NAMES)

    assert [sorted(one["members"]) for one in sorted(found, key=lambda one: one["members"])] == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
        [10, 11, 12, 13, 14],
    ]
    terms = {term for one in found for term in one["terms"]}
    assert {"surgery", "wage", "duty"} & terms
    assert not {name.lower() for name in NAMES} & terms
    assert note_groups.find_groups(given[:11], NAMES) == []


@pytest.fixture
def noted(world, monkeypatch):
    """Three overrides with notes, and a process that puts the first two together."""
    made = [decided(world, world.olga, override(note=f"The surgery {at}.")) for at in range(3)]
    release(world)
    monkeypatch.setattr(note_groups, "find_groups", lambda *_: [{"members": [0, 1], "terms": ["surgery"]}])
    return made


def test_once_a_day_they_are_kept_by_their_decisions_shown_with_examples_and_named(
    world, noted, client, settings
):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    client.force_login(world.user("ana"))
    assert grouping.group_notes(now=later(hours=1)) > 0
    assert grouping.group_notes(now=later(hours=2)) == 0  # run twice, it changes nothing

    group = NoteGroup.objects.get(grouping__system=world.system)
    assert set(group.decisions) == {one.id for one in noted[:2]}
    (row,) = seen.note_groups(system=world.system, to=world.ana, now=later(hours=2)).rows
    assert (row.n, row.suggested, len(row.examples)) == (2, "surgery", 2)
    page = client.get("/insights/notes/?system=injury-triage")
    assert "3 notes of half a year; in no group: 1." in text_of(page)

    named = {"group_id": group.id, "text": " Surgery  to come ", "now": later(hours=3)}
    assert code(note_groups.label_group, **named, by=world.olga) == "not_found"
    assert code(note_groups.label_group, **named, by=world.audrey) == "cannot_label_notes"
    assert code(note_groups.label_group, **(named | {"text": " "}), by=world.ana) == "label_invalid"
    made = Api(user=world.user("ana")).post(f"note-groups/{group.id}/label/", {"text": " Surgery  to come "})
    assert (made.status_code, made.json()["text"]) == (201, "Surgery to come")
    assert code(note_groups.label_group, **named, by=world.owen) == "labelled_already"
    assert Entry.objects.filter(verb="notes.labelled").count() == 1

    grouping.group_notes(now=TOMORROW)  # the name stays with the notes
    anew = NoteGrouping.objects.filter(system=world.system).latest("on")
    assert anew.groups.get().suggested == "Surgery to come"
    told = Api(user=world.user("ana")).get("ai-systems/injury-triage/note-groups/").json()
    assert told["groups"][0]["suggested"] == "Surgery to come"


def test_where_the_process_fails_the_day_says_so_and_what_is_there_stays(world, noted, monkeypatch):
    grouping.group_notes(now=later(hours=1))

    def fails(*_):
        raise subprocess.TimeoutExpired("notes", 1)

    monkeypatch.setattr(note_groups, "find_groups", fails)
    grouping.group_notes(now=TOMORROW)

    found = seen.note_groups(system=world.system, to=world.ana, now=TOMORROW + dt.timedelta(hours=1))
    assert (found.failure, len(found.rows)) == (grouping.TOO_LONG, 1)
    assert not NoteLabel.objects.exists()
    assert all(isinstance(one, UUID) for one in NoteGroup.objects.get().decisions)
