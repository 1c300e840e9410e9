"""Recourse of the affected person: a decision is explained, contested, and looked at by somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from apps.accounts import access as accounts
from apps.accounts import selectors as people
from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.core.wake import wake
from apps.delivery import services as delivery
from apps.flow.selectors import explained_facts, explaining
from apps.flow.selectors import rollbacks as selectors
from apps.flow.services import compensating
from apps.intake.models import CaseKind
from apps.notify import services as notify
from apps.reviews import services as reviews
from apps.reviews.access import recourse
from apps.reviews.models import Appeal, ContestLink, Decision, Explanation
from apps.reviews.rules import Principal
from apps.reviews.services import contesting, linking
from apps.reviews.services import explaining as explanations
from apps.reviews.states import CameBy

NothingFits = linking.NothingFits
CannotExplain = explanations.CannotExplain


@dataclass(frozen=True, slots=True)
class Issued:
    """An explanation that was given out with a link to contest. `token` is seen only now.

    asks_for: what whoever opens it must know beside the case's reference, in the explanation's language.
    """

    decision_id: UUID
    language: str
    number: int
    expires_at: datetime
    asks_for: str
    token: str


def write_explanation(
    *, decision_id: UUID, language: str, parts: Mapping[str, str], version: int, by: Actor, now: datetime
) -> Explanation:
    """Keep one more version of a decision's explanation, as somebody edited it.

    Raises: as explanations.explained, explanations.write_explanation.
    """
    with transactions.verb():
        decision = explanations.explained(decision_id=decision_id, by=by)
        page = explaining.shown(decision, (), language=language)
        is_generated = {one.code: one.text for one in page.parts} == {
            code: words.strip() for code, words in parts.items()
        }
        return explanations.write_explanation(
            decision=decision,
            language=language,
            parts=parts,
            is_generated=is_generated,
            version=version,
            by=by,
            now=now,
        )


def issue_explanation(*, decision_id: UUID, language: str, by: Actor, now: datetime) -> Issued:
    """Give an explanation out with a link to contest; what the record says is kept where no version is.

    By staff of the case, or by the business system that writes to the person.
    Raises: as explanations.explained; vault.Erased.
    Writes: Explanation, ContestLink, record `explanation.issued`.
    """
    with transactions.verb():
        decision = _to_tell(decision_id, by)
        kept = explanations.newest_explanation(decision_id=decision_id, language=language)
        if kept is None:
            page = explaining.shown(decision, (), language=language)
            kept = explanations.write_explanation(
                decision=decision,
                language=language,
                parts={one.code: one.text for one in page.parts},
                is_generated=True,
                version=0,
                by=by,
                now=now,
            )
        with explaining.spoken(language):
            known = explained_facts.known_fact(decision)
        issued = linking.issue_link(decision=decision, explanation=kept, known=known.value, by=by, now=now)
        return Issued(decision_id, language, kept.number, issued.link.expires_at, known.label, issued.token)


def _to_tell(decision_id: UUID, by: Actor) -> Decision:
    """Return a decision that the actor may tell the affected person of."""
    if getattr(by, "machine", None) is not None:
        return recourse.explained_decision(by, decision_id)
    return explanations.explained(decision_id=decision_id, by=by)


def contest_by_link(*, token: str, case_ref: str, known: str, kind: str, words: str, now: datetime) -> Appeal:
    """Bring in what the affected person writes behind their link, which is used up by that.

    Raises: NothingFits, as contesting.register_appeal.
    """
    with transactions.verb():
        link = linking.find_link(token=token, case_ref=case_ref, known=known, now=now)
        linking.use_link(link, now=now)
        by = people.system_actor(link.decision.case.source.organisation_id)
        decision = Decision.objects.select_related(
            "case__source", "case__subject", "recommendation__system__owner"
        ).get(id=link.decision_id)
        language = link.explanation.language
        contested = contesting.Contested(decision, kind, words, language)
        return _registered(contested, CameBy.LINK, by=by, now=now, link=link)


def note_failed(*, token: str, now: datetime) -> None:
    """Count a wrong try on a link, in a transaction of its own."""
    with transactions.verb():
        linking.note_failed(token=token, now=now)


def register_appeal(
    *,
    decision_id: UUID,
    kind: str,
    words: str,
    language: str = "en",
    external_ref: str = "",
    by: Actor,
    now: datetime,
) -> Appeal:
    """Write down what the affected person contests: by staff of the case, or by its business system.

    Raises: refusals.NotVisible, explanations.CannotExplain, as contesting.register_appeal.
    """
    with transactions.verb():
        decision = recourse.explained_decision(by, decision_id)
        machine = getattr(by, "machine", None)
        if machine is None and not recourse.may_explain(by, decision):
            raise explanations.CannotExplain(permission="work_inbox")
        came_by = CameBy.STAFF if machine is None else CameBy.API
        contested = contesting.Contested(decision, kind, words, language, external_ref)
        return _registered(contested, came_by, by=by, now=now)


def _registered(
    contested: contesting.Contested,
    came_by: CameBy,
    *,
    by: Actor,
    now: datetime,
    link: ContestLink | None = None,
) -> Appeal:
    if contested.decision.case.kind != CaseKind.REAL:
        raise refusals.NotVisible
    appeal = contesting.register_appeal(contested=contested, came_by=came_by, link=link, by=by, now=now)
    answering = accounts.holders("work_inbox", appeal.inbox_id, now=now)
    for actor_id in answering.values_list("id", flat=True):
        if actor_id not in appeal.chain:
            _tell(appeal, actor_id, "appeal_registered", now)
    return appeal


def answer_appeal(
    *,
    appeal_id: UUID,
    result: str,
    outcome: str,
    words: str,
    principal: Sequence[Principal] = (),
    version: int,
    token: int,
    by: Actor,
    now: datetime,
) -> Appeal:
    """Answer an appeal that one holds: the decision stands, changes, or the person is right in part.

    What changes is a compensating decision with a delivery of its own, in force at once (ADR 0031, 0052). The
    business system is told of every answer, also where nothing changes (ADR 0065). principal: what the
    person is told of why, with another outcome that owes them reasons (ADR 0070).
    Raises: as contesting.lock_appeal, contesting.outcome_of, reviews.told_reasons, contesting.answer_appeal.
    """
    with transactions.verb():
        appeal = contesting.lock_appeal(appeal_id=appeal_id, version=version, token=token, by=by, now=now)
        code = contesting.outcome_of(appeal, result=result, outcome=outcome, by=by, now=now)
        made: list[Decision] = []
        told = reviews.told_reasons(code, principal)
        if code is not None:
            items = reviews.lock_second_looks(decision_ids=[appeal.decision_id])
            reviews.close_second_looks(items=items, now=now)
            caution = selectors.caution(appeal.system_id)
            made = [
                reviews.reverse_one(
                    decision=appeal.decision, outcome=code, told=told, caution=caution, by=by, now=now
                )
            ]
        reversal = made[0] if made else None
        contesting.answer_appeal(
            appeal, result=result, words=words, reversal=reversal, told=told, by=by, now=now
        )
        _in_force(made, by=by, now=now)
        delivery.queue_answer(appeal=appeal, now=now)
        wake("delivery.send_due")
        _tell(appeal, appeal.decision.by_id, "appeal_answered", now)
        return appeal


def _in_force(made: list[Decision], *, by: Actor, now: datetime) -> None:
    if not made:
        return
    try:
        reviews.release(decisions=made, by=by, why="appeal", now=now)
    except IntegrityError as error:  # the database's own guard: it was reversed at the same moment
        raise contesting.HoldsNoLonger from error
    compensating.keep_facts(reversals=made, now=now)
    reviews.drop_follow_ups(decisions=made, by=by, now=now)
    delivery.queue_all(decisions=made, due_at=now, now=now)


def withdraw_appeal(*, appeal_id: UUID, version: int, by: Actor, now: datetime) -> Appeal:
    """Write down that the person takes an appeal back.

    Raises: as contesting.withdraw_appeal.
    """
    with transactions.verb():
        return contesting.withdraw_appeal(appeal_id=appeal_id, version=version, by=by, now=now)


def alarm_appeals(*, now: datetime, limit: int = 100) -> int:
    """Tell owners and those who answer of appeals whose time passed; each once, also after downtime."""
    with transactions.verb():
        if transactions.history_runs():
            return 0
        late = contesting.overdue_appeals(now=now, limit=limit)
        for one in late:
            told = {one.system.owner.actor_id}
            for permission in ("work_inbox", "supervise_inbox"):
                told |= set(accounts.holders(permission, one.inbox_id, now=now).values_list("id", flat=True))
            for actor_id in sorted(told):
                _tell(one, actor_id, "appeal_overdue", now)
        return len(late)


def _tell(appeal: Appeal, to_id: UUID, kind: str, now: datetime) -> None:
    notify.tell(to_actor_id=to_id, kind=kind, about_id=appeal.id, case_id=appeal.case_id, now=now)
