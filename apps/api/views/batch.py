"""Many recommendations in one request: taken in pieces that commit on their own, answered line by line."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from typing import IO

import orjson
from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from apps.api import batches, errors, idempotency, parsers, pressure, refused, throttles
from apps.api.authentication import Caller
from apps.api.serializers import submit
from apps.api.views.base import KEY, ON_WRITE, REFUSALS, Endpoint, caller, problems, query
from apps.api.views.recommendations import EXAMPLE
from apps.core import clock, refusals
from apps.core import once as core_once
from apps.core.once import Answer, Key
from apps.flow import services as flow
from apps.intake import rules
from apps.intake import services as intake

PIECE = 500
TRIES = 3
CREATED, OK, UNAVAILABLE = 201, 200, 503
MEANWHILE = (intake.ReceivedMeanwhile, intake.CaseMeanwhile)


class TooManyForAll(refusals.Invalid):
    code = "too_many_lines"
    sentence = f"All or nothing takes at most {submit.MOST_LINES_OF_ALL} lines."


class Ndjson(JSONRenderer):
    """A refusal of the whole request as one line, for those who accept nothing else."""

    media_type = batches.NDJSON
    format = "ndjson"


class SubmitMany(Endpoint):
    scopes = {"POST": "recommendations:write"}
    renderer_classes = [JSONRenderer, Ndjson]

    @extend_schema(
        operation_id="submit_many",
        parameters=[KEY, submit.BatchQuery],
        request={"application/json": submit.BatchSchema, batches.NDJSON: submit.RecommendationBody},
        responses={
            (OK, "application/json"): OpenApiResponse(submit.BatchReceived, "Each line has its own status."),
            (OK, batches.NDJSON): OpenApiResponse(submit.BatchLine, "One of these for each line sent."),
            (CREATED, "application/json"): OpenApiResponse(submit.BatchReceived, "All or nothing: all."),
            (CREATED, batches.NDJSON): OpenApiResponse(submit.BatchLine, "All or nothing: all."),
            **problems(ON_WRITE),
        },
        examples=[
            OpenApiExample(
                "Example",
                value={"lines": [EXAMPLE]},
                request_only=True,
                media_type="application/json",
            )
        ],
        extensions={REFUSALS: [*refused.SUBMIT, "systems_mixed", "repeated_in_batch", *refused.LINES]},
    )
    def post(self, request: Request) -> HttpResponse | StreamingHttpResponse:
        """Submit up to 10,000 recommendations of one AI system, answered in the order sent.

        Send a JSON array, or `{"lines": [...]}`, and read JSON; or send NDJSON and read NDJSON, line by line.
        Pieces of 500 lines commit on their own. A line that cannot be taken in is named and the others go in.
        After a cut, send the same body with the same key: what was done is answered as before, the rest is
        done. `all_or_nothing=true` takes up to 1,000 lines, or refuses all of them and names the first.
        """
        pressure.refuse_when_pressed()
        is_whole = query(request, submit.BatchQuery)["all_or_nothing"] == "true"
        batch = batches.take(request.stream, is_ndjson=_is_ndjson(request))
        try:
            by = caller(request)
            throttles.take_lines(by.id, len(batch.places))
            key = idempotency.key_for(request, {"sha256": batch.digest, "all_or_nothing": is_whole})
            taking = _Taking(batch, by, key, is_ndjson=_is_ndjson(request))
            return taking.whole() if is_whole else taking.answer()
        except BaseException:
            batch.body.close()
            raise


def _is_ndjson(request: Request) -> bool:
    kind = str(request.content_type).partition(";")[0].strip().lower()
    if kind not in {"application/json", batches.NDJSON}:
        raise UnsupportedMediaType(kind)
    return kind == batches.NDJSON


class _Telling:
    """What is streamed; the body on disk goes when the answer ends, however that comes about."""

    def __init__(self, told: Iterator[bytes], body: IO[bytes]) -> None:
        self._told, self._body = told, body

    def __iter__(self) -> Iterator[bytes]:
        return self._told

    def close(self) -> None:
        """Let go of the body."""
        self._body.close()


class _Taking:
    """One batch being taken in. `ai_system`: of its first readable line, and all others must have it too."""

    def __init__(self, batch: batches.Batch, by: Caller, key: Key, *, is_ndjson: bool) -> None:
        self.batch, self.by, self.key, self.is_ndjson, self.ai_system = batch, by, key, is_ndjson, ""
        self.kind = batches.NDJSON if is_ndjson else "application/json"

    def answer(self) -> StreamingHttpResponse:
        """Take the first piece now, so that what refuses the whole request can; the others while told."""
        pieces = self._pieces()
        first, is_replay = next(pieces)
        telling = _Telling(self._told(first, pieces), self.batch.body)
        answer = StreamingHttpResponse(telling, content_type=self.kind)
        if is_replay:
            answer[idempotency.REPLAYED] = "true"
        return answer

    def _told(self, first: str, rest: Iterator[tuple[str, bool]]) -> Iterator[bytes]:
        start, between, end = ("", "", "") if self.is_ndjson else ('{"lines":[', ",", "]}")
        yield (start + self._written(first)).encode()
        for text, _ in rest:
            yield (between + self._written(text)).encode()
        yield end.encode()

    def _written(self, lines: str) -> str:
        """Write lines as this request wants them; no line holds a line break inside."""
        return lines if self.is_ndjson else lines.rstrip("\n").replace("\n", ",")

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        yield self._piece(0, self.by.now)
        for place in range(PIECE, len(self.batch.places), PIECE):
            try:
                pressure.refuse_when_pressed()
                yield self._piece(place, clock.now())
            except Exception as error:
                refusal = errors.as_refusal(error)
                if refusal is None:
                    raise  # a fault of ours cuts the answer, and the client sends the same again
                number = self.batch.places[place][0]
                yield _line(number, UNAVAILABLE, {"error": errors.said_of(refusal)}).decode(), False
                return

    def _piece(self, place: int, now: datetime) -> tuple[str, bool]:
        """Take some lines in at most once, or give the answer they had: one line of JSON for each."""
        route = f"{self.key.route}+{place}"
        key = Key(self.key.principal_id, route, self.key.text, self.key.asked, now)
        for n_try in itertools.count(1):
            try:
                answer, is_replay = core_once.once(key, lambda: self._act(place, now), waits=place > 0)
            except MEANWHILE:
                if n_try == TRIES:
                    raise
            else:
                self.ai_system = str(answer.body["ai_system"])
                return str(answer.body["lines"]), is_replay
        raise AssertionError

    def _act(self, place: int, now: datetime) -> Answer:
        lines = self.batch.lines(place, PIECE)
        bodies = [_body(line) for line in lines]
        read = [self._read(body, now) for body in bodies]
        good = [one for one in read if isinstance(one, rules.RecommendationIn)]
        received = iter(flow.receive_each(lines=good, by=self.by.actor, now=now) if good else ())
        told = b"".join(
            _told(line.number, one if isinstance(one, refusals.Refusal) else next(received), one)
            for line, one in zip(lines, read, strict=True)
        )
        return Answer(OK, {"lines": told.decode(), "ai_system": self.ai_system})

    def _read(
        self, body: dict[str, object] | refusals.Refusal, now: datetime
    ) -> rules.RecommendationIn | refusals.Refusal:
        if isinstance(body, refusals.Refusal):
            return body
        try:
            found = rules.parse_recommendation(body, now)
        except (refusals.Refusal, rules.BadField) as error:
            return errors.as_refusal(error) or refusals.Invalid()
        self.ai_system = self.ai_system or found.ai_system
        if found.ai_system != self.ai_system:
            return flow.SystemsMixed(field="ai_system", external_id=found.external_id)
        return found

    def whole(self) -> HttpResponse:
        """Take all lines in one transaction, or none."""
        if len(self.batch.places) > submit.MOST_LINES_OF_ALL:
            raise TooManyForAll(field="lines")
        with closing(self.batch.body):
            answer, is_replay = core_once.once(self.key, self._all, waits=False)
        text = self._written(str(answer.body["lines"]))
        body = text if self.is_ndjson else f'{{"lines":[{text}]}}'
        response = HttpResponse(body, status=answer.status, content_type=self.kind)
        if is_replay:
            response[idempotency.REPLAYED] = "true"
        return response

    def _all(self) -> Answer:
        lines = self.batch.lines(0, submit.MOST_LINES_OF_ALL)
        now = self.by.now
        good = [_named(line, place, now) for place, line in enumerate(lines)]
        received = flow.receive(lines=good, by=self.by.actor, now=now)
        told = b"".join(
            _told(line.number, one, sent) for line, one, sent in zip(lines, received, good, strict=True)
        )
        return Answer(CREATED if any(one.is_new for one in received) else OK, {"lines": told.decode()})


def _body(line: batches.Line) -> dict[str, object] | refusals.Refusal:
    """Return what JSON a line holds, or the refusal that says why it holds none."""
    if line.problem is not None:
        return line.problem
    try:
        return parsers.read(line.raw)
    except refusals.Refusal as refusal:
        return refusal


def _recommendation(line: batches.Line, now: datetime) -> rules.RecommendationIn:
    if line.problem is not None:
        raise line.problem
    return rules.parse_recommendation(parsers.read(line.raw), now)


def _named(line: batches.Line, place: int, now: datetime) -> rules.RecommendationIn:
    """Read one of the lines of which one wrong one refuses all."""
    try:
        return _recommendation(line, now)
    except rules.BadField as bad:
        raise rules.BadField(f"lines[{place}].{bad.field}", bad.code, bad.sentence) from None
    except refusals.Refusal as refusal:
        field = refusal.details.get("field")
        refusal.details["field"] = f"lines[{place}].{field}" if field else f"lines[{place}]"
        raise


def _told(
    number: int,
    became: flow.Received | refusals.Refusal,
    sent: rules.RecommendationIn | refusals.Refusal,
) -> bytes:
    if isinstance(became, refusals.Refusal):
        named = {"external_id": sent.external_id} if isinstance(sent, rules.RecommendationIn) else {}
        return _line(number, errors.status_of(became), {**named, "error": errors.said_of(became)})
    status = CREATED if became.is_new else OK
    more = {"external_id": became.external_id, "recommendation": submit.told(became)}
    return _line(number, status, more)


def _line(number: int, status: int, more: Mapping[str, object]) -> bytes:
    return orjson.dumps({"line": number, "status": status, **more}) + b"\n"
