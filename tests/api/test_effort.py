"""How often working an item over the API asks the database, and that each text is planned once (issue 6)."""

import datetime as dt

import pytest

from apps.accounts import services as accounts
from apps.core import clock, transactions
from tests.api.speaking import Api
from tests.counting import asked

CLAIM, DECIDE, LIST = 6, 10, 2
NOTE = "Checked against the survey."


@pytest.fixture
def keyed(olga_user):
    """Olga with a key of her own, of which it is noted that it was used: that happens once an hour."""
    now = clock.now()
    with transactions.verb():
        key = accounts.issue_key(
            actor=olga_user.actor,
            scopes={"items:read", "items:write"},
            expires_at=now + dt.timedelta(days=1),
            by=olga_user.actor,
            now=now,
        )
    Api(key).get("questions/")
    return Api(key)


def say(statements):
    return "\n".join(f"{place} {one[:300]}" for place, one in enumerate(statements, 1))


def unplanned(statements):
    """Return those whose values stand in their text, so that each is read and planned anew."""
    return [one for one in statements if one != "planned once a session" and "$1" not in one]


def test_a_claim_asks_at_most_six_times(keyed, waiting):
    waiting(), waiting()
    with asked() as said:
        answer = keyed.post("inboxes/triage-officers/claim-next/")

    assert answer.status_code == 201
    assert len(said) <= CLAIM, say(said)
    assert not unplanned(said)


@pytest.mark.parametrize("is_override", [False, True])
def test_a_decision_asks_at_most_ten_times(keyed, held, is_override):
    body = {"outcome": held.recommended, "token": held.token, "note": NOTE}
    if is_override:
        other = next(one for one in ("standard", "case_managed") if one != held.recommended)
        body |= {"outcome": other, "reason": "it_weeks", "input": {"expected_weeks": "9"}}
    with asked() as said:
        answer = keyed.post(f"items/{held.id}/decide/", body, version=held.version)

    assert answer.status_code == 201, answer.content
    assert len(said) <= DECIDE, say(said)
    assert not unplanned(said)


def test_a_list_with_facts_asks_twice_and_counts_nothing(keyed, waiting):
    waiting(), waiting()
    with asked() as said:
        answer = keyed.get("inboxes/triage-officers/items/", **{"with": "facts"})

    assert len(answer.json()["items"]) == 2
    assert len(said) <= LIST, say(said)
    assert "count(" not in say(said).lower()
