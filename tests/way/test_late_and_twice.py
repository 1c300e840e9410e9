"""A browser tab left open past the lease, a form sent twice, two tabs: nothing is recorded twice or unseen."""

import datetime as dt
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from apps.core import clock, ids
from apps.delivery.models import Delivery
from apps.flow import services as flow
from apps.reviews.models import Decision, Draft, ReviewItem
from tests import world as worlds

SENTENCE = "Your hold on this case ran out. Nothing was recorded; what you typed is kept. Take it again."
N_AT_ONCE = 4


@pytest.fixture
def held(cast):
    return worlds.claimed(cast, cast.olga)


@pytest.fixture
def olga(build, cast):
    """Olga's key at a real web of two processes."""
    house = build(web_workers=2)
    house.start("web")
    return house.api(cast.olga)


@pytest.fixture
def tab(cast, settings):
    """Make a browser tab in which Olga is signed in: post(item, **what she typed)."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    user = cast.user("olga")

    def opened():
        client = Client()
        client.force_login(user)
        return client

    return opened


def form(item, act="approve", **more):
    seen = {"version": item.version, "token": item.token, "idempotency_key": str(ids.new())}
    return seen | {"act": act, "sure": "sure"} | more


def override_form(item, **more):
    reason = {"outcome": "standard", "reason": "it_weeks", "in.it_weeks.expected_weeks": "9"}
    return form(item, act="override", note="Longer than it looks.", **reason, **more)


def lease_passes(item):
    ReviewItem.objects.filter(id=item.id).update(held_until=clock.now() - dt.timedelta(seconds=1))


def at_once(act):
    """Act from several threads at the same moment and return their answers."""
    ready = threading.Barrier(N_AT_ONCE)

    def one(_number):
        ready.wait(10)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(N_AT_ONCE) as pool:
        return list(pool.map(one, range(N_AT_ONCE)))


def nothing_was_recorded(item):
    return not Decision.objects.filter(item_id=item.id).exists() and not Delivery.objects.exists()


@pytest.mark.processes
def test_over_http_late_double_and_stale_answers_change_nothing(olga, cast):
    late, double = (worlds.claimed(cast, cast.olga) for _ in range(2))
    lease_passes(late)
    body, path = {"outcome": "fast_track", "token": double.token}, f"items/{double.id}/decide/"

    expired = olga.post(
        f"items/{late.id}/decide/", {"outcome": "fast_track", "token": late.token}, version=late.version
    )
    answers = at_once(lambda: olga.post(path, body, version=double.version, key="one-act"))
    again = olga.post(path, body, version=double.version, key="one-act")
    stale = olga.post(path, body | {"outcome": "standard", "reason": "it_weeks"}, version=double.version)

    assert (expired.status, expired.body["error"]) == (410, {"code": "claim_expired", "sentence": SENTENCE})
    assert {answer.status for answer in answers} <= {201, 409}
    assert {answer.body["error"]["code"] for answer in answers if answer.status == 409} <= {"request_running"}
    assert {answer.body["id"] for answer in answers if answer.status == 201} == {again.body["id"]}
    assert (again.status, again.headers["idempotency-replayed"]) == (201, "true")
    assert (stale.status, stale.body["error"]["code"]) == (409, "already_closed")
    assert [str(one) for one in Decision.objects.values_list("id", flat=True)] == [again.body["id"]]


def test_a_tab_left_open_past_the_lease_says_so_and_keeps_what_was_typed(tab, held):
    lease_passes(held)

    answer = tab().post(f"/cases/{held.id}/decision/", override_form(held))

    text = answer.content.decode()
    assert answer.status_code == 410
    assert "Your hold has ended." in text
    assert SENTENCE.partition(". ")[2].rpartition(". Take")[0] in text
    assert "Longer than it looks." in text
    assert nothing_was_recorded(held)


def test_after_the_lease_someone_else_took_it_and_the_old_tab_cannot_write(tab, held, cast):
    lease_passes(held)
    now = clock.now()
    worlds.reviews.release_expired_claims(now=now)
    taken = worlds.reviews.claim(item_id=held.id, by=cast.ben, now=now)

    answer = tab().post(f"/cases/{held.id}/decision/", override_form(held))

    assert (answer.status_code, "Ben Tarkington" in answer.content.decode()) == (423, True)
    assert nothing_was_recorded(held)
    assert worlds.decided(cast, cast.ben, item=taken, now=clock.now()).by == cast.ben


def test_a_draft_survives_the_lease_and_is_there_when_the_case_is_taken_again(tab, held):
    page = tab()
    page.post(f"/cases/{held.id}/draft/", override_form(held))
    lease_passes(held)

    page.post(f"/cases/{held.id}/hold/", override_form(held) | {"do": "take"})
    shown = page.get(f"/cases/{held.id}/review/").content.decode()

    assert Draft.objects.filter(item=held.id).count() == 1
    assert "Longer than it looks." in shown
    assert ReviewItem.objects.get(id=held.id).held_until > clock.now()
    assert nothing_was_recorded(held)


def test_the_same_form_sent_several_times_at_once_is_one_decision(tab, held):
    typed, tabs = override_form(held), [tab() for _ in range(N_AT_ONCE)]

    answers = at_once(lambda: tabs.pop().post(f"/cases/{held.id}/decision/", typed))

    assert Counter(answer.status_code for answer in answers) == {303: N_AT_ONCE}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Decision.objects.filter(item_id=held.id).count() == 1


def test_two_tabs_one_decision_and_the_second_is_told(tab, held):
    first = tab().post(f"/cases/{held.id}/decision/", form(held))

    second = tab().post(f"/cases/{held.id}/decision/", override_form(held))

    assert (first.status_code, second.status_code) == (303, 409)
    assert "This case was decided or withdrawn meanwhile." in second.content.decode()
    assert [one.kind for one in Decision.objects.filter(item_id=held.id)] == ["APPROVED"]


@pytest.mark.processes
def test_a_tab_from_before_an_undo_cannot_write_after_it(olga, held, cast):
    old = {"outcome": "fast_track", "token": held.token}
    decision = worlds.decided(cast, cast.olga, item=held, now=clock.now())
    taken = flow.undo(decision_id=decision.id, by=cast.olga, now=clock.now())

    fenced = olga.post(f"items/{held.id}/decide/", old, version=held.version)
    unseen = olga.post(f"items/{held.id}/decide/", old | {"token": taken.token}, version=1)

    assert (fenced.status, unseen.status) == (410, 412)
    assert Decision.objects.filter(item_id=held.id).count() == 1
