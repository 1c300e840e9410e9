"""Requests for a reversal: for who asked, and for the supervisors who answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak, speak_kept
from apps.flow.selectors import cursors, principal
from apps.flow.selectors.counting import COUNT_TO
from apps.flow.selectors.walls import AFTER_VIEW
from apps.intake import selectors as intake
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import ReversalRequest

_OLDEST = cursors.Order(("asked_at", "id"), "tu")


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request. result: empty while it waits. is_walled: the case asks the reader for a view first."""

    id: UUID
    decision_id: UUID
    case_ref: str
    title: str
    outcome: str
    outcome_code: str
    decided_by: str
    decided_at: datetime
    asked_at: datetime
    why: str
    result: str
    answer: str
    closed_by: str
    closed_at: datetime | None
    instead: str
    inbox: str
    version: int
    is_mine: bool
    may_answer: bool
    is_walled: bool


@dataclass(frozen=True, slots=True)
class RequestsPage:
    rows: list[RequestRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request with the outcomes that may hold instead."""

    row: RequestRow
    outcomes: tuple[principal.Instead, ...]


@dataclass(frozen=True, slots=True)
class Requested:
    """What became of the last request about one's own decision; result is empty while it waits."""

    id: UUID
    result: str
    answer: str


def reversal_requests(*, to: Actor, after: str | None, limit: int) -> RequestsPage:
    """Return a page of the requests that wait in inboxes which a person supervises, the oldest first.

    Raises: cursors.BadCursor.
    """
    found = list(_OLDEST.page(_read(_waiting(to), to), after, limit))
    return RequestsPage(
        rows=_rows(found[:limit], to),
        next=_OLDEST.cursor(found[limit - 1]) if len(found) > limit else None,
    )


def n_requests(*, to: Actor) -> int:
    """Count the requests that wait for a supervisor, exactly up to 1,000."""
    return int(_waiting(to)[:COUNT_TO].count())


def reversal_request(*, request_id: UUID, to: Actor) -> RequestPage:
    """Return one request, for who asked and who supervises its inbox.

    Raises: refusals.NotVisible.
    """
    found = _read(access.visible_requests(to).filter(id=request_id), to).first()
    if found is None:
        raise refusals.NotVisible
    outcomes = principal.instead(system_id=found.system_id, but=found.decision.outcome_code_id)
    return RequestPage(_rows([found], to)[0], outcomes)


def requested(
    decision_ids: Sequence[UUID], keys: Mapping[UUID, bytes] | None = None
) -> dict[UUID, Requested]:
    """Say of decisions what became of the last request to reverse them; one statement, two with words."""
    rows = list(
        ReversalRequest.objects.filter(decision__in=list(decision_ids))
        .select_related("decision__case")
        .order_by("asked_at", "id")
    )
    subjects = [one.decision.case.subject_id for one in rows if one.sealed_answer is not None]
    opened = keys or (vault.open_keys(subjects) if subjects else {})
    return {one.decision_id: Requested(one.id, one.result, _answer(one, opened)) for one in rows}


def _answer(one: ReversalRequest, keys: Mapping[UUID, bytes]) -> str:
    if one.sealed_answer is None:
        return ""
    return reviews.sealed_text(bytes(one.sealed_answer), subject_id=one.decision.case.subject_id, keys=keys)


def _waiting(to: Actor) -> Any:
    supervised = accounts.granted_ids(to, "supervise_inbox")
    return ReversalRequest.objects.filter(inbox__in=supervised, closed_at=None)


def _read(rows: Any, to: Actor) -> Any:
    walled = access.is_walled(to, case="decision__case", system="system")
    return rows.annotate(is_walled=walled).select_related(
        "decision__case__subject", "decision__outcome_code", "decision__by", "inbox", "closed_by",
        "reversal__outcome_code",
    )  # fmt: skip


def _rows(found: Sequence[Any], to: Actor) -> list[RequestRow]:
    subjects = [one.decision.case.subject for one in found]
    keys = vault.open_keys([one.id for one in subjects]) if subjects else {}
    return [_row(one, to, keys) for one in found]


def _row(one: Any, to: Actor, keys: Mapping[UUID, bytes]) -> RequestRow:
    decision, case = one.decision, one.decision.case
    is_mine, is_walled = one.asked_by_id == to.id, one.is_walled
    why = reviews.sealed_text(bytes(one.sealed_why), subject_id=case.subject_id, keys=keys)
    return RequestRow(
        id=one.id,
        decision_id=decision.id,
        case_ref=case.case_ref,
        title=intake.subject_name(case.subject, keys=keys) or case.case_ref,
        outcome=speak(AFTER_VIEW) if is_walled and not is_mine else speak_kept(decision.outcome_code.label),
        outcome_code="" if is_walled and not is_mine else decision.outcome_code.code,
        decided_by=decision.by.name,
        decided_at=decision.decided_at,
        asked_at=one.asked_at,
        why=speak(AFTER_VIEW) if is_walled and not is_mine else why,
        result=one.result,
        answer=speak(AFTER_VIEW) if is_walled and one.sealed_answer else _answer(one, keys),
        closed_by=one.closed_by.name if one.closed_by else "",
        closed_at=one.closed_at,
        instead="" if is_walled or one.reversal is None else speak_kept(one.reversal.outcome_code.label),
        inbox=speak_kept(one.inbox.name),
        version=one.version,
        is_mine=is_mine,
        may_answer=not one.result
        and not is_mine
        and not is_walled
        and access.may_supervise(to, one.inbox_id),
        is_walled=is_walled,
    )
