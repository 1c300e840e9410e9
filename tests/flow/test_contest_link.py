"""A link to contest: signed, hashed, for 30 days, used once; it tells nothing before two known things."""

import datetime as dt
import json

import pytest
from django.core import signing

from apps.audit.models import Entry
from apps.flow.selectors import contesting
from apps.flow.services import appealing
from apps.reviews.models import Appeal, ContestLink, Explanation
from apps.reviews.services import linking
from tests.flow.appealing import AFTER, ANSWER, WORDS, answered, in_force
from tests.world import code, later, record_names

INJURED = "2026-11-17"  # three days before noon, as world.facts says


@pytest.fixture
def decision(world):
    return in_force(world)


@pytest.fixture
def issued(world, decision):
    return issue(world, decision)


def issue(world, decision, language="en", now=AFTER):
    return appealing.issue_explanation(decision_id=decision.id, language=language, by=world.olga, now=now)


def read(token, decision, *, known=INJURED, ref=None, now=AFTER):
    case_ref = decision.case.case_ref if ref is None else ref
    return contesting.behind(token=token, case_ref=case_ref, known=known, now=now)


def contest(token, decision, *, known=INJURED, now=AFTER, words=WORDS):
    return appealing.contest_by_link(
        token=token, case_ref=decision.case.case_ref, known=known, kind="APPEAL", words=words, now=now
    )


def test_giving_out_keeps_the_explanation_and_only_a_hash_of_the_link(world, decision, issued):
    link, kept = ContestLink.objects.get(), Explanation.objects.get()
    assert (link.explanation, kept.is_generated, kept.number) == (kept, True, 1)
    assert link.expires_at == AFTER + dt.timedelta(days=30)
    stored = b"".join(bytes(one) for one in (link.digest, link.mark))
    assert issued.token.encode() not in stored
    assert not Entry.objects.filter(body__contains=issued.token.split(":")[0].encode()).exists()
    assert {"explanation.written", "explanation.issued"} < set(record_names(decision.case_id))
    assert code(appealing.issue_explanation, decision_id=decision.id, language="en", by=world.audrey, now=AFTER) == "cannot_explain"  # fmt: skip


@pytest.mark.parametrize("known", [INJURED, "17.11.2026", "11/17/2026", "17 Nov 2026", " 2026-11-17 "])
def test_who_knows_both_things_reads_the_explanation_however_the_date_is_written(decision, issued, known):
    found = read(issued.token, decision, known=known, ref=f" {decision.case.case_ref.lower()} ")
    assert found.explained.parts[0].text.startswith("On 20 Nov 2026")
    assert not found.is_used


def test_it_is_used_once_and_then_says_what_became_of_it(world, decision, issued):
    appeal = contest(issued.token, decision)
    assert (appeal.came_by, appeal.registered_by.kind, appeal.link.used_at) == ("LINK", "SYSTEM", AFTER)
    assert WORDS.encode() not in bytes(appeal.sealed_words)
    assert code(contest, issued.token, decision) == "nothing_fits"
    assert Appeal.objects.count() == 1
    waiting = read(issued.token, decision)
    assert (waiting.is_used, waiting.due, waiting.result, waiting.answer) == (True, "4 Dec 2026", "", "")

    answered(appeal, world.person("ruth"))

    done = read(issued.token, decision)
    assert (done.result, done.answer) == ("STANDS", ANSWER)
    assert code(read, issued.token, decision, now=later(days=31, hours=1)) == "nothing_fits"


def test_everything_that_does_not_fit_is_answered_alike(world, decision, issued):
    forged = signing.TimestampSigner(key="another", salt="reviewhub contest link 1").sign("x" * 24)
    again = issue(world, decision)
    other = in_force(world)
    for token, more in (
        (issued.token, {}),  # a newer one replaced it
        (forged, {}),
        ("", {}),
        ("x" * 5000, {}),
        (again.token + "x", {}),
        (again.token, {"known": "2026-11-18"}),
        (again.token, {"known": ""}),
        (again.token, {"ref": other.case.case_ref}),
        (again.token, {"ref": ""}),
        (again.token, {"now": AFTER + dt.timedelta(days=30)}),
    ):
        assert code(read, token, decision, **more) == "nothing_fits"
    assert read(again.token, decision).language == "en"
    assert code(contest, again.token, decision, words=" ") == "words_missing"
    assert (
        ContestLink.objects.get(used_at=None, revoked_at=None).n_failed == 0
    )  # refused words use nothing up


def test_after_five_wrong_tries_a_link_is_shut_whatever_is_typed_then(decision, issued):
    for _ in range(linking.MOST_FAILED):
        assert read(issued.token, decision).is_used is False
        appealing.note_failed(token=issued.token, now=AFTER)
    appealing.note_failed(token=issued.token, now=AFTER)

    assert code(read, issued.token, decision) == "nothing_fits"
    assert code(contest, issued.token, decision) == "nothing_fits"
    entry = Entry.objects.get(verb="explanation.link_shut")
    assert json.loads(bytes(entry.body))["data"]["tries"] == linking.MOST_FAILED


def test_without_such_a_fact_a_person_is_known_by_their_own_reference(world, decision):
    world.system.known_fact = ""
    world.system.save(update_fields=["known_fact"])
    token = issue(world, decision).token
    assert read(token, decision, known=decision.case.subject.subject_ref).language == "en"
    assert code(read, token, decision) == "nothing_fits"
