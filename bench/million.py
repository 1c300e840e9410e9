"""`bin/prove intake-million`: many recommendations through the batch address in one run.

The cost of the last tenth is set against that of the first one, and the web process's memory at the end
against what it was after the first tenth. `--n 20000` is the short form.
"""

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import cpu
from bench.__main__ import post, served
from bench.systems import ReviewHub
from reviewhub.supervisor.pair import Pair

TENTHS = 10
MOST_LINES = 10_000
WARM = 1_000
COST_MAY_GROW = 1.3
MEMORY_MAY_GROW = 1.2


def main() -> int:
    """Send all of them, print the figure, and say by the exit code whether it holds."""
    parser = argparse.ArgumentParser(prog="bin/prove intake-million", description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--port", type=int, default=8730)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rh-") as folder:
        Path(folder).chmod(0o711)  # as root the database's own user must be able to walk in
        with Pair(Path(folder) / "data") as pair:
            system = ReviewHub(pair, given.port)
            system.prepare()
            with served(system) as server:
                return measured(system, server, given.n)


def measured(system: ReviewHub, server: int, n: int) -> int:
    """Send tenths, one batch after the other."""
    numbers, database, began = itertools.count(1), system.pair.postgres.pid, time.monotonic()
    per_batch = min(MOST_LINES, n // TENTHS)
    send(system, numbers, WARM)
    costs: list[float] = []
    memory: list[int] = []
    for tenth in range(TENTHS):
        before = cpu.seconds(server, database)
        for _ in range(n // TENTHS // per_batch):
            send(system, numbers, per_batch)
        costs.append((cpu.seconds(server, database) - before) / (n / TENTHS) * 1000)
        memory.append(cpu.resident_mb(server))
        print(f"tenth {tenth + 1}: {costs[-1]:.3f} CPU s per 1,000, {memory[-1]} MB", flush=True)
    growth, swell = costs[-1] / costs[0], max(memory) / memory[0]
    holds = growth <= COST_MAY_GROW and swell <= MEMORY_MAY_GROW
    print(
        f"intake-million: {n} taken in, CPU s per 1,000 {costs[0]:.2f} at the start and {costs[-1]:.2f} at"
        f" the end ({growth:.2f} times, median {statistics.median(costs):.2f}); web memory {memory[0]} MB to"
        f" {max(memory)} MB; load {cpu.machine()['load']}, {time.monotonic() - began:.0f} s"
    )
    return 0 if holds else 1


def send(system: ReviewHub, numbers: "itertools.count[int]", n: int) -> None:
    """Send a batch; a refused line ends the run."""
    body = system.body(list(itertools.islice(numbers, n)))
    post(system, system.path, body, f"million-{time.monotonic_ns()}")


if __name__ == "__main__":
    sys.exit(main())
