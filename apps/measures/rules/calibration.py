"""Calibration of stated confidence: additive equal-mass bins, scores, and a state, never a bare number."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from apps.measures import states
from apps.measures.rules import intervals

N_BINS = 10
BIN_ENOUGH = 30  # cases that make a bin count
BINS_ENOUGH = 3
AUROC_ENOUGH = 100
ECE_LIMIT = 0.15
TOP_GAP_LIMIT = 0.1
AUROC_LIMIT = 0.55

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """One recommendation with later truth.

    `confidence` as stated, in [0, 1]; `sampling_share` in (0, 1] is the probability with which the case came
    to be checked (1 where every such case is); `audited` says that chance alone chose it.
    """

    confidence: float
    correct: bool
    sampling_share: float = 1.0
    audited: bool = False


@dataclass(frozen=True)
class Bin:
    """Sums over the answers whose confidence lies in [low, high), in the last bin [low, high].

    Everything but the bounds is additive over periods. Weights are 1 / sampling_share; with every share 1
    the weighted sums equal the plain ones. `sum_squared_error` sums weight x (confidence - correct)^2.
    """

    low: float
    high: float
    n: int = 0
    n_correct: int = 0
    n_audited: int = 0
    sum_confidence: float = 0.0
    sum_weight: float = 0.0
    sum_weight_squared: float = 0.0
    sum_weight_correct: float = 0.0
    sum_weight_confidence: float = 0.0
    sum_squared_error: float = 0.0


@dataclass(frozen=True)
class Reliability:
    """One point of the reliability diagram: stated against observed, weighted, for n answers."""

    low: float
    high: float
    n: int
    mean_confidence: float
    correct: intervals.Share


@dataclass(frozen=True)
class Calibration:
    """What may be said about stated confidence; scores are None where they mean nothing yet.

    `brier` in [0, 1], 0 best; `ece` and `top_gap` (absolute, in the highest bin with 30 answers) in [0, 1];
    `auroc` in [0, 1], .5 is chance, None under 100 answers or with one class; `because` says why the state.
    """

    state: states.CalibrationState
    because: str
    n: int
    n_audited: int
    reliability: tuple[Reliability, ...]
    brier: float | None
    ece: float | None
    top_gap: float | None
    auroc: float | None


def bin_edges(confidences: Sequence[float], *, n_bins: int = N_BINS) -> tuple[float, ...]:
    """Return the inner edges of bins of equal mass; fewer than n_bins - 1 where values repeat.

    Fix them from a first window and keep them: bins are additive only while their edges stay.

    Raises:
        ValueError: where a confidence lies outside [0, 1] or is not a number.
    """
    values = _confidences(confidences)
    if not len(values):
        return ()
    cuts = np.quantile(values, np.arange(1, n_bins) / n_bins, method="inverted_cdf")
    return tuple(float(cut) for cut in np.unique(cuts) if cut > values.min())


def tally(edges: Sequence[float], answers: Sequence[Answer]) -> tuple[Bin, ...]:
    """Return len(edges) + 1 bins over [0, 1] with the sums of the answers.

    Raises:
        ValueError: for a confidence outside [0, 1], a sampling_share outside (0, 1], or edges not ascending.
    """
    confidence = _confidences([answer.confidence for answer in answers])
    weight = _weights(answers)
    correct = np.array([answer.correct for answer in answers], dtype=np.float64)
    audited = np.array([answer.audited for answer in answers], dtype=np.float64)
    bounds = [0.0, *edges, 1.0]
    if any(low > high for low, high in pairwise(bounds)):
        raise ValueError("bin edges must ascend within [0, 1]")
    which = np.searchsorted(np.asarray(edges, dtype=np.float64), confidence, side="right")

    def sums(values: Floats) -> list[float]:
        return [float(one) for one in np.bincount(which, weights=values, minlength=len(bounds) - 1)]

    columns = zip(
        pairwise(bounds),
        *(map(int, sums(flags)) for flags in (np.ones_like(weight), correct, audited)),
        sums(confidence),
        sums(weight),
        sums(weight**2),
        sums(weight * correct),
        sums(weight * confidence),
        sums(weight * (confidence - correct) ** 2),
        strict=True,
    )
    return tuple(Bin(low, high, *rest) for (low, high), *rest in columns)


def merge_bins(first: Sequence[Bin], second: Sequence[Bin]) -> tuple[Bin, ...]:
    """Add two tallies over the same edges, bin by bin.

    Raises:
        ValueError: where the edges differ.
    """
    if [(b.low, b.high) for b in first] != [(b.low, b.high) for b in second]:
        raise ValueError("bins with different edges cannot be added")
    return tuple(_add(a, b) for a, b in zip(first, second, strict=True))


def _add(a: Bin, b: Bin) -> Bin:
    return Bin(
        low=a.low,
        high=a.high,
        n=a.n + b.n,
        n_correct=a.n_correct + b.n_correct,
        n_audited=a.n_audited + b.n_audited,
        sum_confidence=a.sum_confidence + b.sum_confidence,
        sum_weight=a.sum_weight + b.sum_weight,
        sum_weight_squared=a.sum_weight_squared + b.sum_weight_squared,
        sum_weight_correct=a.sum_weight_correct + b.sum_weight_correct,
        sum_weight_confidence=a.sum_weight_confidence + b.sum_weight_confidence,
        sum_squared_error=a.sum_squared_error + b.sum_squared_error,
    )


def auroc(answers: Sequence[Answer]) -> float | None:
    """Return the probability that a correct answer was stated with more confidence than a wrong one.

    The rank-sum formula with ties counted half (Mann and Whitney 1947; Hanley and McNeil 1982), each pair
    weighted by the product of its inverse sampling shares. None under 100 answers or with one class only.
    """
    correct = np.array([answer.correct for answer in answers], dtype=bool)
    if len(answers) < AUROC_ENOUGH or correct.all() or not correct.any():
        return None
    weight = _weights(answers)
    scores, rank = np.unique(_confidences([answer.confidence for answer in answers]), return_inverse=True)
    right = np.bincount(rank, weights=weight * correct, minlength=len(scores))
    wrong = np.bincount(rank, weights=weight * ~correct, minlength=len(scores))
    wrong_below = np.cumsum(wrong) - wrong
    return float(np.sum(right * (wrong_below + wrong / 2)) / (right.sum() * wrong.sum()))


def assess(bins: Sequence[Bin], *, auroc: float | None) -> Calibration:
    """Say what the bins allow to be said (states as in `CalibrationState`).

    Scores are Hajek means: weighted sums over summed weights (Hajek 1971; Saerndal, Swensson and Wretman
    1992). Confidence that fills fewer than 3 bins counts as unreliable only from 90 answers on: before that
    it is too early to tell. The calibration error is judged from 3 bins of 30 answers on.
    """
    filled = [b for b in bins if b.n]
    n, n_audited = sum(b.n for b in filled), sum(b.n_audited for b in filled)
    points = tuple(_reliability(b) for b in filled)
    weight = sum(b.sum_weight for b in filled)
    ece = sum(b.sum_weight * _gap(b) for b in filled) / weight if filled else None
    brier = sum(b.sum_squared_error for b in filled) / weight if filled else None
    enough = [b for b in filled if b.n >= BIN_ENOUGH]
    top_gap = _gap(enough[-1]) if enough else None
    bad = _why_unreliable(filled, ece=ece, top_gap=top_gap, auroc=auroc)
    state, because = _state(filled, n_audited=n_audited, bad=bad)
    return Calibration(
        state=state,
        because=because,
        n=n,
        n_audited=n_audited,
        reliability=points,
        brier=brier,
        ece=ece,
        top_gap=top_gap,
        auroc=auroc,
    )


def _state(filled: Sequence[Bin], *, n_audited: int, bad: str | None) -> tuple[states.CalibrationState, str]:
    n_enough = sum(b.n >= BIN_ENOUGH for b in filled)
    if not filled:
        return states.CalibrationState.PRIOR, "No answer has been checked yet."
    if bad:
        return states.CalibrationState.UNRELIABLE, bad
    if n_enough < BINS_ENOUGH:
        why = f"{n_enough} of the {BINS_ENOUGH} bins needed have {BIN_ENOUGH} checked answers."
        return states.CalibrationState.PARTLY_MEASURED, why
    if not n_audited:
        return states.CalibrationState.PARTLY_MEASURED, "No randomly audited case is among the answers."
    why = f"{n_enough} bins have {BIN_ENOUGH} checked answers, random audit among them."
    return states.CalibrationState.MEASURED, why


def _why_unreliable(
    filled: Sequence[Bin],
    *,
    ece: float | None,
    top_gap: float | None,
    auroc: float | None,
) -> str | None:
    n, n_enough = sum(b.n for b in filled), sum(b.n >= BIN_ENOUGH for b in filled)
    if auroc is not None and auroc <= AUROC_LIMIT:
        return f"Confidence does not rank right above wrong answers (AUROC {auroc:.2f})."
    if n >= BIN_ENOUGH * BINS_ENOUGH and len(filled) < BINS_ENOUGH:
        return f"Stated confidence fills only {len(filled)} of the {BINS_ENOUGH} bins needed."
    if n_enough < BINS_ENOUGH or ece is None or top_gap is None:
        return None
    if ece > ECE_LIMIT and top_gap > TOP_GAP_LIMIT:
        return f"Confidence is off by {ece:.2f} on average and by {top_gap:.2f} where it is highest."
    return None


def _gap(b: Bin) -> float:
    return abs(b.sum_weight_confidence - b.sum_weight_correct) / b.sum_weight


def _reliability(b: Bin) -> Reliability:
    """Observed share with a Jeffreys interval at Kish's effective n (Kish 1965), (sum w)^2 / sum w^2."""
    value = min(b.sum_weight_correct / b.sum_weight, 1.0)
    n_effective = b.sum_weight**2 / b.sum_weight_squared
    low, high = intervals.jeffreys(n_effective, value * n_effective)
    return Reliability(
        low=b.low,
        high=b.high,
        n=b.n,
        mean_confidence=b.sum_weight_confidence / b.sum_weight,
        correct=intervals.Share(value=value, low=low, high=high, n=b.n),
    )


def _confidences(values: Sequence[float]) -> Floats:
    confidences = np.asarray(values, dtype=np.float64)
    if not ((confidences >= 0) & (confidences <= 1)).all():
        raise ValueError("confidence lies in [0, 1]")
    return confidences


def _weights(answers: Sequence[Answer]) -> Floats:
    shares = np.array([answer.sampling_share for answer in answers], dtype=np.float64)
    if not ((shares > 0) & (shares <= 1)).all():
        raise ValueError("a sampling share lies in (0, 1]")
    return 1 / shares
