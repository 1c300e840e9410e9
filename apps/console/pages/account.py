"""A person's own page, as template data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import TimeAway, User
from apps.console.edge import Reader
from apps.console.pages import staffing, words
from apps.console.pages.grants import Grants
from apps.console.pages.one_act import ActLine
from apps.console.pages.people import Choice
from apps.console.pages.person import zones
from apps.console.pages.shell import Note
from apps.console.pages.words import Moment
from apps.core import ids

THEMES = {
    "system": gettext_lazy("As the system"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
}
MAILS = {
    "off": gettext_lazy("None"),
    "daily": gettext_lazy("Once a day"),
    "urgent": gettext_lazy("Also at once what cannot wait"),
}
DENSITIES = {"comfortable": gettext_lazy("Comfortable"), "compact": gettext_lazy("Compact")}


@dataclass(frozen=True, slots=True)
class AccountPage:
    practice: tuple[tuple[str, str], ...]
    name: str
    email: str
    roles: str
    themes: tuple[Choice, ...]
    densities: tuple[Choice, ...]
    zones: tuple[str, ...]
    time_zone: str
    languages: tuple[Choice, ...]
    single_keys: bool
    mails: tuple[Choice, ...]
    is_mailed: bool
    has_second_factor: bool
    last_sign_in: Moment | None
    grants: Grants
    away: tuple[ActLine, ...]
    zone: str
    key: str
    typed: Mapping[str, str]
    note: Note | None = None
    field: str = ""


def build(
    user: User,
    *,
    roles: str,
    grants: Grants,
    away: Iterable[TimeAway],
    practice: tuple[tuple[str, str], ...],
    has_second_factor: bool,
    reader: Reader,
    typed: Mapping[str, str],
    note: Note | None = None,
    at: str = "",
) -> AccountPage:
    """Turn the person who asks into template data.

    typed: an absence that they state. at: what of it is not right.
    """
    signed_in = words.moment(user.last_login, now=reader.now, zone=reader.zone) if user.last_login else None
    offered = zones()
    return AccountPage(
        practice=practice,
        name=user.name,
        email=user.email,
        roles=words.sentence_case(roles),
        themes=_choices(THEMES, user.theme),
        densities=_choices(DENSITIES, user.density),
        zones=offered if user.time_zone in offered else (user.time_zone, *offered),
        time_zone=user.time_zone,
        languages=_choices({"": _("As the browser"), **dict(settings.LANGUAGES)}, user.language),
        single_keys=user.single_keys,
        mails=_choices(MAILS, user.mails),
        is_mailed=bool(settings.MAIL_FROM),
        has_second_factor=has_second_factor,
        last_sign_in=signed_in,
        grants=grants,
        away=staffing.away_rows(away, reader),
        zone=words.place(reader.zone),
        key=str(ids.new()),
        typed=typed,
        note=note,
        field=at,
    )


def _choices(offered: Mapping[str, str | Promise], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, str(label), chosen=value == chosen) for value, label in offered.items())
