import collections

import pytest
from sklearn.metrics import roc_auc_score

from demo import claims, model


@pytest.fixture(scope="module")
def before():
    return claims.before_reform(claims.read())


@pytest.fixture(scope="module")
def after():
    return claims.after_reform(claims.read())


@pytest.fixture(scope="module")
def trained(before):
    return model.train(before)


@pytest.fixture(scope="module")
def said(trained, after):
    return model.suggest(trained, [model.facts_of(claim) for claim in after])


@pytest.mark.parametrize(
    "name",
    [
        "durat",
        "ldurat",
        "totmed",
        "ltotmed",
        "afchnge",
        "male",
        "married",
        "sex",
        "highearn",
        "lprewage",
        "region",
    ],
)
def test_a_fact_off_the_list_is_refused_by_name(before, name):
    facts = {**model.facts_of(before[0]), name: 1}

    with pytest.raises(model.FeatureLeakError, match=name):
        model.matrix([facts])
    with pytest.raises(model.FeatureLeakError, match=name):
        model.check_features([*model.FEATURES, name])


def test_claims_after_the_reform_are_refused_for_training(after):
    with pytest.raises(model.FeatureLeakError, match="afchnge"):
        model.train(after)


def test_the_model_ranks_modestly_and_a_leak_would_look_too_good(said, before, after):
    truth = [claim.long for claim in after]

    assert 0.70 <= roc_auc_score(truth, [one.risk for one in said]) <= 0.78
    assert roc_auc_score(truth, model.warning_example(before, after)) > 0.82


def test_the_lanes_hold_about_the_shares_and_errors_that_were_measured(said, after):
    n = collections.Counter(one.lane for one in said)
    n_long = collections.Counter(one.lane for one, claim in zip(said, after, strict=True) if claim.long)

    assert n["fast_track"] / 3384 == pytest.approx(0.393, abs=0.05)
    assert n["standard"] / 3384 == pytest.approx(0.401, abs=0.05)
    assert n["case_managed"] / 3384 == pytest.approx(0.206, abs=0.05)
    assert n_long["fast_track"] / n["fast_track"] == pytest.approx(0.111, abs=0.03)
    assert n_long["case_managed"] / n["case_managed"] == pytest.approx(0.573, abs=0.06)


def test_the_same_data_give_the_same_model(before, trained, after):
    facts = [model.facts_of(claim) for claim in after[:50]]

    assert model.suggest(model.train(before), facts) == model.suggest(trained, facts)


def test_confidence_is_a_share_and_differs_between_claims(said):
    values = [one.confidence for one in said]

    assert 0 < min(values) < 0.6
    assert 0.9 < max(values) < 1


def test_weeks_learnt_before_the_reform_are_those_of_the_design(trained):
    assert trained.weeks[False, "head"] == 2.7
    assert trained.weeks[True, "lower_back"] == 19.6
    assert trained.weeks[False, "lower_back"] == 6.1
    assert len(trained.weeks) == 16
