"""A small client of the API for tests: keys, fresh Idempotency-Keys, versions."""

import json
import re

import psycopg
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from apps.api import openapi
from apps.core import ids

ROOT = "/api/v1/"
FRESH = object()
UNDESCRIBED = {405, 406}


class Api:
    """Speaks as the holder of a key, as a signed-in person, or as nobody."""

    def __init__(self, key=None, user=None) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        if user is not None:
            self.client.force_login(user)

    def get(self, path, **query):
        return described(self.client.get(ROOT + path, query, headers=self.headers), "get")

    def post(self, path, body=None, *, key=FRESH, version=None, raw=None, content_type="application/json"):
        headers = dict(self.headers)
        if key is not None:
            headers["Idempotency-Key"] = str(ids.new()) if key is FRESH else key
        if version is not None:
            headers["If-Match"] = version if isinstance(version, str) else f'"{version}"'
        content = json.dumps(body or {}) if raw is None else raw
        answer = self.client.post(ROOT + path, content, content_type=content_type, headers=headers)
        return described(_whole(answer), "post")


def _whole(answer):
    """Give a streamed answer as one that was not."""
    if not answer.streaming:
        return answer
    whole = HttpResponse(answer.getvalue(), status=answer.status_code, headers=answer.headers)
    whole.resolver_match, whole.json = answer.resolver_match, lambda: json.loads(whole.content)
    return whole


def lines(answer):
    """Give the lines of an answer to NDJSON."""
    return [json.loads(line) for line in answer.content.splitlines()]


def described(answer, method):
    """Check that an answer carries what the API's description lists for it, and nothing else (promise P18)."""
    match = answer.resolver_match
    view = getattr(match.func, "cls", None) if match else None
    if view is None or not hasattr(view, method):
        return answer
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route)
    said = openapi.schema()["paths"][path][method]["responses"].get(str(answer.status_code))
    if said is None:
        assert answer.status_code in UNDESCRIBED, (path, answer.status_code)
    elif "content" in said:
        kind = answer["Content-Type"].partition(";")[0]
        if said["content"][kind]["schema"].get("format") == "binary":
            return answer
        told = lines(answer) if kind == "application/x-ndjson" else [answer.json()]
        for one in told:
            fits(one, said["content"][kind]["schema"], path)
            _refused_as_described(one, said["content"][kind], (path, answer.status_code))
    else:
        assert answer.content == b"", path
    return answer


def _refused_as_described(value, said, where):
    """Check that the code of a refusal is one that its operation lists, or says that a field is wrong."""
    if value.keys() == {"error"} and not value["error"].get("field"):
        assert value["error"]["code"] in said["examples"], (*where, value["error"]["code"])


def fits(value, shape, where):
    """Check that a value is what a schema of the description says."""
    for part in (shape, *shape.get("allOf", [])):
        target = part
        if "$ref" in part:
            target = openapi.schema()["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
        if value is None:
            continue
        if "properties" in target:
            assert value.keys() <= target["properties"].keys(), where
            assert value.keys() >= set(target.get("required", [])), where
            for name, inner in value.items():
                fits(inner, target["properties"][name], f"{where} {name}")
        for one in value if target.get("type") == "array" else []:
            fits(one, target["items"], f"{where}[]")
        if "enum" in target:
            assert value in target["enum"], (where, value)


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
