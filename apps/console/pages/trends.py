"""Weekly figures as pictures and tables: how often officers overrule, and how long they take."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.console.pages import charts, limits, words
from apps.console.pages.lists import Trend, WeekRow
from apps.core import speech
from apps.flow import selectors as flow
from apps.measures import rules
from apps.measures.models import Measurement
from apps.measures.rules import MEDIAN_SECONDS, OVERRIDE_SHARE

WEEKS = 26  # the newest ones are drawn
STEADY = 20  # decisions from which a week's interval decides how high the axis goes
SHARES = (0.05, 0.1, 0.2, 0.25)
SECONDS = (30, 60, 120, 300, 600, 1800, 3600, 7200, 86400)
MOST_TICKS = 5


def build(
    rows: Sequence[Measurement],
    *,
    system: str,
    bounded: flow.Bounded | None,
    live: Sequence[flow.WentLive] = (),
    weeks: int | None = WEEKS,
    of_all: bool = True,
) -> tuple[Trend, ...]:
    """Write the trends of one AI system over its newest weeks; none before its first measured one.

    bounded: the limit of the override share, where the posture in force names one. live: which versions came
    into use meanwhile. of_all: they are of all its decisions, as its limit is; else it is not named.
    """
    made = (
        _override_share(_newest(rows, OVERRIDE_SHARE, weeks), system, bounded, live, of_all=of_all),
        _time(_newest(rows, MEDIAN_SECONDS, weeks), system),
    )
    return tuple(one for one in made if one is not None)


def _newest(rows: Sequence[Measurement], measure: str, weeks: int | None) -> list[Measurement]:
    return [row for row in rows if row.measure == measure][-weeks if weeks else 0 :]


def _override_share(
    rows: Sequence[Measurement],
    system: str,
    bounded: flow.Bounded | None,
    live: Sequence[flow.WentLive],
    *,
    of_all: bool,
) -> Trend | None:
    """Draw the share with its limit as a line; what acts is the weeks of the limit together."""
    most = float(bounded.limit.most) if bounded else None
    drawn = _trend(
        rows,
        title=_("Override share by week"),
        system=system,
        write=_percent,
        steps=SHARES,
        most=most,
        turns=_turns(rows, live),
    )
    if drawn is None:
        return None
    return replace(
        drawn,
        says=" ".join((drawn.says, *([limits.in_words(bounded)] if of_all else ()), *_turned(rows, live))),
        bounds=_bounds_below(bounded) if bounded else (),
    )


def _turns(rows: Sequence[Measurement], live: Sequence[flow.WentLive]) -> tuple[charts.Turn, ...]:
    places = {row.period_on: place for place, row in enumerate(rows)}
    return tuple(charts.Turn(places[one.week_on], _named(one)) for one in live if one.week_on in places)


def _named(one: flow.WentLive) -> str:
    return one.model or _("policy %(n)s") % {"n": one.policy}


def _turned(rows: Sequence[Measurement], live: Sequence[flow.WentLive]) -> Iterable[str]:
    """Say in words what the upright lines mark."""
    weeks = {row.period_on: row for row in rows}
    for one in live:
        if one.week_on in weeks:
            said = {"what": _named(one), "day": day(weeks[one.week_on])}
            yield _("In the week of %(day)s came: %(what)s.") % said


def _bounds_below(bounded: flow.Bounded) -> tuple[WeekRow, ...]:
    limit, reading = bounded.limit, bounded.reading
    together = _("Last %(n)s days together")  # up to now, where the weeks above are from Monday to Sunday
    measured = "" if reading.value is None else _percent(float(reading.value))
    return (
        WeekRow(
            together % {"n": limit.weeks * 7},
            words.number(reading.n),
            measured,
            limits.standing(bounded),
            faint=reading.n < limit.at_least,
        ),
        WeekRow(limits.name(limit), "", _percent(float(limit.most)), limits.then(limit)),
    )


def _time(rows: Sequence[Measurement], system: str) -> Trend | None:
    return _trend(rows, title=_("Median time to decide by week"), system=system, write=length, steps=SECONDS)


def _percent(share: float) -> str:
    return words.percent(share, digits=0)


def length(seconds: float) -> str:
    """Write a short time to the second: medians of two weeks often differ by less than a minute."""
    minutes, rest = divmod(round(seconds), words.MINUTE)
    if not 0 < minutes < words.MINUTE or not rest:
        return words.duration(seconds)
    return pgettext("duration", "%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}


def _trend(
    rows: Sequence[Measurement],
    *,
    title: str,
    system: str,
    write: Callable[[float], str],
    steps: Sequence[float],
    most: float | None = None,
    turns: Sequence[charts.Turn] = (),
) -> Trend | None:
    known = [row for row in rows if row.value is not None]
    if not known:
        return None
    points = [charts.Point(day(row), row.value, *_bounds(row), faint=_is_few(row)) for row in rows]
    says = _says(known, title, write)
    return Trend(
        title=title,
        about=_("with 95%% interval, %(system)s") % {"system": system},
        charts=charts.lines(
            points,
            says=_("%(said)s The table has every week.") % {"said": says},
            ticks=_ticks(known, steps, write, most),
            level=None if most is None else charts.Level(most, limits.at(write(most))),
            turns=turns,
        ),
        says=says,
        rows=tuple(_week(row, write) for row in reversed(rows)),
        key=rows[0].measure.replace("_", "-"),
    )


def _says(known: Sequence[Measurement], title: str, write: Callable[[float], str]) -> str:
    """Say the newest week with enough decisions; of fewer nothing is said."""
    last = next((row for row in reversed(known) if not _is_few(row)), None)
    if last is None:
        return _("No week has the %(enough)s decisions it takes to say; the last one has %(n)s.") % {
            "enough": rules.ENOUGH,
            "n": known[-1].n,
        }
    return ngettext(
        "%(title)s: %(value)s in the week of %(day)s, %(interval)s, of %(n)s decision.",
        "%(title)s: %(value)s in the week of %(day)s, %(interval)s, of %(n)s decisions.",
        last.n,
    ) % {
        "title": title,
        "value": write(last.value or 0),
        "day": day(last),
        "interval": _interval(last, write),
        "n": words.number(last.n),
    }


def _is_few(row: Measurement) -> bool:
    return row.n < rules.ENOUGH


def _week(row: Measurement, write: Callable[[float], str]) -> WeekRow:
    if row.n and _is_few(row):
        return WeekRow(
            day(row), words.number(row.n), "", _("too few to say (n=%(n)s)") % {"n": row.n}, faint=True
        )
    value = "" if row.value is None else write(row.value)
    return WeekRow(day(row), words.number(row.n), value, _interval(row, write), faint=not row.n)


def day(row: Measurement) -> str:
    """Write the Monday of a figure's week."""
    return speech.day(row.period_on, with_year=False)


def _bounds(row: Measurement) -> tuple[float | None, float | None]:
    return (row.low, row.high) if row.value is not None else (None, None)


def _interval(row: Measurement, write: Callable[[float], str]) -> str:
    low, high = _bounds(row)
    if low is None or high is None:
        return _("no interval, too few") if row.n else _("no decision")
    return _("%(low)s to %(high)s") % {"low": write(low), "high": write(high)}


def _ticks(
    known: Iterable[Measurement],
    steps: Sequence[float],
    write: Callable[[float], str],
    most: float | None,
) -> list[tuple[float, str]]:
    reached = [row.high if row.high is not None and row.n >= STEADY else row.value for row in known]
    highest = max(one for one in (*reached, most) if one is not None)
    step = next((one for one in steps if highest <= one * (MOST_TICKS - 1)), steps[-1])
    n_ticks = max(2, ceil(highest / step) + 1)
    n_ticks += most is not None and most > step * (n_ticks - 1) - step / 10  # its name stands above the line
    return [(step * place, write(step * place)) for place in range(n_ticks)]
