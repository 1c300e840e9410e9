"""What is read once for all arrivals of a call is what is read of each alone."""

import itertools

import pytest

from apps.intake import rules
from tests.intake.arrivals import FRESH, NOW, OLD, contract, fact, spec

ALIKE = (1, True, 1.0, "1", 0, False, 0.0, -0.0, "", None, 2**60, "x" * 3_000, ["a"], {"a": 1})
KINDS = ("integer", "decimal", "boolean", "string", "code", "multi", "money", "date")


def outcome(read, raw):
    """Return what was read, to the last sign, or how it was refused."""
    try:
        return [(repr(one), type(one.value)) for one in read(raw)]
    except rules.BadFact as bad:
        return bad.field, bad.code, bad.sentence


@pytest.mark.parametrize("kind", KINDS)
def test_values_that_are_equal_and_not_the_same_are_never_taken_for_each_other(kind):
    more = {"multi": {"values": ["a", "b"]}}.get(kind, {})
    agreed = contract(spec(kind=kind, **more))
    for first, second in itertools.product(ALIKE, repeat=2):
        entries = rules.Entries(agreed, NOW)
        for value in (first, second, first):
            raw = [fact(value)]
            expected = outcome(lambda one, agreed=agreed: rules.parse_facts(agreed, one, NOW), raw)
            assert outcome(entries.read, raw) == expected, (first, second, value)


@pytest.mark.parametrize(
    "other",
    [
        fact("5", source="hr"),
        fact("5", as_of=OLD),
        fact("5", as_of=None),
        fact("5", origin="simulated"),
        fact("5", evidence="report#2"),
        fact("5", source=["employer"]),
        fact("5", as_of=5),
        fact("5", key="other"),
        fact("5", key=["wage"]),
        {"fact": "wage", "value": "5", "source": "employer"},
        {"fact": "wage", "value": "5", "source": "employer", "at": FRESH},
        "wage",
    ],
)
def test_an_entry_that_differs_in_anything_is_read_anew(other):
    agreed = contract(spec(kind="string"), spec("other", "string"))
    entries = rules.Entries(agreed, NOW)
    for raw in ([fact("5")], [other], [fact("5"), other], [other, fact("5")]):
        expected = outcome(lambda one: rules.parse_facts(agreed, one, NOW), raw)
        assert outcome(entries.read, raw) == expected


def test_a_sentence_that_stood_in_the_call_before_is_judged_by_the_facts_of_its_own_case():
    agreed = contract(spec(kind="integer"))
    said = (rules.Statement("The wage is 900 since 22 November 2026.", ("wage",), rules.Direction.FOR),)
    sentences: dict[str, rules.Text] = {}
    words = rules.lexicon(agreed)
    shares = [
        rules.ground(said, rules.parse_facts(agreed, [fact(value)], NOW), words, None, sentences)
        for value in (900, 800, 900)
    ]
    alone = [
        rules.ground(said, rules.parse_facts(agreed, [fact(value)], NOW), words) for value in (900, 800, 900)
    ]
    assert shares == alone
    assert len(sentences) == 1
    assert shares[0] != shares[1]
