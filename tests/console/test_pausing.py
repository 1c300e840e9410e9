"""The page that pauses a part: true numbers before, proof of who one is, and what is paused with what ends it."""

import pytest

from apps.flow import services as flow
from apps.registry.models import PauseSpan
from tests.console.test_pages import text_of
from tests.flow.policies import begun
from tests.world import arrive, automatic, noon

PAGE = "/systems/injury-triage/"
PASSWORD = "bluegrass-owen-1982"


@pytest.fixture
def owner(visit):
    client = visit("owen")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def send(client, what, key, **fields):
    return client.post(f"{PAGE}{what}/", {"idempotency_key": key, **fields})


@pytest.mark.usefixtures("undrawn")
def test_it_says_what_a_pause_of_each_part_concerns_before_anything_is_done(owner, world):
    for _ in range(2):
        arrive(world, automatic())

    page = owner.get(f"{PAGE}pausing/")

    words = text_of(page)
    assert "Nothing is paused." in words
    assert (
        "Minor surface injury, no hospital stay Less than 1 case a week more for people; 0 open stay. 2 2"
        in words
    )
    assert 'value="segment:minor_surface"' in page.content.decode()


def test_a_part_is_paused_shown_and_ended(owner, visit, world):
    arrive(world)
    fields = {"why": "Look.", "what": "outcome:fast_track", "mode": "hold", "until": "2027-01-01T08:00"}
    answer = owner.post(f"{PAGE}pause/", {"idempotency_key": "k1"} | fields)

    assert answer.headers["Location"] == f"{PAGE}pausing/"
    words = text_of(owner.get(f"{PAGE}pausing/"))
    assert "Fast track" in words
    assert "new cases are held until it is over" in words
    (span,) = PauseSpan.objects.all()
    assert "Fast track" in text_of(visit("olga").get("/inboxes/triage-officers/"))
    assert "is paused since" in text_of(visit("adam").get("/manage/health/"))
    client = visit("owen")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    send(client, "resume", "k2", pause=str(span.id))
    assert "Nothing is paused." in text_of(client.get(f"{PAGE}pausing/"))


OF_IT = ("", "pausing/", "ownership/", "context/", "tries/", "rollbacks/")
POSTURE = ("posture/", "posture/1/", "posture/edit/", "posture/edit/text/")
CONTRACT = ("contract/", "contract/1/", "contract/edit/")
POLICY = ("policy/", "policy/1/", "policy/edit/", "policy/edit/text/", "policy/1/2/")


def test_every_page_about_it_says_that_it_is_paused(owner, visit, world):
    flow.begin_posture(system=world.system, by=world.owen, now=noon)
    begun(world)
    told = {"why": "Look.", "what": "outcome:fast_track", "mode": "people"}
    owner.post(f"{PAGE}pause/", {"idempotency_key": "k1"} | told)

    silent = [
        at
        for at in (*OF_IT, *POSTURE, *CONTRACT, *POLICY)
        if text_of(owner.get(f"{PAGE}{at}", follow=True)).count("is paused since") != 1
    ]
    assert silent == []


def test_what_was_typed_waits_for_the_proof(visit):
    client = visit("owen")
    away = client.post(
        f"{PAGE}pause/", {"idempotency_key": "k", "why": "Look.", "what": "segment:minor_surface"}
    )

    assert away.headers["Location"].startswith("/account/reauthenticate/")
    assert not PauseSpan.objects.exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get(f"{PAGE}pausing/").content.decode()
    assert "Look.</textarea>" in page
    assert "press the button once more" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": "outcome:deny"}, "this AI system has no such part"),
        ({"what": "model:x"}, "this AI system has no such part"),
        ({"what": "system:", "until": "2020-01-01T00:00"}, "A pause ends in the future"),
        ({"what": "system:", "until": "soon"}, "Write a day and a time"),
        ({"what": "system:", "why": " "}, "Say why"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(owner, fields, said):
    answer = owner.post(f"{PAGE}pause/", {"idempotency_key": "k", "why": "x"} | fields)

    assert answer.status_code == 422
    assert said in text_of(answer)


def test_the_system_page_answers_four_questions(visit):
    words = text_of(visit("audrey").get(PAGE))

    for said in (
        "Who authorised this? Risk decision no. 1, signed by Owen Clay",
        "What may it decide? The AI may decide alone only: Fast track.",
        "Who answers for it? Owen Clay, and nobody else.",
        "How is harm corrected? People overrule the AI",
    ):
        assert said in words
