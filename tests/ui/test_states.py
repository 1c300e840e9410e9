"""Every page state (tests/ui/states.py): no barrier, no sideways scroll, light to load; of the main ones a picture."""

import gzip
import json
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright import sync_api

from reviewhub import accounts_urls
from tests.edges.test_access import ACCESS
from tests.effort import LONG
from tests.ui import states, walking

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
# Sent to the browser once; each page has it at hand, and runs it when it is asked.
AXE = f"window.bringAxe = () => {{{(ROOT / 'tests' / 'vendor' / 'axe.min.js').read_text()}}}"
HAS_AXE = "'bringAxe' in window"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHTS = {320: 640, 390: 844, 720: 450, 1024: 768, 1440: 900}
# Between 320 and 390 no rule of the style sheets begins or ends: what is too wide at 390 is so at 320.
WIDTHS = tuple(HEIGHTS) if LONG else (320, 720, 1024, 1440)
PRODUCT = [(theme, width) for theme in ("light", "dark") for width in (1440, 1024, 390)]
KB = 1024
MOST = {
    "html": 25 * KB,
    "css": 16 * KB,
    "js": 28 * KB,
    "font": 50 * KB,
    "first": 120 * KB,
    "warm": 25 * KB,
    "requests": 8,
    "nodes": 1500,
    "shift": 0.02,
    "statements": 12,
}
MORE_STATEMENTS = {  # by address: figures of weeks, a story in many parts; work on a case stays near 12
    "console:home": 27,
    "console:decisions": 20,
    "console:team": 31,  # an inbox now, its weeks and days ahead, its people with what each has and can, its promises
    "console:hand_on": 15,  # with who is on today and who has the skill that the case asks for
    "console:second_review": 14,  # both opinions, and whether the decision still holds
    "console:reversal-ask": 14,  # one of them, with its fate
    "console:escalation": 15,  # with its ladder: policy, inboxes, and who decides on each level
    "console:review": 15,  # with documents: which there are, the key, and the page
    "review-decided": 17,  # with documents, and what was decided
    "console:evidence": 16,
    "console:case": 31,  # with what the affected person was told and contests
    "console:appeal": 28,  # with the decision explained from the record, and everybody of its chain
    "console:explanation": 22,
    "console:held": 14,
    "console:held_decision": 30,  # all of a case, both voices, who may resolve it and who may not, and where it climbs
    "console:context": 20,  # figures of every fact and source, alarms, questions
    "/systems/injury-triage/context/?weeks=all": 20,
    "console:recommendation": 14,  # all that was received, and what the context and policy made of it
    "console:policy": 16,
    "console:policy-version": 18,
    "console:policy-diff": 16,
    "console:policy-edit": 18,
    "console:policy-write": 16,
    "/systems/injury-triage/policy/edit/?rule=sr2": 18,
    "/systems/injury-triage/policy/edit/?rule=sr1": 18,
    "console:fix": 16,
    "console:run": 13,  # which of the twelve it asked, and what rose or fell
    "console:pattern": 32,  # a finding's whole life: weeks, cost, fixes with their replays and effects, what may be done next
    "console:finding_rules": 39,  # the same, with the rules that it may become
    "console:reasons": 16,  # as of when, of which versions; counted by three statements: of all, where the outcome is known, where a second looked
    "console:insights": 36,  # with the versions that can be chosen, the newest patterns, the limit of the override share, which versions came into use, agreement before advice
    "console:inbox": 13,  # with the view of one's own that opens first, and what is paused
    "console:inbox_people": 26,  # who may what, what they hold, take and can, who is away and on, what falls due
    "console:insight_notes": 22,  # the versions that can be chosen, a day's sharp notes and reports, what was called broken, what notes are about
    "console:segments-edit": 16,
    "console:segments": 25,  # who counts by each of them, and what was measured
    "console:posture-version": 13,  # with what is paused, as the next
    "console:posture-edit": 13,
    "console:posture-write": 13,
    "console:ownership": 13,
    "console:limits": 13,
    "console:recourse": 13,
    "console:authority_once": 14,
    "console:inbox_remove": 14,  # who somebody is there, and what else they hold
    "console:give_authority": 20,  # a case, what was given on it, to whom more may be, and who stands in for whom
    "console:try": 14,
    "console:try-cases": 13,
    "console:patterns": 30,
    "console:runs": 15,  # with the AI systems to choose from
    "console:system": 36,  # everything about one AI system: posture, pauses, limits, owner, models, policy, contract
    "/systems/injury-triage/rollbacks/?policy=1&outcome=standard": 20,  # what would be reversed, and what not with why
    "console:rollbacks": 15,
    "console:posture": 13,
    "console:rollback": 15,
    "console:pausing": 14,
    "prove-it-is-you-by-code": 14,
    # Opened again after something was typed and not saved: the saved draft is tried on stored cases anew.
    "/systems/injury-triage/contract/edit/?fact=age": 26,
    "contract-list-wrong": 26,
    "console:health": 22,  # one or two for each part of the product
}
# Pages that a state comes to by what is done on another one.
BY_ACT = {"mfa_authenticate": "second-factor-asked", "mfa_index": "second-factor"}
MORE_REQUESTS = {"console:evidence": 9, "review-decided": 9}  # the page of a document is a picture of its own
KINDS = {"document": "html", "stylesheet": "css", "script": "js", "font": "font"}
# No rule of these tags reads style sheets, which axe would fetch again each time.
ASK_AXE = """tags => axe.run(document,
  {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: {assets: ['media']}}).then(
  found => found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(', ')))"""
# On a wide screen parts of a page scroll by themselves: a picture is as high as shows all of the longest.
WHOLE = """() => innerHeight + Math.max(0, ...[...document.querySelectorAll('main, main *')]
  .filter(one => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.clientHeight > innerHeight / 3)
  .map(one => one.scrollHeight - one.clientHeight))"""
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
TIMES = """() => new Promise(tell => {
  const found = {shift: 0, largest_ms: 0};
  new PerformanceObserver(list => { for (const one of list.getEntries())
    if (!one.hadRecentInput) found.shift += one.value; }).observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => { for (const one of list.getEntries())
    found.largest_ms = Math.round(one.startTime); }).observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => tell(found), 60); })"""


def look(page, theme, width, *, before):
    if theme != before:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def test_every_address_of_the_console_is_a_state_or_no_page():
    pages = {name for name, row in ACCESS.items() if name.startswith("console:") and row.method == "GET"}
    walked = {state.url for state in states.EMPTY + states.FULL if state.url.startswith("console:")}
    none = {name for name in states.NO_PAGE if name.startswith("console:")}
    assert pages == walked | none
    assert not walked & none


def test_every_page_around_the_sign_in_is_walked():
    pages = {one.name for one in accounts_urls.urlpatterns}
    walked = {state.url for state in states.EMPTY + states.FULL} | set(BY_ACT)
    assert pages - walked == pages & states.NO_PAGE
    assert set(BY_ACT.values()) <= {state.name for state in states.FULL}


def test_no_rule_of_the_style_sheets_begins_between_the_two_narrowest_widths():
    sheets = " ".join(one.read_text() for one in ROOT.glob("apps/*/static/**/*.css"))
    bounds = re.findall(
        r"(?:width|inline-size)[^()]*?([\d.]+)(px|r?em)", " ".join(re.findall(r"@[^{;]*", sheets))
    )
    at = {float(n) * (1 if unit == "px" else 16) for n, unit in bounds}
    assert 760 in at
    assert not [one for one in at if 320 <= one <= 390]


def test_no_two_states_share_a_name():
    assert set(Counter(state.name for state in states.EMPTY + states.FULL).values()) == {1}


def looked(state):
    """Return what each look (theme, width) of a state is taken for, the first look first."""
    wanted = {("light", 1440): {"axe", "width"}}
    if state.main or LONG:
        wanted["light", 1440].add("picture")
        wanted["dark", 390] = {"axe", "picture"}
    for width in WIDTHS:
        wanted.setdefault(("light", width), set()).add("width")
    if LONG:
        for look_of in PRODUCT:
            wanted.setdefault(look_of, set()).update({"axe", "picture"})
    return wanted


@cache
def file_size(name, kind):
    """Count a static file as it lies there: a browser that has it already is given none."""
    return size_of(Path(finders.find(name)).read_bytes(), kind)


def size_of(body, kind):
    return len(body) if kind == "font" else len(gzip.compress(body, 6))


def weighed(visit):
    """Count what a state costs: bytes by kind as a server that compresses with gzip -6 sends them, and the rest.

    Headers are not counted; fonts are compressed already.
    """
    found = Counter()
    for answer in visit.answers:
        kind = KINDS.get(answer.request.resource_type, "other")
        _, is_file, name = urlsplit(answer.url).path.partition("/static/")
        size = file_size(name, kind) if is_file else size_of(answer.body(), kind)
        found[kind] += size
        found["first"] += size
        if not is_file:
            found["warm"] += size
    found["requests"], found["statements"] = len(visit.answers), visit.statements
    return found | visit.page.evaluate(TIMES)


def picture(page, path):
    """Take a picture, as JPEG in half the time of a PNG.

    Once in thousands, on a busy machine, the browser waits for a frame that never comes.
    """
    wanted = {"path": path, "full_page": True, "type": "jpeg", "quality": 85}
    try:
        page.screenshot(**wanted, timeout=10_000)
    except sync_api.TimeoutError:
        page.screenshot(**wanted)


def seen(visit):
    """Look at a state from every side: the barriers, the looks that scroll sideways, the pictures."""
    barriers, wide, kept, before = {}, [], [], "light"
    if not visit.page.evaluate(HAS_AXE):
        visit.page.add_init_script(AXE)
        visit.page.evaluate(AXE)
    visit.page.evaluate("bringAxe()")
    for n, ((theme, width), wanted) in enumerate(looked(visit.state).items()):
        if n:  # opened at the first
            look(visit.page, theme, width, before=before)
        before = theme
        name = f"{visit.state.name}-{theme}-{width}"
        if "axe" in wanted:
            barriers[name] = visit.page.evaluate(ASK_AXE, TAGS)
        if "width" in wanted and visit.page.evaluate(TOO_WIDE):
            wide.append(name)
        if "picture" in wanted:
            kept.append(ARTEFACTS / f"{name}.jpg")
            visit.page.set_viewport_size({"width": width, "height": visit.page.evaluate(WHOLE)})
            picture(visit.page, kept[-1])
    return barriers, wide, kept


@pytest.mark.browser
@pytest.mark.timeout(3600 if LONG else 500)
def test_axe_finds_nothing_nothing_scrolls_sideways_every_budget_is_kept(open_as, world):
    """One walk for all of it: opening a state costs more than looking at it."""
    ARTEFACTS.mkdir(exist_ok=True)
    barriers, wide, kept, over, costs = {}, [], [], [], {}
    for visit, cost in walking.walk(open_as, world, weighed):
        found = seen(visit)
        barriers |= found[0]
        wide += found[1]
        kept += found[2]
        cost["nodes"] = visit.page.evaluate("document.querySelectorAll('*').length")
        costs[visit.state.name] = cost
        over += too_much(visit.state, cost)
    faults = {name: said for name, said in barriers.items() if said}
    (ARTEFACTS / "costs.json").write_text(json.dumps(costs, indent=1))
    sys.stdout.write(f"\naxe: {len(faults)} of {len(barriers)} looks with violations, {len(costs)} states\n")
    sys.stdout.write(f"pictures: {len(kept)} in artefacts/\n")
    assert not faults, json.dumps(faults, indent=1)
    assert wide == []
    assert over == []
    assert all(picture.stat().st_size for picture in kept)


def too_much(state, cost):
    most = MOST | {
        "statements": MORE_STATEMENTS.get(state.name) or MORE_STATEMENTS.get(state.url, 12),
        "requests": MORE_REQUESTS.get(state.name) or MORE_REQUESTS.get(state.url, MOST["requests"]),
    }
    return [
        f"{state.name}: {what} {cost.get(what, 0)}, at most {most[what]}"
        for what in most
        if cost.get(what, 0) > most[what]
    ]


def test_a_page_over_a_budget_is_found():
    inbox = states.State("inbox", "olga", "console:inbox")
    assert too_much(inbox, Counter(html=25 * KB, requests=9)) == ["inbox: requests 9, at most 8"]
    assert too_much(inbox, Counter(statements=14)) == ["inbox: statements 14, at most 13"]
