"""Appeals: who waits for an answer, one of them with what that needs, and how often something changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak, speak_kept
from apps.flow.selectors import cursors, explaining, principal
from apps.flow.selectors.counting import COUNT_TO
from apps.flow.selectors.walls import AFTER_VIEW
from apps.intake import selectors as intake
from apps.measures import rules as measures
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.access import recourse
from apps.reviews.models import Appeal, Decision, ReviewItem
from apps.reviews.services import barring
from apps.reviews.states import ItemKind, ItemState

OPEN, ANSWERED = "open", "answered"
VIEWS = (OPEN, ANSWERED)
_DUE = cursors.Order(("due_at", "id"), "tu")
_DONE = cursors.Order(("-closed_at", "-id"), "tu")


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One appeal. result: empty while it waits. is_late: its time passed before it was answered.

    is_walled: the case asks the reader for a view first, so neither outcome nor words are there.
    told_at: when the business system took the answer; told: PENDING, SENT or SKIPPED, else empty.
    """

    id: UUID
    item_id: UUID
    decision_id: UUID
    case_ref: str
    title: str
    kind: str
    came_by: str
    external_ref: str
    outcome: str
    outcome_code: str
    decided_at: datetime
    registered_at: datetime
    due_at: datetime
    words: str
    result: str
    answer: str
    answered_by: str
    closed_at: datetime | None
    instead: str
    instead_code: str
    reversal_id: UUID | None
    holder: str
    version: int
    item_version: int
    token: int
    is_late: bool
    is_mine: bool
    is_walled: bool
    told: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How appeals about one AI system ended. changed: the share after which another outcome holds."""

    system: str
    slug: str
    n_open: int
    n_late: int
    n_answered: int
    n_changed: int
    n_partly: int
    changed: measures.Share


@dataclass(frozen=True, slots=True)
class AppealsPage:
    rows: list[AppealRow]
    next: str | None
    n_open: int
    counted: list[Counted]


@dataclass(frozen=True, slots=True)
class ChainRow:
    """Somebody who had a part in what is contested: what, as a code of ChainPart."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class AppealPage:
    """One appeal with what its answer needs. outcomes: that may hold instead.

    may_take: it is free, and the reader may answer it. may_not: why the reader may not, in a sentence.
    held_until: of the reader's own lease.
    """

    row: AppealRow
    system: str
    organisation: str
    explained: explaining.ExplanationPage
    chain: tuple[ChainRow, ...]
    outcomes: tuple[principal.Instead, ...]
    may_take: bool
    may_answer: bool
    may_withdraw: bool
    may_not: str


def appeals(*, to: Actor, view: str, after: str | None, limit: int, now: datetime) -> AppealsPage:
    """Return a page of the appeals that a person sees: those that wait, the first due first, or the answered.

    Raises: cursors.BadCursor.
    """
    seen = recourse.visible_appeals(to)
    order = _DUE if view == OPEN else _DONE
    found = list(order.page(_read(seen.filter(closed_at__isnull=view == OPEN), to), after, limit))
    return AppealsPage(
        rows=_rows(found[:limit], to, now),
        next=order.cursor(found[limit - 1]) if len(found) > limit else None,
        n_open=int(seen.filter(closed_at=None)[:COUNT_TO].count()),
        counted=counted(to=to, now=now),
    )


def counted(*, to: Actor, now: datetime) -> list[Counted]:
    """Count how appeals ended, by AI system; no name is in it. For who answers, owns, analyses or audits."""
    named = ("analyse_system", "audit_system")
    systems = frozenset[UUID]().union(*(accounts.granted_ids(to, one) for one in named))
    visible = Q(system__in=systems) | Q(system__owner__actor=to) | Q(inbox__in=access.inbox_ids(to))
    rows = (
        Appeal.objects.filter(visible)
        .exclude(result="WITHDRAWN")
        .order_by("system__slug")
        .values("system__slug", "system__name")
        .annotate(
            n_open=Count("id", filter=Q(closed_at=None)),
            n_late=Count("id", filter=Q(closed_at=None, due_at__lte=now) | Q(closed_at__gt=F("due_at"))),
            n_answered=Count("id", filter=Q(closed_at__isnull=False)),
            n_changed=Count("id", filter=Q(reversal__isnull=False)),
            n_partly=Count("id", filter=Q(result="PARTLY")),
        )
    )
    return [
        Counted(
            system=speak_kept(one["system__name"]),
            slug=one["system__slug"],
            n_open=one["n_open"],
            n_late=one["n_late"],
            n_answered=one["n_answered"],
            n_changed=one["n_changed"],
            n_partly=one["n_partly"],
            changed=measures.share(one["n_answered"], one["n_changed"]),
        )
        for one in rows
    ]


def appeal_page(*, appeal_id: UUID, to: Actor, language: str, now: datetime) -> AppealPage:
    """Return one appeal for who sees it.

    Raises: refusals.NotVisible, access.FirstViewMissing.
    """
    found = _read(recourse.visible_appeals(to).filter(id=appeal_id), to).first()
    if found is None:
        raise refusals.NotVisible
    if found.is_walled:
        raise access.FirstViewMissing
    (row,) = _rows([found], to, now)
    refusal = access.why_not(to, found.item, ())
    is_open = found.closed_at is None
    return AppealPage(
        row=row,
        system=speak_kept(found.system.name),
        organisation=found.decision.case.source.organisation.name,
        explained=explaining.shown(found.decision, (), language=language),
        chain=_chain(found),
        outcomes=principal.instead(system_id=found.system_id, but=found.decision.outcome_code_id),
        may_take=is_open and refusal is None and not row.holder,
        may_answer=is_open and refusal is None and row.is_mine,
        may_withdraw=is_open and recourse.may_withdraw(to, found),
        may_not=speak(refusal.sentence) if is_open and refusal is not None else "",
    )


def _chain(appeal: Appeal) -> tuple[ChainRow, ...]:
    parts = dict.fromkeys(appeal.chain, "") | {
        one: part.value for one, part in barring.chain_of(appeal.decision).items()
    }
    if appeal.closed_by_id:  # whoever answered it is of the chain only since then
        parts.pop(appeal.closed_by_id, "")
    names = Actor.objects.filter(id__in=parts, kind="PERSON").values_list("id", "name")
    return tuple(ChainRow(name, parts[actor_id]) for actor_id, name in names.order_by("name"))


def of_case(*, case_ref: str, to: Actor) -> list[tuple[UUID, str, str]]:
    """Return the appeals of a case that the reader sees: (id, kind, result), oldest first."""
    rows = recourse.visible_appeals(to).filter(
        case__case_ref=case_ref, case__source__organisation=to.organisation_id
    )
    return list(rows.order_by("registered_at", "id").values_list("id", "kind", "result"))


def of_item(item: ReviewItem, *, to: Actor) -> UUID | None:
    """Return the appeal that an item is for, if the reader sees it; asks for none of another kind."""
    if item.kind != ItemKind.APPEAL:
        return None
    rows = recourse.visible_appeals(to).filter(item=item)
    return rows.values_list("id", flat=True).first()


def contestable(*, decision_id: UUID, to: Actor) -> tuple[Decision, bool]:
    """Return a decision that the reader may see explained, and whether they may write down an appeal of it.

    Raises: refusals.NotVisible, access.FirstViewMissing.
    """
    decision = recourse.explained_decision(to, decision_id)
    return decision, recourse.may_explain(to, decision)


def _read(rows: QuerySet[Appeal], to: Actor) -> QuerySet[Any]:
    walled = access.is_walled(to, case="case", system="system")
    return rows.annotate(is_walled=walled).select_related(
        "decision__case__subject", "decision__case__source__organisation", "decision__outcome_code",
        "decision__by", "decision__release", "decision__reverses__outcome_code",
        "decision__recommendation__outcome_code", "decision__recommendation__system__owner",
        "decision__recommendation__snapshot__contract", "item__holder", "system", "closed_by",
        "reversal__outcome_code", "answer_delivery",
    )  # fmt: skip


def _rows(found: Sequence[Any], to: Actor, now: datetime) -> list[AppealRow]:
    subjects = [one.decision.case.subject for one in found]
    keys = vault.open_keys([one.id for one in subjects]) if subjects else {}
    return [_row(one, to, keys, now) for one in found]


def _row(one: Any, to: Actor, keys: Mapping[UUID, bytes], now: datetime) -> AppealRow:
    decision, item, hidden = one.decision, one.item, speak(AFTER_VIEW)
    case, is_walled = decision.case, one.is_walled
    instead = one.reversal.outcome_code if one.reversal and not is_walled else None
    sent = getattr(one, "answer_delivery", None)  # none while it waits, or where it was withdrawn
    is_held = item.state == ItemState.CLAIMED and item.held_until is not None and item.held_until > now
    return AppealRow(
        id=one.id,
        item_id=item.id,
        decision_id=decision.id,
        case_ref=case.case_ref,
        title=intake.subject_name(case.subject, keys=keys) or case.case_ref,
        kind=one.kind,
        came_by=one.came_by,
        external_ref=one.external_ref,
        outcome=hidden if is_walled else speak_kept(decision.outcome_code.label),
        outcome_code="" if is_walled else decision.outcome_code.code,
        decided_at=decision.decided_at,
        registered_at=one.registered_at,
        due_at=one.due_at,
        words=hidden if is_walled else _opened(one.sealed_words, case, keys),
        result="" if is_walled else one.result,
        answer=hidden if is_walled and one.sealed_answer else _opened(one.sealed_answer, case, keys),
        answered_by=one.closed_by.name if one.closed_by else "",
        closed_at=one.closed_at,
        instead=speak_kept(instead.label) if instead else "",
        instead_code=instead.code if instead else "",
        reversal_id=one.reversal_id if instead else None,
        holder=item.holder.name if is_held and item.holder else "",
        version=one.version,
        item_version=item.version,
        token=item.token if item.holder_id == to.id else 0,
        is_late=(one.closed_at or now) >= one.due_at,
        is_mine=is_held and item.holder_id == to.id,
        is_walled=is_walled,
        told=sent.state if sent else "",
        told_at=sent.sent_at if sent else None,
    )


def _opened(sealed: bytes | None, case: Any, keys: Mapping[UUID, bytes]) -> str:
    return reviews.sealed_text(sealed, subject_id=case.subject_id, keys=keys) if sealed else ""
