"""Other cases of the same subject, and what people decided there and here before, as template data."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.flow import selectors as flow


@dataclass(frozen=True, slots=True)
class Line:
    """Another case, or this one earlier. `says` is empty where nothing was decided, or is not told."""

    ref: str
    url: str
    about: str
    says: str = ""
    by: str = ""
    why: str = ""


def lines(page: flow.ReviewPage, *, reader: Reader) -> tuple[Line, ...]:
    """Write what is related to the case that lies before the reader, the newest first."""
    return tuple(_line(one, reader=reader) for one in page.related)


def _line(row: flow.RelatedRow, *, reader: Reader) -> Line:
    opened = words.moment(row.opened_at, now=reader.now, zone=reader.zone).absolute
    about = _("Open since %(time)s") if row.is_open else _("Of %(time)s")
    said = row.earlier
    return Line(
        ref=_("This case, earlier") if row.is_same_case else row.case_ref,
        url=reverse("console:case", args=[row.case_ref]),
        about=about % {"time": opened},
        says=said.outcome if said else "",
        by=_by(said, reader=reader) if said else "",
        why=said.reason if said else "",
    )


def _by(said: flow.EarlierRow, *, reader: Reader) -> str:
    at = words.moment(said.decided_at, now=reader.now, zone=reader.zone).absolute
    told = _("%(name)s, %(time)s") % {"name": said.by, "time": at}
    if said.is_reversed:
        return _("%(told)s; reversed later") % {"told": told}
    if not said.is_in_force:
        return _("%(told)s; not in force yet") % {"told": told}
    if said.agreed is None:
        return told
    agreed = _("as the AI suggested") if said.agreed else _("otherwise than the AI")
    return f"{told}; {agreed}"
