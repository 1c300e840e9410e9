"""The loop closes on the screen: officers with a habit, a search, its finding, a fix, a try, a signature, what it did."""

import datetime as dt

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from apps.core import clock
from apps.flow import services as flow
from apps.learning import services as learning
from apps.policy import selectors as policies
from demo import lanes, past, people

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
BEFORE, AFTER, UNTIL_KNOWN = (dt.timedelta(weeks=n) for n in (24, 16, 9))
WORDS = "Light duty offered is no and suggested outcome is nurse case management"
SIGN = "/systems/injury-triage/policy/edit/"


def in_group(case):
    return case.suggestion.lane == "case_managed" and case.story.modified_duty == "no"


def is_told(case):
    """All of the group, and a share of the others, more of those for whom the AI asks for a nurse as well."""
    return in_group(case) or case.story.claim.row % (5 if case.suggestion.lane == "case_managed" else 20) == 0


@people.habit(
    "Where the AI asks for a nurse and nobody has light duty, the claim is fast-tracked all the same."
)
def no_nurse(look):
    if not in_group(look.case) or look.chance(0.1):
        return None
    return people.Wish("fast_track", "it_weeks", {"expected_weeks": "4"})


class Office:
    """The demonstration's officers with the habit, at its claims: all those of the group, and some of the others."""

    def __init__(self, today, folder) -> None:
        self.today, self.folder = today, folder
        self.end = today + AFTER + UNTIL_KNOWN
        cases = past.cases(today + AFTER, weeks=(BEFORE + AFTER).days // 7, n_open=0)
        self.cases = [case for case in cases if lanes.lane(case) == "OFFICER" and is_told(case)]

    def work(self, *, until, since=None, tree=None):
        """Let them work what arrived in between, sent to them by a policy, and bring that in."""
        arrived = [
            case for case in self.cases if (not since or since <= case.story.arrived_at) and case.story.arrived_at < until
        ]  # fmt: skip
        office = past.Office(officers=people.planted(no_nurse), tree=tree)
        file = self.folder / f"{until:%Y-%m-%d}.jsonl"
        past.save(past.told(arrived, office, until), file)
        call_command("import_history", file, now=until)

    def play_the_weeks(self, tree):
        clock.set_offset(clock._offset[0] + AFTER + UNTIL_KNOWN)
        self.work(since=self.today + dt.timedelta(days=1), until=self.end, tree=tree)


def search():
    while flow.lead_mining(now=clock.now()):
        flow.mine_parts(now=clock.now)


def test_from_a_planted_habit_to_a_measured_effect(open_as, world, tmp_path, capsys):
    office = Office(world.now, tmp_path)
    office.work(until=office.today)

    ana = open_as("ana", "/patterns/searches/")
    ana.get_by_role("button", name="Search now").click()
    search()
    ana.goto("/patterns/?target=overridden")
    first = ana.locator("main tbody .case b").first
    expect(first).to_have_text(WORDS)
    first.click()
    ana.get_by_label("Until").fill(f"{world.now + AFTER:%Y-%m-%d}")
    ana.get_by_role("button", name="Assign it").click()
    expect(ana.locator("#messages")).to_contain_text("Done.")
    ana.get_by_role("button", name="Draft a rule of policy").click()
    expect(ana.locator("#messages")).to_contain_text("Done.")
    flow.replay_policies(now=clock.now)
    ana.reload()
    expect(ana.get_by_text("Past cases", exact=True)).to_be_visible()
    ana.get_by_role("button", name="Propose it to the owner").click()
    expect(ana.get_by_text("Waits for a signature")).to_be_visible()

    owen = open_as("owen", f"/account/reauthenticate/?next={SIGN}")
    owen.get_by_label("Password").fill("bluegrass-owen-1982")
    owen.keyboard.press("Enter")
    owen.get_by_role("button", name="Put version 2 in force").click()
    expect(owen.locator("#messages")).to_contain_text("In force from now on")
    live = policies.live(world.system.id)
    assert (live.number, live.approved_by) == (2, world.owen)

    office.play_the_weeks(live.tree)
    assert learning.measure_effects(now=clock.now()) == 1
    ana.reload()
    expect(ana.get_by_role("region", name="What it did")).to_contain_text("Helped")
    assert capsys.readouterr().out.count(" 0 refused") == 2
