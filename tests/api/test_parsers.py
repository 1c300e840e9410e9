"""The body of a request is read one way or not at all."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from apps.api import parsers
from apps.core import refusals
from bench import items

DEEP = b'{"a":' * 41 + b"1" + b"}" * 41
VERY_DEEP = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize(
    ("raw", "code", "field"),
    [
        (b"", "body_unreadable", None),
        (b"{", "body_unreadable", None),
        (b"[1]", "body_unreadable", None),
        (b'"text"', "body_unreadable", None),
        (b"null", "body_unreadable", None),
        (b'{"a": 1} {"a": 2}', "body_unreadable", None),
        (b'\xef\xbb\xbf{"a": 1}', "body_unreadable", None),
        (b'{"a": "\xff"}', "body_unreadable", None),
        (b"{'a': 1}", "body_unreadable", None),
        (b'{"a": 01}', "body_unreadable", None),
        (b'{"a": "\x00"}', "body_unreadable", None),
        (b'{"a": 1, "a": 1}', "body_unreadable", "a"),
        (b'{"b": [{"c": 1, "c": 2}]}', "body_unreadable", "c"),
        (b'{"b": [{"c:": ":", "c:": ":"}]}', "body_unreadable", "c:"),
        (b'{"b": {"c": {"d": 1}, "c": 2}}', "body_unreadable", "c"),
        (DEEP, "body_unreadable", None),
        (VERY_DEEP, "body_unreadable", None),
        (b'{"confidence": NaN}', "value_unfit", "confidence"),
        (b'{"facts": [{"value": 1}, {"value": -Infinity}]}', "value_unfit", "facts[1].value"),
        (b'{"a": 1e999}', "value_unfit", "a"),
        (b'{"a": ' + b"9" * 5000 + b"}", "value_unfit", "a"),
        (b'{"a": {"b": "x\\u0000"}}', "value_unfit", "a.b"),
        (b'{"a": "\\ud800"}', "value_unfit", "a"),
        (b'{"\\ud800": 1}', "value_unfit", "body"),
    ],
)
def test_a_body_that_two_readers_could_read_differently_is_refused(raw, code, field):
    with pytest.raises(refusals.Invalid) as caught:
        parsers.read(raw)

    assert caught.value.code == code
    assert caught.value.details.get("field") == field


def test_an_ordinary_body_is_read_as_it_stands():
    found = parsers.read('{"a": [1, 0.91, true, null, "é\U0001f600"], "b": {}}'.encode())

    assert found == {"a": [1, 0.91, True, None, "é\U0001f600"], "b": {}}


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda part: some.lists(part, max_size=4) | some.dictionaries(some.text(), part, max_size=4),
    max_leaves=20,
)


@given(body=some.dictionaries(some.text(), JSON, max_size=5), ascii_only=some.booleans())
def test_the_fast_reader_reads_what_the_careful_one_reads_or_leaves_it_to_it(body, ascii_only):
    try:
        raw = json.dumps(body, ensure_ascii=ascii_only).encode()
    except UnicodeEncodeError:  # half of a pair
        return
    fast = parsers._plainly(raw)

    assert fast is None or repr(fast) == repr(parsers._carefully(raw))


def test_an_ordinary_body_needs_no_careful_reader():
    raw = json.dumps(items.as_recommendation(1)).encode()

    assert parsers._plainly(raw) == json.loads(raw)


def test_forty_levels_are_read_and_one_more_is_refused():
    inside = DEEP.removeprefix(b'{"a":').removesuffix(b"}")

    assert parsers.read(inside)
    with pytest.raises(parsers.BodyUnreadable, match="40 levels"):
        parsers.read(DEEP)


class Small:
    max_bytes = 10


@pytest.mark.parametrize(("raw", "passes"), [(b'{"a": 123}', True), (b'{"a": 1234}', False)])
def test_the_largest_body_is_what_its_address_takes(raw, passes):
    context = {"view": Small()}

    if passes:
        assert parsers.StrictJSONParser().parse(io.BytesIO(raw), None, context)
    else:
        with pytest.raises(parsers.BodyTooLarge):
            parsers.StrictJSONParser().parse(io.BytesIO(raw), None, context)
