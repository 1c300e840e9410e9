"""No one overwrites what they did not see: `If-Match: "<version>"` on writes to what exists (promise P3)."""

import re

from rest_framework.request import Request

from apps.core import refusals

HEADER = "If-Match"
SHAPE = re.compile(r'"(\d{1,9})"', re.ASCII)


class VersionMissing(refusals.Missing):
    code = "if_match_missing"
    sentence = 'Send the version you looked at, as the ETag said it: If-Match: "3".'


class VersionMalformed(refusals.Invalid):
    code = "if_match_malformed"
    sentence = 'If-Match must be one ETag as it was given, a number in quotes: If-Match: "3".'


def version(request: Request) -> int:
    """Read the version that the caller looked at.

    Raises: VersionMissing, VersionMalformed.
    """
    text = request.headers.get(HEADER, "").strip()
    if not text:
        raise VersionMissing
    found = SHAPE.fullmatch(text)
    if found is None:
        raise VersionMalformed(field=HEADER)
    return int(found[1])


def etag(number: int) -> str:
    """Write a version as an ETag."""
    return f'"{number}"'
