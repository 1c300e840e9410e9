from contextlib import suppress
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions, refused
from apps.api.authentication import Caller
from apps.api.serializers import questions
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.items import Nothing
from apps.api.views.base import Endpoint, body, caller, query, reads, writes
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.reviews import models
from apps.reviews import services as reviews

ASK = {
    "person": "sam@bluegrass.example",
    "text": "Was the worker seen twice?",
    "shown": ["weekly_wage"],
    "answer_by": "2026-11-27T15:00:00Z",
    "token": 1,
}
NOT_ASKED = (
    "nobody_to_ask",
    "nobody_there",
    "person_away",
    "question_missing",
    "unknown_fact",
    "answer_by",
    "would_tell_advice",
    "nothing_to_ask",
    "asked_already",
)


class FactQuestions(Endpoint):
    scopes = {"GET": "facts:write"}

    @reads("fact_questions", questions.FactQuestions, asks=PageQuery)
    def get(self, request: Request) -> Response:
        """List the facts that reviewers ask for, oldest first; the cases wait for them until `due_at`.

        Answer with `POST /cases/{case_ref}/facts/`: a later value of the fact ends the question, also null
        when nobody knows it. A question that nobody answers in time ends by itself.
        """
        by, asked = caller(request), query(request, PageQuery)
        page = selectors.asked_facts(to=by.actor, after=asked.get("after"), limit=asked["limit"])
        return Response(questions.FactQuestions(page).data)


class Whom(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("whom_to_ask", questions.Whom)
    def get(self, request: Request, item_id: UUID) -> Response:
        """See whom you may ask about an item, and whether its due time stands still meanwhile."""
        by = caller(request)
        found = selectors.whom_to_ask(item_id=item_id, to=by.actor, now=by.now)
        return Response(questions.Whom(found).data)


class Ask(Endpoint):
    scopes = {"POST": "items:write"}

    @writes(
        "ask",
        questions.AskBody,
        {201: questions.Asked},
        is_change=True,
        example=ASK,
        refuses=(*refused.HOLD, *NOT_ASKED),
    )
    def post(self, request: Request, item_id: UUID) -> Response:
        """Ask a person, a team or the business system about an item you hold; it waits for the answer.

        While it waits for an answer to you, you may ask more. The last answer opens it again.
        """
        by, version = caller(request), preconditions.version(request)
        said = body(request, questions.AskBody)

        def act() -> Answer:
            return Answer(201, questions.Asked(_ask(item_id, said, version, by)).data)

        return idempotency.once(request, act)


def _ask(item_id: UUID, said: dict[str, Any], version: int, by: Caller) -> models.Question:
    if said["business_system"]:
        return reviews.ask(
            item_id=item_id,
            fact=said["fact"],
            version=version,
            token=said["token"],
            by=by.actor,
            now=by.now,
        )
    question = reviews.ToPeople(
        text=said["text"],
        to=_person(said["person"], by) if said["person"] else None,
        team=said["team"],
        fact=said["fact"],
        shown=tuple(said["shown"]),
        until=said["answer_by"],
    )
    return flow.ask_people(
        item_id=item_id, question=question, version=version, token=said["token"], by=by.actor, now=by.now
    )


def _person(said: str, by: Caller) -> UUID | None:
    """Read whom a question is for: an id, as `whom` gives it, or an e-mail address."""
    with suppress(ValueError):
        return UUID(said)
    return selectors.person_of(said, to=by.actor)


class Questions(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("questions", questions.Questions, asks=questions.QuestionsQuery)
    def get(self, request: Request) -> Response:
        """List the questions to you and your teams, or those that you asked."""
        by, asked = caller(request), query(request, questions.QuestionsQuery)
        page = selectors.question_list(
            to=by.actor, view=asked["view"], after=asked.get("after"), limit=asked["limit"], now=by.now
        )
        return Response(questions.Questions(page).data)


class Question(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("question", questions.OneQuestion)
    def get(self, request: Request, question_id: UUID) -> Response:
        """See one question with the facts that its asker chose. Its ETag is what `If-Match` takes."""
        by = caller(request)
        page = selectors.question_page(question_id=question_id, to=by.actor, now=by.now)
        etag = preconditions.etag(page.row.version)
        return Response(questions.OneQuestion(page).data, headers={"ETag": etag})


class AnswerQuestion(Endpoint):
    scopes = {"POST": "items:write"}

    @writes(
        "answer_question",
        questions.ReplyBody,
        {200: questions.Asked},
        is_change=True,
        example={"text": "Yes, on both days."},
        refuses=("not_asked", "facts_answer", "question_over", "question_stale", "answer_missing"),
    )
    def post(self, request: Request, question_id: UUID) -> Response:
        """Answer a question that was put to you or a team of yours; `If-Match` is its version."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, questions.ReplyBody)

        def act() -> Answer:
            row = flow.answer_question(
                question_id=question_id, text=said["text"], version=version, by=by.actor, now=by.now
            )
            return Answer(200, questions.Asked(row).data)

        return idempotency.once(request, act)


class WithdrawQuestion(Endpoint):
    scopes = {"POST": "items:write"}

    @writes(
        "withdraw_question",
        Nothing,
        {200: questions.Asked},
        is_change=True,
        refuses=("not_the_asker", "question_over", "question_stale"),
    )
    def post(self, request: Request, question_id: UUID) -> Response:
        """Take a question back that you asked; with the last one its item is open again."""
        by, version = caller(request), preconditions.version(request)
        body(request, Nothing)

        def act() -> Answer:
            row = flow.withdraw_question(question_id=question_id, version=version, by=by.actor, now=by.now)
            return Answer(200, questions.Asked(row).data)

        return idempotency.once(request, act)
