"""The reasons of an override on the page: what is sent, what comes back refused, what is shown afterwards."""

from apps.registry.models import OutcomeCode
from apps.reviews.models import OverrideReason, PrincipalReason
from tests.console.test_pages import text_of
from tests.console.test_review import post
from tests.flow.test_principal_reasons import OWED

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


def test_an_outcome_that_owes_the_person_reasons_asks_for_them_and_keeps_what_was_ticked(visit, world, held):
    OutcomeCode.objects.filter(system=world.system, code="standard").update(principal_reasons=OWED)
    client = visit("olga")

    refused = post(client, held, **WEEKS, **{"owed.standard.other": "1"})
    assert refused.status_code == 422
    assert "Another reason: say which" in text_of(refused)
    assert "the principal reasons that the injured worker is told" in text_of(refused)
    assert 'name="owed.standard.other" value="1" checked' in " ".join(refused.content.decode().split())
    told = {"owed.standard.other": "1", "owed_words.standard.other": "The clinic moved."}
    assert post(client, held, **WEEKS, **told).status_code == 303

    assert "Another reason: The clinic moved." in text_of(
        client.get(f"/decisions/?peek={PrincipalReason.objects.get().decision_id}")
    )
