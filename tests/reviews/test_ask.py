"""Asking for a fact: the item waits for the answer, and comes back with it, without it, or when it is withdrawn."""

import datetime as dt

import pytest

from apps.flow import selectors as flow_seen
from apps.flow import services as flow
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Claim, Draft, ItemReason, Question, ReviewItem
from apps.reviews.states import ItemState
from tests.world import (
    arrive,
    claimed,
    code,
    decided,
    fact,
    iso,
    later,
    noon,
    override,
    recommendation,
    record_names,
)

LACKS = {"contact_status": None}  # a required fact that did not come


@pytest.fixture
def held(world):
    return claimed(world, world.olga, facts_changed=LACKS)


def ask(held, by, *, fact="contact_status", now=noon, version=None, token=None):
    return reviews.ask(
        item_id=held.id, fact=fact, version=version or held.version, token=token or held.token, by=by, now=now
    )


def answer(world, held, *facts, now):
    sent = facts or [fact("contact_status", ["worker"], "claim_file", as_of=iso(now))]
    return flow.add_facts(case_ref=held.case.case_ref, facts=list(sent), by=world.claims, now=now)


def fresh(held):
    return ReviewItem.objects.select_related("inbox").get(id=held.id)


def reasons(held):
    return set(ItemReason.objects.filter(item=held, closed_at=None).values_list("kind", flat=True))


def told(actor):
    return list(Notification.objects.filter(to=actor).order_by("at", "id").values_list("kind", flat=True))


def test_the_item_waits_and_is_nobody_s(world, held):
    question = ask(held, world.olga)

    item = fresh(held)
    assert (item.state, item.holder_id, item.version) == (ItemState.WAITING, None, held.version + 1)
    assert (question.kind, question.source, question.due_at) == ("missing", "claim_file", item.due_at)
    assert Claim.objects.get(item=held).ended_why == "asked"
    assert record_names(held.case_id)[-1] == "item.asked"
    assert code(reviews.claim, item_id=held.id, by=world.ben, now=noon) == "waits_for_answer"
    assert reviews.claim_next(inbox_slug=item.inbox.slug, by=world.ben, now=noon) is None


def test_the_answer_brings_it_back_to_its_inbox_more_urgent_and_tells_who_asked(world, held):
    before = fresh(held)
    ask(held, world.olga)

    answer(world, held, now=later(minutes=30))

    item = fresh(held)
    assert (item.state, item.inbox_id, item.urgency_asked) == (ItemState.OPEN, before.inbox_id, 20)
    assert item.urgency == min(
        100, item.urgency_stake + item.urgency_risk + item.urgency_due + item.urgency_asked
    )
    assert "ANSWERED" in reasons(held)
    assert Question.objects.get().result == "ANSWERED"
    assert "fact_answered" in told(world.olga)
    assert record_names(held.case_id)[-2:] == ["item.answered", "facts.added"]
    taken = reviews.claim(item_id=held.id, by=world.olga, now=later(minutes=31))
    page = flow_seen.review_page(item_id=taken.id, to=world.olga, now=later(minutes=31))
    assert next(one for one in page.facts if one.key == "contact_status").state == "ok"


def test_a_fact_that_was_not_asked_for_answers_nothing(world, held):
    ask(held, world.olga)

    answer(world, held, fact("age", 52, "employer", as_of=iso(later(minutes=9))), now=later(minutes=10))

    assert (fresh(held).state, Question.objects.get().result) == (ItemState.WAITING, "")


def test_that_nobody_knows_it_is_an_answer_too(world, held):
    ask(held, world.olga)

    answer(
        world,
        held,
        fact("contact_status", None, "claim_file", as_of=iso(later(minutes=9))),
        now=later(minutes=10),
    )

    assert (fresh(held).state, Question.objects.get().result) == (ItemState.OPEN, "ANSWERED")


def test_who_asked_may_ask_for_more_and_it_waits_for_the_last_answer(world):
    held = claimed(world, world.olga, facts_changed=LACKS | {"state": None})
    ask(held, world.olga)
    assert code(ask, held, world.olga, version=fresh(held).version) == "asked_already"
    ask(held, world.olga, fact="state", version=fresh(held).version)

    answer(world, held, now=later(minutes=10))
    assert fresh(held).state == ItemState.WAITING

    answer(
        world, held, fact("state", "KY", "first_report", as_of=iso(later(minutes=19))), now=later(minutes=20)
    )
    assert fresh(held).state == ItemState.OPEN
    assert told(world.olga).count("fact_answered") == 2


def test_when_nobody_answers_in_time_it_comes_back_and_says_so(world, held):
    question = ask(held, world.olga)
    assert flow.return_unanswered(now=question.due_at - dt.timedelta(seconds=1)) == 0

    assert flow.return_unanswered(now=question.due_at) == 1
    assert flow.return_unanswered(now=question.due_at) == 0

    item = fresh(held)
    assert (item.state, item.urgency_asked) == (ItemState.OPEN, 20)
    assert "UNANSWERED" in reasons(held)
    assert "fact_unanswered" in told(world.olga)
    assert record_names(held.case_id)[-1] == "item.unanswered"


def test_an_answer_is_never_awaited_past_the_item_s_own_time_but_an_hour_at_least(world, held):
    late = held.due_at - dt.timedelta(minutes=10)
    taken = reviews.claim(item_id=held.id, by=world.olga, now=late)

    question = ask(taken, world.olga, now=late)

    assert question.due_at == late + dt.timedelta(hours=1)


def test_whoever_may_decide_the_case_may_withdraw_the_question(world, held):
    ask(held, world.olga)
    stale = held.version
    assert code(flow.withdraw_questions, item_id=held.id, version=stale, by=world.ben, now=noon) == "stale"

    flow.withdraw_questions(item_id=held.id, version=fresh(held).version, by=world.ben, now=noon)

    assert (fresh(held).state, Question.objects.get().result) == (ItemState.OPEN, "WITHDRAWN")
    assert record_names(held.case_id)[-1] == "item.ask_withdrawn"
    version = fresh(held).version
    assert (
        code(flow.withdraw_questions, item_id=held.id, version=version, by=world.ben, now=noon)
        == "no_question"
    )


def test_it_can_be_decided_after_the_answer(world, held):
    ask(held, world.olga)
    answer(world, held, now=later(minutes=10))
    taken = reviews.claim(item_id=held.id, by=world.olga, now=later(minutes=11))

    made = decided(world, world.olga, override(), item=taken, now=later(minutes=12))

    assert made.item_id == held.id


@pytest.mark.parametrize(
    ("who", "named", "expected"),
    [
        ("olga", {"fact": "age"}, "nothing_to_ask"),
        ("olga", {"fact": "no_such_fact"}, "nothing_to_ask"),
        ("olga", {"version": 99}, "stale"),
        ("olga", {"token": 99}, "claim_expired"),
        ("olga", {"now": later(hours=3)}, "claim_expired"),
        ("ben", {}, "held_by_another"),
        ("ana", {}, "not_found"),
        ("lena", {}, "not_found"),
        ("audrey", {}, "cannot_work_inbox"),
    ],
)
def test_it_is_refused_by_name_and_nothing_is_written(world, held, who, named, expected):
    refused = code(ask, held, world.person(who), **named)

    assert refused == expected
    assert not Question.objects.exists()
    assert fresh(held).state == ItemState.CLAIMED


def test_ben_may_not_ask_for_more_on_a_case_that_waits_for_olga(world):
    held = claimed(world, world.olga, facts_changed=LACKS | {"state": None})
    ask(held, world.olga)

    assert code(ask, held, world.ben, fact="state", version=fresh(held).version) == "not_held"


def test_a_newer_suggestion_ends_the_question_and_tells_who_asked(world):
    body = recommendation(facts_changed=LACKS)
    held = claimed(world, world.olga, received=arrive(world, body))
    ask(held, world.olga)

    arrive(world, body | {"external_id": "newer"}, now=later(minutes=5))

    assert (fresh(held).state, Question.objects.get().result) == (ItemState.SUPERSEDED, "SUPERSEDED")
    assert "suggestion_changed" in told(world.olga)
    assert flow.return_unanswered(now=later(days=9)) == 0


def test_what_was_typed_is_kept_while_it_waits(world, held):
    reviews.save_draft(item_id=held.id, body={"note": "Ask first."}, by=world.olga, now=noon)

    ask(held, world.olga)
    answer(world, held, now=later(minutes=10))

    assert Draft.objects.filter(item=held, by=world.olga).exists()


def test_an_answer_that_changes_the_lane_sends_it_where_policy_wants_it(world, held):
    ask(held, world.olga)
    stay = fact("hospital_stay", True, "hospital", as_of=iso(later(minutes=9)))
    duty = fact("contact_status", ["worker"], "claim_file", as_of=iso(later(minutes=9)))

    (told_back,) = answer(world, held, duty, stay, now=later(minutes=10))

    assert fresh(held).inbox.slug == told_back.inbox_slug
    assert fresh(held).state == ItemState.OPEN


class TestWhatTheMachineReads:
    """The business system reads what is asked of it, and nobody else's."""

    def asked(self, actor):
        return flow_seen.asked_facts(to=actor, after=None, limit=50).rows

    def test_an_open_question_says_what_is_wrong_and_until_when(self, world, held):
        question = ask(held, world.olga)

        (row,) = self.asked(world.claims)

        assert (row.id, row.case_ref, row.fact, row.kind, row.source) == (
            question.id, held.case.case_ref, "contact_status", "missing", "claim_file",
        )  # fmt: skip
        assert row.says
        assert row.due_at == question.due_at

    def test_an_answered_one_is_gone(self, world, held):
        ask(held, world.olga)
        answer(world, held, now=later(minutes=10))

        assert self.asked(world.claims) == []

    def test_a_machine_of_other_systems_sees_none_and_a_person_is_refused(self, world, held):
        ask(held, world.olga)
        world.claims.machine.system_ids = []

        assert self.asked(world.claims) == []
        assert code(self.asked, world.olga) == "only_machines_send_facts"

    def test_many_come_in_pages(self, world):
        for _ in range(3):
            one = claimed(world, world.olga, facts_changed=LACKS)
            ask(one, world.olga)

        first = flow_seen.asked_facts(to=world.claims, after=None, limit=2)
        rest = flow_seen.asked_facts(to=world.claims, after=first.next, limit=2)

        assert (len(first.rows), len(rest.rows), rest.next) == (2, 1, None)
        assert len({one.id for one in (*first.rows, *rest.rows)}) == 3
