"""The pages of break-glass: opened after a fresh proof, said on every page, and everything read is listed."""

import datetime as dt

from apps.accounts.models import BreakGlass
from apps.core import clock
from tests.console.test_pages import text_of
from tests.console.test_people import prove, send
from tests.world import arrive

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
    assert "console:review" in shown
    assert "api:Item" in shown
    assert visit("olga").get(URL).status_code == 403
    assert send(visit("audrey"), URL, act="close", id=str(row.id)).status_code == 403
    assert send(visit("adam"), URL, act="close", id=str(row.id)).status_code == 303
    assert visit("adam").get(f"/cases/{item.item_id}/review/").status_code == 404
    assert "is open to you" not in text_of(adam.get("/manage/keys/"))
