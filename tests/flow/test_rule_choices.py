"""Which rules a finding offers: those that policy and risk decision allow and that move something."""

import pytest

from apps.flow import services as flow
from apps.flow.selectors import fixes as selectors
from apps.learning.models import Fix
from apps.registry.models import Posture
from tests.learning import habits
from tests.measures.past import Past
from tests.world import noon


@pytest.fixture
def past(world):
    return Past(world)


def by_suggestion(world, share=1):
    """People judge before they see the suggestion in every case, and the group asks what was suggested."""
    posture = Posture.objects.get(system=world.system, ended_at=None)
    Posture.objects.filter(id=posture.id).update(body=posture.body | {"first_view_share": share})
    return [
        {"fact": "industry", "value": "construction"},
        {"fact": "recommended_outcome", "value": "fast_track"},
    ]


def test_a_rule_is_offered_that_the_risk_decision_allows_and_that_moves_something(world, past, client):
    made = habits.found(world, by_suggestion(world))
    for outcome, lane in (("fast_track", "OFFICER"), ("fast_track", "OFFICER"), ("standard", "AUTOMATIC")):
        past.add(features={"industry": "construction"}, recommended=outcome, lane=lane)
    past.add(features={"industry": "mining"})
    past.write()

    client.force_login(world.user("ana"))
    here = f"/patterns/{made.id}/"
    page = client.get(here).content.decode()
    offered, shut = page.split("What is not open, and why")
    assert 'value="SUPERVISOR:whole"' in offered.split("checked")[0].rpartition("<input")[2]
    assert "whatever the AI suggests: industry is construction" in offered
    assert "leaves out that suggested outcome is fast track" in offered
    assert "of the newest 4 decisions" in offered.lower()
    assert 'value="SUPERVISOR"' not in page
    assert "goes by which outcome the AI suggests" in shut
    assert "It would change nothing: all 2 such cases" in shut

    asked = {"do": "rule", "way": "SUPERVISOR", "version": 1, "idempotency_key": "k"}
    refused = client.post(f"{here}act/", asked)
    text = refused.content.decode()
    assert (refused.status_code, 'action="' + here + 'act/#e-rule"' in text or "#e-rule" in text) == (
        422,
        True,
    )
    said = text.split('id="e-rule"')[1]
    assert "goes by which outcome" in said[:300]
    assert text.index('id="changed"') < text.index('id="e-rule"')

    client.post(f"{here}act/", asked | {"way": "SUPERVISOR:whole", "idempotency_key": "l"})
    fix = Fix.objects.get()
    assert fix.body["rule"]["when"] == {"fact": "industry", "op": "eq", "value": "construction"}
    assert fix.body["left_out"] == ["recommended_outcome"]
    assert "in a part of these" in fix.says


def test_nothing_is_offered_while_the_next_version_waits_for_the_owner(world):
    made, draft = habits.found(world), begin_policy(world)
    tree = draft.tree | {"otherwise": draft.tree["otherwise"] | {"due_hours": 12}}
    saved = flow.save_policy(system=world.system, tree=tree, version=draft.version, by=world.ana, now=noon)
    flow.propose_policy(system=world.system, version=saved.version, by=world.ana, now=noon)

    found = selectors.life(finding_id=made.id, to=world.ana, now=noon).rules

    assert not found.rows
    assert "waits for the owner" in found.closed


def begin_policy(world):
    return flow.begin_policy(system=world.system, by=world.ana, now=noon)
