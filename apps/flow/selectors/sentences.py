"""What each verb of the record reads like. A verb without a sentence here fails a test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Data = Mapping[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Names for the ids and codes that entries hold."""

    actors: Mapping[UUID, str]
    outcomes: Mapping[str, str]
    reasons: Mapping[str, str]
    inboxes: Mapping[str, str]
    told: Mapping[UUID, str] = field(default_factory=dict)  # by an entry's object: what its row says


_CONTEXT = {
    "LEGIBLE": "Its context was complete and fresh",
    "INCOMPLETE": "Its context lacked a required fact",
    "STALE": "A required fact was too old",
    "CONFLICTED": "Sources disagreed on a fact",
    "OUT_OF_SCOPE": "It was outside what the AI is for",
}
_LANES = {
    "AUTOMATIC": "decided by the AI inside its signed limits",
    "OFFICER": "sent to an officer",
    "SUPERVISOR": "sent to a supervisor",
    "HOLD": "held",
}
_WHY = {
    "over_authority": "above the officer's authority",
    "unsure": "the officer was not sure",
    "second_opinion": "a second opinion was wanted",
    "deadline": "its due time passed",
    "other": "see the note",
}
_DIRECTION = {
    "more_cautious": "more cautious than the AI",
    "less_cautious": "less cautious than the AI",
    "sideways": "as cautious as the AI",
    "same": "as the AI suggested",
}


def write(verb: str, who: str, data: Data, names: Names) -> Pair:
    """Return a sentence and a detail for one entry."""
    writer = SENTENCES.get(verb)
    return writer(who, data, names) if writer else (f"{who}: {verb}", "")


def _received(who: str, data: Data, names: Names) -> Pair:
    label = names.outcomes.get(data["outcome"], data["outcome"])
    return (
        f"{who} suggested {label}",
        _sentence(
            _told(data),
            f"{_CONTEXT.get(data['context'], data['context'])}; {_LANES.get(data['lane'], data['lane'])}",
        ),
    )


def _told(data: Data) -> str:
    return str(data.get("told") or "")


def _sentence(*parts: str) -> str:
    return " ".join(f"{part}." for part in parts if part)


def _approved(who: str, data: Data, names: Names) -> Pair:
    return f"{who} approved {names.outcomes.get(data['outcome'], data['outcome'])}", ""


def _overridden(who: str, data: Data, names: Names) -> Pair:
    label = names.outcomes.get(data["outcome"], data["outcome"])
    reason = names.reasons.get(data["reason"], data["reason"] or "")
    return f"{who} decided {label} instead", f"{reason} ({_DIRECTION.get(data['direction'], '')})"


def _escalated(who: str, data: Data, names: Names) -> Pair:
    target = names.inboxes.get(data["to"], "the next level")
    return f"{who} sent it to {target}", _WHY.get(str(data["why"]), "").capitalize()


def _returned(who: str, data: Data, names: Names) -> Pair:
    return f"{who} returned it to {names.inboxes.get(data['to'], 'its inbox')}", "With a note for the officer"


def _delivered(who: str, data: Data, _names: Names) -> Pair:
    return f"{who} confirmed that it was applied", _told(data)


def _refused(who: str, data: Data, _names: Names) -> Pair:
    return f"{who} refused to apply it", _told(data) or str(data.get("code") or "")


def _sent(_who: str, data: Data, _names: Names) -> Pair:
    attempt = data.get("attempt")
    return "Sent to the business system", f"Attempt {attempt}" if attempt and attempt > 1 else ""


def _outcome(who: str, data: Data, _names: Names) -> Pair:
    measure = str(data.get("measure", "")).replace("_", " ")
    return f"{who} reported what happened later", _told(data) or measure.capitalize()


def _plain(sentence: str, detail: str = "") -> Callable[[str, Data, Names], Pair]:
    def written(who: str, _data: Data, _names: Names) -> Pair:
        return sentence.format(who=who), detail

    return written


SENTENCES: Mapping[str, Callable[[str, Data, Names], Pair]] = {
    "recommendation.received": _received,
    "item.claimed": _plain("{who} took the case"),
    "item.let_go": _plain("{who} gave the case back"),
    "item.claim_expired": _plain("The hold ran out", "The case went back to its inbox; typed work was kept"),
    "item.approved": _approved,
    "item.overridden": _overridden,
    "item.escalated": _escalated,
    "item.returned": _returned,
    "item.overdue": _plain("Its due time passed undecided"),
    "decision.withdrawn": _plain("{who} undid the decision", "Nothing had been sent"),
    "decision.released": _plain("The decision came into force"),
    "delivery.sent": _sent,
    "delivery.applied": _delivered,
    "delivery.refused": _refused,
    "delivery.overdue": _plain("No confirmation came in time", "The owner was told"),
    "delivery.skipped": _plain("Nothing was sent to the business system"),
    "outcome.recorded": _outcome,
}
