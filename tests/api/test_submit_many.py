"""A batch: JSON or NDJSON, answered line by line, in pieces that commit on their own, or all or nothing."""

import io
import json

import pytest

from apps.api import batches, throttles
from apps.api.views import batch as view
from apps.core.models import IdempotentRequest
from apps.flow import services as flow
from apps.intake.models import Case, Recommendation, Subject
from apps.reviews.models import ReviewItem
from tests import counting
from tests.api.speaking import error, lines

NDJSON = "application/x-ndjson"
PATH = "recommendations/batch/"
ALL = f"{PATH}?all_or_nothing=true"


def nd(bodies):
    return b"".join(json.dumps(body).encode() + b"\n" for body in bodies)


@pytest.fixture
def send(model):
    """Send a batch as NDJSON (a list of bodies, or bytes) and give the answer."""

    def post(bodies, **more):
        raw = bodies if isinstance(bodies, bytes) else nd(bodies)
        return model.post(more.pop("path", PATH), raw=raw, content_type=NDJSON, **more)

    return post


@pytest.fixture
def many(recommendation):
    return lambda *numbers, **changes: [recommendation(number, **changes) for number in numbers]


def gone(answer):
    """The client is gone: the server ends what it was about to say."""
    answer._iterator.close()


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(view, "PIECE", 2)


@pytest.mark.parametrize("whole", [False, True])
def test_a_batch_is_answered_line_by_line_in_the_order_sent(model, many, whole):
    sent = many(*range(1, 31))

    answer = model.post(ALL if whole else PATH, {"lines": sent})

    said = answer.json()["lines"]
    assert answer.status_code == (201 if whole else 200)
    assert [(line["line"], line["status"]) for line in said] == [(place, 201) for place in range(1, 31)]
    assert [line["external_id"] for line in said] == [body["external_id"] for body in sent]
    items = [line["recommendation"]["item"] for line in said]
    assert ReviewItem.objects.filter(id__in=items).count() == 30


def test_ndjson_a_bare_array_and_an_object_of_lines_say_the_same(model, send, many):
    sent = many(1, 2, 3)
    first = lines(send(sent))

    array = model.post(PATH, raw=json.dumps(sent).encode()).json()["lines"]
    named = model.post(PATH, {"lines": sent}).json()["lines"]

    assert array == named == [line | {"status": 200} for line in first]
    assert Recommendation.objects.count() == 3


def test_a_line_says_what_the_address_for_one_would_have_said(model, send, recommendation):
    line = lines(send([recommendation(1)]))[0]

    assert model.post("recommendations/", recommendation(1)).json() == line["recommendation"]


def test_pieces_commit_on_their_own_and_are_streamed_as_they_are_done(model, model_actor, many, small_pieces):
    raw = nd(many(1, 2, 3, 4, 5))
    headers = model.headers | {"Idempotency-Key": "k1"}
    answer = model.client.post(f"/api/v1/{PATH}", raw, content_type=NDJSON, headers=headers)
    seen = []

    for chunk in filter(None, answer.streaming_content):
        seen += [(len(chunk.splitlines()), Recommendation.objects.count())]

    assert seen == [(2, 2), (2, 4), (1, 5)]


def test_a_wrong_line_is_named_and_the_others_go_in(send, many):
    sent = many(1, 2, 3)
    sent[1]["confidence"] = 1.5

    first, wrong, last = lines(send(sent))

    assert (first["status"], wrong["status"], last["status"]) == (201, 422, 201)
    assert (wrong["line"], wrong["error"]["code"], wrong["error"]["field"]) == (
        2,
        "out_of_range",
        "confidence",
    )
    assert wrong["error"]["sentence"].endswith(".")
    assert Recommendation.objects.count() == 2


def wrong_fact(body):
    body["facts"][0]["fact"] = "shoe_size"


def other_system(body):
    body["ai_system"] = "another"


def other_subject(body):
    body["case"] = {"ref": "WC-1", "kind": "REAL"}


@pytest.mark.parametrize(
    ("spoil", "status", "code", "field"),
    [
        (wrong_fact, 422, "unknown_fact", "facts[0].fact"),
        (lambda body: body.update(outcome="deny"), 422, "unknown_outcome", "outcome"),
        (other_system, 422, "systems_mixed", "ai_system"),
        (other_subject, 409, "subject_changed", "subject.ref"),
        (lambda body: body.update(external_id="rec-1"), 422, "repeated_in_batch", "external_id"),
        (lambda body: body.update(made_at="2999-01-01T00:00:00Z"), 422, "future_timestamp", "made_at"),
    ],
)
def test_what_only_the_contract_or_the_database_can_refuse_is_refused_by_line_too(
    send, many, spoil, status, code, field
):
    sent = many(1, 2, 3)
    sent[0]["external_id"] = "rec-1"
    sent[0]["case"] = {"ref": "WC-1", "kind": "REAL"}
    spoil(sent[1])

    first, wrong, last = lines(send(sent))

    assert (first["status"], last["status"]) == (201, 201)
    assert (wrong["status"], wrong["error"]["code"], wrong["error"].get("field")) == (status, code, field)
    assert Recommendation.objects.count() == Case.objects.count() == Subject.objects.count() == 2


def test_an_equal_line_is_answered_as_a_repeat(send, many):
    one, two = many(1, 2)

    first, _, again = lines(send([one, two, one]))

    assert again == first | {"line": 3, "status": 200}
    assert Recommendation.objects.count() == 2


def test_ndjson_that_breaks_in_the_middle_loses_nothing_and_names_the_line(send, many):
    one, two, three = (json.dumps(body).encode() for body in many(1, 2, 3))
    raw = one + b"\n" + two[:200] + b"\n\n" + three + b"\n" + one[:50]

    said = lines(send(raw))

    assert [(line["line"], line["status"]) for line in said] == [(1, 201), (2, 422), (4, 201), (5, 422)]
    assert said[1]["error"]["code"] == "body_unreadable"


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        (b"[%s, 5, %s]", [201, 422, 201]),
        (b'[%s, {"a": }, %s]', [201, 422, 201]),
        (b'[%s, {"a": "]}", "b": [}, %s]', [201, 422, 422]),
        (b"[%s, %s", [201, 201, 422]),
        (b"[%s %s]", [201, 422]),
        (b"[%s, %s] []", [201, 201, 422]),
        (b'{"lines": [%s, %s], "more": 1}', [201, 201, 422]),
    ],
)
def test_an_array_that_breaks_in_the_middle_loses_nothing_before_it(model, many, raw, statuses):
    one, two = (json.dumps(body).encode() for body in many(1, 2))

    said = model.post(PATH, raw=raw % (one, two)).json()["lines"]

    assert [line["status"] for line in said] == statuses
    assert Recommendation.objects.count() == statuses.count(201)


@pytest.mark.parametrize("raw", [b"[]", b"{}", b'{"lines": 5}', b'"x"', b" ", b"null", b'{"lines": []}'])
@pytest.mark.parametrize("path", [PATH, ALL])
def test_a_batch_has_lines(model, raw, path):
    assert error(model.post(path, raw=raw))[::2] == (422, "lines")


def test_a_batch_has_at_most_ten_thousand_lines(send):
    assert error(send(b"{}\n" * 10_001))[:2] == (422, "too_many_lines")


def test_all_or_nothing_names_the_first_wrong_line_and_takes_nothing(send, many):
    sent = many(1, 2, 3)
    sent[1]["facts"][0]["fact"] = "shoe_size"

    answer = send(sent, path=ALL)

    assert error(answer) == (422, "unknown_fact", "lines[1].facts[0].fact")
    assert not Recommendation.objects.exists()


def test_all_or_nothing_takes_at_most_a_thousand(send):
    assert error(send(b"{}\n" * 1_001, path=ALL))[:2] == (422, "too_many_lines")


def test_a_question_that_is_not_known_is_refused(send, many):
    assert error(send(many(1), path=f"{PATH}?all=true"))[::2] == (422, "all")


def test_other_kinds_of_body_are_refused(model):
    assert error(model.post(PATH, raw=b"a,b", content_type="text/csv"))[:2] == (415, "not_json")


# --- retrying ---


def test_the_same_key_and_body_is_answered_byte_by_byte_as_before(send, many, small_pieces):
    sent = many(1, 2, 3)
    sent[2]["outcome"] = "deny"
    first = send(sent, key="k1")

    again = send(sent, key="k1")

    assert again.content == first.content
    assert (first.get("Idempotency-Replayed"), again.get("Idempotency-Replayed")) == (None, "true")


def test_the_same_key_with_another_body_is_refused(send, many):
    send(many(1, 2), key="k1")

    assert error(send(many(1, 3), key="k1"))[:2] == (422, "idempotency_key_reused")
    assert Recommendation.objects.count() == 2


def test_a_client_cut_off_after_some_pieces_sends_the_same_again_and_nothing_is_lost_or_doubled(
    model, send, many, small_pieces
):
    """The pieces that were committed are answered as before, and the others are done."""
    sent = many(1, 2, 3, 4, 5)
    headers = model.headers | {"Idempotency-Key": "k1"}
    cut = model.client.post(f"/api/v1/{PATH}", nd(sent), content_type=NDJSON, headers=headers)
    arrived = next(cut.streaming_content)
    gone(cut)
    assert Recommendation.objects.count() == 2

    again = send(sent, key="k1")

    assert again.content.startswith(arrived)
    assert [line["status"] for line in lines(again)] == [201] * 5
    assert Recommendation.objects.count() == ReviewItem.objects.count() == 5
    assert IdempotentRequest.objects.count() == 3


def test_a_client_that_lost_the_whole_answer_after_the_commit_gets_it_again(model, send, many):
    headers = model.headers | {"Idempotency-Key": "k1"}
    answer = model.client.post(f"/api/v1/{PATH}", nd(many(1, 2)), content_type=NDJSON, headers=headers)
    b"".join(answer.streaming_content)  # said to nobody

    again = lines(send(many(1, 2), key="k1"))

    assert [line["status"] for line in again] == [201, 201]
    assert Recommendation.objects.count() == 2


def test_what_stops_a_batch_in_the_middle_is_its_last_line_and_the_same_again_goes_on(
    send, many, small_pieces, monkeypatch
):
    sent, receive, calls = many(1, 2, 3, 4, 5), flow.receive_each, []

    def tired(**asked):
        calls.append(asked)
        if len(calls) == 2:
            raise flow.NotReady(retry_after=60)
        return receive(**asked)

    monkeypatch.setattr(flow, "receive_each", tired)
    stopped = lines(send(sent, key="k1"))
    whole = lines(send(sent, key="k1"))

    assert [(line["line"], line["status"]) for line in stopped] == [(1, 201), (2, 201), (3, 503)]
    assert stopped[-1]["error"]["code"] == "system_not_ready"
    assert [line["status"] for line in whole] == [201] * 5


def test_what_arrived_at_the_same_moment_by_another_way_is_answered_as_known(send, many, monkeypatch):
    """The look for external ids saw nothing, and then another process was first."""
    sent, receive, met = many(1, 2), flow.receive_each, []

    def late(**asked):
        if not met:
            met.append(True)
            raise view.MEANWHILE[0](field="external_id")
        return receive(**asked)

    monkeypatch.setattr(flow, "receive_each", late)

    assert [line["status"] for line in lines(send(sent))] == [201, 201]


# --- cost ---


def test_a_piece_of_500_asks_as_many_statements_as_one_of_5(send, many):
    send(many(1))  # rules and contract are compiled once per process
    with counting.asked() as few:
        send(many(*range(10, 15)))
    with counting.asked() as lot:
        said = lines(send(many(*range(1000, 1500))))

    assert {line["status"] for line in said} == {201}
    # Few rows of the record and the kept answer are one statement; many are a COPY and a statement.
    assert len(lot) <= len(few) + 1, "\n".join(one[:120] for one in lot)


def test_repeats_of_500_ask_as_many_statements_as_of_5(send, many):
    send(many(*range(1000, 1500)))
    with counting.asked() as few:
        send(many(*range(1000, 1005)))
    with counting.asked() as lot:
        said = lines(send(many(*range(1000, 1500))))

    assert {line["status"] for line in said} == {200}
    assert len(lot) == len(few)


def test_a_client_that_sends_too_many_lines_is_told_when_to_come_back(send, many, settings):
    settings.API_LINES_PER_MINUTE = 60

    first = send(many(*range(1, 71)))
    hurried = send(many(100))

    assert {line["status"] for line in lines(first)} == {201}
    assert error(hurried)[:2] == (429, "too_many_lines_a_minute")
    assert 10 <= int(hurried["Retry-After"]) <= 12
    throttles.LINES.clear()
    assert send(many(100)).status_code == 200


def test_every_line_is_found_wherever_a_chunk_ends(monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 7)
    elements = [
        b'{"a": "]},{\\"[", "b": [[], {"c": {}}]}',
        b'{"\\\\": "\\\\"}',
        b"5",
        b'"x, y"',
        b"[1, [2]]",
        b"{}",
    ]

    for blanks in (b"", b" ", b"\n\t "):
        raw = b"%s[%s]%s" % (blanks, (blanks + b"," + blanks).join(elements), blanks * 9)
        taken = batches.take(io.BytesIO(raw), is_ndjson=False)
        with taken.body:
            assert [line.raw for line in taken.lines(0, 10)] == elements
