"""What differs between two policies, as steps that can be replayed one at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_STEPS = 8

Tree = Mapping[str, Any]
_OWN = ("rules", "otherwise")


class StepKind(StrEnum):
    """How a draft departs from the version it is compared with."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    ORDER = "order"
    OTHERWISE = "otherwise"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Step:
    """One change: its kind, the code of its rule (empty where it is none's), and the base with it alone."""

    kind: StepKind
    rule: str
    tree: Tree


def steps(base: Tree, draft: Tree) -> tuple[Step, ...]:
    """Name every change from `base` to `draft` that can send a case elsewhere, rules in the draft's order.

    A change of wording alone is none. What stands beside rules and otherwise (`REST`) is taken from the draft
    in every step, as its rules may rest on it; alone it is a step of its own.
    """
    old, new = _by_code(base), _by_code(draft)
    rest = {key: value for key, value in draft.items() if key not in _OWN}
    ground = {**rest, "rules": base["rules"], "otherwise": base["otherwise"]}
    return (
        *_rule_steps(ground, old, new),
        *_whole_steps(ground, old, new, draft),
        *([Step(StepKind.REST, "", ground)] if rest != _rest(base) else []),
    )


def _rest(tree: Tree) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if key not in _OWN}


def _by_code(tree: Tree) -> dict[str, Tree]:
    return {rule["code"]: rule for rule in tree["rules"]}


def _acts(rule: Tree) -> tuple[Any, Any]:
    return rule["when"], rule["then"]


def _rule_steps(ground: Tree, old: Mapping[str, Tree], new: Mapping[str, Tree]) -> Iterable[Step]:
    rules: Sequence[Tree] = ground["rules"]
    before: list[str] = []
    for code, rule in new.items():
        if code not in old:
            place = max((i + 1 for i, one in enumerate(rules) if one["code"] in before), default=0)
            yield Step(StepKind.NEW, code, {**ground, "rules": [*rules[:place], rule, *rules[place:]]})
        elif _acts(old[code]) != _acts(rule):
            replaced = [rule if one["code"] == code else one for one in rules]
            yield Step(StepKind.CHANGED, code, {**ground, "rules": replaced})
        before.append(code)
    for code in old:
        if code not in new:
            left = [one for one in rules if one["code"] != code]
            yield Step(StepKind.GONE, code, {**ground, "rules": left})


def _whole_steps(
    ground: Tree, old: Mapping[str, Tree], new: Mapping[str, Tree], draft: Tree
) -> Iterable[Step]:
    kept = [code for code in new if code in old]
    if kept != [code for code in old if code in new]:
        moved = iter(kept)
        ordered = [old[next(moved)] if code in new else rule for code, rule in old.items()]
        yield Step(StepKind.ORDER, "", {**ground, "rules": ordered})
    if ground["otherwise"] != draft["otherwise"]:
        yield Step(StepKind.OTHERWISE, "", {**ground, "otherwise": draft["otherwise"]})
