"""JSON is read fast, and reads as the standard library reads it."""

import json

import pytest

from apps.core import canonical


@pytest.mark.parametrize(
    "written",
    [
        '{"a": [1, 2.5, null, true, "\\u20ac", 1e-7, -0.0]}',
        "18446744073709551616",
        "[12345678901234567890.5]",
        '""',
    ],
)
def test_what_is_read_is_what_json_reads(written):
    found = canonical.decode(written)

    assert found == json.loads(written)
    assert repr(found) == repr(json.loads(written))
