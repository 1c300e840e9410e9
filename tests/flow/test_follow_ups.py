"""What a decision promised comes back at its date, and is counted as kept or not."""

import datetime as dt

import pytest

from apps.accounts import services as accounts
from apps.core import transactions
from apps.flow import diaries, selectors
from apps.flow import services as flow
from apps.measures.models import WorkSignal
from apps.notify.models import Notification
from apps.reviews.models import FollowUp
from apps.reviews.rules import Answer
from tests.world import (
    APPROVE,
    arrive,
    attempt,
    claimed,
    code,
    decided,
    later,
    noon,
    override,
    record_names,
    release,
)

PROMISED = {"action": "Call the clinic", "follow_up_on": "2026-11-27"}
COVER = Answer("fast_track", "it_follow_up", PROMISED)


@pytest.fixture
def promise(world):
    """Olga covered the risk of a faster way with a call on the 27th; it is in force."""
    decided(world, world.olga, COVER, outcome="standard")
    release(world)
    return FollowUp.objects.get(kind="PROMISE")


def seen(world, who, view="due", *, now):
    page = selectors.follow_ups(to=who, view=view, after=None, limit=50, now=now)
    return [(one.case_ref, one.kind, one.action) for one in page.rows]


def close(world, who, one, *, kept=True, why="", note="", version=None, days=8):
    return flow.close_follow_up(
        follow_up_id=one.id, kept=kept, why=why, note=note, version=version or one.version, by=who, now=later(days=days)
    )  # fmt: skip


def test_a_reason_that_promises_a_step_brings_the_case_back_to_its_officer(world, promise):
    case_ref = promise.decision.case.case_ref
    assert promise.owner == world.olga
    assert seen(world, world.olga, now=later(days=5)) == []
    assert seen(world, world.olga, now=later(days=8)) == [(case_ref, "PROMISE", "Call the clinic")]
    assert seen(world, world.ben, now=later(days=8)) == []
    assert (case_ref, "PROMISE", "Call the clinic") in seen(world, world.sam, "team", now=later(days=8))
    assert "follow_up.opened" in record_names(promise.decision.case_id)


@pytest.mark.parametrize("on", ["2026-11-19", "2026-12-05"])
def test_a_promise_lies_within_the_days_that_its_reason_allows(world, on):
    answer = Answer("fast_track", "it_follow_up", PROMISED | {"follow_up_on": on})

    assert (
        attempt(decided, world, world.olga, answer, outcome="standard").details["field"]
        == "choices.follow_up_on"
    )


def test_an_outcome_with_second_looks_carries_their_dates(world):
    decided(world, world.olga, APPROVE)
    decided(world, world.olga, override())
    release(world)

    rows = FollowUp.objects.order_by("due_at")
    assert [(one.kind, one.owner_id) for one in rows] == [("SECOND_LOOK", world.olga.id)] * 2
    assert [one.due_at.date() - noon.date() for one in rows] == [dt.timedelta(days=14), dt.timedelta(days=28)]


def test_nothing_is_promised_before_the_decision_is_in_force(world):
    decision = decided(world, world.olga, APPROVE)
    flow.undo(decision_id=decision.id, by=world.olga, now=later(seconds=1))
    release(world)

    assert not FollowUp.objects.exists()


def test_kept_or_not_is_said_once_by_whoever_owns_it_and_counted(world, promise):
    refused = {"world": world, "who": world.olga, "one": promise}
    assert code(close, **(refused | {"who": world.ben})) == "not_found"
    assert code(close, **refused, kept=False) == "why_not_kept"
    assert code(close, **refused, kept=False, why="other") == "follow_up_note"
    assert code(close, **refused, version=7) == "stale"

    close(world, world.olga, promise, kept=False, why="not_reached")

    assert code(close, **refused) == "follow_up_closed"
    page = selectors.follow_ups(to=world.olga, view="done", after=None, limit=50, now=later(days=9))
    assert [(one.state, one.why) for one in page.rows if one.kind == "PROMISE"] == [
        ("NOT_KEPT", "not_reached")
    ]
    assert (page.n_kept, page.n_closed) == (0, 1)
    assert WorkSignal.objects.get(kind="follow_up").code == "not_kept:not_reached"
    assert record_names(promise.decision.case_id)[-1] == "follow_up.not_kept"


def test_before_its_day_a_promise_is_kept_with_a_word_and_given_up_only_as_not_needed(world, promise):
    early = {"world": world, "who": world.olga, "one": promise, "days": 1}
    assert code(close, **early) == "kept_early"
    assert code(close, **early, kept=False, why="no_time") == "not_kept_early"
    assert close(**early, kept=False, why="other", note="The clinic closed.").state == "NOT_KEPT"
    assert record_names(promise.decision.case_id)[-1] == "follow_up.not_kept"

    decided(world, world.olga, COVER, outcome="standard")
    release(world)
    other = FollowUp.objects.get(kind="PROMISE", state="OPEN")
    assert close(world, world.olga, other, note="Called them today.", days=1).state == "KEPT"


def test_a_second_look_is_not_kept_before_its_day(world, promise):
    look = FollowUp.objects.filter(kind="SECOND_LOOK").order_by("due_at").first()

    assert code(close, world, world.olga, look, note="I looked.", days=1) == "second_look_early"
    assert close(world, world.olga, look, kept=False, why="not_needed", days=1).state == "NOT_KEPT"


def test_those_that_are_due_come_first_thing_in_the_morning(world, promise):
    assert selectors.officer_home(to=world.olga, now=later(days=5)).n_follow_ups == 0
    home = selectors.officer_home(to=world.olga, now=later(days=60))
    assert home.n_follow_ups == 3
    assert (home.follow_ups[0].kind, home.follow_ups[0].action) == ("PROMISE", "Call the clinic")
    assert selectors.officer_home(to=world.ben, now=later(days=60)).n_follow_ups == 0


def test_the_owner_is_told_once_however_often_it_is_looked_for(world, promise):
    told = Notification.objects.filter(to=world.olga, kind="follow_up_due")
    assert flow.bring_back_follow_ups(now=later(days=5)) == 0
    assert flow.bring_back_follow_ups(now=later(days=60)) == 3
    assert flow.bring_back_follow_ups(now=later(days=60)) == 0
    assert told.filter(about_id=promise.id).count() == 1


def test_a_case_that_is_decided_anew_drops_what_was_promised(world, promise):
    ref = promise.decision.case.case_ref
    who = {"ref": ref.replace("WC", "P"), "name": "Jo Example"}
    day = later(days=1)
    newer = arrive(world, now=day, outcome="standard", case={"ref": ref, "kind": "REAL"}, subject=who)
    item = claimed(world, world.olga, received=newer, now=day)
    decided(world, world.olga, Answer("standard"), item=item, now=day)
    release(world, now=later(days=1))

    assert set(FollowUp.objects.filter(decision=promise.decision).values_list("state", flat=True)) == {
        "DROPPED"
    }
    names = record_names(promise.decision.case_id)
    assert names.count("follow_up.dropped") == FollowUp.objects.filter(decision=promise.decision).count()


@pytest.mark.parametrize(
    ("on", "begins"),
    [("2026-10-30", "12:00"), ("2026-11-02", "13:00"), ("2026-03-06", "13:00"), ("2026-03-09", "12:00")],
)
def test_a_day_begins_by_the_clock_of_the_organisation_also_when_that_is_changed(world, on, begins):
    with transactions.verb():
        hours = {
            day: [["08:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
        }
        accounts.set_working_time(
            organisation=world.organisation, body={"hours": hours}, by=world.adam, now=noon
        )
    world.organisation.refresh_from_db()

    assert (
        f"{diaries.day_begins(dt.date.fromisoformat(on), world.organisation):%Y-%m-%d %H:%M}"
        == f"{on} {begins}"
    )


def test_on_a_day_off_it_begins_on_the_next_day_that_is_worked(world):
    with transactions.verb():
        body = {"hours": {"monday": [["09:00", "12:00"]]}}
        accounts.set_working_time(organisation=world.organisation, body=body, by=world.adam, now=noon)
    world.organisation.refresh_from_db()

    assert diaries.day_begins(dt.date(2026, 11, 24), world.organisation).date() == dt.date(2026, 11, 30)
