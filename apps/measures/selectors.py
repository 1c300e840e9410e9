"""Reads of facts, figures and what may be said of stated confidence."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from apps.accounts.models import Actor, ActorKind
from apps.core import refusals
from apps.intake.models import Case, CaseKind
from apps.measures import access, rules
from apps.measures.models import Calibration, CalibrationBin, DecisionFacts, Measurement, Outcome
from apps.measures.states import CalibrationState
from apps.reviews.models import Decision

WHOLE = ""  # the segment that stands for all cases of a model version


def counted(*, system_id: UUID) -> QuerySet[DecisionFacts]:
    """Return the facts of an AI system's decisions on real cases; other kinds count nowhere."""
    real = Case.objects.filter(id=OuterRef("case_id"), kind=CaseKind.REAL)
    return DecisionFacts.objects.filter(Exists(real), system_id=system_id)


def by_persons(*, system_id: UUID) -> QuerySet[DecisionFacts]:
    """Return the facts of what persons decided, audits included, that no later decision reversed."""
    reversing = Decision.objects.filter(reverses_id=OuterRef("decision_id"))
    return counted(system_id=system_id).filter(~Exists(reversing), by_kind=ActorKind.PERSON)


def calibration_words(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> str:
    """Say in one sentence how often officers agreed in cases of the same model version and segment."""
    row = calibration(system_id=system_id, model_version=model_version, segment=segment)
    n, n_correct = (row.n, row.n_correct) if row else (0, 0)
    return f"{rules.agreement_sentence(n, n_correct)}."


def calibration_state(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> CalibrationState:
    """Return what may be said of stated confidence; PRIOR where nothing was checked yet."""
    row = calibration(system_id=system_id, model_version=model_version, segment=segment)
    return CalibrationState(row.state) if row else CalibrationState.PRIOR


def calibration(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> Calibration | None:
    """Return the newest calibration of a model version in a segment."""
    return Calibration.objects.filter(
        system_id=system_id, model_version=model_version, segment=segment
    ).first()


def bins(*, system_id: UUID, model_version: str, segment: str = WHOLE) -> tuple[rules.Bin, ...]:
    """Return the stored bins, lowest confidence first; `rules.merge_bins` adds those with the same edges."""
    rows = CalibrationBin.objects.filter(
        system_id=system_id, model_version=model_version, segment=segment
    ).order_by("place")
    return tuple(
        rules.Bin(
            low=row.lower,
            high=row.upper,
            n=row.n,
            n_correct=row.n_correct,
            n_audited=row.n_audited,
            sum_confidence=row.sum_confidence,
            sum_weight=row.sum_weight,
            sum_weight_squared=row.sum_weight_squared,
            sum_weight_correct=row.sum_weight_correct,
            sum_weight_confidence=row.sum_weight_confidence,
            sum_squared_error=row.sum_squared_error,
        )
        for row in rows
    )


def weekly(*, system_id: UUID, to: Actor) -> list[Measurement]:
    """Return every weekly figure of an AI system, oldest week first; `period_on` is the week's Monday.

    Raises: NotVisible.
    """
    if not access.may_see(to, system_id):
        raise refusals.NotVisible
    return list(Measurement.objects.filter(system_id=system_id).order_by("period_on", "measure"))


def outcome_of_cases(case_ids: Iterable[UUID]) -> dict[UUID, Outcome]:
    """Return the latest known outcome of each case that has one; known-answer cases are left out."""
    rows = Outcome.objects.filter(case_id__in=set(case_ids)).exclude(case__kind=CaseKind.KNOWN_ANSWER)
    return {row.case_id: row for row in rows.order_by("known_at", "id")}
