"""Machines are answered in English, whatever language a header asks for."""

import pytest

from tests import world as worlds

GERMAN = {"Accept-Language": "de"}


@pytest.fixture
def asked(world, client):
    client.force_login(world.user("olga"))

    def get(path, **headers):
        return client.get(path, headers=headers)

    return get


def test_a_refusal_of_the_api_stays_english(asked):
    answers = [asked("/api/v1/inboxes/nowhere/items/", **headers) for headers in ({}, GERMAN)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert answers[1].json()["error"]["sentence"] == "There is nothing here that you may see."


def test_what_a_reviewer_s_program_reads_stays_english(world, asked):
    item_id = worlds.arrive(world, facts_changed={"hospital_stay": None}).item_id

    plain, german = (asked(f"/api/v1/items/{item_id}/", **headers).json() for headers in ({}, GERMAN))

    assert plain == german
    assert "no value was sent" in str(german)


def test_a_page_of_the_same_refusal_is_german(asked):
    page = asked("/inbox/nowhere/", **GERMAN)

    assert page.headers["Content-Language"] == "de"
