"""What a person sees of a case that asks for their own view first, and what they said once they gave it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core.speech import speak_kept
from apps.core.words import say
from apps.intake.models import Case
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import FirstView, ItemReason, ReviewItem

AFTER_VIEW = say("After your first view")


@dataclass(frozen=True, slots=True)
class OwnView:
    """What the reader said before they saw the suggestion; an empty `code`: the facts did not suffice."""

    code: str
    label: str
    sure: str
    words: str
    given_at: datetime
    agrees: bool


def own_view(item: ReviewItem, to: Actor, keys: Mapping[UUID, bytes]) -> OwnView | None:
    """Return what a person said first on an item; no statement for one that does not ask."""
    if not item.first_view:
        return None
    row = FirstView.objects.select_related("outcome_code").filter(item=item, by=to).first()
    if row is None:
        return None
    outcome = row.outcome_code
    return OwnView(
        code=outcome.code if outcome else "",
        label=speak_kept(outcome.label) if outcome else "",
        sure=row.sure,
        words=reviews.sealed_text(row.sealed_words, subject_id=item.case.subject_id, keys=keys),
        given_at=row.given_at,
        agrees=outcome is not None and outcome.id == item.recommendation.outcome_code_id,
    )


def walls_case(case: Case, to: Actor) -> bool:
    """Say whether a case asks a person for their view before anything of its advice."""
    return access.walled_items(to).filter(case=case).exists()


def require_view_of(*, case_id: UUID, to: Actor) -> None:
    """Refuse who is asked for a view on the case before anything of its advice.

    Raises: access.FirstViewMissing.
    """
    if access.walled_items(to).filter(case=case_id).exists():
        raise access.FirstViewMissing


def open_reasons(reasons: Iterable[ItemReason], *, is_walled: bool) -> list[ItemReason]:
    """Return the reasons for which an item waits; before a first view only those that give nothing away."""
    active = (one for one in reasons if one.closed_at is None)
    return [one for one in active if not (is_walled and one.tells_advice)]
