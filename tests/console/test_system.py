"""The page of an AI system, and its owner's way to stop it: only after proving anew who they are."""

from datetime import timedelta

import pytest

from apps.audit.models import Entry
from apps.core import transactions
from apps.flow import services as flow
from apps.registry import services as registry
from apps.registry.models import Pause
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.measures.past import Past
from tests.template import pack

PAGE = "/systems/injury-triage/"
PASSWORD = "bluegrass-owen-1982"


def send(client, what, key="k1", **fields):
    return client.post(f"{PAGE}{what}/", {"idempotency_key": key, **fields})


@pytest.fixture
def owner(visit):
    """Owen, who has just proved who he is."""
    client = visit("owen")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_it_says_what_is_in_force_and_who_answers(visit):
    words = text_of(visit("owen").get(PAGE))
    for said in (
        "Suggests how a new lost-time claim is handled",
        "The AI decides 1 kind of case alone inside signed limits",
        "Owen Clay",
        "At most 12 in 100 fast-tracked claims may run past 8 weeks",
        "acceptable in at most 12 in 100",
        "up to $1,500.00 (1982 dollars)",
        "signed by Owen Clay",
        "Minor surface injury, no hospital stay",
        "set by the demonstration",
        "version 1, written by Ana Lindqvist, approved by Owen Clay",
        "Amputation, brain or spinal cord injury",
        "Weekly benefits at stake is over $3,000.00",
        "Hospital stay known so far",
        "$324.00 is used",
        "The AI did not know something that affects recovery",
        "No week is measured yet",
        "weeks of benefit, not recovery",
    ):
        assert said.lower() in words.lower(), said


@pytest.mark.parametrize("who", ["ana", "audrey"])
def test_others_see_it_and_read_who_may_pause(visit, who):
    words = text_of(visit(who).get(PAGE))
    assert "Only the owner, Owen Clay, pauses and resumes." in words
    answer = send(visit(who), "pause", why="x")
    assert answer.status_code == 403
    assert "owner" in text_of(answer)
    assert not Pause.objects.get().is_paused


@pytest.mark.parametrize(("who", "status"), [("olga", 403), ("adam", 403), ("owen", 303), ("ana", 303)])
def test_the_list_is_for_those_who_look_after_one(visit, who, status):
    answer = visit(who).get("/systems/")
    assert answer.status_code == status
    if status == 303:
        assert answer.headers["Location"] == PAGE


def test_the_preview_tells_true_numbers(visit, world):
    worlds.arrive_all(world, [worlds.automatic() for _ in range(8)])
    worlds.arrive(world)
    words = text_of(visit("owen").get(PAGE))
    assert "The AI decided about 2 cases a week alone in the last 4 weeks (8 in all)." in words
    assert "stay where they are" in words or "stays where it is" in words


def test_the_owner_proves_who_they_are_first_and_nothing_typed_is_lost(visit):
    client = visit("owen")
    answer = send(client, "pause", why="Wrong fast tracks.")
    assert answer.headers["Location"] == "/account/reauthenticate/?next=%2Fsystems%2Finjury-triage%2F"
    assert not Pause.objects.get().is_paused
    back = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": PAGE})
    assert back.headers["Location"] == PAGE
    page = client.get(PAGE)
    assert "Confirmed that it is you. Nothing has changed yet" in text_of(page)
    assert "Wrong fast tracks." in page.content.decode()
    assert send(client, "pause", why="Wrong fast tracks.").headers["Location"] == PAGE
    assert Pause.objects.get().why == "Wrong fast tracks."
    assert "Confirmed that it is you" not in text_of(client.get(PAGE))


def test_pausing_and_resuming_are_recorded_and_shown(owner, visit, world):
    worlds.arrive(world)
    send(owner, "pause", why="Wrong fast tracks.")
    assert "Paused. From now on every new case goes to a person." in text_of(owner.get(PAGE))
    row = Pause.objects.get()
    assert (row.is_paused, row.by, row.why) == (True, world.owen, "Wrong fast tracks.")
    strip = text_of(visit("olga").get("/inboxes/triage-officers/"))
    assert "Injury triage model is paused since" in strip
    assert "by Owen Clay. “Wrong fast tracks.”" in strip


def test_a_paused_system_is_told_on_the_case_and_the_start_page(owner, visit, world):
    item = worlds.claimed(world, world.olga)
    send(owner, "pause", why="Look first.")
    assert "Paused since" in text_of(owner.get("/"))
    assert "is paused since" in text_of(visit("olga").get(f"/cases/{item.id}/review/"))


def test_it_goes_on_when_its_owner_says_so(owner, visit, world):
    worlds.arrive(world)
    send(owner, "pause", why="Look first.")
    send(owner, "resume", key="k2")
    assert not Pause.objects.get().is_paused
    assert "is paused since" not in text_of(visit("olga").get("/inboxes/triage-officers/"))
    verbs = list(
        Entry.objects.filter(object_id=world.system.id).order_by("id").values_list("verb", flat=True)
    )
    assert verbs[-2:] == ["system.paused", "system.resumed"]


def test_a_form_sent_twice_pauses_once(owner):
    assert send(owner, "pause", why="x").status_code == send(owner, "pause", why="x").status_code == 303
    assert Entry.objects.filter(verb="system.paused").count() == 1


def test_no_pause_without_a_reason_and_the_form_says_so(owner):
    answer = send(owner, "pause", why="  ")

    assert answer.status_code == 422
    assert 'aria-describedby="e-why"' in answer.content.decode()
    assert "Say why, for those who find their work changed." in text_of(answer)
    assert not Pause.objects.get().is_paused


def test_a_stranger_to_the_system_learns_nothing_of_it(visit):
    for who in ("olga", "lena", "adam"):
        client = visit(who)
        assert client.get(PAGE).status_code == 404
        assert send(client, "pause", why="x").status_code == 404


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({}, ["The risk decision names no limits, so nothing narrows or pauses the AI by itself."]),
        (
            {"override": {"most": 0.35, "then": "narrow"}, "overdue": {"most": 20, "then": "pause"}},
            [
                "in 100 suggestions: all segments together People overrule at most 35 of 100 suggestions in 4 weeks",
                "Now 50.0%, n 40 Above the limit",
                "It acts now. Last figure 50.0 / 100 (n 40). It ends once that is at or below 28%, not within a day",
                "in 100 suggestions: Minor surface injury, no hospital stay The same limit for this segment alone",
                "Now too few to say (n=0); it acts from 30 on",
                "At most 20 deliveries may be unconfirmed past their time; above that, the AI is paused by itself",
                "Now 0 Inside the limit Once it acts, it ends by itself at or below 16, not within a day",
            ],
        ),
    ],
)
def test_each_limit_says_its_figure_of_now_what_it_does_and_what_lifts_it(visit, world, limits, said):
    past = Past(world)
    for place in range(40):
        past.add(override=place < 20, at=worlds.noon - timedelta(days=3))
    past.write()
    with transactions.verb():
        body = pack()["posture"] | {"limits": limits}
        registry.sign_posture(system=world.system, body=body, by=world.owen, now=worlds.noon)
    flow.apply_limits(now=worlds.noon)

    words = " ".join(text_of(visit("audrey").get(PAGE)).split())

    for one in said:
        assert one in words
