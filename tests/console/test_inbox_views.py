"""Views of an inbox besides its items: follow-ups that are due there, and rows that left while one looks."""

import datetime as dt
import re

import pytest

from apps.core import clock
from apps.flow import services as flow
from apps.intake.models import Case
from apps.reviews import services as reviews
from apps.reviews.models import FollowUp, ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.counting import asked

INBOX = "/inboxes/triage-officers/"


@pytest.fixture
def promised(world):
    """Olga promised a call that is due by now, and a later look at the same case."""
    said = {"action": "Call the clinic", "follow_up_on": "2026-11-21"}
    worlds.decided(world, world.olga, worlds.Answer("fast_track", "it_follow_up", said), outcome="standard")
    worlds.release(world)
    one = FollowUp.objects.get(kind="PROMISE")
    FollowUp.objects.filter(id=one.id).update(due_at=clock.now() - dt.timedelta(hours=1))
    for days, look in enumerate(FollowUp.objects.exclude(id=one.id), start=9):
        FollowUp.objects.filter(id=look.id).update(due_at=clock.now() + dt.timedelta(days=days))
    return one


def test_follow_ups_that_are_due_are_a_view_of_their_inbox_with_a_count(visit, promised):
    client = visit("olga")
    with asked() as statements:
        page = client.get(INBOX)
    assert re.search(r'view=follow_ups"[^>]*>\s*Follow-ups due\s*<\w+[^>]*>1<', page.content.decode())
    assert len(statements) <= 10

    shown = client.get(f"{INBOX}?view=follow_ups")
    assert "Call the clinic" in text_of(shown)
    assert "Second look" not in text_of(shown)
    assert f'href="/cases/{promised.decision.case.case_ref}/"' in shown.content.decode()


def test_it_is_said_there_whether_one_was_kept_and_a_refusal_stays_there(visit, promised):
    client, path = visit("olga"), f"/follow-ups/{promised.id}/close/?inbox=triage-officers"
    refused = client.post(path, {"version": "1", "kept": "no", "idempotency_key": "one"})
    assert (refused.status_code, "view=follow_ups" in refused.content.decode()) == (422, True)

    done = client.post(path, {"version": "1", "kept": "yes", "idempotency_key": "two"})
    assert (done.status_code, done["Location"]) == (303, f"{INBOX}?view=follow_ups")
    assert "No follow-up is here" in text_of(client.get(done["Location"]))
    assert "Follow-ups due" not in text_of(client.get(INBOX))


def test_those_of_others_are_seen_by_who_supervises_and_by_nobody_beside_them(visit, promised):
    assert "Call the clinic" in text_of(visit("sam").get(f"{INBOX}?view=follow_ups"))
    assert "Call the clinic" not in text_of(visit("ben").get(f"{INBOX}?view=follow_ups"))
    assert "Follow-ups due" not in text_of(visit("ben").get(INBOX))
    assert visit("lena").get(f"{INBOX}?view=follow_ups").status_code == 404


def test_a_row_that_somebody_sent_up_turns_grey_with_their_name(visit, world):
    sent, stays = worlds.arrive(world), worlds.arrive(world)
    began = {"n": "2", "since": (clock.now() - dt.timedelta(minutes=1)).isoformat()}
    now, ben = clock.now(), world.user("ben").actor
    held = reviews.claim(item_id=sent.item_id, by=ben, now=now)
    flow.escalate(item_id=held.id, why="unsure", note="", version=1, token=held.token, by=ben, now=now)

    told = visit("olga").get(f"{INBOX}pulse/", began).content.decode()

    marks = re.findall(r'data-mark="([^"]+)"\s+data-tone="(\w+)">([^<]+)<', told)
    assert marks == [(str(sent.item_id), "gone", f"Sent up by {ben.name}")]
    assert str(stays.item_id) not in told


def test_rows_that_a_newer_suggestion_replaced_or_that_were_withdrawn_turn_grey_with_words(visit, world):
    old, gone, stays = (worlds.arrive(world) for _ in range(3))
    began = {"n": "3", "since": (clock.now() - dt.timedelta(minutes=1)).isoformat()}
    now = clock.now()
    subject = {"ref": Case.objects.get(id=old.case_id).subject.subject_ref, "name": ""}
    worlds.arrive(world, case={"ref": old.case_ref, "kind": "REAL"}, subject=subject)
    ReviewItem.objects.filter(id=gone.item_id).update(state="WITHDRAWN", closed_at=now)

    told = visit("olga").get(f"{INBOX}pulse/", began).content.decode()

    marks = re.findall(r'data-mark="([^"]+)"\s+data-tone="(\w+)">([^<]+)<', told)
    assert sorted(marks) == sorted(
        [
            (str(old.item_id), "gone", "Replaced by a newer suggestion"),
            (str(gone.item_id), "gone", "Withdrawn: its decision was reversed"),
        ]
    )
    assert str(stays.item_id) not in told
