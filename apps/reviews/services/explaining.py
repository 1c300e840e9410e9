"""Explanations to the affected person: kept in versions, each in one language."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.intake.models import Case
from apps.reviews import rules
from apps.reviews.access import recourse
from apps.reviews.models import Decision, Explanation


class CannotExplain(refusals.NotAllowed):
    code = "cannot_explain"
    sentence = say("Only whoever works or supervises an inbox of this case writes its explanation.")


class ExplanationEmpty(refusals.Invalid):
    code = "explanation_empty"
    sentence = say(
        "No part of an explanation is empty, and none has more than %(most)s characters.",
        most=rules.MAX_NOTE,
    )


class ExplanationStale(refusals.Stale):
    code = "explanation_stale"
    sentence = say("Somebody wrote another version after you opened this one. Look at it first.")


def explained(*, decision_id: UUID, by: Actor) -> Decision:
    """Return a decision in force that the actor may explain.

    Raises: refusals.NotVisible, access.FirstViewMissing, CannotExplain.
    """
    decision = recourse.explained_decision(by, decision_id)
    if not recourse.may_explain(by, decision):
        raise CannotExplain(permission="work_inbox")
    return decision


def write_explanation(
    *,
    decision: Decision,
    language: str,
    parts: Mapping[str, str],
    is_generated: bool,
    version: int,
    by: Actor,
    now: datetime,
) -> Explanation:
    """Keep one more version of a decision's explanation; the caller has asked `explained`.

    version: the newest one that the caller looked at, 0 when there was none.
    Raises: ExplanationEmpty, ExplanationStale, vault.Erased.
    Writes: Explanation, record `explanation.written`.
    """
    transactions.require()
    said = _said(parts)
    Case.objects.select_for_update(no_key=True).get(id=decision.case_id)
    newest = newest_explanation(decision_id=decision.id, language=language)
    number = newest.number if newest else 0
    if number != version:
        raise ExplanationStale(version=number)
    try:
        row = Explanation.objects.create(
            decision=decision,
            language=language,
            number=number + 1,
            sealed=vault.seal_for(said, subject_id=decision.case.subject_id),
            is_generated=is_generated,
            by=by,
            at=now,
        )
    except IntegrityError as error:  # the database's own guard
        raise ExplanationStale from error
    audit.record(
        "explanation.written",
        on=("decision", decision.id),
        by=by,
        at=now,
        case_id=decision.case_id,
        data={"language": language, "number": row.number, "generated": is_generated},
        rows=[{"explanation": row.id, "words": row.sealed}],
    )
    return row


def _said(parts: Mapping[str, str]) -> dict[str, str]:
    said = {code: parts.get(code, "").strip() for code in rules.EXPLAINED}
    for code, words in said.items():
        if not 1 <= len(words) <= rules.MAX_NOTE:
            raise ExplanationEmpty(field=code)
    return said


def newest_explanation(*, decision_id: UUID, language: str) -> Explanation | None:
    """Return the version that counts, or None while nobody kept one."""
    rows = Explanation.objects.filter(decision=decision_id, language=language).select_related("by")
    return rows.order_by("-number").first()
