"""What the AI suggests for one item: outcome, stated confidence, and statements with what bears them out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.speech import speak_kept
from apps.flow.selectors import advising
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.reviews.models import ReviewItem


@dataclass(frozen=True, slots=True)
class StatementRow:
    text: str
    cites: tuple[str, ...]
    direction: str
    grounding: str
    detail: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    code: str
    label: str
    means: str
    confidence: float
    confidence_words: str
    model_version: str
    made_at: datetime
    statements: tuple[StatementRow, ...]
    stands_in: str


def nothing(item: ReviewItem) -> SuggestionRow:
    """Return what is shown of a suggestion before a first view: nothing."""
    return SuggestionRow("", "", "", 0.0, "", "", item.opened_at, (), "")


def suggestion(
    item: ReviewItem, opened: intake.Opened, keys: Mapping[UUID, bytes], now: datetime
) -> SuggestionRow:
    """Return what the AI suggests for an item, each statement held against the facts as they are now."""
    recommendation, subject_id = item.recommendation, item.case.subject_id
    cites = [cite for one in opened.rationale for cite in one.cites]
    texts = intake.cited_texts(cites, case_id=item.case_id, subject_id=subject_id, key=keys.get(subject_id))
    now_true = replace(opened, facts=tuple(intake_rules.current(opened.facts)))
    grounding = intake.grounding(now_true, item.context.contract, texts)
    return SuggestionRow(
        code=recommendation.outcome_code.code,
        label=speak_kept(recommendation.outcome_code.label),
        means=speak_kept(recommendation.outcome_code.means),
        confidence=float(recommendation.confidence),
        confidence_words=_("%(share)s in 100") % {"share": round(recommendation.confidence * 100)},
        model_version=recommendation.model_version,
        made_at=recommendation.made_at,
        stands_in=advising.stands_in(recommendation, getattr(item, "line_up_then", None), now=now),
        statements=tuple(
            StatementRow(
                one.text, one.cites, one.direction.value, how.support.value, how.detail, how.elsewhere
            )
            for one, how in zip(opened.rationale, grounding.statements, strict=True)
        ),
    )
