"""People see pages drawn here, never what was sent, and only of cases that they may see."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image

from apps.core.models import SubjectKey
from apps.intake.models import Case
from reviewhub import env
from tests.intake import documents
from tests.intake.sending import document
from tests.world import arrive, facts, recommendation

HOSTILE = "<script>alert(1)</script>\u202e<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings, tmp_path):
    settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))


@pytest.fixture
def arrived(world):
    body = recommendation(now=world.now)
    body["rationale"] = [
        {"text": "The report says a wage of 298.", "cites": ["evidence:first_report#2"], "direction": "for"},
        {"text": "It says 299 elsewhere.", "cites": ["evidence:first_report#2"], "direction": "against"},
    ]
    return arrive(world, body)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page_of(row, **query):
    return reverse("console:evidence", args=[row.case.case_ref, row.id], query=query)


def review_of(arrived):
    return reverse("console:review", args=[arrived.item_id])


def test_a_case_without_documents_says_so(visit, world):
    answer = visit("olga").get(review_of(arrive(world)))

    assert "No document came with this case." in text_of(answer)


def test_a_fact_leads_to_the_page_it_was_read_from(visit, world):
    said = [one | {"evidence": "first_report#1"} if one["fact"] == "age" else one for one in facts(world.now)]
    arrived = arrive(world, recommendation(now=world.now, facts=said))
    client = visit("olga")
    assert "first_report, not received" in text_of(client.get(review_of(arrived)))

    row = document(world, arrived.case_ref)
    answer = client.get(review_of(arrived)).content.decode()

    row_of_age = answer[answer.index('id="fact-age"') : answer.index("</tr>", answer.index('id="fact-age"'))]
    assert "page 1 of First report.pdf" in row_of_age
    assert f'hx-get="{page_of(row)}"' in row_of_age


def test_the_record_leads_to_the_document_for_who_may_look_at_it(visit, world, arrived):
    row = document(world, arrived.case_ref)
    record = reverse("console:case", args=[arrived.case_ref])

    assert f'href="{page_of(row)}"' in visit("olga").get(record).content.decode()
    assert f'href="{page_of(row)}"' not in visit("ana").get(record).content.decode()


def test_a_statement_leads_to_the_page_it_cites_and_is_checked_against_it(visit, world, arrived):
    client = visit("olga")
    assert "first_report, not received" in text_of(client.get(review_of(arrived)))

    document(world, arrived.case_ref, content=documents.pdf("Page one", "A wage of 298 a week"))
    answer = client.get(review_of(arrived))

    assert "page 2 of First report.pdf" in text_of(answer)
    assert "\u201c299\u201d does not stand in what it cites" in text_of(answer)
    assert "\u201c298\u201d" not in text_of(answer)
    link = re.search(r'href="(\?evidence=first_report&amp;page=2)#evidence"', answer.content.decode())
    opened = client.get(review_of(arrived) + link[1].replace("&amp;", "&"))
    assert "Page 2 of 2" in text_of(opened)
    assert "pages/2.png" in opened.content.decode()


def test_a_page_is_a_picture_with_its_size_and_its_first_line_as_words(visit, world, arrived):
    row = document(world, arrived.case_ref)

    html = visit("olga").get(page_of(row)).content.decode()

    tag = re.search(r"<img[^>]*pages/1.png[^>]*>", html)[0]
    assert 'alt="Page 1 of First report.pdf: First report of injury"' in tag
    assert re.search(r'width="\d{3,4}"', tag)
    assert re.search(r'height="\d{3,4}"', tag)
    assert 'loading="lazy"' in tag


def test_the_picture_is_png_in_a_box_that_can_do_nothing(visit, world, arrived):
    row = document(world, arrived.case_ref, content=documents.with_exif(), name="photo.jpg")

    answer = visit("olga").get(reverse("console:evidence_picture", args=[arrived.case_ref, row.id, 1]))

    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="page-1.png"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert not Image.open(io.BytesIO(answer.content)).getexif()
    assert b"canary" not in answer.content


def test_text_is_shown_as_text_whatever_is_in_it(visit, world, arrived):
    row = document(world, arrived.case_ref, content=("Pain. " * 400 + HOSTILE).encode(), name=HOSTILE)

    answer = visit("olga").get(page_of(row))

    html = answer.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_text_of_a_pdf_is_one_press_away_and_pages_follow_each_other(visit, world, arrived):
    row = document(world, arrived.case_ref, content=documents.pdf("Page one", "Page two"))
    client = visit("olga")

    first, second = client.get(page_of(row, **{"as": "text"})), client.get(page_of(row, page=2))

    assert "Page one" in text_of(first)
    assert 'aria-keyshortcuts="j"' in first.content.decode()
    assert 'aria-keyshortcuts="k"' not in first.content.decode()
    assert 'aria-keyshortcuts="k"' in second.content.decode()
    assert client.get(page_of(row, page=3)).status_code == 404
    assert client.get(page_of(row, page="x")).status_code == 404


def test_htmx_gets_the_part_alone(visit, world, arrived):
    row = document(world, arrived.case_ref)

    html = visit("olga").get(page_of(row), headers={"HX-Request": "true"}).content.decode()

    assert html.strip().startswith("<section")
    assert "<html" not in html


def test_what_was_refused_says_why(visit, world, arrived):
    row = document(world, arrived.case_ref, content=documents.pdf(password="secret"))

    said = text_of(visit("olga").get(page_of(row)))

    assert "This document was not taken. The PDF is locked with a password." in said


def test_after_erasure_nothing_of_it_is_shown(visit, world, arrived):
    row = document(world, arrived.case_ref)
    subject_id = Case.objects.get(id=arrived.case_id).subject_id
    SubjectKey.objects.filter(subject_id=subject_id).update(wrapped=None)
    client = visit("olga")

    answer = client.get(page_of(row))

    assert "was erased, their documents with it" in text_of(answer)
    assert "First report" not in text_of(answer)
    assert (
        client.get(reverse("console:evidence_picture", args=[arrived.case_ref, row.id, 1])).status_code == 410
    )


def test_a_document_of_another_case_is_not_found(visit, world, arrived):
    row = document(world, arrived.case_ref)
    other = arrive(world)

    answer = visit("olga").get(reverse("console:evidence", args=[other.case_ref, row.id]))

    assert answer.status_code == 404


def test_a_simulated_document_says_so(visit, world, arrived):
    row = document(world, arrived.case_ref)
    type(row).objects.filter(id=row.id).update(is_simulated=True)

    assert "Document simulated" in text_of(visit("olga").get(page_of(row)))
