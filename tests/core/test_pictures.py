"""P25: documents are drawn by a process that has little memory and little time, whatever is in them."""

import io
import time
from contextlib import suppress

import pytest
from PIL import Image

from apps.core import pictures
from tests.intake import documents

MIB = 1024


def drawn(content, kind="pdf"):
    cost = pictures.Cost()
    return list(pictures.draw(content, kind, cost=cost)), cost.peak_kib


def refused(content, kind="pdf"):
    """Give the code of the refusal; the process had its bounds."""
    cost, begun = pictures.Cost(), time.monotonic()
    with pytest.raises(pictures.NotDrawn) as not_drawn:
        list(pictures.draw(content, kind, cost=cost))
    assert cost.peak_kib * 1024 < pictures.MEMORY_BYTES
    assert time.monotonic() - begun < pictures.WALL_SECONDS
    return not_drawn.value.code


def test_a_pdf_becomes_pictures_with_its_text():
    pages, _ = drawn(documents.pdf("First page, 1,111", "Second page, 2,222"))

    assert [one.text.strip() for one in pages] == ["First page, 1,111", "Second page, 2,222"]
    opened = Image.open(io.BytesIO(pages[0].png))
    assert (opened.format, opened.size) == ("PNG", (pages[0].width, pages[0].height))
    assert max(opened.size) <= pictures.LONGEST_SIDE


def test_a_photograph_is_upright_and_says_nothing_but_its_pixels():
    (page,), _ = drawn(documents.with_exif(), "jpeg")

    assert (page.width, page.height) == (300, 400)
    opened = Image.open(io.BytesIO(page.png))
    assert not opened.getexif()
    assert opened.info == {}
    assert b"canary" not in page.png


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_kind_of_pixel_are_drawn(mode):
    content = io.BytesIO()
    levels = Image.linear_gradient("L").convert("I").point(lambda level: level * 257)
    made = levels.convert("I;16") if mode == "I;16" else Image.linear_gradient("L").convert(mode)
    made.save(content, "PNG")

    (page,), _ = drawn(content.getvalue(), "png")

    assert len(set(Image.open(io.BytesIO(page.png)).convert("L").tobytes())) > 1


def test_scripts_of_a_pdf_are_no_part_of_its_picture():
    pages, _ = drawn(documents.PDF_WITH_SCRIPT)

    assert b"JavaScript" not in pages[0].png


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (documents.long_pdf(10_000), "pdf", "too_many_pages"),
        (documents.long_pdf(51), "pdf", "too_many_pages"),
        (documents.pdf(password="secret"), "pdf", "encrypted"),
        (b"%PDF-1.7\nnothing", "pdf", "damaged"),
        (documents.pdf()[:200], "pdf", "damaged"),
        (documents.gigapixel(), "png", "too_many_pixels"),
        (documents.picture()[:-200], "png", "damaged"),
        (documents.picture("JPEG")[:400], "jpeg", "damaged"),
        (documents.picture(), "jpeg", "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_document_is_refused_by_name(content, kind, code):
    assert refused(content, kind) == code


def test_a_picture_in_a_pdf_that_unpacks_to_more_than_the_memory_hurts_nobody():
    """PDFium gives the picture up and draws the page without it, or the process ends: either is bounded."""
    cost = pictures.Cost()

    with suppress(pictures.NotDrawn):
        assert len(list(pictures.draw(documents.pdf_with_bomb(), "pdf", cost=cost))) == 1

    assert cost.peak_kib < 768 * MIB


def test_time_is_bounded_too(monkeypatch):
    monkeypatch.setattr(pictures, "PROCESSOR_SECONDS", 1)
    begun = time.monotonic()

    assert refused(documents.pdf(*["x " * 2000] * 50)) == "too_heavy"
    assert time.monotonic() - begun < 30


def test_memory_is_bounded_and_small_for_fifty_pages():
    pages, peak = drawn(documents.long_pdf(50))

    assert len(pages) == 50
    assert peak < 200 * MIB
