"""Second reviews for who settles them and who gave an opinion; how far two people agree, nobody named."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak_kept
from apps.flow.selectors import cursors, principal
from apps.flow.selectors.counting import COUNT_TO, up_to
from apps.intake import selectors as intake
from apps.measures import rules as measures
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.access import second_reviews as seconds
from apps.reviews.models import FirstView, SecondReview
from apps.reviews.states import SecondResult, WhyNot

RANDOM = "random"
VIEWS = ("settle", "waiting", "settled", "agreed")
_OLDEST = cursors.Order(("drawn_at", "id"), "tu")
_NEWEST = cursors.Order(("-given_at", "-id"), "tu")
_TO_SETTLE = (SecondResult.DIFFERS, SecondResult.CANNOT_SAY)


@dataclass(frozen=True, slots=True)
class SecondRow:
    """One second review. Outcomes are empty until the second opinion is given; nobody is named.

    why: the code of what drew it. result: empty while it waits. holds, differ_why: empty until it is settled.
    """

    id: UUID
    decision_id: UUID
    item_id: UUID
    case_ref: str
    title: str
    system: str
    inbox: str
    why: str
    drawn_at: datetime
    result: str
    given_at: datetime | None
    first: str
    second: str
    holds: str
    right: str
    differ_why: str
    settled_at: datetime | None
    is_reversed: bool
    version: int


@dataclass(frozen=True, slots=True)
class SecondsPage:
    rows: list[SecondRow]
    next: str | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one of the two said: the outcome, how sure, and their words; who they are stays out of it."""

    outcome: str
    sure: str
    words: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SecondPage:
    """One second review, both opinions side by side, and what whoever settles it may choose.

    words: what was said to both when it was settled. may_reverse: the decision still holds.
    """

    row: SecondRow
    first: Opinion | None
    second: Opinion | None
    words: str
    outcomes: tuple[principal.Instead, ...]
    may_settle: bool
    may_not_because: str
    may_reverse: bool
    may_list: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree on decisions of one AI system that were drawn by chance.

    n_unsaid: second people who could not say. kappa: None under 30 or where all chose one outcome. reasons:
    why they differed, as settled, of every draw: code and count.
    """

    slug: str
    name: str
    share: measures.Share
    n_unsaid: int
    kappa: float | None
    reasons: tuple[tuple[str, int], ...]
    n_first: int
    n_second: int
    n_neither: int


def second_reviews(*, to: Actor, view: str, after: str | None, limit: int) -> SecondsPage:
    """Return a page of the second reviews of inboxes that a person supervises.

    settle: the two differ. waiting: nobody said anything yet. The oldest first; what is over, newest first.
    Raises: cursors.BadCursor.
    """
    mine = _supervised(to)
    order = _NEWEST if view in {"settled", "agreed"} else _OLDEST
    found = list(_read(order.page(_view(mine, view), after, limit)))
    return SecondsPage(
        rows=_rows(found[:limit]),
        next=order.cursor(found[limit - 1]) if len(found) > limit else None,
        counts=_counts(mine, to),
    )


def _counts(mine: QuerySet[SecondReview], to: Actor) -> dict[str, int]:
    """Count every view in one statement, exactly up to 1,000."""
    counted = {f"n_{name}": up_to(_view(mine, name)) for name in VIEWS}
    one = Actor.objects.filter(id=to.id).annotate(**counted).values(*counted).get()
    return {name: one[f"n_{name}"] for name in VIEWS}


def n_to_settle(*, to: Actor) -> int:
    """Count what waits for a person to settle, exactly up to 1,000."""
    return int(_view(_supervised(to), "settle")[:COUNT_TO].count())


def _supervised(to: Actor) -> QuerySet[SecondReview]:
    return SecondReview.objects.filter(inbox__in=accounts.granted_ids(to, "supervise_inbox"))


def _view(rows: QuerySet[SecondReview], view: str) -> QuerySet[SecondReview]:
    if view == "waiting":
        return rows.filter(result="")
    if view == "agreed":
        return rows.filter(result=SecondResult.AGREES)
    return rows.filter(result__in=_TO_SETTLE, settled_at__isnull=view == "settle")


def second_review(*, review_id: UUID, to: Actor) -> SecondPage:
    """Return one second review, for who supervises its inbox, and who gave the second opinion.

    What was decided is told only once the second opinion is given.
    Raises: refusals.NotVisible.
    """
    one = _read(seconds.visible_second_reviews(to).filter(id=review_id)).first()
    if one is None:
        raise refusals.NotVisible
    subject_id = one.decision.case.subject_id
    keys = vault.open_keys([subject_id])
    refusal, supervises = _why_not(one, to), access.may_supervise(to, one.inbox_id)
    return SecondPage(
        row=_row(one, keys) if supervises else replace(_row(one, keys), why=""),
        first=_first(one, keys) if one.given_at else None,
        second=_second(one, keys) if one.given_at else None,
        words=reviews.sealed_text(one.sealed_words, subject_id=subject_id, keys=keys),
        outcomes=principal.instead(system_id=one.system_id) if refusal is None else (),
        may_settle=refusal is None,
        may_not_because=refusal.sentence if refusal and supervises else "",
        may_reverse=refusal is None and _still_holds(one),
        may_list=supervises,
    )


def _why_not(one: SecondReview, to: Actor) -> refusals.Refusal | None:
    try:
        reviews.require_settler(one, by=to)
    except refusals.Refusal as refusal:
        return refusal
    return None


def _still_holds(one: SecondReview) -> bool:
    """Say whether the decision may be reversed: every outcome but its own is allowed then."""
    found = reviews.why_not(decisions=[one.decision], outcome_id=one.decision.outcome_code_id)
    return found.get(one.decision_id) is WhyNot.SAME_OUTCOME


def _first(one: SecondReview, keys: Mapping[UUID, bytes]) -> Opinion:
    decision = one.decision
    words = reviews.sealed_text(decision.sealed_note, subject_id=decision.case.subject_id, keys=keys)
    return Opinion(speak_kept(decision.outcome_code.label), decision.sure, words, decision.decided_at)


def _second(one: SecondReview, keys: Mapping[UUID, bytes]) -> Opinion:
    given = FirstView.objects.get(item=one.item_id, by=one.reviewer_id)
    words = reviews.sealed_text(given.sealed_words, subject_id=one.decision.case.subject_id, keys=keys)
    label = speak_kept(one.outcome_code.label) if one.outcome_code else ""
    return Opinion(label, given.sure, words, given.given_at)


def _read(rows: Any) -> Any:
    return rows.select_related(
        "decision__case__subject", "decision__outcome_code", "decision__recommendation", "outcome_code",
        "right_code", "system", "inbox",
    )  # fmt: skip


def _rows(found: Sequence[SecondReview]) -> list[SecondRow]:
    keys = vault.open_keys([one.decision.case.subject_id for one in found]) if found else {}
    return [_row(one, keys) for one in found]


def _row(one: SecondReview, keys: Mapping[UUID, bytes]) -> SecondRow:
    case, is_given = one.decision.case, one.given_at is not None
    return SecondRow(
        id=one.id,
        decision_id=one.decision_id,
        item_id=one.item_id,
        case_ref=case.case_ref,
        title=intake.subject_name(case.subject, keys=keys) or case.case_ref,
        system=speak_kept(one.system.name),
        inbox=speak_kept(one.inbox.name),
        why=one.why,
        drawn_at=one.drawn_at,
        result=one.result,
        given_at=one.given_at,
        first=speak_kept(one.decision.outcome_code.label) if is_given else "",
        second=speak_kept(one.outcome_code.label) if one.outcome_code else "",
        holds=one.holds,
        right=speak_kept(one.right_code.label) if one.right_code else "",
        differ_why=one.differ_why,
        settled_at=one.settled_at,
        is_reversed=one.reversal_id is not None,
        version=one.version,
    )


def agreements(*, to: Actor) -> list[Agreement]:
    """Say for each AI system whose second reviews a person supervises how far two people agree."""
    given = _supervised(to).exclude(result__in=["", SecondResult.DROPPED])
    rows = given.order_by("system__name", "system__slug")
    counted = rows.values_list(
        "system__slug", "system__name", "why", "decision__outcome_code__code", "outcome_code__code", "holds",
        "differ_why",
    ).annotate(n=Count("id"))  # fmt: skip
    groups = groupby(counted, key=lambda one: one[:2])
    return [_agreement(slug, name, [_Alike(*one[2:]) for one in found]) for (slug, name), found in groups]


class _Alike(NamedTuple):
    """Second reviews of one AI system that are alike."""

    why: str
    first: str
    second: str | None
    holds: str
    differ_why: str
    n: int


def _agreement(slug: str, name: str, found: Sequence[_Alike]) -> Agreement:
    pairs, reasons, holds = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    n_unsaid = 0
    for one in found:
        if one.why == RANDOM and one.second is not None:
            pairs[one.first, one.second] += one.n
        if one.why == RANDOM and one.second is None:
            n_unsaid += one.n
        if one.holds:
            reasons[one.differ_why] += one.n
            holds[one.holds] += one.n
    said = measures.paired(pairs)
    return Agreement(
        slug=slug,
        name=speak_kept(name),
        share=said.share,
        n_unsaid=n_unsaid,
        kappa=said.kappa,
        reasons=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
        n_first=holds["FIRST"],
        n_second=holds["SECOND"],
        n_neither=holds["NEITHER"],
    )
