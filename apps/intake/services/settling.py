"""Writing what policy made of an arrival, and retiring what it replaces."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError

from apps.core import bulk as core_bulk
from apps.core import refusals, transactions
from apps.intake import bulk
from apps.intake.models import Recommendation
from apps.intake.services.rows import Accepted
from apps.intake.states import RecommendationState


class ReceivedMeanwhile(refusals.IllegalMove):
    code = "external_id_in_progress"
    sentence = "The same external_id arrived at the same moment. Send it again to learn what became of it."


def settle(*, states: Mapping[UUID, RecommendationState], accepted: Sequence[Accepted]) -> None:
    """Write what was accepted, each in the state that policy gave it; one statement.

    A recommendation is RECEIVED only inside this transaction: nobody ever reads one without its verdict.
    Raises: ReceivedMeanwhile when another process took the same external id since `accept` looked.
    """
    transactions.require()
    for one in accepted:
        one.recommendation.state = states[one.recommendation.id].value
    try:
        core_bulk.insert([one.recommendation for one in accepted])
    except IntegrityError:
        raise ReceivedMeanwhile(field="external_id") from None


def supersede_older(*, newer: Sequence[Recommendation]) -> list[UUID]:
    """Mark what newer recommendations of the same case and system replace; returns the replaced ids."""
    transactions.require()
    replaced = bulk.supersede_older(
        newer=[(one.case_id, one.system_id, one.number) for one in newer],
        waiting=[RecommendationState.ROUTED, RecommendationState.HELD],
    )
    for one in newer:
        if one.id in replaced:
            one.state = RecommendationState.SUPERSEDED.value
    return list(replaced)
