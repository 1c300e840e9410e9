"""What a policy can say beyond one clause: bands, counts over time, working hours, four eyes, own view first."""

import copy
from decimal import Decimal

import pytest

from apps.policy import rules
from tests.policy.trees import AUTOMATIC, OFFICER, clause, rule, tree, truth

BANDS = {"x": (25, 35, 45)}


def refused(body, **knows):
    with pytest.raises(rules.BadPolicy) as found:
        rules.parse(body, **knows)
    return found.value.pointer, found.value.sentence


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [([25, 35], [25, Decimal("34.99")], [24, 35]), ([None, 25], [-3, Decimal("24.9")], [25]), ([45, None], [45, 900], [44])],
)  # fmt: skip
def test_a_band_takes_its_lower_edge_and_leaves_the_upper_to_the_next(band, inside, outside):
    when = clause("banded", band)

    assert [truth(when, {"x": one}) for one in inside] == [True] * len(inside)
    assert [truth(when, {"x": one}) for one in outside] == [False] * len(outside)


@pytest.mark.parametrize("value", [None, "30", True, float("nan")])
def test_a_band_of_nothing_known_is_unknown(value):
    assert truth(clause("banded", [25, 35]), {"x": value}) is None


@pytest.mark.parametrize("band", [[35, 25], [25, 25], [25], [None, None], "25", [25, "a"], [25, 35, 45]])
def test_what_is_no_band_is_refused(band):
    assert refused(tree(clause("banded", band)))[0].startswith("/rules/0/when/value")


def test_a_band_that_the_contract_does_not_draw_is_refused_and_the_drawn_ones_are_named():
    pointer, sentence = refused(tree(clause("banded", [25, 45])), bands=BANDS)

    assert pointer == "/rules/0/when/value"
    assert "[null, 25], [25, 35], [35, 45], [45, null]" in sentence
    assert rules.parse(tree(clause("banded", [25, 35])), bands=BANDS)


def test_a_fact_without_bands_has_none_to_name():
    assert refused(tree(clause("banded", [1, 2], fact="y")), bands=BANDS)[0] == "/rules/0/when/fact"


@pytest.mark.parametrize(
    ("band", "said"),
    [([25, 35], "x is 25 to under 35"), ([None, 25], "x is under 25"), ([45, None], "x is 45 or more")],
)
def test_a_band_in_words(band, said):
    condition = rules.parse(tree(clause("banded", band))).rules[0].when
    opposite = rules.parse(tree({"not": clause("banded", band)})).rules[0].when

    assert rules.in_words(condition) == said
    assert rules.in_words(opposite) == f"not ({said})"


# --- counts over time ---

WINDOW = {"name": "claims_12m", "counts": "cases", "days": 365}


def windowed(*windows, when=None):
    return tree(when or clause("ge", 3, fact="claims_12m"), then=OFFICER) | {"windows": list(windows)}


def test_a_window_is_a_fact_that_rules_may_read():
    policy = rules.parse(windowed(WINDOW), facts=rules.FLOW_FACTS)

    assert policy.windows == (rules.Window("claims_12m", rules.Counted.CASES, 365),)
    assert [rules.evaluate(policy, {"claims_12m": n}).rule_code for n in (2, 3)] == ["otherwise", "r0"]
    assert rules.evaluate(policy, {}).unknown == ("claims_12m",)


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"name": "Claims"}, "/windows/0/name"), ({"name": "confidence"}, "/windows/0/name"),
        ({"name": "age"}, "/windows/0/name"), ({"counts": "money"}, "/windows/0/counts"),
        ({"days": 0}, "/windows/0/days"), ({"days": True}, "/windows/0/days"), ({"days": 3661}, "/windows/0/days"),
        ({"more": 1}, "/windows/0/more"),
    ],
)  # fmt: skip
def test_a_window_that_cannot_be_counted_is_refused(change, at):
    assert refused(windowed(WINDOW | change), facts={"age": "integer", **rules.FLOW_FACTS})[0] == at


def test_two_windows_of_one_name_and_more_than_ten_are_refused():
    many = [WINDOW | {"name": f"w{n}"} for n in range(11)]

    assert refused(windowed(WINDOW, WINDOW))[0] == "/windows/1/name"
    assert refused(windowed(*many))[0] == "/windows"


# --- where a case goes ---


def test_working_hours_four_eyes_and_own_view_first_reach_the_result():
    then = {"lane": "OFFICER", "inbox": "officers", "due_working_hours": 16, "four_eyes": True, "first_view": True}  # fmt: skip
    result = rules.evaluate(rules.parse(tree(clause("eq", 1), then=then)), {"x": 1})

    assert (result.due_hours, result.in_working_hours) == (16, True)
    assert (result.four_eyes, result.first_view) == (True, True)


def test_they_reach_it_where_something_is_unknown_as_well():
    otherwise = {**OFFICER, "four_eyes": True, "first_view": True}
    result = rules.evaluate(rules.parse(tree(clause("eq", 1), then=AUTOMATIC, otherwise=otherwise)), {})

    assert (result.unknown, result.four_eyes, result.first_view) == (("x",), True, True)


@pytest.mark.parametrize(
    ("then", "at"),
    [
        ({**OFFICER, "due_working_hours": 8}, "due_working_hours"),
        ({"lane": "OFFICER", "inbox": "officers", "due_working_hours": 0}, "due_working_hours"),
        ({**OFFICER, "four_eyes": "yes"}, "four_eyes"), ({**OFFICER, "first_view": 1.5}, "first_view"),
        ({**AUTOMATIC, "four_eyes": True}, "four_eyes"), ({**AUTOMATIC, "first_view": True}, "first_view"),
        ({**OFFICER, "first_view": "yes"}, "first_view"), ({**AUTOMATIC, "first_view": 0.1}, "first_view"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_of_people_is_refused(then, at):
    assert refused(tree(clause("eq", 1), then=then))[0] == f"/rules/0/then/{at}"


# --- rules that decide nothing ---


def faults(*conditions):
    body = {"rules": [rule(one, code=f"r{n}") for n, one in enumerate(conditions)], "otherwise": OFFICER}
    found = rules.unreachable(rules.parse(body))
    return [(one.rule.code, one.fault.value, one.earlier.code if one.earlier else None) for one in found]


def both(*parts):
    return {"all": list(parts)}


def either(*parts):
    return {"any": list(parts)}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (clause("gt", 3), clause("ge", 5)),
        (clause("ne", "a"), clause("in", ["b", "c"])),
        (clause("in", ["a", "b"]), both(clause("eq", "a"), clause("eq", True, "y"))),
        (either(clause("lt", 3), clause("eq", True, "y")), both(clause("eq", True, "y"), clause("gt", 1, "z"))),
        ({"not": clause("lt", 3)}, clause("between", [3, 9])),
        (either(clause("lt", 3), clause("ge", 3)), clause("eq", 7)),
        (clause("le", "2026-01-31"), clause("lt", "2026-01-31")),
        (clause("banded", [None, 25]), clause("banded", [10, 20])),
        (clause("has", "a"), both(clause("has", "a"), clause("eq", 1, "y"))),
        (clause("is_missing"), both(clause("is_missing"), clause("eq", 1, "y"))),
    ],
)  # fmt: skip
def test_a_rule_that_an_earlier_one_covers_is_named(earlier, later):
    assert faults(earlier, later) == [("r1", "covered", "r0")]
    assert faults(later, earlier) == []


def test_a_rule_that_repeats_another_and_one_that_cannot_be_are_named():
    assert faults(clause("eq", 1), clause("eq", 1)) == [("r1", "repeated", "r0")]
    assert faults(both(clause("gt", 5), clause("lt", 5))) == [("r0", "never", None)]


def test_the_pack_has_no_rule_that_decides_nothing(pack_tree):
    assert rules.unreachable(rules.parse(pack_tree)) == ()


# --- never looser than the posture ---

LICENCE = rules.Licence(("fast_track",), ("minor",), 150_000, Decimal("0.1"))
INSIDE = both(
    clause("eq", "fast_track", "recommended_outcome"), clause("eq", "minor", "segment"), clause("le", 150_000, "stake_minor")
)  # fmt: skip


def looser(when, then=AUTOMATIC, licence=LICENCE, otherwise=OFFICER):
    found = rules.looser(rules.parse(tree(when, then=then, otherwise=otherwise)), licence)
    return [(one.pointer, one.clause) for one in found]


@pytest.mark.parametrize(
    "when", [clause("eq", True, "posture_allows"), INSIDE, both(INSIDE, clause("gt", 1))]
)
def test_a_rule_inside_the_posture_is_no_looser(when):
    assert looser(when) == []


ALL_OF_IT = ["outcomes", "segments", "max_amount_minor"]
MACHINE = {**AUTOMATIC, "inbox": "officers", "due_hours": 1}


def without(place):
    return both(*(one for n, one in enumerate(INSIDE["all"]) if n != place))


@pytest.mark.parametrize(
    ("when", "breaks"),
    [
        (without(0), ["outcomes"]), (without(1), ["segments"]), (without(2), ["max_amount_minor"]),
        (clause("gt", 1), ALL_OF_IT), (either(INSIDE, clause("eq", 1)), ALL_OF_IT),
        (both(without(2), clause("lt", 150_001.5, "stake_minor")), ["max_amount_minor"]),
        (both(clause("eq", "a", "segment"), clause("le", 1, "stake_minor")), ["outcomes", "segments"]),
        ({"not": clause("eq", True, "posture_allows")}, ALL_OF_IT),
        (both(without(0), clause("in", ["fast_track", "deny"], "recommended_outcome")), ["outcomes"]),
    ],
)  # fmt: skip
def test_a_looser_rule_is_named_with_every_clause_of_the_posture_that_it_does_not_keep_to(when, breaks):
    assert looser(when) == [("/rules/0/then/lane", f"machine.{one}") for one in breaks]


def test_all_rules_that_are_looser_are_named_at_once():
    body = tree(without(0), INSIDE, without(2), then=AUTOMATIC | {"sample_share": 0.05}, otherwise=MACHINE)

    found = rules.looser(rules.parse(body), LICENCE)

    assert [(one.code, one.pointer, one.clause) for one in found] == [
        ("r0", "/rules/0/then/lane", "machine.outcomes"), ("r0", "/rules/0/then/sample_share", "audit_share"),
        ("r1", "/rules/1/then/sample_share", "audit_share"),
        ("r2", "/rules/2/then/lane", "machine.max_amount_minor"), ("r2", "/rules/2/then/sample_share", "audit_share"),
        ("otherwise", "/otherwise/lane", "machine"),
    ]  # fmt: skip


def test_fewer_audits_than_signed_are_looser():
    few = {**AUTOMATIC, "sample_share": 0.05}

    assert looser(INSIDE, few) == [("/rules/0/then/sample_share", "audit_share")]


def test_without_a_posture_nothing_but_asking_for_one_is_inside():
    assert looser(INSIDE, licence=None) == [("/rules/0/then/lane", "machine")]
    assert looser(clause("eq", True, "posture_allows"), licence=None) == []


def test_the_last_resort_is_never_the_machine():
    assert looser(clause("eq", 1), then=OFFICER, otherwise=MACHINE) == [("/otherwise/lane", "machine")]


# --- what changes, and what it does at the edges ---

NAMED = rules.Named({}, {}, {}, {"officers": "Officers"})


def told(before, after):
    return [(one.kind.value, str(one.said)) for one in rules.differences(before, after, NAMED)]


def test_a_difference_is_said_rule_by_rule(pack_tree):
    changed = copy.deepcopy(pack_tree)
    changed["rules"][1]["when"]["value"] = 200_000
    changed["rules"].insert(0, changed["rules"].pop(5))
    del changed["rules"][4]
    changed["windows"] = [WINDOW]

    said = told(rules.parse(pack_tree), rules.parse(changed))

    assert said == [
        ("changed", "Rule 3 (sr2) asks something else: stake minor is over 200,000. Before: stake minor is over 300,000."),
        ("removed", "Rule 4 (of1) is taken out."),
        ("moved", "Rule of3 is now tried as number 1."),
        ("added", "Now counted: claims 12m: the cases of the same person in the last 365 days, this one included."),
    ]  # fmt: skip


def test_the_same_text_changes_nothing(pack_tree):
    assert told(rules.parse(pack_tree), rules.parse(copy.deepcopy(pack_tree))) == []


USUAL = {"x": 1, "y": True, "posture_allows": True}


def edges(*bodies, kinds=None):
    policies = [rules.parse(one) for one in bodies]
    found = rules.examples(policies, usual=USUAL, kinds=kinds or {"x": "integer"})
    return [(one.value, [result.lane.value for result in one.results], one.differs) for one in found]


SUPERVISED = {"lane": "SUPERVISOR", "inbox": "officers", "due_hours": 1}


def test_each_threshold_is_worked_through_just_below_on_and_just_above():
    assert edges(tree(clause("gt", 10), then=SUPERVISED)) == [
        (9, ["OFFICER"], False),
        (10, ["OFFICER"], False),
        (11, ["SUPERVISOR"], False),
    ]


def test_a_threshold_written_the_wrong_way_round_shows():
    meant, mistaken = tree(clause("gt", 10), then=SUPERVISED), tree(clause("lt", 10), then=SUPERVISED)

    assert edges(meant, mistaken) == [
        (9, ["OFFICER", "SUPERVISOR"], True),
        (10, ["OFFICER", "OFFICER"], False),
        (11, ["SUPERVISOR", "OFFICER"], True),
    ]


def test_a_share_moves_by_its_own_fineness():
    found = edges(tree(clause("lt", 0.125, "x"), then=SUPERVISED), kinds={"x": "decimal"})

    assert [value for value, _, _ in found] == [Decimal("0.124"), Decimal("0.125"), Decimal("0.126")]


def test_the_example_is_a_case_in_which_the_rule_matters():
    """Its other conditions hold, and what earlier rules take is kept from it."""
    early = rule(clause("eq", True, "y"), {**OFFICER, "due_hours": 3}, "early")
    late = rule(both(clause("ge", 10), clause("eq", "a", "z")), SUPERVISED, "late")

    assert edges({"rules": [early, late], "otherwise": OFFICER}) == [
        (9, ["OFFICER"], False),
        (10, ["SUPERVISOR"], False),
        (11, ["SUPERVISOR"], False),
    ]


def test_it_is_shown_what_happens_where_a_fact_is_missing_that_lets_the_machine_act():
    asked = [clause("eq", True, "posture_allows"), clause("eq", False, "paused"), clause("eq", True, "y")]

    assert edges(tree({"all": asked}, then=AUTOMATIC)) == [(None, ["OFFICER"], False)]


def test_what_follows_from_other_facts_is_worked_out_anew_in_every_example():
    """Where the posture lets the machine act up to 15 only, no example above 15 says that it acts."""
    early = rule(clause("gt", 30), SUPERVISED, "early")
    last = rule(clause("eq", True, "posture_allows"), AUTOMATIC, "last")
    bodies = [rules.parse({"rules": [early, last], "otherwise": OFFICER})]
    bodies += [rules.parse({"rules": [rule(clause("gt", 14), SUPERVISED), last], "otherwise": OFFICER})]

    found = rules.examples(
        bodies,
        usual={"x": 1, "posture_allows": False},
        kinds={"x": "integer"},
        follows=lambda facts: {"posture_allows": facts["x"] <= 15},
    )

    assert [(one.value, [result.lane.value for result in one.results]) for one in found] == [
        (13, ["AUTOMATIC", "AUTOMATIC"]), (14, ["AUTOMATIC", "AUTOMATIC"]), (15, ["AUTOMATIC", "SUPERVISOR"]),
        (29, ["OFFICER", "SUPERVISOR"]), (30, ["OFFICER", "SUPERVISOR"]), (31, ["SUPERVISOR", "SUPERVISOR"]),
    ]  # fmt: skip
