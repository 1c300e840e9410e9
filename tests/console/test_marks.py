"""Marks on a document: made on its page, seen in the text, over the picture, in a list and in the record."""

import re

import pytest
from django.urls import reverse

from apps.reviews.models import EvidenceMark
from reviewhub import env
from tests.intake import documents
from tests.intake.sending import document
from tests.viewing import asking
from tests.world import arrive

TEXT = b"Rear bumper, replace\nRear door, respray\nLabour, 9 hours"
TABLE = b'Line,Amount\n"Rear door, respray",440.00\nLabour,720.00'
NOTE = "Old damage <b>see 2024</b>"
LINE = {"page": "1", "unit": "LINE", "first": "2", "lines": "1", "note": NOTE}
BAND = {"page": "1", "unit": "BAND", "first": "16", "last": "10.5", "note": ""}


@pytest.fixture
def arrived(world, settings, tmp_path):
    settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))
    return arrive(world)


@pytest.fixture
def row(world, arrived):
    return document(world, arrived.case_ref, content=TEXT, name="Estimate.txt")


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page_of(row, **query):
    return reverse("console:evidence", args=[row.case.case_ref, row.id], query=query)


def post(client, row, said, key="once", **headers):
    url = reverse("console:mark", args=[row.case.case_ref, row.id])
    return client.post(url, said | {"idempotency_key": key}, headers=headers)


def remove(client, mark):
    url = reverse("console:unmark", args=[mark.case.case_ref, mark.evidence_id, mark.id])
    return client.post(url, {"idempotency_key": f"unmark-{mark.id}"})


def test_a_line_is_marked_without_a_script_and_found_again_in_the_text_and_the_record(visit, arrived, row):
    olga = visit("olga")
    form = olga.get(page_of(row, mark="1")).content.decode()
    assert form.count('type="radio"') == 3
    assert 'aria-keyshortcuts="m"' in form

    answer = post(olga, row, LINE)

    mark = EvidenceMark.objects.get()
    there = f"{page_of(row, **{'as': 'text'})}#mark-{mark.id}"
    assert (answer.status_code, answer["Location"]) == (303, there)
    assert post(olga, row, LINE).status_code == 303  # the same press twice
    marked = f'<mark id="mark-{mark.id}">Rear door, respray</mark> <b class="warn-t">you marked</b>'
    assert marked in olga.get(page_of(row)).content.decode()
    assert "1 mark" in text_of(olga.get(reverse("console:review", args=[arrived.item_id])))
    record = olga.get(reverse("console:case", args=[arrived.case_ref])).content.decode()
    assert "Olga Marsh marked a place of a document" in record
    assert "Page 1, line 2" in record
    assert there in record
    assert "Old damage" not in record


def test_others_see_it_and_who_made_it_and_only_that_person_removes_it(visit, arrived, row):
    post(visit("olga"), row, LINE)
    mark = EvidenceMark.objects.get()

    ben = visit("ben")
    shown = ben.get(page_of(row)).content.decode()
    assert "Olga Marsh marked" in shown
    assert "Old damage &lt;b&gt;see 2024&lt;/b&gt;" in shown
    assert "unmark" not in shown
    assert remove(ben, mark).status_code == 403
    olga = visit("olga")
    assert remove(olga, mark).status_code == 303
    assert "<mark" not in olga.get(page_of(row)).content.decode()
    assert "removed a mark" in text_of(olga.get(reverse("console:case", args=[arrived.case_ref])))


def test_a_band_is_drawn_over_the_picture(visit, world, arrived):
    row = document(world, arrived.case_ref, content=documents.pdf("One page"))
    olga = visit("olga")
    assert olga.get(page_of(row, mark="1")).content.decode().count('type="range"') == 2

    part = post(olga, row, BAND, **{"HX-Request": "true"}).content.decode()

    assert part.strip().startswith("<section")
    assert 'width="100" y="105" height="55"' in part
    assert "Page 1, 10 to 16% down" in part
    assert "data-focus" in part


def test_a_row_of_a_table_is_marked_as_a_row(visit, world, arrived):
    row = document(world, arrived.case_ref, content=TABLE, name="Estimate.csv", said_type="text/csv")
    olga = visit("olga")
    post(olga, row, LINE)

    html = olga.get(page_of(row)).content.decode()

    marked = re.search(r'<tr id="mark-[^"]+" class="flag">(.*?)</tr>', html, re.DOTALL)[1]
    assert "<td>Rear door, respray</td><td>440.00</td>" in marked
    assert "you marked" in marked


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        (LINE | {"first": ""}, 422, "Choose a place on the page first."),
        (LINE | {"first": "9"}, 422, "This page has lines 1 to 3."),
        (LINE | {"note": NOTE * 40}, 422, "A note has at most 200 characters."),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(visit, row, said, status, sentence):
    answer = post(visit("olga"), row, said)

    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert "Old damage &lt;b&gt;" in answer.content.decode()
    assert not EvidenceMark.objects.exists()


def test_who_only_audits_sees_marks_and_is_offered_none(visit, row):
    post(visit("olga"), row, LINE)
    html = visit("audrey").get(page_of(row, mark="1")).content.decode()

    assert "<mark" in html
    assert 'type="radio"' not in html
    assert "Mark a place" not in html


def test_before_ones_own_view_no_mark_of_others_is_shown(visit, arrived, row):
    asking(arrived.item_id)
    post(visit("ben"), row, LINE)
    olga = visit("olga")
    record = reverse("console:case", args=[arrived.case_ref])
    shown = [page_of(row), reverse("console:review", args=[arrived.item_id]), record]

    for one in map(olga.get, shown):
        assert "Old damage" not in one.content.decode()
        assert "mark-" not in one.content.decode().replace("mark-form", "")
        assert not re.search(r"\bmarked|\d marks?\b", text_of(one))
    post(olga, row, LINE | {"first": "1"})
    assert "you marked" in text_of(olga.get(page_of(row)))
