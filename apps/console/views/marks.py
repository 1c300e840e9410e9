"""Marks on the documents of a case: made and removed, each answered with the page as it stands then."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import HttpResponse, QueryDict

from apps.console import errors
from apps.console.edge import PersonRequest, SeeOther, page, reader
from apps.console.once import answered, once
from apps.console.pages import marks
from apps.console.pages.shell import Note
from apps.console.views.evidence import show
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.reviews import rules
from apps.reviews import services as reviews
from apps.reviews.states import MarkUnit

LARGEST = 10_000
NOTE_LENGTH = 1_000  # more than is kept: what is too long is refused in words and stays in the field


class PlaceMissing(refusals.Invalid):
    code = "place_missing"
    sentence = say("Choose a place on the page first.")


@page("POST")
def mark(request: PersonRequest, ref: str, evidence_id: UUID) -> HttpResponse:
    """Mark a place on a page; a refusal shows the page with what was chosen and typed."""
    who, said = reader(request), request.POST
    note = said.get("note", "")[:NOTE_LENGTH]
    number = _whole(said, "page")

    def act() -> dict[str, str]:
        place = _place(said, number)
        made = reviews.mark_evidence(
            case_ref=ref, evidence_id=evidence_id, place=place, note=note, by=who.actor, now=who.now
        )
        return {"mark": str(made.id)}

    form = marks.TEXT if said.get("unit") == MarkUnit.LINE else ""
    try:
        answer = answered(request, route="console.mark", by_id=who.actor.id, now=who.now, act=act)
    except (refusals.Invalid, refusals.IllegalMove) as refusal:
        status, title = errors.status_of(refusal)
        notice = Note("warn", "triangle-alert", f"{title}.", speak(refusal.sentence), alert=True)
        asked = _typed(said, note, notice)
        return show(request, ref, evidence_id, number=number, form=form, asked=asked, status=status)
    made = UUID(answer["mark"])
    if request.htmx:
        fresh = marks.Asked(fresh=made)
        return show(request, ref, evidence_id, number=number, form=form, asked=fresh)
    there = marks.address(ref, evidence_id, page=number, form=form)
    return SeeOther(f"{there}#{marks.anchor(made)}")


@page("POST")
def unmark(request: PersonRequest, ref: str, evidence_id: UUID, mark_id: UUID) -> HttpResponse:
    """Remove one's own mark and show the page that it was on."""
    who = reader(request)

    def act() -> str:
        row = reviews.unmark_evidence(mark_id=mark_id, by=who.actor, now=who.now)
        return str(row.page)

    number = int(once(request, route="console.unmark", by_id=who.actor.id, now=who.now, act=act))
    if request.htmx:
        return show(request, ref, evidence_id, number=number, form="", asked=marks.NOT_ASKED)
    return SeeOther(marks.address(ref, evidence_id, page=number))


def _typed(said: QueryDict, note: str, notice: Note) -> marks.Asked:
    return marks.Asked(
        marking=True,
        first=said.get("first", ""),
        last=said.get("last", ""),
        lines=said.get("lines", "1"),
        note=note,
        notice=notice,
        key=str(ids.new()),
    )


def _place(said: QueryDict, number: int) -> rules.Place:
    """Read which place is meant; the two edges of a band in either order.

    Raises: PlaceMissing.
    """
    if said.get("unit") == MarkUnit.LINE:
        first = _whole(said, "first")
        return rules.Place(number, MarkUnit.LINE, first, first + _whole(said, "lines") - 1)
    low, high = sorted((_thousandths(said, "first"), _thousandths(said, "last")))
    return rules.Place(number, MarkUnit.BAND, low, high)


def _whole(said: QueryDict, name: str) -> int:
    text = said.get(name, "")
    if not (text.isascii() and text.isdecimal() and int(text) <= LARGEST):
        raise PlaceMissing(field=name)
    return int(text)


def _thousandths(said: QueryDict, name: str) -> int:
    try:
        share = Decimal(said.get(name, ""))
    except InvalidOperation:
        raise PlaceMissing(field=name) from None
    if not 0 <= share * marks.PERCENT <= rules.WHOLE_BAND:
        raise PlaceMissing(field=name)
    return round(share * marks.PERCENT)
