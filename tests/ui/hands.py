"""Three ways to use a page: by mouse, by the keyboard alone, and by mouse where no script runs."""

import re
from contextlib import suppress

from playwright.sync_api import Error, expect

MANY = 120  # presses of Tab after which a control counts as out of reach
NAMED = """() => { const e = document.activeElement, label = e.labels && e.labels[0];
  const said = (e.getAttribute('aria-label') || (label || e).textContent).replace(/\\s+/g, ' ').trim();
  return e.type === 'radio' ? `${e.name}: ${said}` : said; }"""
CHOSEN = "([name, value]) => document.querySelector(`[name=${name}][value=${value}]`).checked"


class Mouse:
    name = "mouse"
    options: dict = {}

    def __init__(self, page) -> None:
        self.page = page
        page.set_default_timeout(8000)

    def _field(self, label):
        fields = self.page.locator("input, select, textarea")
        return fields.and_(self.page.get_by_label(label)).first

    def follow(self, name):
        self.page.get_by_role("link", name=re.compile(f"^{re.escape(name)}")).first.click()

    def press(self, name):
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()

    def fill(self, label, text):
        self._field(label).fill(text)

    def pick(self, label, option):
        self._field(label).select_option(label=option)

    def tick(self, label):
        self._field(label).check()

    def choose(self, name, value):
        self.page.locator(f"[name={name}][value={value}]").check()

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


HANDS = (Mouse, Keyboard, NoScript)
