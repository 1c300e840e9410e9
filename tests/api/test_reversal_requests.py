"""Requests for a reversal over the API: asked, listed, reversed, declined and withdrawn, with the pages' refusals."""

import pytest

from apps.delivery.models import Delivery
from apps.registry.models import OutcomeCode
from apps.reviews.models import Decision, ReversalRequest
from tests.api.speaking import error
from tests.flow.test_principal_reasons import OWED

WHY = "The wage was that of another worker."


@pytest.fixture
def requested(olga, delivery):
    """Olga asks that a decision of hers that is in force be reversed."""
    answer = olga.post(f"decisions/{delivery.decision_id}/request-reversal/", {"why": WHY}, key="ask")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def test_what_can_still_be_undone_or_was_asked_already_is_not_asked(olga, held):
    body = {"outcome": held.recommended, "token": held.token}
    fresh = olga.post(f"items/{held.id}/decide/", body, version=held.version).json()["id"]
    path = f"decisions/{fresh}/request-reversal/"
    assert error(olga.post(path, {"why": WHY}))[:2] == (409, "still_undoable")
    assert error(olga.post(path, {}))[::2] == (422, "why")
    assert ReversalRequest.objects.count() == 0


def test_it_is_asked_once_and_whoever_supervises_finds_it(olga, ben, sam, requested, delivery):
    path = f"decisions/{delivery.decision_id}/request-reversal/"
    assert (requested["result"], requested["version"]) == ("", 1)
    assert olga.post(path, {"why": WHY}, key="ask").json() == requested
    assert error(olga.post(path, {"why": WHY}))[:2] == (409, "requested_already")
    assert ben.post(path, {"why": WHY}).status_code == 404

    (row,) = sam.get("reversal-requests/").json()["requests"]
    seen = sam.get(f"reversal-requests/{requested['id']}/")
    assert (row["why"], row["decided_by"], row["may_answer"]) == (WHY, "Olga Marsh", True)
    assert (seen.json()["id"], seen["ETag"]) == (requested["id"], '"1"')
    assert olga.get(f"reversal-requests/{requested['id']}/").json()["may_answer"] is False
    assert ben.get(f"reversal-requests/{requested['id']}/").status_code == 404
    assert ben.get("reversal-requests/").json()["requests"] == []


def test_a_supervisor_reverses_it_with_an_outcome_and_a_delivery_of_its_own(olga, sam, requested, delivery):
    path = f"reversal-requests/{requested['id']}/reverse/"
    OutcomeCode.objects.filter(code="standard").update(principal_reasons=OWED)
    said = {"outcome": "standard", "words": "So it is.", "principal_reasons": [{"code": "late"}]}
    owing = said | {"principal_reasons": []}
    assert error(sam.post(path, owing, version=1))[1:] == ("principal_reasons_missing", "principal_reasons")
    assert error(olga.post(path, said, version=1))[:2] == (403, "asked_by_you")
    assert error(sam.post(path, said))[0] == 428
    assert error(sam.post(path, said, version=2))[:2] == (412, "request_stale")
    assert error(sam.post(path, said | {"outcome": "none"}, version=1))[0] == 422

    answer = sam.post(path, said, version=1, key="once")
    assert (answer.status_code, answer.json()["result"]) == (200, "REVERSED")
    assert sam.post(path, said, version=1, key="once").json() == answer.json()
    holds = Decision.objects.get(id=answer.json()["reversal"])
    assert (holds.reverses_id, holds.outcome_code.code) == (delivery.decision_id, "standard")
    assert holds.principal_reasons.get().code == "late"
    assert Delivery.objects.filter(decision=holds).exists()
    assert error(sam.post(path, said, version=2))[:2] == (409, "request_over")
    assert olga.get(f"reversal-requests/{requested['id']}/").json()["answer"] == "So it is."


def test_a_supervisor_declines_with_words_and_it_may_be_asked_again(olga, sam, requested, delivery):
    path = f"reversal-requests/{requested['id']}/decline/"
    assert error(sam.post(path, {}, version=1))[::2] == (422, "words")
    answer = sam.post(path, {"words": "The wage was right."}, version=1)
    assert (answer.status_code, answer.json()["result"]) == (200, "DECLINED")
    assert olga.get(f"reversal-requests/{requested['id']}/").json()["answer"] == "The wage was right."
    assert not Decision.objects.filter(reverses=delivery.decision_id).exists()
    assert olga.post(f"decisions/{delivery.decision_id}/request-reversal/", {"why": WHY}).status_code == 201


def test_whoever_asked_takes_it_back_and_nobody_else(olga, sam, requested):
    path = f"reversal-requests/{requested['id']}/withdraw/"
    assert sam.post(path, {}, version=1).status_code == 404
    assert olga.post(path, {}, version=1).json()["result"] == "WITHDRAWN"
    assert error(olga.post(path, {}, version=2))[:2] == (409, "request_over")
    assert sam.get("reversal-requests/").json()["requests"] == []
