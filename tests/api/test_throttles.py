"""A runaway client is slowed; the others are not."""

import pytest

from apps.api import throttles


def test_a_full_bucket_gives_its_tokens_and_then_says_how_long_to_wait():
    buckets = throttles.Buckets()

    waits = [buckets.take("a", at=0.0, per_minute=60) for _ in range(61)]

    assert waits == [0.0] * 60 + [1.0]


def test_tokens_come_back_with_time_and_never_more_than_the_bucket_holds():
    buckets = throttles.Buckets()
    for _ in range(60):
        buckets.take("a", at=0.0, per_minute=60)

    assert buckets.take("a", at=0.5, per_minute=60) == pytest.approx(0.5)
    assert buckets.take("a", at=1.0, per_minute=60) == 0
    assert [buckets.take("a", at=1000.0, per_minute=60) for _ in range(61)].count(0) == 60


def test_one_principal_does_not_use_up_another_ones_tokens():
    buckets = throttles.Buckets()
    for _ in range(3):
        buckets.take("a", at=0.0, per_minute=2)

    assert buckets.take("a", at=0.0, per_minute=2) > 0
    assert buckets.take("b", at=0.0, per_minute=2) == 0


def test_memory_is_bounded_and_the_longest_unused_is_forgotten(monkeypatch):
    monkeypatch.setattr(throttles, "MOST_PRINCIPALS", 2)
    buckets = throttles.Buckets()
    for name in ("a", "b", "a", "c"):
        buckets.take(name, at=0.0, per_minute=2)

    assert buckets.take("a", at=0.0, per_minute=2) > 0
    assert buckets.take("b", at=0.0, per_minute=2) == 0
