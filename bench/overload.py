"""`bin/prove overload`: what a decision takes while recommendations come in ten times as fast as usual.

The same reviewers take and decide, a case every few seconds each: first with nothing coming in, then at the
usual rate, then at ten times it. A client may send twice the usual rate (API_LINES_PER_MINUTE): what is more
is refused with 429 and a time to wait. `--seconds 5 --waiting 1000` is the short form.
"""

import argparse
import http.client
import itertools
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from bench import cpu
from bench.__main__ import filled, served
from bench.crowd import p95
from bench.reviewing import Reviewer
from bench.systems import ReviewHub
from reviewhub.supervisor.pair import Pair

TIMES = 10
LIMIT = 2
MOST_MS = 500
LINES = 50  # in a batch
TOO_MANY = 429


def main() -> int:
    """Measure the three, print the figure, and say by the exit code whether it holds."""
    parser = argparse.ArgumentParser(prog="bin/prove overload", description=__doc__)
    parser.add_argument("--usual", type=int, default=600, help="recommendations a minute")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between a reviewer's decisions")
    parser.add_argument("--port", type=int, default=8340)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rh-") as folder:
        Path(folder).chmod(0o711)  # as root the database's own user must be able to walk in
        with Pair(Path(folder) / "data") as pair:
            system = ReviewHub(pair, given.port)
            system.prepare()
            numbers = itertools.count(1)
            filled(system, numbers, given.waiting)
            system.env["API_LINES_PER_MINUTE"] = str(given.usual * LIMIT)
            with served(system):
                return measured(system, numbers, given)


def measured(system: ReviewHub, numbers: Iterator[int], given: argparse.Namespace) -> int:
    """Let them decide three times, at three rates of intake."""
    told = []
    Decider.all_of(system, 2.0, 0.2)  # warm
    for rate in (0, given.usual, given.usual * TIMES):
        said: Counter[str] = Counter()
        over = threading.Event()
        sender = threading.Thread(target=send, args=(system, numbers, rate, said, over))
        sender.start()
        try:
            times = Decider.all_of(system, given.seconds, given.pause)
        finally:
            over.set()
            sender.join()
        told.append((rate, p95(times), len(times), said))
        print(f"{rate} a minute: p95 {told[-1][1]} ms of {len(times)} decisions, {dict(said)}", flush=True)
    (_, calm, *_), (_, usual, *_), (rate, loaded, n, said) = told
    holds = bool(n) and loaded < MOST_MS and not said["faults"] and not said["without a time"]
    print(
        f"overload: take and decide p95 {calm} ms with no intake, {usual} ms at {given.usual} a minute,"
        f" {loaded} ms at {rate} a minute (aim: under {MOST_MS}); of those {said['taken']} taken in,"
        f" {said['refused']} refused with 429 and a time to wait; load {cpu.machine()['load']}"
    )
    return 0 if holds else 1


class Decider:
    """The reviewers of the bench, each deciding with a pause between."""

    @staticmethod
    def all_of(system: ReviewHub, seconds: float, pause: float) -> list[float]:
        """Return how long each take and decide took, in seconds."""
        people = [Reviewer(system, place, one) for place, one in enumerate(system.reviewers())]
        until = time.monotonic() + seconds

        def work(who: Reviewer) -> list[float]:
            found = []
            time.sleep(pause * who.place / len(people))
            while time.monotonic() < until:
                begun = time.perf_counter()
                who.decided()
                found.append(time.perf_counter() - begun)
                time.sleep(pause)
            return found

        with ThreadPoolExecutor(len(people)) as crowd:
            times = list(crowd.map(work, people))
        for one in people:
            one.line.close()
        return list(itertools.chain.from_iterable(times))


def send(
    system: ReviewHub, numbers: Iterator[int], rate: int, said: Counter[str], over: threading.Event
) -> None:
    """Send batches at a rate: a sender that is refused sends on, as a bad one does."""
    if not rate:
        return
    every, due = 60 * LINES / rate, time.monotonic()
    while not over.wait(max(0.0, due - time.monotonic())):
        due += every
        body = system.body(list(itertools.islice(numbers, LINES)))
        with closing(http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)) as line:
            headers = {"Content-Type": system.kind(system.path), **system.headers}
            headers["Idempotency-Key"] = f"overload-{time.monotonic_ns()}"
            line.request("POST", system.path, body, headers)
            answer = line.getresponse()
            answer.read()
        note(said, answer)


def note(said: Counter[str], answer: http.client.HTTPResponse) -> None:
    """Count what was said: a refusal without a time to wait is a fault of its own."""
    if answer.status == TOO_MANY:
        said["refused"] += LINES
        said["without a time"] += answer.headers["Retry-After"] is None
    elif answer.status == http.client.OK:
        said["taken"] += LINES
    else:
        said["faults"] += 1


if __name__ == "__main__":
    sys.exit(main())
