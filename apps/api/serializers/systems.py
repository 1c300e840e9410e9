from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.registry.states import PauseMode, PauseScope

POSTURE = {
    "statement": "At most 12 in 100 fast-tracked claims may run past 8 weeks.",
    "errors": [
        {"code": "long_miss", "label": "Off work too long", "cost_minor": 190_000, "acceptable_share": 0.12}
    ],
    "review_cost_minor": 100,
    "machine": {"outcomes": ["fast_track"], "max_amount_minor": 150_000, "segments": ["minor_surface"]},
    "audit_share": 0.1,
    "expires_on": "2027-02-28",
}


class PauseBody(In):
    """What is stopped: the whole AI system, one outcome by its code, or one segment by its key."""

    why = Text(max_length=500, help_text="Everybody whose work changes reads it.")
    scope = serializers.ChoiceField([one.value for one in PauseScope], default=PauseScope.SYSTEM.value)
    key = Text(max_length=60, default="", allow_blank=True)
    mode = serializers.ChoiceField([one.value for one in PauseMode], default=PauseMode.PEOPLE.value)
    until = Instant(default=None, allow_null=True, help_text="When it ends by itself.")


class ResumeBody(In):
    pause = serializers.UUIDField(
        default=None, allow_null=True, help_text="The one to end; without it those of the whole AI system."
    )


class Pause(Out):
    """One pause in force; `limit` names the limit of the posture that paused by itself."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "scope": "segment",
        "key": "hospital_back",
        "mode": "people",
        "why": "Too many of these were wrong.",
        "limit": "",
        "since": "2026-11-20T12:00:00Z",
        "until": None,
    }

    id = serializers.UUIDField()
    scope = serializers.CharField()
    key = serializers.CharField()
    mode = serializers.CharField()
    why = serializers.CharField()
    limit = serializers.CharField()
    since = Instant()
    until = Instant(allow_null=True)


class Pauses(Out):
    example = {"pauses": [Pause.example]}
    pauses = Pause(many=True)


class PauseEffect(Out):
    """What a pause of one part concerns; `key` is an outcome's code or a segment's key."""

    scope = serializers.ChoiceField([one.value for one in PauseScope])
    key = serializers.CharField(allow_blank=True)
    n_alone = serializers.IntegerField(help_text="Decided by the AI alone in four weeks.")
    n_arrived = serializers.IntegerField(help_text="Arrived in four weeks.")
    n_open = serializers.IntegerField(help_text="Cases that wait now: they keep their verdict.")


class PauseEffects(Out):
    example = {
        "effects": [
            {"scope": "outcome", "key": "fast_track", "n_alone": 310, "n_arrived": 1204, "n_open": 41}
        ],
        "you_may_pause": True,
    }
    effects = PauseEffect(many=True)
    you_may_pause = serializers.BooleanField(source="may_pause")


class Posture(Out):
    """The owner's risk decision that was signed last."""

    example = {
        "number": 3,
        "signed_at": "2026-11-02T09:00:00Z",
        "expires_at": "2027-02-28T05:00:00Z",
        "body": POSTURE,
    }

    number = serializers.IntegerField()
    signed_at = Instant(source="in_force_at")
    expires_at = Instant()
    body = serializers.JSONField(help_text="The document as it was signed.")


class PostureRow(Out):
    number = serializers.IntegerField()
    signed_by = serializers.CharField(source="by.name")
    signed_at = Instant(source="in_force_at")
    expires_at = Instant()
    ended_at = Instant(allow_null=True, help_text="When the next one was signed.")


class Postures(Out):
    example = {
        "versions": [
            {
                "number": 3,
                "signed_by": "Owen Pruitt",
                "signed_at": "2026-11-02T09:00:00Z",
                "expires_at": "2027-02-28T05:00:00Z",
                "ended_at": None,
            }
        ],
        "draft_version": None,
    }
    versions = PostureRow(many=True)
    draft_version = serializers.IntegerField(allow_null=True, help_text="Of the open draft, for its owner.")


class Clause(Out):
    """One clause in words; `before` is what the version in force says, where it differs."""

    pointer = serializers.CharField()
    text = serializers.CharField(allow_null=True)
    before = serializers.CharField(allow_null=True)
    differs = serializers.BooleanField()


class PostureDraft(Out):
    """What the owner writes, in words beside what is in force."""

    example = {
        "version": 2,
        "base_number": 3,
        "saved_at": "2026-11-20T12:00:00Z",
        "body": POSTURE,
        "clauses": [
            {
                "pointer": "/audit_share",
                "text": "10 in 100 of what the AI decides alone is looked at afterwards.",
                "before": "20 in 100 of what the AI decides alone is looked at afterwards.",
                "differs": True,
            }
        ],
    }

    version = serializers.IntegerField(help_text="Counts its saves; the ETag that If-Match takes.")
    base_number = serializers.IntegerField(allow_null=True)
    saved_at = Instant()
    body = serializers.JSONField()
    clauses = Clause(many=True)


class PostureSave(In):
    body = serializers.DictField(help_text="The whole posture, as a signed one is read.")


class Offer(Out):
    """An AI system offered to somebody."""

    to = serializers.CharField(source="to.actor.name")
    offered_by = serializers.CharField(source="offered_by.actor.name")
    note = serializers.CharField(allow_blank=True)
    offered_at = Instant()
    expires_at = Instant()
    closed_at = Instant(allow_null=True)
    result = serializers.CharField(allow_blank=True)
    why = serializers.CharField(allow_blank=True)


class Ownership(Out):
    example = {
        "owner": "Owen Pruitt",
        "offers": [
            {
                "to": "Sam Whitaker",
                "offered_by": "Owen Pruitt",
                "note": "I change departments in December.",
                "offered_at": "2026-11-20T12:00:00Z",
                "expires_at": "2026-11-27T12:00:00Z",
                "closed_at": None,
                "result": "",
                "why": "",
            }
        ],
        "you_are_owner": True,
        "you_are_offered_it": False,
    }
    owner = serializers.CharField(source="system.owner.actor.name")
    offers = Offer(many=True, help_text="The newest first; the one that nobody closed is open.")
    you_are_owner = serializers.BooleanField(source="is_owner")
    you_are_offered_it = serializers.BooleanField(source="is_offered")


class OfferBody(In):
    to = Text(max_length=254, help_text="E-mail address of an owner in your organisation.")
    note = Text(max_length=500, default="", allow_blank=True)


class DeclineBody(In):
    why = Text(max_length=500, default="", allow_blank=True)
