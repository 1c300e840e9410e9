"""Appeals on the pages: written down, listed, taken, answered; and contested by the person behind their link."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from apps.core import clock, ids
from apps.flow.services import appealing
from apps.reviews.models import Appeal, ContestLink, Decision
from tests.flow.appealing import ANSWER, WORDS, in_force

INJURED = "2026-11-17"


@pytest.fixture
def made(world):
    return in_force(world)


@pytest.fixture
def token(world, made):
    return appealing.issue_explanation(
        decision_id=made.id, language="en", by=world.olga, now=clock.now()
    ).token


def post(client, path, **body):
    return client.post(path, {"idempotency_key": str(ids.new()), **body})


def text(client, path):
    return client.get(path).content.decode()


def test_staff_write_it_down_and_somebody_else_takes_and_answers_it(visit, made):
    olga, path = visit("olga"), f"/decisions/{made.id}/contest/"
    assert f'href="{path}"' in text(olga, f"/decisions/{made.id}/explanation/")
    empty = post(olga, path, kind="APPEAL", words=" ")
    assert (empty.status_code, "own words" in empty.content.decode()) == (422, True)
    sent = post(olga, path, kind="APPEAL", words=WORDS, language="en")
    appeal = Appeal.objects.get()
    here = f"/appeals/{appeal.id}/"
    assert (sent.status_code, sent["Location"]) == (303, here)
    assert "Take it to answer" not in text(olga, here)
    assert f'href="{here}"' in text(olga, f"/cases/{made.case.case_ref}/")

    ruth = visit("ruth")
    assert f'href="{here}"' in text(ruth, "/appeals/")
    assert ruth.get(f"/cases/{appeal.item_id}/review/")["Location"] == here
    assert "Olga Marsh</b> decided" in text(ruth, here)
    assert post(ruth, here, do="take").status_code == 303
    appeal.item.refresh_from_db()
    held = {"item_version": appeal.item.version, "token": appeal.item.token, "do": "answer"}
    bare = post(ruth, here, **held, words=ANSWER)
    assert (bare.status_code, ANSWER in bare.content.decode()) == (422, True)
    assert "checked" not in text(ruth, here)
    done = post(ruth, here, **held, result="CHANGED", outcome="standard", words=ANSWER)

    assert done.status_code == 303
    assert Decision.objects.get(reverses=made).outcome_code.code == "standard"
    shown = text(ruth, here)
    assert "Instead holds: Standard lost-time." in shown
    assert "100% of 1" in text(ruth, "/appeals/?view=answered")
    assert post(ruth, here, do="nothing").status_code == 422
    assert visit("adam").get("/appeals/").status_code == 403


def test_the_link_is_shown_once_and_stands_in_the_letter(visit, made, monkeypatch):
    drawn = []
    monkeypatch.setattr("apps.console.pages.paper.pdf", lambda html: drawn.append(html) or b"%PDF-1.7")
    olga, path = visit("olga"), f"/decisions/{made.id}/explanation/"
    sent = post(olga, path, do="issue", language="en")
    assert sent.status_code == 303
    shown = text(olga, sent["Location"])
    (link,) = set(re.findall(r"http://[^<\"\s]+/contest/[^<\"\s]+/", shown))
    assert link not in text(olga, path)
    olga.post(f"/decisions/{made.id}/explanation.pdf?language=en", {"link": link})
    assert link in drawn[0]
    assert "Date of injury" in drawn[0]


def test_the_person_contests_without_account_script_or_cookie(made, token):
    person, path = Client(), reverse("console:contest", args=[token])
    asked = person.get(path)
    unknown = person.get(reverse("console:contest", args=["nobody-s-link"]))
    assert asked.content == unknown.content
    assert asked["Referrer-Policy"] == "no-referrer"
    assert "script-src" not in asked["Content-Security-Policy"]
    assert "default-src 'none'" in asked["Content-Security-Policy"]
    assert "no-store" in asked["Cache-Control"]
    assert made.case.case_ref not in asked.content.decode()
    assert "<script" not in asked.content.decode()

    knows = {"ref": made.case.case_ref, "known": INJURED}
    read = person.post(path, knows)
    assert (read.status_code, "What was decided" in read.content.decode()) == (200, True)
    wordless = person.post(path, knows | {"do": "contest", "kind": "APPEAL", "words": " "})
    assert (wordless.status_code, Appeal.objects.count()) == (422, 0)
    sent = person.post(path, knows | {"do": "contest", "kind": "APPEAL", "words": WORDS})
    assert (sent.status_code, "We have it" in sent.content.decode()) == (200, True)
    assert Appeal.objects.get().came_by == "LINK"
    again = person.post(path, knows | {"do": "contest", "kind": "APPEAL", "words": WORDS})
    assert "Somebody who had no part in the decision answers by" in again.content.decode()
    assert Appeal.objects.count() == 1
    assert not person.cookies


def test_what_does_not_fit_is_answered_alike_and_too_many_tries_are_held_off(made, token):
    cache.clear()
    person = Client()
    path, nobody_s = (reverse("console:contest", args=[one]) for one in (token, "nobody-s-link"))
    wrong = person.post(path, {"ref": made.case.case_ref, "known": "2026-11-18"})
    unknown = person.post(nobody_s, {"ref": made.case.case_ref, "known": INJURED})
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert wrong.status_code == 422
    assert ContestLink.objects.get().n_failed == 1
    hostile = person.post(path, {"ref": "\0<script>alert(1)</script>", "known": "x" * 9999})
    assert (hostile.status_code, "<script" in hostile.content.decode()) == (422, False)

    answers = [person.post(nobody_s, {"ref": "x", "known": "y"}) for _ in range(9)]

    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"
    assert person.get(path).status_code == 200
    assert person.put(path).status_code == 405
    cache.clear()
