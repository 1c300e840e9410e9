"""`bin/prove governed`: a policy governed on the filled-in demonstration, by the pages, then over the API.

An analyst tightens a limit on the real claims and sees what it would have done to the last 3,000; the owner
signs it, new claims follow it, one dialog pauses the system, and some forty automatic decisions of an old
version are reversed. `--at URL --data FOLDER` uses a demonstration that runs and has its past; without, one
is started and waited for.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from demo import api
from proofs.governing import Hands, Place, by_api, by_pages, demonstrated

LAST = 3_000
AT_LEAST = 40
OLD = 1  # the version that the past was decided under
RULE = "of4"  # reported more than so many days after the injury: no fast track without a person
RECORD = (
    "policy.drafted",
    "policy.draft_saved",
    "replay.asked",
    "replay.finished",
    "policy.proposed",
    "policy.adopted",
    "system.paused",
    "rollback.begun",
    "decision.reversed",
    "rollback.finished",
    "system.resumed",
)
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Told:
    """What one round came to."""

    tried: str
    seconds: float
    paused_ms: int
    n: int
    reversed_in: float
    n_applied: int
    n_refused: int


def main() -> int:
    """Walk both rounds, print the figure; ends with 1 where the record lacks an entry."""
    parser = argparse.ArgumentParser(prog="bin/prove governed", description=__doc__)
    parser.add_argument("--at", default="")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--port", type=int, default=8160)
    given = parser.parse_args()
    with demonstrated(given.at, given.data, given.port) as place, chromium() as browser:
        pages = walked(by_pages(browser, place), place, days=7)
        api = walked(by_api(browser, place), place, days=5)
    print(f"governed: by the pages {said(pages)}; over the API {said(api)}; each in the record")
    return 0


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser that the tests of pages use."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        yield browser
        browser.close()


def walked(hands: Hands, place: Place, *, days: int) -> Told:
    """Tighten, try, sign, follow, pause, reverse; then look each of it up in the record."""
    last = place.last_entry()
    follows(place, lag=days + 1, lane="AUTOMATIC")
    hands.tighten(RULE, days)
    began = time.monotonic()
    tried = hands.try_on_the_last(LAST)
    seconds = time.monotonic() - began
    hands.propose()
    hands.sign()
    follows(place, lag=days + 1, lane="OFFICER")
    follows(place, lag=days, lane="AUTOMATIC")
    paused = round(hands.pause() * 1000)
    follows(place, lag=days, lane="OFFICER")
    since, until, n = some_forty(hands)
    began = hands.reverse({"policy": str(OLD), "since": since, "until": until, "outcome": "standard"}, n)
    eventually(lambda: place.n_reversed(last) == n, f"{n} decisions are reversed")
    took = time.monotonic() - began
    eventually(lambda: sum(place.answered(last)) == n, f"the claims system answers {n} reversals")
    hands.resume()
    lacking(place.verbs_since(last))
    return Told(tried, seconds, paused, n, took, *place.answered(last))


def follows(place: Place, *, lag: int, lane: str) -> None:
    """Send a claim that the machine decided alone so far, reported so many days after the injury."""
    got = place.arrive(lag)
    if got != lane:
        raise SystemExit(f"a claim reported after {lag} days went {got}, not {lane}")


def some_forty(hands: Hands) -> tuple[str, str, int]:
    """Find the latest days on which the old version decided at least forty cases alone, not reversed yet."""
    until = api.now().date()
    for back in range(400):
        since = until - dt.timedelta(days=back)
        n = hands.preview(OLD, since.isoformat(), until.isoformat())
        if n >= AT_LEAST:
            return since.isoformat(), until.isoformat(), n
    raise SystemExit("the old version decided fewer than forty cases alone")


def eventually(holds: Callable[[], bool], says: str) -> None:
    """Wait for what the worker does."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise SystemExit(f"not within {PATIENCE:.0f} s: {says}")
        time.sleep(0.2)


def lacking(verbs: Sequence[str]) -> None:
    """End here when an act left no entry."""
    missing = [one for one in RECORD if one not in verbs]
    if missing:
        raise SystemExit(f"the record lacks {json.dumps(missing)}")


def said(told: Told) -> str:
    """Put a round in words."""
    return (
        f"{LAST} claims tried in {told.seconds:.1f} s ({told.tried}), signed, new claims follow, paused in "
        f"{told.paused_ms} ms, {told.n} reversed in {told.reversed_in:.1f} s, of which the claims "
        f"system applied {told.n_applied} and refused {told.n_refused}"
    )


if __name__ == "__main__":
    sys.exit(main())
