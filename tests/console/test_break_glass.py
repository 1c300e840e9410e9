"""The pages of break-glass: opened after a fresh proof, said on every page, and everything read is listed."""

import datetime as dt

from apps.accounts.models import BreakGlass
from apps.console.views import break_glass as views
from apps.core import clock
from tests.console.test_pages import text_of
from tests.console.test_people import prove, send
from tests.flow.test_break_glass import opened
from tests.world import arrive, claimed

URL = "/break-glass/"


def test_the_page_says_so_everywhere_and_lists_what_was_read(world, visit):
    clock.set_offset(dt.timedelta(0))
    item = arrive(world)
    adam = visit("adam")
    said = {"act": "open", "inbox": "triage-officers", "minutes": "30", "why": "Nobody answers."}
    assert "reauthenticate" in send(adam, URL, **said)["Location"]
    prove(adam)
    assert send(adam, URL, **said | {"why": ""}).status_code == 422
    assert send(adam, URL, **said).status_code == 303
    assert "is open to you" in text_of(adam.get("/manage/keys/"))
    assert adam.get(f"/cases/{item.item_id}/review/").status_code == 200
    assert adam.get(f"/api/v1/items/{item.item_id}/").status_code == 200
    row = BreakGlass.objects.get()

    shown = text_of(visit("audrey").get(f"{URL}{row.id}/"))
    assert shown.count(item.case_ref) >= 2
    assert f"looked at: a case {item.case_ref}" in shown
    assert "api:Item" in shown
    assert visit("olga").get(URL).status_code == 403
    told = "Adam Reyes looks into Injury triage"
    assert [told in text_of(visit(name).get("/")) for name in ("owen", "sam", "olga", "adam")] == [
        True,
        True,
        False,
        False,
    ]
    assert send(visit("audrey"), URL, act="close", id=str(row.id)).status_code == 403
    assert send(visit("adam"), URL, act="close", id=str(row.id)).status_code == 303
    assert visit("adam").get(f"/cases/{item.item_id}/review/").status_code == 404
    assert "is open to you" not in text_of(adam.get("/manage/keys/"))
    assert told not in text_of(visit("owen").get("/"))


def test_an_admin_who_looks_is_led_to_nothing_that_they_may_not(world, visit):
    clock.set_offset(dt.timedelta(0))
    world.now = clock.now()
    item = claimed(world, world.olga)
    row = opened(world)
    adam = visit("adam")
    listed = text_of(adam.get("/inboxes/triage-officers/"))
    assert ("Held by others" in listed, "See my decisions" in listed) == (True, False)
    case = text_of(adam.get(f"/cases/{item.id}/review/"))
    assert ("you may release or reassign it" in case, "Next case S" in case) == (True, False)
    hand_on = adam.get(f"/team/cases/{item.id}/").content.decode()
    assert (f'href="{URL}{row.id}/"' in hand_on, "/team/?inbox=" in hand_on) == (True, False)
    done = send(adam, f"/team/cases/{item.id}/", why="absent", to="", note="", version=item.version)
    assert done["Location"] == f"{URL}{row.id}/"


def test_what_was_done_is_read_page_by_page(world, visit, monkeypatch):
    clock.set_offset(dt.timedelta(0))
    monkeypatch.setattr(views, "PAGE", 2)
    row = opened(world)
    adam = visit("adam")
    for path in ("/manage/keys/", "/manage/people/", "/manage/roles/"):
        adam.get(path)
    audrey, seen, url = visit("audrey"), [], f"{URL}{row.id}/"
    while url:
        answer = audrey.get(url)
        seen += [one.what for one in answer.context["page"].acts]
        assert len(answer.context["page"].acts) <= 2
        url = answer.context["page"].next_url
    assert seen == ["looked at: console:keys", "looked at: console:people", "looked at: console:roles"]
    assert audrey.get(f"{URL}{row.id}/?after=nonsense").status_code == 422
