"""The reports of an AI system's weeks."""

from rest_framework import serializers

from apps.api.serializers.fields import Instant, Out


class ReasonCount(Out):
    code = serializers.CharField()
    n = serializers.IntegerField()

    def to_representation(self, instance: object) -> dict[str, object]:
        return super().to_representation(_pair(instance))


class WayCount(Out):
    suggested = serializers.CharField()
    decided = serializers.CharField()
    n = serializers.IntegerField()

    def to_representation(self, instance: object) -> dict[str, object]:
        return super().to_representation(_pair(instance))


class FactCount(Out):
    fact = serializers.CharField()
    n = serializers.IntegerField()

    def to_representation(self, instance: object) -> dict[str, object]:
        return super().to_representation(_pair(instance))


def _pair(instance: object) -> object:
    return tuple(instance) if isinstance(instance, list) else instance


class WeekCorrected(Out):
    """Decisions of persons in the week, `k` of them otherwise than the AI; `before`: in the week before."""

    n = serializers.IntegerField()
    k = serializers.IntegerField()
    before_n = serializers.IntegerField()
    before_k = serializers.IntegerField()
    reasons = ReasonCount(many=True)
    ways = WayCount(many=True)
    facts = FactCount(many=True)
    n_notes = serializers.IntegerField()
    n_sharp = serializers.IntegerField(help_text="Notes that are strongly negative by the rule.")
    n_broken = serializers.IntegerField(help_text="Suggestions that were called broken.")


class WeekChange(Out):
    kind = serializers.ChoiceField(["policy", "contract", "posture", "reasons", "model", "fix", "pause"])
    at = serializers.DateTimeField()
    number = serializers.IntegerField(help_text="Of a version or fix; 0 for what has none.")
    name = serializers.CharField(allow_blank=True, help_text="Of a model; how a pause acts.")
    fix = serializers.CharField(source="id", allow_blank=True)


class WeekMoved(Out):
    found = serializers.IntegerField()
    dismissed = serializers.IntegerField()
    live = serializers.IntegerField()
    measured = serializers.IntegerField()


class WeekJudged(Out):
    """Overrides whose outcome became due in the week; money at the prices of the risk decision."""

    n = serializers.IntegerField()
    k = serializers.IntegerField(help_text="Proved right.")
    n_due = serializers.IntegerField()
    saved_minor = serializers.IntegerField(allow_null=True)
    lost_minor = serializers.IntegerField(allow_null=True)
    posture = serializers.IntegerField(allow_null=True)


class WeekFix(Out):
    """A fix that was measured in the week: decisions that it spared, with their interval; null: no price."""

    fix = serializers.UUIDField(source="id")
    number = serializers.IntegerField()
    verdict = serializers.CharField()
    counts = serializers.CharField()
    n_after = serializers.IntegerField()
    avoided = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    level = serializers.FloatField()
    minor = serializers.IntegerField(allow_null=True)
    low_minor = serializers.IntegerField(allow_null=True)
    high_minor = serializers.IntegerField(allow_null=True)


class WeekWorth(Out):
    currency = serializers.CharField()
    n_stake = serializers.IntegerField()
    stake_minor = serializers.IntegerField(help_text="Of the corrected cases that say it.")
    n_without_stake = serializers.IntegerField()
    judged = WeekJudged(allow_null=True, help_text="Null where no outcome becomes known.")
    fixes = WeekFix(many=True)
    n_unmeasured = serializers.IntegerField(help_text="Live fixes that are not measured yet.")


class WeekUnseen(Out):
    what = serializers.CharField()
    n = serializers.IntegerField()
    since = serializers.CharField(allow_null=True, help_text="An instant, or a day.")


class WeekReport(Out):
    """What a week came to, as it was known when it was written."""

    week_on = serializers.DateField(help_text="Its Monday.")
    written_at = Instant()
    is_first = serializers.BooleanField(source="week.is_first")
    corrected = WeekCorrected(source="week.corrected")
    changes = WeekChange(source="week.changes", many=True)
    moved = WeekMoved(source="week.moved")
    worth = WeekWorth(source="week.worth")
    unseen = WeekUnseen(source="week.unseen", many=True)


class WeekReports(Out):
    weeks = WeekReport(many=True, help_text="Of two years, the newest first.")
