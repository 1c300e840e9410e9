"""No one overwrites what they did not see (promise P3)."""

import pytest

from apps.reviews.models import Decision, Escalation, ReviewItem
from tests.api.speaking import error


def approve(held):
    return {"outcome": held.recommended, "token": held.token}


WRITES = ["claim", "decide", "escalate", "return"]


def body_of(verb, held):
    return {
        "claim": {},
        "decide": approve(held),
        "escalate": {"why": "unsure", "token": held.token},
        "return": {"note": "Please ask the employer.", "token": held.token},
    }[verb]


@pytest.mark.parametrize("verb", WRITES)
def test_a_write_without_the_version_is_refused(olga, held, verb):
    answer = olga.post(f"items/{held.id}/{verb}/", body_of(verb, held))

    assert error(answer)[:2] == (428, "if_match_missing")


@pytest.mark.parametrize("version", ["3", 'W/"3"', "*", '"x"', '"-1"', '"1", "2"', '"9999999999"'])
def test_a_malformed_version_is_refused(olga, held, version):
    answer = olga.post(f"items/{held.id}/decide/", approve(held), version=version)

    assert error(answer) == (422, "if_match_malformed", "If-Match")


@pytest.mark.parametrize("verb", ["decide", "escalate"])
def test_what_changed_meanwhile_is_not_overwritten(olga, held, verb):
    ReviewItem.objects.filter(id=held.id).update(version=held.version + 1)

    answer = olga.post(f"items/{held.id}/{verb}/", body_of(verb, held), version=held.version)

    assert error(answer)[0] == 412
    assert answer["ETag"] == f'"{held.version + 1}"'
    assert not Decision.objects.filter(item_id=held.id).exists()
    assert not Escalation.objects.filter(item=held.id).exists()


def test_a_claim_of_another_version_is_refused(olga, waiting):
    item_id = waiting()

    assert error(olga.post(f"items/{item_id}/claim/", version=7))[0] == 412
    assert ReviewItem.objects.get(id=item_id).state == "OPEN"


def test_the_etag_of_an_item_is_what_a_write_takes(olga, waiting):
    item_id = waiting()
    seen = olga.get(f"items/{item_id}/")

    assert seen["ETag"] == f'"{seen.json()["version"]}"'
    assert olga.post(f"items/{item_id}/claim/", version=seen["ETag"]).status_code == 201


def test_undo_takes_the_version_of_its_item(olga, held):
    decided = olga.post(f"items/{held.id}/decide/", approve(held), version=held.version).json()
    version = ReviewItem.objects.get(id=held.id).version
    path = f"decisions/{decided['id']}/undo/"

    assert error(olga.post(path))[:2] == (428, "if_match_missing")
    assert error(olga.post(path, version=version - 1))[0] == 412
    assert olga.post(path, version=version).status_code == 200


@pytest.mark.parametrize("path", ["inboxes/triage-officers/claim-next/"])
def test_writes_that_change_nothing_existing_take_no_version(olga, db, path):
    assert olga.post(path).status_code == 204
