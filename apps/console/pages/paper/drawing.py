"""The drawing itself: loaded with the first PDF only, and only where Pango is."""

import re
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import SubElement

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

HERE = Path(__file__).parent
STATIC = HERE.parent.parent / "static"
TYPEFACE = "own:inter"  # the only address that is ever answered
SVG = "{http://www.w3.org/2000/svg}"
LIGHT = re.compile(r"(--[\w-]+):\s*light-dark\(([^,()]+),")


def _fetch(url: str) -> object:
    """Answer the typeface and nothing else: no file, no other machine, whatever a page names.

    Raises: ValueError, which WeasyPrint takes for a part that is missing.
    """
    if url != TYPEFACE:
        raise ValueError(url)
    body = (STATIC / "vendor" / "inter-latin.woff2").read_bytes()
    answer: object = URLFetcherResponse(url, body, {"Content-Type": "font/woff2"})
    return answer


def _fetcher() -> object:
    fetcher = URLFetcher()
    fetcher.fetch = _fetch
    return fetcher


def pdf(html: str) -> bytes:
    """Return a whole page of HTML as a tagged PDF."""
    fonts = FontConfiguration()
    page = HTML(string=html, base_url="own:", url_fetcher=_fetcher(), media_type="print")
    for title in page.etree_element.iter("title"):
        title.text = " ".join((title.text or "").split())  # templates write it over several lines
    style = _in_light(_text("charts.css"))
    for picture in list(page.etree_element.iter(f"{SVG}svg")):
        SubElement(picture, f"{SVG}style").text = style
    said = f"{_light()}\n{_text('paper.css')}"
    sheet = CSS(string=said, base_url="own:", url_fetcher=_fetcher(), font_config=fonts)
    drawn: bytes = page.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return drawn


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _colours() -> dict[str, str]:
    tokens = (STATIC / "console" / "tokens.css").read_text(encoding="utf-8")
    return {name: value.strip() for name, value in LIGHT.findall(tokens)}


def _light() -> str:
    said = "".join(f"{name}: {value};" for name, value in _colours().items())
    return f":root {{{said}}}"


def _in_light(style: str) -> str:
    """Write the colours out: pictures know no custom properties."""
    return re.sub(r"var\((--[\w-]+)\)", lambda found: _colours()[found[1]], style)
