"""Questions for facts end: by an answer, or because nobody gave one. Who asked is told either way."""

from collections.abc import Sequence
from datetime import datetime

from apps.core import transactions
from apps.notify import services as notify
from apps.reviews import services as reviews
from apps.reviews.services import Ended
from apps.reviews.states import AskResult

KINDS = {AskResult.ANSWERED: "fact_answered", AskResult.UNANSWERED: "fact_unanswered"}


def tell(ended: Sequence[Ended], *, now: datetime) -> None:
    """Tell who asked that their question ended."""
    transactions.require()
    for one in ended:
        notify.tell(
            to_actor_id=one.asked_by_id,
            kind=KINDS[one.result],
            about_id=one.question_id,
            case_id=one.case_id,
            now=now,
        )


def return_unanswered(*, now: datetime) -> int:
    """Put items back whose question nobody answered in time, and tell who asked; returns how many.

    Writes: as reviews.return_unanswered.
    """
    with transactions.verb():
        ended = reviews.return_unanswered(now=now)
        tell(ended, now=now)
        return len(ended)
