"""The demonstration's claims system: a process of its own that applies decisions and sends receipts.

It answers reviewers' questions for facts as well (answering.py), and brings in two appeals (appealing.py).
Run: `python -m demo.claims_system` (environment: see demo/README.md). Only the standard library, SQLite, and
the public Standard Webhooks library.
"""

import datetime as dt
import html
import json
import signal
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import standardwebhooks

from demo import answering, api, appealing, claims_store

MAX_BODY_BYTES = 256_000
APPLY_AFTER_SECONDS = 1.0
SHOWN = 50
WEBHOOK = "webhook:claims"
ANSWERED = "appeal.answered"
MACHINE = "claims-system"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Claims system (demonstration)</title></head><body>
<h1>Claims system</h1>
<p>This is the demonstration's claims system, a separate process. It applies the decisions that ReviewHub
delivers and confirms each with a receipt. Claims are real rows of a public data set; numbers, dates and
people are simulated.</p>
<p>{counts}</p>
<table border="1" cellpadding="4"><caption>The last {shown} decisions</caption>
<thead><tr><th>Claim</th><th>No.</th><th>Outcome</th><th>Decided by</th><th>State</th><th>Reference</th>
<th>Applied at (UTC)</th><th>Receipt</th></tr></thead>
<tbody>{rows}</tbody></table></body></html>
"""


def _row(decision: claims_store.Decision) -> str:
    by = decision.data.get("decided_by") or {}
    applied = dt.datetime.fromtimestamp(decision.applied_at or 0, tz=dt.UTC)
    cells = (
        decision.case_ref,
        decision.sequence,
        decision.data.get("outcome", ""),
        f"{by.get('kind', '')}{', against the AI' if decision.data.get('overrides_ai') else ''}",
        f"{decision.status.lower()} {decision.code}".strip(),
        decision.reference,
        applied.strftime("%Y-%m-%d %H:%M:%S"),
        "accepted" if decision.receipt_accepted else f"not yet ({decision.n_tries} tries)",
    )
    return "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells) + "</tr>"


def page(store: claims_store.Store) -> str:
    """Write the page with the last applied decisions."""
    counted = store.counts() | {"appeals_answered": store.n_answers()}
    counts = ", ".join(f"{name.lower().replace('_', ' ')}: {n}" for name, n in counted.items())
    rows = "\n".join(_row(decision) for decision in store.latest(SHOWN))
    return PAGE.format(counts=html.escape(counts), shown=SHOWN, rows=rows)


def verified(raw: bytes, headers: dict[str, str], secret: str) -> dict[str, Any] | None:
    """Check the Standard Webhooks signature. Returns the body, or None when it is not genuine."""
    try:
        body = standardwebhooks.Webhook(secret).verify(raw, headers)
    except (standardwebhooks.WebhookVerificationError, ValueError, TypeError, KeyError):
        return None
    return body if isinstance(body, dict) else None


class Server(ThreadingHTTPServer):
    """Holds what the handlers need."""

    daemon_threads = True

    def __init__(self, place: api.Place, store: claims_store.Store) -> None:
        super().__init__(("127.0.0.1", place.port), Handler)
        self.place, self.store = place, store


class Handler(BaseHTTPRequestHandler):
    """POST /decisions, GET /, GET /healthz."""

    server: Server
    timeout = 20
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep quiet: the table tells what happened."""

    def _answer(self, status: HTTPStatus, body: str, kind: str = "application/json") -> None:
        raw = body.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        self.close_connection = True
        self._answer(status, json.dumps({"error": sentence}))

    def do_GET(self) -> None:
        """Show the page, or say that all is well."""
        if self.path == "/healthz":
            self._answer(HTTPStatus.OK, json.dumps({"ok": True, **self.server.store.counts()}))
        elif self.path == "/":
            self._answer(HTTPStatus.OK, page(self.server.store), "text/html")
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "Nothing is here.")

    def do_POST(self) -> None:
        """Take one signed decision, or how an appeal was answered; one that came before changes nothing."""
        if self.path != "/decisions":
            self._refuse(HTTPStatus.NOT_FOUND, "Nothing is here.")
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Send at most {MAX_BODY_BYTES} bytes.")
            return
        raw = self.rfile.read(int(length))
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = verified(raw, headers, self.server.place.key(WEBHOOK))
        if body is None:
            self._refuse(HTTPStatus.UNAUTHORIZED, "The signature does not fit the body.")
            return
        self._receive(headers["webhook-id"], body, raw)

    def _receive(self, delivery_id: str, body: dict[str, Any], raw: bytes) -> None:
        try:
            new = self._keep(delivery_id, body, raw)
        except claims_store.SameIdOtherBodyError:
            self._refuse(HTTPStatus.CONFLICT, "This delivery came before with another body.")
        except (KeyError, TypeError, ValueError):
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, "This is neither a decision nor an answer.")
        else:
            self._answer(HTTPStatus.ACCEPTED, json.dumps({"received": delivery_id, "new": new}))

    def _keep(self, delivery_id: str, body: dict[str, Any], raw: bytes) -> bool:
        if body.get("type") == ANSWERED:
            return self.server.store.receive_answer(delivery_id, body, now=time.time())
        return self.server.store.receive(delivery_id, body, raw.decode("utf-8"), now=time.time())


def receipt(decision: claims_store.Decision) -> dict[str, object]:
    """Write the receipt of an applied or refused decision."""
    at = dt.datetime.fromtimestamp(decision.applied_at or 0, tz=dt.UTC)
    return {
        "delivery_id": decision.delivery_id,
        "receipt_id": f"receipt-{decision.delivery_id}",
        "status": decision.status,
        "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "reference": decision.reference,
        "code": decision.code,
        "detail": decision.detail,
    }


def send_receipts(place: api.Place, store: claims_store.Store) -> int:
    """Send what is due; a receipt not accepted is tried again later. Returns how many were accepted."""
    n_accepted = 0
    for decision in store.receipts_due(now=time.time()):
        body = receipt(decision)
        answer = api.post(
            place.base_url,
            "/api/v1/receipts/",
            body,
            key=place.key(MACHINE),
            idempotency_key=str(body["receipt_id"]),
        )
        n_accepted += answer.ok
        n_tries = decision.n_tries + 1
        store.receipt_sent(decision.delivery_id, accepted=answer.ok, n_tries=n_tries, now=time.time())
        if not answer.ok:
            print(
                f"receipt {decision.delivery_id}: {answer.status} {answer.body.get('error', '')}", flush=True
            )
            if answer.worth_retrying:
                break  # nobody is well at the other end: wait, instead of running through the list
    return n_accepted


def keep_applying(place: api.Place, store: claims_store.Store, stop: threading.Event) -> None:
    """Apply and confirm until told to stop; every problem is printed and tried again."""
    while not stop.is_set():
        try:
            n_done = store.apply_ready(now=time.time(), delay=APPLY_AFTER_SECONDS)
            n_done += send_receipts(place, store)
        except (OSError, KeyError, ValueError) as problem:
            print(f"claims system: {problem!r}; trying again", flush=True)
            n_done = 0
        stop.wait(0.05 if n_done else 0.5)


def _leave(_signal: int, _frame: object) -> None:
    sys.exit(0)


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    place = api.place()
    store = claims_store.Store(place.data / "claims-system.sqlite3")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    workers = [
        threading.Thread(target=keep_applying, args=(place, store, stop), daemon=True),
        threading.Thread(target=answering.keep_answering, args=(place, stop.wait), daemon=True),
        threading.Thread(target=appealing.keep_appealing, args=(place, store, stop.wait), daemon=True),
    ]
    with Server(place, store) as server:
        for worker in workers:
            worker.start()
        print(f"The demonstration's claims system listens on http://127.0.0.1:{place.port}/", flush=True)
        try:
            server.serve_forever()
        finally:
            stop.set()


if __name__ == "__main__":
    main()
