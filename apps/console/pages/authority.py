"""How far a person may decide, in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.home_parts import Section
from apps.core import ids
from apps.core.speech import speak_kept
from apps.registry import selectors as registry
from apps.registry.models import AISystem, AuthorityLimit


def authority(limits: Iterable[AuthorityLimit], *, climbs_to: str, reader: Reader) -> Section:
    """Write up to which amount a person's roles decide each outcome, and until when."""
    by_system: dict[AISystem, list[AuthorityLimit]] = {}
    for limit in limits:
        by_system.setdefault(limit.system, []).append(limit)
    several = len(by_system) > 1
    pairs = [
        (f"{speak_kept(system.name)}: {name}" if several else name, text)
        for system, rows in by_system.items()
        for name, text in _pairs(system, rows, reader)
    ]
    if pairs and climbs_to:
        pairs.append((_("Above it"), _("goes to %(inbox)s") % {"inbox": climbs_to}))
    return Section(
        "authority",
        _("Your authority"),
        pairs=tuple(pairs),
        empty=_("Your roles carry no authority to decide an amount."),
        aside=True,
    )


def _pairs(system: AISystem, rows: Sequence[AuthorityLimit], reader: Reader) -> list[tuple[str, str]]:
    codes = {row.outcome_code_id: row.outcome_code for row in rows if row.outcome_code is not None}
    named = [(speak_kept(code.label), code.id) for code in codes.values()]
    named.append((_("Any other outcome") if named else _("Any outcome"), ids.new()))
    ends = {outcome_id: _ends(rows, outcome_id) for _name, outcome_id in named}
    last = set(ends.values())
    if len(last) == 1 and None not in last:
        amounts = [(name, _amount(system, rows, outcome_id)) for name, outcome_id in named]
        return [*amounts, (_("Valid until"), _day(max(filter(None, last)), reader))]
    return [
        (name, _until(_amount(system, rows, outcome_id), ends[outcome_id], reader))
        for name, outcome_id in named
    ]


def _ends(rows: Sequence[AuthorityLimit], outcome_id: UUID) -> datetime | None:
    """When the amount that counts now ends; None while nothing says so."""
    counting = registry.that_count(rows, outcome_id=outcome_id)
    most = registry.highest_minor(rows, outcome_id=outcome_id)
    ends = [limit.ended_at for limit in counting if limit.max_amount_minor == most]
    return max((end for end in ends if end), default=None) if None not in ends else None


def _until(amount: str, end: datetime | None, reader: Reader) -> str:
    return _("%(amount)s, until %(day)s") % {"amount": amount, "day": _day(end, reader)} if end else amount


def _day(at: datetime, reader: Reader) -> str:
    return words.day(at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))


def _amount(system: AISystem, rows: Sequence[AuthorityLimit], outcome_id: UUID) -> str:
    most = registry.highest_minor(rows, outcome_id=outcome_id)
    if most is None:
        return _("any amount")
    return _("up to %(amount)s") % {"amount": words.amount(most, system.currency)} if most >= 0 else _("none")
