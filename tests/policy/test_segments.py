"""Segments of an AI system: a case is in at most one of them, and who says otherwise is told where."""

import random
from decimal import Decimal

import pytest

from apps.policy import rules
from apps.policy.selectors import segment_of
from tests import effort
from tests.policy.trees import clause


def segment(key, *clauses):
    return {"key": key, "label": f"Segment {key}", "when": {"all": list(clauses)}}


SMALL = segment("small", clause("lt", 100))


@pytest.mark.parametrize(
    "other",
    [
        segment("large", clause("ge", 100)),
        segment("other", {"not": {"any": [clause("lt", 100), clause("eq", True, "y")]}}),
        segment("other", {"not": SMALL["when"]}),
    ],
)
def test_segments_that_exclude_each_other_are_read(other):
    found = rules.read_segments([SMALL, other])
    rules.refuse_overlap(found)

    assert [segment_of(found, {"x": x, "y": False}) for x in (99, 100)] == ["small", other["key"]]
    assert segment_of(found, {"x": None, "y": False}) == ""


@pytest.mark.parametrize(
    "other",
    [
        segment("large", clause("ge", 99)),
        segment("blue", clause("eq", "blue", "colour")),
        segment("other", {"not": {"all": [clause("lt", 100), clause("eq", True, "y")]}}),
    ],
)
def test_segments_that_overlap_are_refused_with_both_clauses_named(other):
    found = rules.read_segments([segment("none", clause("gt", 1_000)), SMALL, other])

    with pytest.raises(rules.BadPolicy) as refused:
        rules.refuse_overlap(found)
    assert refused.value.pointer in ("/segments/1/when", "/segments/2/when")
    assert "/segments/2/when" in refused.value.sentence
    assert refused.value.sentence.startswith("The segments ")


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        ({}, "/segments"),
        ([{"key": "a", "label": "A"}], "/segments/0/when"),
        ([segment("A", clause("lt", 1))], "/segments/0/key"),
        ([SMALL, SMALL | {"label": "Two"}], "/segments/1/key"),
        ([SMALL, SMALL | {"key": "two"}], "/segments/1/label"),
        ([segment("a", clause("lt", 1)) | {"label": ""}], "/segments/0/label"),
        ([segment("a", clause("lt", "1", "colour"))], "/segments/0/when/all/0/value"),
        ([segment("a", clause("eq", 1, "shoe_size"))], "/segments/0/when/all/0/fact"),
        ([segment("a", clause("in", ["red", "mauve"], "colour"))], "/segments/0/when/all/0/value/1"),
    ],
)
def test_a_segment_that_is_none_is_refused_with_its_clause(raw, pointer):
    with pytest.raises(rules.BadPolicy) as refused:
        rules.read_segments(raw, facts={"x": "integer", "colour": "code"}, codes={"colour": ["red"]})
    assert refused.value.pointer == pointer


KINDS = {"x": "integer", "d": "decimal", "colour": "code", "y": "boolean", "seen": "date", "tags": "multi"}


@pytest.mark.parametrize(
    ("other", "example"),
    [
        (segment("b", clause("ge", 99)), {"x": 99}),
        (segment("b", clause("gt", 98), clause("eq", True, "y")), {"x": 99, "y": True}),
        (segment("b", clause("gt", 99)), None),  # no whole number lies between
        (segment("b", clause("gt", 99, "d")), {"x": 99, "d": 100}),
        (segment("b", clause("is_missing", fact="y")), {"x": 99, "y": None}),
        (segment("b", {"not": clause("in", ["red", "blue"], "colour")}), {"x": 99, "colour": "green"}),
        (segment("b", {"not": clause("in", ["red", "blue", "green"], "colour")}), None),
        (segment("b", {"not": clause("ne", "2026-01-02", "seen")}), {"x": 99, "seen": "2026-01-02"}),
        (segment("b", clause("has", "a", "tags"), {"not": clause("has", "b", "tags")}), {"x": 99, "tags": ("a",)}),
        (segment("b", clause("has", "a", "tags"), {"not": clause("has", "a", "tags")}), None),
        (segment("b", clause("gt", 1, "d"), clause("lt", 2, "d")), {"x": 99, "d": Decimal("1.5")}),
    ],
)  # fmt: skip
def test_an_overlap_is_shown_by_a_case_that_would_be_in_both(other, example):
    codes = {"colour": ["red", "blue", "green"]}
    found = rules.read_segments([SMALL, other], facts=KINDS, codes=codes)

    shown = shown_by(found, codes)
    assert shown is None or all(one.when.test(shown) is True for one in found.rules)
    assert shown == example


def test_where_more_is_asked_than_is_tried_it_is_refused_without_an_example():
    many = [clause("has", name, f"list_{n}") for n in range(9) for name in ("a", "b", "c")]
    found = rules.read_segments([segment("a", *many), segment("b", {"not": {"all": [*many, clause("has", "d", "list_0")]}})])  # fmt: skip

    with pytest.raises(rules.Overlap) as refused:
        rules.refuse_overlap(found)

    assert refused.value.codes == ("a", "b")
    assert (refused.value.example == {}) == ("could be in both." in refused.value.sentence)


POSSIBLE = {"x": [None, 0, 1, 2, 3], "d": [Decimal("1.5"), 1, 2], "y": [None, True, False], "colour": "abc"}


def shown_by(found, codes=None):
    """The case that an overlap is shown by; None where there is none."""
    try:
        rules.refuse_overlap(found, facts=KINDS, codes=codes)
    except rules.Overlap as refused:
        return refused.example
    return None


def test_property_what_is_said_of_two_segments_holds_for_every_case():
    dice = random.Random(7)
    for _ in range(60 * effort.TIMES):
        found = rules.read_segments([segment("a", made(dice, 2)), segment("b", made(dice, 2))], facts=KINDS)
        cases = [{name: dice.choice(values) for name, values in POSSIBLE.items()} for _ in range(60)]
        met = any(all(one.when.test(case) is True for one in found.rules) for case in cases)
        example = shown_by(found)
        assert example is not None or not met
        assert example is None or all(one.when.test(example) is True for one in found.rules)


def made(dice, depth):
    """A condition as people might write it."""
    if depth and dice.random() < 0.6:
        join = dice.choice(["all", "any", "not"])
        return (
            {"not": made(dice, depth - 1)}
            if join == "not"
            else {join: [made(dice, depth - 1) for _ in range(2)]}
        )
    return dice.choice(
        [
            clause(dice.choice(["lt", "le", "gt", "ge", "eq", "ne"]), dice.choice([1, 2])),
            clause("between", [1, 2], "d"),
            clause("eq", dice.choice([True, False]), "y"),
            clause(dice.choice(["eq", "ne"]), dice.choice("ab"), "colour"),
            {"fact": "x", "op": "is_missing"},
        ]
    )


def test_the_case_that_would_be_in_both_is_told_value_by_value():
    here = [
        clause("is_missing", fact="seen"),
        clause("eq", True, "y"),
        {"not": clause("eq", True, "z")},
        clause("has", "a", "tags"),
        clause("has", "b", "tags"),
        {"not": clause("has", "c", "more")},
        clause("eq", "red", "colour"),
        clause("between", [1, 2], "d"),
    ]
    found = rules.read_segments(
        [segment("other", clause("gt", 5)), segment("one", *here), segment("two", *here[:1])]
    )

    with pytest.raises(rules.Overlap) as refused:
        rules.refuse_overlap(rules.read_segments([segment("one", *here), segment("two", *here[:1])]))

    assert refused.value.codes == ("one", "two")
    assert refused.value.pointer == "/segments/1/when"
    assert (
        ", one with seen missing, y true, z false, tags a/b, more none, colour red, d 1."
        in refused.value.sentence
    )
    assert [one.code for one in found.rules] == ["other", "one", "two"]
    assert found.rules[0].say == "Segment other"


def test_a_band_of_a_segment_is_one_that_the_contract_draws():
    inside, outside = clause("banded", [None, 10]), clause("banded", [None, 11])

    assert rules.read_segments([segment("a", inside)], bands={"x": (10,)}).rules[0].code == "a"
    with pytest.raises(rules.BadPolicy) as refused:
        rules.read_segments([segment("a", outside)], bands={"x": (10,)})
    assert refused.value.pointer == "/segments/0/when/all/0/value"


def test_codes_and_types_count_when_two_are_held_against_each_other():
    """With two colours there is none beside them; between two whole numbers there is none."""
    red, blue = clause("eq", "red", "colour"), clause("eq", "blue", "colour")
    neither = [segment("a", {"not": red}), segment("b", {"not": blue})]
    codes = {"colour": ["red", "blue"]}

    rules.refuse_overlap(rules.read_segments([segment("a", {"not": red}), segment("b", red)]))
    rules.refuse_overlap(rules.read_segments(neither), codes=codes)
    with pytest.raises(rules.Overlap, match="one with colour another"):
        rules.refuse_overlap(rules.read_segments(neither))
    between = [segment("a", clause("gt", 1)), segment("b", clause("lt", 2))]
    rules.refuse_overlap(rules.read_segments(between), facts={"x": "integer"})
    with pytest.raises(rules.Overlap, match=r"one with x 1\.5"):
        rules.refuse_overlap(rules.read_segments(between), facts={"x": "decimal"})
