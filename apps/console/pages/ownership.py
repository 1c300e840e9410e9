"""Who answers for an AI system: the offer that hands it over, and the deputy of an absence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.shell import Note
from apps.core import ids
from apps.core.speech import quoted, speak_kept
from apps.flow import selectors as flow
from apps.registry.models import Absence, OwnershipOffer

RESULTS = {
    "ACCEPTED": gettext_lazy("accepted"),
    "DECLINED": gettext_lazy("declined"),
    "WITHDRAWN": gettext_lazy("withdrawn"),
    "EXPIRED": gettext_lazy("not answered in time"),
}


@dataclass(frozen=True, slots=True)
class OfferRow:
    says: str
    detail: str


@dataclass(frozen=True, slots=True)
class OwnershipPage:
    name: str
    system_url: str
    posture_url: str
    url: str
    key: str
    owner: str
    is_owner: bool
    note: Note | None
    is_confirmed: bool
    typed: Mapping[str, str]
    zone: str
    offer: str
    offer_note: str
    is_offered: bool
    heirs: tuple[tuple[str, str, bool], ...]
    absence: str
    deputies: tuple[tuple[str, str, bool], ...]
    history: tuple[OfferRow, ...]


def build(
    found: flow.OwnershipPage,
    *,
    typed: Mapping[str, str] | None,
    note: Note | None,
    reader: Reader,
    is_confirmed: bool,
) -> OwnershipPage:
    """Turn who answers, who is offered it and who stands in into template data."""
    slug, given = found.system.slug, typed or {}
    return OwnershipPage(
        name=speak_kept(found.system.name),
        system_url=reverse("console:system", args=[slug]),
        posture_url=reverse("console:posture", args=[slug]),
        url=reverse("console:ownership", args=[slug]),
        key=str(ids.new()),
        owner=found.system.owner.name,
        is_owner=found.is_owner,
        note=note,
        is_confirmed=is_confirmed,
        typed=given,
        zone=words.place(reader.zone),
        offer=_offer(found.offer, reader) if found.offer else "",
        offer_note=found.offer.note if found.offer else "",
        is_offered=found.is_offered,
        heirs=tuple((str(one.id), one.name, given.get("to") == str(one.id)) for one in found.heirs),
        absence=away(found.absence, reader) if found.absence else "",
        deputies=tuple((str(one.id), one.name, given.get("deputy") == str(one.id)) for one in found.deputies),
        history=tuple(_closed(one, reader) for one in found.offers if one.closed_at),
    )


def _when(at: datetime, reader: Reader) -> str:
    return words.clock_time(at, now=reader.now, zone=reader.zone)


def _offer(offer: OwnershipOffer, reader: Reader) -> str:
    return _("%(who)s offers this AI system to %(to)s, until %(until)s.") % {
        "who": offer.offered_by.name,
        "to": offer.to.name,
        "until": _when(offer.expires_at, reader),
    }


def away(absence: Absence, reader: Reader) -> str:
    """Say who stands in for the owner, from when until when."""
    return _("%(who)s may stop it in the owner's place, %(start)s to %(until)s.") % {
        "who": absence.deputy.name,
        "start": _when(absence.from_at, reader),
        "until": _when(absence.until_at, reader),
    }


def _closed(one: OwnershipOffer, reader: Reader) -> OfferRow:
    says = _("%(who)s to %(to)s: %(result)s") % {
        "who": one.offered_by.name,
        "to": one.to.name,
        "result": RESULTS[one.result],
    }
    at = _when(one.closed_at or one.expires_at, reader)
    return OfferRow(says, f"{at}. {quoted(one.why)}" if one.why else at)
