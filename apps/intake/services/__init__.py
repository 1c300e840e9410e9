"""The verbs of intake; import as `from apps.intake import services as intake`."""

from apps.intake.services.accepting import (
    CaseKindChanged,
    CaseMeanwhile,
    Outcome,
    RepeatedInBatch,
    SameIdOtherBody,
    SubjectChanged,
    SubmissionNotValid,
    accept,
    body_digest,
)
from apps.intake.services.changing import (
    Changed,
    Later,
    SubjectErased,
    change,
    hold_or_route,
    kept,
    lock_case,
    read_later,
    refuse_unknown,
)
from apps.intake.services.rows import Accepted, Known
from apps.intake.services.settling import ReceivedMeanwhile, settle, supersede_older

__all__ = [
    "Accepted",
    "CaseKindChanged",
    "CaseMeanwhile",
    "Changed",
    "Known",
    "Later",
    "Outcome",
    "ReceivedMeanwhile",
    "RepeatedInBatch",
    "SameIdOtherBody",
    "SubjectChanged",
    "SubjectErased",
    "SubmissionNotValid",
    "accept",
    "body_digest",
    "change",
    "hold_or_route",
    "kept",
    "lock_case",
    "read_later",
    "refuse_unknown",
    "settle",
    "supersede_older",
]
