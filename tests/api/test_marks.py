"""Marks over the API: listed, made and removed, with the refusals of the pages."""

import pytest

from apps.intake.models import Case
from reviewhub import env
from tests import world as worlds
from tests.api.speaking import error
from tests.intake.sending import document

MARK = {"evidence": "first_report", "page": 1, "unit": "LINE", "first": 2, "last": 3, "note": "Old damage."}


@pytest.fixture
def marks(world, settings, tmp_path):
    """The address of the marks of a case that has a document of three lines."""
    settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))
    case_ref = worlds.arrive(world).case_ref
    document(world, case_ref, content=b"One\nTwo\nThree", name="Estimate.txt")
    return f"cases/{case_ref}/marks/"


def test_a_mark_is_made_once_per_key_listed_page_by_page_and_removed(olga, ben, marks):
    made = olga.post(marks, MARK, key="once")
    assert (made.status_code, made.json()["removed_at"]) == (201, None)
    assert olga.post(marks, MARK, key="once").json() == made.json()
    ben.post(marks, MARK | {"first": 1, "note": ""})

    first = ben.get(marks, limit=1).json()
    rest = ben.get(marks, after=first["next"]).json()
    assert [(one["by"], one["note"], one["is_mine"]) for one in first["marks"] + rest["marks"]] == [
        ("Olga Marsh", "Old damage.", False),
        (worlds.World().ben.name, "", True),
    ]
    gone = f"marks/{made.json()['id']}/remove/"
    assert error(ben.post(gone))[:2] == (403, "not_your_mark")
    assert olga.post(gone).json()["removed_at"]
    assert error(olga.post(gone))[:2] == (409, "unmarked_already")
    assert len(olga.get(marks).json()["marks"]) == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"evidence": "another"}, (404, "not_found")),
        ({"page": 2}, (422, "no_such_page")),
        ({"last": 4}, (422, "no_such_place")),
        ({"unit": "BAND"}, (422, "no_such_place")),
        ({"note": "x" * 201}, (422, "max_length")),
    ],
)
def test_what_cannot_be_marked_is_refused_by_name(olga, marks, change, expected):
    assert error(olga.post(marks, MARK | change))[:2] == expected
    assert Case.objects.get(case_ref=marks.split("/")[1]).marks.count() == 0
