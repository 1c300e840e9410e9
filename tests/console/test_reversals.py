"""Asking for a reversal on the pages: from my decisions and the decided case to the supervisor's answer."""

import pytest

from apps.core import clock, ids
from apps.flow import services as flow
from apps.registry.models import OutcomeCode
from apps.reviews.models import Decision, ReversalRequest
from tests.flow.test_principal_reasons import OWED
from tests.world import decided, release


def post(client, path, **body):
    return client.post(path, {"idempotency_key": str(ids.new()), **body})


def text(client, path):
    return client.get(path).content.decode()


@pytest.fixture
def made(world):
    decision = decided(world, world.olga)
    release(world)
    return decision


def test_an_outcome_that_owes_the_person_reasons_asks_for_them_where_it_is_put_in_the_place(
    visit, world, made
):
    OutcomeCode.objects.filter(system=world.system, code="standard").update(principal_reasons=OWED)
    row = flow.request_reversal(decision_id=made.id, why="Wrong wage.", by=world.olga, now=clock.now())
    client, path = visit("sam"), f"/escalations/reversals/{row.id}/"
    assert "the principal reasons that the injured worker is told" in text(client, path)
    said = {"do": "reverse", "outcome": "standard", "words": "Yes.", "version": row.version}

    refused = post(
        client, path, **said, **{"owed_words.standard.other": "The clinic moved."}
    ).content.decode()
    assert "say 1 to 2 principal reasons" in refused
    post(
        client, path, **said, **{"owed.standard.other": "1", "owed_words.standard.other": "The clinic moved."}
    )

    row.refresh_from_db()
    assert row.reversal.principal_reasons.get().code == "other"


def test_who_decided_asks_from_their_list_or_the_decided_case(visit, made):
    client, path = visit("olga"), f"/decisions/{made.id}/reversal/"
    for page in ("/decisions/", f"/decisions/?peek={made.id}", f"/cases/{made.item_id}/review/"):
        assert f'href="{path}"' in text(client, page)

    refused = post(client, path, why=" ")
    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    sent = post(client, path, why="The wage was wrong.")

    assert (sent.status_code, sent["Location"]) == (303, "/decisions/")
    assert "Reversal asked for" in text(client, "/decisions/")
    assert f'href="{path}"' not in text(client, "/decisions/")
    again = post(client, path, why="Still.")
    assert (again.status_code, "was asked for already" in again.content.decode()) == (409, True)


def test_the_supervisor_finds_it_under_escalations_and_answers(visit, world, made):
    row = flow.request_reversal(
        decision_id=made.id, why="The wage was wrong.", by=world.olga, now=clock.now()
    )
    path = f"/escalations/reversals/{row.id}/"
    client = visit("sam")
    assert "Reversals asked for" in text(client, "/escalations/")
    assert f'href="{path}"' in text(client, "/escalations/reversals/")
    page = text(client, path)
    assert "The wage was wrong." in page
    assert "checked" not in page[page.index("<fieldset") :]

    wordless = post(client, path, version=1, do="reverse", outcome="standard")
    assert (wordless.status_code, "Say why" in wordless.content.decode()) == (422, True)
    sent = post(client, path, version=1, do="reverse", outcome="standard", words="You are right.")

    assert (sent.status_code, sent["Location"]) == (303, "/escalations/reversals/")
    assert Decision.objects.get(reverses=made).by == world.sam
    assert "Nobody asks for a reversal" in text(client, "/escalations/reversals/")
    late = post(client, path, version=2, do="decline", words="No.")
    assert (late.status_code, "answered or withdrawn" in late.content.decode()) == (409, True)
    olga = visit("olga")
    assert "“You are right.”" in text(olga, "/decisions/")
    assert "Sam Whitaker reversed the decision" in text(olga, f"/cases/{made.case.case_ref}/")


def test_declined_it_stands_and_who_asked_may_take_it_back(visit, world, made):
    asked = {"decision_id": made.id, "why": "The wage was wrong.", "by": world.olga}
    first = flow.request_reversal(**asked | {"now": clock.now()})
    assert (
        post(visit("olga"), f"/escalations/reversals/{first.id}/", version=1, do="withdraw").status_code
        == 303
    )
    second = flow.request_reversal(**asked | {"now": clock.now()})

    post(visit("sam"), f"/escalations/reversals/{second.id}/", version=1, do="decline", words="It was right.")

    assert set(ReversalRequest.objects.values_list("result", flat=True)) == {"WITHDRAWN", "DECLINED"}
    assert "“It was right.”" in text(visit("olga"), "/decisions/")
