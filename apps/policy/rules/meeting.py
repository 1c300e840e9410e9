"""Whether one case could fulfil several conditions at once: an example of one, or that there is none.

Every fact is tried with one value of each kind that the clauses can tell apart: each value that they name,
one beside and between them, another code. So where all are tried, that there is no example is certain.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from math import ceil, floor
from typing import TypeAlias

from apps.intake.rules.conditions import Clause, ConstantKind, Number, Op
from apps.policy.rules.spans import clauses
from apps.policy.rules.tree import Condition

MOST_TRIED = 20_000
MOST_LISTED = 5  # values of one list fact of which every choice is tried
SAMPLES: Mapping[str, object] = {
    "boolean": True,
    "integer": 1,
    "money": 1,
    "decimal": 1,
    "date": "2026-01-15",
    "multi": (),
}
ANOTHER = "another"
WHOLE = frozenset({"integer", "money"})
Facts: TypeAlias = Mapping[str, object]


class TooManyToTry(Exception):
    """The conditions ask for more than is tried; nothing is known."""


def meeting(
    conditions: Sequence[Condition],
    *,
    kinds: Mapping[str, str] | None = None,
    codes: Mapping[str, Collection[str]] | None = None,
) -> Facts | None:
    """Return facts for which every condition is True; None where no case can be.

    kinds: fact -> type, as a contract says it. codes: fact -> every code that it can have.
    Raises: TooManyToTry.
    """
    asked: dict[str, list[Clause]] = {}
    for one in conditions:
        for clause in clauses(one):
            asked.setdefault(clause.fact, []).append(clause)
    values = {
        name: _values(found, (kinds or {}).get(name, ""), (codes or {}).get(name))
        for name, found in asked.items()
    }
    is_open = any(one.op is Op.IS_MISSING for found in asked.values() for one in found)
    budget = iter(range(MOST_TRIED))
    return _search(conditions, list(values.items()), {}, budget, may_cut=not is_open)


def _search(
    conditions: Sequence[Condition],
    left: list[tuple[str, list[object]]],
    facts: dict[str, object],
    budget: Iterator[int],
    *,
    may_cut: bool,
) -> Facts | None:
    """Try every value of the facts that are left; a branch that is surely False is not followed.

    may_cut: no clause asks whether a fact is missing, so that what is not chosen yet counts as unknown.
    """
    if next(budget, None) is None:
        raise TooManyToTry
    if may_cut and any(one.test(facts) is False for one in conditions):
        return None
    if not left:
        return dict(facts) if all(one.test(facts) is True for one in conditions) else None
    (name, values), rest = left[0], left[1:]
    for value in values:
        found = _search(conditions, rest, {**facts, name: value}, budget, may_cut=may_cut)
        if found is not None:
            return found
    return None


def _values(asked: Sequence[Clause], kind: str, codes: Collection[str] | None) -> list[object]:
    """Return one value of a fact for everything that these clauses can tell apart."""
    named = [one for clause in asked for one in _named(clause)]
    texts = [one for one in named if isinstance(one, str)]
    found: list[object] = []
    if any(clause.op is Op.HAS for clause in asked):
        return [*_lists(dict.fromkeys(texts)), *_missing(asked)]
    if texts:
        found += [*dict.fromkeys(texts), *_other(texts, codes)]
    if any(isinstance(one, bool) for one in named):
        found += [True, False]
    found += _days([one for one in named if isinstance(one, date)])
    numbers = [one for one in named if isinstance(one, int | Decimal) and not isinstance(one, bool)]
    found += _wholes(numbers) if kind in WHOLE else _numbers(numbers)
    if not found:
        found = [next(iter(codes or ()), SAMPLES.get(kind, ANOTHER))]
    return [*found, *_missing(asked)]


def _named(clause: Clause) -> tuple[object, ...]:
    if clause.kind is ConstantKind.ANY:
        return ()
    listed = clause.value if isinstance(clause.value, tuple) else (clause.value,)
    return tuple(one for one in listed if one is not None)


def _missing(asked: Sequence[Clause]) -> list[None]:
    return [None] if any(one.op is Op.IS_MISSING for one in asked) else []


def _other(texts: Collection[str], codes: Collection[str] | None) -> list[str]:
    """Give one text that no clause names, where the fact can have one."""
    if codes is not None:
        return [one for one in codes if one not in texts][:1]
    return [next(one for one in (ANOTHER + "_" * n for n in range(len(texts) + 1)) if one not in texts)]


def _lists(named: Collection[str]) -> list[tuple[str, ...]]:
    most = len(named) if len(named) <= MOST_LISTED else 1
    chosen = [one for n in range(most + 1) for one in combinations(named, n)]
    return chosen if most == len(named) else [*chosen, tuple(named)]


def _days(named: Sequence[date]) -> list[object]:
    day = timedelta(days=1)
    beside = [near for one in named for near in (one - day, one, one + day)]
    return [one.isoformat() for one in sorted(set(beside))]


def _wholes(named: Sequence[Number]) -> list[object]:
    beside = {near for one in named for near in (ceil(one) - 1, floor(one), ceil(one), floor(one) + 1)}
    return [*sorted(beside)]


def _numbers(named: Sequence[Number]) -> list[object]:
    edges = sorted(set(named))
    between = [Decimal(low + high) / 2 for low, high in pairwise(edges)]
    outside = [*(one - 1 for one in edges[:1]), *(one + 1 for one in edges[-1:])]
    return [*sorted({*edges, *between, *outside})]
