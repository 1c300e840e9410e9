"""What a policy counts over time, as forms: one for each window of the draft, and an empty one."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.console.pages import words
from apps.core.speech import speak
from apps.policy import rules

LONGEST = 64
FIELDS = ("was", "name", "counts", "days")


@dataclass(frozen=True, slots=True)
class Row:
    """One window; was: its name as it stands in the draft, empty for a new one; said: what it counts."""

    n: int
    was: str
    name: str
    counts: tuple[tuple[str, str, bool], ...]
    days: str
    said: str
    is_wrong: bool = False


def typed(post: Mapping[str, str]) -> dict[str, str]:
    """Read the form; long text is cut."""
    return {name: str(post.get(name, "")).strip()[:LONGEST] for name in FIELDS}


def rows(policy: rules.Policy, given: Mapping[str, str]) -> tuple[Row, ...]:
    """Fill one form for each window, and an empty one; with what was typed where it was refused."""
    found = [_row(n, one, given) for n, one in enumerate(policy.windows)]
    new = given if given and not given["was"] else {}
    said = {"name": "", "counts": rules.Counted.CASES.value, "days": "365", **new}
    empty = Row(len(found), "", said["name"], _counts(said["counts"]), said["days"], "", is_wrong=bool(new))
    return (*found, empty)


def _row(n: int, window: rules.Window, given: Mapping[str, str]) -> Row:
    mine = given if given.get("was") == window.name else {}
    said = {"name": window.name, "counts": window.counts.value, "days": str(window.days), **mine}
    return Row(
        n,
        window.name,
        said["name"],
        _counts(said["counts"]),
        said["days"],
        words.sentence_case(speak(rules.window_in_words(window))),
        is_wrong=bool(mine),
    )


def _counts(chosen: str) -> tuple[tuple[str, str, bool], ...]:
    named = {
        rules.Counted.CASES: _("cases of the same person, this one included"),
        rules.Counted.DECISIONS: _("decisions of people on cases of the same person"),
        rules.Counted.OVERRIDES: _("decisions against the AI on cases of the same person"),
    }
    return tuple((one.value, label, one.value == chosen) for one, label in named.items())


def with_window(tree: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Write a window into the tree; rules that read it under its former name read the new one."""
    found = copy.deepcopy(dict(tree))
    days = given["days"]
    written = {
        "name": given["name"],
        "counts": given["counts"],
        "days": int(days) if days.isdecimal() else days,
    }
    listed = list(found.get("windows", []))
    places = [place for place, one in enumerate(listed) if one["name"] == given["was"]]
    if places:
        listed[places[0]] = written
        for rule in found["rules"]:
            rule["when"] = _renamed(rule["when"], given["was"], given["name"])
    else:
        listed.append(written)
    return found | {"windows": listed}


def _renamed(when: Any, was: str, name: str) -> Any:
    if isinstance(when, list):
        return [_renamed(one, was, name) for one in when]
    if not isinstance(when, dict):
        return when
    if "fact" in when:
        return when | {"fact": name} if when["fact"] == was else when
    return {join: _renamed(part, was, name) for join, part in when.items()}


def without_window(tree: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Take a window out; a rule that still reads it is refused by the verb."""
    found = copy.deepcopy(dict(tree))
    left = [one for one in found.get("windows", []) if one["name"] != name]
    found.pop("windows", None)
    return found | ({"windows": left} if left else {})
