import re
from collections.abc import Collection, Mapping
from itertools import pairwise

from apps.intake.rules import conditions
from apps.policy.rules.compiling import compiled
from apps.policy.rules.ladder import read_ladder
from apps.policy.rules.results import Reader, an_object, read_then
from apps.policy.rules.second_reviews import read_second_reviews
from apps.policy.rules.tree import (
    MAX_DEPTH,
    MAX_NODES,
    OTHERWISE,
    UNKNOWN_FACTS,
    BadPolicy,
    Because,
    Condition,
    Join,
    Policy,
    Result,
    Rule,
    Then,
)
from apps.policy.rules.windows import read_windows
from apps.policy.states import Lane

TOP = ("rules", "otherwise", "windows", "ladder", "second_reviews")
MAX_SENTENCE = 300
MAX_TOLD = 400
CODE = re.compile(r"[a-z][a-z0-9_]{0,49}", re.ASCII)
OTHERWISE_SENTENCE = "No policy rule matched, so it goes where all such cases go."
FITTING: Mapping[conditions.ConstantKind, frozenset[str]] = {
    conditions.ConstantKind.NUMBER: frozenset({"integer", "decimal", "money"}),
    conditions.ConstantKind.TEXT: frozenset({"enum", "code", "string", "date"}),
    conditions.ConstantKind.TRUTH: frozenset({"boolean"}),
    conditions.ConstantKind.DAY: frozenset({"date"}),
}


def parse(
    tree: object,
    *,
    facts: Mapping[str, str] | None = None,
    inboxes: Collection[str] | None = None,
    bands: Mapping[str, tuple[conditions.Number, ...]] | None = None,
    codes: Mapping[str, Collection[str]] | None = None,
) -> Policy:
    """Read and compile a policy from parsed JSON.

    facts: name -> contract type; given, a name outside it or a value of another type is refused
    (pass FLOW_FACTS | the contract's own). inboxes: slugs that exist; given, others are refused.
    bands: fact -> rising edges; given, a band that the contract does not draw is refused.
    codes: fact -> every code it can have, for those that have a list; a code outside it is refused.
    Raises: BadPolicy, naming the clause.
    """
    top = an_object(tree, "", TOP, ("rules", "otherwise"))
    windows = read_windows(top.get("windows", []), facts)
    counted = {one.name: "integer" for one in windows}
    reader = Reader(None if facts is None else {**facts, **counted}, inboxes, bands, codes or {})
    otherwise = read_then(reader, top["otherwise"], "/otherwise", fallback=None)
    listed = top["rules"]
    if not isinstance(listed, list | tuple):
        raise BadPolicy("/rules", "List the rules here, in the order they are tried.")
    if len(listed) > MAX_NODES:
        raise BadPolicy("/rules", f"A policy has at most {MAX_NODES} conditions, so at most as many rules.")
    rules = tuple(_rule(reader, raw, f"/rules/{i}", otherwise) for i, raw in enumerate(listed))
    because = Because(OTHERWISE, OTHERWISE_SENTENCE)
    answer = _answer(otherwise, because, OTHERWISE)
    ladder = read_ladder(top["ladder"], reader) if "ladder" in top else None
    rates = read_second_reviews(top.get("second_reviews"))
    return Policy(rules, otherwise, answer, reader.n_nodes, windows, ladder, compiled(rules), rates)


def _answer(then: Then, because: Because, code: str) -> Result:
    return Result(
        then.lane,
        then.inbox,
        then.due_hours,
        then.sample_share,
        (because,),
        (),
        code,
        then.in_working_hours,
        then.four_eyes,
        then.first_view,
    )


def _rule(reader: Reader, raw: object, at: str, otherwise: Then) -> Rule:
    fields = an_object(raw, at, ("code", "say", "when", "then"), ("code", "say", "when", "then"))
    code, say = fields["code"], fields["say"]
    if not isinstance(code, str) or not CODE.fullmatch(code) or code in (OTHERWISE, UNKNOWN_FACTS):
        raise BadPolicy(f"{at}/code", "Give the rule a code: small letters, digits and _, at most 50.")
    if code in reader.codes:
        raise BadPolicy(f"{at}/code", "Another rule has this code already.")
    reader.codes.add(code)
    if not isinstance(say, str) or not say.strip() or len(say) > MAX_SENTENCE or "\x00" in say:
        raise BadPolicy(f"{at}/say", f"Say why this rule exists, in at most {MAX_SENTENCE} characters.")
    when = _condition(reader, fields["when"], f"{at}/when", 1)
    then = read_then(reader, fields["then"], f"{at}/then", fallback=otherwise)
    if then.lane is Lane.AUTOMATIC:
        _refuse_resting_on_missing(when, positive=True)
    return Rule(code, say, when, then, _answer(then, Because(code, say), code))


def _refuse_resting_on_missing(condition: Condition, *, positive: bool) -> None:
    clause = condition.clause
    if clause is not None and clause.op is conditions.Op.IS_MISSING and positive:
        raise BadPolicy(
            condition.pointer,
            "A rule cannot let the AI act alone because a fact is missing.",
        )
    for part in condition.parts:
        _refuse_resting_on_missing(part, positive=positive is not (condition.join is Join.NOT))


# --- conditions ---


def _condition(reader: Reader, raw: object, at: str, depth: int) -> Condition:
    reader.n_nodes += 1
    if reader.n_nodes > MAX_NODES:
        raise BadPolicy(at, f"A policy has at most {MAX_NODES} conditions; this one is too many.")
    if depth > MAX_DEPTH:
        raise BadPolicy(at, f"Conditions nest at most {MAX_DEPTH} deep; this one lies deeper.")
    if not isinstance(raw, Mapping):
        raise BadPolicy(at, "A condition is an object: all, any, not, or fact with op and value.")
    join = next((one for one in Join if one in raw), None)
    if join is None:
        return _leaf(reader, raw, at)
    if len(raw) > 1:
        raise BadPolicy(at, f"Beside {join} nothing else may stand in a condition.")
    parts = _parts(reader, raw[join], f"{at}/{join}", join, depth)
    return Condition(at, join, parts, None, _joined(join, tuple(part.test for part in parts)))


def _parts(reader: Reader, raw: object, at: str, join: Join, depth: int) -> tuple[Condition, ...]:
    if join is Join.NOT:
        return (_condition(reader, raw, at, depth + 1),)
    if not isinstance(raw, list | tuple) or not raw:
        raise BadPolicy(at, f"List at least one condition under {join}.")
    return tuple(_condition(reader, one, f"{at}/{i}", depth + 1) for i, one in enumerate(raw))


def _leaf(reader: Reader, raw: Mapping[str, object], at: str) -> Condition:
    try:
        clause = conditions.read_clause(raw)
    except conditions.BadClause as bad:
        raise BadPolicy(at + bad.pointer, bad.sentence) from None
    if reader.kinds is not None:
        _refuse_misfit(clause, reader.kinds, at)
    if reader.bands is not None and clause.op is conditions.Op.BANDED:
        _refuse_other_band(clause, reader.bands.get(clause.fact, ()), at)
    _refuse_unknown_code(clause, reader.codes_of.get(clause.fact), at)
    return Condition(at, None, (), clause, clause.test)


def _refuse_misfit(clause: conditions.Clause, kinds: Mapping[str, str], at: str) -> None:
    kind = kinds.get(clause.fact)
    if kind is None:
        raise BadPolicy(f"{at}/fact", f"The contract has no fact {clause.fact}.")
    if clause.op is conditions.Op.IS_MISSING:
        return
    fits = kind == "multi" if clause.op is conditions.Op.HAS else kind in FITTING[clause.kind]
    if not fits:
        raise BadPolicy(f"{at}/value", f"{clause.fact} is of type {kind}; this could never be known.")


def _refuse_unknown_code(clause: conditions.Clause, known: Collection[str] | None, at: str) -> None:
    """Refuse a code that the fact never has: such a clause would be false, or true, of every case."""
    if known is None or clause.op is conditions.Op.IS_MISSING:
        return
    listed = isinstance(clause.value, tuple)
    for place, one in enumerate(clause.value if isinstance(clause.value, tuple) else (clause.value,)):
        if isinstance(one, str) and one not in known:
            told = ", ".join(sorted(filter(None, known)))
            raise BadPolicy(
                f"{at}/value/{place}" if listed else f"{at}/value",
                f"There is no {one} among the values of {clause.fact}. There are: {told[:MAX_TOLD]}.",
            )


def _refuse_other_band(clause: conditions.Clause, edges: tuple[conditions.Number, ...], at: str) -> None:
    if not edges:
        raise BadPolicy(f"{at}/fact", f"The contract draws no bands for {clause.fact}. Use between.")
    drawn = list(pairwise([None, *edges, None]))
    if clause.value not in drawn:
        told = ", ".join(f"[{_edge(low)}, {_edge(high)}]" for low, high in drawn)
        raise BadPolicy(f"{at}/value", f"The contract draws these bands for {clause.fact}: {told}.")


def _edge(value: conditions.Number | None) -> str:
    return "null" if value is None else f"{value}"


def _joined(join: Join, tests: tuple[conditions.Test, ...]) -> conditions.Test:
    if join is Join.NOT:
        return conditions.negated(tests[0])
    if len(tests) == 1:
        return tests[0]
    return _all(tests) if join is Join.ALL else _any(tests)


def _all(tests: tuple[conditions.Test, ...]) -> conditions.Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        found: bool | None = True
        for part in tests:
            one = part(facts)
            if one is False:
                return False
            if one is None:
                found = None
        return found

    return test


def _any(tests: tuple[conditions.Test, ...]) -> conditions.Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        found: bool | None = False
        for part in tests:
            one = part(facts)
            if one:
                return True
            if one is None:
                found = None
        return found

    return test
