"""Bring the demonstration to life: today's claims through the API, then the past through a command.

Run: `python -m demo.live` (environment: see demo/README.md). Safe to run again: each step knows what is
done.
"""

import hashlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from demo import api, claims, documents, late, past, people

ROOT = Path(__file__).resolve().parent.parent
BATCH = 50
MACHINE = "triage-model"
UP_SECONDS = 180.0
N_TRIES = 5
Lines = list[dict[str, Any]]


def say(sentence: str) -> None:
    """Print one progress line."""
    print(f"demonstration: {sentence}", flush=True)


def prepare(folder: Path) -> None:
    """Write the simulated past once; later starts use the same files."""
    if not (folder / "open.jsonl").exists():
        started = time.monotonic()
        past.write(folder, api.now())
        say(f"the simulated past is written ({time.monotonic() - started:.0f} s)")


def publish(folder: Path) -> None:
    """Leave word of the people's habits where the product's pages look for it."""
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / "cast.json.half"
    half.write_text(json.dumps(people.told(), indent=1), encoding="utf-8")
    half.replace(folder / "cast.json")


def _lines(file: Path) -> Lines:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _send(place: api.Place, path: str, body: object, *, machine: str = MACHINE) -> api.Answer:
    digest = hashlib.sha256(json.dumps([path, body], sort_keys=True).encode()).hexdigest()[:32]
    return _persist(
        lambda: api.post(
            place.base_url, path, body, key=place.key(machine), idempotency_key=f"demo-{digest}"
        ),
    )


def _send_document(place: api.Place, one: documents.Document) -> api.Answer:
    digest = hashlib.sha256(one.path.encode() + one.content).hexdigest()[:32]
    return _persist(
        lambda: api.post_bytes(
            place.base_url,
            one.path,
            one.content,
            headers=one.headers,
            key=place.key(documents.MACHINE),
            idempotency_key=f"demo-{digest}",
        ),
    )


def _persist(attempt: Callable[[], api.Answer]) -> api.Answer:
    answer = api.Answer(0, {})
    for n_try in range(N_TRIES):
        answer = attempt()
        if not answer.worth_retrying:
            break
        time.sleep(2.0**n_try)
    return answer


def _send_one_by_one(place: api.Place, recommendations: Lines) -> int:
    n_sent = 0
    for body in recommendations:
        answer = _send(place, "/api/v1/recommendations/", body)
        n_sent += answer.ok
        if not answer.ok:
            say(f"{body['external_id']}: {answer.status} {answer.body.get('error', '')}")
    return n_sent


def _send_in_batches(place: api.Place, recommendations: Lines) -> int:
    """Send all; a refused batch is sent one by one. Returns how many the product has."""
    n_sent = 0
    for start in range(0, len(recommendations), BATCH):
        batch = recommendations[start : start + BATCH]
        answer = _send(place, "/api/v1/recommendations/batch/?all_or_nothing=true", {"lines": batch})
        if answer.ok:
            n_sent += len(batch)
            continue
        say(f"a batch was refused: {answer.status} {answer.body.get('error', '')}; sending one by one")
        n_sent += _send_one_by_one(place, batch)
    return n_sent


def post_open(place: api.Place, folder: Path) -> int:
    """Post today's recommendations. Returns how many the product has."""
    done = folder / "open.done"
    if done.exists():
        return int(done.read_text(encoding="utf-8"))
    recommendations = [line["recommendation"] for line in _lines(folder / "open.jsonl")]
    n_sent = _send_in_batches(place, recommendations)
    if n_sent == len(recommendations):
        done.write_text(str(n_sent), encoding="utf-8")
    say(f"{n_sent} of {len(recommendations)} recommendations of today are in")
    return n_sent


def send_challengers(place: api.Place, folder: Path) -> None:
    """Send what other models say of today's claims, after the first one's word; nobody waits for it."""
    done = folder / "challengers.done"
    if done.exists():
        return
    said = [
        {**line["recommendation"], **one}
        for line in _lines(folder / "open.jsonl")
        for one in line.get("challengers", [])
    ]
    n_sent = _send_in_batches(place, said)
    if n_sent == len(said):
        done.write_text(str(n_sent), encoding="utf-8")
    if said:
        say(f"{n_sent} of {len(said)} words of other models on today's claims are kept unseen")


def send_late(place: api.Place, folder: Path) -> None:
    """Let a few of today's claims get a late fact, one after the other while people work."""

    def post(path: str, body: late.Late) -> api.Answer:
        return _send(place, path, body, machine=late.MACHINE)

    facts = late.late_facts(_lines(folder / "open.jsonl"))
    n_taken = late.send(facts, done=folder / "late.done", post=post, say=say)
    if n_taken:
        say(f"{n_taken} of today's claims got a late fact")


def send_documents(place: api.Place, folder: Path) -> None:
    """Let some of today's claims get their first report of injury as a document."""
    reports = documents.first_reports(_lines(folder / "open.jsonl"))
    n_taken = documents.send(
        reports, done=folder / "documents.done", post=lambda one: _send_document(place, one), say=say
    )
    if n_taken:
        say(f"{n_taken} of today's claims got a document")


def import_history(folder: Path, name: str, *, then: str = "") -> bool:
    """Work through one file of the past, from where it stopped. Returns whether it came to the end.

    then: the file that is worked through next, so that pages count it as well.
    """
    argv = [
        sys.executable,
        str(ROOT / "manage.py"),
        "import_history",
        str(folder / f"{name}.jsonl"),
        "--state",
        str(folder / f"{name}.state"),
        *(("--then", str(folder / f"{then}.jsonl")) if then else ()),
    ]
    started = time.monotonic()
    for n_try in range(N_TRIES):
        code = subprocess.run(argv, cwd=ROOT, check=False).returncode
        if code == 0:
            say(f"{name}.jsonl is worked through ({time.monotonic() - started:.0f} s)")
            return True
        say(f"import_history stopped with code {code}; it goes on where it stopped")
        time.sleep(2.0**n_try)
    return False


def run(place: api.Place) -> int:
    """Do everything that is not done yet. Returns the exit code."""
    folder = place.data / "demo"
    publish(folder)
    try:
        prepare(folder)
    except claims.DataMissingError as missing:
        say(str(missing))
        return 1
    if not api.wait_until_up(place.base_url, seconds=UP_SECONDS):
        say(f"nobody answers at {place.base_url}; start the product first")
        return 1
    sent: list[int] = []
    poster = threading.Thread(target=lambda: sent.append(post_open(place, folder)))
    poster.start()
    first = import_history(folder, "first", then="rest")
    poster.join()
    say("usable: today's claims are open and the latest decisions are there")
    sends = (send_challengers, send_documents, send_late)
    latecomers = [threading.Thread(target=send, args=(place, folder)) for send in sends]
    for one in latecomers:
        one.start()
    rest = first and import_history(folder, "rest")
    for one in latecomers:
        one.join()
    return 0 if rest and sent else 1


if __name__ == "__main__":
    sys.exit(run(api.place()))
