"""Rows are made of all their columns, and written the same whether few or many."""

from contextlib import suppress

import pytest

from apps.audit import services as audit
from apps.audit.models import Entry
from apps.core import bulk, ids, once, refusals, transactions
from apps.core.models import IdempotentRequest
from tests.counting import asked
from tests.world import noon

KEY = once.Key(principal_id=ids.new(), route="api:decide", text="k-1", asked=b"body", now=noon)
HARD = {"text": 'tab\tline\n"quote" \\N \\ %s ünïcödé 🙂', "none": None, "yes": True, "n": 1.5, "list": [{}]}


def columns(number):
    return {
        "id": ids.new(),
        "principal_id": ids.new(),
        "route": "a\\route",
        "key": f"key-{number}\t%s",
        "body_digest": b"\x00\\\xff",
        "status": 201,
        "answer": HARD,
        "created_at": noon,
    }


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("n", [1, 3, 60])
def test_few_and_many_are_written_alike(n):
    sent = {one["id"]: one for one in map(columns, range(n))}

    bulk.insert([bulk.fresh(IdempotentRequest, one) for one in sent.values()])

    kept = {row["id"]: row for row in IdempotentRequest.objects.values()}
    assert {key: {**one, "body_digest": bytes(one["body_digest"])} for key, one in kept.items()} == sent


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("n", [1, 60])
def test_a_row_that_was_written_can_be_changed_and_saved(n):
    rows = [bulk.fresh(IdempotentRequest, columns(number)) for number in range(n)]
    bulk.insert(rows)

    rows[0].status = 200
    rows[0].save()

    assert IdempotentRequest.objects.filter(status=200).count() == 1


def test_a_column_that_is_missing_is_named():
    given = columns(1)
    del given["route"]

    with pytest.raises(TypeError, match=r"IdempotentRequest.*route"):
        bulk.fresh(IdempotentRequest, given)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(TypeError, match="colour"):
        bulk.fresh(IdempotentRequest, {**columns(1), "colour": "red"})


@pytest.mark.usefixtures("db")
def test_what_is_gathered_is_written_with_the_last_of_a_request(world):
    entry = {"verb": "item.opened", "on": ("item", ids.new()), "by": world.olga, "at": noon}

    def act():
        with transactions.verb():
            audit.record(**entry)
            bulk.insert_last([bulk.fresh(IdempotentRequest, columns(1))])
        return once.Answer(201, {})

    with asked() as said:
        once.once(KEY, act, waits=False)

    assert Entry.objects.filter(object_id=entry["on"][1]).count() == 1
    assert IdempotentRequest.objects.count() == 2
    assert len(said) == 3  # the key's lock, whether it was answered, all rows of three kinds


@pytest.mark.usefixtures("db")
def test_a_step_that_is_refused_leaves_nothing_of_what_was_gathered():
    def act():
        bulk.insert_last([bulk.fresh(IdempotentRequest, columns(1))])
        with suppress(refusals.IllegalMove), transactions.step():
            bulk.insert_last([bulk.fresh(IdempotentRequest, columns(2))])
            raise refusals.IllegalMove
        return once.Answer(201, {})

    once.once(KEY, act, waits=False)

    assert set(IdempotentRequest.objects.values_list("key", flat=True)) == {"key-1\t%s", KEY.text}
