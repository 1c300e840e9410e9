"""Appeals and complaints of affected people, their answers, and how often they change something."""

from rest_framework import serializers

from apps.api.serializers.fields import DecidedAt, In, Instant, Out, Text, Whole
from apps.api.serializers.items import LONGEST_CODE, LONGEST_NOTE
from apps.api.serializers.principal import WithPrincipal
from apps.flow.selectors.appeals import VIEWS
from apps.reviews.states import AppealKind, AppealResult, CameBy, Spoken

LANGUAGES = [one.value for one in Spoken]
KINDS = [one.value for one in AppealKind]
RESULTS = ["", *(one.value for one in AppealResult)]
ENDS = [one.value for one in AppealResult if one is not AppealResult.WITHDRAWN]
LONGEST_REF = 80
MOST_ROWS = 100


class IssueBody(In):
    language = serializers.ChoiceField(LANGUAGES)


class Issued(Out):
    """`url` is answered once and kept nowhere: a repeat with the same key answers null."""

    example = {
        "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "language": "en",
        "explanation_version": 1,
        "expires_at": "2026-12-20T12:00:00Z",
        "asks_for": "Date of injury",
        "url": None,
    }
    decision = serializers.UUIDField(source="decision_id")
    language = serializers.ChoiceField(LANGUAGES)
    explanation_version = serializers.IntegerField(source="number")
    expires_at = Instant()
    asks_for = serializers.CharField(help_text="Beside the case's reference; the letter has to say so.")
    url = serializers.CharField(allow_null=True, default=None)


class AppealBody(In):
    decision = serializers.UUIDField(help_text="The decision in force that is contested.")
    kind = serializers.ChoiceField(KINDS)
    words = Text(max_length=LONGEST_NOTE, help_text="The person's own words.")
    language = serializers.ChoiceField(LANGUAGES, default="en", help_text="In which they are answered.")
    external_ref = Text(max_length=LONGEST_REF, required=False, default="", allow_blank=True)


class Appeal(Out):
    """`version` in quotes is what `If-Match` takes to withdraw it; `item` is what is claimed to answer it."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "item": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a12",
        "kind": "APPEAL",
        "result": "",
        "reversal": None,
        "due_at": "2026-12-04T12:00:00Z",
        "version": 1,
    }
    id = serializers.UUIDField()
    decision = serializers.UUIDField(source="decision_id")
    item = serializers.UUIDField(source="item_id")
    kind = serializers.ChoiceField(KINDS)
    result = serializers.ChoiceField(RESULTS)
    reversal = serializers.UUIDField(source="reversal_id", allow_null=True, help_text="What holds instead.")
    due_at = Instant()
    version = serializers.IntegerField()


class AppealRow(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "item": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a12",
        "case_ref": "WC-2026-004812",
        "kind": "APPEAL",
        "came_by": "LINK",
        "external_ref": "",
        "outcome": "fast_track",
        "decided_at": "2026-11-18T09:30:00Z",
        "registered_at": "2026-11-20T12:00:00Z",
        "due_at": "2026-12-04T12:00:00Z",
        "words": "My injury is worse than you think.",
        "result": "",
        "answer": "",
        "answered_by": "",
        "closed_at": None,
        "told_at": None,
        "instead": "",
        "reversal": None,
        "is_late": False,
        "held_by": "",
        "item_version": 1,
        "version": 1,
    }
    id = serializers.UUIDField()
    decision = serializers.UUIDField(source="decision_id")
    item = serializers.UUIDField(source="item_id")
    case_ref = serializers.CharField()
    kind = serializers.ChoiceField(KINDS)
    came_by = serializers.ChoiceField([one.value for one in CameBy])
    external_ref = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField(source="outcome_code", help_text="What is contested.", allow_blank=True)
    decided_at = DecidedAt()
    registered_at = Instant()
    due_at = Instant()
    words = serializers.CharField()
    result = serializers.ChoiceField(RESULTS)
    answer = serializers.CharField(allow_blank=True)
    answered_by = serializers.CharField(allow_blank=True)
    closed_at = Instant(allow_null=True)
    told_at = Instant(
        allow_null=True, help_text="When the business system took `appeal.answered`; null: not yet."
    )
    instead = serializers.CharField(source="instead_code", allow_blank=True)
    reversal = serializers.UUIDField(source="reversal_id", allow_null=True)
    is_late = serializers.BooleanField()
    held_by = serializers.CharField(source="holder", allow_blank=True)
    item_version = serializers.IntegerField(help_text="What `If-Match` takes to answer it.")
    version = serializers.IntegerField(help_text="What `If-Match` takes to withdraw it.")


class AppealsQuery(In):
    view = serializers.ChoiceField(VIEWS, default=VIEWS[0])
    after = Text(required=False, max_length=200, help_text="`next` of the page before.")
    limit = serializers.IntegerField(min_value=1, max_value=MOST_ROWS, default=50)


class CountedRow(Out):
    ai_system = serializers.CharField(source="slug")
    n_open = serializers.IntegerField()
    n_late = serializers.IntegerField(help_text="Answered late, or late and still waiting.")
    n_answered = serializers.IntegerField()
    n_changed = serializers.IntegerField(help_text="After which another outcome holds.")
    n_partly = serializers.IntegerField()
    changed_share = serializers.FloatField(source="changed.value", allow_null=True)
    changed_low = serializers.FloatField(source="changed.low")
    changed_high = serializers.FloatField(source="changed.high")


class Appeals(Out):
    example = {
        "appeals": [AppealRow.example],
        "counted": [
            {
                "ai_system": "injury-triage",
                "n_open": 1,
                "n_late": 0,
                "n_answered": 4,
                "n_changed": 1,
                "n_partly": 0,
                "changed_share": 0.25,
                "changed_low": 0.03,
                "changed_high": 0.7,
            }
        ],
        "next": None,
    }
    appeals = AppealRow(many=True, source="rows")
    counted = CountedRow(many=True, help_text="By AI system, without names, with 95 % intervals.")
    next = serializers.CharField(allow_null=True)


class AnswerAppeal(WithPrincipal):
    result = serializers.ChoiceField(ENDS)
    outcome = Text(max_length=LONGEST_CODE, required=False, default="", allow_blank=True)
    words = Text(max_length=LONGEST_NOTE, help_text="Explained to the person.")
    token = Whole(min_value=0, help_text="Of your claim on the appeal's item.")


BROUGHT_IN = {
    "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
    "kind": "APPEAL",
    "words": "My injury is worse than you think.",
}
ANSWERED = {
    "result": "CHANGED",
    "outcome": "standard",
    "words": "You are right: the hospital stay was not seen.",
    "token": 1,
}
