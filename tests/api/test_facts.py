"""Later facts of a case by HTTP: once per key, refused by name, and seen by whoever works on the case."""

import pytest

from apps.core import clock
from apps.intake.models import FactChange
from tests import world
from tests.api.speaking import error


@pytest.fixture
def sender(model_reader):
    return model_reader


@pytest.fixture
def case(sender, recommendation):
    return sender.post("recommendations/", recommendation(7)).json()["case"]["ref"]


def wage(value=31000, **changes):
    return world.fact("weekly_wage", value, "employer", as_of=world.iso(clock.now())) | changes


def test_the_answer_says_what_it_did(sender, case):
    stay = world.fact("hospital_stay", True, "hospital", as_of=world.iso(clock.now()))

    answer = sender.post(f"cases/{case}/facts/", {"facts": [wage(), stay]})

    (change,) = answer.json()["changes"]
    assert answer.status_code == 201
    assert (change["changed"], change["decisive"]) == (["hospital_stay", "weekly_wage"], ["hospital_stay"])
    assert (change["is_new"], change["is_late"], change["item_version"]) == (True, False, 2)
    assert (change["inbox"], change["context_state"]) == ("triage-officers", "LEGIBLE")


def test_a_retry_is_answered_as_before_and_the_same_values_again_change_nothing(sender, case):
    body = {"facts": [wage()]}
    first = sender.post(f"cases/{case}/facts/", body, key="one")
    retried = sender.post(f"cases/{case}/facts/", body, key="one")
    again = sender.post(f"cases/{case}/facts/", body)

    assert (retried.json(), retried["Idempotency-Replayed"]) == (first.json(), "true")
    assert (again.status_code, again.json()["changes"][0]["is_new"]) == (200, False)
    assert FactChange.objects.count() == 1


def test_whoever_looked_before_is_told_412(olga, sender, held):
    case = olga.get(f"items/{held.id}/").json()["case"]["ref"]
    sender.post(f"cases/{case}/facts/", {"facts": [wage()]})

    answer = olga.post(
        f"items/{held.id}/decide/", {"outcome": held.recommended, "token": held.token}, version=held.version
    )

    assert error(answer)[:2] == (412, "stale")
    assert answer["ETag"] == '"2"'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (lambda: {"facts": []}, (422, "empty", "facts")),
        (dict, (422, "required", "facts")),
        (lambda: {"facts": [wage(source="neighbour")]}, (422, "unknown_source", "facts[0].source")),
        (lambda: {"facts": [wage(fact="sex")]}, (422, "forbidden_fact", "facts[0].fact")),
        (lambda: {"facts": [wage(fact="shoe_size")]}, (422, "unknown_fact", "facts[0].fact")),
        (lambda: {"facts": [wage(as_of=None)]}, (422, "as_of_missing", "facts[0].as_of")),
        (lambda: {"facts": [wage()], "why": "x"}, (422, "unknown_field", "why")),
        (lambda: {"facts": [wage()], "ai_system": "other"}, (404, "unknown_case", None)),
    ],
)
def test_a_refusal_names_the_field(sender, case, body, expected):
    assert error(sender.post(f"cases/{case}/facts/", body())) == expected


def test_a_case_nobody_knows_is_refused_by_name(sender, stranger_machine, case):
    assert error(sender.post("cases/WC-none/facts/", {"facts": [wage()]}))[:2] == (404, "unknown_case")
    assert error(stranger_machine.post(f"cases/{case}/facts/", {"facts": [wage()]}))[0] == 404


def test_it_takes_a_scope_of_its_own(model, case):
    assert error(model.post(f"cases/{case}/facts/", {"facts": [wage()]})) == (
        403,
        "scope_missing",
        "facts:write",
    )
