from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from apps.console.pages import charts, words

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (11_400, "3 h 10 min"),
     (100_800, "1 d 4 h"), (864_000, "10 d"), (950_400, "11 d")],
)  # fmt: skip
def test_a_duration_has_at_most_two_units(seconds, text):
    assert words.duration(seconds) == text


def test_a_moment_is_relative_in_words_and_absolute_in_the_reader_s_zone():
    spoken = words.moment(NOW - timedelta(minutes=3), now=NOW, zone=BERLIN)
    assert (spoken.relative, spoken.absolute) == ("3 min ago", "22 Nov 2026, 12:57:00 CET")
    assert spoken.iso == "2026-11-22T11:57:00+00:00"


@pytest.mark.parametrize(
    ("apart", "text"),
    [(timedelta(hours=2), "in 2 h"), (timedelta(days=1, hours=1), "tomorrow 14:00"),
     (-timedelta(days=1, minutes=1), "yesterday 12:59"), (-timedelta(days=400), "18 Oct 2025 14:00")],
)  # fmt: skip
def test_a_far_moment_is_a_date(apart, text):
    assert words.moment(NOW + apart, now=NOW, zone=BERLIN).relative == text


def test_a_clock_time_names_the_day_unless_it_is_today():
    assert words.clock_time(NOW, now=NOW, zone=BERLIN) == "13:00"
    assert words.clock_time(NOW, now=NOW, zone=BERLIN, seconds=True) == "13:00:00"
    assert words.clock_time(NOW - timedelta(days=3), now=NOW, zone=BERLIN) == "19 Nov, 13:00"


@pytest.mark.parametrize(
    ("name", "text"), [("Dana Mercer", "DM"), ("Ines de la Cruz", "IC"), ("Bo", "B"), ("", "?")]
)
def test_initials(name, text):
    assert words.initials(name) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0.0%"), (0.0004, "under 0.1%"), (0.4964, "49.6%"), (1, "100.0%")]
)
def test_percent(share, text):
    assert words.percent(share) == text


def test_intervals_lie_on_one_axis_and_in_order():
    chart = charts.intervals(
        (charts.Share("this", 0.5, 0.44, 0.56), charts.Share("rest", 0.18, 0.17, 0.19, rest=True)), says="so"
    )
    this, rest = chart.lines
    assert rest.low_x < rest.mid_x < this.low_x < this.mid_x < this.low_x + this.width <= charts.RIGHT
    assert [label for _, label in chart.ticks] == ["0%", "20%", "40%", "60%"]


def test_an_empty_chart_still_has_an_axis():
    assert charts.intervals((), says="nothing").ticks[0][1] == "0%"
