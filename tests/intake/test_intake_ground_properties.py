import re
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from apps.intake import rules
from tests.effort import TIMES
from tests.intake import claims

LETTERS = st.sampled_from("ABCDEFGH")
KEYS = st.sampled_from(sorted(claims.contract().specs))
NUMBERS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.integers(1000, 10**9).map("{:,}".format),
    st.decimals(0, 10**6, places=2).map(str),
)
FRAMES = st.sampled_from(
    ["It is {}.", "{} so far", "a total of {} dollars.", "the {} weeks", "({})", "{}; no more."]
)


def held(claim, cite):
    """Every number that a fact of a claim holds: its values, and those in its words."""
    term = claims.words().terms[cite]
    for one in (fact for fact in claims.facts()[claim] if fact.key == cite):
        if isinstance(one.value, int | Decimal):
            yield Decimal(one.value)
        codes = one.value if isinstance(one.value, tuple) else (str(one.value),)
        written = [
            term.label,
            term.unit_words,
            one.source,
            *codes,
            *(term.values.get(code, "") for code in codes),
        ]
        yield from (Decimal(digits) for text in written for digits in re.findall(r"\d+(?:\.\d+)?", text))


@settings(max_examples=TIMES * 80)
@given(
    text=st.text(max_size=300),
    claim=LETTERS,
    cites=st.lists(st.one_of(KEYS, st.text(max_size=9)), max_size=4),
)
def test_no_text_breaks_it_and_the_answer_is_the_same_each_time(text, claim, cites):
    said = [rules.Statement(text, tuple(cites), rules.Direction.FOR)]

    found = rules.ground(said, claims.facts()[claim], claims.words())

    assert found == rules.ground(said, claims.facts()[claim], claims.words())
    assert found.supported_share in {0, 1}
    assert found.n_unsupported == 1 - found.supported_share


@settings(max_examples=TIMES * 80)
@given(number=NUMBERS, frame=FRAMES, claim=LETTERS, cite=KEYS)
def test_a_number_that_no_cited_fact_holds_is_never_supported(number, frame, claim, cite):
    value = Decimal(number.replace(",", ""))
    assume(
        not any(
            abs(value - one * times) <= min(abs(one * times) / 1000, Decimal("0.5"))
            for one in held(claim, cite)
            for times in (1, Decimal("0.01"), 7, Decimal(1) / 7)
        )
    )

    assert claims.ground(claim, frame.format(number), cite).support != "supported"
