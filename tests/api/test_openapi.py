"""The description is the code's, and its snapshot is in the repository."""

import re
from pathlib import Path

import pytest
import yaml
from django.urls import get_resolver

from apps.api import openapi
from apps.api.views import base, docs
from tests.api.speaking import Api, fits

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
REFRESH = "manage.py spectacular --custom-settings apps.api.openapi.SETTINGS --file docs/openapi.yaml"


def read(text):
    return yaml.load(text, Loader=yaml.CSafeLoader)


def operations():
    """Give the operations of the snapshot, which is tested to be what the code says; reading it is quick."""
    for path, methods in read(SNAPSHOT.read_bytes())["paths"].items():
        for method, said in methods.items():
            yield pytest.param(path, method, said, id=f"{method} {path}")


def endpoints():
    api = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "api")
    return {one.name: one.callback.cls for one in api.url_patterns if hasattr(one.callback, "cls")}


def test_the_snapshot_is_what_the_code_says():
    assert read(SNAPSHOT.read_bytes()) == read(openapi.written()), f"run {REFRESH}"


def test_every_endpoint_is_described():
    assert len(endpoints()) == len(openapi.schema()["paths"])


@pytest.mark.parametrize(("path", "method", "said"), list(operations()))
def test_every_operation_says_what_it_needs_and_how_it_refuses(path, method, said):
    assert said["description"]
    assert "Scope: `" in said["description"]
    expected = base.ON_READ if method == "get" else base.ON_WRITE
    assert {str(status) for status in expected} <= said["responses"].keys()
    headers = {one["name"] for one in said.get("parameters", []) if one["in"] == "header"}
    assert ("Idempotency-Key" in headers) == (method == "post")
    assert ("If-Match" in headers) == ("412" in said["responses"])


@pytest.mark.parametrize(("path", "method", "said"), list(operations()))
def test_every_operation_shows_an_example_of_its_body_and_of_each_refusal(path, method, said):
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


@pytest.mark.parametrize(("path", "method", "said"), list(operations()))
def test_an_example_is_what_the_description_says(path, method, said):
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
