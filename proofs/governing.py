"""A running demonstration, and the hands of those who govern its AI system: by pages, or over the API."""

import base64
import copy
import datetime as dt
import hashlib
import hmac
import json
import os
import re
import secrets
import struct
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect

from demo import api

ROOT = Path(__file__).resolve().parents[1]
SYSTEM = "injury-triage"
PAST_SECONDS = 3_600.0
WORKING = 120_000  # milliseconds that a page may take until the worker has done its part
STEP = 30  # seconds a code of the second factor lasts
SMALL = {"arm_hand", "trunk", "lower_back", "leg_foot"}
SMALL_MINOR = 100_000
LIGHT = {"04", "10", "25", "40", "43"}
WHY = "The limit was too high."


class Hands(Protocol):
    """What an analyst and an owner do, however they do it."""

    def tighten(self, rule: str, days: int) -> None:
        """Write a lower limit into the next version."""

    def try_on_the_last(self, n: int) -> str:
        """Try it on the past; gives what was said of it."""

    def propose(self) -> None:
        """Hand it to the owner."""

    def sign(self) -> None:
        """Put it in force."""

    def pause(self) -> float:
        """Stop the AI system; gives the seconds until that was answered."""

    def resume(self) -> None:
        """Let it go on."""

    def preview(self, policy: int, since: str, until: str) -> int:
        """Count what a version's machine decided on these days and could be reversed."""

    def reverse(self, scope: Mapping[str, str], n: int) -> float:
        """Reverse it; gives the instant of the act, by the clock of `time.monotonic`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demonstration runs, and its folder."""

    url: str
    data: Path

    def arrive(self, lag: int) -> str:
        """Send a claim of the kind that the machine decides alone; gives the lane it went."""
        key = json.loads((self.data / "demo-keys.json").read_text())["triage-model"]
        body = self._claim(lag)
        got = api.post(
            self.url, "/api/v1/recommendations/", body, key=key, idempotency_key=body["external_id"]
        )
        if not got.ok:
            raise SystemExit(f"a claim was answered {got.status}: {got.body}")
        return str(got.body["lane"])

    def _claim(self, lag: int) -> dict[str, Any]:
        """Take a claim of the past for a pattern, of today and reported so many days after the injury."""
        old = next(filter(_is_small, self._arrived()))
        now, made = api.now(), dt.datetime.fromisoformat(old["made_at"])
        found = copy.deepcopy(old)
        name = secrets.token_hex(6)
        found |= {"external_id": f"governed-{name}", "made_at": _iso(now)}
        found["case"]["ref"], found["subject"]["ref"] = f"WC-{name}", f"P-{name}"
        for one in found["facts"]:
            one["as_of"] = _iso(dt.datetime.fromisoformat(one["as_of"]) + (now - made))
            if one["fact"] == "report_lag_days":
                one["value"] = lag
        return found

    def _arrived(self) -> Iterator[dict[str, Any]]:
        with (self.data / "demo" / "rest.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["do"] == "arrive":
                    yield row["recommendation"]

    def person(self, name: str) -> Mapping[str, str]:
        """Return the sign-in of one of the cast."""
        told = json.loads((self.data / "sign-ins.json").read_text())
        return next(one for one in told if one["email"].startswith(f"{name}@"))

    # --- the record and the rows, read only ---

    def _read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        at = json.loads((self.data / "environment.json").read_text())["DATABASE_URL"]
        with psycopg.connect(at) as connection:
            connection.read_only = True
            return connection.execute(statement, values).fetchall()

    def last_entry(self) -> uuid.UUID:
        """Return the newest entry of the record."""
        return uuid.UUID(str(self._read("SELECT id FROM audit_entry ORDER BY id DESC LIMIT 1")[0][0]))

    def verbs_since(self, last: uuid.UUID) -> list[str]:
        """Name what was recorded since."""
        return [one for (one,) in self._read("SELECT DISTINCT verb FROM audit_entry WHERE id > %s", last)]

    def n_reversed(self, last: uuid.UUID) -> int:
        """Count the reversals recorded since."""
        said = "SELECT count(*) FROM audit_entry WHERE id > %s AND verb = 'decision.reversed'"
        return int(self._read(said, last)[0][0])

    def answered(self, last: uuid.UUID) -> tuple[int, int]:
        """Count the reversals since that the claims system applied, and those that it refused to."""
        said = (
            "SELECT count(*) FILTER (WHERE d.state = 'APPLIED'), count(*) FILTER (WHERE d.state = 'REFUSED')"
            " FROM delivery_delivery d JOIN reviews_decision r ON r.id = d.decision_id"
            " WHERE r.reverses_id IS NOT NULL AND r.id > %s"
        )
        applied, refused = self._read(said, last)[0]
        return int(applied), int(refused)


def _is_small(one: Mapping[str, Any]) -> bool:
    """Say whether the machine may decide such a claim alone, whatever the day it was reported."""
    facts = {fact["fact"]: fact["value"] for fact in one["facts"]}
    return (
        one["outcome"] == "fast_track"
        and one["stake"]["minor"] <= SMALL_MINOR
        and facts.get("hospital_stay") is False
        and facts.get("injury_nature") in LIGHT
        and facts.get("injury_group") in SMALL
        and len({fact["fact"] for fact in one["facts"]}) == len(one["facts"])
        and {"contact_status", "weekly_benefit", "weekly_wage", "industry", "report_lag_days"} <= facts.keys()
        and None not in facts.values()
    )


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@contextmanager
def demonstrated(at: str, data: Path | None, port: int) -> Iterator[Place]:
    """Use a demonstration that runs, or start one in a folder of its own and wait until its past is there."""
    if at and data:
        yield Place(at.rstrip("/"), data)
        return
    with tempfile.TemporaryDirectory(prefix="rh-") as folder:
        Path(folder).chmod(0o711)  # as root the database's own user must be able to walk in
        data = Path(folder) / "data"
        argv = [sys.executable, "manage.py", "up", f"--port={port}", f"--data={data}"]
        running = subprocess.Popen(
            argv, cwd=ROOT, env=os.environ | {"DEMO_PORT": str(port + 1)}, stdout=subprocess.PIPE, text=True
        )
        try:
            _wait_for_the_past(running)
            yield Place(f"http://127.0.0.1:{port}", data)
        finally:
            running.terminate()
            running.wait(60)


def _wait_for_the_past(running: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PAST_SECONDS
    for line in running.stdout or ():
        if "demonstration has done its work" in line:
            return
        if time.monotonic() > until:
            break
    raise SystemExit("the demonstration did not fill its past in")


# --- people, signed in ---


def code_of(secret: str) -> str:
    """Wait for what a second factor shows next, as each code is good for one act."""
    time.sleep(STEP - time.time() % STEP + 0.5)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // STEP), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def signed_in(browser: Browser, place: Place, name: str) -> BrowserContext:
    """Sign a person in as the page asks for it, with the second factor where there is one."""
    who = place.person(name)
    context = browser.new_context(base_url=place.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_label("Email").fill(who["email"])
    page.get_by_label("Password").fill(who["password"])
    page.keyboard.press("Enter")
    if who["second_factor"]:
        expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
        page.get_by_label("Code").fill(code_of(who["second_factor"]))
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("Sign out"))).to_be_visible()
    return context


class _ByPages:
    def __init__(self, browser: Browser, place: Place) -> None:
        self.place = place
        self.ana: Page = signed_in(browser, place, "ana").pages[0]
        self.owen: Page = signed_in(browser, place, "owen").pages[0]

    def tighten(self, rule: str, days: int) -> None:
        page = self.ana
        page.goto(f"/systems/{SYSTEM}/policy/")
        begin = page.get_by_role("button", name="Write a new version")
        if begin.count():
            begin.click()
        page.goto(f"/systems/{SYSTEM}/policy/edit/?rule={rule}")
        page.get_by_label("Value", exact=True).first.fill(str(days))
        page.locator("#rule").get_by_role("button", name="Save in the draft").click()
        expect(page.locator("#rules tr ins").first).to_contain_text(f"over {days}")

    def try_on_the_last(self, n: int) -> str:
        page = self.ana
        page.get_by_role("link", name=re.compile("Try it on the past")).click()
        page.get_by_label("On which cases").select_option(str(n))
        page.get_by_role("button", name="Try it", exact=True).click()
        expect(page.locator("#try")).to_be_visible()
        expect(page.locator("#try[hx-get]")).to_have_count(0, timeout=WORKING)
        return re.sub(r"\s+", " ", page.locator("#try .note b").first.inner_text()).strip()

    def propose(self) -> None:
        self.ana.goto(f"/systems/{SYSTEM}/policy/edit/")
        self.ana.get_by_role("button", name=re.compile("Propose version")).click()
        expect(self.ana.locator("main")).to_contain_text("waits for the owner")

    def sign(self) -> None:
        self.owen.goto(f"/systems/{SYSTEM}/policy/edit/")
        self._bind(self.owen.get_by_role("button", name=re.compile("^Put version")))
        expect(self.owen.locator("main")).to_contain_text("In force")

    def pause(self) -> float:
        self.owen.goto(f"/systems/{SYSTEM}/")
        self.owen.get_by_role("textbox", name=re.compile("^Reason")).fill("Let us look first.")
        began = self._bind(self.owen.get_by_role("button", name="Pause the AI system"))
        expect(self.owen.locator("main")).to_contain_text("is paused since")
        return time.monotonic() - began

    def resume(self) -> None:
        self.owen.goto(f"/systems/{SYSTEM}/")
        self._bind(self.owen.get_by_role("button", name="Resume the AI system"))
        expect(self.owen.locator("main")).not_to_contain_text("is paused since")

    def _bind(self, button: Any) -> float:
        """Press what binds; prove anew who one is where the page asks for it, and press again.

        Gives the instant of the last press.
        """
        began = time.monotonic()
        button.click()
        if "/account/reauthenticate/" in self.owen.url:
            self.owen.get_by_label("Password").fill(self.place.person("owen")["password"])
            self.owen.keyboard.press("Enter")
            self.owen.wait_for_url(lambda url: "reauthenticate" not in url)
            began = time.monotonic()
            button.click()
        return began

    def preview(self, policy: int, since: str, until: str) -> int:
        query = f"policy={policy}&since={since}&until={until}&outcome=standard&lane=machine"
        self.owen.goto(f"/systems/{SYSTEM}/rollbacks/?{query}")
        found = re.search(r"([\d,]+) decisions? would become", self.owen.locator("main").inner_text())
        return int(found[1].replace(",", "")) if found else 0

    def reverse(self, scope: Mapping[str, str], n: int) -> float:
        page = self.owen
        query = "&".join(f"{name}={value}" for name, value in scope.items())
        page.goto(f"/systems/{SYSTEM}/rollbacks/?{query}&lane=machine")
        page.get_by_label("Why").fill(WHY)
        page.get_by_label(re.compile("Type the number")).fill(str(n))
        began = self._bind(page.get_by_role("button", name=re.compile(r"^Reverse [\d,]+ decision")))
        page.wait_for_url(re.compile("/systems/rollbacks/"))
        return began


class _ByApi:
    def __init__(self, browser: Browser, place: Place) -> None:
        self.ana, self.owen = (signed_in(browser, place, name) for name in ("ana", "owen"))
        self.secret = place.person("owen")["second_factor"]
        self.seen = ""

    def _bind(self, path: str, body: object, *, seen: str = "") -> float:
        """Do as the owner what binds, each time with a code of the second factor; gives the instant."""
        code = code_of(self.secret)
        began = time.monotonic()
        self._send(self.owen, path, body, seen=seen, code=code)
        return began

    def _send(
        self, who: BrowserContext, path: str, body: object, *, seen: str = "", code: str = ""
    ) -> APIResponse:
        token = next(one["value"] for one in who.cookies() if one["name"] == "csrftoken")
        headers = {"X-CSRFToken": token, "Idempotency-Key": secrets.token_hex(16)}
        headers |= {"If-Match": seen} if seen else {}
        headers |= {"Step-Up-Code": code} if code else {}
        answer = who.request.post(f"/api/v1/{path}", data=body, headers=headers)
        if not answer.ok:
            raise SystemExit(f"{path}: {answer.status} {answer.text()[:500]}")
        return answer

    def _get(self, who: BrowserContext, path: str) -> Any:
        answer = who.request.get(f"/api/v1/{path}")
        if not answer.ok:
            raise SystemExit(f"{path}: {answer.status} {answer.text()[:500]}")
        return answer.json()

    def tighten(self, rule: str, days: int) -> None:
        begun = self._send(self.ana, f"ai-systems/{SYSTEM}/policies/open/", {})
        tree = self._get(self.ana, f"ai-systems/{SYSTEM}/policies/{begun.json()['number']}/")["tree"]
        next(one for one in tree["rules"] if one["code"] == rule)["when"]["value"] = days
        saved = self._send(
            self.ana,
            f"ai-systems/{SYSTEM}/policies/open/save/",
            {"tree": tree},
            seen=begun.headers["etag"],
        )
        self.seen, self.number = saved.headers["etag"], saved.json()["number"]

    def try_on_the_last(self, n: int) -> str:
        asked = self._send(
            self.ana, f"ai-systems/{SYSTEM}/replays/", {"policy_version": self.number, "last": n}
        ).json()
        while asked["state"] in {"QUEUED", "RUNNING"}:
            time.sleep(0.2)
            asked = self._get(self.ana, f"replays/{asked['id']}/")
        more = asked["draft"]["reviews"] - asked["base"]["reviews"]
        same = f"{asked['n_reproduced']} of {asked['n_verdicts']} verdicts said again"
        return f"{asked['n_total']} claims, {more:+d} reviews, {same}"

    def propose(self) -> None:
        proposed = self._send(self.ana, f"ai-systems/{SYSTEM}/policies/open/propose/", {}, seen=self.seen)
        self.seen = proposed.headers["etag"]

    def sign(self) -> None:
        self._bind(f"ai-systems/{SYSTEM}/policies/open/adopt/", {}, seen=self.seen)

    def pause(self) -> float:
        began = self._bind(f"ai-systems/{SYSTEM}/pause/", {"why": "Let us look first."})
        return time.monotonic() - began

    def resume(self) -> None:
        self._bind(f"ai-systems/{SYSTEM}/resume/", {})

    def preview(self, policy: int, since: str, until: str) -> int:
        query = f"policy={policy}&since={since}&until={until}&outcome=standard"
        return int(self._get(self.owen, f"ai-systems/{SYSTEM}/reversals/preview/?{query}")["n"])

    def reverse(self, scope: Mapping[str, str], n: int) -> float:
        body = {**scope, "policy": int(scope["policy"]), "why": WHY, "count": n}
        return self._bind(f"ai-systems/{SYSTEM}/reversals/", body)


def by_pages(browser: Browser, place: Place) -> Hands:
    """Sign both in, in browsers of their own."""
    return _ByPages(browser, place)


def by_api(browser: Browser, place: Place) -> Hands:
    """Sign both in, and use their sessions over the API; the owner proves each binding act by a code."""
    return _ByApi(browser, place)
