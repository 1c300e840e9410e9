"""An analyst writes a case with a known answer, on the page and over the API; the same is refused in both."""

import pytest
from django.urls import reverse

from apps.reviews.models import KnownAnswer
from tests.api.speaking import Api, error
from tests.console.test_pages import text_of
from tests.practising import WHY, told_facts

LIST = "/known-answers/"
API = "ai-systems/injury-triage/known-answers/"
SAID = {"about": "A stay", "suggested": "fast_track", "right": "standard", "why": WHY}


@pytest.fixture
def write(visit):
    """Send the page's form as somebody; returns the answer."""

    def send(who="ana", key="one", **changes):
        facts = {f"fact.{one['fact']}": _typed(one["value"]) for one in told_facts()}
        form = SAID | facts | {"confidence": "0.91", "idempotency_key": key} | changes
        return visit(who).post(reverse("console:known_answer_write", args=["injury-triage"]), form)

    return send


def _typed(value):
    return (
        ",".join(value)
        if isinstance(value, list)
        else str(value).lower()
        if isinstance(value, bool)
        else value
    )


def sent(world, who="ana", **changes):
    body = SAID | {"facts": told_facts(), "confidence": 0.91} | changes
    return Api(user=world.user(who)).post(API, body)


def test_what_was_written_is_listed_for_who_analyses_the_ai_system(visit, world, write):
    answer = write()
    assert (answer.status_code, answer["Location"]) == (303, reverse("console:known_answers"))
    assert write().status_code == 303, "sent twice it is written once"
    row = KnownAnswer.objects.get()
    assert (row.right_code.code, row.why, row.author) == ("standard", WHY, world.ana)
    assert "A stay" in text_of(visit("ana").get(answer["Location"]))
    assert visit("olga").get(answer["Location"]).status_code == 404


def test_the_api_writes_the_same(world):
    answer = sent(world)
    assert answer.status_code == 201
    listed = Api(user=world.user("ana")).get("known-answers/").json()["known_answers"]
    assert [(one["id"], one["why"]) for one in listed] == [(answer.json()["id"], WHY)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"right": "no_such"}, "known_answer_invalid"),
        ({"why": " "}, "known_answer_invalid"),
        ({"about": ""}, "known_answer_invalid"),
    ],
)
def test_what_does_not_fit_is_refused_and_what_was_typed_stays(world, write, changes, code):
    answer = write(**changes)
    assert answer.status_code == 422
    assert 'value="0.91"' in answer.content.decode()
    assert error(sent(world, **changes))[0] == 422
    assert error(sent(world, right="no_such"))[1] == code
    assert not KnownAnswer.objects.exists()


def test_nobody_but_who_analyses_it_writes_one(world, write):
    assert write(who="olga").status_code == 404
    assert write(who="audrey").status_code == 404
    assert error(sent(world, "sam"))[:2] == (403, "cannot_write_known_answers")
    assert not KnownAnswer.objects.exists()
