"""Lines of a past that say something beside a case: other models' words, and questions about what a fact means."""

import datetime as dt

from apps.core import transactions
from apps.flow import selectors
from apps.flow import services as flow
from apps.intake.models import UnseenRecommendation
from apps.measures.models import DefinitionQuestion
from apps.registry import services as registry
from apps.reviews.models import Decision, FirstView
from tests import world as worlds
from tests.platform.test_import_history import ago, arrival, bring_in, line, override, write
from tests.viewing import views


def test_what_other_models_said_of_an_arrival_is_kept_unseen_and_can_be_compared(world, tmp_path):
    with transactions.verb():
        models = [{"name": "one", "pattern": "triage-gb-*"}, {"name": "two", "pattern": "rule-*"}]
        registry.line_up(system=world.system, body={"models": models}, by=world.owen, now=ago(days=20))
    other = {"external_id": "rule-1", "model_version": "rule-1", "outcome": "standard", "protected": []}
    at = ago(days=9)
    told = [arrival(at, 1) | {"challengers": [other]}, override(at + dt.timedelta(hours=3), 1)]

    bring_in(write(tmp_path / "others.jsonl", told))
    flow.compute_measures(now=worlds.noon)

    kept = UnseenRecommendation.objects.get()
    assert (kept.case.case_ref, kept.model_version, kept.received_at) == ("WC-1", "rule-1", at)
    seen, unseen = selectors.comparison(system=world.system, to=world.owen).rows
    assert [(one.version, one.agreed.n, one.agreed.value) for one in (seen, unseen)] == [
        ("triage-gb-1", 1, 0.0),
        ("rule-1", 1, 1.0),
    ]


def test_a_question_about_a_fact_is_asked_and_answered_once(world, tmp_path):
    same = {"system": "injury-triage", "fact": "age"}
    told = [
        line(
            ago(days=3),
            "ask",
            "ana@bluegrass.example",
            to="owen@bluegrass.example",
            text="At injury?",
            **same,
        ),
        line(ago(days=2), "answer", "owen@bluegrass.example", text="On the day of injury.", **same),
        line(ago(days=1), "ask", "olga@bluegrass.example", to="owen@bluegrass.example", text="Why?", **same),
    ]
    bring_in(write(tmp_path / "asked.jsonl", told))
    bring_in(write(tmp_path / "again.jsonl", [*told, told[1]]))

    question = DefinitionQuestion.objects.get()
    assert (question.asked_by, question.to, question.asked_at) == (world.ana, world.owen, ago(days=3))
    assert (question.state, question.answer, question.closed_at) == (
        "ANSWERED",
        "On the day of injury.",
        ago(days=2),
    )


def test_a_first_view_is_given_before_the_answer_where_the_case_asks_for_one(world, tmp_path):
    views(world)
    at = ago(days=9)
    view = {"outcome": "fast_track", "sure": "fairly"}
    told = [
        arrival(at, 1),
        override(at + dt.timedelta(hours=3), 1, view=view),
        arrival(at, 2),
        override(at + dt.timedelta(hours=3), 2),
    ]

    bring_in(write(tmp_path / "views.jsonl", told))

    given = FirstView.objects.get()
    decision = Decision.objects.get()
    assert (given.outcome_code.code, given.sure, given.item_id) == ("fast_track", "fairly", decision.item_id)
    assert decision.claimed_at < given.given_at < decision.decided_at
