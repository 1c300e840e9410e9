"""Who may read and write what the affected person is told, and who sees what they contest."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import refusals
from apps.intake.models import CaseKind
from apps.reviews import access
from apps.reviews.models import Appeal, Decision, ReviewItem

EXPLAINED_WITH = (  # of a decision: what its explanation needs
    "case__subject",
    "case__source__organisation",
    "by",
    "release",
    "outcome_code",
    "reverses__outcome_code",
    "recommendation__outcome_code",
    "recommendation__system__owner",
    "recommendation__snapshot__contract",
)


def explained_decisions(actor: Actor) -> QuerySet[Decision]:
    """Return the decisions in force on real cases whose explanation the actor may read.

    Their own, those of cases that they see, and what the machine decided in AI systems that they audit or
    own.
    """
    seen = access.visible_items(actor).filter(case=OuterRef("case"))
    answers = Q(recommendation__system__in=accounts.granted_ids(actor, "audit_system"))
    answers |= Q(recommendation__system__owner__actor=actor)
    machine = getattr(actor, "machine", None)
    if machine is not None and machine.source_id:
        answers |= Q(case__source=machine.source_id)
    return Decision.objects.filter(
        Q(by=actor) | Exists(seen) | answers, release__isnull=False, case__kind=CaseKind.REAL
    )


def explained_decision(actor: Actor, decision_id: UUID) -> Decision:
    """Return one of them with what an explanation needs.

    Raises: refusals.NotVisible, access.FirstViewMissing.
    """
    found = explained_decisions(actor).select_related(*EXPLAINED_WITH)
    decision = found.filter(id=decision_id).first()
    if decision is None:
        raise refusals.NotVisible
    if access.walled_items(actor).filter(case=decision.case_id).exists():
        raise access.FirstViewMissing
    return decision


def may_explain(actor: Actor, decision: Decision) -> bool:
    """Say whether the actor writes to the affected person: who works or supervises where the case was.

    Also the owner of the AI system, for what it decided alone.
    """
    system = decision.recommendation.system
    handling = accounts.granted_ids(actor, "work_inbox") | accounts.granted_ids(actor, "supervise_inbox")
    items = ReviewItem.objects.filter(case=decision.case_id)
    return system.owner.actor_id == actor.id or items.filter(access.was_in(handling)).exists()


def visible_appeals(actor: Actor) -> QuerySet[Appeal]:
    """Return the appeals of inboxes that the actor sees, those they brought in, and those on their decisions.

    Also those of AI systems that they audit or own, and of cases of the machine's own business system.
    """
    machine = getattr(actor, "machine", None)
    source = machine.source_id if machine is not None else None
    return Appeal.objects.filter(
        Q(inbox__in=access.inbox_ids(actor))
        | Q(registered_by=actor)
        | Q(decision__by=actor)
        | Q(system__in=accounts.granted_ids(actor, "audit_system"))
        | Q(system__owner__actor=actor)
        | (Q(case__source=source) if source else Q(pk=None))
    )


def may_withdraw(actor: Actor, appeal: Appeal) -> bool:
    """Say whether the actor may write down that an appeal is taken back: who brought it in or works it."""
    return appeal.registered_by_id == actor.id or access.may_work(actor, appeal.inbox_id)
