"""Who had a part in what is contested, and so does not answer for it."""

from django.db.models import Q

from apps.accounts import access
from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import say
from apps.reviews.models import Appeal, ReviewItem
from apps.reviews.states import ItemKind


class InTheChain(refusals.NotAllowed):
    code = "in_the_chain"
    sentence = say("You had a part in the decision that is contested, so somebody else answers this appeal.")


def in_the_chain(actor: Actor, item: ReviewItem) -> bool:
    """Say whether the actor, or whom they stand in for, had a part in what an appeal contests."""
    if item.kind != ItemKind.APPEAL:
        return False
    acting_for = access.stands_for(actor)
    had_part = Q(chain__overlap=acting_for) | Q(registered_by__in=acting_for)
    return Appeal.objects.filter(had_part, item=item).exists()
