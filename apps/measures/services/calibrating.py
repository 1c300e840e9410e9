"""Stated confidence against what officers decided, per model version and segment.

'Correct' is, for now, that the person's decision agreed with the recommendation. A later outcome would be the
better judge; it takes a rule per AI system that says which outcome makes which recommendation right, and none
exists yet. "Not overridden" is not "correct": the random audits of automatic decisions, weighted by
1 / their sampling share, are what keeps the two apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q

from apps.core import transactions
from apps.measures import rules, selectors
from apps.measures.models import Calibration, CalibrationBin, DecisionFacts
from apps.measures.services import alone

# Answers from which on the edges of the bins are kept: ten bins with the 30 answers that make a bin count.
FIRST_WINDOW = 300

Key = tuple[str, str]  # model version, segment ("" is the whole model version)
Counts = tuple[int, int, int]  # answers, correct ones, audited ones


def calibrate(*, system_id: UUID, now: datetime) -> int:
    """Recompute in place what is known of stated confidence where the answers changed; returns how many.

    Answers are persons' decisions that were not reversed. Under 300 of them the bins' edges follow the
    answers; from then on they stay, so that bins of different periods can be added.
    """
    transactions.require()
    if not alone.is_alone("measures.calibrate", system_id):
        return 0
    changed = _changed(system_id)
    if not changed:
        return 0
    for key, answers in _answers(system_id, changed).items():
        _assess(system_id, key, answers, now)
    return len(changed)


def _changed(system_id: UUID) -> set[Key]:
    """The model versions and segments whose answers are not the ones their calibration rests on."""
    rows = (
        selectors.by_persons(system_id=system_id)
        .values("model_version", "segment")
        .annotate(
            number=Count("id"),
            correct=Count("id", filter=Q(is_override=False)),
            audited=Count("id", filter=_DRAWN),
        )
        .values_list("model_version", "segment", "number", "correct", "audited")
    )
    counts: dict[Key, Counts] = defaultdict(lambda: (0, 0, 0))
    for version, segment, number, correct, audited in rows:
        for key in _keys(version, segment):
            n, n_correct, n_audited = counts[key]
            counts[key] = (n + number, n_correct + correct, n_audited + audited)
    known = Calibration.objects.filter(system_id=system_id)
    kept = {(row.model_version, row.segment): (row.n, row.n_correct, row.n_audited) for row in known}
    return {key for key, count in counts.items() if count != kept.get(key)}


# Drawn by chance, with a known chance.
_DRAWN = Q(is_audit=True, sample_share__gt=0)


def _keys(version: str, segment: str) -> set[Key]:
    return {(version, selectors.WHOLE), (version, segment)}


def _answers(system_id: UUID, keys: Iterable[Key]) -> dict[Key, list[rules.Answer]]:
    found: dict[Key, list[rules.Answer]] = {key: [] for key in keys}
    facts = selectors.by_persons(system_id=system_id).filter(
        model_version__in={version for version, _ in found}
    )
    for row in facts.only(
        "model_version", "segment", "confidence", "is_override", "is_audit", "sample_share"
    ).iterator():
        answer = _answer(row)
        for key in _keys(row.model_version, row.segment) & found.keys():
            found[key].append(answer)
    return found


def _answer(row: DecisionFacts) -> rules.Answer:
    """A reviewed case counts as itself; an audit stands for all the automatic decisions it was drawn from."""
    share = row.sample_share or Decimal(0)
    drawn = row.is_audit and share > 0
    return rules.Answer(
        confidence=float(row.confidence),
        correct=not row.is_override,
        sampling_share=min(float(share), 1.0) if drawn else 1.0,
        audited=drawn,
    )


def _assess(system_id: UUID, key: Key, answers: Sequence[rules.Answer], now: datetime) -> None:
    bins = rules.tally(_edges(system_id, key, answers), answers)
    said = rules.assess(bins, auroc=rules.auroc(answers))
    version, segment = key
    Calibration.objects.update_or_create(
        system_id=system_id,
        model_version=version,
        segment=segment,
        defaults={
            "state": said.state,
            "because": said.because,
            "n": said.n,
            "n_correct": sum(one.n_correct for one in bins),
            "n_audited": said.n_audited,
            "ece": said.ece,
            "top_gap": said.top_gap,
            "auroc": said.auroc,
            "brier": said.brier,
            "computed_at": now,
        },
    )
    CalibrationBin.objects.filter(system_id=system_id, model_version=version, segment=segment).delete()
    CalibrationBin.objects.bulk_create([_bin(system_id, key, place, one) for place, one in enumerate(bins)])


def _edges(system_id: UUID, key: Key, answers: Sequence[rules.Answer]) -> tuple[float, ...]:
    kept = selectors.calibration(system_id=system_id, model_version=key[0], segment=key[1])
    if kept is None or kept.n < FIRST_WINDOW:
        return rules.bin_edges([answer.confidence for answer in answers])
    stored = selectors.bins(system_id=system_id, model_version=key[0], segment=key[1])
    return tuple(one.low for one in stored[1:])


def _bin(system_id: UUID, key: Key, place: int, one: rules.Bin) -> CalibrationBin:
    sums = asdict(one)
    return CalibrationBin(
        system_id=system_id,
        model_version=key[0],
        segment=key[1],
        place=place,
        lower=sums.pop("low"),
        upper=sums.pop("high"),
        **sums,
    )
