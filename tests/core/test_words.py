"""A sentence is English wherever it is kept, and the reader's language where it is read."""

import copy
import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from apps.core import money, speech
from apps.core.words import say, say_many


@pytest.fixture
def german(monkeypatch):
    """German with a small catalogue of its own, so that no translator can break this test."""
    with translation.override("de"):
        known = {
            "%(fact)s is over %(value)s": "%(fact)s liegt über %(value)s",
            "not (%(said)s)": "nicht (%(said)s)",
            "It is closed.": "Er ist abgeschlossen.",
            ("%(n)s case", 0): "%(n)s Fall",
            ("%(n)s case", 1): "%(n)s Fälle",
            "yes": "ja",
        }
        catalogue = trans_real.catalog()
        monkeypatch.setattr(catalogue, "gettext", lambda text: known.get(text, text))
        monkeypatch.setattr(
            catalogue,
            "ngettext",
            lambda one, many, n: known.get((one, int(n != 1)), one if n == 1 else many),
        )
        yield


def over(value):
    return say("%(fact)s is over %(value)s", fact="Weekly wage", value=value)


def test_a_sentence_is_english_text():
    said = over(1500)

    assert said == "Weekly wage is over 1,500"
    assert (
        json.dumps([said, copy.deepcopy(said)])
        == '["Weekly wage is over 1,500", "Weekly wage is over 1,500"]'
    )
    assert speech.speak(said) == said
    assert say_many("%(n)s case", "%(n)s cases", n=1) == "1 case"


def test_parts_are_written_in_the_reader_s_language(german):
    assert over(1500) == "Weekly wage is over 1,500"
    assert speech.speak(over(1500)) == "Weekly wage liegt über 1.500"
    assert speech.speak(over(Decimal("0.25"))) == "Weekly wage liegt über 0,25"
    assert speech.speak(over(money.Amount(123450, "USD"))) == "Weekly wage liegt über 1.234,50 $"
    assert speech.speak(over([True, "no pack word"])) == "Weekly wage liegt über ja, no pack word"


def test_a_sentence_inside_a_sentence_is_said_too(german):
    assert speech.speak(say("not (%(said)s)", said=over(2))) == "nicht (Weekly wage liegt über 2)"


def test_numbers_choose_their_plural(german):
    cases = [speech.speak(say_many("%(n)s case", "%(n)s cases", n=n)) for n in (1, 2300)]

    assert cases == ["1 Fall", "2.300 Fälle"]


def test_what_was_kept_is_said_again_and_foreign_words_stay(german):
    assert speech.speak_kept("It is closed.") == "Er ist abgeschlossen."
    assert speech.speak_kept("") == ""
    assert speech.speak("100% sure") == "100% sure"


def test_everything_inside_english_is_english(german):
    with speech.english():
        assert speech.speak(over(1500)) == "Weekly wage is over 1,500"
        assert speech.day(dt.date(2026, 11, 24)) == "24 Nov 2026"
        assert speech.amount(-123450, "GBP") == "-GBP 1,234.50"


def test_a_row_of_things():
    assert [speech.joined(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
