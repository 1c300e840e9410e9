"""`bin/prove review-million`: a list, its page and a decision with a million items waiting.

Each beside what it costs with ten thousand; exits 1 when one costs more than 1.3 times as much.
`--n 100000` is the short form.
"""

import argparse
import itertools
import sys
import tempfile
from pathlib import Path

from bench import cpu, reviewing
from bench.__main__ import filled, served
from bench.systems import ReviewHub
from reviewhub.supervisor.pair import Pair

FEW = 10_000
EACH = 400
MAY_GROW = 1.3


def main() -> int:
    """Measure with few, then with many, and say by the exit code whether it holds."""
    parser = argparse.ArgumentParser(prog="bin/prove review-million", description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=EACH, help="lists, pages and decisions in a measurement")
    parser.add_argument("--port", type=int, default=8750)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rh-") as folder:
        Path(folder).chmod(0o711)  # as root the database's own user must be able to walk in
        with Pair(Path(folder) / "data") as pair:
            system = ReviewHub(pair, given.port)
            system.prepare()
            filled(system, itertools.count(1), FEW)
            few = costs(system, FEW, given.each)
            print(f"{system.multiply(given.n):,} items wait", flush=True)
            many = costs(system, given.n, given.each)
    growth = {work: many[work] / few[work] for work in few}
    told = "; ".join(
        f"{work} {few[work]:.1f} ms at {FEW:,} and {many[work]:.1f} at {given.n:,} ({growth[work]:.2f} times)"
        for work in few
    )
    print(f"review-million: CPU {told}; load {cpu.machine()['load']}")
    return 0 if max(growth.values()) <= MAY_GROW else 1


def costs(system: ReviewHub, n: int, each: int) -> dict[str, float]:
    """Return the CPU in ms of a list, of the page of an inbox and of a decision."""
    with served(system) as server:
        figures = reviewing.run(system, server, works="W2,H2,W3", n=n, pages=each, decisions=each)
        return {figure.work.split()[0]: figure.total for figure in figures}


if __name__ == "__main__":
    sys.exit(main())
