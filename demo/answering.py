"""What the claims system answers when reviewers ask for a fact: a minute later, and marked as simulated.

The value is the one of the public data where they have it. What was invented is drawn again; what nobody
knows is answered as such (null). Who is asked on, and by whom it differs, says the same from then on.
"""

import datetime as dt
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from demo import api, claims, overlay

AFTER = dt.timedelta(seconds=60)
EVERY_SECONDS = 5.0
MACHINE = "claims-system"
QUESTIONS = "/api/v1/fact-questions/?limit=100"
Line = Mapping[str, Any]
Facts = list[dict[str, object]]


def real(claim: claims.Claim) -> dict[str, object]:
    """Return what the data say of a claim, as its facts are written; None where they lack it."""
    return {
        "body_part": claim.body_part,
        "injury_nature": claim.injury_nature,
        "injury_group": claim.injury_group,
        "hospital_stay": claim.hospital_stay,
        "industry": claim.industry,
        "age": claim.age,
        "weekly_wage": overlay.minor(claim.weekly_wage),
        "weekly_benefit": overlay.minor(claim.weekly_benefit),
        "state": claim.state,
    }


def answer(question: Line, line: Line, claim: claims.Claim) -> Facts:
    """Say the asked fact again, in the name of everybody who spoke of it."""
    key, known = str(question["fact"]), real(claim)
    sent = [one for one in line["recommendation"]["facts"] if one["fact"] == key]
    value = known[key] if key in known else _invented(key, sent, str(question["case_ref"]))
    at = dt.datetime.fromisoformat(str(question["asked_at"])) + AFTER
    sources = {str(one["source"]) for one in sent} | {str(question["source"])}
    told: dict[str, object] = {"value": value, "as_of": overlay.instant(at), "origin": "simulated"}
    return [{"fact": key, "source": source, **told} for source in sorted(sources - {""})]


def _invented(key: str, sent: list[Line], case_ref: str) -> object:
    if sent:
        return sent[-1]["value"]
    if key == "contact_status":
        return overlay.contacts(overlay.dice_for(overlay.SEED, "asked", case_ref))
    return None


class Answering:
    """Answers what is asked about today's claims; a question about another one ends by itself."""

    def __init__(self, opened: Path) -> None:
        self.opened = opened
        self._lines: dict[str, Line] = {}
        self._claims: dict[int, claims.Claim] = {}
        self._refused: set[str] = set()

    def answer_due(
        self,
        *,
        get: Callable[[str], api.Answer],
        post: Callable[[str, dict[str, object], str], api.Answer],
        now: dt.datetime,
    ) -> int:
        """Answer each question that is a minute old; returns how many the product took."""
        n_taken = 0
        for one in get(QUESTIONS).body.get("questions", []):
            line = self._line(str(one["case_ref"]))
            is_due = dt.datetime.fromisoformat(one["asked_at"]) + AFTER <= now
            if line is None or not is_due or one["id"] in self._refused:
                continue
            facts = answer(one, line, self._claims[line["meta"]["row"]])
            got = post(f"/api/v1/cases/{one['case_ref']}/facts/", {"facts": facts}, f"answer-{one['id']}")
            n_taken += got.ok
            if not got.ok and not got.worth_retrying:
                self._refused.add(one["id"])
                print(f"answer about {one['case_ref']}: {got.status} {got.body.get('error', '')}", flush=True)
        return n_taken

    def _line(self, case_ref: str) -> Line | None:
        if not self._lines and self.opened.exists():
            lines = [json.loads(one) for one in self.opened.read_text(encoding="utf-8").splitlines()]
            self._lines = {line["recommendation"]["case"]["ref"]: line for line in lines}
            self._claims = {claim.row: claim for claim in claims.read()}
        return self._lines.get(case_ref)


def keep_answering(place: api.Place, waits: Callable[[float], bool]) -> None:
    """Answer until told to stop; every problem is printed and tried again. waits: says that it is time."""
    answering = Answering(place.data / "demo" / "open.jsonl")

    def get(path: str) -> api.Answer:
        return api.get(place.base_url, path, key=place.key(MACHINE))

    def post(path: str, body: dict[str, object], once: str) -> api.Answer:
        return api.post(place.base_url, path, body, key=place.key(MACHINE), idempotency_key=once)

    while not waits(EVERY_SECONDS):
        try:
            answering.answer_due(get=get, post=post, now=dt.datetime.fromtimestamp(time.time(), tz=dt.UTC))
        except (OSError, KeyError, ValueError, claims.DataMissingError) as problem:
            print(f"claims system: {problem!r}; trying again", flush=True)
