"""The business system's word on what was delivered."""

import pytest

from apps.core import clock
from apps.core.models import SubjectKey
from apps.delivery import selectors as delivery_selectors
from apps.delivery.models import Delivery, Receipt
from tests.api.speaking import error

UNKNOWN = "0192f5e4-0000-7000-8000-000000000000"


@pytest.fixture
def receipt(delivery):
    def make(**changes):
        return {
            "delivery_id": str(delivery.id),
            "receipt_id": "R-1",
            "status": "APPLIED",
            "at": clock.now().isoformat(),
            "reference": "WC-88213",
        } | changes

    return make


def test_an_applied_delivery_is_confirmed(claims, receipt, delivery):
    answer = claims.post("receipts/", receipt())

    assert (answer.status_code, answer.json()["status"]) == (201, "APPLIED")
    assert Delivery.objects.get(id=delivery.id).state == "APPLIED"


def test_a_refusal_carries_code_and_detail(claims, receipt, delivery):
    answer = claims.post("receipts/", receipt(status="REFUSED", code="claim_closed", detail="Closed."))

    assert answer.status_code == 201
    assert Delivery.objects.get(id=delivery.id).state == "REFUSED"


def test_their_own_words_lie_under_the_subjects_key(claims, receipt):
    claims.post("receipts/", receipt(status="REFUSED", code="claim_closed", detail="Closed."))
    kept = Receipt.objects.select_related("delivery__decision__case").get()

    assert b"Closed." not in bytes(kept.sealed_detail)
    assert delivery_selectors.details_of([kept]) == {kept.id: "Closed."}

    SubjectKey.objects.update(wrapped=None)
    assert delivery_selectors.details_of([kept]) == {}


def test_the_same_receipt_again_is_answered_200_and_counted_once(claims, receipt):
    body = receipt()
    first, again = claims.post("receipts/", body), claims.post("receipts/", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Receipt.objects.count() == 1


def test_the_same_receipt_id_with_another_content_is_refused(claims, receipt):
    claims.post("receipts/", receipt())

    assert error(claims.post("receipts/", receipt(status="REFUSED")))[0] == 409
    assert Receipt.objects.count() == 1


def test_an_unknown_delivery_is_not_found(claims, receipt):
    assert error(claims.post("receipts/", receipt(delivery_id=UNKNOWN)))[0] == 404


def test_another_source_cannot_confirm(stranger_machine, receipt):
    assert error(stranger_machine.post("receipts/", receipt()))[0] == 404
    assert not Receipt.objects.exists()


def test_the_scope_is_needed(model, receipt):
    assert error(model.post("receipts/", receipt())) == (403, "scope_missing", "receipts:write")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "DONE"}, "status"),
        ({"at": "2999-01-01T00:00:00Z"}, "at"),
        ({"at": "2026-11-22"}, "at"),
        ({"delivery_id": "x"}, "delivery_id"),
        ({"delivery_id": 7}, "delivery_id"),
        ({"receipt_id": ""}, "receipt_id"),
        ({"receipt_id": "x" * 121}, "receipt_id"),
        ({"detail": "x" * 301}, "detail"),
        ({"applied_by": "x"}, "applied_by"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(claims, receipt, change, field):
    assert error(claims.post("receipts/", receipt(**change)))[::2] == (422, field)
    assert not Receipt.objects.exists()
