"""How far a person's authority reaches on one item: which outcomes, up to which amount."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _

from apps.accounts.models import Actor
from apps.core import speech
from apps.core.speech import speak_kept
from apps.flow.selectors import given
from apps.flow.selectors.given import GivenRow
from apps.registry import selectors as registry
from apps.registry.models import OutcomeCode
from apps.registry.rules import Owed, read_owed
from apps.registry.states import direction
from apps.reviews import access
from apps.reviews.models import ReviewItem


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome; `locked` says why the person may not decide it alone here, empty when they may.

    direction: against the suggestion; empty before a first view. owed: the principal reasons that
    the affected person is told with it.
    """

    code: str
    label: str
    means: str
    direction: str
    locked: str = ""
    owed: Owed | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """How far a person decides an item. given: for this case alone; may_give: they may give some."""

    words: str
    is_over: bool
    given: list[GivenRow] = field(default_factory=list)
    may_give: bool = False


def how_far(
    item: ReviewItem, choices: registry.Choices, to: Actor, now: datetime, *, is_walled: bool = False
) -> tuple[tuple[OutcomeRow, ...], Authority]:
    """Return the outcomes as the person may decide them here, and how far their authority goes."""
    rows = outcomes(item, choices, is_walled=is_walled)
    once = given.usable(item=item, to=to, now=now) if any(one.locked for one in rows) else []
    may_give = access.may_supervise(to, item.inbox_id) or item.system.owner.actor_id == to.id
    rows = opened(rows, item, once)
    is_over = all(one.locked for one in rows)
    return rows, Authority(_authority_words(item, choices), is_over, once, may_give)


def outcomes(
    item: ReviewItem, choices: registry.Choices, *, is_walled: bool = False
) -> tuple[OutcomeRow, ...]:
    """Return every outcome with its direction, locked where the person may not decide it here alone."""
    codes = choices.outcome_codes
    caution = {one.code: one.caution for one in codes}
    recommended = item.recommendation.outcome_code.code
    return tuple(
        OutcomeRow(
            one.code,
            speak_kept(one.label),
            speak_kept(one.means),
            "" if is_walled else direction(recommended=recommended, decided=one.code, caution=caution).value,
            _beyond(item, choices, one),
            read_owed(one.principal_reasons),
        )
        for one in codes
    )


def opened(
    rows: tuple[OutcomeRow, ...], item: ReviewItem, once: Sequence[GivenRow]
) -> tuple[OutcomeRow, ...]:
    """Unlock what an authority given for this case carries."""
    enough = [one for one in once if one.amount_minor >= (item.stake_minor or 0)]
    return tuple(
        replace(row, locked="") if any(one.outcome in {"", row.code} for one in enough) else row
        for row in rows
    )


def _beyond(item: ReviewItem, choices: registry.Choices, outcome: OutcomeCode) -> str:
    """Say how far the person may decide an outcome, where this case goes further."""
    most = registry.highest_minor(choices.limits, outcome_id=outcome.id)
    if most is None or (item.stake_minor or 0) <= most:
        return ""
    if most < 0:
        return _("outside your authority.")
    up_to = speech.amount(most, item.system.currency)
    return _("your authority for it ends at %(amount)s.") % {"amount": up_to}


def _authority_words(item: ReviewItem, choices: registry.Choices) -> str:
    """Say how far the person may decide in this AI system."""
    limits = [registry.highest_minor(choices.limits, outcome_id=one.id) for one in choices.outcome_codes]
    if any(limit is None for limit in limits):
        return _("You may decide any amount")
    highest = max((limit for limit in limits if limit is not None), default=-1)
    if highest < 0:
        return _("You hold no authority to decide this")
    up_to = speech.amount(highest, item.system.currency)
    return _("You may decide up to %(amount)s") % {"amount": up_to}


def acts_words(autonomy: frozenset[str], *, is_paused: bool) -> str:
    """Say whether the AI advises or acts here."""
    if is_paused:
        return _("The AI is paused; people decide.")
    if not {"ACT_WITH_SAMPLING", "ACT"} & autonomy:
        return _("The AI advises; people decide.")
    return _("Here the AI advises; people decide.")
