"""Who may do what in an inbox, how much they take, and when they are away."""

from typing import Any

from rest_framework import serializers

from apps.accounts.models import TimeAway
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.flow.selectors.staffing import MAY
from apps.flow.services.staffing import WHY_LENGTH

EMAIL = "The e-mail address with which the person signs in."


class MembersQuery(PageQuery):
    pass


class Away(Out):
    """A stated absence, without a word on why."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "email": "olga@bluegrass.example",
        "from": "2026-12-01T05:00:00Z",
        "until": "2026-12-08T05:00:00Z",
        "stand_in": "ben@bluegrass.example",
        "ended_at": None,
    }
    id = serializers.UUIDField()
    email = serializers.CharField(source="person.email")
    until = Instant(source="until_at")
    stand_in = serializers.SerializerMethodField(help_text="Who takes what they have as it begins.")
    ended_at = Instant(allow_null=True, help_text="When it was ended before its time.")

    def get_stand_in(self, one: TimeAway) -> str | None:
        """Name them by their address."""
        return one.stand_in.email if one.stand_in else None

    def get_fields(self) -> dict[str, Any]:
        """Add `from`, which no attribute of a class can be called."""
        fields = super().get_fields()
        return {
            "id": fields.pop("id"),
            "email": fields.pop("email"),
            "from": Instant(source="from_at"),
            **fields,
        }


class Member(Out):
    """One person and one thing that they may do in the inbox."""

    email = serializers.CharField(source="person.email")
    name = serializers.CharField(source="person.name")
    may = serializers.ChoiceField(MAY, source="term.permission")
    since = Instant(source="term.given_at")
    until = Instant(source="term.expires_at", allow_null=True)
    given_by = serializers.CharField(source="term.given_by.name")
    why = serializers.CharField(allow_blank=True)
    per_day = serializers.IntegerField(
        allow_null=True, help_text="Cases a working day, of who works it; null: not counted."
    )
    weekdays = serializers.ListField(
        child=serializers.IntegerField(), help_text="On which days of the week they are on, Monday 0."
    )
    days = serializers.DictField(
        child=serializers.BooleanField(),
        help_text="Single days from today on (ISO) on which they are on, or not, whatever weekday it is.",
    )
    skills = serializers.ListField(child=serializers.CharField(), help_text="What they have for the inbox.")
    version = serializers.IntegerField(
        help_text="Of `per_day`, 0 where nobody set it; what If-Match takes, in quotes."
    )
    n_held = serializers.IntegerField(help_text="Cases that they hold here: put back when they leave.")
    n_given = serializers.IntegerField(help_text="Open cases that a supervisor gave to them.")
    away = Away(allow_null=True, help_text="Their present or next absence.")


class TakenOn(Out):
    day = serializers.DateField()
    n_due = serializers.IntegerField()
    n_taken = serializers.IntegerField(help_text="Of those who are at work that day.")


class Taking(Out):
    """What the people take together beside what may fall due; the two are set apart and may differ."""

    per_day = serializers.IntegerField(help_text="The sum when nobody is away.")
    n_workers = serializers.IntegerField()
    n_unset = serializers.IntegerField(help_text="Who works it without a number.")
    room = serializers.IntegerField(
        allow_null=True, help_text="So many may fall due on one day; null: any number. Policy counts by it."
    )
    over = serializers.IntegerField(
        help_text="room less per_day; 0 where nobody is counted or any number is."
    )
    days = TakenOn(many=True)


class Members(Out):
    members = Member(many=True, source="rows")
    next = serializers.CharField(allow_null=True)
    taking = Taking()
    you_may_give = serializers.ListField(
        child=serializers.ChoiceField(MAY),
        source="staffed.may_give",
        help_text="What you give and take back.",
    )


class LetIn(In):
    email = Text(max_length=254, help_text=EMAIL)
    may = serializers.ChoiceField(MAY)
    why = Text(max_length=WHY_LENGTH, help_text="Kept, and shown to whoever sees the people of the inbox.")
    until = Instant(default=None, allow_null=True, help_text="When it ends by itself.")


class TakeBack(In):
    email = Text(max_length=254, help_text=EMAIL)
    may = serializers.ChoiceField(MAY)
    why = Text(max_length=WHY_LENGTH)


class Left(Out):
    example = {"n_put_back": 3, "n_freed": 1}
    n_put_back = serializers.IntegerField(help_text="Cases that they held, back in the inbox.")
    n_freed = serializers.IntegerField(help_text="Cases given to them that are everybody's again.")


class CapacityBody(In):
    email = Text(max_length=254, help_text=EMAIL)
    per_day = Whole(allow_null=True, help_text="Cases a working day; null: not counted.")
    weekdays = serializers.ListField(
        child=Whole(max_value=6),
        max_length=7,
        allow_null=True,
        default=None,
        help_text="On which days of the week they are on, Monday 0; null leaves that.",
    )


class Capacity(Out):
    example = {"per_day": 20, "weekdays": [0, 1, 2, 3, 4], "version": 1}
    per_day = serializers.IntegerField(allow_null=True)
    weekdays = serializers.ListField(child=serializers.IntegerField())
    version = serializers.IntegerField()


class AbsenceQuery(In):
    email = Text(required=False, max_length=254, help_text=f"{EMAIL} Without it: your own.")


class Absences(Out):
    absences = Away(many=True)


class AbsenceBody(In):
    email = Text(required=False, max_length=254, help_text=f"{EMAIL} Without it: your own.")
    until = Instant(help_text="The instant at which they are back.")
    stand_in = Text(
        max_length=254,
        allow_blank=True,
        default="",
        help_text="The e-mail address of who takes what they have as it begins; empty: everybody may.",
    )

    def get_fields(self) -> dict[str, Any]:
        """Add `from`, which no attribute of a class can be called."""
        fields = super().get_fields()
        return {"email": fields.pop("email"), "from": Instant(), **fields}
