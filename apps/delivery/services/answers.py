from datetime import datetime

from apps.core import ids, transactions
from apps.delivery import rules
from apps.delivery.models import AnswerDelivery
from apps.delivery.states import DeliveryState
from apps.intake.models import CaseKind
from apps.reviews.models import Appeal


def queue_answer(*, appeal: Appeal, now: datetime) -> AnswerDelivery:
    """Put the answer to an appeal on its way, inside the answer's transaction, or keep why it is never sent.

    The caller wakes `delivery.send_due`.
    """
    transactions.require()
    case = appeal.decision.case
    why = rules.skipped_why(
        is_real=case.kind == CaseKind.REAL,
        has_address=bool(case.source.delivery_url),
        has_secret=case.source.sealed_secret is not None,
    )
    return AnswerDelivery.objects.create(
        id=ids.new(),
        appeal=appeal,
        source=case.source,
        case_id=case.id,
        state=DeliveryState.SKIPPED if why else DeliveryState.PENDING,
        skipped_why=why or "",
        next_attempt_at=None if why else now,
        due_at=now,
        is_filled_in=transactions.tells_past(),
    )
