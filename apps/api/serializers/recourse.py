"""In how many days appeals about an AI system are answered, and by what the affected person is known."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.api.serializers.items import LONGEST_CODE
from apps.reviews.services.recourse import LEAST_DAYS, LONGEST_WHY, MOST_DAYS

_TERMS = {
    "number": 1,
    "appeal_days": 21,
    "known_fact": "injured_on",
    "why": "Two weeks were too short in summer.",
    "set_by": "Owen Clay",
    "set_at": "2026-11-20T12:00:00Z",
}


class Terms(Out):
    """One change of it."""

    example = _TERMS
    number = serializers.IntegerField()
    appeal_days = serializers.IntegerField()
    known_fact = serializers.CharField(allow_blank=True, help_text="Empty: the person's own reference.")
    why = serializers.CharField()
    set_by = serializers.CharField()
    set_at = Instant()


class Recourse(Out):
    example = {
        "appeal_days": 21,
        "known_fact": "injured_on",
        "facts": ["injured_on"],
        "changes": [_TERMS],
        "next": None,
    }
    appeal_days = serializers.IntegerField(help_text="In which an appeal is answered.")
    known_fact = serializers.CharField(
        allow_blank=True, help_text="What a link to contest asks for beside the case's reference."
    )
    facts = serializers.ListField(child=serializers.CharField(), help_text="Which facts may be chosen.")
    changes = Terms(many=True)
    next = serializers.CharField(allow_null=True)


class SetRecourse(In):
    appeal_days = Whole(min_value=LEAST_DAYS, max_value=MOST_DAYS)
    known_fact = Text(
        allow_blank=True, max_length=LONGEST_CODE, help_text="Empty: the person's own reference."
    )
    why = Text(max_length=LONGEST_WHY)
