"""What somebody does for others: under which delegation, and which held decisions come to them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q

from apps.accounts import access
from apps.accounts.access import Lent
from apps.accounts.models import Actor

DECIDING = ("work_inbox", "supervise_inbox")


def under(actor: Actor, inbox_id: UUID | None, names: Sequence[str] = DECIDING) -> Lent | None:
    """Return the delegation without which the actor could not decide in an inbox; None where they could."""
    if inbox_id is None:
        return None
    if any(inbox_id in access.own_ids(actor, name) for name in names):
        return None
    found = (access.lent(actor, name, inbox_id) for name in names)
    return next((one for one in found if one is not None), None)


def supervising_under(actor: Actor, inbox_id: UUID) -> dict[str, object]:
    """Return what the entry of an act of supervision says of the delegation under which it is done."""
    lent = access.lent(actor, "supervise_inbox", inbox_id)
    return named(lent) if lent else {}


def named(lent: Lent) -> dict[str, object]:
    """Write a delegation as the entry of what is done under it names it."""
    return {"delegation": lent.number, "for": lent.giver_id}


def givers(actor: Actor) -> list[tuple[UUID, Lent, Actor]]:
    """Return for whom the actor resolves held decisions of which AI systems; mostly for nobody."""
    found = access.approving_for(actor)
    if not found:
        return []
    people = Actor.objects.select_related("organisation", "user")
    named_ = people.in_bulk([lent.giver_id for _, lent in found])
    return [(system_id, lent, named_[lent.giver_id]) for system_id, lent in found]


def place(actor: Actor) -> Q:
    """Say of held decisions that they wait where the actor decides by their own right, as an owner too."""
    above = Q(inbox__in=access.own_ids(actor, "work_inbox")) & ~Q(inbox=F("item__inbox"))
    supervised = Q(inbox__in=access.own_ids(actor, "supervise_inbox"))
    return supervised | above | Q(inbox=None, system__owner__actor=actor)


def handed(actor: Actor) -> Q | None:
    """Say of held decisions that they wait for somebody for whom the actor resolves them; None for nobody."""
    found: Q | None = None
    for system_id, _, giver in givers(actor):
        one = Q(system=system_id) & place(giver)
        found = one if found is None else found | one
    return found
