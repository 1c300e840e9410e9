"""P2: retrying is always safe; a write happens at most once per key."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connections

from apps.core import ids, once
from apps.core.models import IdempotentRequest
from apps.flow import services as flow
from apps.reviews.models import Decision
from tests.world import APPROVE, arrive, attempt, claimed, code, noon

KEY = once.Key(principal_id=ids.new(), route="api:decide", text="k-1", asked=b"body", now=noon)


def deciding(world, item):
    def act():
        decision = flow.decide(
            item_id=item.id, answer=APPROVE, version=item.version, token=item.token, by=world.olga, now=noon
        )
        return once.Answer(201, {"id": str(decision.id)})

    return act


def test_the_same_request_again_is_answered_from_what_was_kept(world):
    act = deciding(world, claimed(world, world.olga))

    first = once.once(KEY, act, waits=False)
    again = once.once(KEY, act, waits=False)

    assert (first[0], first[1], again[1]) == (again[0], False, True)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("change", [{"asked": b"other"}])
def test_another_request_under_the_same_key_is_refused(world, change):
    act = deciding(world, claimed(world, world.olga))
    once.once(KEY, act, waits=False)

    assert code(once.once, replace(KEY, **change), act, waits=False) == "idempotency_key_reused"


@pytest.mark.parametrize("change", [{"principal_id": ids.new()}, {"route": "api:claim"}, {"text": "k-2"}])
def test_a_key_belongs_to_one_principal_and_one_route(world, change):
    once.once(KEY, lambda: once.Answer(201, {}), waits=False)

    _, is_replay = once.once(replace(KEY, **change), lambda: once.Answer(201, {}), waits=False)
    assert not is_replay


def test_a_refusal_is_not_kept_so_that_it_can_be_mended(world):
    item = claimed(world, world.olga)
    assert code(once.once, KEY, deciding(world, replace_version(item)), waits=False) == "stale"

    assert not IdempotentRequest.objects.exists()
    assert once.once(KEY, deciding(world, claimed_again(world, item)), waits=False)[1] is False


def replace_version(item):
    item.version += 7
    return item


def claimed_again(world, item):
    item.version -= 7
    return item


def test_many_at_once_with_the_same_key_write_once(committed, world):
    acts = [deciding(world, claimed(world, world.olga, received=arrive(world))) for _ in range(12)]

    def retry(number):
        try:
            key = replace(KEY, text=f"k-{number % 12}")
            return attempt(once.once, key, acts[number % 12], waits=number % 2 == 0)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(retry, range(12 * 6)))

    told = {one[0].body["id"] for one in answers if isinstance(one, tuple)}
    refused = {getattr(one, "code", "") for one in answers if not isinstance(one, tuple)}
    assert Decision.objects.count() == IdempotentRequest.objects.count() == len(told) == 12
    assert refused <= {"request_running"}
