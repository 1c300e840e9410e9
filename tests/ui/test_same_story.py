"""One real claim in a browser, from a large override to what holds in the end: each page tells the same story."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from apps.core import clock
from apps.delivery.models import Delivery
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.services import approving
from apps.intake import rules as intake
from apps.reviews.models import Appeal, Approval
from demo import recommend
from tests.demo.conftest import NOW, cases, now
from tests.ui.hands import Mouse
from tests.world import claimed, record_names

__all__ = ["cases", "now"]
pytestmark = pytest.mark.browser
AT_MOST, SURELY = 300_000, 150_000
WHY, CONTESTS, ANSWER = "Two surgeons disagree.", "I am back at work already.", "You work again."
STORY = [
    "item.overridden", "decision.held", "decision.passed_up", "item.overridden", "decision.amended",
    "decision.released", "explanation.issued", "appeal.registered", "appeal.answered", "decision.released",
]  # fmt: skip


def be_at(instant):
    clock.set_offset(dt.timedelta(0))
    clock.set_offset(instant - clock.now())


@pytest.fixture
def real(cases):
    """A real claim that the model would not fast-track, dearer than an officer may fast-track alone."""
    return next(
        one for one in cases if one.suggestion.lane == "standard" and SURELY < one.stake_minor <= AT_MOST
    )


@pytest.fixture
def item(committed, world, real):
    """Olga holds it."""
    world.now = now = max(NOW, real.story.arrived_at)
    be_at(now)
    line = intake.parse_recommendation(recommend.payload(real), now)
    (received,) = flow.receive(lines=[line], by=world.model, now=now)
    return claimed(world, world.olga, received=received, now=now)


def contest(open_as, real, link):
    """The injured worker follows the letter's link, without an account."""
    worker = Mouse(open_as(None, "/contest/" + link.partition("/contest/")[2]))
    worker.page.locator("[name=ref]").fill(real.story.ref)
    worker.page.locator("[name=known]").fill(real.story.injured_on.isoformat())
    worker.press("Go on")
    worker.page.locator("[name=kind]").first.check()
    worker.page.locator("[name=words]").fill(CONTESTS)
    worker.press("Send it")


def everybody_reads_it(at, world, real, item, held):
    """Officer, supervisor and the letter say the same of what was decided, by whom, and what holds."""
    for who in ("olga", "sam"):
        told = at(who, f"/cases/{real.story.ref}/").page.locator("main")
        for said in (
            "Olga Marsh",
            "Owen Clay",
            "Ruth Calloway",
            "Nurse case management",
            "Standard lost-time",
        ):
            expect(told).to_contain_text(said)
    third = Appeal.objects.get().reversal
    sent = [one.decision.by.name for one in Delivery.objects.order_by("id")]
    assert (sent, Delivery.objects.last().decision) == (["Owen Clay", "Ruth Calloway"], third)
    verbs = record_names(item.case_id)
    assert [one for one in verbs if one in STORY] == STORY
    own = selectors.my_decision(decision_id=held.decision_id, to=world.olga, now=clock.now())
    assert (own.fate, own.held.by) == ("amended", "Owen Clay")
    letter = at("sam", f"/decisions/{third.id}/explanation/")
    letter.sees("Standard lost-time")
    letter.sees(ANSWER)
    expect(letter.page.locator("main")).not_to_contain_text("Fast track")


def test_what_each_of_them_does_and_reads(open_as, world, real, item):
    def at(who, path):
        return Mouse(open_as(who, path))

    olga = at("olga", f"/cases/{item.id}/review/")
    olga.choose("act", "override")
    olga.choose("outcome", "fast_track")
    olga.choose("reason", "it_missing")
    olga.pick("What it did not know", "Light duty available now")
    olga.press("Record")
    olga.sees("Held, not sent")

    held = Approval.objects.get()
    assert (held.inbox, Delivery.objects.count()) == (world.supervisors, 0)
    later = held.due_at + dt.timedelta(minutes=1)
    be_at(later)
    assert approving.climb_overdue(now=later) == 1

    owen = at("owen", f"/escalations/held/{item.id}/")
    owen.choose("act", "override")
    owen.choose("outcome", "case_managed")
    owen.choose("reason", "it_weeks")
    owen.fill("Expected weeks off work", "14")
    owen.page.locator("[name=note]").fill(WHY)
    owen.press("Record")
    owen.page.wait_for_url("**/escalations/held/")

    second = Delivery.objects.get().decision
    sam = at("sam", f"/decisions/{second.id}/explanation/")
    sam.press("Give it out with a link to contest")
    link = sam.page.locator(".mono.wrap").inner_text()

    contest(open_as, real, link)

    ruth = at("ruth", f"/appeals/{Appeal.objects.get().id}/")
    ruth.sees(CONTESTS)
    ruth.press("Take it to answer")
    ruth.choose("result", "CHANGED")
    ruth.page.locator("[name=outcome]").select_option("standard")
    ruth.page.locator("[name=words]").fill(ANSWER)
    ruth.press("Answer the appeal")
    expect(ruth.page.locator("main")).to_contain_text(ANSWER)

    everybody_reads_it(at, world, real, item, held)
