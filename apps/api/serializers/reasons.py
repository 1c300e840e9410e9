"""Why people decide otherwise, by slice, and what becomes of a reason of the list."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.flow.selectors.reason_figures import WAYS
from apps.registry.states import CareKind

LONGEST_CODE, LONGEST_VERSION, LONGEST_TEXT, LONGEST_WHY = 60, 80, 160, 300
KINDS = [one.value for one in CareKind]


class PartQuery(In):
    segment = Text(required=False, max_length=LONGEST_CODE, help_text="Only of this kind of case.")
    model_version = Text(
        required=False, max_length=LONGEST_VERSION, help_text="Only on what this model version suggested."
    )


class ReasonsQuery(PartQuery):
    since = Instant(
        required=False, help_text="Only overrides from the week, beginning on Monday, of this moment on."
    )
    direction = serializers.ChoiceField(list(WAYS), required=False)


class Rate(Out):
    """A share with its interval; under 30 cases it says nothing."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField()


class FormerReason(Out):
    text = serializers.CharField()
    n = serializers.IntegerField()


class ReasonFigure(Out):
    code = serializers.CharField()
    text = serializers.CharField()
    n = serializers.IntegerField(help_text="Overrides whose main reason it is.")
    of_all = Rate(help_text="Of the overrides of the slice.")
    officer_right = Rate(source="officer", help_text="Where the later outcome is known.")
    second_agreed = Rate(source="seconded", help_text="Of those that a second person judged blind.")
    former = serializers.SerializerMethodField()
    became = serializers.ChoiceField(["", *KINDS], source="kind")
    into = serializers.ListField(child=serializers.CharField())
    is_listed = serializers.BooleanField(help_text="It is in the list in force.")

    @extend_schema_field(FormerReason(many=True))
    def get_former(self, row: object) -> list[dict[str, object]]:
        """Say what was merged into it and counts here."""
        return [{"text": text, "n": n} for text, n in getattr(row, "former", ())]


class ReasonFigures(Out):
    """`other`: overrides for which none of the list fitted; above 5 % the list should be looked at."""

    reasons = ReasonFigure(many=True, source="rows")
    n = serializers.IntegerField()
    other = Rate()
    version = serializers.IntegerField(help_text="Of the list in force; in quotes what `If-Match` takes.")
    as_of = Instant(allow_null=True, help_text="When they were counted; null before the first time.")


class ReasonCareBody(In):
    kind = serializers.ChoiceField(KINDS)
    code = Text(max_length=LONGEST_CODE, help_text="The reason that is merged, retired or split.")
    into = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_CODE,
        help_text="Where it is merged: the one that takes it up.",
    )
    texts = serializers.ListField(
        child=Text(max_length=LONGEST_TEXT),
        required=False,
        default=list,
        help_text="The two parts of a split.",
    )
    why = Text(max_length=LONGEST_WHY)


class ReasonCare(Out):
    example = {
        "kind": "MERGED",
        "code": "it_rule",
        "into": ["it_weeks"],
        "version": 2,
        "at": "2026-11-20T12:02:00Z",
    }
    kind = serializers.ChoiceField(KINDS)
    code = serializers.CharField()
    into = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField(source="reason_set.number")
    at = Instant()
