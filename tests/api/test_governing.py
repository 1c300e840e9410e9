"""Posture, ownership and reversals over the API, by a session that has just proved who it is."""

import pytest
from django.urls import reverse

from apps.accounts import services as accounts
from apps.audit.models import Entry
from apps.core import clock, ids, transactions
from apps.flow import services as flow
from apps.registry.models import AISystem, Posture
from apps.reviews.models import Decision
from tests.api.speaking import Api, error
from tests.world import arrive, automatic

SYSTEM = "ai-systems/injury-triage/"
OPEN = f"{SYSTEM}postures/open/"


def proved(api, name):
    passwords = {"owen": "bluegrass-owen-1982", "hanna": "bluegrass-hanna-1982"}
    api.client.post(reverse("account_reauthenticate"), {"password": passwords[name]})
    return api


@pytest.fixture
def owner(world):
    return proved(Api(user=world.user("owen")), "owen")


def test_a_posture_is_drafted_read_in_words_and_signed(owner, world):
    begun = owner.post(OPEN)
    assert (begun.status_code, begun["ETag"]) == (201, '"1"')
    body = begun.json()["body"] | {"audit_share": 0.2, "review_cost_minor": 250}

    saved = owner.post(f"{OPEN}save/", {"body": body}, version=1).json()
    changed = {one["pointer"]: one["text"] for one in saved["clauses"] if one["differs"]}
    assert changed["/review_cost_minor"] == "A look by a person is reckoned at $2.50."
    assert owner.get(OPEN)["ETag"] == f'"{saved["version"]}"'
    signed = owner.post(f"{OPEN}sign/", version=saved["version"]).json()

    assert (signed["number"], signed["body"]["audit_share"]) == (2, 0.2)
    assert owner.get(f"{SYSTEM}postures/2/").json() == owner.get(f"{SYSTEM}posture/").json() == signed
    assert [one["number"] for one in owner.get(f"{SYSTEM}postures/").json()["versions"]] == [2, 1]
    verbs = Entry.objects.filter(verb__startswith="posture.").order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["posture.drafted", "posture.draft_saved", "posture.signed"]


def test_what_is_no_posture_names_its_clause_and_what_was_not_seen_is_not_signed(owner, world):
    body = owner.post(OPEN).json()["body"]
    wrong = body | {"machine": body["machine"] | {"outcomes": ["standard"]}}

    assert error(owner.post(f"{OPEN}save/", {"body": wrong}, version=1)) == (
        422,
        "posture_not_valid",
        "/machine/outcomes/0",
    )
    assert error(owner.post(f"{OPEN}sign/", version=9))[:2] == (412, "posture_draft_changed")
    assert error(owner.post(f"{OPEN}sign/", version=1))[:2] == (409, "posture_unchanged")
    assert error(Api(user=world.user("owen")).post(f"{OPEN}sign/", version=1))[:2] == (403, "proof_needed")
    assert owner.post(f"{OPEN}drop/").status_code == 204
    assert error(owner.get(OPEN))[0] == 404
    assert error(owner.post(f"{OPEN}drop/"))[:2] == (409, "no_posture_draft")
    assert Posture.objects.count() == 1


@pytest.fixture
def heir(world):
    with transactions.verb():
        accounts.invite(
            organisation=world.organisation, email="hanna@bluegrass.example", name="Hanna Ash",
            password="bluegrass-hanna-1982", roles=["owner"], time_zone="UTC", is_simulated=True,
            by=world.owen, now=world.now,
        )  # fmt: skip
    return proved(Api(user=world.user("hanna")), "hanna")


def test_an_ai_system_changes_hands_by_offer_and_acceptance(owner, heir, world):
    assert error(owner.post(f"{SYSTEM}ownership/offer/", {"to": "nobody@x.example"})) == (
        422,
        "cannot_own",
        "to",
    )
    offered = owner.post(
        f"{SYSTEM}ownership/offer/", {"to": "hanna@bluegrass.example", "note": "Yours?"}
    ).json()
    assert (offered["owner"], offered["offers"][0]["to"], offered["offers"][0]["result"]) == (
        "Owen Clay",
        "Hanna Ash",
        "",
    )
    assert error(owner.post(f"{SYSTEM}ownership/accept/"))[:2] == (403, "not_offered_to_you")
    assert heir.post(f"{SYSTEM}ownership/decline/", {"why": "Not yet."}).status_code == 204
    assert heir.get(f"{SYSTEM}ownership/").status_code == 404, "whoever declined has nothing to do with it"
    owner.post(f"{SYSTEM}ownership/offer/", {"to": "hanna@bluegrass.example"})

    taken = heir.post(f"{SYSTEM}ownership/accept/").json()

    assert (taken["owner"], taken["you_are_owner"]) == ("Hanna Ash", True)
    assert AISystem.objects.get(slug="injury-triage").owner.email == "hanna@bluegrass.example"


@pytest.mark.usefixtures("undrawn")
def test_what_a_pause_concerns_is_said_before(owner, world):
    arrive(world, automatic())
    arrive(world)

    said = owner.get(f"{SYSTEM}pause-effects/").json()

    whole = next(one for one in said["effects"] if one["scope"] == "system")
    assert (whole["n_alone"], whole["n_arrived"], whole["n_open"]) == (1, 2, 1)
    assert said["you_may_pause"] is True


def test_decisions_are_reversed_by_their_count_and_followed(owner, world):
    for _ in range(3):
        arrive(world, automatic())
    scope = {"policy": 1, "outcome": "standard"}
    previewed = owner.get(f"{SYSTEM}reversals/preview/", **scope).json()
    assert (previewed["n"], previewed["left"]) == (3, [])
    send = scope | {"why": "The wages were wrong."}

    assert error(owner.post(f"{SYSTEM}reversals/", send | {"count": 2}))[:2] == (409, "count_changed")
    once = str(ids.new())
    run = owner.post(f"{SYSTEM}reversals/", send | {"count": 3}, key=once)
    assert run.status_code == 201
    assert owner.post(f"{SYSTEM}reversals/", send | {"count": 3}, key=once).json() == run.json()
    while flow.roll_back(now=clock.now()):
        pass

    seen = owner.get(f"reversals/{run.json()['id']}/").json()
    assert (seen["run"]["state"], seen["run"]["n_reversed"], seen["n_open"]) == ("DONE", 3, 0)
    assert {one["is_done"] for one in seen["lines"]} == {True}
    assert Decision.objects.filter(reverses__isnull=False).count() == 3
    assert error(owner.post(f"reversals/{run.json()['id']}/stop/"))[:2] == (409, "rollback_over")
    assert [one["id"] for one in owner.get(f"{SYSTEM}reversals/").json()["runs"]] == [run.json()["id"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"policy": None}, "policy"),
        ({"outcome": "deny"}, "outcome"),
        ({"lane": "robots"}, "lane"),
        ({"since": "soon"}, "since"),
        ({"segmnt": "back"}, "segmnt"),
    ],
)
def test_a_scope_that_makes_no_sense_names_its_field(owner, world, changes, field):
    body = {"policy": 1, "outcome": "standard", "why": "x", "count": 1} | changes

    assert error(owner.post(f"{SYSTEM}reversals/", body))[::2] == (422, field)
