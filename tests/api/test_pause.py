"""The owner stops an AI system over the API, by a session that has just proved who it is."""

import json

import pytest

from apps.registry.models import Pause, PauseSpan
from tests.world import arrive, automatic

BASE = "/api/v1/ai-systems/injury-triage/"


@pytest.fixture
def owner(client, world):
    client.force_login(world.user("owen"))
    client.post("/account/reauthenticate/", {"password": "bluegrass-owen-1982"})
    return client


def send(client, path, once="k1", **body):
    return client.post(
        f"{BASE}{path}/", json.dumps(body), content_type="application/json", headers={"Idempotency-Key": once}
    )


def test_it_is_paused_listed_and_ended(owner, world):
    answer = send(owner, "pause", why="Look.", scope="segment", key="minor_surface", mode="hold")

    (told,) = answer.json()["pauses"]
    assert (answer.status_code, told["scope"], told["key"], told["mode"]) == (200, "segment", "minor_surface", "hold")  # fmt: skip
    assert owner.get(f"{BASE}pauses/").json()["pauses"] == [told]
    assert arrive(world, automatic()).state == "HELD"
    assert send(owner, "resume", "k2", pause=told["id"]).json() == {"pauses": []}


def test_a_retry_is_answered_once(owner):
    assert send(owner, "pause", why="Look.").json() == send(owner, "pause", why="Look.").json()
    assert PauseSpan.objects.count() == 1


def test_without_proof_it_is_refused_in_words(client, world):
    client.force_login(world.user("owen"))

    answer = send(client, "pause", why="Look.")

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "proof_needed")
    assert not Pause.objects.get().is_paused


def test_only_the_owner_or_the_deputy(client, world):
    client.force_login(world.user("ana"))
    client.post("/account/reauthenticate/", {"password": "bluegrass-ana-1982"})

    answer = send(client, "pause", why="Look.")

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_the_owner")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"why": "x", "scope": "model"}, "scope"),
        ({"why": ""}, "why"),
        ({"why": "x", "mode": "off"}, "mode"),
        ({"why": "x", "scope": "outcome", "key": "deny"}, "key"),
        ({"why": "x", "until": "2020-01-01T00:00:00Z"}, "until"),
    ],
)
def test_what_makes_no_sense_names_its_field(owner, body, field):
    answer = send(owner, "pause", **body)

    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


def test_the_posture_is_read_as_it_was_signed(owner):
    answer = owner.get(f"{BASE}posture/").json()

    assert answer["number"] == 1
    assert answer["body"]["machine"]["outcomes"] == ["fast_track"]
