import datetime as dt
import http.client
import http.server
import json
import threading
import time

import pytest
import standardwebhooks

from demo import api, claims_store, claims_system

SECRET = "whsec_c2VjcmV0LW9mLXRoZS1kZW1vbnN0cmF0aW9u"


def body_of(case_ref="WC-2026-000001", sequence=1, delivery_id="d-1", outcome="standard"):
    data = {
        "delivery_id": delivery_id,
        "decision_id": "x",
        "case_ref": case_ref,
        "sequence": sequence,
        "ai_system": "injury-triage",
        "outcome": outcome,
        "amount_minor": 111100,
        "currency": "USD",
        "decided_at": "2026-11-22T08:00:00Z",
        "decided_by": {"kind": "person", "id": "p"},
        "overrides_ai": True,
        "reverses": None,
    }
    return {"type": "decision.in_force", "timestamp": "2026-11-22T08:00:00Z", "data": data}


def signed(raw, delivery_id="d-1", secret=SECRET):
    now = dt.datetime.fromtimestamp(int(time.time()), tz=dt.UTC)
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": standardwebhooks.Webhook(secret).sign(delivery_id, now, raw),
        "Content-Type": "application/json",
    }


class Product(http.server.BaseHTTPRequestHandler):
    """Stands where the product's API is: takes receipts, refuses the first ones if told to."""

    refuse_first = 0
    receipts: list[dict] = []
    keys: list[tuple] = []

    def do_POST(self):
        kind = type(self)
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        kind.keys.append((self.headers["Authorization"], self.headers["Idempotency-Key"]))
        status = 503 if len(kind.keys) <= kind.refuse_first else 201
        if status == 201:
            kind.receipts.append(json.loads(raw))
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_args):
        pass


@pytest.fixture
def product():
    kind = type("Fresh", (Product,), {"receipts": [], "keys": [], "refuse_first": 0})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        kind.url = f"http://127.0.0.1:{server.server_port}"
        yield kind
        server.shutdown()


@pytest.fixture
def place(tmp_path, product):
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"webhook:claims": SECRET, "claims-system": "rhk_a_b"}), encoding="utf-8")
    return api.Place(base_url=product.url, keys=keys, data=tmp_path, port=0)


@pytest.fixture
def store(tmp_path):
    found = claims_store.Store(tmp_path / "claims-system.sqlite3")
    yield found
    found.close()


@pytest.fixture
def system(place, store):
    with claims_system.Server(place, store) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def call(port, method, path, raw=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, raw, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_a_signed_decision_is_taken_and_taken_once(system, store):
    raw = json.dumps(body_of())

    first = call(system, "POST", "/decisions", raw, signed(raw))
    again = call(system, "POST", "/decisions", raw, signed(raw))

    assert first == (202, '{"received": "d-1", "new": true}')
    assert again == (202, '{"received": "d-1", "new": false}')
    assert store.counts() == {"RECEIVED": 1, "receipts_open": 0}


def test_how_an_appeal_was_answered_is_taken_once_and_applied_to_nothing(system, store):
    said = {"type": "appeal.answered", "data": {"case_ref": "WC-1", "result": "STANDS"}}
    for raw in (json.dumps(said), json.dumps(said)):
        assert call(system, "POST", "/decisions", raw, signed(raw))[0] == 202

    assert (store.n_answers(), store.counts()) == (1, {"receipts_open": 0})
    wrong = json.dumps({"type": "appeal.answered", "data": {}})
    assert call(system, "POST", "/decisions", wrong, signed(wrong))[0] == 422
    assert "appeals answered: 1" in call(system, "GET", "/")[1]


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "nonsense"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "soon"},
        {"webhook-id": "d-2"},
        {"webhook-id": ""},
    ],
)
def test_a_signature_that_does_not_fit_is_refused_and_changes_nothing(system, store, change):
    raw = json.dumps(body_of())

    assert call(system, "POST", "/decisions", raw, {**signed(raw), **change})[0] == 401
    assert store.counts() == {"receipts_open": 0}


def test_a_changed_body_is_refused(system):
    raw = json.dumps(body_of())

    assert call(system, "POST", "/decisions", raw.replace("standard", "fast_trk"), signed(raw))[0] == 401


@pytest.mark.parametrize(
    "raw", ["[]", "{}", '{"data": {}}', '{"data": {"case_ref": "a", "sequence": "x"}}', "nonsense"]
)
def test_what_is_signed_but_no_decision_is_refused(system, store, raw):
    assert call(system, "POST", "/decisions", raw, signed(raw))[0] in {401, 422}
    assert store.counts() == {"receipts_open": 0}


def test_one_id_with_two_bodies_is_a_conflict(system):
    for outcome, status in (("standard", 202), ("fast_track", 409)):
        raw = json.dumps(body_of(outcome=outcome))
        assert call(system, "POST", "/decisions", raw, signed(raw))[0] == status


def test_too_much_is_refused_before_it_is_read(system):
    headers = {"Content-Length": str(claims_system.MAX_BODY_BYTES + 1)}

    assert call(system, "POST", "/decisions", "{}", headers)[0] == 413
    assert call(system, "POST", "/elsewhere", "{}")[0] == 404
    assert call(system, "GET", "/elsewhere")[0] == 404


def receive(store, delivery_id, case_ref, sequence, now=1000.0):
    body = body_of(case_ref, sequence, delivery_id)
    return store.receive(delivery_id, body, json.dumps(body), now=now)


def test_what_is_taken_is_applied_after_a_while_and_confirmed_with_a_receipt(place, store, product):
    receive(store, "d-1", "WC-2026-000001", 1)

    assert store.apply_ready(now=1000.5, delay=1.0) == 0
    assert store.apply_ready(now=1001.5, delay=1.0) == 1
    assert claims_system.send_receipts(place, store) == 1
    assert claims_system.send_receipts(place, store) == 0
    [receipt] = product.receipts
    assert receipt["delivery_id"] == "d-1"
    assert receipt["status"] == "APPLIED"
    assert receipt["reference"] == "WC-88000"
    assert product.keys == [("Bearer rhk_a_b", "receipt-d-1")]


def test_a_receipt_that_is_not_accepted_is_sent_again_also_after_a_restart(place, store, product, tmp_path):
    product.refuse_first = 1
    receive(store, "d-1", "WC-2026-000001", 1)
    store.apply_ready(now=1002.0, delay=1.0)

    assert claims_system.send_receipts(place, store) == 0
    reopened = claims_store.Store(tmp_path / "claims-system.sqlite3")
    assert reopened.receipts_due(now=time.time()) == []
    assert [one.delivery_id for one in reopened.receipts_due(now=time.time() + 2)] == ["d-1"]
    reopened.receipt_sent("d-1", accepted=False, n_tries=1, now=0.0)
    assert claims_system.send_receipts(place, reopened) == 1
    reopened.close()
    assert len(product.receipts) == 1


def test_decisions_of_one_case_are_applied_in_order_and_a_late_one_is_refused(store):
    for delivery_id, sequence in (("d-2", 2), ("d-1", 1), ("d-4", 4)):
        receive(store, delivery_id, "WC-2026-000001", sequence)
    store.apply_ready(now=1002.0, delay=1.0)
    receive(store, "d-3", "WC-2026-000001", 3)
    store.apply_ready(now=1003.0, delay=1.0)

    found = {one.sequence: (one.status, one.code) for one in store.latest(10)}
    assert found == {
        1: ("APPLIED", ""),
        2: ("APPLIED", ""),
        3: ("REFUSED", "newer_applied"),
        4: ("APPLIED", ""),
    }


def test_about_one_in_a_hundred_is_refused_always_the_same_ones(store):
    refused = [number for number in range(3000) if claims_store.refuses(f"WC-2026-{number:06d}", 1)]
    assert 15 <= len(refused) <= 50

    receive(store, "d-1", f"WC-2026-{refused[0]:06d}", 1)
    store.apply_ready(now=1002.0, delay=1.0)
    [one] = store.latest(10)
    assert (one.status, one.code, one.reference) == ("REFUSED", "claim_closed", "")


def test_the_page_says_what_it_is_and_shows_text_as_text(system, store):
    receive(store, "d-1", "<script>alert(1)</script>", 1)
    store.apply_ready(now=1002.0, delay=1.0)

    status, page = call(system, "GET", "/")
    assert status == 200
    assert "demonstration's claims system, a separate process" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert json.loads(call(system, "GET", "/healthz")[1])["ok"] is True


def test_the_loop_applies_and_confirms_until_it_is_stopped(place, store, product):
    receive(store, "d-1", "WC-2026-000001", 1, now=time.time() - 5)
    stop = threading.Event()
    loop = threading.Thread(target=claims_system.keep_applying, args=(place, store, stop))
    loop.start()
    until = time.monotonic() + 10
    while not product.receipts and time.monotonic() < until:
        time.sleep(0.02)
    stop.set()
    loop.join(timeout=10)

    assert [one["status"] for one in product.receipts] == ["APPLIED"]
