"""A real browser against the product in this process, on a database of its own."""

import os
import shutil

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright

from tests import memory
from tests.serving import served
from tests.ui.hands import HANDS

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's loop runs in the thread of the tests

# The first is Chromium without windows: the same engine for half the CPU.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # One site is opened and nothing hostile: a new process for each page costs a tenth of the time.
    "--disable-site-isolation-trials", "--renderer-process-limit=2",
    "--disable-features=SpareRendererForSitePerProcess,IsolateOrigins,site-per-process",
    # A page lives for a second: to compile what axe does there into fast machine code costs more than it gains.
    "--js-flags=--no-maglev --no-turbofan",
)  # fmt: skip
# htmx takes hold of a page in a task of its own after the scripts ran, on a busy machine only after `load`.
IN_HAND = """async () => {
  const one = document.querySelector("[hx-get], [hx-post]");
  for (let n = 0; window.htmx && one && !one.hasAttribute("data-htmx-powered"); n++) {
    if (n === 1000) throw new Error("htmx did not take hold of the page");
    await new Promise((go) => setTimeout(go, 5));
  } }"""


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        sentence = "Chromium is not installed, so no browser test can run (Debian: apt-get install chromium-headless-shell)."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    with sync_playwright() as playwright:
        # Playwright lets Chromium share its memory by files in the temporary folder: as Docker has little of it.
        unwanted = ["--disable-dev-shm-usage"] if memory.has_room() else []
        running = playwright.chromium.launch(
            executable_path=path, args=list(FLAGS), ignore_default_args=unwanted
        )
        yield running
        running.close()


@pytest.fixture
def site(committed, world, settings):
    """The product's address; its pages are served by a thread of this process."""
    with served(settings) as address:
        yield address


def signed_in(world, first_name, site):
    """Return the cookie of a session that somebody just began."""
    client = Client()
    client.force_login(world.user(first_name))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}


def is_a_fault(said):
    """Say whether the console complains; that a page was refused (4xx) is an answer, of a static file it is none."""
    if "Content Security" in said.text:
        return True
    refused = "responded with a status of 4" in said.text and "/static/" not in said.location["url"]
    return said.type == "error" and not refused


def go(page, path):
    """Open a page and wait until its links and forms answer in place: before that they lead to whole pages."""
    page.goto(path)
    page.evaluate(IN_HAND)


@pytest.fixture
def open_as(browser, site, world):
    """Return a function that opens a page as somebody; the test fails when a page breaks its own policy."""
    contexts, complaints = [], []

    def opened(first_name=None, path="/", **options):
        context = browser.new_context(base_url=site, viewport={"width": 1440, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_a_fault(said) else None)
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((site, "data:")) else complaints.append(asked.url),
        )
        if first_name:
            context.add_cookies([signed_in(world, first_name, site)])
        go(page, path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(params=HANDS, ids=lambda hand: hand.name)
def hand(request, open_as, world, site):
    """Return a function that opens the product as somebody and gives the hand on its page.

    They sit down one after the other at one browser: it knows styles and fonts already, and costs half.
    """
    pages = []

    def sits_down(who, path="/"):
        if not pages:
            pages.append(open_as(who, path, **request.param.options))
        else:
            pages[0].context.add_cookies([signed_in(world, who, site)])
            go(pages[0], path)
        return request.param(pages[0])

    return sits_down
