"""What people and outcomes say about an AI system, of all its decisions or of a part of them."""

from rest_framework import serializers

from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import DecidedAt, Instant, Out
from apps.api.serializers.findings import Finding, Weeks
from apps.api.serializers.reasons import PartQuery, Rate
from apps.core.speech import speak
from apps.flow.selectors.insight_figures import UNSUPPORTED, WHOLE_ONLY
from apps.flow.selectors.reason_figures import WAYS
from apps.measures import rules
from apps.measures.states import BrokenKind, CalibrationState

MEASURES = (rules.OVERRIDE_SHARE, rules.MEDIAN_SECONDS, rules.DECISIONS, rules.STRAIGHT_THROUGH_SHARE)


class InsightsQuery(PartQuery):
    weeks = Weeks("Of the last so many weeks, this one among them; all if left out.")


class NotesQuery(PartQuery, PageQuery):
    weeks = Weeks("Of the last so many weeks, this one among them; the last 30 days if left out.")
    direction = serializers.ChoiceField(list(WAYS), required=False)


class WeekFigure(Out):
    """One figure of one week: a share in [0, 1], seconds, or a number; low and high are its 95 % interval."""

    week_on = serializers.DateField(source="period_on", help_text="Its Monday.")
    measure = serializers.ChoiceField(list(MEASURES))
    n = serializers.IntegerField(help_text="Decisions behind it; under 30 a share says nothing.")
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class OutcomeShare(Out):
    outcome = serializers.CharField(source="code")
    share = Rate()


class LaneShare(Out):
    """A lane as the AI suggested it, as it was decided, or by the rule of one line."""

    lane = serializers.ChoiceField([one.value for one in rules.LANES], source="group")
    size = Rate(help_text="Of all whose outcome is known.")
    wrong = Rate(help_text="Of the lane, what went wrong.")
    taken = Rate(help_text="Of all that went wrong, what the lane took.")


class Truth(Out):
    """What became known later, of decisions that are old enough for it: over all weeks."""

    measure = serializers.CharField(source="what.code")
    wait_days = serializers.IntegerField(source="what.wait.days", help_text="So old a decision must be.")
    n_old = serializers.IntegerField(source="truth.n_old")
    n_known = serializers.IntegerField(source="truth.n_known")
    happened = Rate(source="truth.happened")
    overrides_right = Rate(source="truth.overrides")
    more_cautious_right = Rate(source="by_direction.more_cautious")
    less_cautious_right = Rate(source="by_direction.less_cautious")
    approvals_wrong = Rate(source="truth.approvals")
    approvals_wrong_by_outcome = OutcomeShare(many=True, source="by_lane")
    lanes = LaneShare(many=True, source="truth.lanes")
    accepted = serializers.FloatField(
        allow_null=True, help_text="What share of the error the risk decision accepts."
    )


class ConfidenceLevel(Out):
    """Answers stated with about the same confidence, and how often officers agreed with them."""

    stated = serializers.FloatField(source="mean_confidence")
    n = serializers.IntegerField()
    agreed = Rate(source="correct")


class StatedConfidence(Out):
    """Of one model version, over all weeks: the one that was asked for, else the newest."""

    model_version = serializers.CharField(source="row.model_version")
    state = serializers.ChoiceField([one.value for one in CalibrationState], source="row.state")
    because = serializers.CharField(source="row.because")
    n = serializers.IntegerField(source="row.n")
    n_audited = serializers.IntegerField(source="row.n_audited")
    gap = serializers.FloatField(
        source="row.ece", allow_null=True, help_text="On average between stated and agreed with."
    )
    auroc = serializers.FloatField(source="row.auroc", allow_null=True)
    computed_at = Instant(source="row.computed_at")
    levels = ConfidenceLevel(many=True)


class FirstViews(Out):
    """How people stood to the AI before and after they saw its suggestion."""

    asked = Rate(help_text="Began with a first view.")
    said = Rate(help_text="Of those, the facts sufficed for one.")
    before = Rate(help_text="Agreed, from the facts alone.")
    after = Rate(help_text="Agreed, after seeing the suggestion.")
    swayed = Rate(help_text="Gave up a view that differed from the AI's.")
    left = Rate(help_text="Left a view that was the AI's.")
    unasked = Rate(help_text="Agreed, suggestion shown at once.")


class ReasonProved(Out):
    reason = serializers.SerializerMethodField()
    n = serializers.IntegerField()
    n_officer_right = serializers.IntegerField(source="n_officer")
    n_ai_right = serializers.IntegerField(source="n_ai")

    def get_reason(self, row: object) -> str:
        """Say the reason in the reader's words."""
        return speak(getattr(row, "reason", ""))


class SignalCount(Out):
    kind = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    n = serializers.IntegerField()


class OverrideLimit(Out):
    """The limit that the risk decision sets the override share, and what it reads."""

    most = serializers.FloatField(source="limit.most")
    weeks = serializers.IntegerField(source="limit.weeks")
    at_least = serializers.IntegerField(source="limit.at_least")
    n = serializers.IntegerField(source="reading.n")
    value = serializers.FloatField(source="reading.value", allow_null=True)
    is_passed = serializers.BooleanField()


class CameIntoUse(Out):
    week_on = serializers.DateField()
    model_version = serializers.CharField(source="model", allow_blank=True)
    policy = serializers.IntegerField(help_text="Its number; 0 where it is a model version.")


class Choice(Out):
    key = serializers.CharField()
    named = serializers.CharField()


class Insights(Out):
    """The figures of the overview, as a job counted them `as_of`.

    Of a part of the decisions some are not counted: `left_out` names them, and they are null or empty.
    """

    as_of = Instant(allow_null=True, help_text="Null before the first time.")
    weeks = serializers.IntegerField(allow_null=True)
    segment = serializers.CharField(source="part.segment", allow_blank=True)
    model_version = serializers.CharField(source="part.model_version", allow_blank=True)
    left_out = serializers.ListField(child=serializers.ChoiceField([*WHOLE_ONLY, UNSUPPORTED]))
    segments = Choice(many=True, help_text="The kinds of case that can be asked for.")
    model_versions = serializers.ListField(child=serializers.CharField(), source="versions")
    override_share = Rate(help_text="Of the decisions of persons in these weeks.")
    weekly = WeekFigure(many=True)
    truth = Truth(allow_null=True, help_text="Null where nothing becomes known later.")
    stated_confidence = StatedConfidence(allow_null=True)
    unsupported = Rate(allow_null=True, help_text="Of the AI's statements in these weeks.")
    first_views = FirstViews(source="prompting")
    reasons = ReasonProved(many=True)
    signals = SignalCount(many=True)
    deliveries = serializers.DictField(
        child=serializers.IntegerField(), help_text="By state, over all weeks."
    )
    limit = OverrideLimit(source="bounded", allow_null=True)
    came_into_use = CameIntoUse(many=True, source="live")
    patterns = Finding(many=True, help_text="Those with the most overrides.")


class CaseBehind(Out):
    case_ref = serializers.CharField()
    decided_at = DecidedAt()
    suggested = serializers.CharField(source="recommended")
    decided = serializers.CharField()
    happened = serializers.BooleanField(source="value", allow_null=True, help_text="Null while it is open.")


class CasesBehind(Out):
    cases = CaseBehind(
        many=True, help_text="The newest, at most 50; read from the decisions as they are now."
    )


class OverrideNote(Out):
    case_ref = serializers.CharField()
    at = Instant(source="decided_at")
    text = serializers.CharField(allow_blank=True, help_text="Empty: it was erased.")
    reason = serializers.CharField()
    suggested = serializers.CharField(source="recommended")
    decided = serializers.CharField()
    says_reasoning_wrong = serializers.BooleanField(source="is_first", help_text="These come first.")
    is_sharp = serializers.BooleanField(help_text="Strongly negative by the rule.")


class OverrideNotes(Out):
    notes = OverrideNote(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class BrokenCount(Out):
    model_version = serializers.CharField()
    prompt_version = serializers.CharField(allow_blank=True)
    n = serializers.IntegerField()


class BrokenRow(Out):
    case_ref = serializers.CharField()
    at = Instant()
    kind = serializers.ChoiceField([one.value for one in BrokenKind])
    text = serializers.CharField(allow_blank=True)
    model_version = serializers.CharField()
    prompt_version = serializers.CharField(allow_blank=True)


class BrokenReports(Out):
    versions = BrokenCount(
        many=True, source="counts", help_text="Of the last 30 days, without those taken back."
    )
    reports = BrokenRow(many=True, source="rows", help_text="The newest 20.")
