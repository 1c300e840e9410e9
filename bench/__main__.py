"""`bin/bench`: the same work on ReviewHub and on both floors, each in turn; medians of the runs.

CPU is user and system time of the server's processes and of PostgreSQL, from /proc; the client is not
counted. Only ratios measured in one run mean anything on a shared machine.

W1: items over HTTP in batches of 1,000. S1: one item a request, 4 at a time (floor_raw has the same shape).
W2, H2, W3: see bench/reviewing.py.
ReviewHub's works include authentication, the contract check of 15 facts, grounding, policy, routing,
encryption, the record and idempotency; the floors have none of these.
"""

import argparse
import http.client
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from bench import cpu, policy, reviewing
from bench.figures import Figure, medians, table
from bench.systems import ROOT, SYSTEMS, GrownPolicy, ReviewHub, System
from reviewhub.supervisor.pair import Pair

BATCH = 1000
ARRIVING = 10_000
CLIENTS = 4
READY_SECONDS = 60
TAKEN = {200, 201}


def post(system: System, path: str, body: bytes, key: str) -> None:
    """Send one request; a refusal of it or of a line of it ends the bench."""
    with closing(http.client.HTTPConnection("127.0.0.1", system.port, timeout=600)) as line:
        headers = {"Content-Type": system.kind(path), "Idempotency-Key": key, **system.headers}
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        said = answer.read()
    if answer.status not in TAKEN or said.count(b'"status":4') + said.count(b'"status":5'):
        raise SystemExit(f"{system.name} answered {answer.status}: {said[:400]!r}")


@contextmanager
def served(system: System) -> Iterator[int]:
    """Serve the system inside the block; gives the server's process."""
    log = system.pair.places.log / f"bench-{system.name}.log"
    with log.open("ab") as out:
        server = subprocess.Popen(system.argv(), env=system.env, cwd=ROOT, stdout=out, stderr=out)
    try:
        end = time.monotonic() + READY_SECONDS
        while not answers(system.port):
            if server.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{system.name} does not start: {log.read_text()[-800:]}")
            time.sleep(0.1)
        yield server.pid
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()


def answers(port: int) -> bool:
    """Tell whether something speaks HTTP on the port."""
    with (
        suppress(OSError, http.client.HTTPException),
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as line,
    ):
        line.request("GET", "/")
        return bool(line.getresponse().status)
    return False


def measured(system: System, server: int, work: str, requests: list[tuple[str, bytes]], n: int) -> Figure:
    """Send all requests with a few clients and count what that cost."""
    keys = [f"{work}-{system.name}-{time.monotonic_ns()}-{place}" for place in range(len(requests))]
    database = system.pair.postgres.pid
    app, base, begun = cpu.seconds(server), cpu.seconds(database), time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda pair: post(system, *pair[0], pair[1]), zip(requests, keys, strict=True)))
    return Figure(
        system=system.name,
        work=work,
        n=n,
        app=round((cpu.seconds(server) - app) / n * 1000, 4),
        database=round((cpu.seconds(database) - base) / n * 1000, 4),
        wall_seconds=round(time.perf_counter() - begun, 2),
        resident_mb=cpu.resident_mb(server),
    )


def run(system: System, numbers: Iterator[int], given: argparse.Namespace) -> Iterator[Figure]:
    """Serve a system once, warm it up, and measure the works asked for."""

    def taken(n: int) -> list[int]:
        return list(itertools.islice(numbers, n))

    with served(system) as server:
        post(system, system.path, system.body(taken(100)), f"warm-{time.monotonic_ns()}")
        post(system, *system.one(next(numbers)), f"warm-{time.monotonic_ns()}")
        if "W1" in given.works:
            batches = [(system.path, system.body(taken(BATCH))) for _ in range(given.batches)]
            yield measured(system, server, "W1", batches, given.batches * BATCH)
        if "S1" in given.works:
            singles = [system.one(number) for number in taken(given.single)]
            yield measured(system, server, "S1", singles, given.single)
        yield from reviewing.run(
            system,
            server,
            works=given.works,
            n=given.waiting,
            pages=given.pages,
            decisions=given.decisions,
        )


def grown(rows: list[dict[str, object]]) -> str:
    """Say how many times the small policy's cost of W1 the grown one takes."""
    cost = {row["system"]: float(str(row["cpu_s_per_1k"])) for row in rows if row["work"] == "W1"}
    times = cost[GrownPolicy.name] / cost[ReviewHub.name]
    return f"W1 with {policy.N_RULES} rules live and one in shadow: {times:.2f} times (aim: at most 1.15)"


def filled(system: System, numbers: Iterator[int], n: int) -> None:
    """Let n items wait: some thousands arrive, the rest are copies of their rows."""
    with served(system):
        for _ in range(min(n, ARRIVING) // BATCH):
            body = system.body(list(itertools.islice(numbers, BATCH)))
            post(system, system.path, body, f"fill-{time.monotonic_ns()}")
    print(f"{system.name}: {system.multiply(n):,} items wait", file=sys.stderr, flush=True)


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="every run and the machine, for programs")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--batches", type=int, default=10, help="batches of 1,000 items in a run of W1")
    parser.add_argument("--single", type=int, default=500, help="items in a run of S1")
    parser.add_argument(
        "--policy",
        action="store_true",
        help="ReviewHub also with 20 rules live and a version in shadow, and what one evaluation costs",
    )
    parser.add_argument("--works", default="W1,S1,W2,H2,W3")
    parser.add_argument("--waiting", type=int, default=10_000, help="items that wait for W2, H2 and W3")
    parser.add_argument("--pages", type=int, default=200, help="lists, and pages, in a run of W2 and H2")
    parser.add_argument("--decisions", type=int, default=200, help="decisions in a run of W3")
    parser.add_argument("--port", type=int, default=8720, help="the first of three ports")
    return parser.parse_args()


def main() -> None:
    """Measure the systems in turn, so that a busy minute hits all of them."""
    given = options()
    figures: list[Figure] = []
    numbers = itertools.count(1)
    with tempfile.TemporaryDirectory(prefix="rh-") as folder:
        Path(folder).chmod(0o711)  # as root the database's own user must be able to walk in
        with Pair(Path(folder) / "data") as pair:
            kinds = (*SYSTEMS, *([GrownPolicy] if given.policy else []))
            systems = [kind(pair, given.port + place) for place, kind in enumerate(kinds)]
            for system in systems:
                system.prepare()
                if given.waiting and {"W2", "H2", "W3"} & set(given.works.split(",")):
                    filled(system, numbers, given.waiting)
            for _, system in itertools.product(range(given.runs), systems):
                figures += run(system, numbers, given)
                print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    rows = medians(figures)
    if given.policy:
        print(policy.said(), grown(rows), sep="\n", file=sys.stderr)
    if given.json:
        print(
            json.dumps({"machine": cpu.machine(), "medians": rows, "runs": [asdict(one) for one in figures]})
        )
    else:
        print(", ".join(f"{name} {value}" for name, value in cpu.machine().items()), table(rows), sep="\n\n")


if __name__ == "__main__":
    main()
