"""Foresee which lane the product's policy gives a case, so that the written past does not contradict it.

A reading of packs/injury_triage/ of its own: the demonstration uses the product only from outside.
"""

import datetime as dt
import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from demo import recommend

PACK = Path(__file__).resolve().parent.parent / "packs" / "injury_triage"
Condition = Mapping[str, Any]
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "in": lambda value, listed: value in listed,
    "between": lambda value, ends: bool(ends[0] <= value <= ends[1]),
}


@functools.cache
def pack(name: str) -> dict[str, Any]:
    """Read one file of the pack, such as "policy"."""
    loaded: dict[str, Any] = yaml.safe_load((PACK / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def holds(condition: Condition, facts: Mapping[str, Any]) -> bool | None:
    """Tell whether a condition holds; None when a fact it needs is unknown."""
    if "all" in condition or "any" in condition:
        parts = [holds(part, facts) for part in condition.get("all", condition.get("any"))]
        decisive = "any" in condition
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    if "not" in condition:
        inner = holds(condition["not"], facts)
        return None if inner is None else not inner
    value = facts.get(condition["fact"])
    if condition["op"] == "is_missing":
        return value is None
    return None if value is None else COMPARE[condition["op"]](value, condition["value"])


def _entries(case: recommend.Case, key: str) -> list[dict[str, Any]]:
    return [dict(entry) for entry in case.story.entries if entry["fact"] == key]


def _chosen(case: recommend.Case, fact: Mapping[str, Any]) -> dict[str, Any] | None:
    """Take the entry of the source of truth; none where a person must settle what sources say."""
    order = {source: place for place, source in enumerate(fact["sources"])}
    found = sorted(_entries(case, fact["key"]), key=lambda entry: order[entry["source"]])
    if not found or _disputed(fact, found):
        return None
    return found[0]


def _disputed(fact: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> bool:
    return fact["if_conflict"] == "person" and len({str(entry["value"]) for entry in found}) > 1


def resolved(case: recommend.Case) -> dict[str, Any]:
    """Take one value per fact, or the contract's fallback."""
    facts: dict[str, Any] = {}
    for fact in pack("contract")["facts"]:
        chosen = _chosen(case, fact)
        facts[fact["key"]] = fact.get("fallback") if chosen is None else chosen["value"]
    return facts


def _fact_state(case: recommend.Case, fact: Mapping[str, Any]) -> str | None:
    found = _entries(case, fact["key"])
    if not found:
        return "INCOMPLETE" if fact["required"] and fact["if_missing"] != "fallback" else None
    chosen = _chosen(case, fact)
    if chosen is None:
        return "CONFLICTED"
    limit = dt.timedelta(hours=fact.get("max_age_hours", 10**6))
    age = case.story.arrived_at - dt.datetime.fromisoformat(chosen["as_of"])
    return "STALE" if fact["required"] and age > limit else None


def context_state(case: recommend.Case) -> str:
    """Give the worst state any fact brings about; where the contract excludes the case, that it does."""
    facts = resolved(case)
    if any(holds(one["when"], facts) for one in pack("contract").get("exclusions", ())):
        return "OUT_OF_SCOPE"
    states = {_fact_state(case, fact) for fact in pack("contract")["facts"]}
    return next((state for state in ("CONFLICTED", "INCOMPLETE", "STALE") if state in states), "LEGIBLE")


def segment(facts: Mapping[str, Any]) -> str:
    """Give the key of the first segment that holds, or nothing."""
    return next((part["key"] for part in pack("pack")["segments"] if holds(part["when"], facts)), "")


def with_context(case: recommend.Case) -> dict[str, Any]:
    """Give everything the policy looks at."""
    facts = resolved(case)
    where = segment(facts)
    machine = pack("posture")["machine"]
    states = {line["segment"]: line["state"] for line in pack("pack")["autonomy"]}
    return facts | {
        "context_state": context_state(case),
        "recommended_outcome": case.suggestion.lane,
        "confidence": case.suggestion.confidence,
        "stake_minor": case.stake_minor,
        "segment": where,
        "posture_allows": case.suggestion.lane in machine["outcomes"]
        and case.stake_minor <= machine["max_amount_minor"]
        and where in machine["segments"],
        "autonomy": states.get(where, "ADVISE"),
        "paused": False,
    }


def lane(case: recommend.Case, tree: Mapping[str, Any] | None = None) -> str:
    """Foresee AUTOMATIC, OFFICER or SUPERVISOR, by the pack's policy or another one's tree."""
    facts = with_context(case)
    tree = tree or pack("policy")["tree"]
    unknown = False
    for rule in tree["rules"]:
        verdict = holds(rule["when"], facts)
        if verdict:
            foreseen = str(rule["then"]["lane"])
            return "OFFICER" if unknown and foreseen == "AUTOMATIC" else foreseen
        unknown = unknown or verdict is None
    return str(tree["otherwise"]["lane"])
