"""The API's description (OpenAPI 3), made from the code.

docs/openapi.yaml is its snapshot, written by
`manage.py spectacular --custom-settings apps.api.openapi.SETTINGS --file docs/openapi.yaml`.
"""

import functools
from collections.abc import Mapping
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.settings import patched_settings

from apps.api import refused, webhooks

STALE = 412
JSON = "application/json"
OWN = "x-refusals"
PROBLEM, EXAMPLES = "#/components/schemas/Problem", "#/components/examples/"


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # drf-spectacular has no types
    target_class = "apps.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, _auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "rhk_<prefix>_<secret>",
            "description": "A key of a machine or a person, with scopes and an end.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # drf-spectacular has no types
    target_class = "apps.api.authentication.Session"
    name = "session"

    def get_security_definition(self, _auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "A signed-in person; writes need X-CSRFToken.",
        }


def name_scopes(result: dict[str, Any], generator: Any, **_: object) -> dict[str, Any]:
    """Say in each operation how it refuses, each with an example, and which scope a key needs."""
    used: set[str] = set()
    for path, _regex, method, view in generator.endpoints:
        scope = view.cls.scopes.get(method)
        said = result["paths"].get(path, {}).get(method.lower())
        if said:
            used |= _show_refusals(said, is_post=method == "POST")
        if said and said.get(OWN):
            codes = ", ".join(f"`{code}`" for code in said[OWN])
            said["description"] = f"{said.get('description', '')}\n\nRefused as: {codes}.".strip()
        if scope and said:
            said["description"] = f"{said.get('description', '')}\n\nScope: `{scope}`".strip()
    known = refused.examples()
    result["components"]["examples"] = {name: known[name] for name in sorted(used)}
    result["x-webhooks"] = webhooks.listed()  # what OpenAPI 3.1 calls webhooks, in the form that 3.0 allows
    return result


def _show_refusals(said: dict[str, Any], *, is_post: bool) -> set[str]:
    """Give each refusal of an operation the examples of its codes; return their names."""
    answers = said["responses"]
    listed = [int(code) for code in answers if code >= "400"]
    found = refused.by_status(said.get(OWN, ()), listed, is_post=is_post, is_change=STALE in listed)
    for status, names in found.items():
        answer = answers.setdefault(str(status), {"content": {JSON: {"schema": {"$ref": PROBLEM}}}})
        answer["description"] = refused.SAYS[status]
        for kind in answer["content"].values():
            kind["examples"] = {name.partition(".")[0]: {"$ref": f"{EXAMPLES}{name}"} for name in names}
    return {name for names in found.values() for name in names}


SETTINGS: Mapping[str, object] = {
    "SORT_OPERATIONS": False,  # the order of urls.py: submit first
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["apps.api.openapi.name_scopes"],  # enumerations stay where they are used
}


@functools.cache
def schema() -> dict[str, Any]:
    """Return the whole description; made once per process."""
    with patched_settings(SETTINGS):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


@functools.cache
def written() -> bytes:
    """Return the description as YAML."""
    text: bytes = OpenApiYamlRenderer().render(schema(), renderer_context={})  # type: ignore[no-untyped-call]
    return text
