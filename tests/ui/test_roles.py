"""The work of each role, by mouse, by the keyboard alone and without JavaScript: the same steps, three hands."""

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.flow import services as flow
from apps.registry.models import Pause
from apps.reviews.models import Decision
from tests import world as worlds
from tests.ui.hands import Keyboard, NoScript
from tests.ui.made import make_finding

pytestmark = pytest.mark.browser
WITHOUT_MOUSE = pytest.mark.parametrize(  # by mouse, page by page: test_journeys.py and test_admin.py
    "hand", [Keyboard, NoScript], indirect=True, ids=lambda hand: hand.name
)
WHY = "Wrong fast tracks after hospital stays."


def test_a_supervisor_decides_what_climbed(hand, world):
    item = worlds.claimed(world, world.olga)
    flow.escalate(
        item_id=item.id, why="unsure", note="See the letter.", version=item.version, token=item.token,
        by=world.olga, now=world.now,
    )  # fmt: skip
    sam = hand("sam")
    sam.follow("Escalations")
    sam.follow(f"Jo Example {item.case.case_ref.removeprefix('WC-')}")
    sam.sees("See the letter.")
    sam.press("Take this case")
    sam.choose("act", "override")
    sam.choose("outcome", "case_managed")
    sam.choose("reason", "it_missing")
    sam.pick("What it did not know", "Surgery planned")
    sam.press("Record")
    sam.sees("Recorded:")

    decision = Decision.objects.get(item_id=item.id)
    assert (decision.by, decision.kind) == (world.sam, "OVERRIDDEN")


@WITHOUT_MOUSE
def test_an_analyst_reads_a_pattern_its_cases_and_the_weekly_figures(hand, world):
    make_finding(world)
    ana = hand("ana")
    ana.follow("Patterns")
    ana.follow("After a hospital stay")
    ana.sees("Cases that show it, and cases that do not")
    ana.follow("WC-")
    ana.sees("This decision is evidence for the pattern")
    ana.follow("Insights")
    with ana.page.expect_download() as file:
        ana.follow("Weekly figures (CSV)")
    assert file.value.suggested_filename == "injury-triage-weekly-26-weeks.csv"


def is_paused(world):
    return Pause.objects.filter(system=world.system, is_paused=True).exists()


@WITHOUT_MOUSE
def test_an_owner_pauses_and_resumes_after_proving_who_they_are(hand, world):
    owen = hand("owen")
    owen.follow("AI systems")
    owen.fill("Reason", WHY)
    owen.press("Pause the AI system")
    owen.fill("Password", "bluegrass-owen-1982")
    owen.press("Confirm")
    owen.sees("Nothing has changed yet")
    expect(owen.page.get_by_role("textbox", name="Reason")).to_have_value(WHY)
    assert not is_paused(world)
    owen.press("Pause the AI system")
    owen.sees("every new case goes to a person")
    assert is_paused(world)
    owen.press("Resume the AI system")
    expect(owen.page.get_by_role("button", name="Pause the AI system")).to_be_visible()
    assert not is_paused(world)


@WITHOUT_MOUSE
def test_an_auditor_follows_the_record_of_a_case(hand, world):
    ref = worlds.decided(world, world.olga, worlds.override()).case.case_ref
    audrey = hand("audrey")
    audrey.find(ref)
    audrey.sees("triage-model suggested Fast track")
    audrey.sees("Olga Marsh decided Standard lost-time instead")
    audrey.follow("Facts and suggestion")
    audrey.sees("AI suggestion")
    expect(audrey.page.locator("[data-primary]:enabled")).to_have_count(0)


def test_an_admin_invites_gives_access_takes_it_back_and_deactivates(hand, world):
    adam = hand("adam")
    adam.follow("People")
    adam.follow("Invite somebody")
    adam.fill("Name", "Nora Ek")
    adam.fill("E-mail", "nora@bluegrass.example")
    adam.tick("Officer")
    adam.press("Invite")
    adam.fill("Password", "bluegrass-adam-1982")
    adam.press("Confirm")
    adam.sees("shown only now")
    nora = User.objects.get(email="nora@bluegrass.example")
    adam.fill("Why", "She joins the team.")
    adam.press("Give")
    adam.sees("Take back")
    assert [one.permission for one in nora.grant_terms.all()] == ["work_inbox"]
    adam.follow("Take back")
    adam.fill("Why", "She changes the team.")
    adam.press("Take back")
    adam.sees("Taken back. Nora Ek loses it")
    adam.follow("People")
    adam.follow("Nora Ek")
    adam.sees("Without a grant, a role opens no inbox")
    assert not nora.grant_terms.exists()
    adam.follow("Deactivate")
    adam.asked("Deactivate Nora Ek?")
    adam.fill("Why it is done", "She left.")
    adam.press("Deactivate")
    adam.sees("Deactivated")
    nora.refresh_from_db()
    assert not nora.is_active
