"""Every page state (tests/ui/states.py): no barrier, no sideways scroll, light to load, and a picture of it."""

import gzip
import json
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.edges.test_access import ACCESS
from tests.effort import LONG
from tests.ui import states

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = ((320, 640), (390, 844), (720, 450), (1024, 768), (1440, 900))
HEIGHTS = dict(SIZES)
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
}
KINDS = {"document": "html", "stylesheet": "css", "script": "js", "font": "font"}
ASK_AXE = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(
  found => found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(', ')))"""
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
TIMES = """() => new Promise(tell => {
  const found = {shift: 0, largest_ms: 0};
  new PerformanceObserver(list => { for (const one of list.getEntries())
    if (!one.hadRecentInput) found.shift += one.value; }).observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => { for (const one of list.getEntries())
    found.largest_ms = Math.round(one.startTime); }).observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => tell(found), 60); })"""


def look(page, theme, width):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def test_every_address_of_the_console_is_a_state_or_no_page():
    pages = {name for name, row in ACCESS.items() if name.startswith("console:") and row.method == "GET"}
    walked = {state.url for state in states.EMPTY + states.FULL if state.url.startswith("console:")}
    assert pages == walked | states.NO_PAGE
    assert not walked & states.NO_PAGE


def test_no_two_states_share_a_name():
    assert set(Counter(state.name for state in states.EMPTY + states.FULL).values()) == {1}


def looked(state):
    """Return what each look (theme, width) of a state is taken for, the first look first."""
    wanted = {("light", 1440): {"axe", "width", "picture"}, ("dark", 390): {"picture"}}
    if state.main or LONG:
        wanted["dark", 390].add("axe")
    for width, _ in SIZES:
        wanted.setdefault(("light", width), set()).add("width")
    if LONG:
        for look_of in PRODUCT:
            wanted.setdefault(look_of, set()).update({"axe", "picture"})
    return wanted


@pytest.mark.browser
@pytest.mark.timeout(3600 if LONG else 500)
def test_axe_finds_nothing_nothing_scrolls_sideways_and_a_picture_is_kept(open_as, world):
    """One walk for all three: opening a state costs more than looking at it."""
    folder = ROOT / "artefacts"
    folder.mkdir(exist_ok=True)
    barriers, wide, kept, n_axe = {}, [], [], 0
    for state, page in states.walk(open_as, world):
        page.evaluate(AXE)
        for (theme, width), wanted in looked(state).items():
            look(page, theme, width)
            name = f"{state.name}-{theme}-{width}"
            if "axe" in wanted:
                n_axe += 1
                if violations := page.evaluate(ASK_AXE, TAGS):
                    barriers[name] = violations
            if "width" in wanted and page.evaluate(TOO_WIDE):
                wide.append(name)
            if "picture" in wanted:
                kept.append(folder / f"{name}.png")
                page.screenshot(path=kept[-1], full_page=True)
    n_states = len(states.EMPTY + states.FULL)
    sys.stdout.write(f"\naxe: {len(barriers)} of {n_axe} looks with violations, {n_states} states\n")
    sys.stdout.write(f"pictures: {len(kept)} in artefacts/\n")
    assert not barriers, json.dumps(barriers, indent=1)
    assert wide == []
    assert all(picture.stat().st_size for picture in kept)


def heard(page):
    """A list that every answer to the page is added to."""
    answers = []

    def hear(answer):
        answers.append(answer)

    page.on("response", hear)
    return answers


def weigh(answers):
    """Bytes by kind as a server that compresses with gzip -6 sends them: this one does not compress.

    Headers are not counted; fonts are compressed already.
    """
    found = Counter()
    for answer in answers:
        kind = KINDS.get(answer.request.resource_type, "other")
        body = answer.body()
        size = len(body) if kind == "font" else len(gzip.compress(body, 6))
        found[kind] += size
        found["first"] += size
        if "/static/" not in urlsplit(answer.url).path:
            found["warm"] += size  # static files have a hash in their names and stay in the browser
    return found


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_every_page_stays_inside_its_budgets(open_as, world):
    """Each state that needs no hand is opened as the first page of a browser that knows nothing."""
    over, times = [], {}
    for state, known in states.walk(open_as, world, lambda state: state.act is states.as_it_is):
        page = known.context.browser.new_context(storage_state=known.context.storage_state()).new_page()
        answers = heard(page)
        page.goto(known.url, wait_until="load")
        page.evaluate("document.fonts.ready")
        found = weigh(answers) | {
            "requests": len(answers),
            "nodes": page.evaluate("document.querySelectorAll('*').length"),
        }
        times[state.name] = page.evaluate(TIMES)
        found |= {"shift": times[state.name]["shift"]}
        over += [
            f"{state.name}: {name} {found[name]}" for name, most in MOST.items() if found.get(name, 0) > most
        ]
        page.context.close()
    (ROOT / "artefacts").mkdir(exist_ok=True)
    (ROOT / "artefacts" / "times.json").write_text(json.dumps(times, indent=1))
    assert over == []
