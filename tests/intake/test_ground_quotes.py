"""What a cited fact bears of the numbers, phrases and names that a statement quotes, unit by unit."""

import pytest

from apps.intake import rules
from tests.intake.arrivals import contract, fact, facts_of, spec

AGREED = contract(
    spec("wait", "integer", unit="days", label="Days of waiting"),
    spec("share", "decimal", unit="percent", label="Share of the wage"),
    spec("rate", "decimal", label="Rate"),
    spec("wage", "money", unit="USD per week", label="Weekly wage"),
    spec("change", "integer", label="Change of the score"),
    spec("letter", "string", label="Letter of the employer"),
    spec("duty", "enum", values={"yes": "Yes", "no": "No", "later": "Perhaps later"}, label="Light duty offered"),
    spec("stay", "boolean", label="Hospital stay"),
    spec("missing_stay", "boolean", label="Earlier hospital stay", missing_codes=["x"]),
)  # fmt: skip
KNOWN = facts_of(
    AGREED,
    fact(14, key="wait"),
    fact("66.7", key="share"),
    fact("0.12", key="rate"),
    fact(31000, key="wage"),
    fact(-3, key="change"),
    fact("The plant in Ashland closes on Friday; back in 3 weeks.", key="letter"),
    fact("no", key="duty"),
    fact(False, key="stay"),
    fact("x", key="missing_stay"),
)
WORDS = rules.lexicon(AGREED)


def ground(text, *cites, lexicon=WORDS):
    said = rules.Statement(text, cites, rules.Direction.FOR)
    found = rules.ground([said], KNOWN, lexicon).statements[0]
    return str(found.support), found.detail, found.elsewhere


@pytest.mark.parametrize(
    ("text", "cite", "support"),
    [
        ("It took 14 days.", "wait", "supported"),
        ("It took 2 weeks.", "wait", "supported"),
        ("It took two weeks.", "wait", "supported"),
        ("It took three weeks.", "wait", "unsupported number"),
        ("It took 336 hours.", "wait", "supported"),
        ("It took 14 dollars.", "wait", "unsupported number"),  # days are not money
        ("It took over 10 days.", "wait", "supported"),
        ("It took over 3 weeks.", "wait", "contradicted"),
        ("It took 10 to 20 days.", "wait", "supported"),
        ("It took 3 to 4 weeks.", "wait", "contradicted"),
        ("It took not 14 days.", "wait", "contradicted"),
        ("One of the many.", "wait", "supported"),
        ("A share of 66.7 %.", "share", "supported"),
        ("A share of 66.7 percent.", "share", "supported"),
        ("A share of 67 percent.", "share", "unsupported number"),
        ("A share of about 67 percent.", "share", "supported"),
        ("A share of over 50 percent.", "share", "supported"),
        ("A share of under 50 percent.", "share", "contradicted"),
        ("A rate of 12 %.", "rate", "supported"),
        ("A rate of over 10 %.", "rate", "supported"),
        ("A rate of over 20 %.", "rate", "contradicted"),
        ("It is over 10 %.", "wait", "unsupported number"),  # days are no share of anything
        ("A wage of $310.", "wage", "supported"),
        ("A wage of over 300 dollars.", "wage", "supported"),
        ("A wage of 31000.", "wage", "unsupported number"),
        ("A change of -3.", "change", "supported"),
        ("A change of -4.", "change", "unsupported number"),
    ],
)
def test_a_number_is_borne_in_its_unit(text, cite, support):
    assert ground(text, cite)[0] == support


def test_a_dash_before_a_number_may_be_a_hyphen():
    assert ground("It took -14 days.", "wait")[0] == "supported"
    assert ground("It took -13 days.", "wait")[0] == "unsupported number"


@pytest.mark.parametrize(
    ("text", "cite", "support", "detail", "elsewhere"),
    [
        ('It says "the plant in ashland".', "letter", "supported", "", ""),
        ('It says "The plant in Ashland!"', "letter", "supported", "", ""),
        ('It says "the works in Ashland".', "letter", "unsupported name", "the works in Ashland", ""),
        ('It says "the plant in Ashland".', "wait", "unsupported name", "the plant in Ashland", "letter"),
        ('It took "14".', "wait", "supported", "", ""),
        ('It took "two weeks".', "wait", "supported", "", ""),
        ('It took "3 months".', "wait", "unsupported number", "3", "letter"),
        ('On "5 May 2026".', "wait", "unsupported date", "5 May 2026", ""),
        ("The worker of Ashland waits.", "letter", "supported", "", ""),
        ("The worker of Ashland waits.", "wait", "unsupported name", "Ashland", "letter"),
        ("The worker of Paducah waits.", "letter", "unsupported name", "Paducah", ""),
    ],
)
def test_a_phrase_or_name_is_borne_by_the_words_of_what_it_cites(text, cite, support, detail, elsewhere):
    assert ground(text, cite) == (support, detail, elsewhere)


def test_without_the_contracts_words_no_name_is_judged():
    assert (
        ground("The worker of Paducah waits.", "letter", lexicon=rules.lexicon(contract()))[0] != "supported"
    )
    assert rules.ground([rules.Statement("The worker of Paducah waits.", ("letter",), rules.Direction.FOR)], KNOWN).statements[0].support == "supported"  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cite", "support"),
    [
        ("No hospital stay is recorded.", "stay", "supported"),
        ("A hospital stay is recorded.", "stay", "contradicted"),
        ("An earlier hospital stay is recorded.", "missing_stay", "unsupported value"),
        ("Light duty is offered.", "duty", "contradicted"),
        ("Light duty is not offered.", "duty", "supported"),
    ],
)
def test_yes_or_no_is_held_against_what_the_sources_say(text, cite, support):
    assert ground(text, cite)[0] == support
