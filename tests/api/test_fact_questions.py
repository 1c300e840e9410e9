"""The business system reads which facts reviewers ask for, and answers with the facts."""

import datetime as dt
import json

import pytest

from apps.core import clock
from apps.reviews import services as reviews
from demo import answering, api
from tests import world
from tests.api.speaking import Api, error


@pytest.fixture
def asked(model, recommendation, olga_user):
    body = recommendation(3)
    body["facts"] = [one for one in body["facts"] if one["fact"] != "contact_status"]
    item_id = model.post("recommendations/", body).json()["item"]
    item = reviews.claim(item_id=item_id, by=olga_user.actor, now=clock.now())
    return reviews.ask(
        item_id=item.id, fact="contact_status", version=item.version, token=item.token, by=olga_user.actor,
        now=clock.now(),
    )  # fmt: skip


def test_a_question_is_read_and_answered_with_the_fact(claims, asked):
    (said,) = claims.get("fact-questions/").json()["questions"]
    assert (said["id"], said["fact"], said["kind"]) == (str(asked.id), "contact_status", "missing")
    assert said["source"] == "claim_file"

    fact = world.fact("contact_status", ["worker"], "claim_file", as_of=world.iso(clock.now()))
    answer = claims.post(f"cases/{said['case_ref']}/facts/", {"facts": [fact]})

    assert answer.status_code == 201
    assert answer.json()["changes"][0]["item"] == str(asked.item_id)
    assert claims.get("fact-questions/").json() == {"questions": [], "next": None}


def test_a_person_is_refused_and_a_machine_of_another_organisation_sees_none(
    claims, asked, olga, stranger_machine
):
    assert error(olga.get("fact-questions/"))[:2] == (403, "scope_missing")
    assert error(Api().get("fact-questions/"))[0] == 401
    assert stranger_machine.get("fact-questions/").json()["questions"] == []


def test_a_page_link_that_was_never_given_is_refused(claims):
    assert error(claims.get("fact-questions/", after="nonsense"))[:2] == (422, "bad_cursor")


def test_the_claims_system_of_the_demonstration_answers_once_a_minute_later(
    claims, asked, recommendation, tmp_path
):
    opened = tmp_path / "open.jsonl"
    answers, now = answering.Answering(opened), clock.now()

    def due(at):
        return answers.answer_due(
            get=lambda path: api.Answer(200, claims.get(path.removeprefix("/api/v1/")).json()),
            post=lambda path, body, key: api.Answer(
                claims.post(path.removeprefix("/api/v1/"), body, key=key).status_code, {}
            ),
            now=at,
        )

    later = now + dt.timedelta(seconds=61)
    assert due(later) == 0, "of this case it has no file"
    opened.write_text(json.dumps({"recommendation": recommendation(3), "meta": {"row": 1}}))
    assert [due(now), due(later), due(later)] == [0, 1, 0]
    asked.refresh_from_db()
    assert asked.result == "ANSWERED"
