"""A decision from before ReviewHub is in force and counted; nothing is sent, for it was carried out."""

from datetime import datetime
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import transactions
from apps.flow import facts
from apps.measures import services as measures
from apps.reviews import services as reviews
from apps.reviews.models import Decision

BROUGHT_IN = "brought_in"


def recount(*, item_id: UUID, outcome: str, by: Actor, now: datetime) -> Decision:
    """Write down what was decided on a case before ReviewHub, with its analytic row.

    Raises: as reviews.recount.
    """
    with transactions.verb():
        decision = reviews.recount(item_id=item_id, outcome=outcome, by=by, now=now)
        system = accounts.system_actor(by.organisation_id)
        reviews.release(decisions=[decision], by=system, why=BROUGHT_IN, now=now)
        measures.record_facts(rows=facts.of_decisions(decisions=[decision]), now=now)
    return decision
