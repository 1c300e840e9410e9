"""Stated confidence against officers' decisions: states in words, bins that add up, chance weighed."""

from decimal import Decimal

import pytest

from apps.measures import rules, selectors
from apps.measures import services as measures
from apps.measures.models import Calibration, CalibrationBin
from apps.measures.states import CalibrationState

VERSION = "triage-gb-1"


def calibrate(world, past):
    past.write()
    return measures.calibrate(system_id=world.system.id, now=world.now)


def of(world, segment=""):
    return {"system_id": world.system.id, "model_version": VERSION, "segment": segment}


def answers(past, n, *, share_wrong=5, **changes):
    """n decisions with confidence spread over [.50, .99]; every share_wrong-th one is an override."""
    for number in range(n):
        confidence = Decimal(50 + number % 50) / 100
        past.add(**{"override": number % share_wrong == 0, "confidence": confidence} | changes)


def test_nothing_checked_says_so(world):
    assert measures.calibrate(system_id=world.system.id, now=world.now) == 0
    assert selectors.calibration_state(**of(world)) == CalibrationState.PRIOR
    assert selectors.calibration_words(**of(world)) == "Not enough cases to say (n=0)."


def test_few_cases_are_not_put_in_words(world, past):
    answers(past, 12)

    assert calibrate(world, past) == 2  # the segment and the whole
    assert selectors.calibration_words(**of(world, "lower_back")) == "Not enough cases to say (n=12)."
    assert selectors.calibration_state(**of(world, "lower_back")) == CalibrationState.PARTLY_MEASURED


def test_agreement_in_a_sentence(world, past):
    answers(past, 100)

    calibrate(world, past)

    words = selectors.calibration_words(**of(world, "lower_back"))
    assert words == "In 100 similar cases officers agreed in 80 (80 in 100, between 71 and 87)."


def test_model_versions_and_segments_are_apart_and_the_whole_is_their_sum(world, past):
    answers(past, 40)
    answers(past, 30, segment="limb_trunk")
    answers(past, 20, segment="")
    answers(past, 10, model_version="triage-gb-2")

    calibrate(world, past)

    counted = Calibration.objects.values_list("model_version", "segment", "n")
    assert set(counted) == {
        (VERSION, "", 90),
        (VERSION, "lower_back", 40),
        (VERSION, "limb_trunk", 30),
        ("triage-gb-2", "", 10),
        ("triage-gb-2", "lower_back", 10),
    }


def test_measured_takes_a_random_audit(world, past):
    for number in range(400):
        confidence = Decimal(50 + number % 50) / 100
        past.add(override=(number // 50) * 12.5 >= confidence * 100, confidence=confidence)
    calibrate(world, past)
    assert selectors.calibration_state(**of(world)) == CalibrationState.PARTLY_MEASURED

    past.add(is_audit=True, sample_share=Decimal("0.1"))
    calibrate(world, past)

    assert selectors.calibration_state(**of(world)) == CalibrationState.MEASURED
    assert selectors.calibration(**of(world)).n_audited == 1


def test_an_audit_stands_for_the_decisions_it_was_drawn_from(world, past):
    answers(past, 10, share_wrong=1)
    past.add(is_audit=True, sample_share=Decimal("0.1"))
    past.add(is_audit=True, sample_share=Decimal(0))  # no known chance: it stands for itself

    calibrate(world, past)

    bins = selectors.bins(**of(world))
    assert sum(one.n for one in bins) == 12
    assert sum(one.sum_weight for one in bins) == pytest.approx(10 + 10 + 1)
    assert sum(one.n_audited for one in bins) == 1


def test_the_machines_own_decisions_tests_and_known_answers_prove_nothing(world, past):
    past.add_machine()
    past.add(kind="KNOWN_ANSWER")
    past.add(kind="TEST")

    assert calibrate(world, past) == 0
    assert not Calibration.objects.exists()


def test_again_with_nothing_new_does_nothing(world, past):
    answers(past, 20)

    assert calibrate(world, past) == 2
    assert calibrate(world, past) == 0


def test_bins_are_stored_whole_and_their_edges_stay_from_300_answers_on(world, past):
    answers(past, 300)
    calibrate(world, past)
    first = selectors.bins(**of(world))
    assert len(first) == 10

    extra = [rules.Answer(confidence=0.2, correct=False)] * 50
    answers(past, 50, confidence=Decimal("0.2"), share_wrong=1)
    calibrate(world, past)

    second = selectors.bins(**of(world))
    added = rules.merge_bins(first, rules.tally([one.low for one in first[1:]], extra))
    assert [(one.low, one.high) for one in second] == [(one.low, one.high) for one in first]
    for stored, expected in zip(second, added, strict=True):
        assert vars(stored) == pytest.approx(vars(expected))


def test_edges_follow_the_answers_before_that(world, past):
    answers(past, 40, confidence=Decimal("0.9"))
    calibrate(world, past)
    assert CalibrationBin.objects.filter(segment="").count() == 1

    answers(past, 100)
    calibrate(world, past)

    assert CalibrationBin.objects.filter(segment="").count() > 5
