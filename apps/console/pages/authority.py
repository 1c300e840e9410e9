"""How far a person may decide, in words."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from apps.console.pages.home_parts import Section
from apps.core import ids, money
from apps.core.speech import speak_kept
from apps.registry import selectors as registry
from apps.registry.models import AISystem, AuthorityLimit


def authority(limits: Iterable[AuthorityLimit], *, climbs_to: str) -> Section:
    """Write up to which amount a person's roles decide each outcome; the highest limit counts."""
    by_system: dict[AISystem, list[AuthorityLimit]] = {}
    for limit in limits:
        by_system.setdefault(limit.system, []).append(limit)
    several = len(by_system) > 1
    pairs = [
        (f"{system.name}: {name}" if several else name, text)
        for system, rows in by_system.items()
        for name, text in _pairs(system, rows)
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


def _pairs(system: AISystem, rows: Sequence[AuthorityLimit]) -> list[tuple[str, str]]:
    codes = {row.outcome_code_id: row.outcome_code for row in rows if row.outcome_code is not None}
    named = [(speak_kept(code.label), code.id) for code in codes.values()]
    named.append((_("Any other outcome") if named else _("Any outcome"), ids.new()))
    return [(name, _amount(system, rows, outcome_id)) for name, outcome_id in named]


def _amount(system: AISystem, rows: Sequence[AuthorityLimit], outcome_id: UUID) -> str:
    most = registry.highest_minor(rows, outcome_id=outcome_id)
    if most is None:
        return _("any amount")
    return _("up to %(amount)s") % {"amount": money.words(most, system.currency)} if most >= 0 else _("none")
