"""Pictures and text of a document's pages, drawn by a process of its own in bounds (ADR 0014)."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MOST_PAGES = 50
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1754  # A4 at 150 dots per inch
MEMORY_BYTES = 768 * 1024 * 1024
PROCESSOR_SECONDS = 30
WALL_SECONDS = 3 * PROCESSOR_SECONDS  # a busy machine gives a process a third of its time
_LONGEST_LINE = 512 * 1024
_LARGEST_PICTURE = 16 * 1024 * 1024
_PROGRAM = (
    Path(__file__).resolve().with_name("drawing.py")
)  # never imported: it loads what reads hostile bytes


class NotDrawn(Exception):
    """No pages; `code` is damaged, encrypted, too_many_pages, too_many_pixels or too_heavy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a PNG made here from pixels alone, and the text that lay in the document."""

    width: int
    height: int
    png: bytes
    text: str


@dataclass(slots=True)
class Cost:
    """What drawing took, for measuring: the process's largest resident memory."""

    peak_kib: int = 0


def draw(content: bytes, kind: str, *, cost: Cost | None = None) -> Iterator[Page]:
    """Give the pages of a document one by one. `kind`: pdf, png or jpeg.

    What came before a refusal is not to be used: a document is drawn whole or not at all.
    Raises: NotDrawn.
    """
    cost = cost or Cost()
    with _process(kind) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):  # it ended early: its last line says why
            process.stdin.write(content)
        with suppress(BrokenPipeError):
            process.stdin.close()
        for _ in range(MOST_PAGES + 1):
            header = _header(process.stdout)
            cost.peak_kib = int(header.get("peak_kib", 0))
            if "refused" in header:
                raise NotDrawn(str(header["refused"]))
            if "done" in header:
                return
            yield _page(header, process.stdout)
        raise NotDrawn("too_many_pages")


@contextmanager
def _process(kind: str) -> Iterator[subprocess.Popen[bytes]]:
    limits = (MOST_PAGES, MOST_PIXELS, LONGEST_SIDE, MEMORY_BYTES, PROCESSOR_SECONDS, WALL_SECONDS)
    process = subprocess.Popen(
        [sys.executable, "-I", str(_PROGRAM), kind, *map(str, limits)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a library's complaint may quote the document
        cwd="/",
        env={"LC_ALL": "C.UTF-8"},
    )
    watch = threading.Timer(WALL_SECONDS, process.kill)
    watch.start()
    try:
        yield process
    finally:
        watch.cancel()
        process.kill()
        for end in (process.stdin, process.stdout):
            with suppress(OSError):
                assert end is not None
                end.close()
        process.wait()


def _header(stream: IO[bytes]) -> dict[str, Any]:
    """Read one line; a process that was killed over its limits says nothing more."""
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise NotDrawn("too_heavy")
    found: dict[str, Any] = json.loads(line)
    return found


def _page(header: dict[str, Any], stream: IO[bytes]) -> Page:
    n = int(header["n"])
    if not 0 < n <= _LARGEST_PICTURE:
        raise NotDrawn("too_heavy")
    png = stream.read(n)
    if len(png) != n:
        raise NotDrawn("too_heavy")
    return Page(int(header["width"]), int(header["height"]), png, _storable(str(header["text"])))


def _storable(text: str) -> str:
    """Drop what no column holds: NUL and halves of a character."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
