"""A suggestion that somebody says is broken: kept for its model and prompt version. It decides nothing."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import pseudonyms, refusals, transactions, vault
from apps.core.words import say
from apps.measures.models import BrokenSuggestion, BrokenTakenBack
from apps.measures.services.recording import record_signal
from apps.measures.states import BrokenKind
from apps.reviews.models import ReviewItem

LONGEST = 1000


class BrokenKindUnknown(refusals.Invalid):
    code = "broken_kind"
    sentence = say("Choose one of the list, or say nothing more.")


class ReportedAlready(refusals.IllegalMove):
    code = "reported_already"
    sentence = say("You said already that this suggestion is broken.")


class TakenBackAlready(refusals.IllegalMove):
    code = "taken_back_already"
    sentence = say("You took this back already.")


def report_broken(*, item: ReviewItem, kind: str, text: str, by: Actor, now: datetime) -> BrokenSuggestion:
    """Keep that a person says an item's suggestion is broken; once per person, until taken back.

    The caller has seen to it that the item is visible.
    Raises: BrokenKindUnknown, ReportedAlready, refusals.Invalid.
    Writes: BrokenSuggestion, WorkSignal, record `suggestion.reported_broken`.
    """
    transactions.require()
    if kind not in {one.value for one in BrokenKind}:
        raise BrokenKindUnknown(field="broken_kind")
    if len(text) > LONGEST:
        raise refusals.Invalid(
            say("A note has at most %(most)s characters.", most=LONGEST), field="broken_text"
        )
    who, about, words = pseudonyms.of(by.id), item.recommendation, text.strip()
    mine = BrokenSuggestion.objects.filter(recommendation=about, by_pseudonym=who)
    before = list(mine.values_list("taken_back", flat=True))
    if None in before:
        raise ReportedAlready
    row = BrokenSuggestion.objects.create(
        system_id=item.system_id,
        recommendation=about,
        item_id=item.id,
        kind=kind,
        model_version=about.model_version,
        prompt_version=about.prompt_version,
        sealed_text=vault.seal_for(words, subject_id=item.case.subject_id) if words else None,
        by_pseudonym=who,
        at=now,
        again=len(before),
    )
    record_signal(item_id=item.id, system_id=item.system_id, kind="broken", code=kind, by=by, at=now)
    audit.record(
        "suggestion.reported_broken",
        on=("recommendation", about.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"kind": kind, "model": about.model_version, "prompt": about.prompt_version, "item": item.id},
        rows=[{"report": row.id, "text": row.sealed_text}],
    )
    return row


def take_broken_back(*, report_id: UUID, by: Actor, now: datetime) -> BrokenSuggestion:
    """Take back that a suggestion is broken: only who said so may. What was told stays told.

    Raises: refusals.NotVisible, TakenBackAlready.
    Writes: BrokenTakenBack, WorkSignal, record `suggestion.report_taken_back`.
    """
    with transactions.verb():
        mine = BrokenSuggestion.objects.filter(id=report_id, by_pseudonym=pseudonyms.of(by.id))
        row = mine.select_related("recommendation").filter(system__organisation=by.organisation_id).first()
        if row is None:
            raise refusals.NotVisible
        if BrokenTakenBack.objects.filter(report=row).exists():
            raise TakenBackAlready
        BrokenTakenBack.objects.create(report=row, at=now)
        record_signal(
            item_id=row.item_id,
            system_id=row.system_id,
            kind="broken_taken_back",
            code=row.kind,
            by=by,
            at=now,
        )
        audit.record(
            "suggestion.report_taken_back",
            on=("recommendation", row.recommendation_id),
            by=by,
            at=now,
            case_id=row.recommendation.case_id,
            data={"report": row.id, "item": row.item_id},
        )
        return row
