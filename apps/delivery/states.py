from enum import StrEnum


class DeliveryState(StrEnum):
    PENDING = "PENDING"
    SENT = "SENT"
    APPLIED = "APPLIED"
    REFUSED = "REFUSED"
    OVERDUE = "OVERDUE"
    SKIPPED = "SKIPPED"


S = DeliveryState
ANSWER_STATES = (S.PENDING, S.SENT, S.SKIPPED)  # of the answer to an appeal, which nobody has to apply
MOVES = frozenset(
    {
        (S.PENDING, S.SENT),  # the business system answered 2xx
        (S.PENDING, S.APPLIED),  # its receipt was faster than its answer, or the answer was lost
        (S.PENDING, S.REFUSED),
        (S.SENT, S.APPLIED),
        (S.SENT, S.REFUSED),
        (S.SENT, S.OVERDUE),  # no receipt in time: the owner is told
        (S.OVERDUE, S.APPLIED),  # late is better than never
        (S.OVERDUE, S.REFUSED),
    }
)
