"""One item as a reviewer sees it: what `flow.selectors.review_page` says, field by field."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.api.serializers.fields import DecidedAt, Instant, Out
from apps.api.serializers.given import GivenOnce
from apps.api.serializers.items import STATES
from apps.api.serializers.ladders import Ladder, Opinion
from apps.flow.selectors import ReviewPage
from apps.flow.selectors.laddering import OfItem

OF_FACT = ["ok", "missing", "stale", "conflict", "impossible"]


class Case(Out):
    id = serializers.UUIDField()
    ref = serializers.CharField(source="case_ref")


class Said(Out):
    """What another source says of the same fact."""

    value = serializers.CharField(source="value_words", allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # DRF's own attribute of that name
    as_of = Instant(allow_null=True)
    age = serializers.CharField(source="age_words", allow_blank=True)
    evidence = serializers.CharField(allow_blank=True, help_text="The document it was read from.")


class Corrected(Out):
    """What a person said is right when they decided otherwise; the fact itself stays as it came."""

    fact = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    kind = serializers.CharField(allow_blank=True, help_text="What is the matter with it.")
    was = serializers.CharField(allow_blank=True)
    right = serializers.CharField(allow_blank=True)
    seen = serializers.CharField(allow_blank=True, help_text="Where the right value was seen.")
    at = Instant()


class Fact(Out):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    value = serializers.CharField(source="value_words", allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # DRF's own attribute of that name
    as_of = Instant(allow_null=True)
    age = serializers.CharField(source="age_words", allow_blank=True)
    origin = serializers.CharField()
    evidence = serializers.CharField(allow_blank=True, help_text="The document it was read from.")
    state = serializers.ChoiceField(OF_FACT)
    rule = serializers.CharField(allow_blank=True)
    way_out = serializers.CharField(allow_blank=True, help_text="What can be done about it.")
    required = serializers.BooleanField()  # type: ignore[assignment] # DRF's own attribute of that name
    others = Said(many=True)
    corrected = Corrected(many=True)


class Statement(Out):
    text = serializers.CharField(help_text="The AI's words. Show them as text, never as markup.")
    cites = serializers.ListField(child=serializers.CharField())
    direction = serializers.CharField()
    grounding = serializers.CharField(
        help_text="Whether what it cites bears it out: supported, no citation, unknown citation, unsupported "
        "number, unsupported date, unsupported name, unsupported value or contradicted."
    )
    detail = serializers.CharField(allow_blank=True, help_text="The quote or citation at fault.")
    elsewhere = serializers.CharField(
        allow_blank=True, help_text="The fact that bears, or contradicts, the quote and is not cited."
    )


class Suggestion(Out):
    code = serializers.CharField(help_text="The recommended outcome.")
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    means = serializers.CharField(allow_blank=True)
    confidence = serializers.CharField(source="confidence_words")
    model_version = serializers.CharField()
    made_at = Instant()
    statements = Statement(many=True)


class Owing(Out):
    code = serializers.CharField()
    text = serializers.CharField()
    asks_words = serializers.BooleanField(help_text="It is sent with `words` that say which one.")


class Owed(Out):
    """From least to most of a list; `principal_reasons` of a decision names their codes."""

    least = serializers.IntegerField()
    most = serializers.IntegerField()
    listed = Owing(many=True)


class OutcomeChoice(Out):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    means = serializers.CharField(allow_blank=True)
    direction = serializers.CharField(
        allow_blank=True,
        help_text="Against the recommendation: same, more_cautious ...; empty before a first view.",
    )
    owed = Owed(allow_null=True, help_text="Principal reasons that the affected person is told with it.")


class ReasonChoice(Out):
    code = serializers.CharField()
    text = serializers.CharField()
    directions = serializers.ListField(child=serializers.CharField())
    input = serializers.JSONField(help_text="What to send in `input` with this reason.")


class OpenEscalation(Out):
    id = serializers.UUIDField()
    raised_by = serializers.CharField()
    raised_at = Instant()
    why = serializers.CharField()
    note = serializers.CharField(allow_blank=True)


class OwnView(Out):
    """What the caller said before the suggestion was shown. An empty code: they could not say."""

    code = serializers.CharField(allow_blank=True)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # DRF's own attribute of that name
    sure = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    given_at = Instant()
    agrees = serializers.BooleanField(help_text="As the AI suggests.")


class DecidedBefore(Out):
    """What a person decided. Whether the AI was followed is told once the caller gave their own view."""

    outcome = serializers.CharField()
    by = serializers.CharField()
    decided_at = DecidedAt()
    agreed = serializers.BooleanField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    is_in_force = serializers.BooleanField()
    is_reversed = serializers.BooleanField()


class Related(Out):
    """Another item of the same subject that the caller may see."""

    case_ref = serializers.CharField()
    is_same_case = serializers.BooleanField()
    opened_at = Instant()
    is_open = serializers.BooleanField()
    earlier = DecidedBefore(allow_null=True, help_text="What a person decided there last.")


class Weakest(Out):
    """The kind of case with enough decisions in which the suggestion is worst."""

    kind = serializers.CharField(source="label")
    n = serializers.IntegerField(source="share.n")
    share = serializers.FloatField(source="share.value")
    by_outcomes = serializers.BooleanField(
        source="by_truth",
        help_text="The share is how often it proved right; else how often officers agreed with it.",
    )
    is_this = serializers.BooleanField(help_text="This case is of that kind.")


class Place(Out):
    """Where the item stands among the open ones of its inbox; exact up to 1,000, 1001 says more."""

    n = serializers.IntegerField()
    of = serializers.IntegerField()


class Authority(Out):
    words = serializers.CharField()
    is_over = serializers.BooleanField(help_text="The stake is above what you may decide.")
    given = GivenOnce(many=True, help_text="What you were given for this case alone and may still use.")


class Item(Out):
    id = serializers.UUIDField(source="item.id")
    ai_system = serializers.CharField(source="system.slug")
    case = Case()
    subject = serializers.CharField(source="subject_name", allow_blank=True)
    state = serializers.ChoiceField(STATES, source="item.state")
    version = serializers.IntegerField(source="item.version")
    due_at = Instant(source="item.due_at")
    held_until = Instant(source="item.held_until", allow_null=True)
    context_state = serializers.CharField()
    facts = Fact(many=True)
    asks_first_view = serializers.BooleanField(
        source="is_walled",
        help_text="Give your own view first; until then nothing of the suggestion is told.",
    )
    suggestion = serializers.SerializerMethodField()
    first_view = OwnView(source="own_view", allow_null=True)
    calibration = serializers.CharField(source="calibration_words", allow_blank=True)
    place = Place(allow_null=True, help_text="Null once it is closed, or where you may not see its inbox.")
    weakest = Weakest(allow_null=True, help_text="Null where no kind of case has enough decisions.")
    related = Related(many=True)
    why_here = serializers.ListField(child=serializers.CharField())
    outcomes = OutcomeChoice(many=True, source="outcome_codes")
    reasons = ReasonChoice(many=True)
    authority = Authority()
    may_decide = serializers.BooleanField()
    may_not_because = serializers.CharField(allow_blank=True)
    blocks_approval = serializers.BooleanField()
    block_sentence = serializers.CharField(allow_blank=True)
    n_required = serializers.IntegerField()
    n_missing = serializers.IntegerField()
    n_conflicts = serializers.IntegerField()
    undo_seconds = serializers.IntegerField()
    returned_note = serializers.CharField(allow_blank=True)
    later_note = serializers.CharField(allow_blank=True, help_text="Written when it was laid aside.")
    snoozed_until = Instant(source="item.snoozed_until", allow_null=True)
    escalation = OpenEscalation(allow_null=True)
    ladder = serializers.SerializerMethodField(help_text="Of an escalated item.")
    opinion = serializers.SerializerMethodField(help_text="Of who sent it up, where policy did not let them.")
    sends_up = serializers.SerializerMethodField(help_text="What policy has decided a level higher.")

    @extend_schema_field(Ladder(allow_null=True))
    def get_ladder(self, page: ReviewPage) -> dict[str, Any] | None:
        found = self._climbing(page).ladder
        return Ladder(found).data if found else None

    @extend_schema_field(Opinion(allow_null=True))
    def get_opinion(self, page: ReviewPage) -> dict[str, Any] | None:
        found = self._climbing(page).opinion
        return Opinion(found).data if found else None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_sends_up(self, page: ReviewPage) -> list[str]:
        return list(self._climbing(page).sends_up)

    def _climbing(self, page: ReviewPage) -> OfItem:
        found: OfItem = self.context["climbing"][page.item.id]
        return found

    @extend_schema_field(Suggestion(allow_null=True))
    def get_suggestion(self, page: ReviewPage) -> dict[str, Any] | None:
        return None if page.is_walled else Suggestion(page.suggestion).data
