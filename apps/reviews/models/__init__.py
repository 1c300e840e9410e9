"""The tables of review."""

from apps.reviews.models.follow_ups import FollowUp
from apps.reviews.models.items import (
    Claim,
    Decision,
    Draft,
    Escalation,
    FactCorrection,
    FactQuestion,
    FirstView,
    Inbox,
    ItemReason,
    OverrideReason,
    PolicyTarget,
    Release,
    ReversalLine,
    ReversalRun,
    ReviewItem,
    Withdrawal,
)
from apps.reviews.models.lists import SavedView

__all__ = [
    "Claim",
    "Decision",
    "Draft",
    "Escalation",
    "FactCorrection",
    "FactQuestion",
    "FirstView",
    "FollowUp",
    "Inbox",
    "ItemReason",
    "OverrideReason",
    "PolicyTarget",
    "Release",
    "ReversalLine",
    "ReversalRun",
    "ReviewItem",
    "SavedView",
    "Withdrawal",
]
