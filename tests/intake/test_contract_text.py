"""A contract as text: refused by clause and line before it costs anything, and the same when written again."""

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.intake import rules
from apps.intake.rules.contract_text import MAX_BYTES, read_text
from tests.effort import TIMES
from tests.ground import ROOT

AGE = "facts:\n  - key: age\n    label: Age\n    type: integer\n    sensitivity: plain\n"


def refusal(text):
    with pytest.raises(rules.BadContract) as refused:
        rules.parse_text(text)
    return refused.value


@pytest.mark.parametrize(
    ("text", "pointer", "line", "mend"),
    [
        ("facts: &all\n  - key: age\nforbidden: *all\n", "/facts", 1, "write the clause out"),
        ("a: [1]\nb: *nobody\n", "/b", 2, "write the clause out"),
        ("[" * 10_000, "/0/0/0/0/0/0/0/0/0", 1, "nested"),
        ("x: !!python/object:os.system {}\n", "/x", 1, "take the tag away"),
        (f"{AGE}    required: yes\n", "/facts/0/required", 6, 'in quotes: "yes"'),
        (f"{AGE}    values: {{no: No}}\n", "/facts/0/values", 6, 'in quotes: "no"'),
        (f"{AGE}    missing_codes: [012]\n", "/facts/0/missing_codes/0", 6, "different numbers"),
        (f"{AGE}    missing_codes: [1_000]\n", "/facts/0/missing_codes/0", 6, "different numbers"),
        (f"{AGE}    max_age_hours: 1:30\n", "/facts/0/max_age_hours", 6, "different numbers"),
        (f"{AGE}    bands: [1e3]\n", "/facts/0/bands/0", 6, "different numbers"),
        (f"{AGE}    bands: [0.123456789012345678]\n", "/facts/0/bands/0", 6, "put it in quotes"),
        (f"{AGE}    bands: [{'9' * 5000}]\n", "/facts/0/bands/0", 6, "at most 18 digits"),
        (f"{AGE}    label: Again\n", "/facts/0/label", 6, "stands on line 3 already"),
        (f"{AGE}    unit: [\n", "/facts/0/unit", 7, "missing quote"),
        (f"{AGE}---\nfacts: []\n", "", 6, "One text is one contract"),
        ("", "", 1, "empty"),
        ("facts: \ud800", "", 1, "UTF-8"),
        ("? [a]\n: b\n", "", 1, "one word"),
        (f"{AGE}    bands: [3, 2]\n", "/facts/0/bands/1", 6, "higher than the one before"),
        (f"{AGE}    if_conflict: authoritative\n", "/facts/0/if_conflict", 6, "List the sources"),
        (AGE + AGE.removeprefix("facts:\n"), "/facts/1/key", 6, "two sources of truth"),
    ],
)
def test_a_text_is_refused_by_its_clause_and_line_with_the_way_to_mend_it(text, pointer, line, mend):
    bad = refusal(text)

    assert (bad.pointer, bad.line) == (pointer, line)
    assert mend in bad.sentence


@pytest.mark.parametrize(
    "bomb",
    [
        "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)),
        "[" * 900_000,
        "{a: " * 200_000,
        "- " * 400_000,
        "x" * (MAX_BYTES + 1),
        "\n".join(f"k{i}: 1" for i in range(60_000)),
    ],
    ids=["aliases", "lists", "objects", "dashes", "large", "entries"],
)
def test_a_bomb_is_refused_before_it_costs_anything(bomb):
    begun = time.process_time()

    refusal(bomb)

    assert time.process_time() - begun < 1


def test_numbers_keep_their_digits_and_dates_and_codes_stay_text():
    text = 'a: 0.1\nb: -12\nc: "007"\nd: 2024-05-05\ne: 100000000000000000\nf: true\ng: ~\nh: y\ni: 2.50\n'
    assert read_text(text).body == {
        "a": 0.1, "b": -12, "c": "007", "d": "2024-05-05", "e": 10**17, "f": True, "g": None, "h": "y", "i": 2.5,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["packs/injury_triage/contract.yaml", "bench/packs/bench/contract.yaml"])
def test_the_packs_contracts_read_the_same_here_and_by_any_yaml_program(path):
    text = (ROOT / path).read_text()

    contract, _ = rules.parse_text(text)
    written = rules.as_text(rules.as_body(contract))

    assert contract == rules.parse_contract(yaml.safe_load(text))
    assert rules.parse_text(written)[0] == contract == rules.parse_contract(yaml.safe_load(written))
    assert rules.as_body(rules.parse_text(written)[0]) == rules.as_body(contract)


# --- any contract ---------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), min_size=1, max_size=12).filter(str.strip)  # fmt: skip
CODES = st.one_of(WORDS, st.sampled_from(["yes", "no", "on", "null", "~", "012", "1e3", "1:30", "0.10", "-", "*a", "&a", "!t", "true"]))  # fmt: skip
KEYS = ("alpha", "beta", "gamma", "delta")
NUMBERS = st.one_of(st.integers(-1000, 1000), st.floats(-1000, 1000).map(lambda one: round(one, 4)))
CLAUSES = st.one_of(
    st.builds(lambda op, value: {"op": op, "value": value}, st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]), NUMBERS),
    st.builds(lambda low, more: {"op": "between", "value": [low, low + more]}, st.integers(-9, 9), st.integers(0, 9)),
    st.builds(lambda values: {"op": "in", "value": values}, st.lists(st.integers(-9, 9), min_size=1, max_size=3)),
    st.just({"op": "is_missing"}),
)  # fmt: skip


@st.composite
def specs(draw, key, before):
    kind = draw(
        st.sampled_from(["integer", "decimal", "money", "enum", "code", "string", "date", "boolean", "multi"])
    )
    fact = {"key": key, "label": draw(WORDS), "type": kind, "sensitivity": draw(st.sampled_from(["plain", "personal", "special"])),
            "sources": draw(st.lists(WORDS.filter(lambda one: one.isprintable()), max_size=3, unique=True)),
            "if_missing": draw(st.sampled_from(["block", "ask", "hold"])), "unit": draw(st.one_of(st.just(""), WORDS)),
            "defined_by": draw(st.one_of(st.just(""), WORDS)), "help": draw(st.one_of(st.just(""), WORDS)),
            "missing_codes": draw(st.lists(CODES, max_size=3)), "simulated": draw(st.booleans()),
            "max_age_hours": draw(st.one_of(st.none(), st.integers(1, 9000), st.floats(0.5, 9000)))}  # fmt: skip
    fact["if_conflict"] = draw(
        st.sampled_from(["newest", "person", *(["authoritative"] if fact["sources"] else [])])
    )
    if kind in {"enum", "multi"}:
        fact["values"] = draw(st.dictionaries(CODES, WORDS, min_size=1, max_size=4))
    if kind in {"integer", "decimal", "money"} and draw(st.booleans()):
        fact["valid"] = {"min": draw(st.integers(-50, 0)), "max": draw(st.integers(100, 200))}
        fact["bands"] = sorted(draw(st.sets(st.integers(1, 100), max_size=4))) or None
    if before and draw(st.booleans()):
        fact["required_when"] = {"fact": draw(st.sampled_from(before)), **draw(CLAUSES)}
    else:
        fact["required"] = draw(st.booleans())
    return fact


@st.composite
def bodies(draw):
    facts, numeric = [], []
    for key in KEYS[: draw(st.integers(1, 4))]:
        fact = draw(specs(key, tuple(numeric)))
        facts.append(fact)
        if fact["type"] in {"integer", "decimal", "money"}:
            numeric.append(key)
    body = {"facts": facts, "forbidden": [{"key": "leak", "why": draw(WORDS)}] if draw(st.booleans()) else []}
    if numeric and draw(st.booleans()):
        body["exclusions"] = [{"say": draw(WORDS), "when": {"fact": numeric[0], **draw(CLAUSES)}}]
    if draw(st.booleans()):
        body["assumptions"] = [{"say": draw(WORDS), "fact": facts[0]["key"]}]
    return body


@settings(max_examples=60 * TIMES, deadline=None)
@given(bodies())
def test_any_contract_is_the_same_after_it_was_written_as_text_and_read_again(body):
    contract = rules.parse_contract(body)

    text = rules.as_text(rules.as_body(contract))
    again, _ = rules.parse_text(text)

    assert again == contract
    assert list(again.specs) == list(contract.specs)
    assert rules.differences(contract, again, currency="USD") == ()
    assert yaml.safe_load(text) == rules.as_body(contract)


@settings(max_examples=60 * TIMES, deadline=None)
@given(bodies(), bodies())
def test_two_contracts_differ_in_words_exactly_when_they_differ(one, other):
    old, new = rules.parse_contract(one), rules.parse_contract(other)

    told = rules.differences(old, new, currency="USD")

    assert bool(told) is (old != new or list(old.specs) != list(new.specs))
    for key in rules.changed_facts(old, new):
        assert any(change.fact == key for change in told)


@settings(max_examples=100 * TIMES, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_any_text_is_a_contract_or_refused_with_a_line(text):
    bad = None
    try:
        rules.parse_text(AGE + text)
    except rules.BadContract as refused:
        bad = refused
    assert bad is None or (bad.line is not None and bad.sentence.endswith((".", ":")))
