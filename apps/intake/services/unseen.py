"""What models say that do not advise: kept unseen, and brought forward when the advising one stays silent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError

from apps.core import bulk as core_bulk
from apps.core import refusals, transactions
from apps.core.words import say
from apps.intake import rules, selectors
from apps.intake.models import Case, Recommendation, UnseenRecommendation
from apps.intake.services.rows import Accepted
from apps.intake.services.settling import ReceivedMeanwhile
from apps.intake.states import RecommendationState
from apps.registry.models import AISystem
from apps.registry.rules import LineUp

_SAME = (
    "case_id",
    "system_id",
    "snapshot_id",
    "by_id",
    "external_id",
    "outcome_code_id",
    "stake_minor",
    "currency",
    "confidence",
    "model_version",
    "prompt_version",
    "segment",
    "made_at",
    "received_at",
    "body_digest",
)


class UnknownModel(refusals.Invalid):
    code = "unknown_model"
    sentence = say("No model of this AI system has this version. Its owner can name it in the line-up.")


def kept_before(
    *, system: AISystem, lines: Sequence[rules.RecommendationIn]
) -> dict[str, UnseenRecommendation]:
    """Return what was kept unseen before, by external id."""
    ids = [line.external_id for line in lines]
    rows = UnseenRecommendation.objects.select_related("snapshot")
    return {row.external_id: row for row in rows.filter(system=system, external_id__in=ids)}


def keep_unseen(
    *, accepted: Sequence[Accepted], line_up: LineUp, now: datetime
) -> list[UnseenRecommendation]:
    """Keep what was accepted from models that do not advise; one statement, besides a look at the cases.

    Raises: UnknownModel, ReceivedMeanwhile.
    """
    transactions.require()
    case_ids = [one.recommendation.case_id for one in accepted]
    advised = set(
        Recommendation.objects.filter(
            case__in=case_ids, system__in={one.recommendation.system_id for one in accepted}
        ).values_list("case_id", flat=True)
    )
    rows = [_row(one.recommendation, line_up, advised, now) for one in accepted]
    try:
        core_bulk.insert(rows)
    except IntegrityError:
        raise ReceivedMeanwhile(field="external_id") from None
    return rows


def _row(sent: Recommendation, line_up: LineUp, advised: set[UUID], now: datetime) -> UnseenRecommendation:
    model = line_up.of_version(sent.model_version)
    if model is None:
        raise UnknownModel(field="model_version")
    minutes = None if sent.case_id in advised else line_up.minutes_until_it_advises(model)
    return UnseenRecommendation(
        **{name: getattr(sent, name) for name in _SAME},
        instead_of=line_up.advising.name,
        advise_due_at=None if minutes is None else now + timedelta(minutes=minutes),
    )


def nobody_waits(*, case_ids: Sequence[UUID], system_id: UUID) -> None:
    """Note that a model spoke about cases, so that no other need advise on them; one statement."""
    transactions.require()
    UnseenRecommendation.objects.filter(
        case__in=case_ids, system=system_id, advise_due_at__isnull=False
    ).update(advise_due_at=None)


def due_to_advise(*, now: datetime, limit: int) -> list[UUID]:
    """Return what should advise by now, the longest waiting first."""
    rows = UnseenRecommendation.objects.filter(advise_due_at__lte=now).order_by("advise_due_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def take_to_advise(*, unseen_id: UUID, now: datetime) -> tuple[UnseenRecommendation, Accepted] | None:
    """Lock what is due and its case, and make it a recommendation; None when it need not advise any more."""
    transactions.require()
    case_id = UnseenRecommendation.objects.values_list("case", flat=True).get(id=unseen_id)
    case = Case.objects.select_for_update(no_key=True).select_related("subject").get(id=case_id)
    row = (
        UnseenRecommendation.objects.select_for_update(of=("self",))
        .select_related("system", "snapshot__contract", "outcome_code")
        .filter(id=unseen_id, advise_due_at__lte=now)
        .first()
    )
    if row is None:
        return None
    nobody_waits(case_ids=[case.id], system_id=row.system_id)
    if Recommendation.objects.filter(case=case, system=row.system_id).exists():
        return None
    opened = selectors.open_snapshot(row.snapshot, subject_id=case.subject_id, now=now)
    if opened.is_erased:
        return None
    made = Recommendation(
        **{name: getattr(row, name) for name in _SAME},
        number=1,
        state=RecommendationState.RECEIVED.value,
    )
    made.system, made.snapshot, made.outcome_code, made.case = (
        row.system,
        row.snapshot,
        row.outcome_code,
        case,
    )
    texts = selectors.texts_of_rationale(opened.rationale, case=case)
    grounding = selectors.grounding(opened, row.snapshot.contract, texts)
    return row, Accepted(made, case.case_ref, case.subject_id, opened.check, grounding)


def note_advised(*, unseen: UnseenRecommendation, recommendation: Recommendation) -> None:
    """Note which recommendation it became."""
    transactions.require()
    UnseenRecommendation.objects.filter(id=unseen.id).update(advised_as=recommendation)
