"""A second person amends a held decision's amount too: both amounts are kept with it, and everything says the new one."""

import json

import pytest

from apps.core import vault
from apps.delivery import rules as delivery_rules
from apps.delivery.models import Delivery
from apps.delivery.services import contents
from apps.flow import selectors
from apps.flow.selectors import approving as seen
from apps.flow.selectors import explaining
from apps.flow.services import approving
from apps.measures.models import DecisionFacts
from apps.registry.models import AISystem
from apps.reviews.models import Decision, FactCorrection, Release, ReviewItem
from apps.reviews.services import amending
from tests.flow.test_held import OVER, WORDS, fate, hold, resolve
from tests.world import APPROVE, code, noon, override

LESS, MORE = 300_000, 1_000_001  # as much as an officer decides alone; more than a supervisor does


@pytest.fixture
def held(world):
    """An override of Olga's of $3,000.01, that Sam may uphold or amend."""
    return hold(world)


def amend(approval, by, outcome="standard", amount=LESS, **said):
    answer = override(outcome, note=WORDS, **said)
    return resolve(approving.amend, approval, by, answer=answer, amount_minor=amount)


def corrected(decision):
    (row,) = FactCorrection.objects.filter(decision=decision)
    subject = decision.case.subject_id
    key = vault.open_keys([subject])[subject]
    return row.fact, row.kind, json.loads(vault.open_bytes(bytes(row.sealed), subject_id=subject, key=key))


class TestAmended:
    def test_the_outcome_may_stay_and_the_new_amount_is_said_everywhere(self, world, held):
        made = amend(held, world.sam).instead

        assert (made.amount_minor, made.outcome_code.code, made.by) == (LESS, "standard", world.sam)
        assert Decision.objects.get(id=held.decision_id).amount_minor == OVER
        assert corrected(made) == ("stake_minor", "amount", {"was": OVER, "right": LESS, "seen": ""})
        facts = DecisionFacts.objects.get()
        assert (facts.decision_id, facts.amount_minor, facts.is_override) == (made.id, LESS, True)
        sent = delivery_rules.message(contents.of(Delivery.objects.select_related(*contents.NEEDS).get()))[
            "data"
        ]
        assert sent["amount_minor"] == LESS
        assert {"fact": "stake_minor", "kind": "amount", "was": OVER, "right": LESS} in sent["corrected"]
        said = explaining.explanation(decision_id=made.id, language="en", to=world.sam)
        decided = next(one.text for one in said.parts if one.code == "decided")
        assert "The amount is $3,000.00. Before, $3,000.01 had been decided." in decided
        story = selectors.timeline(case_ref=made.case.case_ref, to=world.sam).entries
        (told,) = (one for one in story if one.verb == "decision.amended")
        assert "The amount is $3,000.00 instead of $3,000.01" in told.detail
        assert "instead, of $3,000.00" in fate(world, held).fate_words
        own = selectors.my_decision(decision_id=made.id, to=world.sam, now=noon)
        assert [one.says for one in own.corrections] == ["Weekly benefits at stake: $3,000.01 → $3,000.00"]

    def test_with_another_amount_it_may_be_what_the_ai_suggests(self, world):
        made = amend(hold(world, APPROVE), world.sam, outcome="fast_track").instead

        assert (made.kind, made.amount_minor, Release.objects.get().decision_id) == (
            "APPROVED",
            LESS,
            made.id,
        )
        sent = contents.of(Delivery.objects.select_related(*contents.NEEDS).get())
        assert [one.fact for one in sent.corrected] == ["stake_minor"]

    def test_without_an_amount_it_stays_as_decided(self, world, held):
        made = amend(held, world.sam, outcome="case_managed", amount=None).instead

        assert made.amount_minor == OVER
        assert not FactCorrection.objects.exists()


class TestRefused:
    @pytest.mark.parametrize(
        ("said", "refused"),
        [
            ({"amount": MORE}, "over_authority"),
            ({"amount": -1}, "amount_invalid"),
            ({"amount": 2**53}, "amount_invalid"),
            ({"amount": OVER}, "same_as_decided"),
            ({"amount": OVER, "outcome": "fast_track"}, "same_as_suggested"),
            ({"reason": "no"}, "reason_missing"),
        ],
    )
    def test_what_is_none_or_above_the_approvers_authority(self, world, held, said, refused):
        assert code(amend, held, world.sam, **said) == refused
        assert ReviewItem.objects.get(id=held.item_id).state == "HELD"
        assert not FactCorrection.objects.exists()

    def test_nobody_comes_into_their_authority_by_a_smaller_amount(self, world, held):
        AISystem.objects.get().authority_limits.filter(role="supervisor").update(max_amount_minor=LESS)

        assert code(amend, held, world.sam) == "over_authority"

    def test_where_no_amount_is_at_stake_there_is_none_to_amend(self, held):
        none = Decision(outcome_code=held.decision.outcome_code, recommendation=held.decision.recommendation)

        assert code(amending.other_amount, none, "standard", LESS) == "no_amount"


class TestOverApiAndPage:
    def test_the_api_takes_it_and_the_list_says_it(self, world, held, client):
        client.force_login(world.user("sam"))
        path = f"/api/v1/held-decisions/{held.id}/"
        version = client.get(path)["ETag"]

        def sent(**said):
            body = {
                "outcome": "standard",
                "reason": "it_weeks",
                "input": {"expected_weeks": "9"},
                "note": WORDS,
            }
            headers = {"Idempotency-Key": f"amend-{said['amount_minor']}", "If-Match": version}
            return client.post(path + "amend/", body | said, content_type="application/json", headers=headers)

        assert sent(amount_minor="300000").status_code == 422
        assert sent(amount_minor=MORE).json()["error"]["code"] == "over_authority"
        assert sent(amount_minor=LESS).json()["result"] == "AMENDED"
        row = client.get(path).json()["held"]
        assert (row["stake_minor"], row["instead_minor"]) == (OVER, LESS)

    def test_the_page_takes_it_beside_the_outcome_and_says_what_is_wrong_there(self, world, held, client):
        client.force_login(world.user("sam"))
        path = f"/escalations/held/{held.item_id}/"
        shown = client.get(path).content.decode()
        assert "decided: $3,000.01" in shown
        assert "as decided, with another amount" in shown
        said = {
            "act": "override", "outcome": "standard", "reason": "it_weeks", "in.it_weeks.expected_weeks": "9",
            "note": WORDS, "version": ReviewItem.objects.get(id=held.item_id).version, "token": 0,
        }  # fmt: skip

        unclear = client.post(path, said | {"idempotency_key": "1", "amount": "three thousand"})
        assert unclear.status_code == 422
        assert 'aria-describedby="e-amount"' in unclear.content.decode()
        assert client.post(path, said | {"idempotency_key": "2", "amount": "3,000.00"}).status_code == 303

        assert seen.held(approval_id=held.id, to=world.sam, now=noon).row.instead_minor == LESS
        assert "$3,000.00 instead of $3,000.01" in client.get(path).content.decode()
