"""How far to trust a suggestion: how often people agreed in cases like it, and where it is weakest."""

from dataclasses import dataclass

from apps.core.speech import speak_kept
from apps.measures import rules
from apps.measures import selectors as measures
from apps.reviews.models import ReviewItem


@dataclass(frozen=True, slots=True)
class Weakest:
    """Of the kinds of case with enough decisions the worst; `is_this`: it is this one.

    by_truth: by how often the suggestion proved right; else by how often officers agreed.
    """

    label: str
    share: rules.Share
    is_this: bool
    by_truth: bool


@dataclass(frozen=True, slots=True)
class Trust:
    """What is measured of a model version; without words before a first view."""

    words: str
    agreed: rules.Share
    weakest: Weakest | None


def trust(item: ReviewItem, *, is_walled: bool) -> Trust:
    """Read what is measured of the model version that advises on an item; one statement."""
    given = item.recommendation
    found = measures.agreed(
        system_id=item.system_id, model_version=given.model_version, segment=given.segment
    )
    if is_walled:
        return Trust("", found.share, None)
    return Trust(measures.agreed_words(found.share, alike=found.is_alike), found.share, _weakest(item, found))


def _weakest(item: ReviewItem, found: rules.Agreement) -> Weakest | None:
    labels = {one["key"]: speak_kept(one["label"]) for one in item.system.segments}
    if found.weakest is None or found.weakest[0] not in labels:
        return None
    segment, share = found.weakest
    return Weakest(
        labels[segment], share, is_this=segment == item.recommendation.segment, by_truth=found.by_truth
    )
