"""Documents over the API: bytes or an address, once per key, refused by name."""

import pytest

from apps.core import clock
from apps.core.models import IdempotentRequest
from apps.intake import services as intake
from apps.intake.models import Evidence
from apps.intake.rules import files
from reviewhub import env
from tests.api.speaking import Api, error
from tests.intake import documents


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings, tmp_path):
    settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))


@pytest.fixture
def ref(model, recommendation):
    answer = model.post("recommendations/", recommendation())
    assert answer.status_code == 201
    return recommendation()["case"]["ref"]


@pytest.fixture
def there(ref):
    return f"cases/{ref}/evidence/?external_ref=first_report"


def send(api, path, content=None, content_type="application/pdf", **more):
    return api.post(
        path, raw=documents.pdf() if content is None else content, content_type=content_type, **more
    )


def test_a_document_is_taken_and_its_state_can_be_asked(claims, there, ref):
    taken = send(claims, there)

    assert taken.status_code == 201
    said = taken.json()
    assert (said["external_ref"], said["state"], said["type"]) == (
        "first_report",
        "RECEIVED",
        "application/pdf",
    )
    intake.draw_due(now=clock.now)
    (found,) = claims.get(f"cases/{ref}/evidence/").json()["evidence"]
    assert (found["id"], found["state"], found["n_pages"]) == (said["id"], "READY", 1)


def test_a_refusal_that_came_later_is_told_in_words(claims, there, ref):
    send(claims, there, documents.pdf(password="x"))
    intake.draw_due(now=clock.now)

    (found,) = claims.get(f"cases/{ref}/evidence/").json()["evidence"]

    assert (found["state"], found["why"]) == ("REFUSED", "encrypted")
    assert found["sentence"] == "The PDF is locked with a password. A copy without one can be taken."


def test_a_retry_with_the_same_key_is_answered_as_before(claims, there):
    first, again = (send(claims, there, key="K-1") for _ in range(2))

    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert error(send(claims, there, documents.pdf("x"), key="K-1")) == (
        422,
        "idempotency_key_reused",
        "Idempotency-Key",
    )
    assert error(send(claims, there + "2", key="K-1"))[:2] == (422, "idempotency_key_reused")
    assert send(claims, there).status_code == 200
    assert Evidence.objects.count() == 1


def test_what_is_kept_of_a_request_tells_nobody_what_was_sent(claims, there):
    """A digest that anyone could compute would say which of many documents it was."""
    send(claims, there, key="K-1")

    kept = IdempotentRequest.objects.get(key="K-1")
    assert "first report" not in str(kept.answer)
    assert "sha256" not in str(kept.answer)


def test_an_address_is_taken_and_not_called_in_the_request(claims, there, settings):
    settings.OUTGOING_LOOPBACK_PORTS = frozenset()

    answer = claims.post(there, {"url": "http://127.0.0.1:9/doc.pdf", "sha256": "0" * 64})

    assert (answer.status_code, answer.json()["state"]) == (201, "FETCHING")


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (documents.SVG, "image/svg+xml", (422, "svg", "document")),
        (documents.HTML, "text/html", (422, "html", "document")),
        (documents.zipped(), "application/zip", (422, "archive", "document")),
        (documents.pdf() + documents.zipped(), "application/pdf", (422, "polyglot", "document")),
        (documents.picture(), "application/pdf", (422, "type_differs", "document")),
        (b"MZ\x00", "application/octet-stream", (422, "type_not_allowed", "document")),
        (b"", "application/pdf", (422, "empty", "document")),
        (b"%PDF-1.7" + bytes(files.MAX_BYTES), "application/pdf", (413, "too_large", None)),
        (b"%PDF-1.7" + bytes(100_000_000), "application/pdf", (413, "too_large", None)),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", (422, "form_not_taken", None)),
        (b"[1]", "application/json", (422, "body_unreadable", None)),
        (b"{}", "application/json", (422, "required", "url")),
        (b'{"url": "file:///etc/passwd"}', "application/json", (422, "forbidden_address", "url")),
        (b'{"url": "http://a.example/", "sha256": "zz"}', "application/json", (422, "invalid", "sha256")),
        (
            b'{"url": "http://a.example/", "follow": true}',
            "application/json",
            (422, "unknown_field", "follow"),
        ),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_a_refusal_has_a_name_and_leaves_nothing(claims, there, content, content_type, expected, tmp_path):
    assert error(send(claims, there, content, content_type)) == expected
    assert not Evidence.objects.exists()
    assert not list(tmp_path.rglob("document"))


@pytest.mark.parametrize(
    ("query", "field"),
    [("", "external_ref"), ("?external_ref=../../x", "external_ref"), ("?external_ref=a%00", "external_ref"),
     ("?external_ref=a&path=/etc", "path"), ("?external_ref=a&origin=maybe", "origin")],
)  # fmt: skip
def test_the_address_is_checked_too(claims, ref, query, field):
    assert error(send(claims, f"cases/{ref}/evidence/{query}"))[::2] == (422, field)


def test_only_a_machine_of_the_case_s_system_with_the_scope_may(
    claims, model, olga, stranger_machine, there, ref
):
    assert error(send(model, there))[:2] == (403, "scope_missing")
    assert error(send(olga, there))[:2] == (403, "scope_missing")
    assert error(send(Api(), there))[0] == 401
    assert error(send(stranger_machine, there))[0] == 404
    assert error(stranger_machine.get(f"cases/{ref}/evidence/"))[0] == 404
    assert error(send(claims, "cases/no-such-case/evidence/?external_ref=a"))[0] == 404


def test_a_document_may_come_before_its_case_when_it_says_whose_it_is(
    claims, model, olga, stranger_machine, recommendation
):
    body = recommendation(7)
    case_ref, subject_ref = body["case"]["ref"], body["subject"]["ref"]
    there = f"cases/{case_ref}/evidence/?external_ref=first_report"
    assert error(send(claims, there))[:2] == (404, "unknown_case")
    assert error(send(claims, f"{there}&subject_ref={'x' * 81}"))[::2] == (422, "subject_ref")
    assert error(send(olga, f"{there}&subject_ref={subject_ref}"))[:2] == (403, "scope_missing")
    assert error(send(stranger_machine, f"{there}&subject_ref={subject_ref}"))[0] == 404

    first, again = (send(claims, f"{there}&subject_ref={subject_ref}", key="K-1") for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json()["waits_until"]
    assert error(stranger_machine.get(f"cases/{case_ref}/evidence/"))[0] == 404
    assert model.post("recommendations/", body).status_code == 201

    (joined,) = claims.get(f"cases/{case_ref}/evidence/").json()["evidence"]
    assert (joined["id"], joined["waits_until"]) == (first.json()["id"], None)
    assert error(send(claims, f"{there}&subject_ref=somebody"))[:2] == (409, "subject_changed")


def test_an_address_may_be_named_before_the_case(claims):
    there = "cases/WC-none-yet/evidence/?external_ref=a&subject_ref=P-none-yet"

    answer = claims.post(there, {"url": "https://documents.example/a.pdf"})

    assert (answer.status_code, answer.json()["state"]) == (201, "FETCHING")


def test_the_name_is_read_from_its_header_and_lies_sealed(claims, there, ref):
    claims.headers["Content-Disposition"] = "attachment; filename*=UTF-8''canary-name%2Fx.pdf"

    send(claims, there)

    row = Evidence.objects.get()
    assert row.sealed_name
    assert b"canary" not in bytes(row.sealed_name)


def test_without_a_store_nothing_is_taken(claims, there, settings):
    settings.EVIDENCE_STORE = None

    assert error(send(claims, there))[:2] == (503, "no_store")
    assert error(claims.post(there, {"url": "https://a.example/x"}))[:2] == (503, "no_store")
