"""The yardstick itself: what it sends is complete by its own contract, and its table says what was measured."""

import datetime as dt

import yaml

from apps.intake import rules as intake
from apps.policy import rules
from bench import items, policy
from bench.figures import Figure, medians, table
from tests.ground import ROOT

NOW = dt.datetime(2026, 5, 20, 9, tzinfo=dt.UTC)


def test_an_item_of_the_bench_is_checked_in_full_and_found_complete():
    contract = intake.parse_contract(yaml.safe_load((ROOT / "bench/packs/bench/contract.yaml").read_text()))
    line = intake.parse_recommendation(items.as_recommendation(7), NOW)

    assert {one["fact"] for one in line.facts} == set(contract.specs)
    assert len(contract.specs) == 15


def test_each_line_is_a_median_and_stands_beside_its_floor():
    runs = [Figure("floor_drf", "W1", 1000, 0.3, 0.1, 1.0, 100)]
    runs += [Figure("reviewhub", "W1", 1000, app, 0.1, 1.0, 200) for app in (0.5, 0.9, 0.7)]

    rows = medians(runs)

    assert [(row["system"], row["runs"], row["cpu_s_per_1k"], row["times_floor_drf"]) for row in rows] == [
        ("reviewhub", 3, 0.8, 2.0),
        ("floor_drf", 1, 0.4, 1.0),
    ]
    assert table(rows).splitlines()[2].startswith("| W1 | reviewhub | 1000 | 3 | 0.8 |")


def test_the_grown_policy_is_one_of_the_benchs_pack_with_what_it_says(tmp_path):
    contract = intake.parse_contract(yaml.safe_load((ROOT / "bench/packs/bench/contract.yaml").read_text()))
    written = yaml.safe_load((policy.packs(tmp_path) / "bench/policy.yaml").read_text())
    kinds = {**contract.kinds(), **rules.FLOW_FACTS}

    found = rules.parse(written["tree"], facts=kinds, inboxes={"officers", "supervisors"})

    assert (len(found.rules), len(rules.reads(found)), rules.unreachable(found)) == (20, 15, ())
    assert policy.tree(large=1) != policy.tree()
