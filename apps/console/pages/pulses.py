"""What the line above a list says every 20 seconds: how many are new, and which rows changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import words
from apps.flow import selectors as flow

TAKEN = "CLAIMED"
SAYS = {
    "DECIDED": gettext_lazy("Decided by %(name)s"),
    TAKEN: gettext_lazy("Held by %(name)s"),
    "SUPERSEDED": gettext_lazy("Replaced by a newer suggestion"),
    "WITHDRAWN": gettext_lazy("Withdrawn: its decision was reversed"),
    "CLIMBED": gettext_lazy("Sent up by %(name)s"),
    "MOVED": gettext_lazy("In another inbox: its facts changed"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a row says once somebody decided or took its case, or it left, while one looks."""

    item: str
    tone: str
    says: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """What happened to a list since one looked: how many are new and open, and which rows changed."""

    n: str
    new: int
    url: str
    pulse_url: str
    marks: tuple[Mark, ...]


def address(own: flow.InboxRow, reader: Reader, since: datetime | None = None) -> str:
    """Return where a list asks what happened since it was read."""
    said = {"n": own.n_open, "since": (since or reader.now).isoformat(), "seen": reader.now.isoformat()}
    return f"{reverse('console:pulse', args=[own.slug])}?{urlencode(said)}"


def build(
    own: flow.InboxRow, *, new: int, marks: Sequence[flow.ChangedRow], since: datetime, reader: Reader
) -> Pulse:
    """Write what happened; the rows themselves stay where they are."""
    return Pulse(
        n=words.up_to_thousand(own.n_open),
        new=new,
        url=reverse("console:inbox", args=[own.slug]),
        pulse_url=address(own, reader, since),
        marks=tuple(
            Mark(str(one.id), "taken" if one.state == TAKEN else "gone", SAYS[one.state] % {"name": one.by})
            for one in marks
        ),
    )
