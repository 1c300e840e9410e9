"""Stated confidence against later truth: sums that add up, scores that agree, and states that do not flatter."""

import numpy as np
import pytest

from apps.measures import rules
from apps.measures.states import CalibrationState


def answers(n, seed=0, *, truth=lambda confidence: confidence, audited=True, share=1.0):
    dice = np.random.default_rng(seed)
    confidence = dice.uniform(0.05, 0.95, n)
    correct = dice.random(n) < truth(confidence)
    return [
        rules.Answer(confidence=float(c), correct=bool(y), audited=audited, sampling_share=share)
        for c, y in zip(confidence, correct, strict=True)
    ]


def assessed(cases):
    edges = rules.bin_edges([case.confidence for case in cases])
    return rules.assess(rules.tally(edges, cases), auroc=rules.auroc(cases))


def test_ten_bins_of_equal_mass():
    cases = answers(1_000)

    bins = rules.tally(rules.bin_edges([case.confidence for case in cases]), cases)

    assert len(bins) == 10
    assert {b.n for b in bins} <= {99, 100, 101}
    assert (bins[0].low, bins[-1].high) == (0.0, 1.0)
    assert sum(b.n_correct for b in bins) == sum(case.correct for case in cases)
    assert sum(b.sum_confidence for b in bins) == pytest.approx(sum(case.confidence for case in cases))


def test_few_distinct_confidences_make_fewer_bins():
    assert rules.bin_edges([0.9] * 500) == ()
    assert rules.bin_edges([0.2] * 50 + [0.9] * 50) == (0.9,)
    assert rules.bin_edges([]) == ()


def test_bins_of_two_periods_add_up_to_the_bins_of_both():
    cases = answers(500, share=0.5)
    edges = rules.bin_edges([case.confidence for case in cases[:200]])

    merged = rules.merge_bins(rules.tally(edges, cases[:200]), rules.tally(edges, cases[200:]))

    for one, other in zip(merged, rules.tally(edges, cases), strict=True):
        assert (one.n, one.n_correct, one.n_audited) == (other.n, other.n_correct, other.n_audited)
        assert one.sum_confidence == pytest.approx(other.sum_confidence)
        assert one.sum_weight_correct == other.sum_weight_correct
        assert one.sum_squared_error == pytest.approx(other.sum_squared_error)
    with pytest.raises(ValueError, match="different edges"):
        rules.merge_bins(rules.tally((0.5,), cases), rules.tally((0.6,), cases))


def test_scores_by_hand():
    cases = [
        rules.Answer(0.2, correct=False),
        rules.Answer(0.4, correct=True),
        rules.Answer(0.9, correct=True),
    ]

    found = rules.assess(rules.tally((0.5,), cases), auroc=None)

    assert found.brier == pytest.approx((0.2**2 + 0.6**2 + 0.1**2) / 3)
    assert found.ece == pytest.approx(2 / 3 * abs(0.3 - 0.5) + 1 / 3 * abs(0.9 - 1.0))
    assert [(point.mean_confidence, point.correct.value, point.n) for point in found.reliability] == [
        (pytest.approx(0.3), 0.5, 2),
        (0.9, 1.0, 1),
    ]


def test_auroc_counts_pairs_and_ties_half():
    dice = np.random.default_rng(3)
    cases = [rules.Answer(float(c), correct=bool(dice.random() < c)) for c in dice.integers(0, 11, 150) / 10]
    right = [case.confidence for case in cases if case.correct]
    wrong = [case.confidence for case in cases if not case.correct]
    pairs = [(r > w) + (r == w) / 2 for r in right for w in wrong]

    assert rules.auroc(cases) == pytest.approx(np.mean(pairs))


def test_auroc_needs_100_answers_and_both_classes():
    assert rules.auroc(answers(99)) is None
    assert rules.auroc(answers(200, truth=np.ones_like)) is None
    assert rules.auroc(answers(100)) is not None


def test_weights_undo_the_sampling():
    # Half of the world is wrong at .8, but only one in ten of those was checked.
    right = [rules.Answer(0.8, correct=True, sampling_share=1.0)] * 100
    wrong = [rules.Answer(0.8, correct=False, sampling_share=0.1)] * 10

    found = rules.assess(rules.tally((), right + wrong), auroc=None)

    point = found.reliability[0]
    assert point.correct.value == pytest.approx(0.5)
    assert found.ece == pytest.approx(0.3)
    assert found.brier == pytest.approx((0.2**2 + 0.8**2) / 2)
    # 200 effective cases would be too sure: (100 + 100)^2 / (100 + 10 x 100) = 36.4
    assert point.correct.high - point.correct.low == pytest.approx(2 * 1.96 * 0.5 / 36.4**0.5, rel=0.05)


def test_weighted_auroc_is_the_auroc_of_the_world_sampled_from():
    world = answers(400, seed=5)
    doubled = [c for case in world for c in [case] * (2 if case.confidence < 0.5 else 1)]
    halved = [
        rules.Answer(c.confidence, correct=c.correct, sampling_share=0.5 if c.confidence < 0.5 else 1.0)
        for c in world
    ]

    assert rules.auroc(halved) == pytest.approx(rules.auroc(doubled))


def test_nothing_checked_is_prior():
    found = rules.assess((), auroc=None)

    assert found.state == CalibrationState.PRIOR
    assert (found.n, found.brier, found.ece, found.auroc, found.reliability) == (0, None, None, None, ())
    assert rules.assess(rules.tally((0.5,), []), auroc=None).state == CalibrationState.PRIOR


def test_few_answers_are_partly_measured():
    assert assessed(answers(12)).state == CalibrationState.PARTLY_MEASURED
    found = assessed(answers(80))

    assert found.state == CalibrationState.PARTLY_MEASURED
    assert found.because == "0 of the 3 bins needed have 30 checked answers."


def test_an_honest_system_is_measured_once_random_audit_is_among_the_answers():
    assert assessed(answers(1_000, audited=True)).state == CalibrationState.MEASURED
    found = assessed(answers(1_000, audited=False))

    assert found.state == CalibrationState.PARTLY_MEASURED
    assert found.because == "No randomly audited case is among the answers."


def test_thirty_answers_in_three_bins_are_just_enough():
    def cases(n):
        return [
            rules.Answer(c, correct=i < round(c * n), audited=True) for c in (0.2, 0.5, 0.8) for i in range(n)
        ]

    states = [rules.assess(rules.tally((0.4, 0.6), cases(n)), auroc=None).state for n in (29, 30)]

    assert states == [CalibrationState.PARTLY_MEASURED, CalibrationState.MEASURED]


def test_overconfidence_at_the_top_is_unreliable():
    found = assessed(answers(1_000, truth=lambda confidence: confidence * 0.6))

    assert found.state == CalibrationState.UNRELIABLE
    assert found.ece > 0.15
    assert found.top_gap > 0.1
    assert "off by" in found.because


def test_calibrated_without_ranking_is_unreliable():
    # Right on average in every bin's neighbourhood, yet confidence says nothing about which answer is wrong.
    dice = np.random.default_rng(6)
    cases = [
        rules.Answer(float(c), correct=bool(y), audited=True)
        for c, y in zip(dice.uniform(0.68, 0.72, 600), dice.random(600) < 0.7, strict=True)
    ]
    found = assessed(cases)

    assert found.ece < 0.15
    assert found.state == CalibrationState.UNRELIABLE
    assert "does not rank" in found.because


def test_one_confidence_for_everything_is_unreliable_once_there_are_answers_enough():
    def same(n):
        return [rules.Answer(0.9, correct=i % 10 != 0, audited=True) for i in range(n)]

    assert assessed(same(89)).state == CalibrationState.PARTLY_MEASURED
    assert rules.assess(rules.tally((), same(90)), auroc=None).state == CalibrationState.UNRELIABLE


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_impossible_confidence_is_refused(confidence):
    with pytest.raises(ValueError, match="confidence"):
        rules.tally((), [rules.Answer(confidence, correct=True)])
    with pytest.raises(ValueError, match="confidence"):
        rules.bin_edges([confidence])


@pytest.mark.parametrize("share", [0.0, 1.5, float("nan")])
def test_impossible_sampling_is_refused(share):
    with pytest.raises(ValueError, match="sampling share"):
        rules.tally((), [rules.Answer(0.5, correct=True, sampling_share=share)])


def test_edges_that_do_not_ascend_are_refused():
    with pytest.raises(ValueError, match="ascend"):
        rules.tally((0.7, 0.2), [])
