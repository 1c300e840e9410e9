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
from apps.learning.services import note_groups, note_labels
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
PAGE = "/insights/notes/?system=injury-triage"
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


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
    settings.STORAGES = settings.STORAGES | PLAIN
    client.force_login(world.user("ana"))
    assert grouping.group_notes(now=later(hours=1)) > 0
    assert grouping.group_notes(now=later(hours=2)) == 0  # run twice, it changes nothing

    group = NoteGroup.objects.get(grouping__system=world.system)
    assert set(group.decisions) == {one.id for one in noted[:2]}
    (row,) = seen.note_groups(system=world.system, to=world.ana, now=later(hours=2)).rows
    assert (row.n, row.suggested, len(row.examples)) == (2, "Notes that mention surgery", 2)
    page = client.get(PAGE)
    assert "3 notes of half a year; in no group: 1." in text_of(page)

    named = {"group_id": group.id, "text": " Surgery  to come ", "now": later(hours=3)}
    assert code(note_labels.label_group, **named, by=world.olga) == "not_found"
    assert code(note_labels.label_group, **named, by=world.audrey) == "cannot_label_notes"
    assert code(note_labels.label_group, **(named | {"text": " "}), by=world.ana) == "label_invalid"
    form = {"label": " ", "do": "label", "idempotency_key": str(ids.new())}
    refused = client.post(f"/insights/notes/{group.id}/label/?system=injury-triage", form)
    assert (refused.status_code, "Say in at most 80 characters" in text_of(refused)) == (422, True)
    assert 'value=" "' in refused.content.decode()  # what was typed, not what was suggested
    assert code(note_labels.rename_group, **named, was="", by=world.ana) == "not_labelled"
    made = Api(user=world.user("ana")).post(f"note-groups/{group.id}/label/", {"text": " Surgery  to come "})
    assert (made.status_code, made.json()["text"]) == (201, "Surgery to come")
    assert code(note_labels.label_group, **named, by=world.owen) == "labelled_already"
    assert Entry.objects.filter(verb="notes.labelled").count() == 1

    grouping.group_notes(now=TOMORROW)  # the name stays with the notes
    anew = NoteGrouping.objects.filter(system=world.system).latest("on").groups.get()
    assert anew.same_as == group
    told = Api(user=world.user("ana")).get("ai-systems/injury-triage/note-groups/").json()
    assert told["groups"][0]["named"] == "Surgery to come"


def test_a_group_is_named_otherwise_or_is_none_and_what_was_said_stays(world, noted, client, settings):
    settings.STORAGES = settings.STORAGES | PLAIN
    client.force_login(world.user("ana"))
    ana, called = Api(user=world.user("ana")), "ai-systems/injury-triage/note-groups/"
    grouping.group_notes(now=later(hours=1))
    group = NoteGroup.objects.get()
    asked = {"group_id": group.id, "by": world.owen, "now": later(hours=2)}

    assert ana.post(f"note-groups/{group.id}/dissolve/", {"was": ""}).status_code == 201
    assert code(note_labels.dissolve_group, **asked, was="") == "dissolved_already"
    assert code(note_labels.rename_group, **asked, text="Wage", was="") == "not_labelled"
    grouping.group_notes(now=TOMORROW)  # what is no group stays none
    (row,) = ana.get(called).json()["groups"]
    assert (row["dissolved"], row["named"]) == (True, "")
    assert "1 more that people say is no group" in text_of(client.get(PAGE))

    asked["group_id"] = UUID(row["id"])  # what was said of it lies under the first one
    note_labels.label_group(**asked, text="Surgery")
    assert code(note_labels.rename_group, **asked, text="Operation", was="Wage") == "labelled_already"
    assert code(note_labels.dissolve_group, **asked, was="Wage") == "labelled_already"
    assert code(note_labels.rename_group, **asked, text=" Surgery", was="Surgery") == "label_is_same"
    assert code(note_labels.rename_group, **asked, text="", was="Surgery") == "label_invalid"
    form = {"do": "rename", "label": "Operation", "was": "Surgery", "idempotency_key": str(ids.new())}
    done = client.post(f"/insights/notes/{row['id']}/label/?system=injury-triage", form, follow=True)
    assert f"Operation 2 notes, 67% named by {world.ana.name}" in text_of(done)
    assert f"Surgery {world.owen.name}" in text_of(done)

    (row,) = ana.get(called).json()["groups"]
    assert (row["named"], row["dissolved"]) == ("Operation", False)
    assert [(one["text"], one["by"]) for one in row["said"]] == [
        ("Operation", world.ana.name),
        ("Surgery", world.owen.name),
        ("", world.ana.name),
    ]
    verbs = Entry.objects.filter(verb__startswith="notes.").order_by("id").values_list("verb", flat=True)
    assert [one for one in verbs if one != "notes.grouped"] == [
        "notes.dissolved",
        "notes.labelled",
        "notes.renamed",
    ]


def test_a_suggestion_reads_as_words_and_has_room_for_a_name():
    assert seen.suggested([]) == ""
    assert seen.suggested(["wage", "duty", "surgery"]) == "Notes that mention wage, duty and surgery"
    assert len(seen.suggested(["letters" * 4, "words" * 5, "more" * 3])) <= 80


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
