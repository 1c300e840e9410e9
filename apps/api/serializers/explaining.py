"""Explanations of a decision to the person it is about."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.api.serializers.items import LONGEST_NOTE
from apps.reviews.rules import EXPLAINED
from apps.reviews.states import Spoken

LANGUAGES = [one.value for one in Spoken]
_SAID = {
    "decided": "On 18 Nov 2026 Bluegrass Mutual decided on your claim WC-2026-004812: Fast track.",
    "who": "A person decided this: Olga Marsh of Bluegrass Mutual.",
    "facts": "• Date of injury: 12 Nov 2026 (from: First report)",
    "missing": "Nothing that was needed was missing.",
    "contest": "You may contest this decision or complain about it. It costs nothing.",
}


class ExplanationQuery(In):
    language = serializers.ChoiceField(LANGUAGES, default="en")


class ExplanationPart(Out):
    code = serializers.ChoiceField(EXPLAINED)
    title = serializers.CharField()
    text = serializers.CharField()


class Explanation(Out):
    """`version` in quotes is what `If-Match` takes; 0 while no version is kept and the record speaks."""

    example = {
        "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "case_ref": "WC-2026-004812",
        "outcome": "Fast track",
        "language": "en",
        "parts": [
            {"code": "decided", "title": "What was decided", "text": _SAID["decided"]},
        ],
        "is_generated": True,
        "may_write": True,
        "version": 0,
    }
    decision = serializers.UUIDField(source="decision_id")
    case_ref = serializers.CharField()
    outcome = serializers.CharField()
    language = serializers.ChoiceField(LANGUAGES)
    parts = ExplanationPart(many=True)
    is_generated = serializers.BooleanField(help_text="As the record gives it; nobody changed a word.")
    may_write = serializers.BooleanField()
    version = serializers.IntegerField()


class ExplanationParts(In):
    decided = Text(max_length=LONGEST_NOTE)
    who = Text(max_length=LONGEST_NOTE)
    facts = Text(max_length=LONGEST_NOTE)
    missing = Text(max_length=LONGEST_NOTE)
    contest = Text(max_length=LONGEST_NOTE)


class ExplanationBody(In):
    language = serializers.ChoiceField(LANGUAGES)
    parts = ExplanationParts()


class Kept(Out):
    example = {
        "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "language": "en",
        "is_generated": False,
        "at": "2026-11-20T12:00:00Z",
        "version": 1,
    }
    decision = serializers.UUIDField(source="decision_id")
    language = serializers.ChoiceField(LANGUAGES)
    is_generated = serializers.BooleanField()
    at = Instant()
    version = serializers.IntegerField(source="number")


WRITTEN = {"language": "en", "parts": _SAID}
