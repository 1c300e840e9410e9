"""A person's own keys to the API, as template data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import ApiKey
from apps.accounts.services import LONGEST_OWN_DAYS, OF_A_PERSON
from apps.console.edge import Reader
from apps.console.pages import list_form, words
from apps.console.pages.list_form import Pages
from apps.console.pages.manage import SCOPES, STATES, state_of, used
from apps.console.pages.people import Choice
from apps.console.pages.shell import Confirm, Empty, Note
from apps.core import ids

MAY = SCOPES | {
    "items:write": gettext_lazy("Work cases"),
    "systems:write": gettext_lazy("Sign, pause and reverse, each with a code"),
}
DAYS = (7, 30, LONGEST_OWN_DAYS)
USUAL = 30


@dataclass(frozen=True, slots=True)
class OwnKeyRow:
    prefix: str
    name: str
    scopes: tuple[str, ...]
    state: str
    tone: str
    icon: str
    until: str
    made: str
    used: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class OwnKeysPage:
    url: str
    summary: str
    rows: tuple[OwnKeyRow, ...]
    empty: Empty
    pages: Pages
    scopes: tuple[Choice, ...]
    days: tuple[Choice, ...]
    has_second_factor: bool
    key: str
    name: str = ""
    secret: str = ""
    note: Note | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form of a new key said, whatever becomes of it."""

    name: str = ""
    scopes: frozenset[str] = frozenset()
    days: str = ""


def build(
    found: tuple[Sequence[ApiKey], str | None, int],
    *,
    after: str,
    typed: Typed,
    has_second_factor: bool,
    reader: Reader,
    secret: str = "",
    note: Note | None = None,
    at: str = "",
) -> OwnKeysPage:
    """Turn a page of somebody's own keys, and the form of a new one, into template data."""
    rows, following, n_in_use = found
    url = reverse("console:own_keys")
    none = Empty(
        _("You have no key"),
        _("A program needs one to speak to ReviewHub in your name. You make one beside this."),
        icon="key-round",
    )
    return OwnKeysPage(
        url=url,
        summary=in_use(n_in_use),
        rows=tuple(_row(one, reader) for one in rows),
        empty=none,
        pages=list_form.pages(url, following, after, {}),
        scopes=tuple(
            Choice(value, str(label), chosen=value in typed.scopes)
            for value, label in MAY.items()
            if value in OF_A_PERSON
        ),
        days=tuple(
            Choice(str(n), _("%(n)s days") % {"n": n}, chosen=str(n) == (typed.days or str(USUAL)))
            for n in DAYS
        ),
        has_second_factor=has_second_factor,
        key=str(ids.new()),
        name=typed.name,
        secret=secret,
        note=note,
        field=at,
    )


def in_use(n: int) -> str:
    """Say how many keys are in use."""
    return ngettext("%(n)s key in use", "%(n)s keys in use", n) % {"n": words.number(n)}


def _row(key: ApiKey, reader: Reader) -> OwnKeyRow:
    here = reader.now.astimezone(reader.zone)
    ends = words.day((key.revoked_at or key.expires_at).astimezone(reader.zone), now=here)
    state = state_of(key, reader)
    tone, icon, label = STATES[state]
    until = _("until %(day)s") % {"day": ends} if state == "in_use" else ends
    if key.revoked_by and key.revoked_by_id != key.actor_id:
        until = _("%(day)s, by %(who)s") % {"day": ends, "who": key.revoked_by.name}
    return OwnKeyRow(
        prefix=key.prefix,
        name=key.name,
        scopes=tuple(str(MAY.get(scope, scope)) for scope in key.scopes),
        state=str(label),
        tone=tone,
        icon=icon,
        until=until,
        made=words.day(key.made_at.astimezone(reader.zone), now=here),
        used=used(key, reader),
        revoke_url=reverse("console:own_key_revoke", args=[key.prefix]) if state == "in_use" else "",
    )


def confirm_revoke(key: ApiKey) -> Confirm:
    """Ask once more before somebody revokes a key of theirs."""
    said = {"name": key.name, "key": f"rhk_{key.prefix}"}
    url = reverse("console:own_keys")
    return Confirm(
        title=_("Revoke your key %(name)s?") % said,
        says=(_("Whatever uses %(key)s is refused at once. A revoked key never works again.") % said,),
        label=_("Revoke"),
        icon="ban",
        url=url,
        fields=(
            ("act", "revoke"), ("prefix", key.prefix), ("confirm", "on"), ("idempotency_key", str(ids.new())),
        ),
        back_url=url,
        back_label=_("Your API keys"),
    )  # fmt: skip
