"""The verbs of intake; import as `from apps.intake import services as intake`."""

from apps.intake.services.accepting import (
    CaseKindChanged,
    SameIdOtherBody,
    SubjectChanged,
    SubmissionNotValid,
    accept,
    body_digest,
)
from apps.intake.services.rows import Accepted
from apps.intake.services.settling import ReceivedMeanwhile, settle, supersede_older

__all__ = [
    "Accepted",
    "CaseKindChanged",
    "ReceivedMeanwhile",
    "SameIdOtherBody",
    "SubjectChanged",
    "SubmissionNotValid",
    "accept",
    "body_digest",
    "settle",
    "supersede_older",
]
