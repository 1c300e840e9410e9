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
from apps.intake.services.attaching import (
    BadReference,
    DocumentRefused,
    Label,
    ReferenceReused,
    TooManyDocuments,
    attach,
    attach_from,
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
from apps.intake.services.preparing import draw_due, fetch_due
from apps.intake.services.rows import Accepted, Known
from apps.intake.services.settling import ReceivedMeanwhile, settle, supersede_older

__all__ = [
    "Accepted",
    "BadReference",
    "CaseKindChanged",
    "CaseMeanwhile",
    "Changed",
    "DocumentRefused",
    "Known",
    "Label",
    "Later",
    "Outcome",
    "ReceivedMeanwhile",
    "ReferenceReused",
    "RepeatedInBatch",
    "SameIdOtherBody",
    "SubjectChanged",
    "SubjectErased",
    "SubmissionNotValid",
    "TooManyDocuments",
    "accept",
    "attach",
    "attach_from",
    "body_digest",
    "change",
    "draw_due",
    "fetch_due",
    "hold_or_route",
    "kept",
    "lock_case",
    "read_later",
    "refuse_unknown",
    "settle",
    "supersede_older",
]
