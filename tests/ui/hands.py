"""Three ways to use a page: by mouse, by the keyboard alone, and by mouse where no script runs."""

import re
from contextlib import suppress

from playwright.sync_api import Error, expect

from tests.effort import LONG

MANY = 120  # presses of Tab after which a control counts as out of reach
NAMED = """() => { const e = document.activeElement, label = e.labels && e.labels[0];
  const said = (e.getAttribute('aria-label') || (label || e).textContent).replace(/\\s+/g, ' ').trim();
  return e.type === 'radio' ? `${e.name}: ${said}` : said; }"""
CHOSEN = "([name, value]) => document.querySelector(`[name=${name}][value=${value}]`).checked"


def beginning(name):
    """Match what a control is called; a browser puts a space before what only a reader of the screen hears."""
    return re.compile("^" + re.escape(name).replace(":", " ?:"))


class Mouse:
    name = "mouse"
    options: dict = {}

    def __init__(self, page) -> None:
        self.page = page
        page.set_default_timeout(8000)

    def _field(self, label):
        fields = self.page.locator("input, select, textarea").filter(visible=True)
        return fields.and_(self.page.get_by_label(label)).first

    def follow(self, name):
        self.page.get_by_role("link", name=beginning(name)).first.click()

    def press(self, name):
        self.page.get_by_role("button", name=beginning(name)).first.click()

    def fill(self, label, text):
        self._field(label).fill(text)

    def fill_day(self, label, day):
        self._field(label).fill(day.isoformat())

    def pick(self, label, option):
        """Choose the option that begins so, as who types it does."""
        field = self._field(label)
        found = field.locator("option").filter(has_text=re.compile(rf"^\s*{re.escape(option)}")).first
        field.select_option(found.get_attribute("value"))

    def tick(self, label):
        self._field(label).check()

    def choose(self, name, value):
        self.page.locator(f"[name={name}][value={value}]").check()

    def choose_by_key(self, _key, name, value):
        self.choose(name, value)

    def record(self):
        self.press("Record")

    def find(self, ref):
        """Look a case up from wherever one stands."""
        self.follow("Search or run a command")
        self.page.locator("#palette input[name=q]").fill(ref)
        self.page.locator("#palette .hit", has_text=ref).click()

    def asked(self, text):
        """Wait for a question about what cannot be undone: a dialog, or a page without a script."""
        expect(
            self.page.locator("#ask[open], main:not(:has(dialog)) h1").filter(has_text=text).first
        ).to_be_visible()

    def sees(self, text):
        expect(self.page.locator("main")).to_contain_text(text)


class NoScript(Mouse):
    name = "no script"
    options = {"java_script_enabled": False}

    def find(self, ref):
        self.follow("Search or run a command")
        self.fill("A case or a page", ref)
        self.press("Search")
        self.follow(ref)


class Keyboard(Mouse):
    """Tab, Enter, Space, arrows and letters; nothing is clicked, focused or filled from outside."""

    name = "keyboard"

    def _reach(self, name):
        seen = []
        for _ in range(MANY):
            self.page.wait_for_load_state("load")
            self.page.keyboard.press("Tab")
            with suppress(Error):  # the page before is gone: the next Tab is on the new one
                seen.append(self.page.evaluate(NAMED))
                if seen[-1].startswith(name):
                    return
        raise AssertionError(f"no Tab reaches {name!r}, only {seen}")

    def follow(self, name):
        self._reach(name)
        self.page.keyboard.press("Enter")

    press = follow

    def find(self, ref):
        self.page.wait_for_load_state("load")
        self.page.keyboard.press("Control+k")
        expect(self.page.locator("#palette")).to_be_visible()
        self.page.keyboard.type(ref)
        expect(self.page.locator("#palette .hit", has_text=ref)).to_be_visible()
        expect(self.page.locator("#palette .hit")).to_have_count(1)
        self.page.keyboard.press("Enter")

    def fill(self, label, text):
        self._reach(label)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def fill_day(self, label, day):
        """Type month, day and year, as the browser asks for them in English."""
        self._reach(label)
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def pick(self, label, option):
        self._reach(label)
        self.page.keyboard.type(option)

    def tick(self, label):
        self._reach(label)
        self.page.keyboard.press("Space")

    def choose(self, name, value):
        self._reach(f"{name}: ")
        self.page.keyboard.press("Space")
        for _ in range(12):
            if self.page.evaluate(CHOSEN, [name, value]):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {value} of {name}")

    def choose_by_key(self, key, name, value):
        """Press the key that the page names beside an answer."""
        answer = self.page.locator(f"[name={name}][value={value}]")
        expect(answer).to_be_visible()
        self.page.wait_for_load_state("load")
        self.page.keyboard.press(key)
        expect(answer).to_be_checked()

    def record(self):
        self.page.keyboard.press("Control+Enter")


# Who has no script uses the mouse, too: by mouse and script alone is the long form (`bin/prove journeys`).
HANDS = (*((Mouse,) if LONG else ()), Keyboard, NoScript)
