"""A question about what a fact means: put to somebody who must answer, answered or withdrawn, never both."""

import pytest

from apps.audit.models import Entry
from apps.core import refusals
from apps.measures import services as measures
from apps.measures.models import DefinitionQuestion
from apps.notify.models import Notification
from tests.world import code, noon

TEXT = "Does a night in the emergency room count as a stay?"


def ask(world, by=None, **changes):
    named = {"fact": "hospital_stay", "text": TEXT, "to_id": world.owen.id}
    return measures.ask(system_id=world.system.id, **named | changes, by=by or world.ana, now=noon)


def entries():
    return list(
        Entry.objects.filter(verb__startswith="definition.").order_by("id").values_list("verb", flat=True)
    )


def told(actor):
    return list(Notification.objects.filter(to=actor).values_list("kind", flat=True))


def test_it_is_put_to_whoever_must_answer_and_the_answer_comes_back(world):
    row = ask(world)
    assert (row.state, told(world.owen)) == ("OPEN", ["definition_asked"])

    measures.answer(question_id=row.id, text="Only with an admission.", by=world.owen, now=noon)

    row.refresh_from_db()
    assert (row.state, row.answer, row.closed_by) == ("ANSWERED", "Only with an admission.", world.owen)
    assert told(world.ana) == ["definition_answered"]
    assert entries() == ["definition.asked", "definition.answered"]
    assert code(measures.withdraw, question_id=row.id, by=world.ana, now=noon) == "question_closed"


def test_whoever_asked_takes_it_back_and_nobody_else_does(world):
    row = ask(world)

    assert code(measures.withdraw, question_id=row.id, by=world.audrey, now=noon) == "not_asked_by_you"
    assert code(measures.answer, question_id=row.id, text="x", by=world.ana, now=noon) == "not_your_question"
    assert code(measures.answer, question_id=row.id, text=" ", by=world.owen, now=noon) == "invalid"
    measures.withdraw(question_id=row.id, by=world.ana, now=noon)

    assert DefinitionQuestion.objects.get().state == "WITHDRAWN"
    assert code(measures.answer, question_id=row.id, text="x", by=world.owen, now=noon) == "question_closed"


def test_who_may_not_and_what_cannot_be_asked(world):
    for name, by in (
        ("not_found", world.olga),
        ("not_found", world.lena),
        ("only_who_uses_definitions", world.audrey),
    ):
        assert code(ask, world, by) == name
    for field, changes in (
        ("fact", {"fact": "no_such_fact"}),
        ("text", {"text": "  "}),
        ("text", {"text": "x" * 1001}),
        ("to", {"to_id": world.olga.id}),
    ):
        with pytest.raises(refusals.Invalid) as refused:
            ask(world, **changes)
        assert refused.value.details["field"] == field
    assert (DefinitionQuestion.objects.count(), entries()) == (0, [])
