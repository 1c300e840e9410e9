"""The description of the API, for programs (YAML) and for people (a plain page, no script)."""

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from apps.api import openapi


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body; `name` is a path such as `facts[].value`."""

    name: str
    kind: str
    is_required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Status:
    code: str
    words: str
    fields: tuple[Field, ...]
    example: str = ""
    codes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"Answer {self.code}"


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    scope: str
    parameters: tuple[Field, ...]
    fields: tuple[Field, ...]
    answers: tuple[Status, ...]
    problems: tuple[Status, ...]
    example: str = ""


@require_safe
def described(_request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI description."""
    return HttpResponse(openapi.written(), content_type="application/yaml; charset=utf-8")


@require_safe
def page(_request: HttpRequest) -> HttpResponse:
    """Show the API's reference."""
    return HttpResponse(reference())


@functools.cache
def reference() -> str:
    """Return the page; made once per process, as it is the same for everybody and takes a second."""
    return render_to_string("api/docs.html", {"operations": operations(), "info": openapi.schema()["info"]})


@functools.cache
def operations() -> tuple[Operation, ...]:
    """Return every operation in the order of urls.py; made once per process."""
    return tuple(
        _operation(path, method, said)
        for path, methods in openapi.schema()["paths"].items()
        for method, said in methods.items()
    )


def _operation(path: str, method: str, said: Mapping[str, Any]) -> Operation:
    words, _, scope = said.get("description", "").partition("Scope:")
    statuses = [_status(code, answer) for code, answer in said["responses"].items()]
    return Operation(
        id=said["operationId"],
        method=method.upper(),
        path=path,
        summary=_plain(words),
        scope=_plain(scope),
        parameters=tuple(_parameter(one) for one in said.get("parameters", [])),
        fields=tuple(_fields(_shape(said.get("requestBody", {})))),
        answers=tuple(one for one in statuses if one.code < "400"),
        problems=tuple(one for one in statuses if one.code >= "400"),
        example=_example(said.get("requestBody", {})),
    )


def _plain(text: str) -> str:
    """Drop the marks of Markdown: this page shows text."""
    return text.replace("`", "").strip()


def _parameter(said: Mapping[str, Any]) -> Field:
    where = f"{_kind(said['schema'])}, in the {said['in']}"
    return Field(said["name"], where, said.get("required", False), _plain(said.get("description", "")))


def _status(code: str, said: Mapping[str, Any]) -> Status:
    shown = said.get("content", {}).get("application/json", {}).get("examples", {})
    codes = tuple(shown) if code >= "400" else ()
    return Status(code, said.get("description", ""), tuple(_fields(_shape(said))), _example(said), codes)


def _example(said: Mapping[str, Any]) -> str:
    """Write the first example that stands in a body or an answer itself."""
    shown = said.get("content", {}).get("application/json", {}).get("examples", {})
    found = next((one["value"] for one in shown.values() if "value" in one), None)
    return json.dumps(found, indent=2) if found else ""


def _shape(said: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = said.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    parts = [shape, *shape.get("allOf", []), *shape.get("oneOf", [])[:1]]
    merged: dict[str, Any] = {}
    for part in parts:
        target = (
            openapi.schema()["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
            if "$ref" in part
            else part
        )
        merged |= {name: value for name, value in target.items() if name != "allOf"}
    return merged


def _fields(shape: Mapping[str, Any], path: str = "") -> Iterator[Field]:
    whole = _resolved(shape)
    for name, raw in whole.get("properties", {}).items():
        inner = _resolved(raw)
        is_list = inner.get("type") == "array"
        place = f"{path}{name}"
        yield Field(
            place, _kind(inner), name in whole.get("required", []), _plain(inner.get("description", ""))
        )
        yield from _fields(
            inner.get("items", {}) if is_list else inner, f"{place}[]." if is_list else f"{place}."
        )


def _kind(shape: Mapping[str, Any]) -> str:
    whole = _resolved(shape)
    if "enum" in whole:
        return " | ".join(str(value) for value in whole["enum"] if value not in {"", None})
    kind = str(whole.get("format") or whole.get("type", "any"))
    kind = f"list of {_kind(whole['items'])}" if kind == "array" else kind
    return f"{kind} or null" if whole.get("nullable") else kind
