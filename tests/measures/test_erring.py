"""How often an error of the posture happened: of what was decided in its lane, with a known outcome."""

from pathlib import Path

import pytest
import yaml

from apps.measures import rules
from apps.measures.rules import Known

PACK = Path(__file__).resolve().parents[2] / "packs" / "injury_triage" / "pack.yaml"


@pytest.fixture
def raw():
    return yaml.safe_load(PACK.read_text())["measures"][0]


@pytest.fixture
def what(raw):
    return rules.definition(raw)


def test_a_lane_s_error_counts_what_was_decided_there_whoever_suggested_it(what):
    found = rules.erring(
        what,
        [
            Known("lower_back", "fast_track", "fast_track", value=False, n=90),
            Known("lower_back", "fast_track", "fast_track", value=True, n=8),
            Known("lower_back", "standard", "fast_track", value=True, n=2),
            Known("lower_back", "fast_track", "standard", value=True, n=50),
            Known("lower_back", "case_managed", "case_managed", value=False, n=3),
            Known("lower_back", "case_managed", "case_managed", value=True, n=7),
        ],
    )

    assert (found.by_error["long_miss"].n, found.by_error["long_miss"].value) == (100, 0.1)
    assert (found.by_error["needless_nurse"].n, found.by_error["needless_nurse"].value) == (10, 0.3)
    assert "serious_miss" not in found.by_error
    assert (found.by_suggestion["long_miss"].n, found.by_suggestion["long_miss"].value) == (148, 58 / 148)
    assert (found.by_suggestion["needless_nurse"].n, found.by_suggestion["needless_nurse"].value) == (10, 0.3)


def test_every_error_that_the_posture_names_has_an_outcome_that_tells_it():
    measures = yaml.safe_load(PACK.read_text())["measures"]
    posture = yaml.safe_load((PACK.parent / "posture.yaml").read_text())
    told = [error for raw in measures for error in rules.definition(raw).errors]

    assert sorted(told) == sorted(one["code"] for one in posture["errors"])
    assert rules.definition(measures[1]).wait.days == 26 * 7 + 2


def test_a_segment_counts_what_the_ai_suggested_whoever_decided(what):
    found = rules.erring(
        what,
        [
            Known("lower_back", "fast_track", "standard", value=True, n=30),
            Known("lower_back", "fast_track", "fast_track", value=False, n=70),
            Known("lower_back", "standard", "fast_track", value=True, n=9),
            Known("minor_surface", "fast_track", "fast_track", value=False, n=5),
        ],
    )

    assert found.suggested == "fast_track"
    assert (found.by_segment["lower_back"].n, found.by_segment["lower_back"].value) == (100, 0.3)
    assert (found.by_segment["minor_surface"].n, found.by_segment["minor_surface"].value) == (5, 0.0)


def test_a_pack_without_errors_has_the_one_of_its_baseline_and_one_without_both_none(raw):
    assert rules.definition(raw | {"errors": None}).errors == {"long_miss": "fast_track"}
    assert rules.definition(raw | {"errors": None, "baseline": None}).errors == {}


def test_an_error_of_a_lane_that_no_outcome_can_prove_wrong_is_not_measured(raw):
    found = rules.erring(
        rules.definition(raw | {"errors": {"slow": "standard"}}),
        [Known("lower_back", "standard", "standard", value=True, n=40)],
    )

    assert found.by_error == {}
