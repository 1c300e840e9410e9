"""What a decision says to the analyst: codes and bands, no personal value and no name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import models

from apps.accounts.models import ActorKind
from apps.core import vault
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import CaseKind, ContextSnapshot
from apps.measures.services import FactsLine
from apps.policy.models import Verdict
from apps.reviews.models import Decision, Escalation, FirstView, OverrideReason, ReviewItem
from apps.reviews.states import DecisionKind, ItemKind

_BANDED = frozenset(
    {
        intake_rules.FactType.INTEGER,
        intake_rules.FactType.DECIMAL,
        intake_rules.FactType.MONEY,
    }
)
_CODED = frozenset({intake_rules.FactType.ENUM, intake_rules.FactType.CODE, intake_rules.FactType.BOOLEAN})


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a set of decisions, read once for all of them."""

    reasons: Mapping[UUID, OverrideReason]
    shares: Mapping[UUID, Decimal | None]
    escalated: frozenset[UUID]
    audits: frozenset[UUID]
    views: Mapping[tuple[UUID, UUID], str]
    keys: Mapping[UUID, bytes]
    shown: Mapping[bytes, ContextSnapshot]


def of_decisions(*, decisions: Sequence[Decision]) -> list[FactsLine]:
    """Return one analytic line per decision of a real case; known-answer and test cases count nowhere."""
    models.prefetch_related_objects(decisions, "case", "by")
    counted = [one for one in decisions if one.case.kind == CaseKind.REAL]
    around = _around(counted)
    return [_line(one, around) for one in counted]


def _around(decisions: Sequence[Decision]) -> _Around:
    item_ids = [one.item_id for one in decisions if one.item_id]
    reasons = OverrideReason.objects.select_related("reason").filter(decision__in=decisions, place=0)
    about = [one.recommendation_id for one in decisions]
    verdicts = Verdict.objects.filter(recommendation__in=about).order_by("number")
    audits = ReviewItem.objects.filter(id__in=item_ids, kind=ItemKind.AUDIT)
    return _Around(
        reasons={one.decision_id: one for one in reasons},
        shares=dict(verdicts.values_list("recommendation_id", "sample_share")),
        escalated=frozenset(Escalation.objects.filter(item__in=item_ids).values_list("item_id", flat=True)),
        audits=frozenset(audits.values_list("id", flat=True)),
        views=_views(item_ids),
        keys=vault.open_keys([one.case.subject_id for one in decisions]),
        shown=_shown(decisions),
    )


def _views(item_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], str]:
    """Read what was said of items before the suggestion was seen: by item and person, an outcome code."""
    if not item_ids:
        return {}
    rows = FirstView.objects.filter(item__in=item_ids).values_list("item_id", "by_id", "outcome_code__code")
    return {(item_id, by_id): code or "" for item_id, by_id, code in rows}


def _shown(decisions: Sequence[Decision]) -> dict[bytes, ContextSnapshot]:
    """Read the snapshots that lay before whoever decided, where facts had changed since the suggestion."""
    later = [
        one for one in decisions if bytes(one.snapshot_digest) != bytes(one.recommendation.snapshot.digest)
    ]
    if not later:
        return {}
    rows = ContextSnapshot.objects.select_related("contract").filter(
        case__in=[one.case_id for one in later], digest__in=[one.snapshot_digest for one in later]
    )
    return {bytes(row.digest): row for row in rows}


def _line(decision: Decision, around: _Around) -> FactsLine:
    recommendation = decision.recommendation
    claimed = decision.claimed_at
    reason = around.reasons.get(decision.id)
    view = around.views.get((decision.item_id, decision.by_id)) if decision.item_id else None
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
        reason=reason.code if reason else "",
        core_category=reason.core_category if reason else "",
        confidence=recommendation.confidence,
        model_version=recommendation.model_version,
        segment=recommendation.segment,
        stake_minor=recommendation.stake_minor,
        seconds_to_decide=int((decision.decided_at - claimed).total_seconds()) if claimed else None,
        was_escalated=decision.item_id in around.escalated,
        is_audit=decision.item_id in around.audits,
        sample_share=around.shares.get(recommendation.id),
        features=_features(decision, around),
        decided_at=decision.decided_at,
        view_asked=view is not None,
        viewed=view or "",
    )


def _features(decision: Decision, around: _Around) -> dict[str, str | None]:
    snapshot = around.shown.get(bytes(decision.snapshot_digest)) or decision.recommendation.snapshot
    subject_id = decision.case.subject_id
    opened = intake.open_snapshot(snapshot, subject_id=subject_id, now=snapshot.at, keys=around.keys)
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
