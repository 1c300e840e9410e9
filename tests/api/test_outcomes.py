"""Later truth about a case."""

import pytest

from apps.core import clock
from apps.measures.models import Outcome
from tests.api.speaking import error


@pytest.fixture
def outcome(model, recommendation):
    ref = model.post("recommendations/", recommendation()).json()["case"]["ref"]

    def make(**changes):
        return {
            "external_id": "O-1",
            "case_ref": ref,
            "measure": "long_claim",
            "value": True,
            "number": 12.5,
            "known_at": clock.now().isoformat(),
        } | changes

    return make


def test_an_outcome_is_kept_with_its_case(claims, outcome):
    answer = claims.post("outcomes/", outcome())

    said = answer.json()
    assert answer.status_code == 201
    assert (said["measure"], said["value"], said["number"]) == ("long_claim", True, 12.5)


def test_the_same_outcome_again_is_answered_200(claims, outcome):
    body = outcome()
    first, again = claims.post("outcomes/", body), claims.post("outcomes/", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Outcome.objects.count() == 1


def test_the_same_id_with_another_content_is_refused(claims, outcome):
    claims.post("outcomes/", outcome())

    assert error(claims.post("outcomes/", outcome(value=False)))[0] == 409


def test_an_unknown_case_is_not_found(claims, outcome):
    assert error(claims.post("outcomes/", outcome(case_ref="WC-0")))[0] == 404


def test_another_source_cannot_report_on_it(stranger_machine, outcome):
    assert error(stranger_machine.post("outcomes/", outcome()))[0] == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "yes"}, "value"),
        ({"value": 1}, "value"),
        ({"number": "12"}, "number"),
        ({"number": True}, "number"),
        ({"number": 1e20}, "number"),
        ({"known_at": "2999-01-01T00:00:00Z"}, "known_at"),
        ({"measure": "no such measure"}, "measure"),
        ({"external_id": None}, "external_id"),
        ({"certainty": 1}, "certainty"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(claims, outcome, change, field):
    assert error(claims.post("outcomes/", outcome(**change)))[::2] == (422, field)
    assert not Outcome.objects.exists()
