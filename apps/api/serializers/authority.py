"""Who may decide up to which amount, given once or standing; and who has something to do with whom."""

from rest_framework import serializers

from apps.accounts.models import Role
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.api.serializers.given import GivenOnce
from apps.api.serializers.items import LONGEST_CODE, LONGEST_NOTE
from apps.flow.selectors.given import OPEN, STATES
from apps.registry.services.limits import LONGEST_WHY
from apps.reviews.states import RelationKind

LARGEST = 2**53 - 1
LONGEST_EMAIL = 254
_LIMIT = {
    "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
    "role": "officer",
    "person": "",
    "outcome": "fast_track",
    "max_amount_minor": 150000,
    "from_at": "2026-11-20T12:00:00Z",
    "ended_at": None,
    "set_by": "Owen Clay",
    "why": "Half of last year's was never near it.",
    "ended_by": "",
    "end_why": "",
    "in_force": True,
}


class Limit(Out):
    example = _LIMIT
    id = serializers.UUIDField()
    role = serializers.CharField(allow_blank=True, help_text="Empty for a limit of one person.")
    person = serializers.CharField(allow_blank=True, help_text="Whose it is; empty for one of a role.")
    outcome = serializers.CharField(allow_blank=True, help_text="Empty: any without a limit of its own.")
    max_amount_minor = serializers.IntegerField(allow_null=True, help_text="Null: no limit.")
    from_at = Instant()
    ended_at = Instant(allow_null=True)
    set_by = serializers.CharField(allow_blank=True, help_text="Empty: it came with the set-up.")
    why = serializers.CharField(allow_blank=True)
    ended_by = serializers.CharField(allow_blank=True, help_text="Who ended it without another in its place.")
    end_why = serializers.CharField(allow_blank=True)
    in_force = serializers.BooleanField()


class Limits(Out):
    example = {"limits": [_LIMIT]}
    limits = Limit(many=True)


class SetLimit(In):
    role = serializers.ChoiceField(Role.values, required=False, default="", allow_blank=True)
    person = Text(required=False, default="", allow_blank=True, max_length=LONGEST_EMAIL, help_text="E-mail.")
    outcome = Text(required=False, default="", allow_blank=True, max_length=LONGEST_CODE)
    max_amount_minor = Whole(min_value=0, max_value=LARGEST, allow_null=True, help_text="Null: no limit.")
    from_at = Instant(required=False, allow_null=True, default=None, help_text="Empty: now.")
    ended_at = Instant(required=False, allow_null=True, default=None)
    why = Text(max_length=LONGEST_WHY)


class EndLimit(In):
    why = Text(max_length=LONGEST_WHY)


class GrantOnce(In):
    to = Text(max_length=LONGEST_EMAIL, help_text="E-mail of who works where the item is, or is held.")
    amount_minor = Whole(min_value=0, max_value=LARGEST)
    outcome = Text(required=False, default="", allow_blank=True, max_length=LONGEST_CODE)
    expires_at = Instant(help_text="At most seven days from now.")
    why = Text(max_length=LONGEST_NOTE)


class GivenOnceList(Out):
    example = {"authorities": [GivenOnce.example]}
    authorities = GivenOnce(many=True)


class GivenOncePage(Out):
    example = {"authorities": [GivenOnce.example], "next": None}
    authorities = GivenOnce(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class GivenQuery(PageQuery):
    state = serializers.ChoiceField(STATES, required=False, default=OPEN)


class Relation(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "person": "Olga Marsh",
        "kind": "family",
        "case_ref": "WC-2026-004812",
        "declared_by": "Olga Marsh",
        "declared_at": "2026-11-20T12:00:00Z",
        "why": "",
        "over_said_at": None,
        "ended_at": None,
        "ended_by": "",
    }
    id = serializers.UUIDField()
    person = serializers.CharField()
    kind = serializers.ChoiceField([one.value for one in RelationKind])
    case_ref = serializers.CharField()
    declared_by = serializers.CharField()
    declared_at = Instant()
    why = serializers.CharField(allow_blank=True, help_text="Of whoever declared it of somebody else.")
    over_said_at = Instant(allow_null=True, help_text="When the person said that it is over.")
    ended_at = Instant(allow_null=True)
    ended_by = serializers.CharField(allow_blank=True)


class Relations(Out):
    example = {"relations": [Relation.example], "next": None}
    relations = Relation(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class DeclareRelation(In):
    case_ref = Text(max_length=120)
    kind = serializers.ChoiceField([one.value for one in RelationKind])
    person = Text(
        required=False,
        default="",
        allow_blank=True,
        max_length=LONGEST_EMAIL,
        help_text="E-mail of whoever you supervise; empty for yourself.",
    )
    why = Text(
        required=False,
        default="",
        allow_blank=True,
        max_length=LONGEST_NOTE,
        help_text="Of somebody else: why; required.",
    )
