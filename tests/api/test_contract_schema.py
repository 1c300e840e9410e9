"""An AI system's contract over HTTP, as JSON Schema."""

import jsonschema
import pytest

from apps.registry.models import ContextContract
from tests.api.speaking import Api, error

PATH = "ai-systems/injury-triage/contract/"


def test_a_recommendation_that_is_taken_fits_the_published_contract(model, recommendation):
    answer = model.get(PATH)
    body = recommendation()

    schema = answer.json()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(body, schema, cls=jsonschema.Draft202012Validator)
    assert (
        schema["x-version"] == ContextContract.objects.get(system__slug="injury-triage", ended_at=None).number
    )
    assert schema["$id"].endswith(PATH)
    assert model.post("recommendations/", body).status_code == 201


def test_a_wrong_fact_is_found_before_it_is_sent(model, recommendation):
    body = recommendation()
    body["facts"][0]["value"] = {"no": "value"}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(body, model.get(PATH).json(), cls=jsonschema.Draft202012Validator)
    assert model.post("recommendations/", body).status_code == 422


def test_who_has_it_already_is_told_so(model):
    first = model.get(PATH)
    again = model.client.get(f"/api/v1/{PATH}", headers=model.headers | {"If-None-Match": first["ETag"]})
    other = model.client.get(f"/api/v1/{PATH}", headers=model.headers | {"If-None-Match": '"1-other"'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert other.status_code == 200


def test_nobody_else_knows_that_the_system_exists(claims, stranger_machine, model_reader):
    assert model_reader.get(PATH).status_code == 200
    assert error(stranger_machine.get(PATH))[:2] == (404, "not_found")
    assert error(model_reader.get("ai-systems/no-such-system/contract/"))[:2] == (404, "not_found")
    assert error(claims.get(PATH)) == (403, "scope_missing", "recommendations:write or recommendations:read")
    assert error(Api().get(PATH))[0] == 401
