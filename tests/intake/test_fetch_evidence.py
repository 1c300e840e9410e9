"""An address that was given is called once, later, through the guarded client (P22)."""

import hashlib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from apps.core import outgoing
from apps.intake.models import Evidence
from apps.intake.rules import files
from tests.intake import documents
from tests.intake.sending import attach_from, draw, entries, fetch
from tests.world import attempt, code, later, noon

pytestmark = pytest.mark.usefixtures("evidence_store")


class Giver:
    """A server that gives a document at an address, and counts who asks."""

    def __init__(self) -> None:
        self.asked, self.status, self.body, self.headers = [], 200, documents.pdf(), {}


def handler(giver):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            giver.asked.append(self.path)
            self.send_response(giver.status)
            for name, value in giver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(giver.body)))
            self.end_headers()
            self.wfile.write(giver.body)

        def log_message(self, *_):
            pass

    return Handler


@contextmanager
def giving():
    giver = Giver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(giver))
    server.daemon_threads, giver.port = True, server.server_port
    server.handle_error = lambda *_: None  # a caller that hangs up is what some tests want
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield giver
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def giver(settings):
    with giving() as made:
        settings.OUTGOING_LOOPBACK_PORTS = frozenset({made.port})
        made.url = f"http://127.0.0.1:{made.port}/doc?signature=canary-signature"
        yield made


def fetched(world, case, giver, sha256="", *, now=noon):
    row, _ = attach_from(world, case, giver.url, sha256)
    fetch(now)
    row.refresh_from_db()
    return row


def test_a_document_is_fetched_once_and_later(world, case, giver):
    row, is_new = attach_from(world, case, giver.url, hashlib.sha256(giver.body).hexdigest())
    assert (is_new, row.state, giver.asked) == (True, "FETCHING", [])
    assert b"canary-signature" not in bytes(row.sealed_source)

    assert fetch() == 1
    assert fetch(later(days=1)) == 0
    draw()

    row.refresh_from_db()
    assert (row.state, row.n_pages, row.sealed_source) == ("READY", 1, None)
    assert giver.asked == ["/doc?signature=canary-signature"]
    assert [verb for verb, _ in entries(row)] == ["evidence.received", "evidence.fetched", "evidence.ready"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": 404}, "not_given"),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}, "not_given"),
        ({"status": 206}, "not_given"),
        ({"body": documents.HTML}, "type_differs"),
        ({"body": documents.zipped()}, "archive"),
        ({"body": b"%PDF-1.7" + b"0" * files.MAX_BYTES}, "too_large"),
        ({"body": b""}, "empty"),
    ],
)
def test_what_the_address_gives_is_judged_as_if_it_were_sent(world, case, giver, change, why):
    for name, value in change.items():
        setattr(giver, name, value)
    expected = "html" if why == "type_differs" else why

    row = fetched(world, case, giver)

    assert (row.state, row.why, row.sealed_source) == ("REFUSED", expected, None)
    assert fetch(later(days=1)) == 0
    assert len(giver.asked) == 1


def test_another_document_than_was_announced_is_refused(world, case, giver):
    assert fetched(world, case, giver, "0" * 64).why == "other_content"


def test_an_address_that_does_not_answer_is_asked_three_times(world, case, settings):
    settings.OUTGOING_LOOPBACK_PORTS = frozenset({1})
    row, _ = attach_from(world, case, "http://127.0.0.1:1/doc")

    for hour in range(5):
        fetch(later(hours=hour))

    row.refresh_from_db()
    assert (row.state, row.why, row.n_tries) == ("REFUSED", "unreachable", 3)


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/", "http://10.0.0.1/", "http://127.0.0.1:6379/"]
)
def test_an_address_inside_is_never_called(world, case, url):
    row, _ = attach_from(world, case, url)

    fetch()

    row.refresh_from_db()
    assert (row.state, row.why) == ("REFUSED", "forbidden_address")


def test_an_address_that_is_none_is_refused_at_once(world, case):
    for url in ("file:///etc/passwd", "ftp://x/", "http://user@x/", "nowhere"):
        assert isinstance(attempt(attach_from, world, case, url), outgoing.ForbiddenAddress)
    assert not Evidence.objects.exists()


def test_the_same_address_again_is_answered_from_what_is_there(world, case, giver):
    row, _ = attach_from(world, case, giver.url)

    again, is_new = attach_from(world, case, giver.url)

    assert (again.id, is_new) == (row.id, False)
    assert code(attach_from, world, case, giver.url + "1") == "evidence_ref_reused"
