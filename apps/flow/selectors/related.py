"""What else a person may see of the same subject: other cases, and what people decided there and here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from apps.accounts.models import Actor, ActorKind
from apps.core.speech import speak, speak_kept
from apps.intake.models import CaseKind
from apps.reviews import access
from apps.reviews.models import Decision, OverrideReason, ReviewItem, Withdrawal
from apps.reviews.rules import NONE_FITS_SAYS

MOST_RELATED = 6


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """What a person decided. `reason` is empty where they agreed, and where few may know it."""

    outcome: str
    by: str
    decided_at: datetime
    agreed: bool | None  # with the AI; None where that is not told
    reason: str
    is_in_force: bool
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """One more item of the subject; `is_same_case`: of the case that lies before the reader.

    `earlier` is what a person decided there last; None where nobody did, or where it tells of the advice.
    """

    case_ref: str
    is_same_case: bool
    opened_at: datetime
    is_open: bool
    earlier: EarlierRow | None


def related(item: ReviewItem, *, to: Actor, is_walled: bool) -> tuple[RelatedRow, ...]:
    """Return the newest other items of the same subject that a person may see; one statement.

    is_walled: the reader is asked for a view first. Then nothing is told of decisions on this very case, and
    of no other whether the AI was followed or why not; nor of a case that asks the reader for a view itself.
    """
    rows = (
        access.visible_items(to)
        .filter(case__subject=item.case.subject_id)
        .exclude(id=item.id)
        .exclude(case__kind=CaseKind.KNOWN_ANSWER)
        .annotate(said=Subquery(_last().values(one=JSONObject(**_SAID))[:1]), asks=access.is_walled(to))
        .order_by("-opened_at", "-id")
        .values("case_id", "case__case_ref", "opened_at", "closed_at", "said", "asks")
    )
    return tuple(_row(one, item, is_walled=is_walled) for one in rows[:MOST_RELATED])


def _last() -> Any:
    reasons = OverrideReason.objects.filter(decision=OuterRef("pk"), place=0)
    return (
        Decision.objects.filter(item_id=OuterRef("pk"), by__kind=ActorKind.PERSON)
        .exclude(Exists(Withdrawal.objects.filter(decision=OuterRef("pk"))))
        .annotate(
            main=Subquery(
                reasons.values(one=JSONObject(text="reason__text", restricted="reason__is_restricted"))[:1]
            ),
            is_reversed=Exists(Decision.objects.filter(reverses=OuterRef("pk"))),
        )
        .order_by("-decided_at")
    )


_SAID = {
    "outcome": "outcome_code__label",
    "by": "by__name",
    "at": "decided_at",
    "direction": "direction",
    "main": "main",
    "released": "release__id",
    "is_reversed": "is_reversed",
}


def _row(row: Mapping[str, Any], item: ReviewItem, *, is_walled: bool) -> RelatedRow:
    is_same = row["case_id"] == item.case_id
    is_hidden = row["asks"] or (is_walled and is_same)
    said = row["said"]
    return RelatedRow(
        case_ref=row["case__case_ref"],
        is_same_case=is_same,
        opened_at=row["opened_at"],
        is_open=row["closed_at"] is None,
        earlier=_earlier(said, is_walled=is_walled) if said and not is_hidden else None,
    )


def _earlier(said: Mapping[str, Any], *, is_walled: bool) -> EarlierRow:
    at = parse_datetime(said["at"])
    assert at is not None
    main = said["main"]
    told = main is not None and not main["restricted"] and not is_walled
    text = (speak_kept(main["text"]) if main["text"] else speak(NONE_FITS_SAYS)) if told else ""
    return EarlierRow(
        outcome=speak_kept(said["outcome"]),
        by=said["by"],
        decided_at=at,
        agreed=None if is_walled else said["direction"] == "same",
        reason=text,
        is_in_force=said["released"] is not None,
        is_reversed=said["is_reversed"],
    )
