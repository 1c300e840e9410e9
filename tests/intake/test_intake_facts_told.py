"""What a sender is told of a fact that is refused, and what is kept of one that is taken."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from apps.intake import rules
from tests.intake.arrivals import FRESH, NOW, contract, fact, facts_of, spec

SECRET = spec("sex", "enum", values=["m"]) | {"sensitivity": "protected"}


def agreed():
    return contract(
        spec(),
        spec("named", sources=["hr", "payroll"]),
        spec("schedule", ai_may_use=False),
        SECRET,
        forbidden=[{"key": "durat", "why": "It is the outcome."}],
    )


def told(call, *args):
    with pytest.raises(rules.BadFact) as refused:
        call(*args)
    return refused.value.field, refused.value.code, refused.value.sentence


LONG = "k" * 65
APART = "It is protected; send it under `protected`, apart from the context."
TIME = "Send a time as ISO 8601 text, for example 2026-05-20T08:00:00Z."


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        ("wage", ("facts[0]", "wrong_type", "Send an object with fact, value and source here.")),
        (
            fact(1, colour="red"),
            (
                "facts[0].colour",
                "unknown_field",
                "Unknown field; allowed are as_of, evidence, fact, origin, source, value.",
            ),
        ),
        (fact(1, key=None), ("facts[0].fact", "wrong_type", "Name a fact of the contract.")),
        (
            fact(1, key="durat"),
            ("facts[0].fact", "forbidden_fact", "durat may not be among the facts. It is the outcome."),
        ),
        (
            fact("m", key="sex"),
            ("facts[0].fact", "forbidden_fact", f"sex may not be among the facts. {APART}"),
        ),
        (fact(1, key=LONG), ("facts[0].fact", "unknown_fact", f"The contract has no fact {'k' * 64}.")),
        (
            {"fact": "wage", "source": "employer"},
            ("facts[0].value", "missing_field", "Send the value; null when it is unknown."),
        ),
        (fact(True), ("facts[0].value", "wrong_type", "Send a whole number here.")),
        (fact(1, source=None), ("facts[0].source", "wrong_type", "Name the source of the value.")),
        (fact(1, source="\t"), ("facts[0].source", "wrong_type", "Name the source of the value.")),
        (fact(1, source="a\x00"), ("facts[0].source", "wrong_type", "Name the source of the value.")),
        (
            fact(1, source="s" * 101),
            ("facts[0].source", "too_long", "Name the source in at most 100 characters."),
        ),
        (
            fact(1, key="named", source="gossip"),
            ("facts[0].source", "unknown_source", "The contract takes named from hr, payroll only."),
        ),
        (fact(1, as_of=5), ("facts[0].as_of", "wrong_type", TIME)),
        (
            fact(1, as_of="2026-11-22T08:00:00"),
            (
                "facts[0].as_of",
                "naive_timestamp",
                "Say the offset from UTC, for example 2026-05-20T08:00:00Z.",
            ),
        ),
        (fact(1, origin="invented"), ("facts[0].origin", "bad_origin", "Say real or simulated.")),
        (fact(1, origin=None), ("facts[0].origin", "bad_origin", "Say real or simulated.")),
    ],
)
def test_a_refused_fact_says_where_and_how_to_mend_it(entry, refusal):
    assert told(facts_of, agreed(), entry) == refusal


@pytest.mark.parametrize(("read", "name"), [(facts_of, "facts"), (rules.parse_protected, "protected")])
def test_only_a_list_of_at_most_five_hundred_is_read(read, name):
    arguments = (lambda raw: (agreed(), raw, NOW)) if read is facts_of else (lambda raw: (agreed(), raw))
    read = rules.parse_facts if read is facts_of else read

    assert told(read, *arguments({})) == (name, "wrong_type", "Send a list here.")
    assert told(read, *arguments([{}] * 501)) == (name, "too_long", "Send at most 500 entries.")
    assert len(read(*arguments(()))) == 0


def test_the_place_of_a_refused_fact_is_its_own():
    assert told(facts_of, agreed(), fact(1), fact(2, source=""))[0] == "facts[1].source"


@pytest.mark.parametrize(
    ("entries", "refusal"),
    [
        (["sex"], ("protected[0]", "wrong_type", "Send an object with fact, value and source here.")),
        (
            [{"fact": "sex", "value": "m", "source": "hr"}],
            ("protected[0].source", "unknown_field", "Unknown field; allowed are fact, value."),
        ),
        (
            [{"fact": "wage", "value": 1}],
            ("protected[0].fact", "unknown_fact", "The contract has no protected fact of this name."),
        ),
        (
            [{"fact": ["sex"], "value": 1}],
            ("protected[0].fact", "unknown_fact", "The contract has no protected fact of this name."),
        ),
        (
            [{"fact": "sex", "value": "m"}] * 2,
            ("protected[1].fact", "duplicate_fact", "sex is given twice."),
        ),
        (
            [{"fact": "sex", "value": "x"}],
            (
                "protected[0].value",
                "unknown_value",
                "Send one of the codes that the contract lists for this fact.",
            ),
        ),
    ],
)
def test_a_refused_protected_fact_says_where_and_how_to_mend_it(entries, refusal):
    assert told(rules.parse_protected, agreed(), entries) == refusal


def test_a_protected_fact_may_be_unknown():
    assert rules.parse_protected(agreed(), [{"fact": "sex", "value": None}]) == {"sex": None}
    assert rules.parse_protected(agreed(), [{"fact": "sex"}]) == {"sex": None}


@pytest.mark.parametrize(
    ("key", "code", "sentence"),
    [
        ("durat", "forbidden_fact", "The AI may not use durat. It is the outcome."),
        ("sex", "forbidden_fact", f"The AI may not use sex. {APART}"),
        ("schedule", "forbidden_fact", "The AI may not use schedule. The contract keeps it from the AI."),
        (LONG, "unknown_fact", f"The contract has no fact {'k' * 64}."),
    ],
)
def test_a_sender_is_told_why_the_ai_may_not_use_a_fact(key, code, sentence):
    assert told(rules.check_used, agreed(), ["wage", "named", key]) == ("used[2]", code, sentence)


def said(*cites):
    return rules.Statement("The wage is low.", cites, rules.Direction.FOR)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("durat", "It is the outcome."),
        ("sex", APART),
        ("schedule", "The contract keeps it from the AI."),
    ],
)
def test_a_statement_of_the_ai_may_not_rest_on_what_the_ai_may_not_use(key, why):
    refused = told(rules.check_cited, agreed(), [said("wage"), said("evidence:report#1", "wage", key)])

    assert refused == ("rationale[1].cites", "forbidden_fact", f"The AI may not use {key}. {why}")


def test_a_statement_that_rests_on_what_nobody_knows_is_marked_and_not_refused():
    rules.check_cited(agreed(), [said("wage", "named", "nobody", "evidence:report#1"), said()])


def test_a_fact_is_kept_as_it_came():
    simulated = fact(5, source="s" * 100, origin="simulated", as_of=datetime(2026, 11, 22, 8, tzinfo=UTC))

    assert facts_of(agreed(), simulated, fact(None, as_of=None)) == (
        rules.Fact("wage", rules.FactType.INTEGER, 5, 5, "s" * 100, datetime.fromisoformat(FRESH),
                   rules.Origin.SIMULATED),
        rules.Fact("wage", rules.FactType.INTEGER, None, None, "employer", None, rules.Origin.REAL,
                   "missing", "no value was sent"),
    )  # fmt: skip


def test_a_fact_without_a_word_on_its_origin_or_time_is_real_and_undated():
    (kept,) = facts_of(agreed(), {"fact": "wage", "value": 5, "source": "employer"})

    assert (kept.origin, kept.as_of) == (rules.Origin.REAL, None)


def test_what_is_stored_is_split_by_who_may_see_it_and_reads_the_same_again():
    mixed = contract(
        spec(valid={"max": 80}, missing_codes=[999]),
        spec("rate", "decimal") | {"sensitivity": "personal"},
        spec("ills", "multi", values=["a", "b"]) | {"sensitivity": "special"},
    )
    came = facts_of(
        mixed,
        fact(999, as_of="2026-11-22T10:00:00+02:00"),
        fact(99, source="b", as_of=None, origin="simulated"),
        fact(Decimal("1E+3"), key="rate"),
        fact(["b", "a"], key="ills"),
    )

    plain, private = rules.split_by_sensitivity(mixed, came)

    assert plain == [
        {"fact": "wage", "value": "999", "source": "employer", "as_of": FRESH, "origin": "real"},
        {"fact": "wage", "value": 99, "source": "b", "as_of": None, "origin": "simulated"},
    ]
    assert private == [
        {"fact": "rate", "value": "1000", "source": "employer", "as_of": FRESH, "origin": "real"},
        {"fact": "ills", "value": ["a", "b"], "source": "employer", "as_of": FRESH, "origin": "real"},
    ]
    assert rules.revive(mixed, [*plain, *private], NOW) == came


def test_the_sources_of_a_fact_are_named_once_in_the_order_they_came():
    came = facts_of(agreed(), fact(1, source="b"), fact(2, source="a"), fact(3, source="b"),
                    fact(1, key="named", source="hr"))  # fmt: skip

    assert rules.sources_of(came) == {"wage": ["b", "a"], "named": ["hr"]}
