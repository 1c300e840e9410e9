"""Documents of a case: what is sent beside their bytes, and what became of them."""

from typing import Any

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.core.words import Words
from apps.intake.models import Evidence
from apps.intake.rules import files
from apps.intake.states import EvidenceState

REF = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
ORIGINS = ("real", "simulated")


class AttachQuery(In):
    external_ref = serializers.RegexField(
        REF, help_text="Yours, once per case; a statement cites `evidence:<external_ref>#<page>`."
    )
    origin = serializers.ChoiceField(ORIGINS, required=False, default="real")

    subject_ref = Text(
        required=False,
        default="",
        max_length=80,
        help_text="Whose document it is. Needed while no case of this reference has come: the document then "
        "waits for it, 14 days long.",
    )


class AttachFrom(In):
    url = Text(max_length=2000, help_text="Fetched once, redirects not followed; may be a signed address.")
    sha256 = serializers.RegexField(
        r"^[0-9a-f]{64}$", required=False, default="", help_text="Of the document; another one is refused."
    )
    name = Text(required=False, allow_blank=True, default="", max_length=200)
    type = Text(required=False, allow_blank=True, default="", max_length=100)


class EvidenceOut(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "external_ref": "first-report",
        "state": "RECEIVED",
        "type": "application/pdf",
        "n_bytes": 48213,
        "n_pages": 0,
        "why": "",
        "sentence": "",
        "received_at": "2026-11-20T11:58:00Z",
        "waits_until": None,
    }
    id = serializers.UUIDField()
    external_ref = serializers.CharField()
    state = serializers.ChoiceField([state.value for state in EvidenceState])
    type = serializers.CharField(allow_blank=True, help_text="What its bytes say; empty until they are here.")
    n_bytes = serializers.IntegerField()
    n_pages = serializers.IntegerField()
    why = serializers.CharField(allow_blank=True, help_text="The code of the refusal.")
    sentence = serializers.SerializerMethodField(help_text="The refusal in words.")
    received_at = Instant()
    waits_until = Instant(allow_null=True, help_text="Until when it waits for its case; null once it came.")

    def get_sentence(self, row: Evidence) -> str:
        return str(files.SENTENCES.get(files.Why(row.why), Words(""))) if row.why else ""


class EvidenceOfCase(Out):
    evidence = EvidenceOut(many=True)


def out(row: Evidence) -> dict[str, Any]:
    """Return a document's state as the API says it; it holds no name."""
    return dict(EvidenceOut(row).data)
