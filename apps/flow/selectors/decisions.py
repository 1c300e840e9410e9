"""One's own decisions and what became of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import Actor
from apps.core import clock, refusals
from apps.core.speech import speak, speak_kept
from apps.core.words import say
from apps.delivery import selectors as delivery
from apps.delivery.models import Delivery, Receipt
from apps.delivery.states import DeliveryState
from apps.flow.selectors import approving, correcting, cursors, principal, proofs, words
from apps.flow.selectors.correcting import CorrectionRow
from apps.flow.selectors.counting import up_to
from apps.flow.selectors.proofs import Proof
from apps.flow.selectors.reversal_requests import Requested, requested
from apps.intake import selectors as intake
from apps.measures import selectors as measures
from apps.measures.models import Outcome
from apps.reviews import access
from apps.reviews.access import second_reviews as seconds
from apps.reviews.models import Approval, Decision, Release, ReviewItem, SecondReview
from apps.reviews.states import DecisionKind, ItemState

VIEWS = ("all", "held", "unsent", "refused", "overdue", "sent", "reversed")
KINDS = ("agreed", "overruled")
_SKIPPED = {
    "audit_agrees": say("You agreed with what the AI had decided; nothing to send"),
    "newer_decision": say("A newer suggestion was decided meanwhile; that decision stands"),
    "no_delivery_address": say("No business system is connected"),
    "no_signing_secret": say("The business system has no signing secret"),
    "not_a_real_case": say("Not a real case"),
}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision.

    is_walled: the case asks the reader for a view before advice again: nothing tells how they differed.
    `fate` is undo_open, held, amended, turned_down, returned, replaced, pending, sent, applied, refused,
    overdue, skipped, withdrawn or reversed. held: how far it got with a second person, where it needed one.
    """

    id: UUID
    case_id: UUID
    case_ref: str
    title: str
    outcome_label: str
    recommended_label: str
    kind: str
    direction: str
    reason_text: str
    decided_at: datetime
    fate: str
    fate_at: datetime | None
    fate_words: str
    undo_until: datetime
    outcome_words: str
    proof: Proof
    sure: str
    in_force_at: datetime | None
    sent_at: datetime | None
    is_filled_in: bool
    answered_at: datetime | None
    is_walled: bool
    more_reasons: tuple[str, ...] = ()
    principal_reasons: tuple[str, ...] = ()  # what the affected person is told of why
    corrections: tuple[CorrectionRow, ...] = ()
    requested: Requested | None = None
    second_id: UUID | None = None  # the second review of it, once that is over
    second_holds: str = ""  # empty: a second person agrees; else which was right, as a third settled it
    held: approving.OwnHeld | None = None
    may_request: bool = False  # it holds, and no reversal is asked for


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    rows: list[DecisionRow]
    next: str | None
    counts: dict[str, int]


def my_decisions(
    *,
    to: Actor,
    after: str | None,
    limit: int,
    now: datetime,
    view: str = "all",
    kind: str = "",
    among: Collection[UUID] | None = None,
) -> DecisionsPage:
    """Return a page of the person's own decisions, newest first; nobody else's.

    kind: agreed or overruled. among: only these. Counts are those of the views, before both.
    Raises: cursors.BadCursor.
    """
    own = access.own_decisions(to)
    wanted = _view(own, view)
    if kind in KINDS:
        approved = DecisionKind.APPROVED
        wanted = wanted.exclude(_is_walled(to))
        wanted = wanted.filter(kind=approved) if kind == "agreed" else wanted.exclude(kind=approved)
    if among is not None:
        wanted = wanted.filter(id__in=among)
    rows = list(_with_all(cursors.DECIDED.page(wanted, after, limit), to))
    shown = rows[:limit]
    return DecisionsPage(
        rows=_rows(shown, now),
        next=cursors.DECIDED.cursor(shown[-1]) if len(rows) > limit else None,
        counts=_counts(own, to),
    )


def my_decision(*, decision_id: UUID, to: Actor, now: datetime) -> DecisionRow:
    """Return one of the person's own decisions.

    Raises: refusals.NotVisible.
    """
    found = list(_with_all(access.own_decisions(to).filter(id=decision_id), to))
    if not found:
        raise refusals.NotVisible
    return _rows(found, now)[0]


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """What was decided last on an item, by whom, and what became of it, in the codes of DecisionRow."""

    by_name: str
    is_own: bool
    outcome_label: str
    decided_at: datetime
    fate: str
    fate_at: datetime | None
    fate_words: str


def of_item(*, item: ReviewItem, to: Actor, now: datetime) -> ItemDecision | None:
    """Return the last decision on a decided item; None while it would tell of advice that is hidden."""
    if item.state not in {ItemState.DECIDED, ItemState.HELD}:
        return None
    rows = Decision.objects.filter(item_id=item.id).annotate(is_walled=_is_walled(to))
    one = (
        rows.select_related(
            "by", "outcome_code", "release", "withdrawal", "reversed_by__decision__by", "delivery", "approval"
        )
        .order_by("-decided_at", "-id")
        .first()
    )
    if one is None or one.is_walled:
        return None
    found = getattr(one, "delivery", None)
    sent = {one.id: found} if found else {}
    receipts = _last_receipts(sent) if sent else {}
    details = delivery.details_of(receipts.values()) if receipts else {}
    told = _Told({}, sent, receipts, details, {}, held=approving.of_decisions([one]))
    fate, fate_at, fate_words = fate_of(one, told, now)
    return ItemDecision(
        one.by.name,
        one.by_id == to.id,
        speak_kept(one.outcome_code.label),
        one.decided_at,
        fate,
        fate_at,
        fate_words,
    )


def _is_walled(to: Actor) -> Exists:
    return access.is_walled(to, case="case", system="recommendation__system")


def _with_all(rows: QuerySet[Decision], to: Actor) -> QuerySet[Any]:
    return (
        rows.annotate(
            is_walled=_is_walled(to),
            second_id=Subquery(_over(to).values("id")),
            second_holds=Subquery(_over(to).values("holds")),
        )
        .select_related(
            "case__subject",
            "outcome_code",
            "recommendation__outcome_code",
            "recommendation__system",
            "release",
            "withdrawal",
            "reversed_by__decision__by",
            "approval",
        )
        .prefetch_related("reasons__reason")
    )


def _over(to: Actor) -> QuerySet[SecondReview]:
    return seconds.visible_second_reviews(to).filter(decision=OuterRef("pk"), decided_by=to)


def _rows(shown: Sequence[Any], now: datetime) -> list[DecisionRow]:
    sent = delivery.of_decisions([one.id for one in shown])
    receipts = _last_receipts(sent)
    told = _Told(
        names=intake.subject_names([one.case.subject for one in shown]),
        sent=sent,
        receipts=receipts,
        details=delivery.details_of(receipts.values()),
        outcomes=measures.outcome_of_cases([one.case_id for one in shown]),
        requested=requested([one.id for one in shown]),
        held=approving.of_decisions(shown),
        principal=principal.of_decisions(shown),
        corrections=correcting.of_decisions([one.id for one in shown if _may_correct(one)]),
    )
    return [
        _hidden(row) if one.is_walled else row
        for one, row in ((each, _row(each, told, now)) for each in shown)
    ]


def _may_correct(one: Decision) -> bool:
    return one.kind == DecisionKind.OVERRIDDEN or one.amount_minor != one.recommendation.stake_minor


def _hidden(row: DecisionRow) -> DecisionRow:
    """Leave out whatever tells how a decision stands to the AI's suggestion."""
    return replace(
        row,
        recommended_label="",
        kind="",
        direction="",
        reason_text="",
        more_reasons=(),
        principal_reasons=(),
        corrections=(),
        held=None,
        proof=Proof("none"),
        is_walled=True,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What was read for a page of decisions at once."""

    names: Mapping[UUID, str]
    sent: Mapping[UUID, Delivery]
    receipts: Mapping[UUID, Receipt]
    details: Mapping[UUID, str]
    outcomes: Mapping[tuple[UUID, str], Outcome]
    corrections: Mapping[UUID, list[CorrectionRow]] = field(default_factory=dict)
    requested: Mapping[UUID, Requested] = field(default_factory=dict)
    held: Mapping[UUID, approving.OwnHeld] = field(default_factory=dict)
    principal: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)


_STATES = {"sent": DeliveryState.SENT, "refused": DeliveryState.REFUSED, "overdue": DeliveryState.OVERDUE}


def _view(own: QuerySet[Decision], view: str) -> QuerySet[Decision]:
    """Narrow to a view from its small side: what waits, is unsettled or was reversed is found by index."""
    if view == "held":
        return own.filter(id__in=Approval.objects.filter(closed_at=None).values("decision"))
    if view == "unsent":
        undoable = ReviewItem.objects.filter(pending_decision__isnull=False).exclude(state=ItemState.HELD)
        pending = undoable.values("pending_decision")
        return own.filter(id__in=pending.union(_unsettled(DeliveryState.PENDING), all=True))
    if view == "reversed":
        return own.filter(id__in=Release.objects.filter(reverses__isnull=False).values("reverses"))
    return own.filter(id__in=_unsettled(_STATES[view])) if view in _STATES else own


def _unsettled(state: DeliveryState) -> QuerySet[Any]:
    return Delivery.objects.filter(state=state).values("decision")


def _counts(own: QuerySet[Decision], to: Actor) -> dict[str, int]:
    """Every view's count in one statement; exact up to 1,000."""
    counted = {f"n_{view}": up_to(_view(own, view)) for view in VIEWS}
    one = Actor.objects.filter(id=to.id).annotate(**counted).values(*counted).get()
    return {view: one[f"n_{view}"] for view in VIEWS}


def _last_receipts(sent: Mapping[UUID, Delivery]) -> dict[UUID, Receipt]:
    rows = (
        Receipt.objects.filter(delivery__in=[one.id for one in sent.values()])
        .select_related("delivery__decision__case")
        .order_by("received_at")
    )
    return {one.delivery_id: one for one in rows}


def _row(one: Any, told: _Told, now: datetime) -> DecisionRow:
    outcome = told.outcomes.get((one.case_id, proofs.measure_of(one)))
    fate, fate_at, fate_words = fate_of(one, told, now)
    sent = told.sent.get(one.id)
    receipt = told.receipts.get(sent.id) if sent else None
    asked = told.requested.get(one.id)
    given = sorted(one.reasons.all(), key=lambda reason: reason.place)
    return DecisionRow(
        id=one.id,
        case_id=one.case_id,
        case_ref=one.case.case_ref,
        title=told.names.get(one.case.subject_id, "") or one.case.case_ref,
        outcome_label=speak_kept(one.outcome_code.label),
        recommended_label=speak_kept(one.recommendation.outcome_code.label),
        kind=one.kind,
        direction=one.direction,
        reason_text=speak_kept(given[0].text) if given else "",
        more_reasons=tuple(speak_kept(reason.text) for reason in given[1:]),
        principal_reasons=told.principal.get(one.id, ()),
        corrections=tuple(told.corrections.get(one.id, ())),
        decided_at=one.decided_at,
        fate=fate,
        fate_at=fate_at,
        fate_words=fate_words,
        undo_until=one.undo_until,
        outcome_words=words.outcome(outcome) if outcome else "",
        proof=proofs.proof_of(one, outcome, stands=fate not in {"withdrawn", "reversed"}, now=now),
        sure=one.sure,
        second_id=one.second_id,
        second_holds=one.second_holds or "",
        in_force_at=sent.due_at if sent else None,
        sent_at=sent.sent_at if sent else None,
        is_filled_in=bool(sent and sent.is_filled_in),
        answered_at=receipt.at if receipt else None,
        is_walled=False,
        requested=asked,
        held=told.held.get(one.id),
        may_request=bool(sent)
        and one.item_id is not None
        and fate not in {"withdrawn", "reversed"}
        and (asked is None or bool(asked.result)),
    )


def fate_of(one: Decision, told: _Told, now: datetime) -> tuple[str, datetime | None, str]:
    """Return what became of a decision: code, when, and a detail in words."""
    sent = told.sent.get(one.id)
    held = told.held.get(one.id)
    if held is not None and held.fate in approving.NOT_IN_FORCE:
        return held.fate, held.at, approving.words_of(held)
    withdrawal = getattr(one, "withdrawal", None)
    if withdrawal is not None:
        return "withdrawn", withdrawal.at, _("Undone before it was sent")
    reversal = getattr(one, "reversed_by", None)
    if reversal is not None:
        return "reversed", reversal.at, _("By %(name)s") % {"name": reversal.decision.by.name}
    if sent is None and one.decided_at == clock.NOT_RECORDED:
        return "brought_in", None, _("Decided and carried out before ReviewHub")
    if sent is None:
        is_open = one.undo_until > now
        return ("undo_open", None, "") if is_open else ("pending", None, _("In force in a moment"))
    receipt = told.receipts.get(sent.id)
    return _fate_of_delivery(sent, receipt, told.details.get(receipt.id, "") if receipt else "")


def _fate_of_delivery(
    sent: Delivery, receipt: Receipt | None, detail: str
) -> tuple[str, datetime | None, str]:
    fate, at, said = _said_of_delivery(sent, receipt, detail)
    if not sent.is_filled_in or fate == "skipped":
        return fate, at, said
    if fate == "pending":
        return fate, at, _("%(said)s: the past is being filled in") % {"said": said}
    later = _("sent when the past was filled in")
    return fate, at, f"{said}; {later}" if said else later


def _said_of_delivery(
    sent: Delivery, receipt: Receipt | None, detail: str
) -> tuple[str, datetime | None, str]:
    state = DeliveryState(sent.state)
    if state is DeliveryState.PENDING:
        return "pending", None, _tried(sent.attempt)
    if state is DeliveryState.SENT:
        return "sent", sent.sent_at, _("The business system has not confirmed it yet")
    if state is DeliveryState.OVERDUE:
        return "overdue", sent.receipt_due_at, _("No confirmation in time; the owner was told")
    if state is DeliveryState.SKIPPED:
        return "skipped", sent.closed_at, speak(_SKIPPED.get(sent.skipped_why, sent.skipped_why))
    at = receipt.at if receipt else sent.closed_at
    if state is DeliveryState.REFUSED:
        return "refused", at, words.refusal(receipt.code if receipt else "", detail)
    return "applied", at, receipt.reference if receipt else ""


def _tried(attempt: int) -> str:
    if not attempt:
        return _("Waits to be sent")
    tried = ngettext("Tried once, tried again soon", "Tried %(n)s times, tried again soon", attempt)
    return tried % {"n": attempt}
