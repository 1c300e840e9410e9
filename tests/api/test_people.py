"""People and roles over the API: an admin's alone, the verbs of the pages, a code wherever they ask anew."""

import pytest

from apps.accounts import access
from apps.accounts.models import PersonChange
from apps.core import ids
from tests.api.conftest import person
from tests.api.speaking import Api, error
from tests.api.test_members import proven
from tests.api.test_proof import keyed

BEN = "ben@bluegrass.example"
SYSTEM = "ai-systems/injury-triage/people/"
MAY = {"email": BEN, "may": "look_system", "why": "He asks how it decides."}


@pytest.fixture
def adam(db):
    return proven("adam")


def at(name):
    return f"people/{person(name).id}/"


def test_an_admin_finds_people_by_name_role_and_access_page_by_page(adam):
    first = adam.get("people/", limit=2).json()
    rest = adam.get("people/", limit=200, after=first["next"]).json()
    names = [one["name"] for one in (*first["people"], *rest["people"])]

    assert (names == sorted(names), rest["next"], len(first["people"])) == (True, None, 2)
    found = adam.get("people/", q="BEN", role="officer").json()["people"]
    assert [(one["email"], one["roles"], one["is_active"]) for one in found] == [(BEN, ["officer"], True)]
    assert adam.get("people/", access="deactivated").json()["people"] == []
    assert error(adam.get("people/", after="x"))[:2] == (422, "bad_cursor")
    assert error(Api(user=person("sam")).get("people/"))[:2] == (403, "not_admin")
    roles = {one["role"]: one for one in adam.get("roles/").json()["roles"]}
    assert (roles["admin"]["n"], roles["admin"]["people"]) == (1, ["adam@bluegrass.example"])


def test_a_role_is_given_once_and_taken_with_a_code_and_the_person_says_why(adam):
    given = {"role": "analyst", "why": "He helps Ana."}
    assert error(Api(user=person("adam")).post(f"{at('ben')}roles/give/", given))[:2] == (403, "proof_needed")
    once = str(ids.new())
    answer = adam.post(f"{at('ben')}roles/give/", given, key=once)

    assert (answer.status_code, answer.json()["roles"]) == (200, ["analyst", "officer"])
    assert adam.post(f"{at('ben')}roles/give/", given, key=once).json() == answer.json()
    assert PersonChange.objects.count() == 1, "a retry is answered as before"
    changed = answer.json()["changes"][0]
    assert (changed["what"], changed["role"], changed["why"]) == ("given", "analyst", "He helps Ana.")
    taken = adam.post(f"{at('ben')}roles/take/", given | {"why": "Ana is back."})
    assert (taken.json()["roles"], access.roles(person("ben").actor)) == (["officer"], {"officer"})
    assert error(adam.post(f"{at('adam')}roles/give/", given))[:2] == (409, "own_role")
    assert error(adam.post(f"{at('adam')}roles/take/", given | {"role": "admin"}))[:2] == (409, "last_admin")
    assert error(adam.post(f"{at('lena')}roles/give/", given))[:2] == (404, "not_found")


def test_somebody_is_deactivated_and_reactivated_with_a_reason(adam):
    gone = adam.post(f"{at('ben')}deactivate/", {"why": "He left."})
    assert (gone.status_code, gone.json()["is_active"]) == (200, False)
    assert error(adam.post(f"{at('ben')}deactivate/", {"why": "So."}))[:2] == (409, "access_moved")
    assert error(adam.post(f"{at('owen')}deactivate/", {"why": "So."}))[:2] == (409, "still_owner")
    assert error(adam.post(f"{at('ben')}reactivate/", {"why": ""}))[0] == 422
    back = adam.post(f"{at('ben')}reactivate/", {"why": "He is back."}).json()

    assert back["is_active"]
    assert [(one["what"], one["why"]) for one in back["changes"][:2]] == [
        ("reactivated", "He is back."),
        ("deactivated", "He left."),
    ]


def test_access_to_an_ai_system_is_given_and_taken_with_a_reason(adam):
    assert adam.post(f"{SYSTEM}let-in/", MAY).status_code == 204
    found = adam.get(at("ben")).json()
    assert ("ai_system", "injury-triage", "look_system") in [
        (one["kind"], one["slug"], one["may"]) for one in found["grants"]
    ]
    assert (found["changes"][0]["on"], found["changes"][0]["why"]) == ("injury-triage", MAY["why"])
    assert adam.post(f"{SYSTEM}take-back/", MAY | {"why": "He has seen it."}).status_code == 204
    assert error(adam.post(f"{SYSTEM}take-back/", MAY))[:2] == (404, "not_found")
    assert error(adam.post(f"{SYSTEM}let-in/", MAY | {"until": "2020-01-01T00:00:00Z"}))[1] == "expiry_past"
    assert error(adam.post(f"{SYSTEM}let-in/", MAY | {"email": "adam@bluegrass.example"}))[1] == "own_grant"


def test_a_key_needs_its_scope_and_an_admin_behind_it(db):
    assert error(keyed(person("adam"), scopes=["members:read"]).get("people/"))[:2] == (403, "scope_missing")
    assert keyed(person("adam"), scopes=["people:read"]).get("people/").status_code == 200
    assert error(keyed(person("olga"), scopes=["people:read"]).get("people/"))[:2] == (403, "not_admin")
