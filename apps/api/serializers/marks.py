"""Marks on the documents of a case."""

from rest_framework import serializers

from apps.api.serializers.evidence import REF
from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.intake.rules import files
from apps.reviews import rules
from apps.reviews.states import MarkUnit

UNIT = (
    "What `first` and `last` count: LINE, lines of the page's text from 1 on; BAND, thousandths of the "
    "height of its picture from the top."
)
LARGEST = 32_767


class MarkBody(In):
    evidence = serializers.RegexField(REF, help_text="The document's `external_ref`.")
    page = Whole(min_value=1, max_value=files.MAX_PAGES)
    unit = serializers.ChoiceField([unit.value for unit in MarkUnit], help_text=UNIT)
    first = Whole(min_value=0, max_value=LARGEST)
    last = Whole(min_value=0, max_value=LARGEST, help_text="Included, of lines; `first` or more.")
    note = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=rules.MAX_MARK_NOTE,
        help_text="Shown with the mark to everybody who sees it.",
    )


class MarkOut(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "evidence": "first-report",
        "page": 2,
        "unit": "LINE",
        "first": 4,
        "last": 4,
        "note": "Old damage, see the claim of 2024.",
        "by": "Olga Ortiz",
        "is_mine": True,
        "at": "2026-11-20T11:58:00Z",
    }
    id = serializers.UUIDField()
    evidence = serializers.CharField(source="document_ref")
    page = serializers.IntegerField()
    unit = serializers.ChoiceField([unit.value for unit in MarkUnit])
    first = serializers.IntegerField()
    last = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True, help_text="Empty, too, once the subject was erased.")
    by = serializers.CharField(source="who")
    is_mine = serializers.BooleanField(help_text="Only who made a mark removes it.")
    at = Instant()


class Marks(Out):
    marks = MarkOut(many=True, source="rows")
    next = serializers.CharField(allow_null=True, help_text="For `after`, when there are more.")


class Marked(Out):
    """A mark that was just made, or removed."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "page": 2,
        "unit": "LINE",
        "first": 4,
        "last": 4,
        "at": "2026-11-20T11:58:00Z",
        "removed_at": None,
    }
    id = serializers.UUIDField()
    page = serializers.IntegerField()
    unit = serializers.ChoiceField([unit.value for unit in MarkUnit])
    first = serializers.IntegerField()
    last = serializers.IntegerField()
    at = Instant()
    removed_at = Instant(allow_null=True)
