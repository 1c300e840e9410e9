"""How affected people are heard: the owner sets days and known fact, with a reason; it counts from then on and is read by others."""

import pytest

from apps.flow.selectors import explained_facts
from apps.registry.models import AISystem
from apps.reviews.models import RecourseTerms
from apps.reviews.services import recourse
from tests.console.test_ownership import proved
from tests.console.test_pages import text_of
from tests.flow.appealing import contested, in_force
from tests.world import code, later, noon

PAGE = "/systems/injury-triage/recourse/"
API = "/api/v1/ai-systems/injury-triage/recourse/"


def send(client, key="set", **fields):
    said = {"appeal_days": "21", "known_fact": "body_part", "why": "Summer.", "version": 0} | fields
    return client.post(PAGE, {"idempotency_key": key, **said})


def test_the_owner_sets_it_what_comes_later_follows_and_others_read_who_and_why(visit, world):
    decision = in_force(world)
    before = contested(world, decision, kind="COMPLAINT")
    owen = proved(visit, "owen")

    assert send(owen).status_code == 303

    system = AISystem.objects.get(id=world.system.id)
    assert (system.appeal_days, system.known_fact) == (21, "body_part")
    decision.recommendation.system = system
    appeal = contested(world, type(decision).objects.get(id=decision.id))
    assert (appeal.due_at - before.due_at).days == 7
    before.refresh_from_db()
    assert before.due_at == appeal.registered_at + (later(days=14) - noon)
    assert explained_facts.known_fact(decision).value == "42"
    words = text_of(visit("sam").get(PAGE))
    assert "within 21 days" in words
    assert "Owen Clay: “Summer.”" in words
    assert "Only the accountable owner" in words
    assert b"Set it" not in visit("audrey").get(PAGE).content
    assert visit("olga").get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("said", "refused", "field"),
    [
        ({"appeal_days": "0"}, 422, "appeal_days"),
        ({"appeal_days": "91"}, 422, "appeal_days"),
        ({"known_fact": "hospital_stay"}, 422, "known_fact"),  # yes or no is guessed
        ({"known_fact": "shoe_size"}, 422, "known_fact"),
        ({"why": " "}, 422, "why"),
        ({"appeal_days": "14", "known_fact": "injured_on"}, 422, "appeal_days"),
        ({"version": 7}, 409, ""),
    ],
)
def test_what_is_none_is_refused_at_its_field_and_keeps_what_was_typed(visit, said, refused, field):
    answer = send(proved(visit, "owen"), **({"why": "A second window."} | said))

    assert (answer.status_code, "Nothing changed." in text_of(answer)) == (refused, True)
    assert not field or f'id="e-{field}"' in answer.content.decode()
    assert not RecourseTerms.objects.exists()


def test_nobody_else_and_not_without_a_proof(visit, world):
    assert send(visit("owen")).headers["Location"].startswith("/account/reauthenticate/")
    assert send(visit("sam")).status_code == 403
    said = {"appeal_days": 21, "known_fact": "", "why": "So.", "version": 0, "now": noon}
    assert code(recourse.set_recourse, system=world.system, by=world.ana, **said) == "not_the_owner"


def test_the_api_says_and_sets_the_same(visit, world):
    owen = proved(visit, "owen")
    shown = owen.get(API)
    assert shown.json()["facts"] == [one.key for one in recourse.fitting(world.system)]
    assert "injured_on" in shown.json()["facts"]
    headers = {"If-Match": shown["ETag"], "Idempotency-Key": "1"}
    body = {"appeal_days": 30, "known_fact": "", "why": "So."}

    made = owen.post(API + "set/", body, content_type="application/json", headers=headers)

    assert (made.status_code, made.json()["number"]) == (201, 1)
    after = owen.get(API)
    assert (after.json()["appeal_days"], after.json()["changes"][0]["set_by"]) == (30, "Owen Clay")
    again = owen.post(
        API + "set/",
        body | {"appeal_days": 5},
        content_type="application/json",
        headers=headers | {"Idempotency-Key": "2"},
    )
    assert (again.status_code, again.json()["error"]["code"]) == (412, "recourse_stale")
