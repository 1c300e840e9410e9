"""Working an inbox over the API, with the same refusals as the pages."""

import datetime as dt

import pytest

from apps.api.serializers import items
from apps.console.pages import narrowing
from apps.core import clock
from apps.registry.models import OutcomeCode
from apps.reviews.models import Decision, Escalation, ReviewItem
from tests.api.speaking import Api, error
from tests.flow.test_principal_reasons import OWED

BAD_CURSORS = ["n1~n1~n1", "t2026-01-01~n1~n1", "~~", "n1", "u~u~u", f"n{9**99}~n1~n1"]
LATER = dt.timedelta(hours=2)


@pytest.fixture
def later():
    """The clock of the product two hours on."""

    def move():
        clock.set_offset(LATER)

    yield move
    clock.set_offset(dt.timedelta(0))


def approve(held):
    return {"outcome": held.recommended, "token": held.token}


def test_an_officer_sees_their_inboxes_and_what_waits(olga, waiting):
    item_id = waiting()

    inboxes = olga.get("inboxes/").json()["inboxes"]
    items = olga.get("inboxes/triage-officers/items/").json()

    assert [(inbox["slug"], inbox["n_open"], inbox["may_work"]) for inbox in inboxes] == [
        ("triage-officers", 1, True)
    ]
    assert [item["id"] for item in items["items"]] == [str(item_id)]
    assert items["next"] is None


def test_pages_of_an_inbox_follow_each_other_without_gap_or_repeat(olga, waiting):
    expected = {str(waiting()) for _ in range(55)}

    first = olga.get("inboxes/triage-officers/items/").json()
    second = olga.get("inboxes/triage-officers/items/", after=first["next"]).json()

    seen = [item["id"] for item in first["items"] + second["items"]]
    assert len(seen) == len(set(seen)) == 55
    assert set(seen) == expected
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [({"view": "all"}, "view"), ({"after": "x"}, "after"), ({"order": "1"}, "order")]
    + [({"after": bad}, "after") for bad in BAD_CURSORS],
)
def test_a_wrong_question_is_refused(olga, db, query, field):
    assert error(olga.get("inboxes/triage-officers/items/", **query))[::2] == (422, field)


def test_an_item_shows_facts_suggestion_and_what_may_be_decided(olga, waiting):
    said = olga.get(f"items/{waiting()}/").json()

    assert said["may_decide"] is True
    assert {fact["key"] for fact in said["facts"]} >= {"hospital_stay", "weekly_wage"}
    assert "sex" not in {fact["key"] for fact in said["facts"]}
    assert said["suggestion"]["statements"]
    assert {outcome["code"] for outcome in said["outcomes"]} == {"fast_track", "standard", "case_managed"}


def test_claim_decide_and_see_the_decision_among_mine(olga, waiting):
    item_id = waiting()
    claimed = olga.post(f"items/{item_id}/claim/", version=1).json()
    override = {
        "outcome": "standard",
        "reason": "it_weeks",
        "input": {"expected_weeks": "9"},
        "note": "Longer than it looks.",
        "sure": "fairly",
        "token": claimed["token"],
    }

    decided = olga.post(f"items/{item_id}/decide/", override, version=claimed["version"])

    mine = olga.get("decisions/").json()
    assert claimed["state"] == "CLAIMED"
    assert (decided.status_code, decided.json()["kind"]) == (201, "OVERRIDDEN")
    assert decided.json()["direction"] == "more_cautious"
    assert [row["id"] for row in mine["decisions"]] == [decided.json()["id"]]
    assert mine["decisions"][0]["fate"] == "undo_open"


def test_approval_needs_no_reason_and_an_override_does(olga, held):
    other = next(code for code in ("standard", "case_managed") if code != held.recommended)
    override = {"outcome": other, "token": held.token}

    refused = olga.post(f"items/{held.id}/decide/", override, version=held.version)
    approved = olga.post(f"items/{held.id}/decide/", approve(held), version=held.version)

    assert error(refused)[::2] == (422, "reason")
    assert (approved.status_code, approved.json()["kind"]) == (201, "APPROVED")
    assert approved.json()["direction"] == "same"


def test_what_the_person_is_owed_is_listed_asked_for_and_listed_again(olga, held, world):
    OutcomeCode.objects.filter(system=world.system).update(principal_reasons=OWED)
    url, mine = f"items/{held.id}/", f"items/{held.id}/decide/"

    owed = olga.get(url).json()["outcomes"][0]["owed"]
    refused = olga.post(mine, approve(held), version=held.version)
    told = {"principal_reasons": [{"code": owed["listed"][0]["code"]}]}
    made = olga.post(mine, approve(held) | told, version=held.version)

    assert (owed["least"], owed["most"], len(owed["listed"])) == (1, 2, 3)
    assert error(refused) == (422, "principal_reasons_missing", "principal_reasons")
    assert made.status_code == 201
    assert olga.get("decisions/").json()["decisions"][0]["principal_reasons"] == ["Reported late"]


def test_claim_next_gives_two_people_two_items_and_then_nothing(olga, ben, waiting):
    waiting(), waiting()

    first = olga.post("inboxes/triage-officers/claim-next/").json()
    second = ben.post("inboxes/triage-officers/claim-next/").json()

    assert first["item"] != second["item"]
    assert olga.post("inboxes/triage-officers/claim-next/").status_code == 204


def test_what_another_holds_is_locked_for_everybody_else(ben, held):
    claim = ben.post(f"items/{held.id}/claim/", version=held.version)
    decide = ben.post(f"items/{held.id}/decide/", approve(held), version=held.version)

    assert error(claim)[0] == 423
    assert error(decide)[0] == 423


def test_a_lease_that_ran_out_cannot_write(olga, held, later):
    later()

    answer = olga.post(f"items/{held.id}/decide/", approve(held), version=held.version)

    assert error(answer)[:2] == (410, "claim_expired")
    assert not Decision.objects.filter(item_id=held.id).exists()


def test_a_token_of_an_earlier_lease_cannot_write(olga, held):
    body = approve(held) | {"token": held.token - 1}

    assert error(olga.post(f"items/{held.id}/decide/", body, version=held.version))[0] == 410


def test_a_decided_item_is_not_decided_again(olga, held):
    olga.post(f"items/{held.id}/decide/", approve(held), version=held.version)
    version = ReviewItem.objects.get(id=held.id).version

    answer = olga.post(f"items/{held.id}/decide/", approve(held), version=version)

    assert error(answer)[0] == 409
    assert Decision.objects.filter(item_id=held.id).count() == 1


def test_an_escalated_item_is_decided_or_returned_by_the_supervisor_only(olga, sam, held):
    raised = olga.post(
        f"items/{held.id}/escalate/", {"why": "unsure", "token": held.token}, version=held.version
    )
    version = ReviewItem.objects.get(id=held.id).version
    refused = olga.post(f"items/{held.id}/claim/", version=version)
    claimed = sam.post(f"items/{held.id}/claim/", version=version).json()
    returned = sam.post(
        f"items/{held.id}/return/",
        {"note": "Ask the employer about light duty.", "token": claimed["token"]},
        version=claimed["version"],
    )

    assert raised.status_code == 201
    assert error(refused)[0] in {403, 404}
    assert (returned.status_code, returned.json()["item"]) == (200, str(held.id))
    assert Escalation.objects.get(item=held.id).result == "RETURNED"


def test_a_decision_can_be_undone_until_it_is_in_force(olga, held, later):
    decided = olga.post(f"items/{held.id}/decide/", approve(held), version=held.version).json()
    version = ReviewItem.objects.get(id=held.id).version
    later()

    assert error(olga.post(f"decisions/{decided['id']}/undo/", version=version))[0] == 410


def test_only_who_decided_can_undo(ben, olga, held):
    decided = olga.post(f"items/{held.id}/decide/", approve(held), version=held.version).json()
    version = ReviewItem.objects.get(id=held.id).version

    assert error(ben.post(f"decisions/{decided['id']}/undo/", version=version))[0] == 403
    assert ben.get("decisions/").json()["decisions"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"outcome": "teleport"}, "outcome"),
        ({"outcome": 3}, "outcome"),
        ({"token": "1"}, "token"),
        ({"token": True}, "token"),
        ({"token": None}, "token"),
        ({"sure": "maybe"}, "sure"),
        ({"note": "x" * 5000}, "note"),
        ({"agrees": True}, "agrees"),
        ({"input": []}, "input"),
    ],
)
def test_a_wrong_answer_is_refused_by_field_and_changes_nothing(olga, held, change, field):
    answer = olga.post(f"items/{held.id}/decide/", approve(held) | change, version=held.version)

    assert error(answer)[::2] == (422, field)
    assert not Decision.objects.filter(item_id=held.id).exists()


def test_other_organisations_and_machines_see_nothing(lena, model_reader, waiting):
    item_id = waiting()

    for stranger in (lena, model_reader):
        assert error(stranger.get(f"items/{item_id}/"))[0] == 404
        assert error(stranger.post(f"items/{item_id}/claim/", version=1))[0] == 404
        assert error(stranger.get("inboxes/triage-officers/items/"))[0] == 404


def test_a_session_needs_its_csrf_token(olga_user, waiting):
    item_id = waiting()
    page = Api(user=olga_user)
    page.client.handler.enforce_csrf_checks = True

    answer = page.post(f"items/{item_id}/claim/", version=1)

    assert error(answer) == (403, "csrf_failed", "csrf_token")
    assert page.get("inboxes/").status_code == 200


def test_a_kept_view_and_a_list_are_narrowed_as_on_their_page(olga, waiting):
    waiting()
    said = {"name": "Large", "view": "open", "flag": "soon", "from": "500", "to": "2000.50"}

    kept = olga.post("inboxes/triage-officers/views/", said).json()

    assert kept["asked"] == {name: said[name] for name in ("view", "flag", "from", "to")}
    assert error(olga.post("inboxes/triage-officers/views/", said | {"from": "much"}))[1:] == (
        "invalid",
        "from",
    )

    def listed(**asked):
        return len(olga.get("inboxes/triage-officers/items/", **asked).json()["items"])

    assert [listed(to="2000.50"), listed(**{"from": "2000.50"}), listed(flag="conflict")] == [1, 0, 0]
    assert list(narrowing.FLAGS) == items.FLAGS
