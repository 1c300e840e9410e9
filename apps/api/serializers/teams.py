"""How an inbox stands for who supervises it: what waits, with whom it lies, what the days bring."""

from rest_framework import serializers

from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.api.serializers.members import EMAIL, Away
from apps.flow.selectors.own_figures import OwnFigures as OwnOnes
from apps.flow.selectors.teams import PersonLoad
from apps.measures import rules
from apps.reviews.states import HandOnWhy


class LoadsQuery(PageQuery):
    pass


class HadQuery(PageQuery):
    pass


class Standing(Out):
    n_waiting = serializers.IntegerField()
    n_late = serializers.IntegerField(help_text="Of them past their due time.")
    n_held = serializers.IntegerField(help_text="Of them with somebody now.")
    n_asked = serializers.IntegerField(help_text="Of them waiting for an answer, a time or an approval.")
    oldest_at = Instant(allow_null=True, help_text="When the case that waits longest came in.")
    bands = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="By waiting time: under 4 hours, to 1 day, to 2 days, 2 days and more.",
    )


class InTime(Out):
    week_on = serializers.DateField(help_text="Its Monday, where the organisation is.")
    n = serializers.IntegerField(
        source="share.n", help_text="Decided or passed on; superseded and withdrawn ones do not count."
    )
    n_in_time = serializers.IntegerField(help_text="Of them before they were due.")
    share = serializers.FloatField(source="share.value", allow_null=True)
    low = serializers.FloatField(source="share.low", help_text="Of the 95% interval.")
    high = serializers.FloatField(source="share.high")


class Expected(Out):
    """The mean of the same weekday of the weeks before, with the fewest and the most that came."""

    value = serializers.FloatField()
    low = serializers.IntegerField()
    high = serializers.IntegerField()
    n_weeks = serializers.IntegerField()


class Ahead(Out):
    day = serializers.DateField()
    n_due = serializers.IntegerField()
    expected = Expected(allow_null=True, help_text="Null with too few weeks of arrivals to say.")
    n_taken = serializers.IntegerField(help_text="By those who are at work that day.")


class TeamState(Out):
    inbox = serializers.SlugField(source="inbox.slug")
    target = serializers.FloatField(
        source="inbox.in_time_target", allow_null=True, help_text="The share that is to leave in time."
    )
    health = Standing()
    weeks = InTime(many=True)
    days = Ahead(many=True)
    n_workers = serializers.IntegerField()
    n_unset = serializers.IntegerField(help_text="Who works it without a number of cases a day.")
    stock_on = serializers.DateField(allow_null=True, help_text="The last day that was counted.")


class OwnShare(Out):
    """Null under 30 cases: too few to say."""

    n = serializers.IntegerField()
    share = serializers.SerializerMethodField()
    low = serializers.SerializerMethodField()
    high = serializers.SerializerMethodField()

    def get_share(self, one: rules.Share) -> float | None:
        """Say the share."""
        return one.value if one.n >= rules.ENOUGH else None

    def get_low(self, one: rules.Share) -> float | None:
        """Say where the 95% interval begins."""
        return one.low if one.n >= rules.ENOUGH else None

    def get_high(self, one: rules.Share) -> float | None:
        """Say where the 95% interval ends."""
        return one.high if one.n >= rules.ENOUGH else None


class KindOfCase(Out):
    system = serializers.CharField()
    segment = serializers.CharField(allow_blank=True)
    segment_label = serializers.CharField(
        source="label", allow_blank=True, help_text="What the segment is called."
    )
    n = serializers.IntegerField()
    overridden = OwnShare()


class OwnFigures(Out):
    """What one person decided in twelve weeks; a supervisor sees what was decided in their inboxes."""

    since = Instant()
    n = serializers.IntegerField()
    overridden = OwnShare(help_text="Decided otherwise than the AI had suggested.")
    in_time = OwnShare(help_text="Decided before the due time.")
    median_seconds = serializers.SerializerMethodField(help_text="To decide; null under 30 cases.")
    mix = KindOfCase(many=True)

    def get_median_seconds(self, one: OwnOnes) -> float | None:
        """Say how long half of the decisions took at most."""
        return one.seconds.value if one.n >= rules.ENOUGH else None


class Load(Out):
    """What lies with one person here; how they decide is not said."""

    email = serializers.CharField(source="user.email")
    name = serializers.CharField(source="user.name")
    n_held = serializers.IntegerField()
    n_given = serializers.IntegerField(help_text="Open cases that are kept for them.")
    n_due = serializers.IntegerField(help_text="Of both until the end of today.")
    n_late = serializers.IntegerField()
    per_day = serializers.IntegerField(allow_null=True)
    weekdays = serializers.SerializerMethodField(help_text="On which days they are on, Monday 0.")
    away = Away(allow_null=True, help_text="Their present or next absence.")

    def get_weekdays(self, one: PersonLoad) -> list[int]:
        """Name the days in order."""
        return sorted(one.weekdays)


class Loads(Out):
    people = Load(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class Had(Out):
    item = serializers.UUIDField(source="item.id")
    case_ref = serializers.CharField()
    version = serializers.IntegerField(source="item.version", help_text="What If-Match takes, in quotes.")
    name = serializers.CharField(source="who.name")
    is_held = serializers.BooleanField(help_text="Else it is open and kept for them.")
    until = Instant()
    due_at = Instant(source="item.due_at")


class HadPage(Out):
    items = Had(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class HandOnBody(In):
    to = Text(
        max_length=254, allow_null=True, default=None, help_text=f"{EMAIL} Null: everybody may take it again."
    )
    why = Text(max_length=20, help_text=f"One of {', '.join(HandOnWhy)}.")
    note = Text(max_length=4000, allow_blank=True, default="", help_text="Needed for `other`.")


class HandedOn(Out):
    example = {"item": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11", "version": 4, "until": "2026-12-01T15:00:00Z"}
    item = serializers.UUIDField(source="id")
    version = serializers.IntegerField()
    until = Instant(
        source="assigned_until", allow_null=True, help_text="So long it is kept for who has it now."
    )


class TargetBody(In):
    in_hundred = Whole(allow_null=True, help_text="Of 100 cases, so many leave in time; null: no target.")


class Target(Out):
    example = {"inbox": "triage-officers", "target": 0.9}
    inbox = serializers.SlugField(source="slug")
    target = serializers.FloatField(source="in_time_target", allow_null=True)
