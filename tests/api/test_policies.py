"""The policy over the API: the same verbs as its pages, each with the version that was looked at."""

import copy
import datetime as dt

import pytest
from django.urls import reverse

from apps.core import clock
from apps.policy import selectors as policies
from apps.registry.models import AISystem
from tests.api.speaking import error
from tests.template import pack

PATH = "ai-systems/injury-triage/policies/"
OPEN = f"{PATH}open/"


def tightened():
    tree = copy.deepcopy(pack()["policy"]["tree"])
    tree["rules"][1]["when"]["value"] = 100_000
    return tree


def open_one():
    return policies.open_version(AISystem.objects.get(slug="injury-triage").id)


def act(who, verb, body=None, version=None):
    return who.post(f"{OPEN}{verb}/", body, version=version or open_one().version)


@pytest.fixture
def saved(ana):
    begun = ana.post(OPEN)
    assert (begun.status_code, begun["ETag"]) == (201, '"1"')
    answer = act(ana, "save", {"tree": tightened()})
    assert answer.status_code == 200
    return answer.json()


def confirmed(owen):
    """A session in which Owen proved a moment ago who he is."""
    owen.client.post(reverse("account_reauthenticate"), {"password": "bluegrass-owen-1982"})
    return owen


def test_a_version_is_read_with_its_changes_warnings_and_examples(ana, saved):
    assert [(one["number"], one["state"]) for one in ana.get(PATH).json()["versions"]] == [
        (2, "DRAFT"),
        (1, "LIVE"),
    ]

    answer = ana.get(f"{PATH}2/")
    said = answer.json()

    assert answer["ETag"] == f'"{saved["version"]}"'
    assert said["tree"] == tightened()
    assert said["changes"] == [
        "Rule 2 (sr2) asks something else: stake minor is over 100,000. Before: stake minor is over 300,000."
    ]
    assert said["warnings"] == []
    edges = [
        (one["value"], one["before_lane"], one["lane"]) for one in said["examples"] if one["rule"] == "sr2"
    ]
    assert ("100001", "AUTOMATIC", "SUPERVISOR") in edges or ("100001", "OFFICER", "SUPERVISOR") in edges


def test_the_owner_signs_in_a_session_that_confirmed_who_they_are(ana, owen, saved):
    assert act(ana, "propose").json()["state"] == "PROPOSED"
    assert error(act(owen, "adopt"))[:2] == (403, "proof_needed")

    answer = act(confirmed(owen), "adopt")

    assert (answer.status_code, answer.json()["state"]) == (200, "LIVE")
    assert policies.live(AISystem.objects.get(slug="injury-triage").id).number == 2


def test_shadow_return_and_drop_go_their_way(ana, owen, saved):
    until = clock.now().replace(microsecond=0).isoformat()
    assert error(act(ana, "shadow", {"until": until}))[:2] == (422, "shadow_too_long")
    ahead = clock.now().replace(year=clock.now().year + 1).isoformat()
    assert error(act(ana, "shadow", {"until": ahead}))[:2] == (422, "shadow_too_long")
    week = (clock.now() + dt.timedelta(days=7)).isoformat()
    assert act(ana, "shadow", {"until": week}).json()["shadow_until"] is not None
    assert act(ana, "end-shadow").json()["state"] == "DRAFT"
    act(ana, "propose")
    back = act(owen, "return", {"why": "Later."}).json()
    assert (back["state"], back["returned_why"]) == ("DRAFT", "Later.")
    assert act(ana, "drop").json()["state"] == "RETIRED"


def test_a_clause_that_cannot_be_is_named(ana, saved):
    tree = tightened()
    tree["rules"][1]["when"]["fact"] = "steak"
    status, code, field = error(act(ana, "save", {"tree": tree}))

    assert (status, code, field) == (422, "policy_not_valid", "/rules/1/when/fact")


@pytest.mark.parametrize("verb", ["save", "propose", "drop", "adopt", "return", "shadow", "end-shadow"])
def test_what_was_not_looked_at_is_not_changed(ana, owen, saved, verb):
    who = confirmed(owen) if verb == "adopt" else ana
    if verb == "adopt":
        act(ana, "propose")
    bodies = {"save": {"tree": tightened()}, "shadow": {"until": "2026-12-01T00:00:00Z"}}

    assert error(who.post(f"{OPEN}{verb}/", bodies.get(verb)))[0] == 428
    assert error(who.post(f"{OPEN}{verb}/", bodies.get(verb), version=99))[:2] == (
        412,
        "policy_draft_changed",
    )


def test_others_may_neither_read_nor_write(olga, lena, saved):
    for stranger in (olga, lena):
        assert error(stranger.get(f"{PATH}2/"))[0] == 404
        assert error(stranger.post(OPEN))[0] == 404
