"""Open every state of every page, once (tests/ui/states.py), with one thing of each kind that an address names."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Page, Response

from apps.accounts import services as accounts
from apps.core import heartbeats, transactions
from apps.flow import services as flow
from apps.flow.services import authorising, breaking_glass
from apps.learning.models import Finding
from apps.measures import services as measures
from apps.reviews.models import ReviewItem
from tests import serving
from tests import world as worlds
from tests.effort import LONG
from tests.intake import documents
from tests.intake.sending import document
from tests.ui.editing import drafts
from tests.ui.made import (
    an_alarm,
    ask_first,
    ask_for_a_fact,
    ask_somebody,
    change_facts,
    figures,
    line_models_up,
    make_finding,
    make_fix,
    marked,
    postures,
    roll_back,
    second_reviews,
    staff,
    try_a_policy,
)
from tests.ui.recourse import recourse
from tests.ui.states import EMPTY, FULL, State

STATEMENTS = [
    {"text": "A hospital stay is recorded.", "cites": ["weekly_wage"], "direction": "for"},
    {"text": "The wage is 298 dollars a week.", "cites": ["weekly_wage"], "direction": "for"},
    {
        "text": "It was reported nine days after the injury.",
        "cites": ["report_lag_days"],
        "direction": "against",
    },
]


def lay_aside(world):
    """Let second looks of a decision wait, and one case lie aside with a note."""
    looked_at = worlds.decided(world, world.olga, worlds.APPROVE)
    flow.release_one(item_id=looked_at.item_id, now=looked_at.undo_until)
    back = worlds.decided(world, world.olga, worlds.APPROVE)
    flow.release_one(item_id=back.item_id, now=back.undo_until)
    aside = worlds.claimed(world, world.olga)
    flow.snooze(
        item_id=aside.id, until=world.now + dt.timedelta(hours=1), why="document", note="See the file.",
        version=aside.version, token=aside.token, by=world.olga, now=world.now,
    )  # fmt: skip
    asked = {"decision_id": back.id, "why": "The wage was another's.", "by": world.olga, "now": world.now}
    row = flow.request_reversal(**asked)
    more = second_reviews(world) | recourse(world)
    return {"aside": aside.id, "in_force": looked_at.id, "asked_back": row.id, **more}


def climb(world):
    """Let a case climb with a note."""
    raised = worlds.claimed(world, world.olga)
    flow.escalate(
        item_id=raised.id, why="unsure", note="See the letter.", version=raised.version, token=raised.token,
        by=world.olga, now=world.now,
    )  # fmt: skip
    return raised


def hold_for_a_second_person(world):
    """Let a decision above Olga's authority wait for Sam, who lets Ben say whether it holds."""
    item = worlds.claimed(world, world.olga)
    ReviewItem.objects.filter(id=item.id).update(stake_minor=410_000)
    worlds.decided(world, world.olga, worlds.override(), item=item)
    until = world.now + dt.timedelta(days=1)
    said = {"amount_minor": 410_000, "outcome": "", "why": "I am at the hearing.", "expires_at": until}
    authorising.give_once(item_id=item.id, to=world.ben, by=world.sam, now=world.now, **said)
    return item


def fill(world):
    """Make one thing of each kind that an address names; gives ids by the names that the states use."""
    received = worlds.arrive(world)
    held = worlds.claimed(world, world.olga)
    decision = worlds.decided(world, world.olga, worlds.override())
    aside = lay_aside(world) | {"seconded": hold_for_a_second_person(world).id}
    raised = climb(world)
    fix = make_fix(world, make_finding(world))
    TOTP.activate(world.user("priya"), generate_totp_secret())
    RecoveryCodes.activate(world.user("priya"))
    line_models_up(world)
    lacking, asked_for = ask_for_a_fact(world)
    first, said_first = ask_first(world)
    outdated = worlds.claimed(world, world.olga)
    change_facts(world, outdated.id)
    for name in ("web", "worker", "dispatcher", "beat", "broker", "task:reviews.release_due"):
        heartbeats.seen(name=name, every=10, version="0.1.0", took_ms=3)
    heartbeats.failed(name="task:learning.mine", every=60, says="OperationalError")
    worlds.arrive(world, facts_changed={"age": None})
    flow.begin_contract(system=world.system, by=world.ana, now=world.now)
    postures(world)
    drafts(world)
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
        **aside,
        "decided": decision.item_id,
        "raised": raised.id,
        "outdated": outdated.id,
        "lacking": lacking.id,
        "put": ask_somebody(world, asked_for).id,
        "waiting": asked_for.id,
        "first": first.id,
        "said_first": said_first.id,
        "changing": worlds.claimed(world, world.olga).id,
        "case_ref": case_ref,
        "document": marked(world, document(world, case_ref)).id,
        "refused": document(
            world, case_ref, ref="scan", name="Scan.pdf", content=documents.pdf(password="x")
        ).id,
        "finding": Finding.objects.get().id,
        "fix": fix.id,
        "person": world.user("sam").id,
        "received": told.id,
        "tried": try_a_policy(world, worked=True).id,
        "waits": try_a_policy(world, worked=False).id,
        "rolled_back": roll_back(world).id,
        **keys(world),
    }


def keys(world):
    """One of a machine, one that Olga, who is counted, made for herself, one she revoked; and a broken glass."""
    who = {"by": world.olga, "now": world.now}
    ended = accounts.make_own_key(name="Old laptop", scopes=["items:read"], days=7, **who)
    accounts.revoke_own_key(prefix=ended.split("_")[1], **who)
    scopes = ["items:read", "items:write", "recommendations:read"]
    own = accounts.make_own_key(name="Night report", scopes=scopes, days=30, **who)
    prefix = world.keys["triage-model"].split("_")[1]
    reached = {"analysing": world.user("ana").id, "its_system": world.system.id}
    said = {"slug": "triage-supervisors", "why": "Nobody answers.", "minutes": 30}
    glass = breaking_glass.break_glass(by=world.adam, now=world.now, **said).id
    made = {"prefix": prefix, "own_prefix": own.split("_")[1], "leaver": staff(world), "glass": glass}
    run_id = Finding.objects.order_by("id")[0].first_pattern.run_id
    return reached | made | {"run": run_id, "week": worlds.reported(world)}


@dataclass(frozen=True)
class Visit:
    """One state, opened; a main one as the first page of a browser that knows nothing.

    answers: what the browser got, or had, until the page was there. statements: what the page itself asked.
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
            figures(world)  # last: where what the AI says proved unreliable, cases go to supervisors
        for state in states:
            if state.who not in walkers:
                walkers[state.who] = Walker(open_as, state.who)
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

    def __init__(self, open_as, who) -> None:
        self.page = open_as(who, "/account/login/")
        self.cache = self.page.context.new_cdp_session(self.page)
        self.answers = heard(self.page)

    def visit(self, state, path):
        self.page.goto("about:blank")  # what the last page still asked for is not of this one
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size({"width": 1440, "height": 900})
        if state.main or LONG:  # elsewhere a browser that knows fonts and styles already: a third faster
            self.cache.send("Network.clearBrowserCache")
        self.answers.clear()
        answer = self.page.goto(path, wait_until="load")
        self.page.evaluate("document.fonts.ready")
        return Visit(state, self.page, tuple(self.answers), int(answer.headers[serving.STATEMENTS]))
