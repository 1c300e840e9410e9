import datetime as dt
import gzip
import html
import re

import pytest
from django.urls import reverse

from apps.core import clock
from apps.reviews import services as reviews
from tests import world as worlds

PEOPLE = ("olga", "sam", "ana", "owen", "audrey", "adam", "lena")


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize(
    "path", ["/", "/inboxes/triage-officers/", "/decisions/", "/escalations/", "/patterns/"]
)
def test_a_stranger_is_asked_to_sign_in(client, db, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={path}")


def test_the_sign_in_page_speaks_plainly(client, db):
    answer = client.get("/account/login/")
    assert answer.status_code == 200
    assert "This system records who decided what and when." in text_of(answer)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_link_of_the_navigation_refuses(visit, world, who):
    worlds.arrive(world)
    client = visit(who)
    page = client.get("/", follow=True).content.decode()
    _, _, navigation = page.partition('aria-label="Main"')
    links = set(re.findall(r'href="(/[^"]*)"', navigation.split("</nav>", 1)[0]))
    assert links or who == "adam", "whoever is granted something finds it in the navigation"
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


def test_an_inbox_lists_what_waits(visit, world):
    received = worlds.arrive(world)
    answer = visit("olga").get("/inboxes/triage-officers/")
    words = text_of(answer)
    assert received.case_ref in words
    assert "$1,111.00" in words
    assert "Start reviewing" in words
    assert "no-store" in answer.headers["Cache-Control"]
    assert len(gzip.compress(answer.content)) < 25 * 1024


@pytest.mark.parametrize("view", ["open", "mine", "held", "returned", "escalated", "done", "nonsense"])
def test_an_empty_view_says_why_and_what_next(visit, view):
    words = text_of(visit("olga").get(f"/inboxes/triage-officers/?view={view}"))
    assert "No case waits here" in words or "Nothing under" in words


def test_a_long_inbox_has_pages_without_gaps(visit, world):
    worlds.arrive_all(world, [worlds.recommendation() for _ in range(60)])
    client = visit("olga")
    first = client.get("/inboxes/triage-officers/").content.decode()
    more = html.unescape(re.search(r'href="([^"]*after=[^"]*)"', first).group(1))
    second = client.get(more).content.decode()
    seen = re.findall(r'<small class="mono">(WC-\d+)</small>', first + second)
    assert len(seen) == len(set(seen)) == 60


def test_a_broken_page_mark_is_refused_in_words(visit):
    answer = visit("olga").get("/inboxes/triage-officers/?after=garbage")
    assert answer.status_code == 422
    assert "first page" in text_of(answer)


def test_the_pulse_is_silent_while_nothing_changes(visit, world):
    client = visit("olga")
    assert client.get("/inboxes/triage-officers/pulse/?n=0").status_code == 204
    worlds.arrive(world)
    assert "1 open now" in text_of(client.get("/inboxes/triage-officers/pulse/?n=0"))


def test_the_pulse_says_which_rows_others_decided_or_hold_and_then_is_silent_again(visit, world):
    free, his, hers = (worlds.arrive(world) for _ in range(3))
    client, url = visit("olga"), "/inboxes/triage-officers/pulse/"
    began = {"n": "3", "since": (clock.now() - dt.timedelta(minutes=1)).isoformat()}
    now = clock.now()
    worlds.decided(world, world.ben, item=reviews.claim(item_id=free.item_id, by=world.ben, now=now), now=now)
    reviews.claim(item_id=his.item_id, by=world.ben, now=now)
    reviews.claim(item_id=hers.item_id, by=world.olga, now=now)

    told = client.get(url, began).content.decode()

    marks = dict(re.findall(r'data-mark="([^"]+)"\s+data-tone="(\w+)"', told))
    assert marks == {str(free.item_id): "gone", str(his.item_id): "taken"}
    assert f"Decided by {world.ben.name}" in told
    later = clock.now() + dt.timedelta(minutes=1)
    assert client.get(url, began | {"n": "0", "seen": later.isoformat()}).status_code == 204
    assert client.get(url, {"n": "3", "since": "yesterday"}).status_code == 200


@pytest.mark.parametrize(
    ("who", "path", "status", "names"),
    [
        ("olga", "/inboxes/lakeshore-claims/", 404, ""),
        ("olga", "/cases/WC-0/", 404, ""),
        ("olga", "/escalations/", 403, "Supervise this inbox"),
        ("olga", "/patterns/", 403, "Look at this AI system"),
        ("adam", "/decisions/", 403, "Work the cases of this inbox"),
        ("adam", "/inboxes/", 403, "Work the cases of this inbox"),
        ("lena", "/inboxes/triage-officers/", 404, ""),
    ],
)
def test_what_is_not_granted_is_refused_by_name(visit, who, path, status, names):
    answer = visit(who).get(path)
    assert answer.status_code == status
    assert names in text_of(answer)


def test_what_is_invisible_looks_like_what_does_not_exist(visit, world):
    received = worlds.arrive(world)
    client = visit("lena")
    hidden = client.get(f"/cases/{received.case_ref}/")
    missing = client.get("/cases/WC-000/")
    assert hidden.status_code == missing.status_code == 404
    assert text_of(hidden).replace(received.case_ref, "") == text_of(missing).replace("WC-000", "")


def test_the_wrong_method_is_refused(visit, held):
    client = visit("olga")
    assert client.post("/decisions/").status_code == 405
    assert client.get(reverse("console:decision", args=[held.id])).status_code == 405


def test_the_record_of_a_case_names_who_did_what(visit, world):
    decision = worlds.decided(world, world.olga, worlds.override())
    words = text_of(visit("olga").get(f"/cases/{decision.case.case_ref}/"))
    assert "Olga Marsh decided Standard lost-time instead" in words
    assert "Owen Clay" in words


def test_a_reference_leads_to_the_item_that_waits(visit, held):
    answer = visit("olga").get(f"/cases/{held.case.case_ref}/review/")
    assert answer.headers["Location"] == f"/cases/{held.id}/review/"
    assert visit("lena").get(f"/cases/{held.case.case_ref}/review/").status_code == 404


def test_my_decisions_tell_the_fate_of_each_and_nobody_else_s(visit, world):
    decision = worlds.decided(world, world.olga)
    mine = text_of(visit("olga").get("/decisions/"))
    assert decision.case.case_ref in mine
    assert "Not sent yet" in mine
    assert "Agreed with the AI" in mine
    assert decision.case.case_ref not in text_of(visit("ben").get("/decisions/"))


def test_a_decision_that_waits_to_be_sent_is_not_said_to_be_on_its_way(visit, world):
    worlds.decided(world, world.olga)
    worlds.release(world)

    client = visit("olga")
    waits, home = text_of(client.get("/decisions/")), text_of(client.get("/"))

    assert "Not sent yet Waits to be sent" in waits
    assert "On its way" not in waits
    assert "Not sent yet 1 still with us" in home
    assert "on the way" not in home


def test_a_decision_can_be_undone_before_it_is_sent_and_not_after(visit, world):
    decision = worlds.decided(world, world.olga)
    client = visit("olga")
    answer = client.post(f"/decisions/{decision.id}/undo/", follow=True)
    assert "Undone. Nothing was sent" in text_of(answer)
    second = worlds.decided(world, world.olga)
    worlds.release(world)
    late = client.post(f"/decisions/{second.id}/undo/")
    assert late.status_code == 410
    assert "hold" not in text_of(late).split("Its time is over", 1)[1]
    assert visit("ben").post(f"/decisions/{second.id}/undo/").status_code == 403
    assert visit("lena").post(f"/decisions/{second.id}/undo/").status_code == 404


def test_my_decisions_can_be_narrowed_to_a_fate(visit, world):
    decision = worlds.decided(world, world.olga)
    client = visit("olga")
    assert decision.case.case_ref in text_of(client.get("/decisions/?view=unsent"))
    for view in ("sent", "refused", "overdue"):
        words = text_of(client.get(f"/decisions/?view={view}"))
        assert decision.case.case_ref not in words
        assert "None of your decisions is in this state now." in words


@pytest.mark.parametrize("path", ["/nowhere/", "/cases/WC-0/x/"])
def test_an_address_that_leads_nowhere_says_so_in_words(client, visit, path):
    signed_out = client.get(path)
    assert signed_out.status_code == 404
    assert "There is nothing here that you may see" in text_of(signed_out)
    assert 'href="/account/login/"' in signed_out.content.decode()
    signed_in = visit("olga").get(path)
    assert signed_in.status_code == 404
    assert 'aria-label="Main"' in signed_in.content.decode()


def test_patterns_say_when_nothing_was_searched(visit):
    assert "Nothing was searched yet" in text_of(visit("ana").get("/patterns/"))


def test_the_demonstration_says_what_is_real_and_others_do_not(visit, world):
    world.organisation.is_demonstration = True
    world.organisation.save()
    assert "are simulated" in text_of(visit("olga").get("/decisions/"))
    assert "in the end" in text_of(visit("olga").get("/what-is-real/"))
    world.organisation.is_demonstration = False
    world.organisation.save()
    assert "are simulated" not in text_of(visit("olga").get("/decisions/"))


@pytest.mark.parametrize(
    ("path", "most"), [("/inboxes/triage-officers/", 13), ("/decisions/", 14), ("/escalations/", 12)]
)
def test_a_list_asks_the_database_seldom(visit, world, django_assert_max_num_queries, path, most):
    worlds.arrive_all(world, [worlds.recommendation() for _ in range(5)])
    worlds.decided(world, world.sam.__class__.objects.get(pk=world.olga.pk))
    client = visit("sam" if path == "/escalations/" else "olga")
    with django_assert_max_num_queries(most):
        client.get(path)


def test_a_look_from_a_list_asks_seldom_and_keeps_the_suggestion_back(
    visit, world, django_assert_max_num_queries
):
    received = worlds.arrive(world)
    client = visit("olga")
    with django_assert_max_num_queries(12):
        answer = client.get(f"/cases/{received.item_id}/peek/", headers={"HX-Request": "true"})
    words = text_of(answer)
    assert "You may decide up to" in words
    assert "<html" not in answer.content.decode()
    for kept_back in ("Fast track", "91 in 100", "No hospital stay is recorded so far."):
        assert kept_back not in words
