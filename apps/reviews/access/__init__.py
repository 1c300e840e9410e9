"""Who may see and who may decide items. Items inherit the grants of their inbox."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from apps.accounts import access
from apps.accounts.models import Actor
from apps.core import refusals, statements
from apps.core.words import say
from apps.intake.models import CaseKind
from apps.registry import access as registry
from apps.registry.models import AISystem
from apps.reviews.access import standing_in
from apps.reviews.access.chains import InTheChain, in_the_chain
from apps.reviews.access.second_reviews import DecidedByYou, kept_from
from apps.reviews.models import (
    Approval,
    Decision,
    Escalation,
    EvidenceMark,
    FirstView,
    FollowUp,
    Inbox,
    ItemReason,
    Question,
    ReversalRequest,
    ReviewItem,
)
from apps.reviews.states import ItemKind

_SEEING = ("work_inbox", "supervise_inbox", "look_inbox", access.OPENED)


class CannotWork(refusals.NotAllowed):
    code = "cannot_work_inbox"
    sentence = say(
        "You may look at this inbox, but not work in it. A supervisor or admin can give you that right."
    )


class RaisedByYou(refusals.NotAllowed):
    code = "raised_by_you"
    sentence = say("You escalated this case, so somebody else decides it.")


def inbox_ids(actor: Actor) -> frozenset[UUID]:
    """Return the inboxes an actor may look into."""
    return frozenset[UUID]().union(*(access.granted_ids(actor, name) for name in _SEEING))


def reading(actor: Actor) -> dict[str, Any]:
    """Return what of an actor a statement about inboxes depends on, as `statements.Written` takes it."""
    granted = {name: tuple(access.granted_ids(actor, name)) for name in _SEEING}
    return {"actor_id": actor.id, "organisation_id": actor.organisation_id, **granted}


def reader(*, actor_id: UUID, organisation_id: UUID, **granted: Iterable[UUID]) -> Actor:
    """Return somebody of whom `reading` says this, to write such a statement for."""
    return access.stand_in(actor_id=actor_id, organisation_id=organisation_id, granted=granted)


def visible_inboxes(actor: Actor) -> QuerySet[Inbox]:
    """Return the inboxes an actor may look into, by level and name."""
    return Inbox.objects.filter(id__in=inbox_ids(actor)).order_by("level", "name")


def visible_inbox(actor: Actor, *, slug: str) -> Inbox:
    """Return an inbox the actor may look into, by its short name.

    Raises: refusals.NotVisible.
    """
    found: list[tuple[Inbox]] = statements.read(
        "FROM reviews_inbox b WHERE b.slug = %s AND b.id = ANY(%s)", [slug, list(inbox_ids(actor))], b=Inbox
    )
    if not found:
        raise refusals.NotVisible
    return found[0][0]


def visible_items(actor: Actor) -> QuerySet[ReviewItem]:
    """Return the items an actor may see: those in their inboxes, and those of systems they audit or own.

    Also those that left their inboxes, by escalation or because facts changed, and those whose decision
    came to their inboxes to be upheld. A known-answer case is gone once it is answered.
    """
    audited = access.granted_ids(actor, "audit_system")
    answered = Q(case__kind=CaseKind.KNOWN_ANSWER, closed_at__isnull=False)
    return ReviewItem.objects.filter(_takes_part(actor) | Q(system__in=audited), ~answered)


def _takes_part(actor: Actor) -> Q:
    """Say of items that they are or were in an inbox of the actor, or that their system answers to them."""
    owned = Q(system__in=AISystem.objects.filter(owner__actor=actor)) & ~Q(kind=ItemKind.APPEAL)
    return was_in(inbox_ids(actor)) | owned | _handed(actor)


def _handed(actor: Actor, **also: Any) -> Q:
    """Say of items that their held decision waits for somebody for whom the actor resolves such."""
    handed = standing_in.handed(actor)
    if handed is None:
        return Q(pk__in=[])
    return Q(Exists(Approval.objects.filter(handed, item=OuterRef("pk"), **also)))


def was_in(inboxes: frozenset[UUID]) -> Q:
    """Say of items that they are in one of these inboxes, climbed from there or were taken from there."""
    climbed = Escalation.objects.filter(item=OuterRef("pk"), from_inbox__in=inboxes)
    taken = ItemReason.objects.filter(item=OuterRef("pk"), from_inbox__in=inboxes)
    seconded = Approval.objects.filter(item=OuterRef("pk"), inbox__in=inboxes)
    return Q(inbox__in=inboxes) | Q(Exists(climbed)) | Q(Exists(taken)) | Q(Exists(seconded))


def may_see(actor: Actor, item: ReviewItem) -> bool:
    """Say whether the actor may see an item that is read already; asks no more than it must."""
    return item.inbox_id in inbox_ids(actor) or visible_items(actor).filter(id=item.id).exists()


class FirstViewMissing(refusals.IllegalMove):
    code = "first_view_missing"
    sentence = say("This case asks for your own view first. Give it; then the suggestion is shown.")


def walled_items(actor: Actor) -> QuerySet[ReviewItem]:
    """Return the items that ask the actor for a view before advice: nothing of their advice may reach them.

    A second review is among them, and what is hidden is also what was decided; it never climbs, and asks
    nothing of those who took part in the decision.

    Those that wait, were drawn for a first view, could still come to the actor to decide, and on which they
    have given none. To come: from the inbox where it is, by climbing to a higher level or to the owner, or
    back where it came from. Every reading of suggestion, confidence, rationale or direction asks here, or
    `is_walled` of rows.
    """
    worked = access.granted_ids(actor, "work_inbox")
    owned = AISystem.objects.filter(owner__actor=actor)
    given = FirstView.objects.filter(item=OuterRef("pk"), by=actor)
    asked = ReviewItem.objects.filter(~Exists(given), first_view=True, closed_at=None)
    comes = Q(system__in=owned) | _handed(actor, closed_at=None)
    if not worked:
        return asked.exclude(kind=ItemKind.SECOND_REVIEW).filter(comes)
    highest = Inbox.objects.filter(id__in=worked).order_by("-level").values("level")[:1]
    could = Q(inbox__in=worked) | Q(inbox__level__lt=Subquery(highest))
    came_from = Q(from_inbox__in=worked, item=OuterRef("pk"))
    seconded = Approval.objects.filter(item=OuterRef("pk"), inbox__in=worked, closed_at=None)
    return asked.filter(
        could
        | comes
        | Exists(Escalation.objects.filter(came_from))
        | Exists(ItemReason.objects.filter(came_from))
        | Exists(seconded),
        Q(inbox__in=worked) | ~Q(kind=ItemKind.SECOND_REVIEW),
        ~Q(kind=ItemKind.SECOND_REVIEW) | ~Exists(kept_from(actor).filter(item=OuterRef("pk"))),
    )


def walled_cases(actor: Actor) -> QuerySet[ReviewItem, Any]:
    """Return the cases of `walled_items`, to leave them out of lists of older decisions."""
    return walled_items(actor).values("case")


def is_walled(actor: Actor, *, case: str = "case", system: str = "system") -> Exists:
    """Say of a row whether the actor is asked for a view before advice on its case, to annotate or filter.

    Of the whole case: an older suggestion of the same AI system tells of the newer one. case, system: where
    the row has them.
    """
    return Exists(walled_items(actor).filter(case=OuterRef(case), system=OuterRef(system)))


def require_view(actor: Actor, item: ReviewItem) -> None:
    """Refuse who is to decide an item that asks for their view first, and has not given it.

    Raises: FirstViewMissing.
    """
    if item.first_view and not FirstView.objects.filter(item=item, by=actor).exists():
        raise FirstViewMissing


class OnlyReads(refusals.NotAllowed):
    code = "only_reads"
    sentence = say("Who only audits an AI system reads its cases, and leaves no mark on them.")


def may_mark(actor: Actor, *, case_id: UUID, inbox_id: UUID | None = None) -> bool:
    """Say whether the actor may mark the documents of a case: who sees them, unless only to audit.

    inbox_id: where an item of the case is, when it is read already; asks no more than it must.
    """
    return (
        inbox_id in inbox_ids(actor) or ReviewItem.objects.filter(_takes_part(actor), case=case_id).exists()
    )


def visible_marks(actor: Actor) -> QuerySet[EvidenceMark]:
    """Return the marks that an actor may see: those of others not before a view that the case asks for."""
    seen = visible_items(actor).filter(case=OuterRef("case"))
    walled = walled_items(actor).filter(case=OuterRef("case"))
    return EvidenceMark.objects.filter(Q(by=actor) | ~Exists(walled), Exists(seen))


def visible_follow_ups(actor: Actor) -> QuerySet[FollowUp]:
    """Return one's own follow-ups, those of nobody in inboxes one works, all of inboxes one supervises."""
    return FollowUp.objects.filter(
        Q(owner=actor)
        | Q(owner=None, inbox__in=access.granted_ids(actor, "work_inbox"))
        | Q(inbox__in=access.granted_ids(actor, "supervise_inbox"))
    ).exclude(decision__case__in=walled_cases(actor))


def came_from(item: ReviewItem, inbox_id: UUID) -> bool:
    """Say whether an item was taken from an inbox, and may go back there."""
    climbed = Escalation.objects.filter(item=item, from_inbox=inbox_id)
    return climbed.exists() or ItemReason.objects.filter(item=item, from_inbox=inbox_id).exists()


def visible_questions(actor: Actor) -> QuerySet[Question]:
    """Return the questions that were put to the actor or a team of theirs, that they asked or answered.

    Also those about items of the inboxes that they supervise.
    """
    return Question.objects.filter(
        Q(to=actor)
        | Q(to_inbox__in=access.granted_ids(actor, "work_inbox"))
        | Q(asked_by=actor)
        | Q(closed_by=actor, sealed_answer__isnull=False)
        | Q(item__inbox__in=access.granted_ids(actor, "supervise_inbox"))
    )


def to_answer(actor: Actor) -> QuerySet[Question]:
    """Return the open questions that wait for an answer of the actor: their own and those of their teams."""
    put = Q(to=actor) | Q(to_inbox__in=access.granted_ids(actor, "work_inbox")) & ~Q(asked_by=actor)
    return Question.objects.filter(put, closed_at=None)


def may_answer(actor: Actor, question: Question) -> bool:
    """Say whether a question was put to the actor, or to a team of theirs by somebody else."""
    if question.to_id is not None:
        return question.to_id == actor.id
    return question.asked_by_id != actor.id and may_work_in(actor, question.to_inbox_id)


def may_work_in(actor: Actor, inbox_id: UUID | None) -> bool:
    """Say whether the actor works in an inbox; nobody works in none."""
    return inbox_id is not None and may_work(actor, inbox_id)


def own_decisions(actor: Actor) -> QuerySet[Decision]:
    """Return what the actor decided; nobody else's, and nothing that was no real case."""
    return Decision.objects.filter(by=actor).exclude(case__kind=CaseKind.KNOWN_ANSWER)


def own_in_force(actor: Actor) -> QuerySet[Decision]:
    """Return what the actor decided and what still holds, of which no reversal is asked for."""
    waiting = ReversalRequest.objects.filter(decision=OuterRef("pk"), closed_at=None)
    return own_decisions(actor).filter(~Exists(waiting), release__isnull=False, reversed_by=None)


def visible_climbed(actor: Actor) -> QuerySet[Escalation]:
    """Return what climbed into inboxes that an actor may look into, or to them as an accountable owner."""
    to_them = Q(to_owner=True, item__system__in=AISystem.objects.filter(owner__actor=actor))
    return Escalation.objects.filter(Q(to_inbox__in=inbox_ids(actor)) | to_them, closed_at=None)


def visible_requests(actor: Actor) -> QuerySet[ReversalRequest]:
    """Return the requests for a reversal that the actor made, and those of inboxes that they supervise."""
    supervised = access.granted_ids(actor, "supervise_inbox")
    return ReversalRequest.objects.filter(Q(asked_by=actor) | Q(inbox__in=supervised))


def roles_of(actor: Actor) -> frozenset[str]:
    """Return the roles of whoever decides, which a level of a ladder may ask for."""
    return access.roles(actor)


def worked(actor: Actor) -> list[UUID]:
    """Return the inboxes in which an actor may claim and decide."""
    return list(access.granted_ids(actor, "work_inbox"))


def may_work(actor: Actor, inbox_id: UUID) -> bool:
    """Say whether the actor may claim and decide in an inbox."""
    return inbox_id in access.granted_ids(actor, "work_inbox")


def may_supervise(actor: Actor, inbox_id: UUID) -> bool:
    """Say whether the actor may take over and reassign in an inbox."""
    return inbox_id in access.granted_ids(actor, "supervise_inbox")


def may_direct(actor: Actor, inbox_id: UUID) -> bool:
    """Say whether the actor may release and reassign: who supervises, and an admin who broke the glass."""
    return may_supervise(actor, inbox_id) or inbox_id in access.granted_ids(actor, access.OPENED)


class OnlyTheOwnerDecides(refusals.NotAllowed):
    code = "only_the_owner_decides"
    sentence = say("This case has climbed to the last level: only the accountable owner decides it now.")


class NotOnThisLevel(refusals.NotAllowed):
    code = "not_on_this_level"
    sentence = say("On this level of the ladder policy lets only certain roles decide, and you have none.")


def require_work(actor: Actor, item: ReviewItem, *, has_climbed: bool = True) -> None:
    """Refuse an actor who may not decide this item; has_climbed: whether anybody can have sent it up.

    Raises: CannotWork, OnlyTheOwnerDecides, NotOnThisLevel, RaisedByYou, InTheChain.
    """
    climbed: list[tuple[Escalation]] = []
    if has_climbed:
        climbed = statements.read(
            "FROM reviews_escalation e WHERE e.item_id = %s"
            " AND (e.raised_by_id = ANY(%s) OR e.closed_at IS NULL)",
            [item.id, access.stands_for(actor)],
            e=Escalation,
        )
    refusal = why_not(actor, item, [one for (one,) in climbed])
    if refusal is not None:
        raise refusal


def why_not(actor: Actor, item: ReviewItem, escalations: Iterable[Escalation]) -> refusals.NotAllowed | None:
    """Return what keeps an actor from deciding an item with these escalations, or None.

    Who stands in for somebody is kept from what that person is kept from.
    """
    climbed = list(escalations)
    level = _not_on_level(actor, item, next((one for one in climbed if one.closed_at is None), None))
    if level is not None:
        return level
    acting_for = access.stands_for(actor) if climbed else ()
    mine = (one for one in climbed if one.raised_by_id in acting_for)
    if any(one.result != "RETURNED" for one in mine):
        return RaisedByYou(permission="decide_what_another_raised")
    if item.kind == ItemKind.SECOND_REVIEW and kept_from(actor).filter(item=item).exists():
        return DecidedByYou(permission="review_what_another_decided")
    if in_the_chain(actor, item):
        return InTheChain(permission="answer_what_others_decided")
    return None


def _not_on_level(actor: Actor, item: ReviewItem, stay: Escalation | None) -> refusals.NotAllowed | None:
    """Return what keeps an actor from deciding on the level where an item is; the last one is its owner's."""
    if stay is not None and stay.to_owner:
        is_owner = registry.is_owner(actor, item.system)
        return None if is_owner else OnlyTheOwnerDecides(permission="owner")
    took_over = item.holder_id == actor.id and may_supervise(actor, item.inbox_id)
    if not took_over and not may_work(actor, item.inbox_id):
        return CannotWork(permission="work_inbox")
    if stay is not None and stay.roles and _roles_there(actor, item.inbox_id).isdisjoint(stay.roles):
        return NotOnThisLevel(permission="work_inbox")
    return None


def _roles_there(actor: Actor, inbox_id: UUID) -> frozenset[str]:
    """Return the roles of whoever decides in an inbox, with those of whoever handed it to them."""
    lent = standing_in.under(actor, inbox_id)
    own = access.roles(actor)
    return own if lent is None else own | access.roles(Actor.objects.get(id=lent.giver_id))


def refuse_owners(actor: Actor, item: ReviewItem) -> None:
    """Refuse to take a case from the owner to whom it has climbed.

    Raises: OnlyTheOwnerDecides.
    """
    if Escalation.objects.filter(item=item, closed_at=None, to_owner=True).exists():
        refusal = _not_on_level(actor, item, Escalation(to_owner=True))
        if refusal is not None:
            raise refusal


def worked_on(actor: Actor, item: ReviewItem) -> bool:
    """Say whether a case that the actor just decided may be theirs again: in their inbox, or the owner's."""
    return may_work(actor, item.inbox_id) or registry.is_owner(actor, item.system)
