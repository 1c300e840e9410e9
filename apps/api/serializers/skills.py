"""Skills of an inbox and single days of its people."""

from typing import Any

from rest_framework import serializers

from apps.api.serializers.fields import In, Out, Text
from apps.api.serializers.members import EMAIL
from apps.flow.selectors.skills import SkillState
from apps.reviews.services.skilling import NAME_LENGTH, WHY_LENGTH


class SkillSaid(In):
    email = Text(max_length=254, help_text=EMAIL)
    skill = Text(max_length=NAME_LENGTH, help_text="Its name, whatever its letters' case.")
    why = Text(max_length=WHY_LENGTH, help_text="Kept; the person reads it.")


class SkillAskedBody(In):
    ai_system = serializers.SlugField()
    segment = serializers.SlugField(max_length=60)
    skill = Text(max_length=NAME_LENGTH, allow_blank=True, help_text="Its name; empty: none is asked for.")


class SkillInUse(Out):
    name = serializers.CharField()
    segments = serializers.ListField(
        child=serializers.CharField(), help_text="What the segments are called whose cases ask for it here."
    )
    people = serializers.ListField(child=serializers.CharField(), help_text="Names of who has it here.")
    n_on = serializers.IntegerField(help_text="Of them, who is on today.")
    n_open = serializers.IntegerField(help_text="Open cases that ask for it.")
    is_for_everybody = serializers.BooleanField(
        help_text="Cases ask for it, nobody who has it is on, so that everybody is offered them."
    )


class Skills(Out):
    example = {
        "skills": [
            {
                "name": "burns",
                "segments": ["Minor surface injury, no hospital stay"],
                "people": ["Ben Tarkington"],
                "n_on": 1,
                "n_open": 12,
                "is_for_everybody": False,
            }
        ]
    }
    skills = SkillInUse(many=True)

    def to_representation(self, instance: list[SkillState]) -> dict[str, Any]:
        """Write the skills of an inbox."""
        return {"skills": SkillInUse(instance, many=True).data}


class RotaDayBody(In):
    email = Text(max_length=254, help_text=EMAIL)
    day = serializers.DateField(help_text="From today on, at most a year ahead.")
    is_on = serializers.BooleanField(allow_null=True, help_text="null: on as on every such day of the week.")
