"""What is typed into the editors of contract and policy, for the states of tests/ui/states.py."""

import copy
import re

from playwright.sync_api import expect

from apps.flow import services as flow


def require_it(page):
    page.get_by_label("Required", exact=True).check()
    page.get_by_label("If missing").focus()
    page.get_by_label("If missing").select_option("ask")
    expect(page.locator("#trial")).to_contain_text("Newly stopped")
    expect(page.locator("tr.sel ins").first).to_have_text("Required")
    expect(page.get_by_label("If missing")).to_be_focused()


def mistype_it(page):
    page.get_by_label("Fresh for").fill("soon")
    expect(page.locator(".field:has(#f-fresh) #fact-error")).to_contain_text("Write a number")


def break_the_text(page):
    page.get_by_label("The whole contract").fill("facts: yes")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.locator("main")).to_contain_text("Not saved: line 1.")


def to_it_by_keys(page):
    """Back to the table, from rule to rule, and into the form of the second one."""
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/policy/edit/$"))
    page.wait_for_load_state()  # the address is there before the keys are listened to
    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"rule=sr2#rule$"))


def open_a_segment(page):
    page.get_by_role("link", name="Lower back").click()
    expect(page.get_by_role("textbox", name="Key")).to_have_value("lower_back")


def tighten_it(page):
    to_it_by_keys(page)
    page.get_by_label("Value").first.fill("1200.00")
    expect(page.locator("#worked")).to_contain_text("$1,200.01")
    expect(page.locator("#rules tr.sel ins").first).to_contain_text("$1,200.00")
    expect(page.get_by_label("Value").first).to_be_focused()


def loosen_it(page):
    page.get_by_label("Then", exact=True).focus()
    page.get_by_label("Then", exact=True).select_option("AUTOMATIC")
    expect(page.locator("#rule-error")).to_contain_text(
        "Rule 2 would let the AI act above $1,500.00 at stake."
    )


def drafts(world):
    """The next version of the policy and of the segments."""
    policy_draft(world)
    segment_draft(world)


def segment_draft(world):
    """One segment more, which the last cases are counted by, and one gone."""
    kept = [one for one in world.system.segments if one["key"] != "special_groups"]
    more = {
        "key": "no_group",
        "label": "No injury group",
        "when": {"fact": "injury_group", "op": "is_missing"},
    }
    flow.save_segments(system=world.system, segments=[*kept, more], version=0, by=world.ana, now=world.now)


def policy_draft(world):
    """The next version of the policy: one limit lower, one rule new and never reached."""
    draft = flow.begin_policy(system=world.system, by=world.ana, now=world.now)
    tree = copy.deepcopy(draft.tree)
    tree["rules"][1]["when"]["value"] = 200_000
    again = {
        "code": "sr3",
        "say": "As much again.",
        "when": {"fact": "stake_minor", "op": "gt", "value": 400_000},
    }
    tree["rules"].insert(2, again | {"then": tree["rules"][1]["then"]})
    flow.save_policy(system=world.system, tree=tree, version=draft.version, by=world.ana, now=world.now)
