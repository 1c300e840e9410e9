"""The short looks that spare the long ones never spare one that would have found something."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.intake.rules import names, quotes
from tests.effort import TIMES

COMPARISONS = {
    "le": [
        "no more than",
        "not over",
        "no later than",
        "at most",
        "up to",
        "maximum of",
        "within",
        "≤",
        "<=",
    ],
    "ge": ["no less than", "no fewer than", "not below", "at least", "minimum of", "≥", ">="],
    "gt": ["more than", "older than", "over", "above", "beyond", "exceeds", "exceeded", "exceeding", ">"],
    "lt": ["less than", "smaller than", "under", "below", "<"],
    "about": ["about", "around", "roughly", "approximately", "nearly", "almost", "circa", "~", "≈"],
    "no": ["not", "rather than", "instead of"],
}
OF_DAYS = {
    "gt": ["later than", "after", "since"],
    "lt": ["earlier than", "before", "prior to", "until", "by"],
}
WORDS = [
    word for group in (*COMPARISONS.values(), *OF_DAYS.values()) for one in group for word in one.split()
]
BLANKS = st.sampled_from([" ", "  ", "\t", "\n", "\u00a0", ""])
BEFORE = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(["(", '"', "wage", "of", "the", "12", "."])), max_size=4
)


@pytest.mark.parametrize(("how", "said"), [(how, one) for how in COMPARISONS for one in COMPARISONS[how]])
@pytest.mark.parametrize("written", [str, str.upper, str.title])
def test_every_comparison_is_heard(how, said, written):
    (number,) = quotes.numbers(f"It took {written(said)} 12 weeks")

    assert (number.value, number.how) == (12, how)


@pytest.mark.parametrize(("how", "said"), [(how, one) for how in OF_DAYS for one in OF_DAYS[how]])
def test_every_comparison_of_days_is_heard(how, said):
    ((day,), _) = quotes.days(f"Sent {said}\n2026-05-14")

    assert day.how == how


@settings(max_examples=150 * TIMES)
@given(words=BEFORE, blank=BLANKS, last=BLANKS)
def test_no_comparison_is_passed_over(words, blank, last):
    said = blank.join(words) + last
    found = quotes.BEFORE.search(said[-quotes.LOOK_BACK :])

    assert found is None or quotes.may_compare(said[-quotes.LOOK_BACK :])


@settings(max_examples=150 * TIMES)
@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(
                ["May", "Sept", "January", "Feb.", "of", "th", "/", ".", "-", " ", ", ", "2026", "T08:00Z"]
            ),
            st.integers(0, 2100).map(str),
            st.dates().map(str),
            st.dates().map("{0.day}/{0.month}/{0.year}".format),
        ),
        max_size=6,
    )
)
def test_no_day_is_passed_over(parts):
    text = "".join(parts)

    assert quotes.DAY.search(text) is None or quotes.may_have_days(text)


PIECES = st.sampled_from(
    ["Dr.", "Smith", "O'Neil", "NATO", "of", "von", "Amount", "May", "-", "$", "US$ ", "1,111.32", "1.234,5",
     "12", "3rd", "k", " thousand", " %", " per cent", "L5", ".", ", ", " ", '"', "\u00c9mile", "(", "'", "7'000"]
)  # fmt: skip


@settings(max_examples=TIMES * 150)
@given(parts=st.lists(PIECES, max_size=14), far=st.integers(0, 60))
def test_numbers_and_names_are_found_wherever_they_stand(parts, far):
    text = " " * far + "".join(parts) + " " * far

    whole = [(one, quotes._number(one, text)) for one in quotes.NUMBER.finditer(text)]
    assert quotes.numbers(text) == list(quotes._ranges(whole, text))
    for known in ((), ("amount", "smith")):
        assert names.may_have_names(text, known) or not list(names.names(text, known))
