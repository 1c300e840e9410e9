"""The loop closes on the screen: overrides, a finding, a fix, its try, a signature, live, and what it did."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from apps.core import bulk, clock, ids, transactions
from apps.flow import services as flow
from apps.learning import services as learning
from apps.measures.models import Outcome
from apps.policy import selectors as policies
from tests import world as worlds
from tests.learning.habits import habit
from tests.measures.past import Past, days

pytestmark = pytest.mark.browser
SIGN = "/systems/injury-triage/policy/edit/"


def know(lines):
    """Every construction claim proves long, no other does; so a fast track of construction was wrong."""
    bulk.insert(
        [
            Outcome(
                id=ids.new(), case_id=line.case_id, external_id="O-1", measure="long_claim",
                value=line.features["industry"] == "construction", known_at=days(80), received_at=days(80), body_digest=b"",
            )
            for line in lines
        ]
    )  # fmt: skip


def weeks_later(past):
    """People decide on: supervisors keep every construction claim from the fast track."""
    for number in range(160):
        here = number % 2 == 0
        industry = "construction" if here else "manufacturing"
        past.add(override=here, at=days(1 + number / 16), features={"industry": industry})
    with transactions.verb():
        know(past.write())
    clock.set_offset(clock._offset[0] + dt.timedelta(days=120))


def test_from_overrides_to_a_measured_effect(open_as, world):
    past = Past(world)
    worlds.arrive(world)
    with transactions.verb():
        know(habit(past))
        learning.queue_run(system=world.system, now=world.now)
    flow.mine(now=world.now)

    ana = open_as("ana", "/patterns/")
    ana.get_by_role("link", name="Industry is construction").click()
    ana.get_by_role("button", name="Draft a rule of policy").click()
    expect(ana.locator("#messages")).to_contain_text("Done.")
    flow.replay_policies(now=clock.now)
    ana.reload()
    expect(ana.get_by_text("Past cases")).to_be_visible()
    ana.get_by_role("button", name="Propose it to the owner").click()
    expect(ana.get_by_text("Waits for a signature")).to_be_visible()

    owen = open_as("owen", f"/account/reauthenticate/?next={SIGN}")
    owen.get_by_label("Password").fill("bluegrass-owen-1982")
    owen.keyboard.press("Enter")
    owen.get_by_role("button", name="Put version 2 in force").click()
    expect(owen.locator("#messages")).to_contain_text("In force from now on")
    live = policies.live(world.system.id)
    assert (live.number, live.approved_by) == (2, world.owen)

    weeks_later(past)
    assert learning.measure_effects(now=clock.now()) == 1
    ana.goto("/fixes/")
    expect(ana.get_by_role("row", name="Fix 1")).to_contain_text("Helped")
    ana.get_by_role("link", name="Fix 1").click()
    expect(ana.get_by_text("Seen 0 of 80 (0.0%), expected")).to_be_visible()
