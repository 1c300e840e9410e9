"""A page as PDF: tagged, with the page's own facts, without fetching anything; and what is said without Pango."""

import os
import re

import pypdfium2
import pytest
from django.template.loader import render_to_string
from PIL import ImageChops

from apps.console.pages import charts, paper
from apps.learning import services as learning
from apps.learning.models import Finding
from tests import paper as reading
from tests import world as worlds
from tests.console.test_insights import text_of, told
from tests.learning.habits import habit
from tests.measures.past import Past

drawn = pytest.mark.skipif(
    not paper.can_print() and not os.environ.get("CI"), reason="Pango is not on this machine"
)


@pytest.fixture
def past(world):
    return Past(world)


@pytest.fixture
def without_pango(monkeypatch):
    """A machine without the libraries that draw text."""
    monkeypatch.setattr(paper, "LIBRARIES", ("libnowhere.so.0",))
    paper.can_print.cache_clear()
    yield
    paper.can_print.cache_clear()


def is_tagged(pdf):
    found = b"".join(reading.objects(pdf).values())
    return b"/StructTreeRoot" in found and b"/Marked true" in found and b"pdfuaid" in found


def words_of(text):
    return re.sub(r"\s+", "", text)


@drawn
def test_insights_as_pdf_are_tagged_and_say_what_the_page_says(visit, world, past):
    told(world, past, right=30, wrong=10)
    client = visit("ana")
    page = text_of(client.get("/insights/"))

    answer = client.get("/insights/report.pdf")
    said = reading.text_of(answer.content)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="injury-triage-insights-26-weeks.pdf"'
    )
    assert is_tagged(answer.content)
    for fact in ("75.0%", "of 40 known", "Overrides proved right", "It can be known only 58 days after"):
        assert fact in page
        assert words_of(fact) in words_of(said)
    assert "Weekly figures (CSV)" in page
    assert "Weeklyfigures(CSV)" not in words_of(said)
    assert "Link" not in said


@drawn
def test_a_pattern_as_pdf_has_its_cases_for_and_against(visit, world, past):
    habit(past)
    learning.queue_run(system=world.system, now=worlds.noon)
    learning.mine(now=worlds.noon)
    client, finding = visit("ana"), Finding.objects.get()
    cases = set(re.findall(r"WC-past-\d+", client.get(f"/patterns/{finding.id}/").content.decode()))

    answer = client.get(f"/patterns/{finding.id}/report.pdf")

    assert is_tagged(answer.content)
    said = words_of(reading.text_of(answer.content))
    assert cases
    assert all(case in said for case in cases)


@drawn
def test_the_record_of_a_case_as_pdf(visit, world):
    item = worlds.claimed(world, world.olga, number=7)
    worlds.decided(world, world.olga, worlds.override(note="<img src='file:///etc/passwd'>"), item=item)

    answer = visit("ana").get("/cases/WC-7/record.pdf")

    assert is_tagged(answer.content)
    said = words_of(reading.text_of(answer.content))
    assert "Whathappened" in said
    assert "PDF" not in said  # what leads elsewhere on the screen leads nowhere on paper


@drawn
def test_nothing_is_fetched_whatever_a_page_names(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'leaked' }")
    html = (
        f"<!DOCTYPE html><html lang='en'><head><title>x</title><link rel='stylesheet' href='{secret.as_uri()}'>"
        f"<link rel='attachment' href='{secret.as_uri()}'></head><body>Kept</body></html>"
    )

    drawn_page = paper.pdf(html)

    assert reading.text_of(drawn_page).startswith("Kept")
    assert b"leaked" not in b"".join(reading.objects(drawn_page).values())


@drawn
def test_a_chart_is_drawn_once_and_the_title_stands_on_one_line():
    chart = "<svg class='chart {0}' viewBox='0 0 100 20'><text y='12'>{0}</text></svg>"
    html = (
        "<!DOCTYPE html><html lang='en'><head><title>\n  Two\n  lines\n</title></head>"
        f"<body><figure>{chart.format('wide')}{chart.format('narrow')}</figure></body></html>"
    )

    drawn_page = paper.pdf(html)

    found = b"".join(reading.objects(drawn_page).values())
    assert found.count(b"BT") == 3, "one chart, the foot's name and its page number"
    assert b"(Two lines)" in found


WEEKS = [1.0, 1.0, None, 0.5]


@drawn
def test_a_flat_line_and_a_week_that_stands_alone_are_on_paper_as_on_the_screen():
    points = [charts.Point(str(place), value) for place, value in enumerate(WEEKS)]
    chart = charts.lines(points, says="", ticks=[(0, "0%"), (1, "100%")])
    html = render_to_string("console/_line.html", {"charts": chart})

    page = paper.pdf(
        f"<!DOCTYPE html><html lang='en'><head><title>x</title></head><body>{html}</body></html>"
    )

    (picture,) = (sheet.render(scale=2).to_pil().convert("RGB") for sheet in pypdfium2.PdfDocument(page))
    red, _, blue = picture.split()
    accent = ImageChops.subtract(blue, red).point(lambda more: 255 if more > 60 else 0)
    left, top, right, bottom = accent.getbbox()
    assert right - left > 400, "the line at the top"
    assert bottom - top > 100, "the dot half way down"


def test_without_pango_the_place_of_the_link_says_so_and_the_page_stays(visit, world, past, without_pango):
    told(world, past, right=30, wrong=10)
    client = visit("ana")

    page = client.get("/insights/")
    answer = client.get("/insights/report.pdf")

    assert "PDF needs the library Pango on the server" in text_of(page)
    assert "report.pdf" not in page.content.decode()
    assert answer.status_code == 409
    assert "Printing the page in the browser works without it." in text_of(answer)
