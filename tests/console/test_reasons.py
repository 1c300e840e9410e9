"""The reasons of an override on the page: what is sent, what comes back refused, what is shown afterwards."""

from apps.reviews.models import OverrideReason
from tests.console.test_pages import text_of
from tests.console.test_review import post

WEEKS = {"act": "override", "outcome": "standard", "reason": "it_weeks", "in.it_weeks.expected_weeks": "9"}
ALSO = {"more": "1", "also.it_rule": "1", "in.it_rule.which": "law"}


def test_further_reasons_count_only_while_the_person_asks_for_them(visit, world, held):
    answer = post(visit("olga"), held, **WEEKS, **(ALSO | {"more": ""}))

    assert answer.status_code == 303
    assert OverrideReason.objects.count() == 1


def test_a_further_reason_that_lacks_something_comes_back_with_all_that_was_chosen(visit, world, held):
    client = visit("olga")

    refused = post(client, held, **WEEKS, **(ALSO | {"in.it_rule.which": ""}))

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Which: please fill this in." in text_of(refused)
    for name in ("more", "also.it_rule"):
        assert f'name="{name}"' in page
    assert page.count("checked") >= 4
    assert post(client, held, **WEEKS, **ALSO).status_code == 303
    assert OverrideReason.objects.count() == 2


def test_a_corrected_value_is_shown_beside_the_fact_and_in_my_decisions(visit, world, held):
    client = visit("olga")
    given = {"in.it_fact.fact": "hospital_stay", "in.it_fact.kind": "wrong", "in.it_fact.right_value": "yes"}

    assert (
        post(client, held, act="override", outcome="standard", reason="it_fact", **given).status_code == 303
    )

    assert "corrected it on" in text_of(client.get(f"/cases/{held.id}/review/"))
    decision = OverrideReason.objects.get().decision
    assert "You corrected" in text_of(client.get(f"/decisions/?peek={decision.id}"))
    assert "No → Yes" in text_of(client.get(f"/cases/{held.case.case_ref}/"))
