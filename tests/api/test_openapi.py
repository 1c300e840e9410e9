"""The description is the code's, and its snapshot is in the repository."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.urls import get_resolver

from apps.api import openapi
from apps.api.views import base, docs
from tests.api.speaking import Api, fits

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
REFRESH = "manage.py spectacular --custom-settings apps.api.openapi.SETTINGS --file docs/openapi.yaml"


KEY = re.compile(r"(|  |    )([a-z/x][^ ]*):.*")


def read(text):
    return yaml.load(text, Loader=yaml.CSafeLoader)


@cache
def snapshot():
    return read(SNAPSHOT.read_bytes())


def operations():
    """Give path and method of the snapshot's operations, found by their lines: to read all of it takes a second."""
    part, path = "", ""
    for line in SNAPSHOT.read_text().splitlines():
        key = KEY.fullmatch(line)
        if key and not key[1]:
            part = key[2]
        elif key and part == "paths" and len(key[1]) == 2:
            path = key[2]
        elif key and part == "paths":
            yield pytest.param(path, key[2], id=f"{key[2]} {path}")


def endpoints():
    api = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "api")
    return {one.name: one.callback.cls for one in api.url_patterns if hasattr(one.callback, "cls")}


def test_the_snapshot_is_what_the_code_says():
    assert snapshot() == read(openapi.written()), f"run {REFRESH}"


def test_every_operation_of_the_snapshot_is_looked_at():
    found = [tuple(one.values) for one in operations()]
    assert found == [(path, method) for path, methods in snapshot()["paths"].items() for method in methods]


def test_every_endpoint_is_described():
    assert len(endpoints()) == len(openapi.schema()["paths"])


@pytest.mark.parametrize(("path", "method"), list(operations()))
def test_every_operation_says_what_it_needs_and_how_it_refuses(path, method):
    said = snapshot()["paths"][path][method]
    assert said["description"]
    assert "Scope: `" in said["description"]
    expected = base.ON_READ if method == "get" else base.ON_WRITE
    assert {str(status) for status in expected} <= said["responses"].keys()
    headers = {one["name"] for one in said.get("parameters", []) if one["in"] == "header"}
    assert ("Idempotency-Key" in headers) == (method == "post")
    assert ("If-Match" in headers) == ("412" in said["responses"])


@pytest.mark.parametrize(("path", "method"), list(operations()))
def test_every_operation_shows_an_example_of_its_body_and_of_each_refusal(path, method):
    said = snapshot()["paths"][path][method]
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    if openapi.schema()["components"]["schemas"].get(name, {}).get("properties"):
        assert content["examples"]
    for status, answer in said["responses"].items():
        if status >= "400":
            shown = answer["content"]["application/json"]["examples"]
            known = openapi.schema()["components"]["examples"]
            told = {code: known[one["$ref"].rsplit("/", 1)[1]]["value"] for code, one in shown.items()}
            assert told
            assert {code: one["error"]["code"] for code, one in told.items()} == {code: code for code in told}


@pytest.mark.parametrize(("path", "method"), list(operations()))
def test_an_example_is_what_the_description_says(path, method):
    said = snapshot()["paths"][path][method]
    for body in (said.get("requestBody", {}), *said["responses"].values()):
        for kind in body.get("content", {}).values():
            for example in kind.get("examples", {}).values():
                if "value" in example:
                    fits(example["value"], kind["schema"], path)


def test_every_endpoint_states_a_scope_for_each_method_it_takes():
    for name, view in endpoints().items():
        taken = {
            method.upper() for method in ("get", "post", "put", "patch", "delete") if hasattr(view, method)
        }
        assert view.scopes.keys() == taken, name


def test_the_description_is_served_to_everybody():
    answer = Api().get("schema/")

    assert answer.status_code == 200
    assert read(answer.content)["info"]["title"] == "ReviewHub API"


def test_the_page_works_without_script_and_without_inline_style():
    answer = Api().get("docs/")
    text = answer.content.decode()

    assert answer.status_code == 200
    assert all(f'id="{operation.id}"' in text for operation in docs.operations())
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", text)
    assert "https://" not in text.replace("https://localhost", "").replace("https://files.example.org", "")
