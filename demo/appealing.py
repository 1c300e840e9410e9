"""Two appeals of claims whose decision proved wrong: simulated words about real claims.

The claims system sends them. Chosen among the latest decided claims: handled on the fast track, while in the
data benefits ran past 8 weeks.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from demo import api, claims, claims_store

MACHINE = "claims-system"
APPEALS = "/api/v1/appeals/"
EVERY_SECONDS = 10.0
SEEN = 500
Line = Mapping[str, Any]
WORDS = (
    (
        "APPEAL",
        "You handled my claim as a short one. I am still in treatment and cannot work yet.",
    ),
    ("COMPLAINT", "Nobody called me before this was decided. My doctor could have told you how bad it is."),
)


def long_claims(lines: Iterable[Line], known: Iterable[claims.Claim]) -> set[str]:
    """Return the references of those claims that ran past 8 weeks in the data."""
    weeks = {one.row: one.weeks for one in known}
    return {
        str(line["recommendation"]["case"]["ref"])
        for line in lines
        if line["do"] == "arrive" and weeks[line["meta"]["row"]] > claims.LONG_WEEKS
    }


def contested(decisions: Iterable[claims_store.Decision], refs: set[str]) -> list[dict[str, object]]:
    """Write an appeal of the first decisions that were for the fast track, as many as there are words."""
    found = [
        one
        for one in decisions
        if one.case_ref in refs
        and one.data.get("outcome") == "fast_track"
        and not one.data.get("reverses")
        and (one.data.get("decided_by") or {}).get("kind") == "person"
    ]
    return [
        {"decision": one.data["decision_id"], "kind": kind, "words": words, "external_ref": f"L-{number}"}
        for number, (one, (kind, words)) in enumerate(zip(found, WORDS, strict=False), 1)
    ]


def keep_appealing(place: api.Place, store: claims_store.Store, waits: Callable[[float], bool]) -> None:
    """Send them once there are decisions to contest, each once; then no more."""
    folder = place.data / "demo"
    done = folder / "appeals.done"
    while not done.exists() and not waits(EVERY_SECONDS):
        try:
            send(folder, store, done=done, post=_post(place))
        except (OSError, KeyError, ValueError, claims.DataMissingError) as problem:
            print(f"claims system: {problem!r}; trying again", flush=True)


def _post(place: api.Place) -> Callable[[dict[str, object]], api.Answer]:
    def post(body: dict[str, object]) -> api.Answer:
        key = f"appeal-{body['decision']}"
        return api.post(place.base_url, APPEALS, body, key=place.key(MACHINE), idempotency_key=key)

    return post


def send(
    folder: Path,
    store: claims_store.Store,
    *,
    done: Path,
    post: Callable[[dict[str, object]], api.Answer],
) -> int:
    """Send the appeals when enough decisions are there; returns how many the product has now."""
    told = folder / "first.jsonl"
    if not told.exists():
        return 0
    lines = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    bodies = contested(store.latest(SEEN), long_claims(lines, claims.read()))
    if len(bodies) < len(WORDS):
        return 0
    answers = [post(body) for body in bodies]
    if not any(one.worth_retrying for one in answers):
        done.write_text(json.dumps([one.status for one in answers]), encoding="utf-8")
    return sum(one.ok for one in answers)
