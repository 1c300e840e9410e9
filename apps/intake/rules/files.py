"""What a document is, judged by its bytes: its sender's word only narrows it. Refusals by name."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from apps.core.words import Words, say

MAX_BYTES = 20 * 1024 * 1024
MAX_NAME = 120
MAX_PAGES = 50
WAITS_FOR = timedelta(days=14)  # a document that came before its case
PAGE_CHARACTERS = 20_000  # of a text: what one of its pages holds at most


class FileType(StrEnum):
    """What is taken. The value is what a sender says as Content-Type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TEXT = "text/plain"
    CSV = "text/csv"

    @property
    def is_text(self) -> bool:
        return self in {FileType.TEXT, FileType.CSV}

    @property
    def kind(self) -> str:
        """Return the word that the drawing process knows it by."""
        return self.value.rpartition("/")[2]


class Why(StrEnum):
    """Why a document is refused. Its sender mends it and sends it anew, under the same reference."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TYPE_NOT_ALLOWED = "type_not_allowed"
    TYPE_DIFFERS = "type_differs"
    ARCHIVE = "archive"
    SVG = "svg"
    HTML = "html"
    POLYGLOT = "polyglot"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    FORBIDDEN_ADDRESS = "forbidden_address"
    UNREACHABLE = "unreachable"
    NOT_GIVEN = "not_given"
    OTHER_CONTENT = "other_content"
    ERASED = "erased"
    NO_CASE = "no_case"


SENTENCES: Mapping[Why, Words] = {
    Why.EMPTY: say("The document is empty."),
    Why.TOO_LARGE: say("The document is larger than 20 MB. Send a smaller one, or send it in parts."),
    Why.TYPE_NOT_ALLOWED: say("Only PDF, PNG, JPEG, plain text in UTF-8 and CSV are taken."),
    Why.TYPE_DIFFERS: say("The document is not of the type that its sender says."),
    Why.ARCHIVE: say("This is an archive, as .zip and .docx are. Send what is in it, as PDF or picture."),
    Why.SVG: say("SVG can carry programs. Send the picture as PNG."),
    Why.HTML: say("HTML can carry programs. Send the page as PDF."),
    Why.POLYGLOT: say("The document is of two types at once. Save it anew and send that."),
    Why.DAMAGED: say("The document is damaged or cut off and cannot be read."),
    Why.ENCRYPTED: say("The PDF is locked with a password. A copy without one can be taken."),
    Why.TOO_MANY_PAGES: say("The document has more than 50 pages. Send the pages that matter."),
    Why.TOO_MANY_PIXELS: say("The picture has more than 40 million pixels. Send a smaller one."),
    Why.TOO_HEAVY: say("Drawing the document took more memory or time than one document may take."),
    Why.FORBIDDEN_ADDRESS: say("The address is not one that ReviewHub may call."),
    Why.UNREACHABLE: say("Nobody answered at the address, three times."),
    Why.NOT_GIVEN: say("The address answered, but not with the document."),
    Why.OTHER_CONTENT: say(
        "The address gave another document than its sender announced: the digest differs."
    ),
    Why.ERASED: say("What was kept about this person was erased before the document was read."),
    Why.NO_CASE: say("No case came for this document in time, so it was deleted. Send it again."),
}


class Unfit(Exception):
    """A document that is not taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
        self.sentence = SENTENCES[why]


_PDF, _PNG, _JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_ARCHIVES = (
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh",
    b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"MSCF", b"!<arch>\n",
)  # fmt: skip
_TAR, _TAR_AT = b"ustar", 257
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 65_557  # a ZIP's last record with the longest comment: readers look for it from the end
_HEAD = 1024
_SVG = re.compile(rb"<svg[\s>/:]", re.IGNORECASE)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|object|embed|meta|title|style)[\s>/]", re.IGNORECASE
)
_PROGRAM = re.compile(rb"<script[\s>/]|<\?php\s|<html[\s>]|<svg[\s>]", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNSAID = frozenset({"", "application/octet-stream"})


def recognise(content: bytes, said: str = "") -> FileType:
    """Say what a document is. `said`: its sender's Content-Type; empty when nothing was said.

    Raises: Unfit.
    """
    if not content:
        raise Unfit(Why.EMPTY)
    if len(content) > MAX_BYTES:
        raise Unfit(Why.TOO_LARGE)
    found = _sniff(content)
    claim = said.partition(";")[0].strip().lower()
    if claim == FileType.CSV and found is FileType.TEXT:
        return FileType.CSV
    if claim not in _UNSAID and claim != found:
        raise Unfit(Why.TYPE_DIFFERS)
    return found


def _sniff(content: bytes) -> FileType:
    head = content[:_HEAD]
    if head.startswith(_ARCHIVES) or head[_TAR_AT:].startswith(_TAR):
        raise Unfit(Why.ARCHIVE)
    for magic, found in ((_PDF, FileType.PDF), (_PNG, FileType.PNG), (_JPEG, FileType.JPEG)):
        if head.startswith(magic):
            _refuse_second_face(content, found)
            return found
    if _SVG.search(head):
        raise Unfit(Why.SVG)
    if _HTML.search(head):
        raise Unfit(Why.HTML)
    if _PDF in head or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        raise Unfit(Why.POLYGLOT if _PDF in head else Why.TYPE_NOT_ALLOWED)
    _read(content)
    return FileType.TEXT


def _refuse_second_face(content: bytes, found: FileType) -> None:
    """Refuse what another reader takes for another type: a ZIP at its end, a program in it, a PDF in front.

    Pages are drawn anew in any case; this refuses by name what nobody sends by mistake.
    """
    if _ZIP_END in content[-_ZIP_TAIL:]:
        raise Unfit(Why.POLYGLOT)
    is_picture = found is not FileType.PDF
    if _PROGRAM.search(content[:_HEAD]) or (
        is_picture and (_PDF in content[:_HEAD] or _PROGRAM.search(content))
    ):
        raise Unfit(Why.POLYGLOT)
    if found is FileType.PNG:
        _refuse_more_than_png(content)


def _refuse_more_than_png(content: bytes) -> None:
    at = len(_PNG)
    while at + 12 <= len(content):
        n, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        at += 12 + n
        if kind == b"IEND":
            break
    else:
        raise Unfit(Why.DAMAGED)
    if at > len(content):
        raise Unfit(Why.DAMAGED)
    if at < len(content):
        raise Unfit(Why.POLYGLOT)


def _read(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit(Why.TYPE_NOT_ALLOWED) from None
    if _UNPRINTABLE.search(text):
        raise Unfit(Why.TYPE_NOT_ALLOWED)
    return text


def pages_of_text(content: bytes) -> list[str]:
    """Split a text into pages, at the ends of its lines where they are not too long.

    Raises: Unfit.
    """
    pages = [""]
    for line in _pieces(_read(content)):
        if pages[-1] and len(pages[-1]) + len(line) > PAGE_CHARACTERS:
            pages.append("")
            if len(pages) > MAX_PAGES:
                raise Unfit(Why.TOO_MANY_PAGES)
        pages[-1] += line
    return pages


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        for at in range(0, len(line), PAGE_CHARACTERS):
            yield line[at : at + PAGE_CHARACTERS]


def lines(text: str) -> list[str]:
    """Return the lines of a page's text, as they are counted wherever one of them is named."""
    return text.splitlines()


def shown_name(raw: str) -> str:
    """Return a file's name as it may be shown: its last part, without what cannot be seen. It is no path."""
    last = re.split(r"[/\\]", raw)[-1]
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    return seen.strip().lstrip(".")[:MAX_NAME].strip()


def document_name(subject_id: UUID, mark: bytes) -> str:
    """Name a sealed document in the store: the same bytes of the same subject lie there once."""
    return f"{subject_id.hex}/{mark.hex()}/document"


def picture_name(subject_id: UUID, mark: bytes, number: int) -> str:
    """Name the sealed picture of one of its pages."""
    return f"{subject_id.hex}/{mark.hex()}/page{number}"
