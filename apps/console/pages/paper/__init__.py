"""Pages as tagged PDF (PDF/UA), always in the light colours, from the same templates as on the screen.

WeasyPrint draws text with Pango, a library of the system that not every machine has. It is loaded with the
first PDF, because loading takes seconds (docs/adr/0010-paper.md).
"""

import ctypes
import importlib
from functools import cache

from apps.core import refusals
from apps.core.words import say

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


class NoPrinter(refusals.IllegalMove):
    code = "no_printer"
    sentence = say(
        "PDF needs the library Pango on the server. Printing the page in the browser works without it."
    )


@cache
def can_print() -> bool:
    """Say whether the libraries are there that draw text on paper."""
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def pdf(html: str) -> bytes:
    """Return a whole page of HTML as a tagged PDF.

    Raises: NoPrinter.
    """
    if not can_print():
        raise NoPrinter
    drawn: bytes = importlib.import_module("apps.console.pages.paper.drawing").pdf(html)
    return drawn
