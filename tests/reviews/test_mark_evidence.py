"""A person who sees a document marks a place on a page, with a note if they like; only they remove it."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from apps.core.models import SubjectKey
from apps.reviews import access, rules
from apps.reviews import services as reviews
from apps.reviews.models import EvidenceMark
from apps.reviews.states import MarkUnit
from reviewhub import env
from tests.intake import documents
from tests.intake.sending import document, entries
from tests.viewing import asking, viewed
from tests.world import arrive, attempt, claimed, code, later

TEXT = b"Rear bumper, replace\n\nRear door, respray\nLabour"
NOTE = "Old damage, see the claim of 2024."


def line(first, last=None, page=1):
    return rules.Place(page, MarkUnit.LINE, first, last or first)


def band(first, last):
    return rules.Place(1, MarkUnit.BAND, first, last)


@pytest.fixture
def case(world, settings, tmp_path):
    settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))
    return arrive(world)


@pytest.fixture
def row(world, case):
    return document(world, case.case_ref, content=TEXT, name="Estimate.txt")


def given(case, row, by, place=None, note=""):
    return {
        "case_ref": case.case_ref,
        "evidence_id": row.id,
        "place": place or line(3),
        "note": note,
        "by": by,
        "now": later(minutes=1),
    }


@pytest.fixture
def mark(world, case, row):
    """Mark a place, as Olga unless said otherwise; give the mark or the refusal."""

    def make(place=None, *, note="", by=None, on=row):
        return attempt(reviews.mark_evidence, **given(case, on, by or world.olga, place, note))

    return make


def unmark(mark_id, by):
    return attempt(reviews.unmark_evidence, mark_id=mark_id, by=by, now=later(minutes=2))


def test_a_place_is_marked_and_the_record_says_where_but_not_what(mark, row):
    made = mark(line(3, 4), note=f"  {NOTE} ")

    assert (made.page, made.unit, made.first, made.last, made.at) == (1, "LINE", 3, 4, later(minutes=1))
    assert reviews.sealed_text(made.sealed_note, subject_id=row.subject_id) == NOTE
    assert b"damage" not in bytes(made.sealed_note)
    said = {"mark": str(made.id), "page": 1, "unit": "LINE", "first": 3, "last": 4, "has_note": True}
    assert entries(row)[-1] == ("evidence.marked", said)


@pytest.mark.parametrize(
    ("place", "note", "expected"),
    [
        (line(4), "x" * rules.MAX_MARK_NOTE, ""),
        (line(1, 5), "", "no_such_place"),
        (line(0), "", "no_such_place"),
        (line(1, page=2), "", "no_such_page"),
        (band(100, 200), "", "no_such_place"),
        (line(3), "x" * (rules.MAX_MARK_NOTE + 1), "invalid"),
    ],
)
def test_what_is_not_there_cannot_be_marked(world, case, row, place, note, expected):
    said = code(reviews.mark_evidence, **given(case, row, world.olga, place, note))

    assert (said, EvidenceMark.objects.count()) == (expected, 0 if expected else 1)


def test_of_a_picture_a_band_is_marked_in_thousandths_of_its_height(world, case, mark):
    drawn = document(world, case.case_ref, content=documents.pdf("One page"), ref="scan")

    assert mark(band(0, 1000), on=drawn).unit == "BAND"
    assert mark(band(1, 1001), on=drawn).code == "no_such_place"
    assert mark(band(40, 40), on=drawn).code == "no_such_place"


@pytest.mark.parametrize(
    ("who", "expected"),
    [("ben", ""), ("owen", ""), ("audrey", "only_reads"), ("ana", "not_found"), ("lena", "not_found")],
)
def test_whoever_sees_it_marks_it_but_who_only_audits(world, case, row, who, expected):
    assert code(reviews.mark_evidence, **given(case, row, world.person(who))) == expected


def test_a_document_is_found_under_its_own_case_only(world, row):
    other = arrive(world)

    assert code(reviews.mark_evidence, **given(other, row, world.olga)) == "not_found"


def test_nobody_marks_a_place_twice_nor_without_end(mark, world, monkeypatch):
    monkeypatch.setattr(rules, "MOST_MARKS", 2)
    mark()

    assert mark().code == "marked_already"
    assert mark(by=world.ben).by == world.ben
    assert mark(line(4)).by == world.olga
    assert mark(line(1)).code == "too_many_marks"


def test_nothing_is_marked_once_the_subject_was_erased(mark, row):
    made = mark(note=NOTE)
    SubjectKey.objects.filter(subject_id=row.subject_id).update(wrapped=None)

    assert mark(line(4)).code == "subject_erased"
    assert reviews.sealed_text(made.sealed_note, subject_id=row.subject_id) == ""


def test_only_who_made_a_mark_removes_it_and_it_stays_in_the_table(world, mark, row):
    made = mark()

    assert unmark(made.id, world.ben).code == "not_your_mark"
    assert unmark(made.id, world.lena).code == "not_found"
    assert unmark(made.id, world.olga).removed_at == later(minutes=2)
    assert unmark(made.id, world.olga).code == "unmarked_already"
    assert EvidenceMark.objects.get().removed_at == later(minutes=2)
    assert entries(row)[-1][0] == "evidence.unmarked"
    assert mark().removed_at is None


def test_before_a_view_that_the_case_asks_for_ones_own_marks_are_seen_and_no_others(world, case, mark):
    asking(case.item_id)
    own, other = mark(by=world.olga), mark(by=world.ben)

    assert list(access.visible_marks(world.olga)) == [own]
    assert unmark(other.id, world.olga).code == "not_found"
    held = claimed(world, world.olga, received=case)
    viewed(world, held, world.olga)
    assert set(access.visible_marks(world.olga)) == {own, other}
    assert list(access.visible_marks(world.ben)) == [other]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "change", ["UPDATE reviews_evidencemark SET first = 1", "DELETE FROM reviews_evidencemark"]
)
def test_the_apps_role_changes_nothing_of_a_mark_but_when_it_was_removed(change):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_evidencemark SET removed_at = NULL")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(change)
