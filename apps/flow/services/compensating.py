"""A decision that compensates another one has an analytic row that names it; no figure counts it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import prefetch_related_objects

from apps.core import transactions
from apps.flow import facts
from apps.measures import services as measures
from apps.reviews.models import Decision


def keep_facts(*, reversals: Sequence[Decision], now: datetime) -> None:
    """Write the analytic rows of compensating decisions that were just released."""
    transactions.require()
    prefetch_related_objects(reversals, "recommendation__outcome_code", "recommendation__snapshot__contract")
    measures.record_facts(rows=facts.of_decisions(decisions=reversals), now=now)
