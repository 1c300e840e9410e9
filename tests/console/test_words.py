from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from apps.console.pages import charts, patterns, trends, words
from apps.flow import selectors as flow
from apps.measures.models import Measurement
from apps.registry.rules import Limit, Reading
from apps.registry.states import LimitAct, LimitKind

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
    [(timedelta(hours=2), "in 2 h"), (timedelta(days=1, hours=1), "tomorrow, 14:00"),
     (-timedelta(days=1, minutes=1), "yesterday, 12:59"), (-timedelta(days=400), "18 Oct 2025, 14:00")],
)  # fmt: skip
def test_a_far_moment_is_a_date(apart, text):
    assert words.moment(NOW + apart, now=NOW, zone=BERLIN).relative == text


def test_a_clock_time_names_the_day_unless_it_is_today():
    assert words.clock_time(NOW, now=NOW, zone=BERLIN) == "13:00"
    assert words.clock_time(NOW, now=NOW, zone=BERLIN, seconds=True) == "13:00:00"
    assert words.clock_time(NOW - timedelta(days=3), now=NOW, zone=BERLIN) == "19 Nov, 13:00"


@pytest.fixture
def german():
    with translation.override("de"):
        yield


def test_german_lengths_of_time(german):
    assert [words.duration(n) for n in (59, 11_400, 100_800)] == ["59 s", "3 h 10 min", "1 d 4 h"]


def test_german_moments(german):
    ago = words.moment(NOW - timedelta(minutes=3), now=NOW, zone=BERLIN)
    far = words.moment(NOW - timedelta(days=400), now=NOW, zone=BERLIN)
    assert (ago.relative, ago.absolute) == ("vor 3 min", "22.11.2026, 12:57:00 CET")
    assert far.relative == "18.10.2025, 14:00"
    assert words.moment(NOW + timedelta(days=1, hours=1), now=NOW, zone=BERLIN).relative == "morgen, 14:00"
    assert words.clock_time(NOW - timedelta(days=3), now=NOW, zone=BERLIN) == "19.11., 13:00"


def test_german_numbers_amounts_and_shares(german):
    assert words.number(12345) == "12.345"
    assert words.number(0.5) == "0,5"
    assert words.amount(123450, "USD") == "1.234,50 $"
    assert words.amount(-900, "EUR") == "-9,00 EUR"
    assert words.amount(None, "EUR") == "\N{EN DASH}"
    assert words.percent(0.4964) == "49,6\N{NO-BREAK SPACE}%"
    assert words.percent(0.0004) == "unter 0,1\N{NO-BREAK SPACE}%"
    assert words.in_hundred(0.74) == "74 von 100"
    assert words.date(date(2026, 11, 24)) == "24.11.2026"
    assert words.joined(["a", "b", "c"]) == "a, b und c"


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
    drawn = charts.intervals(
        (charts.Share("this", 0.5, 0.44, 0.56), charts.Share("rest", 0.18, 0.17, 0.19, rest=True)), says="so"
    )
    for chart, frame in zip(drawn, (charts.WIDE, charts.NARROW), strict=True):
        this, rest = chart.lines
        assert rest.low_x < rest.mid_x < this.low_x < this.mid_x < this.low_x + this.width <= frame.right
        assert [label for _, label in chart.ticks] == ["0%", "20%", "40%", "60%"]


def test_an_empty_chart_still_has_an_axis():
    assert charts.intervals((), says="nothing")[0].ticks[0][1] == "0%"


def test_a_line_breaks_where_nothing_was_measured_and_stays_inside_its_frame():
    points = [
        charts.Point("1 Jun", 0.2, 0.1, 0.3),
        charts.Point("8 Jun", 0.2, 0.1, 0.3),
        charts.Point("15 Jun", None),
        charts.Point("22 Jun", 0.4, 0.2, 0.9),
        charts.Point("29 Jun", 0.4, 0.2, 0.9),
    ]
    for drawn in charts.lines(points, says="so", ticks=((0, "0%"), (0.5, "50%"))):
        assert len(drawn.paths) == len(drawn.bands) == 2
        assert len(drawn.dots) == 4
        corners = [corner.split(",") for band in drawn.bands for corner in band.split()]
        assert all(0 <= float(x) <= drawn.width and 0 <= float(y) <= drawn.height for x, y in corners)
        assert drawn.dots[0][1] > drawn.dots[-1][1], "more is higher"


def test_the_longest_label_of_an_axis_has_its_room():
    points = [charts.Point("1 Jun", 90.0), charts.Point("8 Jun", 60.0)]
    short = charts.lines(points, says="so", ticks=((0, "0%"), (90, "90%")))
    long = charts.lines(points, says="so", ticks=((0, "0 s"), (90, "1 min 30 s")))
    assert [one.left for one in short] == [38, 38]
    assert all(one.left - 6 >= 6.2 * len("1 min 30 s") for one in long)
    assert all(one.dots[0][0] == one.left for one in long)


def measured(week, measure, value, low, high, n=40):
    return Measurement(measure=measure, period_on=date(2026, 11, week), n=n, value=value, low=low, high=high)


def test_weekly_figures_are_a_picture_a_sentence_and_a_table():
    rows = [
        measured(2, "override_share", 0.2, 0.1, 0.34),
        measured(2, "median_seconds_to_decide", 112.0, 80.0, 130.0),
        measured(9, "override_share", None, 0.0, 1.0, n=0),
        measured(9, "median_seconds_to_decide", None, None, None, n=0),
    ]
    share, seconds = trends.build(rows, system="Triage", bounded=None)
    assert share.says == (
        "Override share by week: 20% in the week of 2 Nov, 10% to 34%, of 40 decisions. "
        "No limit is signed for it, so it stops nothing by itself."
    )
    assert share.bounds == share.charts[0].levels == ()
    assert [(one.week, one.value, one.interval) for one in share.rows] == [
        ("9 Nov", "", "no decision"),
        ("2 Nov", "20%", "10% to 34%"),
    ]
    assert "1 min 52 s" in seconds.says
    assert trends.build(rows[2:], system="Triage", bounded=None) == ()


@pytest.mark.parametrize(
    ("value", "n", "said", "word"),
    [
        ("0.2", 40, "Now 20.0%, n 40.", "inside the limit"),
        ("0.41", 40, "Now 41.0%, n 40.", "above the limit"),
        ("0.41", 29, "Now too few to act (n=29).", "too few to act: from 30 decisions on"),
    ],
)
def test_a_limit_is_a_line_with_its_name_in_the_picture_the_sentence_and_the_table(value, n, said, word):
    limit = Limit(LimitKind.OVERRIDE, Decimal("0.35"), LimitAct.NARROW)
    rows = [
        measured(2, "override_share", 0.2, 0.1, 0.3),
        measured(2, "median_seconds_to_decide", 112.0, 80.0, 130.0),
    ]
    share, seconds = trends.build(
        rows, system="Triage", bounded=flow.Bounded(limit, Reading(Decimal(value), n))
    )

    assert share.says.endswith(
        f"The limit is 35% of 4 weeks together; above that, every case goes to people. {said}"
    )
    for drawn in share.charts:
        ((y, name),) = drawn.levels
        marks = {label: at for at, label in drawn.y_ticks}
        assert (name, marks["40%"] < y < marks["30%"]) == ("limit 35%", True)
    assert [(one.week, one.value, one.interval) for one in share.bounds] == [
        ("Last 28 days together", f"{float(value):.0%}", word),
        ("Limit, 4 weeks together", "35%", "above that, every case goes to people"),
    ]
    assert seconds.bounds == seconds.charts[0].levels == ()


@pytest.mark.parametrize(("q", "text"), [(1.23e-14, "below 0.001"), (0.0312, "0.031")])
def test_a_chance_is_written_for_people(q, text):
    assert patterns.chance(q) == text


def test_a_version_that_came_into_use_is_a_line_upright_with_its_name_and_a_sentence():
    rows = [measured(2 + 7 * place, "override_share", 0.2, 0.1, 0.3) for place in range(3)]
    live = [
        flow.WentLive(date(2026, 11, 9), policy=2),
        flow.WentLive(date(2026, 11, 16), model="triage-gb-2"),
        flow.WentLive(date(2026, 9, 7), policy=1),
    ]

    (share,) = trends.build(rows, system="Triage", bounded=None, live=live)

    for drawn in share.charts:
        middle, last = drawn.dots[1][0], drawn.dots[2][0]
        assert drawn.turns == ((middle, "policy 2", "start"), (last, "triage-gb-2", "end"))
    assert share.says.endswith(
        "In the week of 9 Nov came: policy 2. In the week of 16 Nov came: triage-gb-2."
    )
