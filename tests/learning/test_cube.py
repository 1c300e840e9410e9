"""Counts are exact, parts add up to the whole bit by bit, and tests of slices agree with published figures."""

import itertools

import numpy as np
import pytest
from scipy import stats

from apps.learning import rules
from apps.learning.rules import cube as cubes
from apps.learning.rules import significance


def table(n=600, seed=3):
    dice = np.random.default_rng(seed)
    columns = {
        "region": [("north", "south", None)[i] for i in dice.integers(0, 3, n)],
        "hospital_stay": [bool(i) for i in dice.integers(0, 2, n)],
        "age": [None if x < 20 else float(x) for x in dice.integers(15, 70, n)],
        "channel": [f"c{i}" for i in dice.integers(0, 4, n)],
    }
    return columns, dice.random(n) < 0.3


def encoded(columns, band_edges=(("age", (30, 45)),), n_bands=5):
    n_rows = len(next(iter(columns.values())))
    whole = rules.Table(columns, np.arange(n_rows) % 2 == 0)
    params = rules.Params(band_edges=dict(band_edges), n_bands=n_bands, max_facts=1)
    plan = rules.plan(rules.survey(whole), params)
    return rules.prepared(whole, plan, params).features


def cells_by_name(features, cube):
    """Every conjunction as {((fact, label), ...): (n, n overridden)}."""
    named = {}
    for block in cubes.layout(cube.sizes, cube.max_facts):
        labels = [[(features.facts[f], label) for label in features.labels[f]] for f in block.features]
        for conjunction, (kept, overridden) in zip(
            itertools.product(*labels),
            cube.cells[block.start : block.stop].tolist(),
            strict=True,
        ):
            named[conjunction] = (kept + overridden, overridden)
    return named


@pytest.mark.parametrize("max_facts", [1, 2, 3])
def test_every_cell_equals_a_count_by_hand(max_facts):
    columns, overridden = table()
    features = encoded(columns)
    labels = [
        {fact: features.labels[i][features.codes[i][row]] for i, fact in enumerate(features.facts)}
        for row in range(len(overridden))
    ]

    named = cells_by_name(features, rules.count_cells(features, overridden, max_facts=max_facts))

    for conjunction, (n, k) in named.items():
        inside = [all(row[fact] == label for fact, label in conjunction) for row in labels]
        assert (n, k) == (sum(inside), sum(f and o for f, o in zip(inside, overridden, strict=True)))
    assert max(len(conjunction) for conjunction in named) == max_facts
    assert len(named) == cubes.n_cells_of(features.sizes, max_facts)


def test_parts_of_the_rows_add_up_to_the_whole_bit_by_bit(monkeypatch):
    columns, overridden = table(n=5_000)
    features = encoded(columns)
    whole = rules.count_cells(features, overridden, max_facts=3)
    monkeypatch.setattr(cubes, "CHUNK", 301)
    parts = []
    for rows in np.array_split(np.arange(5_000), [17, 17, 2_048, 4_999]):
        codes = tuple(column[rows] for column in features.codes)
        part = rules.Features(features.facts, features.labels, codes, features.edges)
        parts.append(rules.count_cells(part, overridden[rows], max_facts=3))

    for order in (parts, parts[::-1]):
        merged = rules.merge(order)
        assert merged.cells.tobytes() == whole.cells.tobytes()
        assert (merged.n_rows, merged.n_overridden) == (whole.n_rows, whole.n_overridden)


def test_cubes_of_different_facts_do_not_add():
    columns, overridden = table()
    one = rules.count_cells(encoded(columns), overridden, max_facts=2)
    other = rules.count_cells(encoded({"region": columns["region"]}), overridden, max_facts=2)

    with pytest.raises(ValueError, match="same facts"):
        rules.merge([one, other])
    with pytest.raises(ValueError, match="same facts"):
        rules.merge([])


def test_too_many_values_are_refused_before_counting_and_named():
    columns = {
        "postcode": [f"p{i % 900}" for i in range(9_000)],
        "broker": [f"b{i % 700}" for i in range(9_000)],
    }

    with pytest.raises(rules.TooManyCells) as refused:
        rules.mine(rules.Table(columns, np.zeros(9_000, dtype=bool)), rules.Params())

    assert refused.value.details["facts"] == ("postcode", "broker")
    assert refused.value.details["n_cells"] == 900 + 700 + 630_000
    assert "postcode (900 values)" in refused.value.sentence


def test_a_fact_with_10000_values_is_left_out_and_named_or_banded_where_it_is_a_number():
    dice = np.random.default_rng(1)
    wage, rush = dice.permutation(20_000) / 2, dice.random(20_000) < 0.3
    columns = {
        "postcode": [f"p{i % 10_000}" for i in range(20_000)],
        "wage": wage.tolist(),
        "rush": rush.tolist(),
    }

    result = rules.mine(rules.Table(columns, dice.random(20_000) < 0.1 + 0.3 * rush), rules.Params())

    assert (rules.NoteCode.WIDE, ("postcode",)) in result.notes
    assert len(result.band_edges["wage"]) == 4
    assert [p.conditions for p in result.patterns] == [(("rush", "yes"),)]


def test_where_three_facts_together_are_too_many_two_are_looked_at_and_it_says_so():
    dice = np.random.default_rng(2)
    columns = {f"f{i}": [f"v{j}" for j in dice.integers(0, 60, 6_000)] for i in range(6)}
    table_ = rules.Table(columns, dice.random(6_000) < 0.2)

    result = rules.mine(table_, rules.Params())

    assert result.max_facts == 2
    assert [note.code for note in result.notes] == [rules.NoteCode.FEWER_FACTS]
    with pytest.raises(rules.TooManyCells):
        rules.mine(table_, rules.Params(max_facts=3))


def test_the_published_eighteen_facts_make_285812_cells():
    sizes = (12, 8, 7, 5, 4, 10, 6, 5, 10, 5, 6, 20, 7, 3, 4, 5, 8, 3)

    assert cubes.n_cells_of(sizes, 3) == 285_812 == cubes.layout(sizes, 3)[-1].stop


def test_numbers_are_banded_missing_is_a_value_and_few_numbers_stand_for_themselves():
    features = encoded(
        {
            "age": [18, 29, 30, 44.5, 45, None, float("nan")],
            "wage": [float(i) for i in (1, 2, 3, 4, 5, 6, 7)],
            "visits": [0, 1, 2, 1, 0, 0, None],
            "hospital_stay": [True, False, None, True, True, False, True],
        },
        n_bands=3,
    )
    labels = dict(zip(features.facts, features.labels, strict=True))
    codes = {fact: features.codes[i].tolist() for i, fact in enumerate(features.facts)}

    assert labels["age"] == ("under 30", "30 to under 45", "45 and over", None)
    assert codes["age"] == [0, 0, 1, 1, 2, 3, 3]
    assert features.edges == {"age": (30.0, 45.0), "wage": (3.0, 5.0)}
    assert codes["wage"] == [0, 0, 1, 1, 2, 2, 2]
    assert labels["visits"] == ("0", "1", "2", None)
    assert labels["hospital_stay"] == ("no", "yes", None)


def test_numbers_from_an_array_are_numbers():
    features = encoded({"wage": np.arange(100.0)}, band_edges=())

    assert features.edges == {"wage": (19.0, 39.0, 59.0, 79.0)}


def test_bands_lead_back_to_their_bounds():
    assert rules.band_bounds((30.0, 45.5), "under 30") == (None, 30.0)
    assert rules.band_bounds((30.0, 45.5), "30 to under 45.5") == (30.0, 45.5)
    assert rules.band_bounds((30.0, 45.5), "45.5 and over") == (45.5, None)


def test_the_exact_tail_agrees_with_scipy():
    dice = np.random.default_rng(1)
    n = dice.integers(30, 2_000, 200)
    k = np.minimum(stats.hypergeom.ppf(dice.uniform(0.5, 1 - 1e-9, 200), 10_000, 1_200, n), n).astype(int)

    ours = rules.tail(n, k, n_all=10_000, k_all=1_200)

    np.testing.assert_allclose(ours, stats.hypergeom.sf(k - 1, 10_000, 1_200, n), rtol=1e-7)


def test_far_below_what_is_likely_the_tail_is_one_and_far_above_it_is_nothing():
    n, k = np.array([9_911, 9_911]), np.array([2_974, 6_937])

    ours = rules.tail(n, k, n_all=90_000, k_all=43_019)

    np.testing.assert_allclose(ours, stats.hypergeom.sf(k - 1, 90_000, 43_019, n), rtol=1e-7, atol=1e-300)


def test_the_normal_score_is_the_hypergeometric_mean_and_spread():
    score = significance.scores(np.array([400]), np.array([80]), n_all=10_000, k_all=1_200)

    against = stats.hypergeom(10_000, 1_200, 400)
    assert score[0] == pytest.approx((80 - against.mean()) / against.std())


def test_fishers_tea():
    assert rules.tail(np.array([4]), np.array([4]), n_all=8, k_all=4)[0] == pytest.approx(1 / 70)
    assert rules.tail(np.array([4]), np.array([3]), n_all=8, k_all=4)[0] == pytest.approx(17 / 70)


def test_benjamini_and_hochbergs_own_example_rejects_four():
    # The fifteen p of the example in Benjamini and Hochberg 1995: four are rejected at .05, Bonferroni three.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719]
    p += [0.6528, 0.7590, 1.0]

    q = rules.adjust(np.array(p))

    assert (q <= 0.05).tolist() == [True] * 4 + [False] * 11
    np.testing.assert_allclose(q[:4], [0.0015, 0.003, 0.0095, 0.035625])


def test_adjusting_by_hand_in_any_order_and_for_any_dependence():
    p = np.array([0.04, 0.01, 0.03, 0.5])

    np.testing.assert_allclose(rules.adjust(p), [0.16 / 3, 0.04, 0.16 / 3, 0.5])
    np.testing.assert_allclose(
        rules.adjust(p, any_dependence=True),
        np.minimum(np.array([0.16 / 3, 0.04, 0.16 / 3, 0.5]) * (1 + 1 / 2 + 1 / 3 + 1 / 4), 1),
    )
    assert rules.adjust(np.array([])).tolist() == []
