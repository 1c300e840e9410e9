"""Every page in every state, once: what the test of accessibility, width, weight and the pictures walks.

A new page needs a row here; tests/ui/test_states.py finds an address that has none.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Response, expect

from apps.core import clock, heartbeats, transactions
from apps.flow import services as flow
from apps.learning.models import Finding
from apps.measures import services as measures
from tests import world as worlds
from tests.counting import asked
from tests.intake import documents
from tests.intake.sending import document
from tests.ui.editing import break_the_text, loosen_it, mistype_it, policy_draft, require_it, tighten_it
from tests.ui.made import (
    an_alarm,
    ask_for_a_fact,
    change_facts,
    line_models_up,
    make_finding,
    postures,
    roll_back,
    try_a_policy,
)

NOWHERE = "/no-such-page/"


def as_it_is(_page: Page) -> None:
    pass


def record_nothing(page):
    page.locator("[name=act][value=override]").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("form[data-record] .err").first).to_be_visible()


def as_text(page):
    page.get_by_role("link", name="Text", exact=True).click()
    expect(page.locator("#evidence pre")).to_be_visible()


def wrong_password(page):
    page.get_by_label("Email").fill("olga@bluegrass.example")
    page.get_by_label("Password").fill("no such password")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("not correct")


def outlive_the_hold(page):
    page.keyboard.press("a")
    clock.set_offset(clock._offset[0] + dt.timedelta(minutes=16))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dec .note:visible")).to_contain_text("Your hold has ended.")


def ask_in_a_dialog(page):
    page.locator("main [data-asks]").first.click()
    expect(page.locator("#ask")).to_be_visible()


def facts_change_under_it(page):
    """A later fact arrives while the page is open; the page asks when it is looked at again."""
    page.locator("[name=act][value=override]").check()
    change_facts(worlds.World(), page.url.split("/cases/")[1].split("/")[0])
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#changed")).to_contain_text("Use version")


def be_asked_for_a_code(page):
    page.get_by_label("Email").fill("priya@bluegrass.example")
    page.get_by_label("Password").fill("bluegrass-priya-1982")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()


def prove_it_is_you(page):
    """Type the password of whoever is signed in, then look at the page of the second factor."""
    name = page.locator(".who-n").inner_text().split()[0].lower()
    page.get_by_label("Password").fill(f"bluegrass-{name}-1982")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "reauthenticate" not in url)
    page.goto(reverse("mfa_index"))
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()


@dataclass(frozen=True)
class State:
    """who: a first name of the cast, None for nobody. things: what the address names, among what `full` made."""

    name: str
    who: str | None
    url: str
    things: dict[str, str] = field(default_factory=dict)
    act: Callable[[Page], None] = as_it_is
    main: bool = False

    def path(self, made):
        if self.url.startswith("/"):
            return self.url
        return reverse(self.url, kwargs={key: made.get(thing, thing) for key, thing in self.things.items()})


def open_the_lists(page):
    for summary in page.locator("details > summary").all():
        summary.click()


def exclude_nothing(page):
    page.locator("#exclusions > summary").click()
    page.locator("#exclusions").get_by_label("The sentence that people read").last.fill("Not for anybody.")
    page.locator("#exclusions").get_by_role("button", name="Save in the draft").click()
    expect(page.locator("#exclusions .err")).to_be_visible()


def mistype_a_share(page):
    page.get_by_label("Acceptable in 100").first.fill("130")
    page.get_by_label("Last day").fill("2027-05-01")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.locator("main")).to_contain_text("A share lies between 0 and 1")


SYSTEM, OFFICERS = {"slug": "injury-triage"}, {"slug": "triage-officers"}
FORMS = ("mistakes", "escalated", "other")  # states of the decision form on the page of components
EMPTY = (
    State("sign-in", None, "account_login", main=True),
    State("sign-in-wrong", None, "account_login", act=wrong_password),
    State("signed-out-inactive", None, "account_inactive"),
    State("home-officer-empty", "olga", "console:home"),
    State("inbox-empty", "olga", "console:inbox", OFFICERS),
    State("decisions-empty", "olga", "console:decisions"),
    State("escalations-empty", "sam", "console:escalations"),
    State("notices-empty", "olga", "console:notices"),
    State("search-empty", "olga", "console:search"),
    State("insights-empty", "ana", "console:insights"),
    State("patterns-empty", "ana", "console:patterns"),
    State("tries-empty", "ana", "/systems/injury-triage/tries/"),
    State("facts-empty", "ana", "/systems/injury-triage/context/?weeks=all"),
)
FULL = (
    State("home-officer", "olga", "console:home", main=True),
    State("home-supervisor", "sam", "console:home"),
    State("home-analyst", "ana", "console:home"),
    State("home-owner", "owen", "console:home"),
    State("home-auditor", "audrey", "console:home"),
    State("home-admin", "adam", "console:home"),
    State("what-is-real", "olga", "console:real"),
    State("inbox", "olga", "console:inbox", OFFICERS, main=True),
    State("inbox-looked-at", "owen", "console:inbox", OFFICERS),
    State("review", "olga", "console:review", {"item_id": "held"}, main=True),
    State("review-error", "olga", "console:review", {"item_id": "held"}, record_nothing),
    State("review-conflict", "ben", "console:review", {"item_id": "held"}),
    State("review-open", "ben", "console:review", {"item_id": "open"}),
    State("review-lacking", "olga", "console:review", {"item_id": "lacking"}),
    State("review-waiting", "olga", "console:review", {"item_id": "waiting"}),
    State("inbox-waiting", "olga", "/inboxes/triage-officers/?view=waiting"),
    State("review-outdated", "olga", "console:review", {"item_id": "outdated"}),
    State("review-changed", "olga", "console:review", {"item_id": "changing"}, facts_change_under_it),
    State("review-decided", "olga", "console:review", {"item_id": "decided"}),
    State("evidence", "olga", "console:evidence", {"ref": "case_ref", "evidence_id": "document"}, main=True),
    State(
        "evidence-text", "olga", "console:evidence", {"ref": "case_ref", "evidence_id": "document"}, as_text
    ),
    State("evidence-refused", "olga", "console:evidence", {"ref": "case_ref", "evidence_id": "refused"}),
    State("decisions", "olga", "console:decisions", main=True),
    State("escalations", "sam", "console:escalations"),
    State("escalation", "sam", "console:escalation", {"item_id": "raised"}),
    State("timeline", "audrey", "console:case", {"ref": "case_ref"}, main=True),
    State("insights", "ana", "console:insights", main=True),
    State("insight-notes", "ana", "console:insight_notes"),
    State("insight-cases", "ana", "console:insight_cases", {"of": "approvals-wrong"}),
    State("patterns", "ana", "console:patterns", main=True),
    State("pattern", "ana", "console:pattern", {"finding_id": "finding"}, main=True),
    State("facts", "ana", "console:context", {"slug": "injury-triage"}, main=True),
    State("tries", "ana", "console:tries", {"slug": "injury-triage"}),
    State("try", "ana", "console:try", {"replay_id": "tried"}, main=True),
    State("try-waits", "ana", "console:try", {"replay_id": "waits"}),
    State("rollback", "owen", "/systems/injury-triage/rollbacks/?policy=1&outcome=standard"),
    State("rollback-done", "owen", "console:rollback", {"rollback_id": "rolled_back"}),
    State("rollbacks", "audrey", "console:rollbacks", {"slug": "injury-triage"}),
    State("try-cases", "ana", "console:try-cases", {"replay_id": "tried"}),
    State("facts-at-fault", "ana", "console:context-cases", {"slug": "injury-triage"}),
    State("received", "audrey", "console:recommendation", {"recommendation_id": "received"}, main=True),
    State("received-hidden", "ana", "console:recommendation", {"recommendation_id": "received"}),
    State("system", "owen", "console:system", {"slug": "injury-triage"}, main=True),
    State("pausing", "owen", "console:pausing", SYSTEM, main=True),
    State("ownership", "owen", "console:ownership", SYSTEM),
    State("posture", "audrey", "console:posture", SYSTEM),
    State("posture-version", "audrey", "console:posture-version", SYSTEM | {"number": "2"}),
    State("posture-edit", "owen", "console:posture-edit", SYSTEM, main=True),
    State("posture-invalid", "owen", "console:posture-edit", SYSTEM, mistype_a_share),
    State("posture-text", "owen", "console:posture-write", SYSTEM),
    State("contract-versions", "audrey", "console:contract", SYSTEM),
    State("contract-version", "audrey", "console:contract-version", SYSTEM | {"number": "1"}),
    State("contract-diff", "audrey", "console:contract-diff", SYSTEM | {"number": "1", "before": "1"}),
    State("contract-edit", "ana", "/systems/injury-triage/contract/edit/?fact=age", SYSTEM, main=True),
    State("contract-typed", "ana", "/systems/injury-triage/contract/edit/?fact=age", SYSTEM, require_it),
    State("contract-invalid", "ana", "/systems/injury-triage/contract/edit/?fact=age", SYSTEM, mistype_it),
    State("contract-lists", "ana", "/systems/injury-triage/contract/edit/?fact=age", SYSTEM, open_the_lists),
    State("contract-list-wrong", "ana", "console:contract-edit", SYSTEM, exclude_nothing),
    State("contract-locked", "owen", "console:contract-edit", SYSTEM),
    State("contract-text", "ana", "console:contract-write", SYSTEM),
    State("contract-text-broken", "ana", "console:contract-write", SYSTEM, break_the_text),
    State("policy-versions", "audrey", "console:policy", SYSTEM),
    State("policy-version", "sam", "console:policy-version", SYSTEM | {"number": "1"}, main=True),
    State("policy-diff", "audrey", "console:policy-diff", SYSTEM | {"number": "2", "before": "1"}),
    State("policy-edit", "ana", "/systems/injury-triage/policy/edit/?rule=sr2", SYSTEM, main=True),
    State("policy-typed", "ana", "/systems/injury-triage/policy/edit/?rule=sr2", SYSTEM, tighten_it),
    State("policy-invalid", "ana", "/systems/injury-triage/policy/edit/?rule=sr2", SYSTEM, loosen_it),
    State("policy-nested", "ana", "/systems/injury-triage/policy/edit/?rule=sr1", SYSTEM),
    State("policy-owner", "owen", "console:policy-edit", SYSTEM),
    State("policy-text", "ana", "console:policy-write", SYSTEM),
    State("search-found", "olga", "/search/?q=WC"),
    State("search-nothing", "olga", "/search/?q=no-such-case"),
    State("keys-sheet", "olga", "console:help_keys"),
    State("notices", "olga", "console:notices"),
    State("components", "adam", "console:components"),
    *(State(f"components-{one}", "adam", f"/account/components/?form={one}") for one in FORMS),
    State("account", "olga", "console:account"),
    State("people", "adam", "console:people"),
    State("invite", "adam", "console:invite"),
    State("person", "adam", "console:person", {"user_id": "person"}),
    State("person-deactivate", "adam", "console:person_deactivate", {"user_id": "person"}),
    State("person-password", "adam", "console:person_password", {"user_id": "person"}),
    State("people-nobody", "adam", "/manage/people/?q=no-such-person"),
    State("health", "adam", "console:health"),
    State("inboxes-managed", "adam", "console:manage_inboxes"),
    State("keys-managed", "adam", "console:keys"),
    State("keys-nothing", "adam", "/manage/keys/?q=no-such-key"),
    State("key-revoke", "adam", "console:key_revoke", {"prefix": "prefix"}),
    State("key-revoke-dialog", "adam", "console:keys", act=ask_in_a_dialog),
    State("password", "olga", "account_change_password"),
    State("prove-it-is-you", "olga", "account_reauthenticate"),
    State("second-factor", "olga", "account_reauthenticate", act=prove_it_is_you),
    State("second-factor-set-up", "olga", "mfa_activate_totp"),
    State("second-factor-asked", None, "account_login", act=be_asked_for_a_code),
    State("prove-it-is-you-by-code", "priya", "mfa_reauthenticate"),
    State("second-factor-on", "priya", "account_reauthenticate", act=prove_it_is_you),
    State("recovery-codes", "priya", "mfa_view_recovery_codes"),
    State("recovery-codes-new", "priya", "mfa_generate_recovery_codes"),
    State("second-factor-taken-away", "priya", "mfa_deactivate_totp"),
    State("sign-out", "olga", "account_logout"),
    State("refused", "olga", "console:people"),
    State("not-found", "olga", NOWHERE),
    State("review-expired", "olga", "console:review", {"item_id": "held"}, outlive_the_hold),
)
# Addresses that answer with no page of their own: a part of one, a file, or the way to another page.
NO_PAGE = {
    "console:pulse", "console:peek", "console:changes", "console:decision_peek", "console:inboxes", "console:systems",
    "console:case_review", "console:insights_csv", "console:insights_pdf", "console:pattern_pdf",
    "console:case_pdf", "console:favicon", "console:contract-text", "console:contract-panel",
    "console:context-pdf", "console:context-csv", "console:evidence_picture", "console:try-csv",
    "console:posture-text", "console:posture-json", "mfa_download_recovery_codes",
}  # fmt: skip


STATEMENTS = [
    {"text": "A hospital stay is recorded.", "cites": ["weekly_wage"], "direction": "for"},
    {"text": "The wage is 298 dollars a week.", "cites": ["weekly_wage"], "direction": "for"},
    {
        "text": "It was reported nine days after the injury.",
        "cites": ["report_lag_days"],
        "direction": "against",
    },
]


def fill(world):
    """Make one thing of each kind that an address names; gives ids by the names that the states use."""
    received = worlds.arrive(world)
    held = worlds.claimed(world, world.olga)
    decision = worlds.decided(world, world.olga, worlds.override())
    raised = worlds.claimed(world, world.olga)
    flow.escalate(
        item_id=raised.id, why="unsure", note="See the letter.", version=raised.version, token=raised.token,
        by=world.olga, now=world.now,
    )  # fmt: skip
    make_finding(world)
    TOTP.activate(world.user("priya"), generate_totp_secret())
    RecoveryCodes.activate(world.user("priya"))
    line_models_up(world)
    lacking, asked_for = ask_for_a_fact(world)
    outdated = worlds.claimed(world, world.olga)
    change_facts(world, outdated.id)
    for name in ("web", "worker", "dispatcher", "beat", "broker", "task:reviews.release_due"):
        heartbeats.seen(name=name, every=10, version="0.1.0", took_ms=3)
    heartbeats.failed(name="task:learning.mine", every=60, says="OperationalError")
    worlds.arrive(world, facts_changed={"age": None})
    flow.begin_contract(system=world.system, by=world.ana, now=world.now)
    postures(world)
    policy_draft(world)
    late = [one for one in worlds.facts() if one["fact"] not in {"age", "industry"}]
    late.append(worlds.fact("hospital_stay", True, "doctor"))
    told = worlds.arrive(world, facts=late, rationale=STATEMENTS)
    measures.ask(
        system_id=world.system.id, fact="hospital_stay", text="Does a night in the emergency room count?",
        to_id=world.owen.id, by=world.ana, now=world.now,
    )  # fmt: skip
    with transactions.verb():
        measures.count_context(system_id=world.system.id, now=world.now)
    an_alarm(world)
    case_ref = decision.case.case_ref
    return {
        "open": received.item_id,
        "held": held.id,
        "decided": decision.item_id,
        "raised": raised.id,
        "outdated": outdated.id,
        "lacking": lacking.id,
        "waiting": asked_for.id,
        "changing": worlds.claimed(world, world.olga).id,
        "case_ref": case_ref,
        "document": document(world, case_ref).id,
        "refused": document(
            world, case_ref, ref="scan", name="Scan.pdf", content=documents.pdf(password="x")
        ).id,
        "finding": Finding.objects.get().id,
        "person": world.user("sam").id,
        "received": told.id,
        "tried": try_a_policy(world, worked=True).id,
        "waits": try_a_policy(world, worked=False).id,
        "rolled_back": roll_back(world).id,
        "prefix": world.keys["triage-model"].split("_")[1],
    }


@dataclass(frozen=True)
class Visit:
    """One state, opened as the first page of a browser that knows nothing.

    answers: what the browser got until the page was there. statements: what the page alone asked the database.
    """

    state: State
    page: Page
    answers: tuple[Response, ...]
    statements: int


def walk(open_as, world, weigh):
    """Open every state once, 1440 wide and light; yields (visit, what `weigh` says of it before anything is done)."""
    walkers, made = {}, {}
    for states in (EMPTY, FULL):
        if states is FULL:
            made = fill(world)
        for state in states:
            if state.who not in walkers:
                walkers[state.who] = Walker(open_as, world, state.who)
            visit = walkers[state.who].visit(state, state.path(made))
            found = weigh(visit)
            state.act(visit.page)
            yield visit, found


def heard(page):
    """Return a list that every answer to the page is added to."""
    answers = []

    def hear(answer):
        if (
            "hx-request" not in answer.request.headers
        ):  # a page that asks again by itself is weighed without that
            answers.append(answer)

    page.on("response", hear)
    return answers


class Walker:
    """One person at one browser."""

    def __init__(self, open_as, world, who) -> None:
        self.page = open_as(who, "/account/login/")
        self.cache = self.page.context.new_cdp_session(self.page)
        self.answers = heard(self.page)
        self.client = Client(headers={"host": "127.0.0.1"})
        if who:
            self.client.force_login(world.user(who))

    def visit(self, state, path):
        with asked() as statements:
            self.client.get(path)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.cache.send("Network.clearBrowserCache")
        self.answers.clear()
        self.page.goto(path, wait_until="load")
        self.page.evaluate("document.fonts.ready")
        return Visit(state, self.page, tuple(self.answers), len(statements))
