from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from apps.core import bulk, ids, transactions
from apps.delivery import rules
from apps.delivery.models import Delivery
from apps.delivery.states import DeliveryState
from apps.intake.models import Case, CaseKind
from apps.reviews.models import Decision, Release, ReviewItem
from apps.reviews.states import ItemKind


def queue(*, decision: Decision, due_at: datetime, now: datetime) -> Delivery:
    """Put one decision that is in force on its way; see `queue_all`."""
    return queue_all(decisions=[decision], due_at=due_at, now=now)[0]


def queue_all(*, decisions: Sequence[Decision], due_at: datetime, now: datetime) -> list[Delivery]:
    """Put decisions that are in force on their way, inside the release's transaction, in the order given.

    Each gets the next number of its case, or is SKIPPED with the reason why it is never sent. At most four
    statements, however many decisions. The caller wakes `delivery.send_due`.
    """
    transactions.require()
    cases = _locked_cases({decision.case_id for decision in decisions})
    audits = _audits_without_effect(decisions)
    deliveries = [
        _delivery(decision, cases[decision.case_id], audit=audits.get(decision.id), due_at=due_at, now=now)
        for decision in decisions
    ]
    Case.objects.bulk_update(_moved_on(deliveries, cases), ["last_sequence"])
    bulk.insert(deliveries)
    return deliveries


def _locked_cases(case_ids: Iterable[UUID]) -> dict[UUID, Case]:
    """Lock the cases, always in the same order: a number exists only together with all lower ones."""
    rows = Case.objects.filter(id__in=case_ids).select_related("source").order_by("id")
    return {case.id: case for case in rows.select_for_update(of=("self",), no_key=True)}


def _audits_without_effect(decisions: Iterable[Decision]) -> dict[UUID, rules.SkippedWhy]:
    """Find decisions on audits that change nothing for the case, each with why.

    A person left what the machine had decided; or a newer recommendation was decided meanwhile, and a
    judgement about the older one must not be applied over it.
    """
    on_items = {decision.item_id: decision for decision in decisions if decision.item_id}
    if not on_items:
        return {}
    newer = Release.objects.filter(
        decision__case=OuterRef("case"),
        decision__recommendation__system=OuterRef("system"),
        decision__recommendation__number__gt=OuterRef("recommendation__number"),
    )
    audited = ReviewItem.objects.filter(id__in=on_items, kind=ItemKind.AUDIT).values_list(
        "id", F("audits__outcome_code_id"), Exists(newer)
    )
    found: dict[UUID, rules.SkippedWhy] = {}
    for item, code, is_replaced in audited:
        if on_items[item].outcome_code_id == code:
            found[on_items[item].id] = rules.SkippedWhy.AUDIT_AGREES
        elif is_replaced:
            found[on_items[item].id] = rules.SkippedWhy.NEWER_DECISION
    return found


def _delivery(
    decision: Decision, case: Case, *, audit: rules.SkippedWhy | None, due_at: datetime, now: datetime
) -> Delivery:
    why = rules.skipped_why(
        is_real=case.kind == CaseKind.REAL,
        has_address=bool(case.source.delivery_url),
        has_secret=case.source.sealed_secret is not None,
        audit=audit,
    )
    delivery = Delivery(
        id=ids.new(),
        decision=decision,
        source=case.source,
        case_id=case.id,
        due_at=due_at,
        is_filled_in=transactions.tells_past(),
    )
    if why is not None:
        delivery.state, delivery.skipped_why, delivery.closed_at = DeliveryState.SKIPPED, why, now
        return delivery
    case.last_sequence += 1
    delivery.state, delivery.next_attempt_at = DeliveryState.PENDING, due_at
    delivery.sequence = case.last_sequence
    return delivery


def _moved_on(deliveries: Iterable[Delivery], cases: dict[UUID, Case]) -> list[Case]:
    moved = {delivery.case_id for delivery in deliveries if delivery.sequence is not None}
    return [cases[case_id] for case_id in sorted(moved)]
