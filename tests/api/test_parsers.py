"""The body of a request is read one way or not at all."""

import io

import pytest

from apps.api import parsers
from apps.core import refusals

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
