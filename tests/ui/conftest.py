"""A real browser against the product in this process, on a database of its own."""

import os
import shutil
import threading
import time

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import sync_playwright

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's loop runs in the thread of the tests

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        sentence = "Chromium is not installed, so no browser test can run (Debian: apt-get install chromium)."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def site(committed, world, settings):
    """The product's address; its pages are served by a thread of this process."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)  # a draft may still be on its way
    wait_for_quiet()


OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def wait_for_quiet():
    """Return when the server's connections are gone: the owner who drops the database cannot end them."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS)
            if cursor.fetchone() == (0,):
                break
        time.sleep(0.02)
    connection.close()
    time.sleep(0.1)


@pytest.fixture
def open_as(browser, site, world):
    """Return a function that opens a page as somebody; the test fails when a page breaks its own policy."""
    contexts, complaints = [], []

    def opened(first_name=None, path="/", **options):
        context = browser.new_context(base_url=site, viewport={"width": 1440, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None
        )
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((site, "data:")) else complaints.append(asked.url),
        )
        if first_name:
            client = Client()
            client.force_login(world.user(first_name))
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
