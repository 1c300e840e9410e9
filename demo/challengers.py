"""Two other models, really there and really asked: what they say is kept unseen beside the one that advises.

One is a logistic model learnt from the same claims and facts as the first; the other is the rule of one line
that any model has to beat. Both are given what the first was given, and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from demo import claims, model, recommend

LOGISTIC, RULE = "triage-logistic-1", "triage-stay-rule-1"
STRENGTH = 0.3  # of the penalty's inverse: rare codes say little
MOST_SURE = 0.99
Line = dict[str, object]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Logistic:
    """A trained logistic model: weights per column, their covariance, and each fact's columns."""

    weights: Floats
    start: float
    means: Floats
    scales: Floats
    covariance: Floats
    columns: tuple[slice, ...]


def _wide(inputs: Floats) -> tuple[Floats, tuple[slice, ...]]:
    """Give each code of a fact a column of its own; what is absent stays NaN."""
    parts: list[Floats] = []
    for at, name in enumerate(model.FEATURES):
        cells = inputs[:, at : at + 1]
        if len(model.CODES.get(name, ())) > len(("yes", "no")):
            codes = np.arange(len(model.CODES[name]), dtype=np.float64)
            cells = np.where(np.isnan(cells), np.nan, (cells == codes).astype(np.float64))
        parts.append(cells)
    ends = np.cumsum([part.shape[1] for part in parts])
    starts = [0, *ends[:-1]]
    columns = tuple(slice(int(start), int(end)) for start, end in zip(starts, ends, strict=True))
    return np.hstack(parts), columns


def train(past: Sequence[claims.Claim]) -> Logistic:
    """Learn P(more than 8 weeks) from the claims that the first model learnt from."""
    wide, columns = _wide(model.matrix([model.facts_of(claim) for claim in past]))
    means = np.nanmean(wide, axis=0)
    scales = np.where(np.nanstd(wide, axis=0) > 0, np.nanstd(wide, axis=0), 1.0)
    ready = np.nan_to_num((wide - means) / scales)
    learner = LogisticRegression(C=STRENGTH, max_iter=500)
    learner.fit(ready, np.array([claim.long for claim in past]))
    chances = learner.predict_proba(ready)[:, 1]
    curvature = (ready.T * (chances * (1 - chances))) @ ready + np.eye(ready.shape[1]) / STRENGTH
    return Logistic(
        weights=np.asarray(learner.coef_[0], dtype=np.float64),
        start=float(learner.intercept_[0]),
        means=means,
        scales=scales,
        covariance=np.asarray(np.linalg.inv(curvature), dtype=np.float64),
        columns=columns,
    )


def suggest(learnt: Logistic, rows: Sequence[model.Facts]) -> list[model.Suggestion]:
    """Suggest a lane for each row of facts; a fact that is absent counts as average."""
    ready = np.nan_to_num((_wide(model.matrix(rows))[0] - learnt.means) / learnt.scales)
    risk = 1 / (1 + np.exp(-(learnt.start + ready @ learnt.weights)))
    spread = np.sqrt(np.einsum("ij,jk,ik->i", ready, learnt.covariance, ready)) + 0.05
    sure = model.sure_of_lane(risk, spread)
    parts = np.stack([ready[:, own] @ learnt.weights[own] for own in learnt.columns], axis=1)
    return [
        model.Suggestion(
            risk=float(risk[row]),
            lane=model.lane(float(risk[row])),
            confidence=round(float(sure[row]), 3),
            weight={name: round(float(parts[row, at]), 4) for at, name in enumerate(model.FEATURES)},
        )
        for row in range(len(rows))
    ]


def _said(case: recommend.Case, version: str, suggestion: model.Suggestion, rates: recommend.Rates) -> Line:
    rationale = recommend.statements(case.story, suggestion, rates)
    return {
        "external_id": f"{version}-{case.story.ref}",
        "outcome": suggestion.lane,
        "confidence": suggestion.confidence,
        "model_version": version,
        "used": [fact for fact in suggestion.weight if case.story.seen[fact] is not None],
        "rationale": rationale,
        "protected": [],  # came with the first
    }


def _by_rule(case: recommend.Case, rates: recommend.Rates) -> list[Line]:
    """No hospital stay, so fast track; whether there was one unknown, so no word."""
    stay = case.story.seen["hospital_stay"]
    if stay is None:
        return []
    suggestion = model.Suggestion(
        risk=0.0,
        lane="standard" if stay else "fast_track",
        confidence=MOST_SURE,  # as the others': how likely another past gives the same lane; a rule has none
        weight={"hospital_stay": 1.0 if stay else -1.0},
    )
    return [_said(case, RULE, suggestion, rates)]


def others(cases: Sequence[recommend.Case]) -> list[list[Line]]:
    """Say, for each case, what the other models make of the same facts: only what differs from the first."""
    before = claims.before_reform(claims.read())
    rates = recommend.long_rates(before)
    learnt = suggest(train(before), [case.story.seen for case in cases])
    return [
        [_said(case, LOGISTIC, suggestion, rates), *_by_rule(case, rates)]
        for case, suggestion in zip(cases, learnt, strict=True)
    ]
