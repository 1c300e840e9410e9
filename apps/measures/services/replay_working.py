"""Replays at work: the policies compiled once, the past read in pieces, each piece kept before the next."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.core import canonical, ids, transactions
from apps.measures import rules
from apps.measures.models import Replay, ReplayCase
from apps.measures.services import replaying
from apps.measures.services.replay_order import Order
from apps.measures.services.replay_reading import Reader, Stored, day_of, prices
from apps.policy import rules as policy_rules
from apps.registry.models import AISystem

PIECE = 1_000
Clock = Callable[[], datetime]


def _nobody(_replay_id: UUID, _n: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is told how far a replay is, by its id and a number of cases.

    sorting: how many are in the order in which they are taken, before any is. done: after each piece.
    """

    sorting: Callable[[UUID, int], None] = _nobody
    done: Callable[[UUID, int], None] = _nobody


NOBODY = Heard()


def replay_policies(
    *,
    licence: Callable[[AISystem], rules.Licence],
    now: Clock,
    seconds: float = 100.0,
    piece: int = PIECE,
    heard: Heard = NOBODY,
) -> int:
    """Work every replay that waits or whose worker was lost; returns how many ended, well or not.

    Opens its own short transactions: call it outside of one. Safe to run twice and at once. When its time is
    over it puts the replay back, and the next run goes on from there.
    """
    until = time.monotonic() + seconds
    n_ended = 0
    while time.monotonic() < until:
        with transactions.verb():
            replay = replaying.take_replay(now=now())
        if replay is None:
            break
        if replay.n_lost > replaying.MOST_LOST:
            n_ended += replaying.end_replay(replay=replay, failure=replaying.GIVEN_UP, now=now())
        else:
            n_ended += _work(replay, licence(replay.system), now, until, piece, heard)
    return n_ended


def _work(replay: Replay, licence: rules.Licence, now: Clock, until: float, size: int, heard: Heard) -> bool:
    run = _Run(replay, licence, now())
    begun = time.monotonic()
    order = Order(replay, partial(heard.sorting, replay.id))
    at = order.place_after(replay.place_id)
    while True:
        found = order.ids(at, at + size)
        if not found:
            return replaying.end_replay(replay=replay, now=now())
        cases = list(run.count(run.reader.piece(found)))
        at += len(found)
        took = round((time.monotonic() - begun) * 1000)
        tally = rules.as_json(run.tally)
        if not replaying.keep_piece(
            replay=replay, tally=tally, cases=cases, place_id=found[-1], n=len(found), took_ms=took, now=now()
        ):
            return False
        heard.done(replay.id, at)
        begun = time.monotonic()
        if time.monotonic() >= until:
            replaying.put_back(replay=replay)
            return False


class _Run:
    """One replay while it is worked: its policies, and the tally they fill."""

    def __init__(self, replay: Replay, licence: rules.Licence, now: datetime) -> None:
        self.replay = replay
        self._licence = licence
        self._base = compiled(replay.base.tree)
        self._draft = compiled(replay.tree)
        self._steps = [compiled(one.tree) for one in steps_of(replay)]
        self._zone = ZoneInfo(replay.system.organisation.time_zone)
        needed = frozenset().union(*map(policy_rules.reads, (self._base, self._draft, *self._steps)))
        self.reader = Reader(replay, needed, now)
        costs = prices(replay.system_id, self.reader.what)
        self.tally = rules.revived(replay.tally, costs, len(self._steps))

    def count(self, stored: Sequence[Stored]) -> Iterator[ReplayCase]:
        """Count one piece; gives the cases that go elsewhere."""
        for one in stored:
            if one.facts is None:
                self.tally.n_erased += 1
            else:
                yield from self._count(one, one.facts)

    def _count(self, one: Stored, facts: Mapping[str, object]) -> Iterator[ReplayCase]:
        past = self._past(one)
        base = policy_rules.evaluate(self._base, facts)
        if one.policy_id == self.replay.base_id:
            said = (base.lane.value, tuple(because.code for because in base.because), base.unknown)
            self.tally.checked(one.case_ref, is_same=said == one.said)
        ways = [self._way(past, policy_rules.evaluate(policy, facts)) for policy in self._steps]
        before = self._way(past, base)
        after = ways[0] if self._is_one_step else self._way(past, policy_rules.evaluate(self._draft, facts))
        meaning = self.tally.add(past, before, after, ways)
        if meaning is not None:
            yield self._case(one, meaning, before, after)

    @property
    def _is_one_step(self) -> bool:
        return len(self._steps) == 1

    def _past(self, one: Stored) -> rules.Past:
        return rules.Past(
            recommended=one.recommended,
            segment=one.segment,
            decided=one.decided,
            value=one.outcome.value if one.outcome else None,
            may_act=self._licence.may_act(one.added),
            drawn=one.drawn,
            least=self._licence.least(one.added),
            day=day_of(one.received_at, self._zone),
        )

    @staticmethod
    def _way(past: rules.Past, result: policy_rules.Result) -> rules.Way:
        """Say where a case goes: the machine acts only where what was frozen on arrival lets it."""
        if result.lane.value != rules.MACHINE:
            return rules.Way(result.lane.value, result.inbox, is_audited=False)
        if not past.may_act:
            return rules.Way(rules.PERSON, result.inbox, is_audited=False)
        share = max(float(result.sample_share), past.least)
        return rules.Way(rules.MACHINE, result.inbox, is_audited=past.drawn < share)

    def _case(self, one: Stored, meaning: rules.Meaning, before: rules.Way, after: rules.Way) -> ReplayCase:
        return ReplayCase(
            id=ids.new(),
            replay=self.replay,
            recommendation_id=one.id,
            meaning=meaning,
            rank=rules.RANKS[meaning],
            before=before.key,
            after=after.key,
            value=one.outcome.value if one.outcome else None,
            number=one.outcome.number if one.outcome else None,
        )


def compiled(tree: Mapping[str, Any]) -> policy_rules.Policy:
    """Compile a tree as it lies in a row; its decimals are exact."""
    return policy_rules.parse(json.loads(canonical.encode(tree), parse_float=Decimal))


def steps_of(replay: Replay) -> tuple[rules.Step, ...]:
    """Name the changes that are replayed alone: none when there are too many to tell apart."""
    found = rules.steps(replay.base.tree, replay.tree)
    return found if len(found) <= rules.MAX_STEPS else ()
