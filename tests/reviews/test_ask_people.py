"""Asking a person or a team about a case: it waits, the answer brings it back to who asked, and nobody sees too much."""

import datetime as dt

import pytest

from apps.accounts.models import User
from apps.flow import selectors
from apps.flow import services as flow
from apps.measures.models import WorkSignal
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Inbox, ItemReason, Question, ReviewItem
from apps.reviews.services import ToPeople
from tests.viewing import asking, viewed
from tests.world import arrive, claimed, code, later, noon, recommendation, record_names

TEXT = "Was the worker seen twice?"


@pytest.fixture
def held(world):
    return claimed(world, world.olga)


def ask(item, by, *, now=noon, version=None, **said):
    question = ToPeople(**({"text": TEXT} | said))
    return flow.ask_people(
        item_id=item.id, question=question, version=version or item.version, token=item.token, by=by, now=now
    )


def answer(question, by, text="Yes, on both days.", *, version=1, now=noon):
    return flow.answer_question(question_id=question.id, text=text, version=version, by=by, now=now)


def fresh(item):
    return ReviewItem.objects.select_related("inbox").get(id=item.id)


def told(actor):
    return list(Notification.objects.filter(to=actor).order_by("at", "id").values_list("kind", flat=True))


def listed(actor, view, now=noon):
    page = selectors.question_list(to=actor, view=view, after=None, limit=9, now=now)
    return [(one.state, one.text) for one in page.rows]


def test_the_case_waits_and_who_is_asked_is_told(world, held):
    question = ask(held, world.olga, to=world.ana.id, fact="age", shown=("weekly_wage",))

    assert (fresh(held).state, fresh(held).holder) == ("WAITING", None)
    assert (question.shown, question.due_at) == (["age", "weekly_wage"], later(days=1))
    assert told(world.ana) == ["question_asked"]
    assert record_names(held.case_id)[-1] == "item.asked"
    assert WorkSignal.objects.get(item_id=held.id).kind == "asked"
    assert code(reviews.claim, item_id=held.id, by=world.ben, now=noon) == "waits_for_answer"
    assert listed(world.ana, "mine") == listed(world.olga, "asked") == [("open", TEXT)]
    assert listed(world.ben, "mine") == []


def test_who_is_asked_sees_the_words_and_the_chosen_facts_and_not_the_case(world, held):
    question = ask(held, world.olga, to=world.adam.id, shown=("weekly_wage",))

    page = selectors.question_page(question_id=question.id, to=world.adam, now=noon)

    assert (page.row.text, page.row.case_ref, page.row.item_id) == (TEXT, "", None)
    assert [one.key for one in page.facts] == ["weekly_wage"]
    assert code(selectors.review_page, item_id=held.id, to=world.adam, now=noon) == "not_found"
    assert code(selectors.question_page, question_id=question.id, to=world.ben, now=noon) == "not_found"


def test_the_answer_brings_the_case_back_to_who_asked_more_urgent(world, held):
    question = ask(held, world.olga, to=world.sam.id)

    answer(question, world.sam, now=later(minutes=5))

    item = fresh(held)
    assert (item.state, item.urgency_asked) == ("OPEN", 20)
    assert (
        ItemReason.objects.get(item=item, kind="ANSWERED", closed_at=None).says
        == "A question about it was answered"
    )
    assert told(world.olga) == ["question_answered"]
    assert [one.case_ref for one in selectors.officer_home(to=world.olga, now=noon).answers] == [
        item.case.case_ref
    ]
    shown = selectors.review_page(item_id=held.id, to=world.olga, now=noon).asked.put
    assert [(one.text, one.answer, one.closed_by) for one in shown] == [
        (TEXT, "Yes, on both days.", world.sam.name)
    ]
    line = selectors.timeline(case_ref=item.case.case_ref, to=world.olga).entries[-1]
    assert (line.sentence, line.detail) == ("Sam Whitaker answered the question", "“Yes, on both days.”")
    assert listed(world.sam, "answered") == [("answered", TEXT)]
    assert code(answer, question, world.sam, version=2) == "question_over"


def test_a_team_is_asked_and_anybody_of_it_but_who_asked_answers(world, held):
    question = ask(held, world.olga, team="triage-officers")

    assert told(world.ben) == ["question_asked"]
    assert told(world.olga) == []
    assert listed(world.olga, "mine") == []
    assert code(answer, question, world.olga) == "not_asked"
    assert code(answer, question, world.ben, "  ") == "answer_missing"
    assert code(answer, question, world.ben, version=3) == "question_stale"
    assert answer(question, world.ben).result == "ANSWERED"


def test_who_waits_may_ask_more_and_the_last_answer_opens_it(world, held):
    first = ask(held, world.olga, to=world.sam.id)
    second = ask(held, world.olga, to=world.ana.id, version=fresh(held).version)

    answer(first, world.sam)
    assert fresh(held).state == "WAITING"
    answer(second, world.ana)
    assert fresh(held).state == "OPEN"


CANNOT = [
    ({}, "nobody_to_ask"),
    ({"team": "nowhere"}, "nobody_to_ask"),
    ({"to": "olga"}, "nobody_to_ask"),
    ({"to": "lena"}, "nobody_to_ask"),
    ({"to": "sam", "text": " "}, "question_missing"),
    ({"to": "sam", "fact": "sex"}, "unknown_fact"),
    ({"to": "sam", "shown": ("nothing",)}, "unknown_fact"),
    ({"to": "sam", "until": noon}, "answer_by"),
    ({"to": "sam", "until": noon + dt.timedelta(days=20)}, "answer_by"),
]


def test_what_cannot_be_asked_is_refused_and_nothing_moves(world, held):
    for said, refused in CANNOT:
        named = said | ({"to": world.user(said["to"]).actor_id} if "to" in said else {})
        assert (said, code(ask, held, world.olga, **named)) == (said, refused)
    assert fresh(held).state == "CLAIMED"


def test_only_who_holds_the_case_asks(world, held):
    assert code(ask, held, world.ben, to=world.sam.id) == "held_by_another"
    assert code(ask, held, world.ana, to=world.sam.id) in {"cannot_work_inbox", "not_found"}
    assert code(ask, held, world.olga, to=world.sam.id, version=9) == "stale"


def test_who_asked_or_supervises_withdraws_it_and_who_was_asked_is_told(world, held):
    question = ask(held, world.olga, to=world.ana.id)

    withdraw = {"question_id": question.id, "version": 1, "now": noon}
    assert code(flow.withdraw_question, by=world.ana, **withdraw) == "not_the_asker"
    flow.withdraw_question(by=world.olga, **withdraw)

    assert (fresh(held).state, Question.objects.get().result) == ("OPEN", "WITHDRAWN")
    assert told(world.ana) == ["question_asked", "question_withdrawn"]
    assert code(answer, question, world.ana, version=2) == "question_over"


def test_unanswered_in_time_it_comes_back_and_is_overdue_on_the_list(world, held):
    ask(held, world.olga, to=world.ana.id, until=later(minutes=30))

    assert listed(world.ana, "overdue", later(minutes=31)) == [("overdue", TEXT)]
    assert flow.return_unanswered(now=later(minutes=31)) == 1
    assert flow.return_unanswered(now=later(minutes=31)) == 0

    assert fresh(held).state == "OPEN"
    assert told(world.olga) == ["question_unanswered"]
    assert listed(world.olga, "overdue") == [("unanswered", TEXT)]


def test_to_somebody_who_was_deactivated_it_goes_to_the_team(world, held):
    question = ask(held, world.olga, to=world.ana.id)
    User.objects.filter(actor=world.ana).update(is_active=False)
    assert code(ask, claimed(world, world.ben), world.ben, to=world.ana.id) == "person_away"

    flow.return_unanswered(now=later(minutes=1))

    row = Question.objects.get(id=question.id)
    assert (row.to, row.to_inbox_id, row.moved_from) == (None, held.inbox_id, world.ana)
    assert told(world.ben) == ["question_asked"]
    assert record_names(held.case_id)[-1] == "item.ask_passed_on"
    answer(question, world.ben, version=2)
    assert fresh(held).state == "OPEN"


@pytest.mark.parametrize(("stops", "days"), [(False, 0), (True, 2)])
def test_the_inbox_s_rule_says_whether_the_due_time_runs_on(world, held, stops, days):
    Inbox.objects.filter(id=held.inbox_id).update(asking_stops_clock=stops)
    due = fresh(held).due_at
    question = ask(held, world.olga, to=world.sam.id, until=later(days=3) if stops else None)

    answer(question, world.sam, now=later(days=2))

    assert fresh(held).due_at == due + dt.timedelta(days=days)


class TestBeforeAFirstView:
    def test_who_knows_the_suggestion_asks_nobody_who_may_be_asked_for_their_own_view(self, world, held):
        asking(held.id)
        viewed(world, held, world.olga)

        assert code(ask, held, world.olga, to=world.ben.id) == "would_tell_advice"
        assert code(ask, held, world.olga, team="triage-officers") == "would_tell_advice"
        assert ask(held, world.olga, to=world.ana.id).tells_advice is True

    def test_words_of_who_knows_it_are_shown_after_the_reader_s_own_view(self, world, held):
        asking(held.id)
        question = ask(held, world.olga, to=world.audrey.id)
        assert question.tells_advice is False
        answer(question, world.audrey, "The AI says fast track.")
        assert Question.objects.get().answer_tells is True

        def read(who):
            (one,) = selectors.review_page(item_id=held.id, to=who, now=noon).asked.put
            return one.text, one.answer

        hidden = (TEXT, "After your first view")
        assert read(world.olga) == read(world.ben) == hidden
        page = selectors.question_page(question_id=question.id, to=world.olga, now=noon)
        assert page.row.answer == "After your first view"
        assert "fast track" not in str(selectors.timeline(case_ref=held.case.case_ref, to=world.ben).entries)
        viewed(world, reviews.claim(item_id=held.id, by=world.olga, now=noon), world.olga)
        assert read(world.olga) == (TEXT, "The AI says fast track.")

    def test_words_that_tell_come_back_rather_than_go_to_the_team(self, world, held):
        asking(held.id)
        viewed(world, held, world.olga)
        ask(held, world.olga, to=world.ana.id)
        User.objects.filter(actor=world.ana).update(is_active=False)

        flow.return_unanswered(now=later(minutes=1))

        assert (fresh(held).state, Question.objects.get().result) == ("OPEN", "UNREACHABLE")
        assert told(world.olga) == ["question_unreachable"]


def test_a_newer_suggestion_ends_it(world):
    body = recommendation()
    held = claimed(world, world.olga, received=arrive(world, body))
    question = ask(held, world.olga, to=world.sam.id)

    arrive(world, body | {"external_id": "newer"}, now=later(minutes=5))

    assert Question.objects.get().result == "SUPERSEDED"
    assert code(answer, question, world.sam) == "question_over"
