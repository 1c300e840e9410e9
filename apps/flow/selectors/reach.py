"""How far a person's authority reaches on one item: which outcomes, up to which amount."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.core import speech
from apps.core.speech import speak_kept
from apps.registry import selectors as registry
from apps.registry.models import OutcomeCode
from apps.registry.states import direction
from apps.reviews.models import ReviewItem


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome; `locked` says why the person may not decide it alone here, empty when they may.

    direction: against the suggestion; empty before a first view.
    """

    code: str
    label: str
    means: str
    direction: str
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    words: str
    is_over: bool


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
        )
        for one in codes
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


def authority(item: ReviewItem, choices: registry.Choices) -> Authority:
    """Say how far the person may decide in this AI system, and whether this item lies beyond all of it."""
    limits = [registry.highest_minor(choices.limits, outcome_id=one.id) for one in choices.outcome_codes]
    stake = item.stake_minor or 0
    if any(limit is None for limit in limits):
        return Authority(_("You may decide any amount"), is_over=False)
    highest = max((limit for limit in limits if limit is not None), default=-1)
    if highest < 0:
        return Authority(_("You hold no authority to decide this"), is_over=True)
    up_to = speech.amount(highest, item.system.currency)
    text = _("You may decide up to %(amount)s") % {"amount": up_to}
    return Authority(text, is_over=stake > highest)


def acts_words(autonomy: frozenset[str], *, is_paused: bool) -> str:
    """Say whether the AI advises or acts here."""
    if is_paused:
        return _("The AI is paused; people decide.")
    if not {"ACT_WITH_SAMPLING", "ACT"} & autonomy:
        return _("The AI advises; people decide.")
    return _("Here the AI advises; people decide.")
