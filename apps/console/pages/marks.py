"""Marks on the documents of a case as template data: in the text, over the picture, listed, and a new one."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.shell import Note
from apps.flow import selectors as flow
from apps.flow.selectors.marking import MarkRow
from apps.intake.rules import files
from apps.reviews import rules
from apps.reviews.states import MarkUnit

TEXT, MARKING = "text", "mark"
PERCENT = rules.WHOLE_BAND // 100
NBSP = "\u00a0"
FIRST_BAND = (10, 16)  # percent of the page's height at which the two sliders begin


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of the list; `remove_url` for who made it, `fresh`: it was made just now."""

    id: UUID
    place: str
    url: str
    view: str
    note: str
    about: str
    remove_url: str = ""
    key: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page's text; `says` who marked it, where somebody did."""

    text: str
    id: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text, or a row of a table, that can be marked."""

    number: int
    text: str
    cells: tuple[str, ...] = ()
    id: str = ""
    says: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A mark on a picture, in thousandths of its height."""

    id: str
    y: int
    height: int
    says: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What of marks a page is asked for: to make one, with what was typed before; `fresh`: just made."""

    marking: bool = False
    first: str = ""
    last: str = ""
    lines: str = "1"
    note: str = ""
    notice: Note | None = None
    key: str = ""
    fresh: UUID | None = None


@dataclass(frozen=True, slots=True)
class Marking:
    """The form of a new mark; `first` and `last` are percents of the height, of a picture."""

    url: str
    page: int
    unit: str
    key: str
    first: str
    last: str
    lines: str
    note: str
    most_note: int
    stop_url: str
    notice: Note | None


NOT_ASKED = Asked()


def address(case_ref: str, document_id: UUID, *, page: int, form: str = "", marking: bool = False) -> str:
    """Return the address of a page of a document, as picture or as text, or there to mark it."""
    url = reverse("console:evidence", args=[case_ref, document_id])
    said = {"page": str(page), "as": form, MARKING: "1" if marking else ""}
    asked = {name: value for name, value in said.items() if value and (name, value) != ("page", "1")}
    return f"{url}?{urlencode(asked)}".removesuffix("?")


def place_of(case_ref: str, mark: MarkRow) -> str:
    """Return the address of the page on which a mark is seen."""
    form = TEXT if mark.unit == MarkUnit.LINE else ""
    return address(case_ref, mark.document_id, page=mark.page, form=form)


def anchor(mark_id: UUID) -> str:
    return f"mark-{mark_id}"


def listed(shown: flow.CaseEvidence, *, asked: Asked, reader: Reader) -> tuple[Mark, ...]:
    """List the marks on the document that is looked at."""
    return tuple(
        Mark(
            id=one.id,
            place=one.place,
            url=f"{place_of(shown.case_ref, one)}#{anchor(one.id)}",
            view=place_of(shown.case_ref, one),
            note=one.note,
            about=f"{_who(one)} · {words.stamp(one.at, zone=reader.zone)}",
            remove_url=_remove_url(shown, one) if one.is_mine else "",
            key=f"unmark-{one.id}",
            fresh=one.id == asked.fresh,
        )
        for one in _of_document(shown)
    )


def _who(one: MarkRow) -> str:
    return _("You") if one.is_mine else one.who


def _remove_url(shown: flow.CaseEvidence, one: MarkRow) -> str:
    return reverse("console:unmark", args=[shown.case_ref, one.document_id, one.id])


def _of_document(shown: flow.CaseEvidence) -> list[MarkRow]:
    current = shown.current
    return [one for one in shown.marks if current is not None and one.document_id == current.id]


def _of_page(shown: flow.CaseEvidence, unit: MarkUnit) -> list[MarkRow]:
    number = shown.page.number if shown.page else 0
    return [one for one in _of_document(shown) if one.page == number and one.unit == unit]


def _says(marks: Iterable[MarkRow]) -> str:
    """Say who marked a place: nobody twice."""
    found = [_("you marked") if one.is_mine else _("%(who)s marked") % {"who": one.who} for one in marks]
    return ", ".join(dict.fromkeys(found))


def bands(shown: flow.CaseEvidence) -> tuple[Band, ...]:
    """Draw the marks of a page over its picture."""
    return tuple(
        Band(anchor(one.id), one.first, one.last - one.first, _says([one]))
        for one in _of_page(shown, MarkUnit.BAND)
    )


def parts(shown: flow.CaseEvidence, text: str) -> tuple[Part, ...]:
    """Cut a page's text at its marked lines."""
    found: list[Part] = []
    plain: list[str] = []
    for line in _lines(shown, text):
        if not line.says:
            plain.append(f"{line.text}\n")
            continue
        found += [Part("".join(plain)), Part(line.text, line.id, line.says)]
        plain = []
    return tuple(one for one in (*found, Part("".join(plain))) if one.text)


def _lines(shown: flow.CaseEvidence, text: str, chosen: str = "") -> list[Line]:
    marks = _of_page(shown, MarkUnit.LINE)
    found = []
    for number, line in enumerate(files.lines(text), start=1):
        here = [one for one in marks if one.first <= number <= one.last]
        begins = next((anchor(one.id) for one in here if one.first == number), "")
        found.append(Line(number, line, id=begins, says=_says(here), chosen=str(number) == chosen))
    return found


def lines(shown: flow.CaseEvidence, text: str, *, asked: Asked) -> tuple[Line, ...]:
    """Return the lines of a page that can be chosen: those with something in them, their columns kept."""
    found = (one for one in _lines(shown, text, asked.first) if one.text.strip())
    return tuple(
        replace(one, text=one.text.replace("  ", f"{NBSP} ").replace("\t", NBSP * 4)) for one in found
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A page of a table: its head, where its first row reads like one, and the rows that can be marked."""

    head: tuple[str, ...] = ()
    rows: tuple[Line, ...] = ()


def table(shown: flow.CaseEvidence, text: str, *, asked: Asked) -> Table:
    """Read a page as a table; as nothing where it is none, or a row goes over several lines."""
    if shown.current is None or shown.page is None or not shown.current.is_table:
        return Table()
    found = [one for one in _lines(shown, text, asked.first) if one.text.strip()]
    cells = [tuple(row) for row in _cells([one.text for one in found])]
    rows = [replace(one, cells=values) for one, values in zip(found, cells, strict=False)]
    if shown.page.number == 1 and rows and not rows[0].says and _is_head(rows[0].cells):
        return Table(rows[0].cells, tuple(rows[1:]))
    return Table(rows=tuple(rows))


def _is_head(cells: Sequence[str]) -> bool:
    """Say whether a first row names columns: something in each, and a number in none."""
    return all(cell.strip() and not any(map(str.isdigit, cell)) for cell in cells)


def _cells(texts: Sequence[str]) -> list[list[str]]:
    """Read each line as a row; nothing where quotes make a row of several lines."""
    if any(text.count('"') % 2 for text in texts):
        return []
    separator = max(",;\t", key=lambda one: sum(text.count(one) for text in texts))
    read = list(csv.reader(texts, delimiter=separator))
    widest = max((len(row) for row in read), default=0)
    return [row + [""] * (widest - len(row)) for row in read]


def marking(shown: flow.CaseEvidence, *, as_text: bool, asked: Asked) -> Marking | None:
    """Make the form of a new mark where one is asked for and may be made."""
    if not (asked.marking and shown.may_mark and shown.current and shown.page):
        return None
    form = TEXT if as_text else ""
    low, high = FIRST_BAND
    return Marking(
        url=reverse("console:mark", args=[shown.case_ref, shown.current.id]),
        page=shown.page.number,
        unit=(MarkUnit.LINE if as_text else MarkUnit.BAND).value,
        key=asked.key,
        first=asked.first or str(low),
        last=asked.last or str(high),
        lines=asked.lines,
        note=asked.note,
        most_note=rules.MAX_MARK_NOTE,
        stop_url=address(shown.case_ref, shown.current.id, page=shown.page.number, form=form),
        notice=asked.notice,
    )
