"""The page of an inbox's people: for admins and its supervisors, who say why and see what goes back."""

import datetime as dt

import pytest

from apps.accounts import access
from apps.accounts.models import TimeAway
from apps.core import clock
from apps.flow.services import staffing
from apps.reviews.models import Capacity, Inbox, ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.console.test_people import prove, send

PEOPLE = "/manage/inboxes/triage-officers/"
BEN = "ben@bluegrass.example"


@pytest.fixture
def sam(visit):
    """Sam's client, who proved a moment ago that it is him."""
    client = visit("sam")
    prove(client, "bluegrass-sam-1982")
    return client


def leaving(world, who="ben", may="work_inbox"):
    return f"{PEOPLE}{world.user(who).id}/{may}/"


def test_letting_in_and_taking_out_ask_anew_who_it_is_and_the_rest_does_not(visit, world):
    client = visit("sam")
    for path, fields in (
        (PEOPLE, {"act": "let_in", "person": "audrey@bluegrass.example", "may": "look_inbox", "why": "x"}),
        (leaving(world), {"why": "x"}),
    ):
        answer = send(client, path, **fields)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/reauthenticate/")
    fields = {"act": "count", "person": world.user("olga").id, "per_day": "20", "version": "0"}
    assert send(client, PEOPLE, **fields).status_code == 303
    assert Capacity.objects.get().per_day == 20


def test_somebody_is_let_in_with_a_reason_that_the_page_then_shows(sam, world):
    asked = {"act": "let_in", "person": "Audrey@bluegrass.example", "may": "look_inbox", "why": "To check."}
    assert send(sam, PEOPLE, **asked).status_code == 303
    assert "Look without deciding today, by Sam" in (words := text_of(sam.get(PEOPLE)))
    assert "To check." in words
    assert world.officers.id in access.granted_ids(world.person("audrey"), "look_inbox")

    for changes, said in (
        ({"why": ""}, "Say why"),
        ({"person": "nobody@bluegrass.example"}, "signs in with this address"),
        ({"last_day": "2020-01-01"}, "still to come"),
        ({"last_day": "soon"}, "Write the last day"),
    ):
        answer = send(sam, PEOPLE, **(asked | changes))
        assert answer.status_code == 422
        assert said in text_of(answer)
    assert send(sam, PEOPLE, **(asked | {"may": "supervise_inbox"})).status_code == 403


def test_what_goes_back_is_said_before_and_done_after(sam, world):
    held = worlds.claimed(world, world.ben, now=clock.now())
    assert "1 case held goes back to the inbox at once" in text_of(sam.get(leaving(world)))
    assert send(sam, leaving(world)).status_code == 422

    answer = send(sam, leaving(world), why="He moved on.")

    assert answer.status_code == 303
    assert "1 case went back to the inbox" in text_of(sam.get(answer["Location"]))
    assert ReviewItem.objects.get(id=held.id).state == "OPEN"
    assert sam.get(leaving(world)).status_code == 404


def test_the_last_one_is_not_offered_to_be_taken_out(sam, world):
    for who in ("olga", "priya"):
        send(sam, leaving(world, who), why="All go.")

    page = sam.get(leaving(world))
    assert "nobody but Ben" in text_of(page)
    assert 'name="why"' not in page.content.decode()
    assert send(sam, leaving(world), why="Him too.").status_code == 409


def test_numbers_stand_beside_the_room_and_say_how_far_they_differ(sam, world):
    Inbox.objects.filter(id=world.officers.id).update(per_day=30)
    for per_day, version, said in (("20", 0, "More may fall due"), ("40", 1, "Less may fall due")):
        fields = {"act": "count", "person": world.user("olga").id, "per_day": per_day, "version": version}
        send(sam, PEOPLE, **fields)
        assert said in text_of(sam.get(PEOPLE))
    stale = send(sam, PEOPLE, **(fields | {"per_day": "7"}))
    assert stale.status_code == 409
    assert 'value="7"' in stale.content.decode()
    assert send(sam, PEOPLE, **(fields | {"version": 2, "per_day": "many"})).status_code == 422


@pytest.mark.parametrize("path", [PEOPLE, "/account/"])
def test_an_absence_is_stated_by_whole_days_and_ended(sam, client, world, path):
    who = "olga" if path == PEOPLE else "sam"
    first, last = (clock.now() + dt.timedelta(days=n) for n in (20, 22))
    fields = {"act": "away", "person": world.user(who).id, "from": first.date(), "until": last.date()}
    assert send(sam, path, **fields).status_code == 303

    away = TimeAway.objects.get()
    assert (away.person, away.until_at - away.from_at) == (world.user(who), dt.timedelta(days=3))
    assert "stated today by Sam" in text_of(sam.get(path))
    assert send(sam, path, **fields).status_code == 409
    assert "Another absence is stated" in text_of(send(sam, path, **fields))
    assert send(sam, path, **(fields | {"from": "soon"})).status_code == 422
    assert send(sam, path, act="back", id=away.id).status_code == 303
    assert "No absence is stated" in text_of(sam.get(path))


def test_cases_are_not_given_to_who_is_away_and_the_form_says_so(sam, world):
    now = clock.now()
    staffing.state_away(
        user_id=world.user("olga").id,
        from_at=now,
        until_at=now + dt.timedelta(days=2),
        by=world.olga,
        now=now,
    )
    item = ReviewItem.objects.get(id=worlds.arrive(world, now=now).item_id)
    path, pick = "/inboxes/triage-officers/together/", {"act": "assign", "item": f"{item.id}:{item.version}"}
    assert "Olga Marsh (away)" in text_of(sam.get(path, pick))

    answer = send(sam, path, **pick, to=world.olga.id)
    assert answer.status_code == 422
    assert "Olga Marsh is away until" in text_of(answer)


def test_it_is_reached_from_the_inbox_by_its_supervisor_and_from_the_list_by_an_admin(visit, world):
    assert f'href="{PEOPLE}"' in visit("sam").get("/inboxes/triage-officers/").content.decode()
    assert f'href="{PEOPLE}"' not in visit("olga").get("/inboxes/triage-officers/").content.decode()
    assert f'href="{PEOPLE}"' in visit("adam").get("/manage/inboxes/").content.decode()
