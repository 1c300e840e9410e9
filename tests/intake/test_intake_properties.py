import copy
import json
import math
import random
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.intake import rules
from apps.intake.states import ContextState
from tests.effort import TIMES
from tests.intake.arrivals import (
    FRESH,
    NOW,
    OLD,
    body,
    contract,
    fact,
    facts_of,
    received,
    spec,
)

# --- any input ------------------------------------------------------------------------------------

ODD = [None, math.nan, math.inf, True, False, "", "a", "999", "2024-05-05", 0, 1, -1, 999, 10**30, 0.1, Decimal("NaN"),
       Decimal("1E+9999"), Decimal("1E-9999"), [], ["a"], ["b", "a"], {}, b"a", FRESH, "\ud800"]  # fmt: skip
KINDS = ["boolean", "integer", "decimal", "money", "enum", "code", "string", "date", "multi"]


def dice_spec(dice, key):
    kind = dice.choice(KINDS)
    more = {"required": dice.random() < 0.6, "if_conflict": dice.choice(["authoritative", "newest", "person"]),
            "if_missing": dice.choice(["block", "ask", "hold"]), "missing_codes": dice.choice([[], [999]]),
            "sources": dice.sample("stu", 3)}  # fmt: skip
    if kind in ("enum", "multi"):
        more["values"] = ["a", "b", 1]
    if kind in ("integer", "decimal", "money") and dice.random() < 0.5:
        more["valid"] = {"min": 0, "max": 500}
    if dice.random() < 0.5:
        more["max_age_hours"] = 24
    return spec(key, kind, **more)


def dice_entry(dice, agreed):
    return fact(dice.choice(ODD), key=dice.choice(list(agreed.specs)), source=dice.choice("stu"),
                as_of=dice.choice([None, FRESH, OLD]))  # fmt: skip


def refused_at(call, *args):
    """Return what was read, and where it was refused if it was."""
    try:
        return call(*args), None
    except rules.BadField as refused:
        return None, (refused.field, refused.code)


def accepted(agreed, entries):
    """Keep the entries the contract takes; the others must be refused by name."""
    kept = []
    for entry in entries:
        found, place = refused_at(facts_of, agreed, entry)
        assert place is None or place[0] == "facts[0].value"
        kept.extend(found or ())
    return tuple(kept)


@settings(max_examples=150 * TIMES, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_facts_are_refused_by_name_or_checked_without_a_guess(dice):
    agreed = contract(*[dice_spec(dice, key) for key in "abcd"])
    known = accepted(agreed, [dice_entry(dice, agreed) for _ in range(dice.randint(0, 8))])

    found = rules.check(agreed, known, NOW)

    assert found == rules.check(agreed, known, NOW)
    for key, one in agreed.specs.items():
        values = {entry.value for entry in known if entry.key == key and entry.value is not None}
        kinds = {finding.kind for finding in found.findings if finding.fact == key}
        assert (key in found.resolved) <= (
            found.resolved[key].value in values if key in found.resolved else True
        )
        assert bool(values) or kinds & {"missing", "impossible"}
        assert not (one.required and key not in found.resolved and found.state is ContextState.LEGIBLE)
    plain, private = rules.split_by_sensitivity(agreed, known)
    stored = json.loads(json.dumps(plain + private, allow_nan=False))
    assert rules.check(agreed, rules.revive(agreed, stored, NOW), NOW).state is found.state


def test_any_single_field_may_be_anything_and_is_read_or_refused():
    dice = random.Random(4)
    for _ in range(3_000):
        raw = copy.deepcopy(body())
        place = dice.choice([raw, raw["case"], raw["subject"], raw["stake"], raw["rationale"][0]])
        place[dice.choice([*place, "new"])] = dice.choice(ODD)
        found, place = refused_at(received, raw)
        assert found.external_id if found is not None else all(place)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(spec(a=1))), inner, max_size=4)
    ),
    max_leaves=10,
)


def read_contract(raw):
    try:
        return rules.parse_contract(raw)
    except rules.BadContract as refused:
        return refused.pointer


@settings(max_examples=80 * TIMES, deadline=None)
@given(
    JSON,
    st.sampled_from(
        ["valid", "values", "sources", "bands", "missing_codes", "fallback", "max_age_hours", "label"]
    ),
)
def test_any_contract_is_read_or_refused_with_a_pointer(raw, name):
    for candidate in (raw, {"facts": raw}, {"facts": [raw]}, {"facts": [spec(**{name: raw})]}):
        found = read_contract(candidate)
        assert isinstance(found, rules.Contract) or found == "" or found.startswith("/")
