"""Which rules a finding offers: those that policy and risk decision allow and that move something."""

import pytest
from django.test import Client

from apps.core import refusals
from apps.flow import services as flow
from apps.flow.selectors import fixes as selectors
from apps.flow.services import fixing
from apps.learning.models import Finding, Fix
from apps.learning.services import FixIsOpenAlready
from apps.policy.access import CannotWritePolicy
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
    page = client.get(f"{here}rules/").content.decode()
    offered, shut = page.split("What is not open, and why")
    assert 'value="SUPERVISOR:whole"' in offered.split("checked")[0].rpartition("<input")[2]
    assert "whatever the AI suggests: industry is construction" in offered
    assert "leaves out that suggested outcome is fast track" in offered
    assert "of the newest 4 decisions" in offered.lower()
    assert 'value="SUPERVISOR"' not in page
    assert "goes by which outcome the AI suggests" in shut
    assert "It would change nothing: all 2 such cases" in shut
    assert "Officers decide, whatever the AI suggests" not in offered
    assert "move none of this group&#x27;s cases, only others" in shut

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


def test_where_cases_are_sent_up_nobody_offers_those_who_send_them_up(world, past):
    made = habits.found(world, by_suggestion(world))
    Finding.objects.filter(id=made.id).update(target="escalated")
    for outcome in ("fast_track", "standard"):
        past.add(features={"industry": "construction"}, recommended=outcome, lane="AUTOMATIC")
    past.write()

    rows = selectors.rules(finding_id=made.id, to=world.ana, now=noon).rows

    assert {one.way.lane for one in rows if one.is_open} == {"SUPERVISOR"}
    assert [one.why for one in rows if one.way.lane == "OFFICER"] == [
        "Those who would decide are those who send these cases up."
    ]


@pytest.mark.parametrize(("n_others", "chosen"), [(1, True), (2, False)])
def test_a_rule_that_reaches_far_more_than_the_group_is_not_chosen_by_itself(
    world, past, client, n_others, chosen
):
    made = habits.found(world, by_suggestion(world))
    for outcome in ("fast_track", *["standard"] * n_others):
        past.add(features={"industry": "construction"}, recommended=outcome, lane="OFFICER")
    past.write()
    client.force_login(world.user("ana"))

    page = client.get(f"/patterns/{made.id}/rules/").content.decode()

    offered = page.split("What is not open, and why")[0].split('id="rules"')[1]
    assert ('value="SUPERVISOR:whole"' in offered, "checked" in offered) == (True, chosen)


def test_nothing_is_offered_while_the_next_version_waits_for_the_owner(world):
    made, draft = habits.found(world), begin_policy(world)
    tree = draft.tree | {"otherwise": draft.tree["otherwise"] | {"due_hours": 12}}
    saved = flow.save_policy(system=world.system, tree=tree, version=draft.version, by=world.ana, now=noon)
    flow.propose_policy(system=world.system, version=saved.version, by=world.ana, now=noon)

    found = selectors.rules(finding_id=made.id, to=world.ana, now=noon)

    assert not found.rows
    assert "waits for the owner" in found.closed
    assert selectors.life(finding_id=made.id, to=world.ana, now=noon, with_rules=True).rules == found


def test_of_a_group_without_newest_decisions_nobody_says_what_would_move(world, past):
    made = habits.found(world, by_suggestion(world))
    past.add(features={"industry": "construction"}, recommended="standard", lane="AUTOMATIC")
    past.write()

    rows = selectors.rules(finding_id=made.id, to=world.ana, now=noon).rows

    assert [one.reached.n_group for one in rows] == [0] * len(rows)
    assert not any("only others" in one.why for one in rows)


def test_the_page_asks_for_the_rules_by_itself_and_whoever_has_no_script_follows_a_link(world, client):
    here = f"/patterns/{habits.found(world).id}/"
    client.force_login(world.user("ana"))

    page = client.get(here).content.decode()
    assert f'hx-get="{here}rules/"' in page
    assert f'href="{here}rules/#rules"' in page
    assert 'name="way"' not in page

    alone = client.get(f"{here}rules/", headers={"HX-Request": "true"}).content.decode()
    assert "<main" not in alone
    assert 'form="f-rule"' in alone

    whole = client.get(f"{here}rules/").content.decode()
    assert "hx-get" not in whole.split('id="rules"')[1].split(">")[0]
    assert 'name="way"' in whole


def test_a_part_that_breaks_is_said_in_its_place_and_no_page_stands_within_the_page(world, monkeypatch):
    here = f"/patterns/{habits.found(world).id}/rules/"
    client = Client(raise_request_exception=False)
    client.force_login(world.user("ana"))
    monkeypatch.setattr(selectors, "rules", broken)

    part = client.get(here, headers={"HX-Request": "true"})
    said = part.content.decode()
    assert (part.status_code, "Something broke on our side" in said, "<html" in said) == (500, True, False)


def broken(**_asked):
    raise RuntimeError


def test_nothing_is_offered_where_a_fix_is_on_its_way_or_the_finding_is_laid_aside(world):
    made = habits.found(world)
    Finding.objects.filter(id=made.id).update(state="CLOSED")
    found = selectors.rules(finding_id=made.id, to=world.ana, now=noon)
    assert (found.rows, "not possible" in found.closed) == ((), True)

    Finding.objects.filter(id=made.id).update(state="NEW")
    fixing.order_model(finding_id=made.id, says="Weigh the trade.", by=world.ana, now=noon)
    found = selectors.rules(finding_id=made.id, to=world.ana, now=noon)
    assert (found.rows, found.closed) == ((), str(FixIsOpenAlready.sentence))


def test_only_who_writes_the_policy_is_told_its_rules(world, client):
    made = habits.found(world)
    with pytest.raises(CannotWritePolicy):
        selectors.rules(finding_id=made.id, to=world.owen, now=noon)
    with pytest.raises(refusals.NotVisible):
        selectors.rules(finding_id=made.id, to=world.olga, now=noon)
    client.force_login(world.user("owen"))
    assert "hx-get" not in client.get(f"/patterns/{made.id}/").content.decode().split('id="changed"')[1]


def begin_policy(world):
    return flow.begin_policy(system=world.system, by=world.ana, now=noon)
