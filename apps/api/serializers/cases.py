"""Cases by their reference."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.flow.selectors.searching import HOWS, LONGEST, SHORTEST


class CasesQuery(In):
    q = Text(min_length=SHORTEST, max_length=LONGEST, help_text="The reference, its beginning or a part.")
    limit = serializers.IntegerField(required=False, default=10, min_value=1, max_value=50)


class FoundCase(Out):
    ref = serializers.CharField()
    source_system = serializers.CharField(source="source")
    opened_at = Instant()
    how = serializers.ChoiceField(
        HOWS, help_text="The reference begins so, holds it, or, where none does, is like it."
    )
    item = serializers.UUIDField(allow_null=True, help_text="The case's newest item that you may see.")
    subject_name = serializers.CharField(source="name", allow_blank=True)


class FoundCases(Out):
    example = {
        "cases": [
            {
                "ref": "WC-2026-004812",
                "source_system": "Claims system",
                "opened_at": "2026-11-20T12:00:00Z",
                "how": "holds",
                "item": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
                "subject_name": "Jo Example",
            }
        ],
        "more": False,
    }
    cases = FoundCase(many=True, source="rows")
    more = serializers.BooleanField(help_text="Others were found as well: ask for more of the reference.")
