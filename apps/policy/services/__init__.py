"""The life of a policy version, and the verdicts it gives."""

from apps.policy.access import AuthorCannotApprove, CannotWritePolicy, OnlyTheOwnerApproves
from apps.policy.services.drafting import begin_draft, draft, drop_draft, leave_draft, save_draft
from apps.policy.services.judging import Case, Diary, Judged, by_the_clock, draw_version, evaluate, shadow
from apps.policy.services.living import (
    adopt,
    adopt_draft,
    begin_shadow,
    end_shadow,
    end_shadows,
    propose,
    propose_draft,
    return_draft,
)
from apps.policy.services.refusing import (
    AnotherWentLive,
    DraftChanged,
    EditedByAnother,
    NoDraft,
    NotADraft,
    NothingChanged,
    NotInShadow,
    NotProposed,
    PolicyNotValid,
    ShadowTooLong,
)

__all__ = [
    "AnotherWentLive",
    "AuthorCannotApprove",
    "CannotWritePolicy",
    "Case",
    "Diary",
    "DraftChanged",
    "EditedByAnother",
    "Judged",
    "NoDraft",
    "NotADraft",
    "NotInShadow",
    "NotProposed",
    "NothingChanged",
    "OnlyTheOwnerApproves",
    "PolicyNotValid",
    "ShadowTooLong",
    "adopt",
    "adopt_draft",
    "begin_draft",
    "begin_shadow",
    "by_the_clock",
    "draft",
    "draw_version",
    "drop_draft",
    "end_shadow",
    "end_shadows",
    "evaluate",
    "leave_draft",
    "propose",
    "propose_draft",
    "return_draft",
    "save_draft",
    "shadow",
]
