"""The demonstration's model: modest, honest, and trained only on claims from before the benefit increase."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from demo import claims

VERSION, NEWER = "triage-gb-1", "triage-gb-2"
SEED = 1982
FAST_BELOW = 0.14
MANAGED_FROM = 0.36
STAY_MANAGED_FROM = 0.28  # of the newer version, where a hospital stay is known: what had been ordered of it
WEEKS_CAP = 104.0
N_BAGS = 8
Floats = npt.NDArray[np.float64]

# The only facts the model may see, with the column of its input. Everything else is a leak or protected.
FEATURES: tuple[str, ...] = (
    "body_part",
    "injury_nature",
    "hospital_stay",
    "industry",
    "age",
    "weekly_wage",
    "state",
)
CODES: dict[str, tuple[str, ...]] = {
    "body_part": tuple(sorted(claims.PARTS)),
    "injury_nature": tuple(sorted(claims.NATURES)),
    "industry": tuple(claims.INDUSTRIES.values()),
    "state": ("KY", "MI"),
}
CATEGORICAL = [0, 1, 3]
LEAKS = frozenset({"durat", "ldurat", "totmed", "ltotmed", "weeks", "medical_cost", "afchnge"})
PROTECTED = frozenset({"male", "married", "sex", "marital_status"})
Facts = Mapping[str, object]


class Learner(Protocol):
    def predict_proba(self, inputs: Floats) -> Floats:
        """Give P(short) and P(long) for each row."""
        ...


class FeatureLeakError(Exception):
    """The model was offered a fact that is not on its list."""


@dataclass(frozen=True)
class Suggestion:
    """What the model says of one claim. `risk` is P(more than 8 weeks), `weight` log odds per fact."""

    risk: float
    lane: str
    confidence: float
    weight: dict[str, float]
    version: str = VERSION


@dataclass(frozen=True)
class Model:
    """A trained model: the main classifier, its bootstrap copies, and background rows for explanations."""

    main: Learner
    bags: tuple[Learner, ...]
    background: Floats
    features: tuple[str, ...]
    weeks: dict[tuple[bool, str], float]


def check_features(names: Iterable[str]) -> None:
    """Refuse every fact that is not on the list.

    Raises:
        FeatureLeakError: names the facts and why.
    """
    for name in names:
        if name in LEAKS:
            raise FeatureLeakError(
                f"{name} leaks the outcome: it is the label, or accrues while the claim runs."
            )
        if name in PROTECTED:
            raise FeatureLeakError(f"{name} is protected: it is kept for the fairness audit only.")
        if name not in FEATURES:
            raise FeatureLeakError(f"{name} is not on the model's list of allowed facts.")


def facts_of(claim: claims.Claim) -> dict[str, object]:
    """Take the allowed facts of a claim, and no other."""
    return {name: getattr(claim, name) for name in FEATURES}


def _cell(name: str, value: object) -> float:
    if value is None:
        return math.nan
    if name in CODES:
        return float(CODES[name].index(str(value)))
    return float(str(value)) if not isinstance(value, bool) else float(value)


def matrix(rows: Sequence[Facts], features: Sequence[str] = FEATURES) -> Floats:
    """Build the model's input; an absent or None fact is NaN.

    Raises:
        FeatureLeakError: a row, or the list of features, holds a fact that is not allowed.
    """
    check_features(features)
    for row in rows:
        check_features(row)
    return np.array([[_cell(name, row.get(name)) for name in features] for row in rows], dtype=np.float64)


def _fitted(inputs: Floats, labels: npt.NDArray[np.bool_], seed: int) -> Learner:
    learner = HistGradientBoostingClassifier(
        max_iter=80,
        learning_rate=0.06,
        max_leaf_nodes=12,
        l2_regularization=10.0,
        min_samples_leaf=30,
        categorical_features=CATEGORICAL,
        early_stopping=False,
        random_state=seed,
    )
    learner.fit(inputs, labels)
    fitted: Learner = learner
    return fitted


def expected_weeks(past: Iterable[claims.Claim]) -> dict[tuple[bool, str], float]:
    """Average weeks, each capped at 104, by hospital stay and injury group."""
    cells: dict[tuple[bool, str], list[float]] = {}
    for claim in past:
        cells.setdefault((claim.hospital_stay, claim.injury_group), []).append(min(claim.weeks, WEEKS_CAP))
    return {key: round(sum(weeks) / len(weeks), 1) for key, weeks in cells.items()}


def train(past: Sequence[claims.Claim], *, seed: int = SEED) -> Model:
    """Learn P(more than 8 weeks) from claims before the benefit increase.

    Raises:
        FeatureLeakError: a claim from after the increase is among them.
    """
    if any(claim.after_reform for claim in past):
        raise FeatureLeakError("afchnge: claims from after the benefit increase are for testing only.")
    inputs = matrix([facts_of(claim) for claim in past])
    labels = np.array([claim.long for claim in past])
    dice = np.random.default_rng(seed)
    draws = [dice.integers(0, len(past), len(past)) for _ in range(N_BAGS)]
    return Model(
        main=_fitted(inputs, labels, seed),
        bags=tuple(_fitted(inputs[rows], labels[rows], seed) for rows in draws),
        background=inputs[dice.choice(len(past), 12, replace=False)],
        features=FEATURES,
        weeks=expected_weeks(past),
    )


def warning_example(past: Sequence[claims.Claim], later: Sequence[claims.Claim]) -> Floats:
    """Score later claims with a model that was wrongly given the medical cost: too good to be true."""
    columns = [
        np.column_stack([matrix([facts_of(claim) for claim in some]), [claim.medical_cost for claim in some]])
        for some in (past, later)
    ]
    learner = _fitted(columns[0], np.array([claim.long for claim in past]), SEED)
    return np.asarray(learner.predict_proba(columns[1])[:, 1], dtype=np.float64)


def lane(risk: float, *, managed_from: float = MANAGED_FROM) -> str:
    """Turn P(more than 8 weeks) into the outcome code the model suggests."""
    if risk < FAST_BELOW:
        return "fast_track"
    return "standard" if risk < managed_from else "case_managed"


def _logit(risk: Floats) -> Floats:
    clipped = np.clip(risk, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float64)


def _score(learner: Learner, inputs: Floats) -> Floats:
    return np.asarray(learner.predict_proba(inputs)[:, 1], dtype=np.float64)


def _weights(model: Model, inputs: Floats, base: Floats) -> Floats:
    """Average change of the log odds when a fact is replaced by that of a background claim."""
    weights = np.zeros_like(inputs)
    for column in range(inputs.shape[1]):
        swapped = np.repeat(inputs, len(model.background), axis=0)
        swapped[:, column] = np.tile(model.background[:, column], len(inputs))
        there = _logit(_score(model.main, swapped)).reshape(len(inputs), -1).mean(axis=1)
        weights[:, column] = base - there
    return weights


def _below(limit: float | Floats, mean: Floats, spread: Floats) -> Floats:
    bound = np.log(limit / (1 - np.asarray(limit)))
    z = (bound - mean) / (spread * math.sqrt(2))
    return np.array([0.5 * (1 + math.erf(value)) for value in z], dtype=np.float64)


def sure_of_lane(risk: Floats, spread: Floats, managed_from: float | Floats = MANAGED_FROM) -> Floats:
    """How likely another past of the same size gives the same lane (normal in log odds, of that spread)."""
    mean = _logit(risk)
    under_fast, under_managed = _below(FAST_BELOW, mean, spread), _below(managed_from, mean, spread)
    within = np.select(
        [risk < FAST_BELOW, risk < managed_from],
        [under_fast, under_managed - under_fast],
        1 - under_managed,
    )
    return np.asarray(np.clip(within, 0.01, 0.99), dtype=np.float64)


def _confidence(model: Model, inputs: Floats, risk: Floats, managed_from: Floats) -> Floats:
    """How sure a lane is, by what the bootstrap copies say."""
    spread = np.std([_logit(_score(bag, inputs)) for bag in model.bags], axis=0, ddof=1) + 0.05
    return sure_of_lane(risk, spread, managed_from)


def suggest(model: Model, rows: Sequence[Facts], *, newer: Sequence[bool] = ()) -> list[Suggestion]:
    """Suggest a lane for each row of facts. newer: in which of them the newer version is asked.

    Raises:
        FeatureLeakError: a row holds a fact that is not allowed.
    """
    inputs = matrix(rows, model.features)
    risk = _score(model.main, inputs)
    weights = _weights(model, inputs, _logit(risk))
    is_newer = newer or [False] * len(rows)
    has_stay = [one and facts["hospital_stay"] is True for one, facts in zip(is_newer, rows, strict=True)]
    managed_from = np.where(has_stay, STAY_MANAGED_FROM, MANAGED_FROM)
    confidence = _confidence(model, inputs, risk, managed_from)
    return [
        Suggestion(
            risk=float(risk[row]),
            lane=lane(float(risk[row]), managed_from=float(managed_from[row])),
            confidence=round(float(confidence[row]), 3),
            weight={name: round(float(weights[row, at]), 4) for at, name in enumerate(model.features)},
            version=NEWER if is_newer[row] else VERSION,
        )
        for row in range(len(rows))
    ]
