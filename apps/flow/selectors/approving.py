"""Held decisions: for those who may resolve them, and for who made them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import Actor
from apps.core import refusals, speech, vault
from apps.core.speech import speak, speak_kept
from apps.core.words import say
from apps.flow.selectors import cursors, principal
from apps.flow.selectors.counting import COUNT_TO
from apps.flow.selectors.timeline import under_words
from apps.flow.selectors.walls import AFTER_VIEW
from apps.intake import selectors as intake
from apps.policy import rules as policy_rules
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.access import approving as who_may
from apps.reviews.access import relations
from apps.reviews.models import Approval, Decision
from apps.reviews.services import held_clocks
from apps.reviews.states import ApprovalResult, ApprovalWhy

OWNER = say("The owner")
WHY = {
    ApprovalWhy.OVER_AUTHORITY: say("Above the authority of whoever decided"),
    ApprovalWhy.FOUR_EYES: say("Policy asks for a second person"),
}
EXCLUDED = {
    who_may.DecidedByYou: say("who made the decision"),
    access.RaisedByYou: say("who escalated the case"),
    who_may.PolicyByYou: say("who wrote the policy that judged it"),
    relations.RelatedToYou: say("who has something to do with the person"),
    who_may.StandsInForThem: say("who stands in for one of them"),
}
FATES = {
    ApprovalResult.UPHELD: "upheld",
    ApprovalResult.AMENDED: "amended",
    ApprovalResult.REVERSED: "turned_down",
    ApprovalResult.RETURNED: "returned",
    ApprovalResult.SUPERSEDED: "replaced",
    ApprovalResult.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One held decision. result: empty while it waits. version: of its item, which an answer names.

    is_walled: the case asks the reader for a view first: neither outcome is told. may_not: why the reader
    does not resolve it; empty when they may. instead: the outcome that holds in its place; instead_minor: of
    which amount, where that was amended.
    under: for whom, and under which delegation, it was resolved; empty where the power was their own.
    """

    id: UUID
    item_id: UUID
    decision_id: UUID
    case_ref: str
    title: str
    outcome: str
    outcome_code: str
    recommended: str
    decided_by: str
    decided_at: datetime
    why: str
    why_words: str
    inbox: str
    raised_at: datetime
    due_at: datetime
    is_late: bool
    stake_minor: int | None
    currency: str
    version: int
    result: str
    words: str
    closed_by: str
    closed_at: datetime | None
    instead: str
    instead_minor: int | None
    is_mine: bool
    may_not: str
    is_walled: bool
    under: str
    recommended_code: str

    @property
    def may_resolve(self) -> bool:
        """Say whether the reader may resolve it now, their own view first where that is asked."""
        return not self.result and not self.may_not


@dataclass(frozen=True, slots=True)
class HeldPage:
    rows: list[HeldRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """One held decision with who may never resolve it, as (name, why), and how it was reasoned.

    principal: what the affected person is to be told of why.
    clock: how long it may wait where it is, and who says so, in words; empty once it is resolved.
    """

    row: HeldRow
    excluded: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    note: str
    sure: str
    policy: int
    principal: tuple[str, ...]
    clock: str


def held_list(*, to: Actor, after: str | None, limit: int, now: datetime) -> HeldPage:
    """Return a page of the held decisions that wait for a person, the earliest due first.

    Raises: cursors.BadCursor.
    """
    found = list(_DUE.page(_read(who_may.approvals_for(to, now=now), to), after, limit))
    return HeldPage(
        rows=_rows(found[:limit], to, now),
        next=_DUE.cursor(found[limit - 1]) if len(found) > limit else None,
    )


_DUE = cursors.Order(("due_at", "id"), "tu")


def n_held(*, to: Actor, now: datetime) -> int:
    """Count the held decisions that wait for a person, exactly up to 1,000."""
    return int(who_may.approvals_for(to, now=now)[:COUNT_TO].count())


def held(*, approval_id: UUID, to: Actor, now: datetime) -> Held:
    """Return one held decision, for who made it and where it waits.

    Raises: refusals.NotVisible.
    """
    return _one(who_may.visible_approvals(to).filter(id=approval_id), to, now)


def held_on(*, item_id: UUID, to: Actor, now: datetime) -> Held:
    """Return the last held decision on an item, for who made it and where it waits.

    Raises: refusals.NotVisible.
    """
    rows = who_may.visible_approvals(to).filter(item=item_id)
    return _one(rows.order_by("-raised_at", "-id"), to, now)


def _one(rows: QuerySet[Approval], to: Actor, now: datetime) -> Held:
    found = _read(rows, to).first()
    if found is None:
        raise refusals.NotVisible
    decision = found.decision
    row = _rows([found], to, now)[0]
    hides = row.is_walled and not row.is_mine
    given = () if hides else decision.reasons.select_related("reason").order_by("place")
    subject_id = decision.case.subject_id
    return Held(
        row=row,
        excluded=_excluded(found),
        reasons=tuple(speak_kept(one.text) for one in given),
        note="" if hides else reviews.sealed_text(decision.sealed_note, subject_id=subject_id),
        sure="" if hides else decision.sure,
        policy=decision.policy.number,
        principal=() if hides else principal.of_decisions([decision]).get(decision.id, ()),
        clock="" if found.closed_at else _clock(found),
    )


def _clock(one: Approval) -> str:
    """Say how long a decision is held where it is: by the ladder of the case's policy, else as usual."""
    if one.inbox is None:
        return _("the owner's level: 4 hours, then the owner is told again")
    level = held_clocks.level_of(one.item, one.inbox)
    if level is None:
        return _("4 hours: the policy of this case has no ladder that names this level")
    said = {"clock": speak(policy_rules.clock_in_words(level))}
    return _("%(clock)s, as the ladder of its policy says") % said


def _excluded(approval: Approval) -> tuple[tuple[str, str], ...]:
    """Name who may never resolve it, and why, the decider first."""
    found = who_may.excluded_from(
        approval.item_id, decided_by_id=approval.decided_by_id, policy_id=approval.decision.policy_id
    )
    names = dict(Actor.objects.filter(id__in=found).values_list("id", "name"))
    order = list(EXCLUDED)
    ranked = sorted(found.items(), key=lambda one: (order.index(one[1]), names[one[0]]))
    return tuple((names[who], speak(EXCLUDED[why])) for who, why in ranked)


def _read(rows: Any, to: Actor) -> Any:
    walled = access.is_walled(to, case="decision__case", system="system")
    return rows.annotate(is_walled=walled).select_related(
        "decision__case__subject",
        "decision__outcome_code",
        "decision__by",
        "decision__policy",
        "decision__recommendation__outcome_code",
        "instead__outcome_code",
        "item",
        "inbox",
        "closed_by",
        "delegation__giver",
        "system__owner",
    )


def _rows(found: Sequence[Any], to: Actor, now: datetime) -> list[HeldRow]:
    subjects = [one.decision.case.subject for one in found]
    keys = vault.open_keys([one.id for one in subjects]) if subjects else {}
    return [_row(one, to, keys, now) for one in found]


def _row(one: Any, to: Actor, keys: Mapping[UUID, bytes], now: datetime) -> HeldRow:
    decision, case = one.decision, one.decision.case
    is_mine = one.decided_by_id == to.id
    hides = one.is_walled and not is_mine
    hidden = speak(AFTER_VIEW)
    refusal = None if one.closed_at else who_may.why_not_approve(to, one, now=now)
    return HeldRow(
        id=one.id,
        item_id=one.item_id,
        decision_id=decision.id,
        case_ref=case.case_ref,
        title=intake.subject_name(case.subject, keys=keys) or case.case_ref,
        outcome=hidden if hides else speak_kept(decision.outcome_code.label),
        outcome_code="" if hides else decision.outcome_code.code,
        recommended=hidden if one.is_walled else speak_kept(decision.recommendation.outcome_code.label),
        decided_by=decision.by.name,
        decided_at=decision.decided_at,
        why=one.why,
        why_words=speak(WHY[ApprovalWhy(one.why)]),
        inbox=place_words(one),
        raised_at=one.raised_at,
        due_at=one.due_at,
        is_late=one.is_late,
        stake_minor=decision.amount_minor,
        currency=decision.recommendation.currency,
        version=one.item.version,
        result=one.result,
        words=hidden if hides and one.sealed_why else _words(one, keys),
        closed_by=one.closed_by.name if one.closed_by else "",
        closed_at=one.closed_at,
        instead=hidden if hides and one.instead else instead_words(one),
        instead_minor=None if hides else amended_minor(one),
        is_mine=is_mine,
        may_not=speak(refusal.sentence) if refusal else "",
        is_walled=one.is_walled,
        recommended_code="" if one.is_walled else decision.recommendation.outcome_code.code,
        under=under_words(one.delegation.giver.name, one.delegation.number) if one.delegation else "",
    )


def place_words(one: Approval) -> str:
    """Name whose people may resolve it."""
    return speak_kept(one.inbox.name) if one.inbox else speak(OWNER)


def instead_words(one: Approval) -> str:
    """Name the outcome that holds instead; empty when none does."""
    return speak_kept(one.instead.outcome_code.label) if one.instead else ""


def amended_minor(one: Approval) -> int | None:
    """Return the amount that holds instead, in minor units; None where it stayed."""
    made = one.instead
    return made.amount_minor if made and made.amount_minor != one.decision.amount_minor else None


def _words(one: Approval, keys: Mapping[UUID, bytes]) -> str:
    if one.sealed_why is None:
        return ""
    subject_id = one.decision.case.subject_id
    return reviews.sealed_text(bytes(one.sealed_why), subject_id=subject_id, keys=keys)


@dataclass(frozen=True, slots=True)
class OwnHeld:
    """How far a held decision of one's own got: `fate` in the codes of DecisionRow; empty once in force."""

    id: UUID
    fate: str
    at: datetime
    place: str
    by: str
    words: str
    instead: str
    amount: str = ""  # that holds instead, where it was amended


def of_decisions(decisions: Iterable[Decision]) -> dict[UUID, OwnHeld]:
    """Say of decisions that were held how far they got; asks nothing where none was."""
    ids = [one.id for one in decisions if getattr(one, "approval", None) is not None]
    if not ids:
        return {}
    rows = Approval.objects.filter(decision__in=ids).select_related(
        "decision__case", "inbox", "closed_by", "instead__outcome_code", "system"
    )
    keys = vault.open_keys({one.decision.case.subject_id for one in rows})
    return {one.decision_id: _own(one, keys) for one in rows}


def _own(one: Approval, keys: Mapping[UUID, bytes]) -> OwnHeld:
    amount = amended_minor(one)
    return OwnHeld(
        id=one.id,
        fate=FATES[ApprovalResult(one.result)] if one.result else "held",
        at=one.closed_at or one.raised_at,
        place=place_words(one),
        by=one.closed_by.name if one.closed_by else "",
        words=_words(one, keys),
        instead=instead_words(one),
        amount="" if amount is None else speech.amount(amount, one.system.currency),
    )


NOT_IN_FORCE = frozenset({"held", "amended", "turned_down", "returned", "replaced"})


def words_of(held: OwnHeld) -> str:
    """Say how far a held decision got, that is not in force."""
    said = {"place": held.place, "name": held.by, "outcome": held.instead, "amount": held.amount}
    match held.fate:
        case "held":
            return _("Waits for %(place)s; the business system knows nothing of it yet") % said
        case "amended" if held.amount:
            return _("%(name)s decided %(outcome)s instead, of %(amount)s") % said
        case "amended":
            return _("%(name)s decided %(outcome)s instead") % said
        case "turned_down":
            return _("%(name)s let the suggestion hold: %(outcome)s") % said
        case "returned":
            return _("%(name)s returned the case with a note") % said
    return _("A newer suggestion came before it was resolved")


def sent_back() -> QuerySet[Approval]:
    """Return the last held decision of an outer item, where a second person returned it."""
    last = Approval.objects.filter(item=OuterRef("pk")).order_by("-raised_at", "-id")
    return last.filter(result=ApprovalResult.RETURNED)
