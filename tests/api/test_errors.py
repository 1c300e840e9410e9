"""One shape for every error, one status for every kind of refusal (architecture, section 5)."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions

from apps.api import errors, idempotency, parsers, preconditions, scopes
from apps.core import once, refusals
from apps.intake import rules as intake


class OwnKind(refusals.Refusal):
    code = "own_kind"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (refusals.NotVisible(), 404, "not_found"),
        (refusals.NotAllowed(permission="work_inbox"), 403, "not_allowed"),
        (scopes.ScopeMissing(permission="items:read"), 403, "scope_missing"),
        (refusals.IllegalMove(), 409, "illegal_move"),
        (once.RequestRunning(), 409, "request_running"),
        (refusals.Stale(version=4), 412, "stale"),
        (refusals.Expired(), 410, "claim_expired"),
        (refusals.HeldByAnother(), 423, "held_by_another"),
        (refusals.Invalid(field="outcome"), 422, "invalid"),
        (once.KeyReused(), 422, "idempotency_key_reused"),
        (parsers.BodyTooLarge(), 413, "body_too_large"),
        (refusals.Missing(), 428, "precondition_missing"),
        (idempotency.KeyMissing(), 428, "idempotency_key_missing"),
        (preconditions.VersionMissing(), 428, "if_match_missing"),
        (refusals.TooMany(), 429, "too_many"),
        (refusals.Unavailable(), 503, "unavailable"),
        (OwnKind(), 409, "own_kind"),
        (intake.BadField("confidence", "out_of_range", "Send a number from 0 to 1."), 422, "out_of_range"),
        (intake.BadFact("facts[0].value", "wrong_type", "Send a number."), 422, "wrong_type"),
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "not_allowed"),
        (RequestDataTooBig(), 413, "body_too_large"),
        (OperationalError("gone"), 503, "unavailable"),
        (InterfaceError("gone"), 503, "unavailable"),
        (exceptions.Throttled(2.2), 429, "too_many"),
        (exceptions.NotAuthenticated(), 401, "key_missing"),
        (exceptions.AuthenticationFailed("Wrong.", "wrong_key"), 401, "wrong_key"),
        (exceptions.PermissionDenied("CSRF Failed: x"), 403, "csrf_failed"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.NotAcceptable(), 406, "not_acceptable"),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "not_json"),
        (exceptions.NotFound(), 404, "not_found"),
        (exceptions.ValidationError({"a": ["Wrong."]}), 422, "invalid"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_every_anticipated_error_has_its_status_and_the_one_shape(error, status, code):
    answer = errors.handle(error, {})

    assert (answer.status_code, answer.data["error"]["code"]) == (status, code)
    assert answer.data.keys() == {"error"}
    assert answer.data["error"].keys() <= {"code", "sentence", "field", "permission"}
    assert answer.data["error"]["sentence"]
    assert ("Retry-After" in answer) == (status in {429, 503})


def test_what_nobody_anticipated_stays_an_error_of_ours():
    assert errors.handle(RuntimeError("fault"), {}) is None
    assert errors.handle(IntegrityError("fault"), {}) is None


def test_every_kind_of_refusal_has_a_status_of_its_own():
    kinds = {kind for kind in vars(refusals).values() if isinstance(kind, type)}

    assert kinds <= errors.STATUSES.keys()


def test_a_wait_is_rounded_up_to_whole_seconds():
    assert errors.handle(exceptions.Throttled(2.2), {})["Retry-After"] == "3"
    assert errors.handle(refusals.Unavailable(retry_after=30), {})["Retry-After"] == "30"
    assert errors.handle(refusals.TooMany(retry_after=0.01), {})["Retry-After"] == "1"


def test_a_stale_write_is_told_the_present_version():
    assert errors.handle(refusals.Stale(version=4), {})["ETag"] == '"4"'


@pytest.mark.parametrize(
    ("detail", "field"),
    [
        ({"a": ["Wrong."]}, "a"),
        ({"a": {"b": ["Wrong."]}}, "a.b"),
        ({"a": [{}, {"b": ["Wrong."]}]}, "a[1].b"),
        ({"non_field_errors": ["Wrong."]}, None),
    ],
)
def test_a_wrong_field_is_named_by_its_path(detail, field):
    said = errors.handle(exceptions.ValidationError(detail), {}).data["error"]

    assert said.get("field") == field
    assert said["sentence"] == "Wrong."


def test_details_that_are_not_for_callers_stay_inside():
    answer = errors.handle(refusals.HeldByAnother(holder="Olga Marsh", secret="x"), {})

    assert answer.data["error"].keys() == {"code", "sentence"}
