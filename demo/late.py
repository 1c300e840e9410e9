"""Facts that come late: for a few of today's claims a wage statement or a doctor's report arrives afterwards.

Both are simulated and say so. They go through the API with the claims system's key, one after the other, so
that whoever has such a case open sees it change.
"""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from demo import api, overlay

WAGE_SHARE, STAY_SHARE = 0.06, 0.04
FIRST_SECONDS, EVERY_SECONDS = 30.0, 45.0
MACHINE = "claims-system"
Line = Mapping[str, Any]
Late = dict[str, object]


def late_facts(lines: Sequence[Line], *, seed: int = overlay.SEED) -> list[Late]:
    """Choose the claims that get a late fact, and the fact; the same lines and seed give the same ones."""
    found = [_late(line["recommendation"], seed) for line in lines]
    return [one for one in found if one is not None]


def _late(body: Line, seed: int) -> Late | None:
    ref = str(body["case"]["ref"])
    dice = overlay.dice_for(seed, "late", ref)
    drawn = dice.random()
    facts = {str(one["fact"]): one for one in body["facts"]}
    if drawn < WAGE_SHARE:
        return _told(ref, _wage_statement(facts.get("weekly_wage"), dice))
    if drawn < WAGE_SHARE + STAY_SHARE:
        return _told(ref, _doctors_report(facts.get("hospital_stay")))
    return None


def _told(ref: str, fact: Late | None) -> Late | None:
    return None if fact is None else {"case_ref": ref, "fact": {**fact, "origin": "simulated"}}


def _wage_statement(known: Line | None, dice: random.Random) -> Late | None:
    """The employer's statement corrects the wage by up to a tenth."""
    if known is None:
        return None
    factor = 1 + dice.choice((-1, 1)) * dice.uniform(0.02, 0.1)
    return {"fact": "weekly_wage", "value": round(known["value"] * factor), "source": "employer"}


def _doctors_report(known: Line | None) -> Late | None:
    """A stay in hospital became known; in the name of whoever said before that there was none."""
    if known is None or known["value"]:
        return None
    return {"fact": "hospital_stay", "value": True, "source": known["source"]}


def send(
    facts: Sequence[Late], *, done: Path, post: Callable[[str, Late], api.Answer], say: Callable[[str], None]
) -> int:
    """Send what was not sent yet, one by one with a pause; returns how many the product took."""
    sent = set(json.loads(done.read_text(encoding="utf-8"))) if done.exists() else set()
    waiting = [one for one in facts if one["case_ref"] not in sent]
    n_taken = 0
    for place, one in enumerate(waiting):
        time.sleep(EVERY_SECONDS if place else FIRST_SECONDS)
        fact = one["fact"]
        assert isinstance(fact, dict)
        body: Late = {"facts": [fact | {"as_of": overlay.instant(api.now())}]}
        answer = post(f"/api/v1/cases/{one['case_ref']}/facts/", body)
        if not answer.ok:
            say(f"late fact of {one['case_ref']}: {answer.status} {answer.body.get('error', '')}")
        elif any(change["is_new"] for change in answer.body.get("changes", [])):
            n_taken += 1
        if not answer.worth_retrying:
            sent.add(one["case_ref"])
            done.write_text(json.dumps(sorted(sent)), encoding="utf-8")
    return n_taken
