"""The start page says what is true for each role, asks the database seldom, and offers nothing that refuses."""

import datetime as dt
import re

import pytest

from apps.accounts.models import RoleAssignment
from apps.flow import services as flow
from apps.registry.models import Posture
from apps.reviews.models import ReviewItem
from tests import world as worlds
from tests.console.at_home import delivered, give_role, refused, returned, section
from tests.console.test_pages import PEOPLE, text_of
from tests.ui.made import make_finding

SECTIONS = {
    "olga": (
        "for you",
        "Needs you",
        "What became of your decisions",
        "Because of you",
        "Your inboxes",
        "Your authority",
        "Good to know",
    ),
    "sam": (
        "Escalated to you",
        "Held for you",
        "How long cases have waited",
        "Receipts overdue",
        "Refused by the business system",
        "Team inboxes",
        "Your authority",
    ),
    "ana": ("New patterns", "Notes worth reading", "What changed", "Last search"),
    "owen": (
        "Needs your decision",
        "Climbed to you",
        "Injury triage model",
        "Proved right, by outcome",
        "Your risk decision",
        "Overruled, last 4 weeks",
        "Open the AI system",
    ),
    "audrey": ("The record", "Entries numbered", "Latest entries"),
    "adam": (
        "Everything about health",
        "Health: Not seen",
        "People who can sign in",
        "Keys in use",
        "Deliveries waiting",
    ),
}


@pytest.mark.parametrize("who", SECTIONS)
def test_each_role_finds_its_own_sections(visit, world, who):
    worlds.arrive(world)
    words = text_of(visit(who).get("/"))
    for one in SECTIONS[who]:
        assert one in words
    for other, sections in SECTIONS.items():
        if other not in {who, "sam", "olga"} and who not in {"sam", "olga"}:
            assert sections[0] not in words


MOST_STATEMENTS = {
    "olga": 24,
    "sam": 24,
    "ana": 22,  # notes worth reading are two short walks by time
    "owen": 24,
    "adam": 25,
    "lena": 17,
}  # health has one or two a part


@pytest.mark.parametrize("who", PEOPLE)
def test_the_page_asks_the_database_seldom(visit, world, django_assert_max_num_queries, who):
    worlds.arrive_all(world, [worlds.recommendation() for _ in range(3)])
    returned(world)
    refused(world)
    delivered(world, "OVERDUE", receipt_due_at=world.now)
    make_finding(world)
    client = visit(who)
    with django_assert_max_num_queries(MOST_STATEMENTS.get(who, 16)):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("who", PEOPLE)
def test_no_link_of_the_page_refuses(visit, world, who):
    worlds.arrive(world)
    returned(world)
    refused(world)
    client = visit(who)
    for link in set(re.findall(r'href="(/[^"#]*)"', client.get("/").content.decode())):
        if not link.startswith(("/static/", "/account/2fa")):
            assert client.get(link, follow=True).status_code == 200, link


@pytest.mark.parametrize(("who", "minor"), [("olga", 111100), ("sam", 400000)])
def test_where_no_case_is_open_a_held_one_goes_on_from_here(visit, world, who, minor):
    """What one holds is the one thing to do: the panel leads there and does not say that all is done."""
    item = worlds.claimed(world, getattr(world, who), minor=minor)

    answer = visit(who).get("/")

    start = answer.context["page"].start
    assert (start.title, start.url) == (f"You hold {item.case.case_ref}", f"/cases/{item.id}/review/")
    assert "You are up to date" not in text_of(answer)


def test_an_officer_starts_from_here(visit, world):
    worlds.arrive(world)
    client = visit("olga")
    page = client.get("/")
    assert "1 case waits for you" in text_of(page)
    key = re.search(r'name="idempotency_key"\s+value="([^"]+)"', page.content.decode()).group(1)
    answer = client.post("/inboxes/triage-officers/next/", {"idempotency_key": key})
    held = ReviewItem.objects.get(holder=world.olga)
    assert answer.headers["Location"].partition("?")[0] == f"/cases/{held.id}/review/"
    assert f"You hold {held.case.case_ref}" in text_of(client.get("/"))


def test_nothing_to_do_is_said_in_words(visit):
    words = text_of(visit("olga").get("/"))
    assert "You are up to date" in words
    assert "Nothing came back to you" in words
    assert "You decided nothing in the last 30 days" in words
    assert "No case is escalated to you" in text_of(visit("sam").get("/"))
    assert "Nothing was searched yet" in text_of(visit("ana").get("/"))


def test_what_came_back_says_by_whom_and_why(visit, world):
    item = returned(world)
    words = text_of(visit("olga").get("/"))
    assert f"Sam Whitaker returned {item.case.case_ref} to you" in words
    assert "“Ask the clinic.”" in words
    assert "Ask the clinic" not in text_of(visit("ben").get("/"))


def test_a_refused_decision_says_what_the_business_system_said(visit, world):
    decision = refused(world)
    words = text_of(visit("olga").get("/"))
    assert f"refused your decision on {decision.case.case_ref}" in words
    assert "WC-E17: claim is closed" in words
    team = text_of(visit("sam").get("/"))
    assert f"Olga Marsh's decision on {decision.case.case_ref}" in team
    assert decision.case.case_ref not in text_of(visit("ben").get("/"))


def test_an_overdue_receipt_is_told(visit, world):
    decision = delivered(world, "OVERDUE", receipt_due_at=world.now)
    assert f"No receipt for your decision on {decision.case.case_ref}" in text_of(visit("olga").get("/"))
    assert "Receipts overdue 1" in text_of(visit("owen").get("/"))


def test_the_fates_add_up_to_what_was_recorded(visit, world):
    refused(world)
    delivered(world, "APPLIED")
    delivered(world, "OVERDUE", receipt_due_at=world.now)
    undone = worlds.decided(world, world.olga)
    flow.undo(decision_id=undone.id, by=world.olga, now=world.now)
    worlds.decided(world, world.olga)
    dear = worlds.claimed(world, world.olga)
    ReviewItem.objects.filter(id=dear.id).update(stake_minor=400_000)
    worlds.decided(world, world.olga, worlds.override(), item=dear)
    page = visit("olga").get("/").context["page"]
    fates = next(one for one in page.main if one.key == "fates")
    assert fates.about == "6 in the last 30 days, none lost"
    assert {one.label: one.value for one in fates.figures} == {
        "Applied": "1", "Sent": "0", "Not sent yet": "1", "Refused": "1", "Overdue": "1", "Undone": "1",
        "Reversed": "0", "Nothing to send": "0", "Held, not sent": "1",
    }  # fmt: skip
    assert sum(int(one.value) for one in fates.figures) == 6


def test_no_figure_of_the_fates_contradicts_its_list(visit, world):
    refused(world)
    for state in ("OVERDUE", "SENT", "SENT", "APPLIED"):
        delivered(world, state, receipt_due_at=world.now)
    worlds.decided(world, world.olga)
    client = visit("olga")
    figures = {one.label: int(one.value) for one in section(client, "fates").figures}

    listed = {
        label: len(client.get(f"/decisions/?view={view}").context["page"].rows)
        for label, view in {"Refused": "refused", "Overdue": "overdue", "Sent": "sent", "Not sent yet": "unsent", "Held, not sent": "held"}.items()
    }  # fmt: skip
    assert listed == {label: figures[label] for label in listed} == {
        "Refused": 1, "Overdue": 1, "Sent": 2, "Not sent yet": 1, "Held, not sent": 0,
    }  # fmt: skip


def test_an_officer_reads_their_authority_in_words(visit):
    words = text_of(visit("olga").get("/"))
    assert "Fast track up to $1,500.00" in words
    assert "Any other outcome up to $3,000.00" in words


def test_two_roles_get_the_sections_of_both(visit, world):
    give_role(world, "owen", "analyst")
    give_role(world, "owen", "admin")
    words = text_of(visit("owen").get("/"))
    places = [words.index(part) for part in ("New patterns", "Needs your decision", "People and keys")]
    assert places == sorted(places)


def test_the_owner_reads_that_the_risk_decision_ran_out(visit, world):
    assert "valid until" in text_of(visit("owen").get("/"))
    Posture.objects.update(expires_at=world.now - dt.timedelta(days=1))
    words = text_of(visit("owen").get("/"))
    assert "Expired last day yesterday; the AI only advises" in words
    assert "Injury triage model has no risk decision in force" in words


def test_the_auditor_reads_how_far_the_record_is_ordered(visit, world):
    decision = worlds.decided(world, world.olga)
    record = visit("audrey").get("/").context["page"].main[0]
    waiting = {one.label: one for one in record.figures}["Waiting for their number"]
    assert waiting.value != "0"
    assert waiting.detail.startswith("oldest ")
    assert decision.case.case_ref in text_of(visit("audrey").get("/"))


def test_whoever_has_no_grant_reads_who_gives_it(visit, world):
    give_role(world, "adam", "officer")
    RoleAssignment.objects.filter(user=world.user("adam"), role="admin").delete()
    assert "Nothing is granted to you yet" in text_of(visit("adam").get("/"))
