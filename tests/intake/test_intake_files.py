"""P25: a document is what its bytes say. What is two things at once, or carries programs, is refused by name."""

import pytest

from apps.intake.rules import files
from tests.intake import documents

BOMB = documents.zipped(content=b"\0" * 10_000_000)


def why(content, said=""):
    with pytest.raises(files.Unfit) as refused:
        files.recognise(content, said)
    assert refused.value.sentence.endswith(".")
    return refused.value.why.value


@pytest.mark.parametrize(
    ("content", "said", "found"),
    [
        (documents.pdf(), "application/pdf", "application/pdf"),
        (documents.pdf(), "", "application/pdf"),
        (documents.picture(), "image/png", "image/png"),
        (documents.picture("JPEG"), "application/octet-stream", "image/jpeg"),
        (b"age,weeks\n41,5.6\n", "text/csv; charset=utf-8", "text/csv"),
        (b"age,weeks\n41,5.6\n", "", "text/plain"),
        ("\ufeffR\u00fcckenschmerz".encode(), "text/plain", "text/plain"),
        (b"Pain <b>here</b>, 5 < 6", "text/plain", "text/plain"),
    ],
)
def test_what_is_taken(content, said, found):
    assert files.recognise(content, said) == found


@pytest.mark.parametrize(
    ("content", "said", "code"),
    [
        (b"", "", "empty"),
        (b"%PDF-1.7" + b"0" * files.MAX_BYTES, "application/pdf", "too_large"),
        (documents.SVG, "image/svg+xml", "svg"),
        (documents.SVG, "image/png", "svg"),
        (b"\xef\xbb\xbf <SVG/onload=alert(1)>", "text/plain", "svg"),
        (documents.HTML, "text/html", "html"),
        (documents.HTML, "text/plain", "html"),
        (b"\n\n<ScRiPt>alert(1)</ScRiPt>", "text/plain", "html"),
        (BOMB, "application/zip", "archive"),
        (BOMB, "application/pdf", "archive"),
        (b"\x1f\x8b\x08" + b"\0" * 50, "", "archive"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "", "archive"),
        (b"Rar!\x1a\x07\x00", "", "archive"),
        (b"\0" * 257 + b"ustar\x0000", "", "archive"),
        (documents.pdf() + BOMB, "application/pdf", "polyglot"),
        (documents.picture() + BOMB, "image/png", "polyglot"),
        (documents.picture() + documents.HTML, "image/png", "polyglot"),
        (documents.picture("JPEG") + BOMB, "image/jpeg", "polyglot"),
        (documents.picture("JPEG", comment=b"<script>alert(1)</script>"), "image/jpeg", "polyglot"),
        (documents.picture("JPEG", comment=b"%PDF-1.7"), "image/jpeg", "polyglot"),
        (b"%PDF-1.7\n<html><script>alert(1)</script>", "application/pdf", "polyglot"),
        (b"GIF89a%PDF-1.7\n", "application/pdf", "polyglot"),
        (documents.picture("GIF"), "image/gif", "type_not_allowed"),
        (documents.picture("WEBP"), "image/webp", "type_not_allowed"),
        (documents.picture("TIFF"), "image/tiff", "type_not_allowed"),
        (b"MZ\x90\x00\x03" + b"\0" * 60, "", "type_not_allowed"),
        (b"<?xml version='1.0'?><a/>", "", "type_not_allowed"),
        ("caf\u00e9".encode("latin-1"), "text/plain", "type_not_allowed"),
        (b"a\x00b", "text/plain", "type_not_allowed"),
        (b"\x1b[2J", "text/plain", "type_not_allowed"),
        (documents.pdf(), "image/png", "type_differs"),
        (documents.picture(), "image/jpeg", "type_differs"),
        (b"a,b", "application/pdf", "type_differs"),
        (documents.picture()[:-20], "image/png", "damaged"),
    ],
)
def test_what_is_refused_and_by_which_name(content, said, code):
    assert why(content, said) == code


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("first report.pdf", "first report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("a\x00b\u202efdp.exe\u200b", "abfdp.exe"),
        ("..", ""),
        ("/", ""),
        ("R\u00f6ntgen \u5831\u544a.png", "R\u00f6ntgen \u5831\u544a.png"),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_name_is_shown_without_its_path_and_without_what_cannot_be_seen(raw, shown):
    assert files.shown_name(raw) == shown


def test_a_text_has_pages_that_lose_nothing():
    text = "".join(f"line {n}\r\n" for n in range(5000)) + "x" * 45_000

    pages = files.pages_of_text(text.encode())

    assert "".join(pages) == text
    assert max(map(len, pages)) <= files.PAGE_CHARACTERS
    with pytest.raises(files.Unfit, match="too_many_pages"):
        files.pages_of_text(b"x" * (51 * files.PAGE_CHARACTERS))


def test_every_refusal_has_a_sentence():
    assert set(files.SENTENCES) == set(files.Why)
