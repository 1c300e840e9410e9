"""What a decision says to the analyst: codes and bands, no personal value and no name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef

from apps.accounts.models import ActorKind
from apps.core import statements, vault
from apps.intake import selectors as intake
from apps.intake.models import CaseKind, ContextSnapshot
from apps.measures.rules import dataset
from apps.measures.services import FactsLine
from apps.policy.models import Verdict
from apps.reviews.models import Decision, FactCorrection, FirstView, OverrideReason
from apps.reviews.states import DecisionKind, ItemKind


class _Item(NamedTuple):
    """What had happened to an item; `instead_of`: the held decision that another was made instead of."""

    id: UUID
    kind: str
    was_escalated: bool
    n_questions: int
    n_returns: int
    instead_of: UUID | None


_OF_ITEMS = """
SELECT i.id, i.kind,
  EXISTS (SELECT 1 FROM reviews_escalation e WHERE e.item_id = i.id),
  (SELECT count(*) FROM reviews_question q WHERE q.item_id = i.id),
  (SELECT count(*) FROM reviews_escalation e WHERE e.item_id = i.id AND e.result = 'RETURNED')
    + (SELECT count(*) FROM reviews_approval a WHERE a.item_id = i.id AND a.result = 'RETURNED'),
  (SELECT a.decision_id FROM reviews_approval a WHERE a.item_id = i.id AND a.instead_id = ANY(%s) LIMIT 1)
FROM reviews_reviewitem i WHERE i.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a set of decisions, read once for all of them."""

    reasons: Mapping[UUID, Sequence[OverrideReason]]
    verdicts: Mapping[UUID, tuple[str, Decimal | None]]
    items: Mapping[UUID, _Item]
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
    verdicts = Verdict.objects.filter(recommendation__in=[one.recommendation_id for one in decisions])
    told = verdicts.order_by("number").values_list("recommendation_id", "lane", "sample_share")
    return _Around(
        reasons=_reasons(decisions),
        verdicts={recommendation_id: (lane, share) for recommendation_id, lane, share in told},
        items=_items(decisions, item_ids),
        views=_views(item_ids),
        keys=vault.open_keys([one.case.subject_id for one in decisions]),
        shown=_shown(decisions),
    )


def _reasons(decisions: Sequence[Decision]) -> dict[UUID, list[OverrideReason]]:
    """Read the reasons of decisions, the main one first, and with each the facts that were corrected."""
    wrong = FactCorrection.objects.filter(decision=OuterRef("decision")).order_by("fact").values("fact")
    rows = OverrideReason.objects.select_related("reason").filter(decision__in=decisions)
    found: dict[UUID, list[OverrideReason]] = {}
    for one in rows.order_by("place").annotate(corrected=ArraySubquery(wrong)):
        found.setdefault(one.decision_id, []).append(one)
    return found


def _items(decisions: Sequence[Decision], item_ids: Sequence[UUID]) -> dict[UUID, _Item]:
    if not item_ids:
        return {}
    told = statements.ask(_OF_ITEMS, [[one.id for one in decisions], list(item_ids)])
    return {row[0]: _Item(*row) for row in told}


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
    reasons = around.reasons.get(decision.id, ())
    main = reasons[0] if reasons else None
    lane, share = around.verdicts.get(recommendation.id, ("", None))
    item = around.items.get(decision.item_id) if decision.item_id else None
    view = around.views.get((decision.item_id, decision.by_id)) if decision.item_id else None
    seen = _seen(decision, around)
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
        reason=main.code if main else "",
        core_category=main.core_category if main else "",
        confidence=recommendation.confidence,
        model_version=recommendation.model_version,
        segment=recommendation.segment,
        stake_minor=recommendation.stake_minor,
        seconds_to_decide=int((decision.decided_at - claimed).total_seconds()) if claimed else None,
        was_escalated=item is not None and item.was_escalated,
        is_audit=item is not None and item.kind == ItemKind.AUDIT,
        sample_share=share,
        features=seen.features,
        decided_at=decision.decided_at,
        view_asked=view is not None,
        viewed=view or "",
        kind=decision.kind,
        replaces=decision.reverses_id or (item.instead_of if item else None),
        prompt_version=recommendation.prompt_version,
        policy_id=decision.policy_id,
        lane=lane,
        amount_minor=decision.amount_minor,
        sure=decision.sure,
        arrived_at=recommendation.received_at,
        claimed_at=claimed,
        n_questions=item.n_questions if item else None,
        n_returns=item.n_returns if item else None,
        reasons=[(one.code, one.core_category) for one in reasons],
        corrected=[key for key in getattr(main, "corrected", ()) if key in seen.judged],
        faults=seen.faults,
    )


class _Seen(NamedTuple):
    """The facts that were decided on, as codes and bands, and which of them were at fault in what way."""

    features: dict[str, str | None]
    faults: dict[str, str]
    judged: frozenset[str]


def _seen(decision: Decision, around: _Around) -> _Seen:
    snapshot = around.shown.get(bytes(decision.snapshot_digest)) or decision.recommendation.snapshot
    subject_id = decision.case.subject_id
    opened = intake.open_snapshot(snapshot, subject_id=subject_id, now=snapshot.at, keys=around.keys)
    contract = intake.contract(snapshot.contract)
    values = opened.check.values()
    kept = {one.key: one for one in contract.judged if dataset.may_be_kept(one)}
    judged = frozenset(one.key for one in contract.judged)
    features = {key: dataset.feature(spec, values.get(key)) for key, spec in kept.items()}
    return _Seen(
        features={"context": opened.check.state.value, **features},
        faults={one.fact: one.kind.value for one in opened.check.findings if one.fact in judged},
        judged=judged,
    )
