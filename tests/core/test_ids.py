"""Ids: uuid7 (RFC 9562), sorted by making, also within one millisecond and over threads."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.core import ids


def test_version_and_variant_are_those_of_the_standard():
    made = [ids.new() for _ in range(2000)]

    assert {one.version for one in made} == {7}
    assert {one.int >> 62 & 0b11 for one in made} == {0b10}


def test_they_sort_in_the_order_they_were_made():
    made = [ids.new() for _ in range(20_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_make_the_same():
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda _: [ids.new() for _ in range(3000)], range(4)))

    assert len({one for part in parts for one in part}) == 12_000
    assert all(part == sorted(part) for part in parts)


def test_the_first_48_bits_are_the_milliseconds_since_1970():
    before = time.time_ns() // 1_000_000
    made = ids.new().int >> 80

    assert before - 50 <= made <= time.time_ns() // 1_000_000 + 50


def test_a_clock_that_steps_back_does_not_disturb_the_order(monkeypatch):
    first = ids.new()
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    assert ids.new() > first


def test_a_full_millisecond_borrows_from_the_next(monkeypatch):
    now = time.time_ns() + 10_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: now)
    made = [ids.new() for _ in range(9000)]

    assert made == sorted(set(made))


@pytest.mark.parametrize("millisecond", [0, 1, 1_795_000_000_000])
def test_the_floor_of_a_millisecond_is_below_every_id_of_it(millisecond):
    assert ids.floor(millisecond).int == millisecond << 80
