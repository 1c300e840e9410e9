"""The documents of a case as template data: one at a time, a page at a time, as picture or as text."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import marks, words
from apps.console.pages.cases import Cite
from apps.console.pages.marks import Band, Line, Mark, Marking, Part
from apps.flow import selectors as flow
from apps.intake import rules as intake

TEXT = marks.TEXT
LONGEST_ALT = 120


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Step:
    """A way to another view of the documents; `key` is the key that takes it."""

    label: str
    url: str
    key: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document to choose: its name, how many pages it has, and how many marks the reader sees on it."""

    label: str
    url: str
    n: int | None = None
    current: bool = False
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """`state` is empty, waiting, refused, erased or ready; `wide` on a page of its own.

    `parts` is the page's text, `head` and `rows` of a table, `lines` what can be chosen to mark.
    """

    state: str
    tabs: tuple[Document, ...] = ()
    name: str = ""
    about: str = ""
    why: str = ""
    simulated: bool = False
    picture: Picture | None = None
    parts: tuple[Part, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = ()
    marks: tuple[Mark, ...] = ()
    marking: Marking | None = None
    mark: Step | None = None
    forms: tuple[Step, ...] = ()
    previous: Step | None = None
    following: Step | None = None
    full: Step | None = None
    wide: bool = False


STATES = {"FETCHING": "waiting", "RECEIVED": "waiting", "REFUSED": "refused", "ERASED": "erased"}


def build(
    shown: flow.CaseEvidence,
    *,
    reader: Reader,
    form: str = "",
    back: str = "",
    asked: marks.Asked = marks.NOT_ASKED,
) -> Viewer:
    """Turn a case's documents into template data. back: where the full page leads; empty on the review."""
    one = shown.current
    if one is None:
        return Viewer("empty", wide=bool(back))
    page = shown.page
    state = STATES.get(one.state, "ready" if page else "waiting")
    as_text = page is not None and (form == TEXT or not page.width)
    text = page.text if page is not None and as_text else ""
    table = marks.table(shown, text, asked=asked)
    marking = marks.marking(shown, as_text=as_text, asked=asked)
    full = address(shown.case_ref, one, page=page.number if page else 1)
    return Viewer(
        state=state,
        tabs=_tabs(shown, one),
        name=one.name,
        about=_about(one, page, reader=reader),
        why=one.why,
        simulated=one.is_simulated,
        picture=None if page is None or as_text else _picture(shown.case_ref, one, page),
        parts=marks.parts(shown, text),
        head=table.head,
        rows=table.rows,
        lines=marks.lines(shown, text, asked=asked) if marking else (),
        bands=marks.bands(shown),
        marks=marks.listed(shown, asked=asked, reader=reader),
        marking=marking,
        mark=_mark(shown, one, as_text=as_text),
        forms=_forms(shown.case_ref, one, page, as_text=as_text) if page and page.width else (),
        previous=_step(shown.case_ref, one, page, -1, form),
        following=_step(shown.case_ref, one, page, 1, form),
        full=Step(_("Back to the case"), back, "v") if back else Step(_("Full width"), full, "v"),
        wide=bool(back),
    )


def _mark(shown: flow.CaseEvidence, one: flow.DocumentRow, *, as_text: bool) -> Step | None:
    """Lead to marking the page; not a text in which nothing lies, nor who only reads."""
    page = shown.page
    if not shown.may_mark or page is None or (as_text and not page.text.strip()):
        return None
    form = TEXT if as_text and page.width else ""
    return Step(
        _("Mark a place"),
        marks.address(shown.case_ref, one.id, page=page.number, form=form, marking=True),
        "m",
    )


def cite(shown: flow.CaseEvidence | None, text: str) -> Cite | None:
    """Write a citation of a document, with the way to its page; None when it cites a fact."""
    place = intake.parse_cite(text)
    if place is None or not place.is_evidence:
        return None
    documents = shown.documents if shown else ()
    one = next((each for each in documents if each.ref == place.evidence), None)
    if shown is None or one is None:
        return Cite("#evidence", _("%(name)s, not received") % {"name": place.evidence})
    asked = urlencode({"evidence": one.ref, "page": str(place.page or 1)})
    said = {"n": place.page, "name": one.name}
    label = _("page %(n)s of %(name)s") % said if place.page else one.name
    return Cite(f"?{asked}#evidence", label, address(shown.case_ref, one, page=place.page or 1))


def address(case_ref: str, one: flow.DocumentRow, *, page: int, form: str = "") -> str:
    """Return the address of a page of a document."""
    return marks.address(case_ref, one.id, page=page, form=form)


def _tabs(shown: flow.CaseEvidence, current: flow.DocumentRow) -> tuple[Document, ...]:
    counts = Counter(mark.document_id for mark in shown.marks)
    return tuple(
        Document(
            one.name,
            address(shown.case_ref, one, page=1),
            one.n_pages or None,
            current=one is current,
            marks=_counted(counts[one.id]),
        )
        for one in shown.documents
    )


def _counted(n: int) -> str:
    return ngettext("%(n)s mark", "%(n)s marks", n) % {"n": n} if n else ""


def _about(one: flow.DocumentRow, page: flow.PageRow | None, *, reader: Reader) -> str:
    at = words.stamp(one.received_at, zone=reader.zone)
    received = _("Received %(time)s") % {"time": at}
    if page is None:
        return received
    place = _("Page %(n)s of %(all)s") % {"n": page.number, "all": one.n_pages}
    return f"{place} · {received}"


def _picture(case_ref: str, one: flow.DocumentRow, page: flow.PageRow) -> Picture:
    url = reverse("console:evidence_picture", args=[case_ref, one.id, page.number])
    first_line = next((line.strip() for line in page.text.splitlines() if line.strip()), "")[:LONGEST_ALT]
    place = _("Page %(n)s of %(name)s") % {"n": page.number, "name": one.name}
    return Picture(url, page.width, page.height, f"{place}: {first_line}" if first_line else place)


def _forms(case_ref: str, one: flow.DocumentRow, page: flow.PageRow, *, as_text: bool) -> tuple[Step, ...]:
    return (
        Step(_("Picture"), address(case_ref, one, page=page.number), current=not as_text),
        Step(_("Text"), address(case_ref, one, page=page.number, form=TEXT), current=as_text),
    )


def _step(case_ref: str, one: flow.DocumentRow, page: flow.PageRow | None, by: int, form: str) -> Step | None:
    if page is None or not 1 <= page.number + by <= one.n_pages:
        return None
    label, key = (_("Next page"), "j") if by > 0 else (_("Previous page"), "k")
    return Step(label, address(case_ref, one, page=page.number + by, form=form), key)
