"""What a decision says to the analyst: codes and bands, no personal value and no name."""

from collections.abc import Mapping, Sequence

from apps.accounts.models import ActorKind
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.measures.services import FactsLine
from apps.policy.models import Verdict
from apps.reviews.models import Decision, Escalation, OverrideReason
from apps.reviews.states import DecisionKind

_BANDED = frozenset(
    {
        intake_rules.FactType.INTEGER,
        intake_rules.FactType.DECIMAL,
        intake_rules.FactType.MONEY,
    }
)
_CODED = frozenset({intake_rules.FactType.ENUM, intake_rules.FactType.CODE, intake_rules.FactType.BOOLEAN})


def of_decisions(*, decisions: Sequence[Decision]) -> list[FactsLine]:
    """Return one analytic line per decision of a real case; known-answer and test cases count nowhere."""
    counted = [one for one in decisions if one.case.kind == "REAL"]
    reasons = {
        one.decision_id: one
        for one in OverrideReason.objects.select_related("reason").filter(decision__in=counted, place=0)
    }
    return [_line(one, reasons.get(one.id)) for one in counted]


def _line(decision: Decision, reason: OverrideReason | None) -> FactsLine:
    recommendation = decision.recommendation
    claimed = decision.claimed_at
    verdict = Verdict.objects.filter(recommendation=recommendation).first()
    return FactsLine(
        decision_id=decision.id,
        system_id=recommendation.system_id,
        case_id=decision.case_id,
        item_id=decision.item_id,
        by_kind=ActorKind(decision.by.kind).value,
        by_id=decision.by_id,
        recommended=recommendation.outcome_code.code,
        decided=decision.outcome_code.code,
        is_override=decision.kind == DecisionKind.OVERRIDDEN,
        direction=decision.direction,
        reason=reason.reason.code if reason else "",
        core_category=reason.core_category if reason else "",
        confidence=recommendation.confidence,
        model_version=recommendation.model_version,
        segment=recommendation.segment,
        stake_minor=recommendation.stake_minor,
        seconds_to_decide=int((decision.decided_at - claimed).total_seconds()) if claimed else None,
        was_escalated=decision.item_id is not None
        and Escalation.objects.filter(item=decision.item_id).exists(),
        is_audit=decision.item_id is not None
        and recommendation.decisions.filter(kind=DecisionKind.AUTOMATIC).exists(),
        sample_share=verdict.sample_share if verdict else None,
        features=_features(decision),
        decided_at=decision.decided_at,
    )


def _features(decision: Decision) -> dict[str, str | None]:
    snapshot = decision.recommendation.snapshot
    opened = intake.open_snapshot(snapshot, subject_id=decision.case.subject_id, now=snapshot.at)
    contract = intake.contract(snapshot.contract)
    values = opened.check.values()
    found: dict[str, str | None] = {"context": opened.check.state.value}
    for spec in contract.specs.values():
        if spec.sensitivity is not intake_rules.Sensitivity.PROTECTED:
            found |= _feature(spec, values)
    return found


def _feature(spec: intake_rules.FactSpec, values: Mapping[str, intake_rules.Value]) -> dict[str, str | None]:
    value = values.get(spec.key)
    if spec.type in _BANDED and spec.bands:
        return {spec.key: intake_rules.band(spec, value)}
    if spec.type in _CODED:
        return {spec.key: None if value is None else str(value).lower()}
    return {}
