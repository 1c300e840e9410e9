"""When people work and how much an inbox takes on one day: said on a page, recorded, and what new cases follow."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from apps.accounts.models import Organisation, WorkingTime
from apps.audit.models import Entry
from apps.flow import selectors
from apps.flow import services as flow
from apps.policy import rules
from apps.reviews.models import Inbox
from tests.console.test_pages import text_of
from tests.console.test_people import prove, send
from tests.world import arrive, attempt, claimed, noon

PAGE = "/manage/working-time/"
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08:00-12:00, 13:00 - 17:00")
FORM = WEEK | {
    "holidays": "2026-12-25\n2026-11-26",
    "time_zone": "America/Detroit",
    "seen": "",
    "act": "hours",
}
DAY = [["08:00", "12:00"], ["13:00", "17:00"]]
EASTERN = ZoneInfo("America/New_York")


@pytest.fixture
def adam(visit):
    client = visit("adam")
    prove(client)
    return client


@pytest.fixture
def owen(visit):
    client = visit("owen")
    prove(client, "bluegrass-owen-1982")
    return client


def said_of(verb):
    return json.loads(bytes(Entry.objects.filter(verb=verb).latest("id").body))["data"]


def test_who_may_set_it_finds_it(visit):
    assert PAGE in visit("owen").get("/").content.decode()
    assert PAGE in visit("adam").get("/manage/inboxes/").content.decode()
    assert PAGE not in visit("olga").get("/").content.decode()


def test_an_admin_says_when_people_work_and_it_is_recorded(adam, world):
    assert send(adam, PAGE, **FORM).status_code == 303

    row = WorkingTime.objects.get(organisation=world.organisation)
    assert (row.hours, row.holidays) == ([DAY] * 5 + [[], []], ["2026-11-26", "2026-12-25"])
    assert Organisation.objects.get(id=world.organisation.id).time_zone == "America/Detroit"
    said = said_of("working_time.set")
    assert (said["time_zone"], said["holidays"]) == ("America/Detroit", row.holidays)
    assert 'value="08:00-12:00, 13:00-17:00"' in adam.get(PAGE).content.decode()


def test_an_owner_may_as_well_after_a_fresh_proof(visit, world):
    client = visit("owen")
    assert "reauthenticate" in send(client, PAGE, **FORM)["Location"]
    prove(client, "bluegrass-owen-1982")

    assert send(client, PAGE, **FORM).status_code == 303
    assert WorkingTime.objects.get().organisation == world.organisation


@pytest.mark.parametrize("who", ["olga", "sam", "ana", "audrey", "lena"])
def test_nobody_else_may(world, who):
    by = getattr(world, who)

    assert attempt(flow.set_working_time, body={}, seen="", by=by, now=noon).code == "only_who_schedules"
    refusal = attempt(flow.set_room, inbox_id=world.officers.id, per_day=3, by=by, now=noon)
    assert refusal.code == "only_who_schedules"


@pytest.mark.parametrize(
    ("changes", "says", "marked"),
    [
        ({"monday": "late"}, "Working time is a list", 'name="monday"'),
        ({"friday": "17:00-08:00"}, "Working time is a list", 'name="friday"'),
        ({"holidays": "christmas"}, "Holidays are at most", 'name="holidays"'),
        ({"time_zone": "Mars/Olympus"}, "Choose one of the time zones", None),
        (dict.fromkeys(WEEK, ""), "Working time is a list", 'name="sunday"'),
    ],
)
def test_what_is_no_working_time_is_refused_with_everything_typed(adam, changes, says, marked):
    answer = send(adam, PAGE, **FORM | changes)
    html = answer.content.decode()

    assert (answer.status_code, says in text_of(answer)) == (422, True)
    assert marked is None or any(marked in tag and "aria-invalid" in tag for tag in html.split("<"))
    assert "2026-11-26" in html or "holidays" in changes
    assert not WorkingTime.objects.exists()


def test_two_who_change_it_at_once_do_not_overwrite_each_other(adam):
    send(adam, PAGE, **FORM)

    assert send(adam, PAGE, **FORM | {"monday": "09:00-17:00"}).status_code == 409
    assert WorkingTime.objects.get().hours[0] == DAY


def test_its_effect_on_due_times_is_shown_before_it_is_in_force(adam):
    send(adam, PAGE, **FORM)
    kept = WorkingTime.objects.get().set_at.isoformat()

    words = text_of(send(adam, PAGE, **FORM | {"act": "check", "seen": kept, "monday": ""}))

    assert "As typed" in words
    assert "8 hours" in words
    assert "As working hours" in words
    assert "The clocks change next on" in words
    assert WorkingTime.objects.get().hours[0] == DAY


def test_room_is_set_recorded_and_followed_by_new_cases(owen, world):
    answer = send(owen, PAGE, act="room", inbox=str(world.officers.id), per_day="1", stops="1")

    assert answer.status_code == 303
    inbox = Inbox.objects.get(id=world.officers.id)
    assert (inbox.per_day, inbox.asking_stops_clock) == (1, True)
    assert said_of("inbox.room_set") == {"per_day": 1, "before": None, "asking_stops_clock": True}
    first, second = arrive(world), arrive(world)
    assert second.due_at - first.due_at >= dt.timedelta(days=1)
    send(owen, PAGE, act="room", inbox=str(world.officers.id), per_day="")
    assert Inbox.objects.get(id=world.officers.id).per_day is None


def test_the_list_of_inboxes_says_what_lies_in_each_beside_its_room(visit, world):
    arrive(world)
    arrive(world)
    claimed(world, world.olga)
    flow.set_room(inbox_id=world.officers.id, per_day=40, by=world.adam, now=noon)

    text = text_of(visit("adam").get("/manage/inboxes/"))

    assert "2 wait, 1 held Room for 40 a day" in text
    assert "0 wait, 0 held Room for any number a day" in text


@pytest.mark.parametrize("per_day", ["0", "-1", "many", "100001"])
def test_room_that_is_none_is_refused(owen, world, per_day):
    answer = send(owen, PAGE, act="room", inbox=str(world.officers.id), per_day=per_day)

    assert (answer.status_code, "from 1 to 100,000" in text_of(answer)) == (422, True)
    assert Inbox.objects.get(id=world.officers.id).per_day is None


def test_an_inbox_of_another_organisation_does_not_exist(owen, world):
    elsewhere = Inbox.objects.exclude(organisation=world.organisation).first()

    assert send(owen, PAGE, act="room", inbox=str(elsewhere.id), per_day="1").status_code == 404


def test_the_day_on_which_the_clocks_change_is_found():
    assert selectors.clock_change(EASTERN, noon) == dt.date(2027, 3, 14)
    assert selectors.clock_change(ZoneInfo("UTC"), noon) is None


@pytest.mark.parametrize(("hours", "due"), [(4, "05:00"), (24, "01:00")])
def test_over_a_change_of_the_clocks_hours_are_counted_as_they_pass(hours, due):
    """On 14 March 2027 the clocks of New York skip from 2 to 3: who works around the clock loses no hour."""
    every = rules.Calendar(EASTERN, [[["00:00", "24:00"]]] * 7)
    start = dt.datetime(2027, 3, 14, 0, tzinfo=EASTERN)

    found = rules.due_at(every, start, hours).astimezone(EASTERN)

    assert f"{found:%H:%M}" == due
