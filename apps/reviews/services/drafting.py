"""What reviewers typed: drafts, which outlive leases, conflicts and sessions, and notes, read again."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.reviews import access
from apps.reviews.models import Decision, Draft, OverrideReason, PrincipalReason, ReviewItem
from apps.reviews.services.following import successor
from apps.reviews.states import DecisionKind, ItemState

MAX_DRAFT_BYTES = 48_000  # of UTF-8: a note of 10,000 signs of any script and what reasons ask for


class DraftTooLong(refusals.Invalid):
    code = "draft_too_long"
    sentence = say("This is too long to keep as a draft.")


def save_draft(*, item_id: UUID, body: Mapping[str, str], by: Actor, now: datetime) -> None:
    """Keep what the reviewer typed, sealed under the subject's key; one draft each, no entry.

    On a case whose suggestion was replaced meanwhile it is kept with the newer one, where they go on.

    Raises: refusals.NotVisible, CannotWork, RaisedByYou, DraftTooLong.
    """
    with transactions.verb():
        item = access.visible_items(by).select_related("case").filter(id=item_id).first()
        if item is None:
            raise refusals.NotVisible
        if item.state == ItemState.SUPERSEDED:
            item = successor(item) or item
        access.require_work(by, item)
        if len(json.dumps(dict(body), ensure_ascii=False).encode()) > MAX_DRAFT_BYTES:
            raise DraftTooLong(field="note")
        subject_id = item.case.subject_id
        sealed = vault.seal_for(dict(body), subject_id=subject_id)
        Draft.objects.update_or_create(item=item, by=by, defaults={"sealed": sealed, "saved_at": now})


def keep_again(*, item: ReviewItem, decision: Decision, by: Actor, now: datetime) -> None:
    """Lay what an undone decision said before its maker again, as a draft.

    On an item whose suggestion was replaced meanwhile it is kept with the newer one. Nothing once the subject
    was erased.
    """
    transactions.require()
    if item.state == ItemState.SUPERSEDED:
        item = successor(item) or item
    subject_id = item.case.subject_id
    keys = vault.open_keys([subject_id])
    if subject_id not in keys:
        return
    body = {name: value for name, value in _said(decision, subject_id, keys).items() if value}
    sealed = vault.seal(body, subject_id=subject_id, key=keys[subject_id])
    Draft.objects.update_or_create(item=item, by=by, defaults={"sealed": sealed, "saved_at": now})


def _said(decision: Decision, subject_id: UUID, keys: Mapping[UUID, bytes]) -> dict[str, str]:
    """Return what a decision said under the names of a draft: those of the decision form."""
    said = {
        "note": sealed_text(decision.sealed_note, subject_id=subject_id, keys=keys),
        "sure": decision.sure,
    }
    given = list(OverrideReason.objects.select_related("reason").filter(decision=decision).order_by("place"))
    said |= _told(decision, subject_id, keys)
    if decision.kind != DecisionKind.OVERRIDDEN or not given:
        return {"act": "approve"} | said
    typed = {"act": "override", "outcome": decision.outcome_code.code, "reason": given[0].code}
    for one in given[1:]:
        typed |= {"more": "1", f"also.{one.code}": "1"}
    for one in given:
        if one.sealed_input is not None:
            opened = vault.open_bytes(bytes(one.sealed_input), subject_id=subject_id, key=keys[subject_id])
            typed |= {f"in.{one.code}.{name}": value for name, value in json.loads(opened).items()}
    return typed | said


def _told(decision: Decision, subject_id: UUID, keys: Mapping[UUID, bytes]) -> dict[str, str]:
    """Return the principal reasons as the form names them; no statement where the outcome owes none."""
    if not decision.outcome_code.principal_reasons:
        return {}
    outcome, said = decision.outcome_code.code, dict[str, str]()
    for one in PrincipalReason.objects.filter(decision=decision):
        words = sealed_text(one.sealed_words, subject_id=subject_id, keys=keys)
        said |= {f"owed.{outcome}.{one.code}": "1", f"owed_words.{outcome}.{one.code}": words}
    return said


def draft_of(*, item: ReviewItem, by: Actor, subject_id: UUID) -> dict[str, Any] | None:
    """Return the reviewer's own draft with its time under `saved_at`, or None."""
    draft = Draft.objects.filter(item=item, by=by).first()
    keys = vault.open_keys([subject_id]) if draft else {}
    return opened_draft(draft, subject_id=subject_id, keys=keys)


def opened_draft(
    draft: Draft | None, *, subject_id: UUID, keys: Mapping[UUID, bytes]
) -> dict[str, Any] | None:
    """Return a draft's body with its time under `saved_at`; None without one, or when its key is gone."""
    if draft is None or subject_id not in keys:
        return None
    opened = vault.open_bytes(bytes(draft.sealed), subject_id=subject_id, key=keys[subject_id])
    return {**json.loads(opened), "saved_at": draft.saved_at}


def sealed_text(
    sealed: bytes | memoryview | None, *, subject_id: UUID, keys: Mapping[UUID, bytes] | None = None
) -> str:
    """Return a sealed note, empty when there is none or its subject was erased.

    keys: of `vault.open_keys`, when they were read already.
    """
    if sealed is None:
        return ""
    keys = vault.open_keys([subject_id]) if keys is None else keys
    if subject_id not in keys:
        return ""
    return str(json.loads(vault.open_bytes(sealed, subject_id=subject_id, key=keys[subject_id])))
