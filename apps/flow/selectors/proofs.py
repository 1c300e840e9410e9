"""Whether what happened later proved one decision right; never before the outcome can have either value."""

from dataclasses import dataclass
from datetime import datetime

from apps.measures import rules
from apps.measures.models import Outcome
from apps.reviews.models import Decision


@dataclass(frozen=True, slots=True)
class Proof:
    """What later truth says of a decision.

    `state` is none (nothing is measured, or the decision does not stand), early, unreported, right, wrong or
    silent (the outcome is known and says nothing about this choice). `at` is when it can be known; `fact` is
    what happened, in words.
    """

    state: str
    at: datetime | None = None
    fact: str = ""


def measure_of(decision: Decision) -> str:
    """Return the code of the measure that decisions are held against; empty where nothing is measured."""
    measures = decision.recommendation.system.measures
    return str(measures[0]["code"]) if measures else ""


def proof_of(decision: Decision, outcome: Outcome | None, *, stands: bool, now: datetime) -> Proof:
    """Hold a decision against the first measure of its AI system."""
    measures = decision.recommendation.system.measures
    if not measures or not stands:
        return Proof("none")
    what = rules.definition(measures[0])
    at = decision.decided_at + what.wait
    if now < at:
        return Proof("early", at)
    if outcome is None or outcome.measure != what.code or outcome.value is None or outcome.known_at > now:
        return Proof("unreported", at)
    fact = what.happened if outcome.value else what.not_happened
    return Proof(_verdict(decision, what, value=outcome.value), outcome.known_at, fact)


def _verdict(decision: Decision, what: rules.Definition, *, value: bool) -> str:
    decided, recommended = decision.outcome_code, decision.recommendation.outcome_code
    cell = rules.Cell(recommended.code, decided.code, by_person=True, fits_rule=False, value=value)
    caution = {one.code: one.caution for one in (decided, recommended)}
    right = rules.override_right(what, caution, cell)
    if right is None:
        wrong = rules.approval_wrong(what, cell)
        right = None if wrong is None else not wrong
    return "silent" if right is None else "right" if right else "wrong"
