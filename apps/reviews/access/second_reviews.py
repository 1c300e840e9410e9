"""Who may see a second review, and who took part in its decision and so gives no opinion."""

from django.db.models import F, Func, IntegerField, Q, QuerySet, UUIDField, Value

from apps.accounts import access
from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import say
from apps.reviews.models import SecondReview
from apps.reviews.states import SecondResult


class DecidedByYou(refusals.NotAllowed):
    code = "decided_by_you"
    sentence = say("You took part in this decision, so somebody else gives the second opinion.")


def kept_from(actor: Actor) -> QuerySet[SecondReview]:
    """Return the second reviews for which the actor may give no opinion: they took part in the decision.

    Or somebody did for whom they stand in.
    """
    acting_for = access.stands_for(actor)
    if len(acting_for) > 1:
        return SecondReview.objects.filter(kept_from__overlap=acting_for)
    place = Func(
        F("kept_from"),
        Value(actor.id, output_field=UUIDField()),
        function="array_position",
        output_field=IntegerField(),
    )
    return SecondReview.objects.annotate(place=place).filter(place__isnull=False)


def visible_second_reviews(actor: Actor) -> QuerySet[SecondReview]:
    """Return the second reviews of inboxes that the actor supervises, or in which they gave an opinion.

    Whoever decided sees it once it is over.
    """
    supervised = access.granted_ids(actor, "supervise_inbox")
    over = Q(result=SecondResult.AGREES) | Q(settled_at__isnull=False)
    return SecondReview.objects.filter(
        Q(inbox__in=supervised) | Q(reviewer=actor) | Q(decided_by=actor) & over
    )
