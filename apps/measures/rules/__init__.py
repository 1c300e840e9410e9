"""Pure measures: shares and medians with intervals, weekly series, calibration. No ORM, no clock."""

from apps.measures.rules.calibration import (
    Answer,
    Bin,
    Calibration,
    Reliability,
    assess,
    auroc,
    bin_edges,
    merge_bins,
    tally,
)
from apps.measures.rules.intervals import (
    Median,
    Share,
    agreement_sentence,
    jeffreys,
    median,
    share,
)
from apps.measures.rules.weekly import WeekMedian, WeekShare, week_of, weekly_medians, weekly_shares

__all__ = [
    "Answer",
    "Bin",
    "Calibration",
    "Median",
    "Reliability",
    "Share",
    "WeekMedian",
    "WeekShare",
    "agreement_sentence",
    "assess",
    "auroc",
    "bin_edges",
    "jeffreys",
    "median",
    "merge_bins",
    "share",
    "tally",
    "week_of",
    "weekly_medians",
    "weekly_shares",
]
