import math
import random
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.policy import rules
from apps.policy.states import Lane
from tests.effort import TIMES
from tests.policy.trees import AUTOMATIC, OFFICER, clause, rule, tree, truth

# --- P23: policy never guesses --------------------------------------------------------------------

NAMES = ["a", "b", "c", "d"]
ODD = [None, math.nan, math.inf, -math.inf, True, False, "", "a", "b", "1", "2024-05-05", 0, 1, -1, 2, 10**30, 0.1,
       Decimal("0.1"), Decimal("NaN"), Decimal("sNaN"), Decimal("1E+9999"), [], ["a"], ("a", "b"), {}, object(), b"a"]  # fmt: skip
CLAUSES = [("eq", 1), ("eq", True), ("eq", "a"), ("ne", "a"), ("ne", 0.1), ("lt", 1), ("le", 0.1), ("gt", 0),
           ("ge", "2024-01-01"), ("in", ["a", "b"]), ("in", [0, 1]), ("between", [0, 1]), ("has", "a")]  # fmt: skip


def dice_condition(dice, depth=3):
    kind = dice.choice(["leaf", "leaf", "all", "any", "not"]) if depth else "leaf"
    if kind == "leaf":
        return clause(*dice.choice(CLAUSES), fact=dice.choice(NAMES))
    if kind == "not":
        return {"not": dice_condition(dice, depth - 1)}
    return {kind: [dice_condition(dice, depth - 1) for _ in range(dice.randint(1, 3))]}


def dice_policy(dice):
    thens = [AUTOMATIC, AUTOMATIC, OFFICER, OFFICER | {"lane": "HOLD"}, OFFICER | {"lane": "SUPERVISOR"}]
    listed = [rule(dice_condition(dice), dice.choice(thens), f"r{i}") for i in range(dice.randint(0, 5))]
    return {"rules": listed, "otherwise": OFFICER | {"lane": dice.choice(list(Lane)).value}}


def dice_facts(dice):
    return {name: dice.choice(ODD) for name in NAMES if dice.random() < 0.9}


def oracle(when, facts):
    """Kleene by another road: 1 true, 0 false, 1/2 unknown; all is min, any is max."""
    if "all" in when:
        return min(oracle(one, facts) for one in when["all"])
    if "any" in when:
        return max(oracle(one, facts) for one in when["any"])
    if "not" in when:
        return 1 - oracle(when["not"], facts)
    return {True: 1, False: 0, None: 0.5}[truth(when, facts)]


def test_a_hundred_thousand_random_pairs_never_guess():
    dice = random.Random(23)
    n_automatic = 0
    for _ in range(500):
        policy = rules.parse(dice_policy(dice))
        for _ in range(200):
            facts = dice_facts(dice)
            result = rules.evaluate(policy, facts)
            assert result == rules.evaluate(policy, facts)
            assert bool(result.unknown) == (result.because[-1].code == rules.UNKNOWN_FACTS)
            n_automatic += result.lane is Lane.AUTOMATIC
            assert not (result.lane is Lane.AUTOMATIC and result.unknown)
    assert n_automatic > 1_000  # the dice do reach the machine's lane


@settings(max_examples=300 * TIMES, deadline=None)
@given(st.randoms(use_true_random=False))
def test_evaluate_agrees_with_an_oracle_and_with_its_own_trace(dice):
    body, facts = dice_policy(dice), dice_facts(dice)
    policy = rules.parse(body)
    truths = [oracle(one["when"], facts) for one in body["rules"]]
    winner = next((i for i, one in enumerate(truths) if one == 1), None)
    tried = truths if winner is None else truths[:winner]

    result = rules.evaluate(policy, facts)
    steps = [one for one in rules.trace(policy, facts) if one.depth == 0]

    assert bool(result.unknown) == (0.5 in tried)
    assert [{1: "TRUE", 0: "FALSE", 0.5: "UNKNOWN"}[one] for one in truths[: len(steps)]] == [
        s.truth for s in steps
    ]
    lane = body["otherwise"]["lane"] if winner is None else body["rules"][winner]["then"]["lane"]
    if lane == "AUTOMATIC" and 0.5 in tried:
        assert result.lane is not Lane.AUTOMATIC
    else:
        assert result.lane == lane


@settings(max_examples=300 * TIMES, deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_the_machine_may_do_no_later_fact_takes_back(dice):
    policy, facts = rules.parse(dice_policy(dice)), dice_facts(dice)
    told = {name: dice.choice([0, 1, "a", True]) for name in NAMES} | {
        name: value for name, value in facts.items() if value is not None
    }

    if rules.evaluate(policy, facts).lane is Lane.AUTOMATIC:
        assert rules.evaluate(policy, told) == rules.evaluate(policy, facts)


def attempt(body):
    try:
        return rules.parse(body), None
    except rules.BadPolicy as refused:
        return None, refused.pointer


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["eq", "x", "gt"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["all", "any", "not", "fact", "op", "value", "rules", "otherwise", "when", "then", "code"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300 * TIMES, deadline=None)
@given(JSON)
def test_any_json_is_either_a_policy_or_refused_with_a_pointer(body):
    for candidate in (body, {"rules": body, "otherwise": OFFICER}, tree(body)):
        policy, pointer = attempt(candidate)
        assert policy is not None or pointer == "" or pointer.startswith("/")
        assert policy is None or rules.evaluate(policy, {}).lane in Lane
