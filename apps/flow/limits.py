"""Limits that act: what flow freezes into a verdict's facts, and the last word before the machine decides."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from apps.intake.models import Recommendation
from apps.intake.rules import Check, Grounding
from apps.intake.states import ContextState
from apps.registry.selectors import InForce
from apps.registry.states import AutonomyState


def added_facts(
    *,
    setup: InForce,
    recommendation: Recommendation,
    check: Check,
    calibration_state: str,
    person_involved: bool,
    grounding: Grounding,
    counted: Mapping[str, int] | None = None,
) -> dict[str, object]:
    """Return the facts that policy may read besides the case's own, as they are at this moment.

    counted: what the policy has counted over the last days, by the name it gave.
    """
    outcome = recommendation.outcome_code.code
    return {
        "context_state": check.state.value,
        "n_missing": check.n_missing,
        "n_conflicts": check.n_conflicts,
        "recommended_outcome": outcome,
        "confidence": recommendation.confidence,
        "stake_minor": recommendation.stake_minor,
        "segment": recommendation.segment,
        "posture_allows": posture_allows(setup=setup, recommendation=recommendation, check=check),
        "autonomy": setup.autonomy.get(recommendation.segment, AutonomyState.ADVISE.value),
        "paused": setup.paused.mode(outcome=outcome, segment=recommendation.segment) is not None,
        "person_involved": person_involved,
        "calibration_state": calibration_state,
        "grounding_share": grounding.supported_share,
        "n_statements": len(grounding.statements),
        "n_unsupported": grounding.n_unsupported,
        "model_version": recommendation.model_version,
        "prompt_version": recommendation.prompt_version or None,
        **(counted or {}),
    }


def is_held(*, setup: InForce, recommendation: Recommendation, asks_view: bool) -> bool:
    """Say whether this one waits until a pause is over."""
    return setup.paused.holds(
        outcome=recommendation.outcome_code.code,
        segment=recommendation.segment,
        asks_view=asks_view,
    )


def posture_allows(*, setup: InForce, recommendation: Recommendation, check: Check) -> bool:
    """Say whether the owner's posture in force lets the machine decide this one alone.

    Never without a posture, with an outcome the pack or posture does not open, above its amount, outside its
    segments, on a context that is not legible, or without a known stake.
    """
    if setup.posture is None or check.state is not ContextState.LEGIBLE:
        return False
    code = recommendation.outcome_code
    return code.machine_may and opens(
        setup.posture.body["machine"],
        outcome=code.code,
        segment=recommendation.segment,
        stake_minor=recommendation.stake_minor,
    )


def opens(machine: Mapping[str, Any], *, outcome: object, segment: object, stake_minor: int | None) -> bool:
    """Say whether what a posture says of the machine opens this outcome, in this segment, at this stake."""
    return (
        stake_minor is not None
        and stake_minor <= machine["max_amount_minor"]
        and outcome in machine["outcomes"]
        and segment in machine["segments"]
    )


def least_share(*, setup: InForce, recommendation: Recommendation) -> Decimal:
    """Return the share of the machine's decisions that the owner signed to have audited, in [0, 1].

    Policy may audit more, never fewer; where autonomy was fully earned, policy alone says how many.
    """
    state = setup.autonomy.get(recommendation.segment)
    if setup.posture is None or state != AutonomyState.ACT_WITH_SAMPLING:
        return Decimal(0)
    return Decimal(str(setup.posture.body.get("audit_share", 0)))


def least_view(*, setup: InForce) -> Decimal:
    """Return the share of what people decide in which the owner signed that they judge before the AI is seen.

    Policy may ask it of more, never of fewer.
    """
    return Decimal(str(setup.posture.body.get("first_view_share", 0))) if setup.posture else Decimal(0)


_ACTING = frozenset(state.value for state in AutonomyState if state.acts)


def may_act(added: Mapping[str, object]) -> bool:
    """Decide from a verdict's frozen facts whether the machine acts, whatever policy said."""
    return (
        added["posture_allows"] is True
        and added["paused"] is False
        and added["person_involved"] is False
        and added["autonomy"] in _ACTING
    )
