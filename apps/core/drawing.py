"""Draw the pages of one document from standard input, as PNG and text (run by path, a process of its own).

A hostile file meets only this process: it has little memory and little time, may write no file and start no
program, knows no setting, no database and no key, and ends with the document.
Arguments: kind (pdf, png, jpeg), most pages, most pixels, longest side, bytes of memory, seconds of processor
time, seconds in all. Output: a line of JSON per page, followed by as many bytes of PNG as it says; at the end
a line with `done` or `refused`.
"""

import io
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import pypdfium2 as pdfium  # type: ignore[import-untyped] # it has no types
from PIL import Image, ImageOps

POINTS_PER_INCH = 72
INCH = 150  # dots
MOST_CHARACTERS = 20_000  # of one page's text
WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
FORMATS = {"png": "PNG", "jpeg": "JPEG"}


class Unfit(Exception):
    """The document cannot or may not be drawn; the argument is a code."""


def emit(header: dict[str, Any], payload: bytes = b"") -> None:
    """Write one line and the bytes that it announces."""
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + payload)
    sys.stdout.buffer.flush()


def bound(memory: int, seconds: int, in_all: int) -> None:
    """Give this process its limits before it reads a byte of the document."""
    os.umask(0o077)
    signal.alarm(in_all)
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def pages_of_pdf(content: bytes, most_pages: int, longest: int) -> Iterator[tuple[Image.Image, str]]:
    """Draw a PDF page by page; scripts, forms, links and attachments are no part of a picture."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        wrong = getattr(error, "err_code", None) == WRONG_PASSWORD
        raise Unfit("encrypted" if wrong else "damaged") from None
    if not len(document):
        raise Unfit("damaged")
    if len(document) > most_pages:
        raise Unfit("too_many_pages")
    for index in range(len(document)):
        page = document[index]
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise Unfit("damaged")
        scale = min(INCH / POINTS_PER_INCH, longest / max(width, height))
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        yield picture, page.get_textpage().get_text_bounded()[:MOST_CHARACTERS]
        page.close()


def pages_of_image(
    content: bytes, kind: str, most_pixels: int, longest: int
) -> Iterator[tuple[Image.Image, str]]:
    """Draw a picture anew: its first frame, upright, without what came with it."""
    picture = Image.open(io.BytesIO(content), formats=[FORMATS[kind]])
    if picture.width * picture.height > most_pixels:
        raise Unfit("too_many_pixels")
    picture.draft("RGB", (longest, longest))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((longest, longest))
    if upright.mode.startswith("I"):
        upright = upright.convert("I").point(lambda level: level / 256).convert("L")
    if "A" in upright.mode or "transparency" in upright.info:
        white = Image.new("RGBA", upright.size, "white")
        white.alpha_composite(upright.convert("RGBA"))
        upright = white
    yield upright.convert("RGB"), ""


def encoded(picture: Image.Image) -> bytes:
    """Write a picture as PNG from its pixels alone."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    place = io.BytesIO()
    bare.save(place, "PNG", compress_level=6)
    return place.getvalue()


def draw(kind: str, most_pages: int, most_pixels: int, longest: int) -> None:
    """Read the document and write its pages.

    Raises: Unfit, and whatever a library makes of a broken file.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before a pixel is read
    content = sys.stdin.buffer.read()
    pages = (
        pages_of_pdf(content, most_pages, longest)
        if kind == "pdf"
        else pages_of_image(content, kind, most_pixels, longest)
    )
    for picture, text in pages:
        png = encoded(picture)
        emit({"width": picture.width, "height": picture.height, "text": text, "n": len(png)}, png)


def peak_kib() -> int:
    """Return the largest resident memory of this program; getrusage would include its starter's."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(arguments: list[str]) -> NoReturn:
    """Draw one document, or say in one word why not."""
    kind, *numbers = arguments
    most_pages, most_pixels, longest, *bounds = map(int, numbers)
    bound(*bounds)
    try:
        draw(kind, most_pages, most_pixels, longest)
        last: dict[str, Any] = {"done": True}
    except Unfit as unfit:
        last = {"refused": str(unfit)}
    except MemoryError:
        last = {"refused": "too_heavy"}
    except Exception:  # noqa: BLE001 - a broken file breaks a library in any way; this process judges only it
        last = {"refused": "damaged"}
    emit(last | {"peak_kib": peak_kib()})
    os._exit(0)  # whatever a library would do at its end is not wanted


if __name__ == "__main__":
    main(sys.argv[1:])
