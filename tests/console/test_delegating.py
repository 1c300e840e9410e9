"""The page of delegations: hand a power on after a fresh proof, take it back, keep the list of who may stand in."""

import datetime as dt
from zoneinfo import ZoneInfo

from apps.accounts import access
from apps.accounts.models import Delegation, StandIn
from apps.console.views import delegating as views
from apps.core import clock
from apps.flow.services import delegating as flow
from tests.console.test_pages import text_of
from tests.console.test_people import prove, send

URL = "/delegations/"


def given(world, **changes):
    today = world.now.astimezone(ZoneInfo(world.organisation.time_zone)).date()
    said = {
        "act": "give", "power": "supervise_inbox inbox:triage-supervisors", "to": "ben@bluegrass.example",
        "from": today.isoformat(), "until": (today + dt.timedelta(days=2)).isoformat(), "why": "I am away.",
    }  # fmt: skip
    return said | changes


def test_a_power_is_handed_on_and_taken_back_and_the_list_is_kept(world, visit):
    clock.set_offset(dt.timedelta(0))
    world.now = clock.now()
    adam = visit("adam")
    asked = send(adam, URL, act="list", on="inbox:triage-supervisors", email="ben@bluegrass.example")
    assert "reauthenticate" in asked["Location"]
    prove(adam)
    send(adam, URL, act="list", on="inbox:triage-supervisors", email="ben@bluegrass.example")
    assert StandIn.objects.get().person == world.user("ben")
    assert "audrey" not in text_of(
        send(adam, URL, act="list", on="inbox:triage-supervisors", email="x@y.example")
    )

    sam = visit("sam")
    prove(sam, "bluegrass-sam-1982")
    assert send(sam, URL, **given(world, until="2020-01-01")).status_code == 422
    assert send(sam, URL, **given(world)).status_code == 303
    row = Delegation.objects.get()
    assert "Sam Whitaker to Ben" in text_of(sam.get(URL))
    assert "runs" in text_of(sam.get(URL))
    assert send(visit("olga"), URL, act="take_back", id=str(row.id)).status_code == 404

    ben = visit("ben")
    assert world.supervisors.id in access.granted_ids(world.person("ben"), "supervise_inbox")
    assert ben.get("/inboxes/triage-supervisors/").status_code == 200
    send(visit("sam"), URL, act="take_back", id=str(row.id))
    assert visit("ben").get("/inboxes/triage-supervisors/").status_code == 404
    assert "taken back" in text_of(visit("sam").get(URL))


def test_who_may_stand_in_is_read_page_by_page_and_each_of_them_can_be_chosen(world, visit, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    for name in ("ben", "priya"):
        said = {"on": "inbox:triage-supervisors", "by": world.adam, "now": world.now}
        flow.list_stand_in(email=f"{name}@bluegrass.example", **said)
    adam, seen, url = visit("adam"), [], URL
    while url:
        page = adam.get(url).context["page"]
        seen.append([one.title for one in page.listed.rows])
        url = page.listed.next_url
    assert sorted(seen) == [["Ben Tarkington"], ["Priya Nadar"]]
    assert page.listed.first_url == URL
    assert adam.get(f"{URL}?listed=nonsense").status_code == 422
    offered = [one.label for one in visit("sam").get(URL).context["page"].people]
    assert offered == [
        "Ben Tarkington (Injury triage, supervisors)",
        "Priya Nadar (Injury triage, supervisors)",
    ]
