"""The tables of review."""

from apps.reviews.models.appeals import Appeal, ContestLink, RecourseTerms
from apps.reviews.models.approvals import Approval
from apps.reviews.models.authority import OneTimeAuthority, Relation
from apps.reviews.models.explanations import Explanation
from apps.reviews.models.follow_ups import FollowUp
from apps.reviews.models.holding import Claim, Draft, FirstView
from apps.reviews.models.items import (
    Decision,
    Escalation,
    FactCorrection,
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
from apps.reviews.models.learning import LearningNote
from apps.reviews.models.lists import SavedView
from apps.reviews.models.marks import EvidenceMark
from apps.reviews.models.practice import KnownAnswer, Practice
from apps.reviews.models.principal import PrincipalReason
from apps.reviews.models.questions import Question
from apps.reviews.models.reversals import ReversalRequest
from apps.reviews.models.second_reviews import SecondReview
from apps.reviews.models.staffing import Capacity, RotaDay, Skill, SkillAsked, SkillTerm
from apps.reviews.models.stays import InboxDay, ItemStay

__all__ = [
    "Appeal",
    "Approval",
    "Capacity",
    "Claim",
    "ContestLink",
    "Decision",
    "Draft",
    "Escalation",
    "EvidenceMark",
    "Explanation",
    "FactCorrection",
    "FirstView",
    "FollowUp",
    "Inbox",
    "InboxDay",
    "ItemReason",
    "ItemStay",
    "KnownAnswer",
    "LearningNote",
    "OneTimeAuthority",
    "OverrideReason",
    "PolicyTarget",
    "Practice",
    "PrincipalReason",
    "Question",
    "RecourseTerms",
    "Relation",
    "Release",
    "ReversalLine",
    "ReversalRequest",
    "ReversalRun",
    "ReviewItem",
    "RotaDay",
    "SavedView",
    "SecondReview",
    "Skill",
    "SkillAsked",
    "SkillTerm",
    "Withdrawal",
]
