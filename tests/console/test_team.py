"""The page of a team: how an inbox stands, the way to take a case from who has it, and what is aimed at."""

import pytest

from apps.reviews.models import Inbox, ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.console.test_people import send

TEAM = "/team/"


@pytest.fixture
def sam(visit):
    return visit("sam")


def test_it_shows_what_waits_and_who_has_it_and_leads_to_handing_it_on(sam, world, held):
    worlds.arrive(world)
    words = text_of(sam.get(TEAM, {"inbox": "triage-officers"}))
    assert "2 1 held now" in words
    assert held.case.case_ref in words
    assert "No forecast yet" in words

    path = f"/team/cases/{held.id}/"
    assert "What they typed stays theirs" in text_of(sam.get(path))
    unsaid = send(sam, path, version=held.version)
    assert (unsaid.status_code, "Say why" in text_of(unsaid)) == (422, True)
    ben = world.user("ben").id
    assert send(sam, path, version=held.version, why="load", to=ben).status_code == 303
    assert ReviewItem.objects.get(id=held.id).assigned_to == world.ben
    assert "was given it until" in text_of(sam.get(TEAM, {"inbox": "triage-officers"}))
    stale = send(sam, path, version=held.version, why="load")
    assert stale.status_code == 409


def test_what_is_aimed_at_is_kept_and_refused_beside_its_field(sam):
    path = f"{TEAM}?inbox=triage-officers"
    assert send(sam, path, target="90").status_code == 303
    assert 'value="90"' in sam.get(path).content.decode()
    wrong = send(sam, path, target="all")
    assert (wrong.status_code, 'value="all"' in wrong.content.decode()) == (422, True)
    assert float(Inbox.objects.get(slug="triage-officers").in_time_target) == 0.9


def test_only_who_supervises_has_the_link_and_the_page(visit):
    assert f'href="{TEAM}"' in visit("sam").get("/").content.decode()
    olga = visit("olga")
    assert f'href="{TEAM}"' not in olga.get("/").content.decode()
    assert olga.get(TEAM).status_code == 403


def test_a_share_of_a_person_is_said_from_30_cases_up(visit, world, monkeypatch):
    worlds.decided(world, world.olga, worlds.override())
    path = f"/team/{world.user('olga').id}/"
    few = text_of(visit("olga").get(path))
    assert "Only you and whoever supervises an inbox that you work see this page." in few
    assert few.count("Not enough cases to say (n=1).") == 3
    assert "100%" not in few

    monkeypatch.setattr("apps.measures.rules.ENOUGH", 1)
    enough = text_of(visit("sam").get(path))

    assert "Decided otherwise than the AI 100% 15% to 100%" in enough
    assert "Only Olga Marsh and whoever supervises them see this page." in enough
