"""`bin/bench --works W2,W3`: a reviewer's list and a reviewer's decision, with very many items waiting.

W2: the list of 50 items with all that was sent of each. H2: the page of the same inbox, ReviewHub alone.
W3: take the next item and decide it. 8 reviewers at once, each with a key (H2: a session) and a connection.
"""

import http.client
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from bench import cpu
from bench.figures import Figure
from bench.systems import ReviewHub, System

ROWS = 50
TAKEN = {200, 201}
WARM = 10


@dataclass
class Reviewer:
    """One who reviews, over a connection that stays open."""

    system: System
    place: int
    headers: Mapping[str, str]
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.system.port, timeout=60)

    def ask(self, method: str, path: str, body: object = None, more: Mapping[str, str] = {}) -> bytes:
        """Ask once; anything but success ends the bench. Nothing said is no content."""
        said = None if body is None else json.dumps(body)
        headers = {"Content-Type": "application/json", **self.headers, **more}
        self.line.request(method, path, said, headers)
        answer = self.line.getresponse()
        read = answer.read()
        if answer.status not in TAKEN | {204}:
            raise SystemExit(f"{self.system.name} answered {answer.status} to {path}: {read[:400]!r}")
        return read

    def act(self, path: str, body: object, more: Mapping[str, str] = {}) -> Any:
        """Do something once, under a key of its own."""
        key = f"bench-{self.place}-{time.monotonic_ns()}"
        said = self.ask("POST", path, body, {"Idempotency-Key": key, **more})
        return json.loads(said) if said else None

    def listed(self) -> None:
        """Read the list."""
        found = json.loads(self.ask("GET", self.system.queue))
        rows = found["items"] if isinstance(found, dict) else found
        if len(rows) != ROWS:
            raise SystemExit(f"{self.system.name} listed {len(rows)} items")

    def looked(self) -> None:
        """Read the page of the inbox."""
        assert isinstance(self.system, ReviewHub)
        self.ask("GET", self.system.page)

    def decided(self) -> str:
        """Take the next item, decide it and say which it was."""
        taken = self.act(self.system.claim(self.place), {})
        path, more, body = self.system.decision(self.place, taken)
        self.act(path, body, more)
        return str(taken.get("item") or taken["id"])


def run(system: System, server: int, *, works: str, n: int, pages: int, decisions: int) -> Iterator[Figure]:
    """Measure the works named; n is how many items wait."""
    if "W2" in works:
        yield measured(system, server, f"W2 {n:,}", pages, system.reviewers(), Reviewer.listed)[0]
    if "H2" in works and isinstance(system, ReviewHub):
        yield measured(system, server, f"H2 {n:,}", pages, system.browsers(), Reviewer.looked)[0]
    if "W3" in works:
        figure, served = measured(
            system, server, f"W3 {n:,}", decisions, system.reviewers(), Reviewer.decided
        )
        if twice := [one for one, times in served.items() if times > 1]:
            raise SystemExit(f"{system.name} served {len(twice)} items twice")
        yield figure


def measured(
    system: System,
    server: int,
    work: str,
    n: int,
    headers: list[dict[str, str]],
    act: Callable[[Reviewer], object],
) -> tuple[Figure, Counter[object]]:
    """Let all reviewers act, n times together, and count what that cost and what each act gave."""
    people = [Reviewer(system, place, one) for place, one in enumerate(headers)]
    seconds: list[float] = []

    def work_of(who: Reviewer, times: int) -> list[object]:
        found = []
        for _ in range(times):
            begun = time.perf_counter()
            found.append(act(who))
            seconds.append(time.perf_counter() - begun)
        return found

    def all_of(times: int) -> list[object]:
        with ThreadPoolExecutor(len(people)) as clients:
            shares = list(clients.map(work_of, people, [times] * len(people)))
        return list(itertools.chain.from_iterable(shares))

    all_of(WARM)
    seconds.clear()
    database = system.pair.postgres.pid
    app, base, begun = cpu.seconds(server), cpu.seconds(database), time.perf_counter()
    gave = all_of(max(1, n // len(people)))
    wall = time.perf_counter() - begun
    figure = Figure(
        system=system.name,
        work=work,
        n=len(gave),
        app=round((cpu.seconds(server) - app) / len(gave) * 1000, 4),
        database=round((cpu.seconds(database) - base) / len(gave) * 1000, 4),
        wall_seconds=round(wall, 2),
        resident_mb=cpu.resident_mb(server),
        p95_ms=round(sorted(seconds)[int(len(seconds) * 0.95)] * 1000, 1),
    )
    for one in people:
        with closing(one.line):
            pass
    return figure, Counter(gave)
