"""A group's weeks as a line with the same as a table: what was overruled, or what proved wrong."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from django.utils.translation import gettext as _

from apps.console.pages import charts, targets, words
from apps.console.pages.lists import Trend, WeekRow
from apps.console.pages.patterns import interval
from apps.core import speech
from apps.learning import selectors as learning
from apps.learning.states import Target
from apps.measures import rules

TENTH, HALF, QUARTER = 0.1, 0.5, 0.25


def over_time(weeks: Sequence[learning.Week], target: Target) -> Trend | None:
    """Draw in how many of the group's cases it happened, by week; None without a case."""
    begun = next((place for place, week in enumerate(weeks) if week.n), len(weeks))
    known = [(week, rules.share(week.n, week.n_overridden)) for week in weeks[begun:]]
    total = sum(week.n for week, _share in known)
    if not total:
        return None
    says = _("Overruled by week: %(k)s of %(n)s cases of this group in the last %(weeks)s weeks.")
    about = _("overruled, of the cases of this group, by week")
    if target is not Target.OVERRIDDEN:
        says = _("%(what)s: %(k)s of %(n)s cases of this group in the last %(weeks)s weeks.")
        about = _("of the cases of this group, by week, as last searched")
    says %= {
        "what": targets.name(target),
        "k": words.number(sum(week.n_overridden for week, _share in known)),
        "n": words.number(total),
        "weeks": len(known),
    }
    points = [_point(week, share) for week, share in known]
    return Trend(
        title=_("Over time"),
        about=about,
        charts=charts.lines(points, says=says, ticks=_ticks(points)),
        says=says,
        rows=tuple(_week(week, share, _none(target)) for week, share in reversed(known)),
    )


def _none(target: Target) -> str:
    """Say what a week lacks of which nothing counts."""
    waits = target in {Target.WRONGLY_APPROVED, Target.OVERTURNED}
    return _("no outcome known yet") if waits else _("no decision")


def _ticks(points: Sequence[charts.Point]) -> list[tuple[float, str]]:
    highest = max((not point.faint and point.high) or point.value or 0.0 for point in points)
    step = QUARTER if highest > HALF else TENTH
    n_ticks = int(highest / step + 1 - 1e-9) + 1
    return [(place * step, words.percent(place * step, digits=0)) for place in range(max(2, n_ticks))]


def _point(week: learning.Week, share: rules.Share) -> charts.Point:
    if not week.n:
        return charts.Point(_day(week), None)
    return charts.Point(_day(week), share.value, share.low, share.high, faint=week.n < rules.ENOUGH)


def _week(week: learning.Week, share: rules.Share, none: str) -> WeekRow:
    value = "" if share.value is None else words.percent(share.value, digits=0)
    between = interval(share.low, share.high) if week.n else none
    return WeekRow(_day(week), words.number(week.n), value, between, faint=week.n < rules.ENOUGH)


def _day(week: learning.Week) -> str:
    return speech.day(week.on, with_year=False)


def wrong(found: learning.WrongWeeks, *, live: Sequence[tuple[str, datetime]], zone: tzinfo) -> Trend | None:
    """Draw what of the group's decisions proved wrong, with where a fix went live; None without a case."""
    if not found.n:
        return None
    known = [(week, rules.share(week.n, week.n_overridden)) for week in found.weeks]
    says = _(
        "Wrong by week: %(k)s of %(n)s decisions of this group whose outcome is known, by whomever. "
        "Decisions younger than %(days)s days are left out: their outcome is not due."
    ) % {
        "k": words.number(found.n_wrong),
        "n": words.number(found.n),
        "days": words.number(found.wait.days),
    }
    points = [_point(week, share) for week, share in known]
    turns = [
        charts.Turn(place, _("%(fix)s live") % {"fix": name})
        for name, at in live
        if (place := _place(found.weeks, at.astimezone(zone).date())) is not None
    ]
    return Trend(
        title=_("Over time"),
        about=_("decisions that proved wrong, of the cases of this group, by week"),
        charts=charts.lines(points, says=says, ticks=_ticks(points), turns=turns),
        says=says,
        rows=tuple(_week(week, share, _none(Target.WRONGLY_APPROVED)) for week, share in reversed(known)),
    )


def _place(weeks: Sequence[learning.Week], on: date) -> int | None:
    found = [place for place, week in enumerate(weeks) if week.on <= on]
    return found[-1] if found else None
