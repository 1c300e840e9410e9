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
    """Return the references of those claims that ran past 8 weeks in the data, and that nobody contested."""
    told, weeks = list(lines), {one.row: one.weeks for one in known}
    contested_before = {line["case_ref"] for line in told if line["do"] == "contest"}
    return {
        str(line["recommendation"]["case"]["ref"])
        for line in told
        if line["do"] == "arrive" and weeks[line["meta"]["row"]] > claims.LONG_WEEKS
    } - contested_before


def contested(decisions: Iterable[claims_store.Decision], refs: set[str]) -> list[dict[str, object]]:
    """Write an appeal of the first decisions that were for the fast track, as many as there are words."""
    return [
        {"decision": one.data["decision_id"], "kind": kind, "words": words, "external_ref": f"L-{number}"}
        for number, (one, (kind, words)) in enumerate(zip(short(decisions, refs), WORDS, strict=False), 1)
    ]


def short(decisions: Iterable[claims_store.Decision], refs: set[str]) -> list[claims_store.Decision]:
    """Return the decisions of people for the fast track on these claims."""
    return [
        one
        for one in decisions
        if one.case_ref in refs
        and one.data.get("outcome") == "fast_track"
        and not one.data.get("reverses")
        and (one.data.get("decided_by") or {}).get("kind") == "person"
    ]


def keep_appealing(place: api.Place, store: claims_store.Store, waits: Callable[[float], bool]) -> None:
    """Send them once there are decisions to contest, each once; then no more."""
    folder = place.data / "demo"
    done, letter = folder / "appeals.done", folder / "letter.json"
    while not (done.exists() and letter.exists()) and not waits(EVERY_SECONDS):
        try:
            if not done.exists():
                send(folder, store, done=done, post=_post(place))
            else:
                write_letter(folder, store, done=letter, issue=_issue(place))
        except (OSError, KeyError, ValueError, claims.DataMissingError) as problem:
            print(f"claims system: {problem!r}; trying again", flush=True)


def _post(place: api.Place) -> Callable[[dict[str, object]], api.Answer]:
    def post(body: dict[str, object]) -> api.Answer:
        key = f"appeal-{body['decision']}"
        return api.post(place.base_url, APPEALS, body, key=place.key(MACHINE), idempotency_key=key)

    return post


def _issue(place: api.Place) -> Callable[[str], api.Answer]:
    def issue(decision_id: str) -> api.Answer:
        path = f"/api/v1/decisions/{decision_id}/explanation/issue/"
        once = f"letter-{decision_id}"
        return api.post(
            place.base_url, path, {"language": "en"}, key=place.key(MACHINE), idempotency_key=once
        )

    return issue


def send(
    folder: Path,
    store: claims_store.Store,
    *,
    done: Path,
    post: Callable[[dict[str, object]], api.Answer],
) -> int:
    """Send the appeals when enough decisions are there; returns how many the product has now."""
    lines = _told(folder)
    bodies = contested(store.latest(SEEN), long_claims(lines, claims.read()))
    if len(bodies) < len(WORDS):
        return 0
    answers = [post(body) for body in bodies]
    if not any(one.worth_retrying for one in answers):
        done.write_text(json.dumps([one.status for one in answers]), encoding="utf-8")
    return sum(one.ok for one in answers)


def write_letter(
    folder: Path, store: claims_store.Store, *, done: Path, issue: Callable[[str], api.Answer]
) -> bool:
    """Have one decision that nobody contests explained to the injured worker; keep the link for signing in.

    Beside the link lies what it asks for. Returns whether there is a letter now.
    """
    lines = _told(folder)
    decided = short(store.latest(SEEN), long_claims(lines, claims.read()))[len(WORDS) :]
    if not decided:
        return False
    one = decided[0]
    answer = issue(str(one.data["decision_id"]))
    if answer.ok and answer.body.get("url"):
        injured_on = _injured_on(lines, one.case_ref)
        letter = {"url": answer.body["url"], "case_ref": one.case_ref, "injured_on": injured_on}
        done.write_text(json.dumps(letter), encoding="utf-8")
    return done.exists()


def _told(folder: Path) -> list[Line]:
    told = folder / "first.jsonl"
    if not told.exists():
        return []
    return [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]


def _injured_on(lines: Iterable[Line], case_ref: str) -> str:
    return next(
        str(fact["value"])
        for line in lines
        if line["do"] == "arrive" and line["recommendation"]["case"]["ref"] == case_ref
        for fact in line["recommendation"]["facts"]
        if fact["fact"] == "injured_on"
    )
