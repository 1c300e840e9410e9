"""The form of one rule: what stands in it, and what was typed into it as a clause of the tree."""

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.console.pages import policy_bands
from apps.core import money
from apps.flow.selectors.policy_state import Vocabulary
from apps.policy import rules

LONGEST = 4_000
ROWS = 8
SEVERAL = frozenset({"in", "between", "banded"})
NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII)
THEN = ("lane", "inbox", "due", "unit", "share", "four_eyes", "first_view")
NAMES = ("code", "say", "join", "when", *THEN)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of one rule, whatever becomes of it."""

    rule: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def clauses(self) -> list[tuple[str, str, str]]:
        """Return what was typed as (fact, op, value), row by row."""
        return [(self.get(f"fact_{n}"), self.get(f"op_{n}"), self.get(f"value_{n}")) for n in range(ROWS)]


def typed(post: Mapping[str, str], rule: str) -> Typed:
    """Read the form; unknown fields are ignored, long text is cut."""
    rows = [f"{name}_{n}" for n in range(ROWS) for name in ("fact", "op", "value")]
    return Typed(rule, {name: str(post.get(name, "")).strip()[:LONGEST] for name in (*NAMES, *rows)})


def of_tree(tree: Mapping[str, Any], rule: str, knows: Vocabulary) -> Typed:
    """Fill the form with how a rule stands in the draft."""
    if rule == rules.OTHERWISE:
        return Typed(rule, _then_fields(tree["otherwise"]))
    row = next(one for one in tree["rules"] if one["code"] == rule)
    fields = {"code": row["code"], "say": row["say"], **_then_fields(row["then"])}
    return Typed(rule, fields | when_fields(row["when"], knows))


def when_fields(when: Mapping[str, Any], knows: Vocabulary) -> dict[str, str]:
    """Fill the rows of a form with a condition; one that nests stands as JSON."""
    flat = _flat(when)
    if flat is None:
        return {"when": json.dumps(when, indent=2, ensure_ascii=False)}
    join, clauses = flat
    fields = {"join": join}
    for n, clause in enumerate(clauses):
        band = policy_bands.choice(clause, knows)
        fields[f"fact_{n}"], fields[f"op_{n}"] = band or clause["fact"], clause["op"]
        fields[f"value_{n}"] = "" if band else _shown(clause.get("value"), clause["fact"], knows)
    return fields


def _flat(when: Mapping[str, Any]) -> tuple[str, list[Mapping[str, Any]]] | None:
    """Return the join and clauses of a condition that the form's rows can hold; None for a deeper one."""
    join = next((name for name in ("all", "any") if name in when), "")
    parts = when[join] if join else [when]
    if "not" in when or len(parts) > ROWS or any("fact" not in part for part in parts):
        return None
    return join or "all", parts


def _then_fields(then: Mapping[str, Any]) -> dict[str, str]:
    in_working = "due_working_hours" in then
    share = then.get("sample_share")
    return {
        "lane": then["lane"],
        "inbox": then.get("inbox", ""),
        "due": str(then.get("due_working_hours" if in_working else "due_hours", "")),
        "unit": "working" if in_working else "clock",
        "share": _of_100(share),
        "four_eyes": "yes" if then.get("four_eyes") else "",
        "first_view": _of_100(then.get("first_view") or None),
    }


def _of_100(share: object) -> str:
    """Write a share as so many of 100; true is all of them."""
    if share is None:
        return ""
    return f"{(Decimal(share if isinstance(share, bool) else str(share)) * 100).normalize():f}"


def _shown(value: object, fact: str, knows: Vocabulary) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_shown(one, fact, knows) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if knows.kinds.get(fact) == "money" and isinstance(value, int):
        return f"{money.major(value, knows.system.currency):f}"
    return str(value)


def typed_tree(tree: Mapping[str, Any], given: Typed, knows: Vocabulary) -> dict[str, Any]:
    """Write what was typed into the tree; whether it is a policy is the verb's question."""
    found = copy.deepcopy(dict(tree))
    if given.rule == rules.OTHERWISE:
        found["otherwise"] = _then(given)
        return found
    written = {
        "code": given.get("code"),
        "say": given.get("say"),
        "when": when_of(given, knows),
        "then": _then(given),
    }
    places = [place for place, one in enumerate(found["rules"]) if one["code"] == given.rule]
    if places:
        found["rules"][places[0]] = written
    else:
        found["rules"] = [*found["rules"], written]
    return found


def when_of(given: Typed, knows: Vocabulary) -> object:
    """Read the condition that was typed; whether it is one is the verb's question."""
    if given.get("when"):
        try:
            return json.loads(given.get("when"))
        except (ValueError, RecursionError):
            return given.get("when")  # refused as no condition
    clauses = [_clause(*one, knows) for one in given.clauses if one[0]]
    if len(clauses) == 1:
        return clauses[0]
    return {given.get("join") or "all": clauses}


def _clause(fact: str, op: str, text: str, knows: Vocabulary) -> dict[str, object]:
    """Read one row; its value in the type of the fact that it looks at. A band says all by itself."""
    band = policy_bands.clause(fact, knows)
    if band is not None:
        return band
    if op == "is_missing":
        return {"fact": fact, "op": op}
    kind = knows.kinds.get(fact, "integer")
    if op not in SEVERAL:
        return {"fact": fact, "op": op, "value": _value(text, kind, knows.system.currency)}
    parts = [one.strip() for one in text.split(",")]
    read = [_value(one, kind, knows.system.currency) if one else None for one in parts]
    said = read if op == "banded" else [one for one in read if one is not None]
    return {"fact": fact, "op": op, "value": said}


def _value(text: str, kind: str, currency: str) -> object:
    if kind == "boolean":
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    if kind not in ("integer", "decimal", "money") or not NUMBER.fullmatch(text):
        return text
    if kind == "money":
        return money.minor(Decimal(text), currency)
    return int(text) if "." not in text else text  # decimals are kept as text, so exactly


def _then(given: Typed) -> dict[str, object]:
    then: dict[str, object] = {"lane": given.get("lane")}
    if given.get("inbox"):
        then["inbox"] = given.get("inbox")
    if given.get("due"):
        name = "due_working_hours" if given.get("unit") == "working" else "due_hours"
        then[name] = int(given.get("due")) if given.get("due").isdecimal() else given.get("due")
    for typed, name in (("share", "sample_share"), ("first_view", "first_view")):
        if given.get(typed):
            then[name] = _share(given.get(typed))
    if given.get("four_eyes"):
        then["four_eyes"] = True
    return then


def _share(text: str) -> object:
    return float(Decimal(text) / 100) if NUMBER.fullmatch(text) else text


def moved(tree: Mapping[str, Any], rule: str, by: int) -> dict[str, Any]:
    """Try a rule earlier (-1) or later (1)."""
    found = copy.deepcopy(dict(tree))
    listed: list[Any] = found["rules"]
    place = next((n for n, one in enumerate(listed) if one["code"] == rule), None)
    if place is not None and 0 <= place + by < len(listed):
        listed[place], listed[place + by] = listed[place + by], listed[place]
    return found


def without(tree: Mapping[str, Any], rule: str) -> dict[str, Any]:
    """Take a rule out."""
    found = copy.deepcopy(dict(tree))
    found["rules"] = [one for one in found["rules"] if one["code"] != rule]
    return found


def field_of(pointer: str, given: Typed, tree: Mapping[str, Any]) -> str:
    """Name the field of the form where a clause is typed; empty when it is another rule's."""
    parts = pointer.strip("/").split("/")
    if given.rule == rules.OTHERWISE:
        return _then_field(parts[1:]) if parts[0] == "otherwise" else ""
    codes = [one["code"] for one in tree["rules"]]
    place = codes.index(given.rule) if given.rule in codes else len(codes)
    if parts[:2] != ["rules", str(place)]:
        return ""
    named = parts[2:]
    if named[:1] == ["then"]:
        return _then_field(named[1:])
    return when_field(named, given) if named[:1] == ["when"] else "".join(named[:1])


def _then_field(named: list[str]) -> str:
    name = "".join(named[:1])
    return {"due_hours": "due", "due_working_hours": "due", "sample_share": "share"}.get(name, name or "lane")


def when_field(named: list[str], given: Typed) -> str:
    """Name the field where a clause is typed, by what follows in its pointer from `when` on."""
    if given.get("when"):
        return "when"
    filled = [n for n, one in enumerate(given.clauses) if one[0]]
    place = int(named[2]) if named[1:2] in (["all"], ["any"]) and named[2:3] and named[2].isdecimal() else 0
    row = filled[place] if place < len(filled) else 0
    return f"{named[-1] if named[-1] in ('fact', 'op') else 'value'}_{row}"
