"""The principal reasons that an outcome owes to the affected person: asked for and kept with the decision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.core import bulk, refusals, transactions, vault
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
        "This outcome owes each person principal reasons of their own, so it is decided case by case "
        "and not for many at once."
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


def told_reasons(instead: OutcomeCode | None, given: Sequence[rules.Principal]) -> tuple[Told, ...]:
    """Return the principal reasons of what is put in a decision's place; None: nothing is, and none are told.

    Raises: as check.
    """
    if instead is not None:
        return check(instead, given)
    if given:
        raise PrincipalReasonUnknown(field="principal_reasons")
    return ()


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
    """Refuse an outcome that owes principal reasons where many cases are decided at once.

    Raises: PrincipalReasonsOwed.
    """
    if registry_rules.read_owed(outcome.principal_reasons) is not None:
        raise PrincipalReasonsOwed(field="outcome")


def write(item: ReviewItem, decision: Decision, told: Sequence[Told]) -> None:
    """Keep what the affected person is told. No statement where nothing is.

    Writes: PrincipalReason.
    """
    transactions.require()
    if told:
        bulk.insert_last(_rows(decision, told, lambda words: moving.seal(item, words)))


def write_instead(decision: Decision, told: Sequence[Told], *, subject_id: UUID) -> None:
    """Keep what the affected person is told of a decision that holds in the place of another one.

    Writes: PrincipalReason.
    """
    transactions.require()
    if told:
        bulk.insert(_rows(decision, told, lambda words: vault.seal_for(words, subject_id=subject_id)))


def _rows(decision: Decision, told: Sequence[Told], seal: Callable[[str], bytes]) -> list[PrincipalReason]:
    return [
        PrincipalReason(
            decision=decision,
            place=place,
            code=one.code,
            text=one.text,
            sealed_words=seal(one.words) if one.words else None,
        )
        for place, one in enumerate(told)
    ]


def on_record(told: Sequence[Told]) -> dict[str, object]:
    """Say by their codes what an entry holds of them; nothing where none are told."""
    return {"principal_reasons": [one.code for one in told]} if told else {}
