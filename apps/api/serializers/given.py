"""Authority given once for one case."""

from rest_framework import serializers

from apps.api.serializers.fields import Instant, Out
from apps.flow.selectors.given import STATES


class GivenOnce(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "case_ref": "WC-2026-004812",
        "to": "Olga Marsh",
        "amount_minor": 410000,
        "outcome": "",
        "to_approve": False,
        "granted_by": "Sam Whitaker",
        "granted_at": "2026-11-20T12:00:00Z",
        "expires_at": "2026-11-21T12:00:00Z",
        "used_at": None,
        "revoked_at": None,
        "revoked_by": "",
        "state": "open",
        "why": "She knows the case, and I am away this afternoon.",
    }
    id = serializers.UUIDField()
    case_ref = serializers.CharField()
    to = serializers.CharField()
    amount_minor = serializers.IntegerField()
    outcome = serializers.CharField(allow_blank=True, help_text="Empty: any. Hidden before a first view.")
    to_approve = serializers.BooleanField(help_text="To say whether a held decision holds, not to decide.")
    granted_by = serializers.CharField()
    granted_at = Instant()
    expires_at = Instant()
    used_at = Instant(allow_null=True)
    revoked_at = Instant(allow_null=True)
    revoked_by = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(STATES, help_text="`over`: its time passed, or it was taken back.")
    why = serializers.CharField(allow_blank=True)
