"""Speak to the product's HTTP API with the standard library, as any other system would."""

import datetime as dt
import http.client
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SERVER_ERRORS = 500
TOO_MANY = 429
WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class Place:
    """Where the product, the keys and the demonstration's own files are."""

    base_url: str
    keys: Path
    data: Path
    port: int  # of the demonstration's claims system

    def key(self, name: str) -> str:
        """Read one secret, such as "triage-model" or "webhook:claims".

        Raises:
            KeyError: `manage.py setup` has not written it.
        """
        return str(json.loads(self.keys.read_text(encoding="utf-8"))[name])


@dataclass(frozen=True)
class Answer:
    """What the API said; status 0 when nobody answered."""

    status: int
    body: dict[str, Any]

    @property
    def ok(self) -> bool:
        """Tell whether the write was accepted, now or before."""
        return self.status in {200, 201, 202}

    @property
    def worth_retrying(self) -> bool:
        """Tell whether the same request may succeed later."""
        return self.status in {0, TOO_MANY} or self.status >= SERVER_ERRORS


def place() -> Place:
    """Read the environment: BASE_URL, DEMO_KEYS, DATA_DIR (or REVIEWHUB_DATA), DEMO_PORT."""
    data = Path(os.environ.get("DATA_DIR") or os.environ.get("REVIEWHUB_DATA") or ".data")
    return Place(
        base_url=os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        keys=Path(os.environ.get("DEMO_KEYS") or data / "demo-keys.json"),
        data=data,
        port=int(os.environ.get("DEMO_PORT") or "8100"),
    )


def now() -> dt.datetime:
    """Read the clock of this process, in UTC and whole seconds."""
    return dt.datetime.fromtimestamp(int(time.time()), tz=dt.UTC)


def _connection(base_url: str) -> http.client.HTTPConnection:
    parts = urlsplit(base_url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.hostname or "127.0.0.1", parts.port, timeout=WAIT_SECONDS)


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {"answer": body}


def post(base_url: str, path: str, body: object, *, key: str, idempotency_key: str) -> Answer:
    """Send one write; a network failure is an Answer with status 0, never an exception."""
    content, headers = json.dumps(body).encode("utf-8"), {"Content-Type": "application/json"}
    return post_bytes(base_url, path, content, headers=headers, key=key, idempotency_key=idempotency_key)


def post_bytes(
    base_url: str, path: str, content: bytes, *, headers: Mapping[str, str], key: str, idempotency_key: str
) -> Answer:
    """Send one write as it stands, such as a document; failures as with `post`."""
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": idempotency_key, **headers}
    connection = _connection(base_url)
    try:
        connection.request("POST", path, content, headers)
        answer = connection.getresponse()
        return Answer(answer.status, _parsed(answer.read()))
    except (OSError, http.client.HTTPException) as problem:
        return Answer(0, {"error": {"code": "unreachable", "sentence": str(problem)}})
    finally:
        connection.close()


def get(base_url: str, path: str, *, key: str) -> Answer:
    """Ask for something; failures as with `post`."""
    connection = _connection(base_url)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        return Answer(answer.status, _parsed(answer.read()))
    except (OSError, http.client.HTTPException) as problem:
        return Answer(0, {"error": {"code": "unreachable", "sentence": str(problem)}})
    finally:
        connection.close()


def answers(base_url: str) -> bool:
    """Tell whether anybody answers HTTP at the address."""
    connection = _connection(base_url)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < SERVER_ERRORS
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_up(base_url: str, *, seconds: float) -> bool:
    """Wait until the pages answer; False when they did not in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answers(base_url):
            return True
        time.sleep(0.5)
    return False
