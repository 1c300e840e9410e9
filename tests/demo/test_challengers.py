"""Two other models are really asked about every claim, given what the first was given and nothing else."""

import collections
import datetime as dt
import fnmatch

import numpy as np
import pytest
import yaml

from demo import challengers, claims, model, past
from tests.demo.conftest import NOW
from tests.demo.test_write_past import CONTRACT, ROOT, of


@pytest.fixture(scope="module")
def said(cases):
    return challengers.others(cases)


def by(said, version):
    return [one for lines in said for one in lines if one["model_version"] == version]


def test_every_claim_has_a_word_of_each_but_for_the_rule_where_the_stay_is_unknown(cases, said):
    assert len(by(said, challengers.LOGISTIC)) == len(cases)
    for case, lines in zip(cases, said, strict=True):
        is_known = case.story.seen["hospital_stay"] is not None
        assert [one["model_version"] for one in lines] == [challengers.LOGISTIC] + [
            challengers.RULE
        ] * is_known


def test_the_rule_of_one_line_is_the_packs(cases, said):
    baseline = yaml.safe_load((ROOT / "packs/injury_triage/pack.yaml").read_text())["measures"][0]["baseline"]
    assert (baseline["fact"], baseline["equals"]) == ("hospital_stay", "false")
    for case, lines in zip(cases, said, strict=True):
        for one in lines[1:]:
            stayed = case.story.seen["hospital_stay"]
            assert one["outcome"] == ("standard" if stayed else baseline["outcome"])


def test_the_logistic_model_is_no_copy_of_the_first_and_about_as_good(cases, said):
    """Area under the curve over the claims after the benefit increase; it learnt from those before."""
    learnt = challengers.train(claims.before_reform(claims.read()))
    risks = np.array([one.risk for one in challengers.suggest(learnt, [case.story.seen for case in cases])])
    long = np.array([case.story.claim.long for case in cases])
    ranks = risks.argsort().argsort() + 1
    area = (ranks[long].sum() - long.sum() * (long.sum() + 1) / 2) / (long.sum() * (~long).sum())
    assert 0.72 < area < 0.78

    first = [case.suggestion.lane for case in cases]
    other = [one["outcome"] for one in by(said, challengers.LOGISTIC)]
    apart = sum(a != b for a, b in zip(first, other, strict=True)) / len(cases)
    assert 0.05 < apart < 0.4
    assert set(collections.Counter(other)) == {"fast_track", "standard", "case_managed"}


def test_it_learns_from_no_claim_after_the_increase_and_sees_no_other_fact():
    learnt = challengers.train(claims.before_reform(claims.read()))
    with pytest.raises(model.FeatureLeakError):
        challengers.suggest(learnt, [{"hospital_stay": True, "weeks": 3.0}])
    nothing = challengers.suggest(learnt, [{}])[0]
    assert 0.15 < nothing.risk < 0.35, "of a claim of which nothing is known it says about the average"


def test_each_word_names_the_facts_it_rests_on(said):
    for lines in said[:300]:
        for one in lines:
            cited = [fact for statement in one["rationale"] for fact in statement["cites"]]
            assert set(cited) <= set(one["used"]) <= set(model.FEATURES)
            assert all(CONTRACT[fact].get("ai_may_use") for fact in one["used"])
            assert 0 < one["confidence"] <= challengers.MOST_SURE


def test_the_past_and_today_carry_them_and_the_line_up_knows_each_version(written):
    plan = yaml.safe_load((ROOT / "demo/setup.yaml").read_text(encoding="utf-8"))
    patterns = [one["pattern"] for one in plan["organisations"][0]["systems"][0]["models"]["models"]]
    versions = [model.VERSION, challengers.LOGISTIC, challengers.RULE]
    assert [[fnmatch.fnmatch(one, pattern) for pattern in patterns].index(True) for one in versions] == [
        0,
        1,
        2,
    ]

    asked = [line for line in of(written.rest, "arrive") if "challengers" in line]
    ends = [NOW - dt.timedelta(weeks=weeks) for weeks in past.TRIAL_WEEKS_BACK]
    assert all(ends[0] <= dt.datetime.fromisoformat(line["at"]) < ends[1] for line in asked)
    assert len(asked) > 900, "a quarter of the past, long enough ago for outcomes"
    assert not [line for line in written.first if "challengers" in line], "the start waits for none of them"
    for line in (*asked, *of(written.open, "arrive")):
        assert line["challengers"]
        assert all("protected" in one and not one["protected"] for one in line["challengers"])
