"""No fact of a generated claim is older than the event it tells of, nor newer than the claim's arrival."""

import datetime as dt
import zoneinfo

import pytest

from demo import overlay

# The file of the policy, the payroll and the schedule of benefits were there before anybody was hurt.
OLDER = {("industry", "policy_file"), ("weekly_wage", "employer"), ("benefit_schedule", "benefit_table")}
ZONES = [
    zoneinfo.ZoneInfo(name)
    for name in ("America/Kentucky/Louisville", "America/Detroit", "America/New_York", "UTC")
]


def as_of(entry):
    return dt.datetime.fromisoformat(entry["as_of"])


def told_of_the_injury(story):
    return [one for one in story.entries if (one["fact"], one["source"]) not in OLDER]


@pytest.fixture(scope="module")
def stories(cases):
    return [case.story for case in cases]


def test_no_fact_is_newer_than_the_arrival_of_its_claim(stories):
    late = [(story.ref, one) for story in stories for one in story.entries if as_of(one) > story.arrived_at]
    assert late == []


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_no_word_about_an_injury_is_older_than_the_injury(stories, zone):
    early = [
        (story.ref, story.injured_on, one)
        for story in stories
        for one in told_of_the_injury(story)
        if as_of(one).astimezone(zone).date() < story.injured_on
    ]
    assert early == []


def test_the_injury_and_the_days_to_its_report_fit_each_other(stories):
    for story in stories:
        facts = {one["fact"]: one["value"] for one in story.entries}
        first = {as_of(one) for one in story.entries if one["source"] == "first_report"}
        assert len(first) == 1, "one first report, one time"
        reported_on = first.pop().astimezone(overlay.LOCAL).date()
        assert facts["injured_on"] == story.injured_on.isoformat()
        assert facts["report_lag_days"] == story.report_lag_days == (reported_on - story.injured_on).days


def test_reports_come_at_once_or_late_about_as_often_as_they_did(stories):
    lags = [story.report_lag_days for story in stories]
    assert min(lags) >= 0
    assert 0.15 <= lags.count(0) / len(lags) <= 0.45
    assert 0.03 <= sum(lag > 14 for lag in lags) / len(lags) <= 0.09
