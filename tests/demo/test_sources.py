"""One source of the past changes on a Monday; the product can see it, and nothing else changes with it."""

import datetime as dt

import pytest

from apps.measures.rules import watch
from apps.measures.rules.watch import Key, Tally
from demo import lanes, past, sources
from tests.demo.conftest import NOW

KEY = Key(sources.FACT, sources.SOURCE, "missing")


def sends(case):
    return any((one["fact"], one["source"]) == (KEY.fact, KEY.source) for one in case.story.entries)


@pytest.fixture(scope="module")
def weeks(cases):
    """Of each week of the organisation: how many claims came, and how many without the fact."""
    found = {}
    for case in cases:
        day = case.story.arrived_at.astimezone(sources.ZONE).date()
        monday = day - dt.timedelta(days=day.weekday())
        found[monday] = found.get(monday, Tally()) + Tally(1, int(not sends(case)))
    return found


@pytest.mark.parametrize("days", range(7))
def test_it_is_a_monday_with_two_full_weeks_since_whatever_day_it_is(days):
    now = NOW + dt.timedelta(days=days)
    begun = sources.since(now)

    assert (begun.weekday(), begun.hour) == (0, 0)
    assert dt.timedelta(days=14) <= now - begun < dt.timedelta(days=21)
    assert all(dt.datetime.fromisoformat(one["at"]) < now for one in sources.questions(now))


def test_before_that_monday_it_never_fails_and_from_then_on_in_six_of_ten(weeks):
    begun = sources.since(NOW).date()
    before = sum((tally for monday, tally in weeks.items() if monday < begun), Tally())
    since = sum((tally for monday, tally in weeks.items() if monday >= begun), Tally())

    assert before.k == 0
    assert since.share == pytest.approx(sources.LOST_SHARE, abs=0.1)


def test_the_rule_of_the_alarm_finds_it_in_its_first_week_and_still_in_the_second(weeks):
    begun = sources.since(NOW).date()

    assert watch.risen({KEY: weeks}, begun - dt.timedelta(days=7)) == []
    assert [one.onset_on for one in watch.risen({KEY: weeks}, begun)] == [begun]
    told = watch.Told(KEY, begun, watch.before(weeks, begun))
    assert not watch.is_back(told, weeks, begun + dt.timedelta(days=7))


def test_no_lane_changes_by_it(cases):
    fact = next(one for one in lanes.pack("contract")["facts"] if one["key"] == KEY.fact)
    assert (fact["required"], fact["ai_may_use"], fact["sources"]) == (False, False, [KEY.source])
    assert KEY.fact not in str(lanes.pack("policy"))


def test_one_question_is_answered_and_one_waits(written):
    told = [line for line in written.rest if line["do"] in {"ask", "answer"}]

    assert told == sources.questions(NOW) == written.rest[:3]
    assert [(line["do"], line["fact"]) for line in told] == [
        ("ask", KEY.fact), ("answer", KEY.fact), ("ask", "hospital_stay"),
    ]  # fmt: skip
    assert not [line for line in written.first if line["do"] in {"ask", "answer"}]
    assert past.N_FIRST_DECIDED == 300
