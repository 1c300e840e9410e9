"""The principal reasons that an outcome owes to the affected person: asked for and kept with the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.core import bulk, refusals, transactions
from apps.core.words import say
from apps.registry import rules as registry_rules
from apps.registry.models import OutcomeCode
from apps.reviews import rules
from apps.reviews.models import Decision, PrincipalReason, ReviewItem
from apps.reviews.services import moving


class PrincipalReasonsMissing(refusals.Invalid):
    code = "principal_reasons_missing"
    sentence = say("Say for which principal reasons, so that the person can be told.")


class PrincipalReasonUnknown(refusals.Invalid):
    code = "principal_reason_unknown"
    sentence = say("Choose the principal reasons from the list of this outcome, each of them once.")


class PrincipalReasonsOwed(refusals.IllegalMove):
    code = "principal_reasons_owed"
    sentence = say(
        "This outcome owes the person its principal reasons, so it is decided on the case itself "
        "and not put in the place of another decision."
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One principal reason as it is told: the text of the list, and the words where it leaves them open."""

    code: str
    text: str
    words: str = ""


def check(outcome: OutcomeCode, given: Sequence[rules.Principal]) -> tuple[Told, ...]:
    """Return the principal reasons of a decision, in the order of the list; none where none are owed.

    Raises: PrincipalReasonsMissing, PrincipalReasonUnknown.
    """
    owed = registry_rules.read_owed(outcome.principal_reasons)
    if owed is None:
        if given:
            raise PrincipalReasonUnknown(field="principal_reasons")
        return ()
    if not owed.least <= len(given) <= owed.most:
        said = say(
            "%(outcome)s: say %(least)s to %(most)s principal reasons, so that the person can be told.",
            outcome=outcome.label,
            least=owed.least,
            most=owed.most,
        )
        raise PrincipalReasonsMissing(said, field="principal_reasons")
    words = {one.code: one.words.strip() for one in given}
    if len(words) != len(given) or set(words) - set(owed.by_code()):
        raise PrincipalReasonUnknown(field="principal_reasons")
    found = tuple(Told(one.code, one.text, words[one.code]) for one in owed.listed if one.code in words)
    _require_words(owed, found)
    return found


def _require_words(owed: registry_rules.Owed, found: Sequence[Told]) -> None:
    for one in found:
        asks = owed.by_code()[one.code].asks_words
        if asks and not 1 <= len(one.words) <= rules.MAX_INPUT:
            said = say(
                "%(reason)s: say which, in at most %(most)s characters.",
                reason=one.text,
                most=rules.MAX_INPUT,
            )
            raise PrincipalReasonsMissing(said, field="principal_reasons")
        if one.words and not asks:
            raise PrincipalReasonUnknown(field="principal_reasons")


def require_none(outcome: OutcomeCode) -> None:
    """Refuse an outcome that owes principal reasons where nobody is asked for them.

    Raises: PrincipalReasonsOwed.
    """
    if registry_rules.read_owed(outcome.principal_reasons) is not None:
        raise PrincipalReasonsOwed(field="outcome")


def write(item: ReviewItem, decision: Decision, told: Sequence[Told]) -> None:
    """Keep what the affected person is told. No statement where nothing is.

    Writes: PrincipalReason.
    """
    transactions.require()
    if not told:
        return
    bulk.insert_last(
        [
            PrincipalReason(
                decision=decision,
                place=place,
                code=one.code,
                text=one.text,
                sealed_words=moving.seal(item, one.words) if one.words else None,
            )
            for place, one in enumerate(told)
        ]
    )
