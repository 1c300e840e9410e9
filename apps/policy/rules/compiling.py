"""Rules compiled to one Python function, which reads each fact once.

The function holds only names of its own making: facts, constants and tests lie in its globals under numbers,
so no text of a policy becomes code. Where every fact that a rule reads is known, Kleene's logic is the
ordinary one and plain comparisons decide; where one is not, the rule's own three-valued test does
(docs/adr/0026-*). A property test holds both against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import CodeType, FunctionType
from typing import cast

from apps.intake.rules import conditions
from apps.intake.rules.conditions import Clause, ConstantKind, Op
from apps.policy.rules.tree import DECIDES, Condition, Join, Rule

READ = {
    ConstantKind.NUMBER: "number",
    ConstantKind.TEXT: "text",
    ConstantKind.TRUTH: "truth",
    ConstantKind.DAY: "day",
}
# How a fact is read into a local name, so that it is None where it does not say.
READS = {
    "number": "v if type(v) is int else number(v)",
    "text": "v if isinstance(v, str) else None",
    "truth": "v if isinstance(v, bool) else None",
    "day": "day(v)",
    "several": "v if isinstance(v, several) else None",
}
COMPARES = {Op.EQ: "==", Op.NE: "!=", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">=", Op.IN: "in"}


@dataclass(slots=True)
class _Names:
    """What the function finds under the names it uses."""

    found: dict[str, object] = field(
        default_factory=lambda: {
            "number": conditions.number,
            "day": conditions.day,
            "is_missing": conditions.is_missing,
            "several": (tuple, list),
            "isinstance": isinstance,
            "type": type,
            "int": int,
            "str": str,
            "bool": bool,
        }
    )
    facts: dict[str, int] = field(default_factory=dict)
    locals: dict[tuple[str, str], str] = field(default_factory=dict)

    def constant(self, value: object) -> str:
        name = f"c{len(self.found)}"
        self.found[name] = value
        return name

    def local(self, fact: str, how: str) -> str:
        """Name the fact as it is read for one type."""
        place = self.facts.setdefault(fact, len(self.facts))
        return self.locals.setdefault((fact, how), f"{how}_{place}")


def compiled(rules: Sequence[Rule]) -> DECIDES:
    """Compile rules into the function that finds the first that is True, and those undecided before it."""
    names = _Names()
    body = [line for place, rule in enumerate(rules) for line in _rule(place, rule.when, names)]
    lines = ["def decides(facts):", "    get = facts.get", "    undecided = ()"]
    lines += [f"    {line}" for line in [*_reads(names), *body, "return -1, undecided"]]
    module = compile("\n".join(lines), "<policy>", "exec")
    code = next(one for one in module.co_consts if isinstance(one, CodeType))
    return cast("DECIDES", FunctionType(code, names.found))


def _reads(names: _Names) -> list[str]:
    lines = []
    for fact, place in names.facts.items():
        lines.append(f"v = get({names.constant(fact)})")
        for (of, how), local in names.locals.items():
            if of == fact and how != "missing":
                lines.append(f"{local} = {READS[how]}")
        if (fact, "missing") in names.locals:
            lines.append(f"missing_{place} = is_missing(v)")
    return lines


def _rule(place: int, when: Condition, names: _Names) -> list[str]:
    known: dict[str, None] = {}
    plain = _plain(when, names, known)
    test = names.constant(when.test)
    certain = [f"if {plain}:", f"    return {place}, undecided"]
    if not known:
        return certain
    return [
        f"if {' and '.join(f'{one} is not None' for one in known)}:",
        *(f"    {line}" for line in certain),
        "else:",
        f"    v = {test}(facts)",
        "    if v:",
        f"        return {place}, undecided",
        "    if v is None:",
        f"        undecided += ({place},)",
    ]


def _plain(condition: Condition, names: _Names, known: dict[str, None]) -> str:
    """Write a condition for facts that are all known; adds what must be known."""
    if condition.clause is not None:
        return _comparison(condition.clause, names, known)
    parts = [_plain(part, names, known) for part in condition.parts]
    if condition.join is Join.NOT:
        return f"(not {parts[0]})"
    return f"({(' and ' if condition.join is Join.ALL else ' or ').join(parts)})"


def _comparison(clause: Clause, names: _Names, known: dict[str, None]) -> str:
    if clause.op is Op.IS_MISSING:
        return names.local(clause.fact, "missing")
    how = "several" if clause.op is Op.HAS else READ[clause.kind]
    local = names.local(clause.fact, how)
    known[local] = None
    if clause.op is Op.HAS:
        return f"({names.constant(clause.value)} in {local})"
    if clause.op in (Op.BETWEEN, Op.BANDED):
        assert isinstance(clause.value, tuple)
        return _within(local, clause, names)
    value = frozenset(clause.value) if isinstance(clause.value, tuple) else clause.value
    return f"({local} {COMPARES[clause.op]} {names.constant(value)})"


def _within(local: str, clause: Clause, names: _Names) -> str:
    low, high = clause.value if isinstance(clause.value, tuple) else (None, None)
    upper = "<=" if clause.op is Op.BETWEEN else "<"
    parts = [f"{names.constant(low)} <= {local}"] if low is not None else []
    parts += [f"{local} {upper} {names.constant(high)}"] if high is not None else []
    return f"({' and '.join(parts)})"
