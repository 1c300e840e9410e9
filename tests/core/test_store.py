"""Blobs lie in a folder or in a bucket: the same promises of both. The bucket is a small stand-in over real HTTP."""

import hashlib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from apps.core import store
from reviewhub import env

NAME = "0aa0/17bb/page1"
ABSENT = (
    b"<Error><Code>NoSuchKey</Code><Message>x</Message><Resource>x</Resource><RequestId>1</RequestId></Error>"
)


def handler(objects, seen):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status, body=b""):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header(
                "Content-Type", "application/xml" if status != 200 else "application/octet-stream"
            )
            self.send_header("ETag", '"1"')
            self.send_header("Last-Modified", "Wed, 25 Nov 2026 12:00:00 GMT")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def do_PUT(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.headers["Authorization"], self.headers["x-amz-content-sha256"]))
            objects[urlsplit(self.path).path] = body
            self.answer(200)

        def do_GET(self):
            found = objects.get(urlsplit(self.path).path)
            self.answer(404, ABSENT) if found is None else self.answer(200, found)

        def log_message(self, *_):
            pass

    return Handler


@contextmanager
def bucket_server():
    objects, seen = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(objects, seen))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", objects, seen
    finally:
        server.shutdown()
        server.server_close()


def bucket_at(endpoint):
    return env.parse_store(f"s3://claims/sealed?endpoint={endpoint}", access_key="AK", secret_key="secret")


@pytest.fixture(params=["folder", "bucket"])
def kept(request, tmp_path, settings):
    if request.param == "folder":
        settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))
        yield store.opened()
        return
    with bucket_server() as (endpoint, _, _):
        settings.EVIDENCE_STORE = bucket_at(endpoint)
        yield store.opened()


def test_what_was_put_is_there_whole(kept):
    blob = bytes(range(256)) * 10_000

    kept.put(NAME, blob)
    kept.put("0aa0/17bb/page2", b"other")

    assert (kept.get(NAME), kept.get("0aa0/17bb/page2")) == (blob, b"other")


def test_what_is_not_there_is_missing_by_name(kept):
    with pytest.raises(store.BlobMissing):
        kept.get(NAME)


@pytest.mark.parametrize(
    "name", ["../etc/passwd", "/etc/passwd", "a//b", "", "a/../b", "a\0b", "A", "a/b/c/d/e", "a."]
)
def test_a_name_that_is_not_ours_reaches_nothing(kept, name):
    for act in (lambda: kept.put(name, b"x"), lambda: kept.get(name)):
        with pytest.raises(ValueError, match="a blob's name"):
            act()


def test_files_are_private_and_no_half_file_stays(tmp_path):
    folder = store.Folder(tmp_path / "deep" / "evidence")

    folder.put(NAME, b"x")

    found = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert [one.name for one in found] == ["page1"]
    assert found[0].stat().st_mode & 0o077 == 0
    assert found[0].parent.stat().st_mode & 0o077 == 0


def test_a_full_or_broken_disk_is_a_refusal_and_the_old_blob_stays(tmp_path):
    folder = store.Folder(tmp_path)
    folder.put(NAME, b"old")
    (tmp_path / "0aa0" / "file").write_bytes(b"")

    with pytest.raises(store.StoreFails):
        folder.put("0aa0/file/page1", b"new")

    assert folder.get(NAME) == b"old"


def test_requests_to_a_bucket_are_signed_and_lie_below_the_prefix(settings):
    with bucket_server() as (endpoint, objects, seen):
        settings.EVIDENCE_STORE = bucket_at(endpoint)
        store.opened().put(NAME, b"sealed")

    assert objects == {f"/claims/sealed/{NAME}": b"sealed"}
    ((authorization, digest),) = seen
    assert authorization.startswith("AWS4-HMAC-SHA256 Credential=AK/")
    assert digest == hashlib.sha256(b"sealed").hexdigest() or digest == "UNSIGNED-PAYLOAD"


def test_a_bucket_that_is_not_there_is_a_refusal(settings):
    settings.EVIDENCE_STORE = bucket_at("http://127.0.0.1:1")

    with pytest.raises(store.StoreFails):
        store.opened().put(NAME, b"x")


def test_without_a_place_documents_are_refused(settings):
    settings.EVIDENCE_STORE = None

    with pytest.raises(store.NoStore):
        store.opened()


@pytest.mark.parametrize("address", ["evidence", "ftp://x/y", "s3://", "s3://b?endpoint=host:9000"])
def test_a_setting_that_cannot_be_understood_stops_the_start(address):
    with pytest.raises(env.BadEnvironment, match="EVIDENCE_STORE"):
        env.parse_store(address, access_key="a", secret_key="b")


def test_a_bucket_needs_its_keys_and_never_shows_them():
    with pytest.raises(env.BadEnvironment, match="EVIDENCE_ACCESS_KEY"):
        env.parse_store("s3://claims")

    assert "secret" not in repr(bucket_at("http://127.0.0.1:1"))
