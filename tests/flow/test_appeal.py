"""An appeal is answered in time by somebody outside the chain: it stands, changes with a delivery of its own, or partly."""

import json

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from apps.accounts import selectors as people
from apps.accounts import services as accounts
from apps.audit.models import Entry
from apps.core import ids, transactions
from apps.delivery.models import Delivery
from apps.flow import services as flow
from apps.flow.selectors import appeals, explaining
from apps.flow.services import appealing
from apps.measures.models import DecisionFacts
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Appeal, Decision, Inbox, ReviewItem
from tests.flow.appealing import AFTER, ANSWER, WORDS, answered, contested, in_force, taken
from tests.viewing import asking
from tests.world import (
    APPROVE,
    arrive,
    automatic,
    claimed,
    code,
    decided,
    later,
    override,
    recommendation,
    record_names,
    release,
)


@pytest.fixture
def ruth(world):
    """Who answers appeals, and had no part in any decision."""
    return world.person("ruth")


def told(actor):
    return list(Notification.objects.filter(to=actor).values_list("kind", flat=True))


def said(decision, to):
    page = explaining.explanation(decision_id=decision.id, language="en", to=to)
    return "\n".join(one.text for one in page.parts)


def seen(appeal, to):
    return appeals.appeal_page(appeal_id=appeal.id, to=to, language="en", now=AFTER)


def test_it_stands_and_the_person_the_officer_and_the_record_are_told_so(world, ruth):
    decision = in_force(world)
    appeal = contested(world, decision)

    assert (appeal.result, appeal.due_at) == ("", AFTER + (later(days=14) - later()))
    assert "appeal_registered" in told(ruth)
    page = appeals.appeals(to=ruth, view="open", after=None, limit=9, now=AFTER)
    assert [(one.words, one.outcome_code, one.came_by) for one in page.rows] == [
        (WORDS, "fast_track", "STAFF")
    ]
    assert code(contested, world, decision) == "contested_already"
    answered(appeal, ruth)

    appeal.refresh_from_db()
    assert (appeal.result, appeal.closed_by, appeal.reversal) == ("STANDS", ruth, None)
    assert ReviewItem.objects.get(id=appeal.item_id).state == "DECIDED"
    assert not Decision.objects.filter(reverses=decision).exists()
    assert "appeal_answered" in told(world.olga)
    assert ANSWER in said(decision, world.olga)
    assert "Ruth Calloway, who had no part in it" in said(decision, world.olga)
    assert {"appeal.registered", "appeal.answered"} < set(record_names(decision.case_id))
    assert code(answered, appeal, ruth, item=ReviewItem.objects.get(id=appeal.item_id)) == "appeal_over"
    assert contested(world, decision).id != appeal.id  # contested anew


def test_changed_another_outcome_holds_with_a_delivery_of_its_own_and_says_why(world, ruth):
    decision = in_force(world)
    appeal = contested(world, decision)
    held = taken(appeal, ruth)
    for result, outcome, refused in (
        ("CHANGED", "", "outcome_fits"),
        ("STANDS", "standard", "outcome_fits"),
        ("CHANGED", "fast_track", "same_outcome"),
        ("CHANGED", "nothing", "unknown_outcome"),
        ("WITHDRAWN", "", "result_unknown"),
    ):
        assert code(answered, appeal, ruth, result=result, outcome=outcome, item=held) == refused
    assert code(answered, appeal, ruth, words=" ", item=held) == "answer_missing"
    assert Decision.objects.count() == 1

    answered(appeal, ruth, result="CHANGED", outcome="standard", item=held)

    holds = Decision.objects.get(reverses=decision)
    assert (holds.by, holds.kind, holds.outcome_code.code) == (ruth, "REVERSED", "standard")
    assert DecisionFacts.objects.get(decision_id=holds.id).replaces == decision.id
    first, second = Delivery.objects.filter(case_id=decision.case_id).order_by("id")
    assert (first.decision_id, second.decision_id) == (decision.id, holds.id)
    assert Appeal.objects.get().reversal == holds
    assert "another decision holds now" in said(decision, world.olga)
    assert ANSWER in said(holds, world.olga)
    assert code(contested, world, decision, kind="COMPLAINT") == "holds_no_longer"
    row = appeals.appeals(to=world.olga, view="answered", after=None, limit=9, now=AFTER).rows[0]
    assert (row.instead_code, row.reversal_id, row.answer) == ("standard", holds.id, ANSWER)


def test_partly_may_leave_the_outcome_and_a_withdrawn_one_is_answered_by_nobody(world, ruth):
    decision = in_force(world)
    complaint = contested(world, decision, kind="COMPLAINT")
    appeal = contested(world, decision)
    answered(complaint, ruth, result="PARTLY")
    assert (
        code(appealing.withdraw_appeal, appeal_id=appeal.id, version=9, by=ruth, now=AFTER) == "appeal_stale"
    )
    assert (
        code(appealing.withdraw_appeal, appeal_id=appeal.id, version=1, by=world.owen, now=AFTER)
        == "only_reads"
    )

    appealing.withdraw_appeal(appeal_id=appeal.id, version=1, by=world.olga, now=AFTER)

    assert set(Appeal.objects.values_list("result", flat=True)) == {"PARTLY", "WITHDRAWN"}
    (one,) = appeals.counted(to=ruth, now=AFTER)
    assert (one.n_answered, one.n_changed, one.n_partly, one.n_open) == (1, 0, 1, 0)
    assert (one.changed.n, one.changed.value) == (1, 0)
    assert appeals.counted(to=world.ana, now=AFTER) == [one]
    assert appeals.counted(to=world.olga, now=AFTER) == []


def test_nobody_of_the_chain_answers_whatever_they_may_do_in_the_inbox(world, ruth):
    """Olga passed the case on, Sam decided it: both may work where appeals are answered, and neither answers."""
    item = claimed(world, world.olga)
    held = {"item_id": item.id, "version": item.version, "token": item.token}
    flow.escalate(**held, why="unsure", note="", by=world.olga, now=later())
    item = reviews.claim(item_id=item.id, by=world.sam, now=later())
    decision = decided(world, world.sam, APPROVE, item=item)
    release(world)
    appeal = contested(world, decision, by=world.sam)
    let_in(world, "olga", "sam", "ben")
    olga, sam, ben = (world.person(name) for name in ("olga", "sam", "ben"))

    for one in (olga, sam):
        assert code(taken, appeal, one) == "in_the_chain"
        assert reviews.claim_next(inbox_slug="appeals", by=one, now=AFTER) is None
        assert "so somebody else answers" in seen(appeal, one).may_not
    names = {one.name: one.part for one in seen(appeal, ruth).chain}
    assert names == {"Sam Whitaker": "decided", "Olga Marsh": "passed_on"}
    mine = reviews.claim_next(inbox_slug="appeals", by=ben, now=AFTER)
    assert mine.id == appeal.item_id
    answer = {"answer": override(), "version": mine.version, "token": mine.token}
    assert code(flow.decide, item_id=mine.id, **answer, by=ben, now=AFTER) == "answered_elsewhere"


def test_the_database_itself_keeps_the_chain_out_and_the_chain_as_it_was(world, ruth):
    appeal = contested(world, in_force(world), by=world.sam)
    closed = {"closed_at": AFTER, "result": "STANDS", "sealed_answer": b"x"}
    for who in (world.olga, world.sam):  # who decided, and who wrote it down
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(id=appeal.id).update(closed_by=who, **closed)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Appeal.objects.filter(id=appeal.id).update(chain=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(id=appeal.id).update(closed_by=ruth, **closed | {"result": "CHANGED"})
    row = Appeal.objects.get(id=appeal.id)
    row.pk, row.kind, row.chain, row.item_id = ids.new(), "COMPLAINT", [], None
    with pytest.raises(IntegrityError, match="holds who decided"), transaction.atomic():
        row.save(force_insert=True)


def let_in(world, *names):
    inbox = Inbox.objects.get(slug="appeals")
    with transactions.verb():
        for name in names:
            by = people.system_actor(world.organisation.id)
            accounts.give(user=world.user(name), permission="work_inbox", on=inbox, by=by, now=AFTER)


def test_what_the_machine_decided_alone_is_not_answered_by_its_owner(world, ruth):
    decision = Decision.objects.get(id=arrive(world, automatic()).decision_id)
    appeal = contested(world, decision, by=world.owen)
    assert {one.name: one.part for one in seen(appeal, ruth).chain} == {"Owen Clay": "answers_for_it"}
    answered(appeal, ruth, result="CHANGED", outcome="standard")
    assert Decision.objects.get(reverses=decision).by == ruth


def test_who_has_nothing_to_do_with_it_brings_nothing_in_and_sees_nothing(world, ruth):
    decision = in_force(world)
    assert code(contested, world, decision, by=world.lena) == "not_found"
    assert code(contested, world, decision, by=world.audrey) == "cannot_explain"
    assert code(contested, world, decision, words=" ") == "words_missing"
    assert code(contested, world, decision, kind="GRUDGE") == "appeal_kind_unknown"
    appeal = contested(world, decision)
    assert code(seen, appeal, world.lena) == "not_found"
    assert code(seen, appeal, world.ana) == "not_found"
    assert code(answered, appeal, world.ben) == "not_found"
    Inbox.objects.update(takes_appeals=False)
    assert code(contested, world, decision, kind="COMPLAINT") == "no_appeals_inbox"


def test_what_is_contested_is_answered_though_it_was_reversed_in_another_way_meanwhile(world, ruth):
    decision = in_force(world)
    appeal = contested(world, decision)
    row = flow.request_reversal(decision_id=decision.id, why="So.", by=world.olga, now=AFTER)
    said = {"outcome": "standard", "words": "So.", "version": 1}
    flow.reverse_requested(request_id=row.id, **said, by=world.sam, now=AFTER)
    held = taken(appeal, ruth)
    changed = {"result": "CHANGED", "outcome": "case_managed", "item": held}
    assert code(answered, appeal, ruth, **changed) == "holds_no_longer"
    answered(appeal, ruth, result="PARTLY", item=held)
    assert Appeal.objects.get().result == "PARTLY"


def test_before_their_own_view_of_the_case_nobody_reads_what_is_contested(world, ruth):
    body = recommendation()
    item = claimed(world, world.olga, received=arrive(world, body))
    decision = decided(world, world.olga, APPROVE, item=item)
    release(world)
    appeal = contested(world, decision)
    asking(arrive(world, body | {"external_id": "newer"}, now=AFTER).item_id)
    let_in(world, "ben")
    ben = world.person("ben")
    (row,) = appeals.appeals(to=ben, view="open", after=None, limit=9, now=AFTER).rows
    assert (row.outcome, row.words, row.outcome_code) == ("After your first view",) * 2 + ("",)
    assert code(seen, appeal, ben) == "first_view_missing"
    assert code(answered, appeal, ben) == "first_view_missing"


def test_an_appeal_that_nobody_answers_in_time_is_told_of_once_with_how_late_it_is(world, ruth):
    appeal = contested(world, in_force(world))
    due = appeal.due_at
    assert appealing.alarm_appeals(now=due - (later(seconds=1) - later())) == 0
    late = due + (later(hours=2) - later())

    assert appealing.alarm_appeals(now=late) == 1
    assert appealing.alarm_appeals(now=late) == 0

    assert "appeal_overdue" in told(ruth)
    assert "appeal_overdue" in told(world.owen)
    assert appeals.counted(to=ruth, now=late)[0].n_late == 1
    entry = Entry.objects.get(verb="appeal.overdue")
    assert json.loads(bytes(entry.body))["data"]["late_seconds"] == 7200
    held = taken(appeal, ruth, now=late)
    answered(appeal, ruth, now=late, item=held)
    assert appeals.counted(to=ruth, now=late)[0].n_late == 1
