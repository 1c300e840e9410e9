"""What an AI would have advised on the applications: a plain model of the applications' own facts.

Every application is judged by a model that never saw it: five models, each trained on the other four fifths.
It learns what officers decided, for nothing else is known. It is linear, so that it can say exactly which
facts weigh how much: whoever declines owes the applicant specific reasons.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from demo import loans

VERSION = "loan-logistic-1"
SEED = 1990
FOLDS = 5
DECLINE_FROM = 0.5
C = 0.05  # the strength of the penalty, on standardised inputs
LEAST, MOST = 0.01, 0.99
MISSING = frozenset({999_999.0, 999_999.375, 1_000_000.0})  # codes of the data that mean missing
LOGARITHMIC = ("loan_amount", "purchase_price", "appraised_value", "monthly_income", "co_income")
SIGNED = ("liquid_assets", "net_worth")
LINEAR = ("loan_to_price", "housing_ratio", "debt_ratio", "term_months", "units")
FLAGS = ("public_record", "self_employed", "gift_or_cosigner")
CODES = {"consumer_credit": ("2", "3", "4", "5", "6"), "mortgage_credit": ("2", "3", "4")}
KNEES = {"debt_ratio": (36.0, 40.0), "loan_to_price": (0.8, 0.95)}  # where lenders' guidelines bend
FEATURES = (*LOGARITHMIC, *SIGNED, *LINEAR, *FLAGS, *CODES)
Floats = npt.NDArray[np.float64]
Facts = Mapping[str, loans.Value]


class FeatureLeakError(Exception):
    """The model was offered what is not a fact of the application."""


@dataclass(frozen=True)
class Suggestion:
    """P(an officer declines) by a model that never saw this one; what each fact adds to its log odds."""

    risk: float
    weight: Mapping[str, float]

    @property
    def outcome(self) -> str:
        """Return the outcome code that is suggested."""
        return "decline" if self.risk >= DECLINE_FROM else "approve"

    @property
    def confidence(self) -> float:
        """Say how sure it is, and never more than 99 in 100."""
        return round(min(max(self.risk, 1 - self.risk, LEAST), MOST), 3)


def _number(value: loans.Value) -> float:
    if value is None or isinstance(value, str):
        return math.nan
    number = float(value)
    return math.nan if number in MISSING else number


def _columns(rows: Sequence[Facts]) -> list[tuple[str, Floats]]:
    """Return the inputs with the fact that each comes from; NaN where nothing is known."""
    for row in rows:
        if foreign := set(row) - set(FEATURES):
            raise FeatureLeakError(f"{', '.join(sorted(foreign))}: not a fact of the application.")
    numbers = {fact: np.array([_number(row[fact]) for row in rows]) for fact in FEATURES if fact not in CODES}
    found = [(fact, np.log1p(numbers[fact])) for fact in LOGARITHMIC]
    found += [(fact, np.sign(numbers[fact]) * np.log1p(np.abs(numbers[fact]))) for fact in SIGNED]
    found += [(fact, numbers[fact]) for fact in (*LINEAR, *FLAGS)]
    found += [
        (fact, np.maximum(numbers[fact] - knee, 0.0)) for fact, knees in KNEES.items() for knee in knees
    ]
    return found + [
        (fact, np.array([float(row[fact] == code) for row in rows]))
        for fact, codes in CODES.items()
        for code in codes
    ]


def _filled(column: Floats, learnt: npt.NDArray[np.int64]) -> Floats:
    """Put the middle of what is learnt from where nothing is known; standardise by what is learnt from."""
    filled = np.where(np.isnan(column), np.nanmedian(column[learnt]), column)
    spread = filled[learnt].std()
    return np.asarray((filled - filled[learnt].mean()) / (spread if spread > 0 else 1.0), dtype=np.float64)


def suggest(applications: Sequence[loans.Application]) -> list[Suggestion]:
    """Say what is suggested on each application, in their order; always the same for the same ones."""
    columns = _columns([one.facts for one in applications])
    labels = np.array([one.declined for one in applications])
    weights = np.zeros((len(labels), len(columns)))
    risk = np.zeros(len(labels))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for learnt, judged in folds.split(np.zeros(len(labels)), labels):
        inputs = np.column_stack([_filled(column, learnt) for _, column in columns])
        learner = LogisticRegression(C=C, max_iter=2000).fit(inputs[learnt], labels[learnt])
        weights[judged] = inputs[judged] * learner.coef_[0]
        risk[judged] = learner.predict_proba(inputs[judged])[:, 1]
    facts = [fact for fact, _ in columns]
    return [Suggestion(float(one), _by_fact(facts, row)) for one, row in zip(risk, weights, strict=True)]


def _by_fact(facts: Sequence[str], weights: Floats) -> dict[str, float]:
    found = dict.fromkeys(FEATURES, 0.0)
    for fact, weight in zip(facts, weights, strict=True):
        found[fact] += float(weight)
    return found


def auc(applications: Sequence[loans.Application], suggested: Sequence[Suggestion]) -> float:
    """Return the area under the curve, out of fold: how well it ranks what officers declined above others."""
    return float(roc_auc_score([one.declined for one in applications], [one.risk for one in suggested]))
