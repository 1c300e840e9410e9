"""A small client of the API for tests: keys, fresh Idempotency-Keys, versions."""

import json

import psycopg
from django.db import connection
from django.test import Client

from apps.core import ids

ROOT = "/api/v1/"
FRESH = object()


class Api:
    """Speaks as the holder of a key, as a signed-in person, or as nobody."""

    def __init__(self, key=None, user=None) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        if user is not None:
            self.client.force_login(user)

    def get(self, path, **query):
        return self.client.get(ROOT + path, query, headers=self.headers)

    def post(self, path, body=None, *, key=FRESH, version=None, raw=None, content_type="application/json"):
        headers = dict(self.headers)
        if key is not None:
            headers["Idempotency-Key"] = str(ids.new()) if key is FRESH else key
        if version is not None:
            headers["If-Match"] = version if isinstance(version, str) else f'"{version}"'
        content = json.dumps(body or {}) if raw is None else raw
        return self.client.post(ROOT + path, content, content_type=content_type, headers=headers)


def error(answer):
    """Give (status, code, field or permission) of a refused request, and check its shape."""
    said = answer.json()
    assert said.keys() == {"error"}, said
    assert said["error"].keys() <= {"code", "sentence", "field", "permission"}, said
    assert said["error"]["sentence"].endswith((".", ".)")), said
    named = said["error"].get("field") or said["error"].get("permission")
    return answer.status_code, said["error"]["code"], named


def other_session():
    """Open a second session to the test database, as another process would have it."""
    given = connection.get_connection_params()
    wanted = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    return psycopg.connect(**wanted, autocommit=True)
