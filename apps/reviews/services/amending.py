"""What an amended decision says otherwise: another outcome, another amount, or both."""

from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.reviews import rules
from apps.reviews.models import Decision, FactCorrection, ReviewItem
from apps.reviews.services import moving


class SameAsDecided(refusals.Invalid):
    code = "same_as_decided"
    sentence = say("That is what was decided. Uphold it, or choose another outcome or amount.")


class SameAsSuggested(refusals.Invalid):
    code = "same_as_suggested"
    sentence = say("That is what the AI suggests. Choose Reverse, so that the suggestion holds.")


class NothingToReverse(refusals.IllegalMove):
    code = "nothing_to_reverse"
    sentence = say(
        "This decision follows the AI's suggestion, so there is none to go back to. Amend it instead."
    )


class AmountInvalid(refusals.Invalid):
    code = "amount_invalid"
    sentence = say("Give an amount that is not below nothing, and that can be paid.")


class NoAmount(refusals.IllegalMove):
    code = "no_amount"
    sentence = say("No amount is at stake in this case, so there is none to amend.")


def other_amount(decision: Decision, outcome: str, amount_minor: int | None) -> int | None:
    """Return the amount that shall hold instead of a held decision's own; None where that stays.

    Raises: NoAmount, AmountInvalid; SameAsDecided, SameAsSuggested where nothing is another.
    """
    if amount_minor is None or amount_minor == decision.amount_minor:
        if outcome == decision.outcome_code.code:
            raise SameAsDecided(field="outcome")
        if outcome == decision.recommendation.outcome_code.code:
            raise SameAsSuggested(field="outcome")
        return None
    if decision.amount_minor is None:
        raise NoAmount(field="amount_minor")
    if not 0 <= amount_minor <= rules.LARGEST_AMOUNT:
        raise AmountInvalid(field="amount_minor")
    return amount_minor


def correct(item: ReviewItem, *, held: Decision, made: Decision) -> FactCorrection:
    """Keep with a decision that was made instead of a held one that its amount is another, with both.

    Writes: FactCorrection.
    """
    transactions.require()
    diff = {"was": held.amount_minor, "right": made.amount_minor, "seen": ""}
    sealed = vault.seal(diff, subject_id=item.case.subject_id, key=moving.subject_key(item))
    return FactCorrection.objects.create(
        decision=made, fact=rules.AMOUNT, kind=rules.AMENDED_AMOUNT, sealed=sealed
    )


def told(made: Decision, *, instead_of: Decision, currency: str) -> dict[str, object]:
    """Name both amounts for the record."""
    return {"amount_minor": made.amount_minor, "amount_was": instead_of.amount_minor, "currency": currency}
