"""What is planted is found, what is not there is not, and each pattern is said once, with its evidence."""

import itertools

import numpy as np
import pytest
from scipy import stats

from apps.learning import rules

FACTS = {
    "region": 6,
    "body_part": 8,
    "nature": 5,
    "employer": 10,
    "hospital": 2,
    "channel": 4,
    "day": 7,
    "team": 6,
}
PLANTED = (
    ({"hospital": 1, "body_part": 2}, 0.22),
    ({"region": 3, "nature": 1}, 0.25),
    ({"employer": 7}, 0.10),
    ({"channel": 2, "team": 4}, 0.20),
)
BASE = 0.12


def draw(n, seed, *, kind="additive", planted=PLANTED):
    """Facts with uneven and partly dependent values; overrides with slices added to the rate or to its log odds."""
    dice = np.random.default_rng(seed)
    shares = {fact: np.maximum(dice.dirichlet(np.full(size, 5.0)), 0.05) for fact, size in FACTS.items()}
    codes = {fact: dice.choice(FACTS[fact], n, p=share / share.sum()) for fact, share in shares.items()}
    follows = dice.random(n) < 0.3
    codes["team"][follows] = codes["body_part"][follows] % 6
    rate = np.full(n, BASE if kind == "additive" else np.log(BASE / (1 - BASE)))
    if kind == "logit":
        for fact in ("region", "body_part", "nature"):
            rate += dice.normal(0, 0.15, FACTS[fact])[codes[fact]]
    for slice_, lift in planted:
        inside = np.all([codes[fact] == code for fact, code in slice_.items()], axis=0)
        rate[inside] += lift if kind == "additive" else 6 * lift
    rate = np.minimum(rate, 0.95) if kind == "additive" else 1 / (1 + np.exp(-rate))
    columns = {fact: [f"v{code}" for code in values] for fact, values in codes.items()}
    return rules.Table(columns, dice.random(n) < rate, order=np.arange(n)), rate, codes


def as_slice(pattern):
    return {fact: int(value[1:]) for fact, value in pattern.conditions}


@pytest.mark.parametrize("kind", ["additive", "logit"])
def test_planted_slices_are_found_and_little_else(kind):
    n_found, truly = 0, []
    for seed in range(5):
        table, rate, codes = draw(20_000, seed, kind=kind)
        patterns = rules.mine(table, rules.Params()).patterns
        slices = [as_slice(pattern) for pattern in patterns]
        n_found += sum(slice_ in slices for slice_, _ in PLANTED)
        insides = [np.all([codes[f] == c for f, c in slice_.items()], axis=0) for slice_ in slices]
        truly += [rate[inside].mean() >= 1.2 * BASE for inside in insides]
        assert len(patterns) <= 12

    assert n_found >= 0.9 * 5 * len(PLANTED)
    assert np.mean(truly) >= 0.9


def test_in_runs_on_nothing_hardly_any_finds_something():
    runs = [rules.mine(draw(20_000, seed, planted=())[0], rules.Params(max_facts=2)) for seed in range(10)]

    assert sum(bool(run.patterns) for run in runs) <= stats.binom.ppf(0.99, 10, 0.05)


def test_a_pattern_carries_rates_intervals_and_the_very_rows():
    table, _, codes = draw(20_000, 1)
    result = rules.mine(table, rules.Params())
    pattern = next(p for p in result.patterns if as_slice(p) == PLANTED[0][0])
    inside = (codes["hospital"] == 1) & (codes["body_part"] == 2)
    early, overridden = np.arange(20_000) < 14_000, np.asarray(table.overridden)

    np.testing.assert_array_equal(pattern.evidence, np.flatnonzero(inside & overridden & early))
    np.testing.assert_array_equal(pattern.counter_examples, np.flatnonzero(inside & ~overridden & early))
    assert (pattern.n, pattern.n_overridden) == ((inside & early).sum(), (inside & overridden & early).sum())
    assert pattern.rate == pytest.approx(overridden[inside & early].mean())
    assert pattern.rest_rate == pytest.approx(overridden[~inside & early].mean())
    assert pattern.interval[0] < pattern.rate < pattern.interval[1]
    assert pattern.excess == pytest.approx(pattern.n_overridden - pattern.n * pattern.rest_rate)
    assert pattern.p <= pattern.q <= 0.05
    assert [p.excess for p in result.patterns] == sorted((p.excess for p in result.patterns), reverse=True)


def test_a_pattern_is_confirmed_on_later_rows_only():
    table, _, codes = draw(20_000, 1)
    shuffled = np.random.default_rng(2).permutation(20_000)
    result = rules.mine(rules.Table(table.columns, table.overridden, order=shuffled), rules.Params())
    pattern = next(p for p in result.patterns if as_slice(p) == PLANTED[0][0])
    inside, late = (codes["hospital"] == 1) & (codes["body_part"] == 2), shuffled >= 14_000
    confirmation = pattern.confirmation

    assert (result.discovery.n, result.confirmation.n) == (14_000, 6_000)
    assert (result.discovery.first, result.discovery.last) == (0, 13_999)
    assert (result.confirmation.first, result.confirmation.last) == (14_000, 19_999)
    assert confirmation.held is True
    assert confirmation.n == (inside & late).sum()
    np.testing.assert_array_equal(
        confirmation.evidence, np.flatnonzero(inside & late & np.asarray(table.overridden))
    )
    assert confirmation.interval[0] < confirmation.rate < confirmation.interval[1]
    assert confirmation.rate > confirmation.rest_rate


def habit(n, flagged, rate=0.5, base=0.1, seed=0):
    return np.random.default_rng(seed).random(n) < np.where(flagged, rate, base)


def test_a_habit_that_ended_did_not_hold():
    dice = np.random.default_rng(5)
    flag = dice.random(6_000) < 0.2
    overridden = habit(6_000, flag & (np.arange(6_000) < 4_200))
    result = rules.mine(rules.Table({"rush": flag.tolist()}, overridden, np.arange(6_000)), rules.Params())

    assert [p.conditions for p in result.patterns] == [(("rush", "yes"),)]
    assert result.patterns[0].confirmation.held is False


def test_too_few_later_cases_leave_it_open():
    flag = np.zeros(2_000, dtype=bool)
    flag[:200] = True
    flag[-10:] = True
    table = rules.Table({"rush": flag.tolist()}, habit(2_000, flag), np.arange(2_000))

    assert rules.mine(table, rules.Params()).patterns[0].confirmation.held is None


def test_without_dates_there_is_no_confirmation():
    flag = np.arange(2_000) % 5 == 0
    result = rules.mine(rules.Table({"rush": flag.tolist()}, habit(2_000, flag)), rules.Params())

    assert result.confirmation is None
    assert result.patterns[0].confirmation is None
    assert result.discovery.n == 2_000


def test_a_parent_is_preferred_and_its_children_are_not_listed():
    dice = np.random.default_rng(7)
    flag, other = dice.random(20_000) < 0.2, dice.integers(0, 5, 20_000)
    columns = {"rush": flag.tolist(), "other": [f"o{i}" for i in other], "copy": flag.tolist()}
    result = rules.mine(rules.Table(columns, habit(20_000, flag)), rules.Params(max_facts=3))

    assert len(result.patterns) == 1
    assert len(result.patterns[0].conditions) == 1


def test_missing_can_be_the_finding():
    dice = np.random.default_rng(8)
    gone = dice.random(5_000) < 0.1
    doctor = [None if g else float(x) for g, x in zip(gone, dice.normal(40, 10, 5_000), strict=True)]
    result = rules.mine(rules.Table({"doctor_weeks": doctor}, habit(5_000, gone)), rules.Params())

    assert [p.conditions for p in result.patterns] == [(("doctor_weeks", None),)]
    assert rules.in_words(result.patterns[0].conditions) == "doctor weeks is missing"
    assert len(result.band_edges["doctor_weeks"]) == 4


def test_significant_but_small_is_not_a_pattern():
    flag = np.arange(200_000) % 2 == 0
    overridden = habit(200_000, flag, rate=0.32, base=0.30)

    result = rules.mine(rules.Table({"even": flag.tolist()}, overridden), rules.Params())

    assert result.patterns == ()
    assert rules.mine(
        rules.Table({"even": flag.tolist()}, overridden), rules.Params(min_ratio=1, min_points=0)
    ).patterns


@pytest.mark.parametrize(
    ("columns", "overridden", "says"),
    [
        ({}, [], ["empty"]),
        ({"a": []}, [], ["empty"]),
        ({}, [True, False] * 50, ["nothing_varies"]),
        ({"a": ["x"] * 100}, [True, False] * 50, ["constant", "nothing_varies"]),
        ({"a": ["x", "y"] * 50}, [True] * 100, ["only_overrides"]),
        ({"a": ["x", "y"] * 50}, [False] * 100, ["no_overrides"]),
        ({"a": [None] * 100}, [True, False] * 50, ["constant", "nothing_varies"]),
        ({"a": ["x", "y"] * 10}, [True, False] * 10, ["few"]),
    ],
)
def test_nothing_to_learn_from_is_an_empty_result_that_says_why(columns, overridden, says):
    result = rules.mine(rules.Table(columns, overridden, np.arange(len(overridden))), rules.Params())

    assert result.patterns == ()
    assert result.n_rows == len(overridden)
    assert [note.code.value for note in result.notes] == says


def test_money_is_what_the_overrides_of_a_slice_are_about():
    dice = np.random.default_rng(6)
    flag = dice.random(4_000) < 0.2
    overridden, stakes = habit(4_000, flag), dice.integers(-1, 900_000, 4_000)
    result = rules.mine(
        rules.Table({"rush": flag.tolist()}, overridden, np.arange(4_000), stakes), rules.Params()
    )
    pattern = result.patterns[0]
    known = [stake for stake in stakes[pattern.evidence].tolist() if stake >= 0]

    assert (pattern.n_stakes, pattern.stake_minor) == (len(known), sum(known))


@pytest.mark.parametrize("params", [rules.Params(), rules.Params(cross_fit=True)])
@pytest.mark.parametrize("edges", [[7], [1, 2, 5_000], [1_000, 2_500, 2_500, 4_000, 5_999]])
def test_parts_that_exchange_surveys_and_cubes_alone_come_to_the_same_result(params, edges):
    """Whoever holds a part shares nothing but bytes; the parts come in another order than the rows."""
    table, _, _ = draw(6_000, 8, kind="logit")
    wages = np.random.default_rng(8).integers(1, 2_000, 6_000).astype(float)
    whole = rules.Table({**table.columns, "wage": wages}, table.overridden, table.order, wages * 100)
    bounds = [0, *edges, 6_000]
    spans = [slice(low, high) for low, high in itertools.pairwise(bounds) if low < high]
    parts = [
        rules.Table(
            {fact: column[span] for fact, column in whole.columns.items()},
            whole.overridden[span], whole.order[span], whole.stakes[span],
        )
        for span in spans
    ][::-1]  # fmt: skip

    seen = rules.merged_surveys([rules.unpacked_survey(rules.packed(rules.survey(part))) for part in parts])
    plan = rules.plan(seen, params)
    rows = [
        rules.prepared(part, plan, params, first=span.start)
        for part, span in zip(parts, spans[::-1], strict=True)
    ]
    counted = rules.merged(
        [rules.unpacked_counted(rules.packed(rules.count(one, plan, params))) for one in rows]
    )
    offered = rules.test(counted, params)
    crossed = rules.added(
        [rules.unpacked_crossed(rules.packed(rules.cross(one, offered.slices))) for one in rows]
    )
    result = rules.conclude(plan, counted, offered, crossed, params)

    assert result.patterns
    assert result == rules.mine(whole, params)


def test_rows_taken_a_piece_at_a_time_come_to_the_same_result_and_places(monkeypatch):
    table, _, _ = draw(12_000, 8, kind="logit")
    whole = rules.mine(table, rules.Params())
    monkeypatch.setattr("apps.learning.rules.steps.PIECE", 5_000)
    monkeypatch.setattr("apps.learning.rules.crossing.CHUNK", 700)

    in_pieces = rules.mine(table, rules.Params())

    assert in_pieces == whole
    for one, other in zip(in_pieces.patterns, whole.patterns, strict=True):
        np.testing.assert_array_equal(one.evidence, other.evidence)
        np.testing.assert_array_equal(one.confirmation.counter_examples, other.confirmation.counter_examples)


def test_columns_of_different_length_are_an_error():
    with pytest.raises(ValueError, match="one value per"):
        rules.mine(rules.Table({"a": ["x"]}, [True, False]), rules.Params())
    with pytest.raises(ValueError, match="one instant per row"):
        rules.mine(rules.Table({"a": ["x", "y"]}, [True, False], [1.0]), rules.Params())


def test_a_slice_always_overridden_still_lets_the_rest_be_seen():
    dice = np.random.default_rng(9)
    always, often = dice.random(10_000) < 0.05, dice.random(10_000) < 0.1
    overridden = habit(10_000, often, rate=0.4) | always
    columns = {"always": always.tolist(), "often": often.tolist()}

    found = rules.mine(rules.Table(columns, overridden), rules.Params()).patterns

    assert {p.conditions for p in found} == {(("always", "yes"),), (("often", "yes"),)}


def test_the_smallest_effect_is_found_about_as_often_as_stated():
    n, n_in, n_runs = 4_000, 200, 200
    result = rules.mine(rules.Table({"rush": [False, True] * 2_000}, habit(n, np.zeros(n))), rules.Params())
    smallest = result.smallest_effect
    flag = np.arange(n) < n_in
    n_found = sum(
        bool(
            rules.mine(
                rules.Table({"rush": flag.tolist()}, habit(n, flag, rate=smallest.rate, seed=seed)),
                rules.Params(),
            ).patterns
        )
        for seed in range(n_runs)
    )

    assert (smallest.n, smallest.power) == (n_in, 0.8)
    assert smallest.rest_rate == pytest.approx(0.1, abs=0.02)
    assert 0.65 <= n_found / n_runs <= 0.95


def test_the_same_rows_give_the_same_result():
    table = draw(3_000, 4)[0]

    assert rules.mine(table, rules.Params()) == rules.mine(table, rules.Params())


def test_a_slice_in_words():
    conditions = (rules.Condition("hospital_stay", "yes"), rules.Condition("body_part", "lower_back"))

    assert rules.in_words(conditions) == "hospital stay is yes and body part is lower back"
    assert (
        rules.in_words(
            conditions,
            facts={"body_part": "injured part"},
            values={("body_part", "lower_back"): "the lower back"},
        )
        == "hospital stay is yes and injured part is the lower back"
    )
