"""`bin/prove reviewers`: very many reviewers at once for a minute: list, take, decide, again.

No error and no item served twice, or it exits 1; the times that an act took are told. `--reviewers`,
`--seconds` and `--waiting` make it smaller.
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import cpu
from bench.__main__ import filled, served
from bench.reviewing import Reviewer
from bench.systems import ReviewHub
from reviewhub.supervisor.pair import Pair


def main() -> int:
    """Let them work, print the figure, and say by the exit code whether it holds."""
    parser = argparse.ArgumentParser(prog="bin/prove reviewers", description=__doc__)
    parser.add_argument("--reviewers", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--waiting", type=int, default=100_000)
    parser.add_argument("--port", type=int, default=8760)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rh-") as folder:
        Path(folder).chmod(0o711)  # as root the database's own user must be able to walk in
        with Pair(Path(folder) / "data") as pair:
            system = ReviewHub(pair, given.port)
            system.prepare()
            filled(system, itertools.count(1), given.waiting)
            with served(system):
                return worked(system, given.reviewers, given.seconds)


def worked(system: ReviewHub, n_reviewers: int, seconds: int) -> int:
    """Let reviewers work until the time is over; eight people's keys, and a connection for each reviewer."""
    keys = system.reviewers()
    people = [Reviewer(system, place, keys[place % len(keys)]) for place in range(n_reviewers)]
    until = time.monotonic() + seconds

    def work(who: Reviewer) -> tuple[list[str], list[float], list[float], str]:
        decided: list[str] = []
        listing: list[float] = []
        deciding: list[float] = []
        try:
            while time.monotonic() < until:
                begun = time.perf_counter()
                who.listed()
                read = time.perf_counter()
                decided.append(who.decided())
                listing.append(read - begun)
                deciding.append(time.perf_counter() - read)
        except (SystemExit, OSError) as fault:
            return decided, listing, deciding, str(fault)
        return decided, listing, deciding, ""

    with ThreadPoolExecutor(n_reviewers) as crowd:
        told = list(crowd.map(work, people))
    faults = [fault for *_, fault in told if fault]
    decided = [one for found, *_ in told for one in found]
    n_twice = len(decided) - len(set(decided))
    for fault in faults[:3]:
        print(fault)
    print(
        f"reviewers: {n_reviewers} for {seconds} s decided {len(decided)}, {len(faults)} faults,"
        f" {n_twice} served twice; p95 list {p95(t for _, one, _, _ in told for t in one)} ms,"
        f" take and decide {p95(t for _, _, one, _ in told for t in one)} ms; load {cpu.machine()['load']}"
    )
    return 1 if faults or n_twice or not decided else 0


def p95(seconds: Iterable[float]) -> int:
    """Return the 95th percentile in ms."""
    ordered = sorted(seconds)
    return round(ordered[int(len(ordered) * 0.95)] * 1000) if ordered else 0


if __name__ == "__main__":
    sys.exit(main())
