import json
import math
import random
import re
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
           ("ge", "2024-01-01"), ("in", ["a", "b"]), ("in", [0, 1]), ("between", [0, 1]), ("banded", [0, 1]),
           ("banded", [None, 1]), ("is_missing", None), ("has", "a")]  # fmt: skip


def dice_condition(dice, depth=3):
    kind = dice.choice(["leaf", "leaf", "all", "any", "not"]) if depth else "leaf"
    if kind == "leaf":
        return clause(*dice.choice(CLAUSES), fact=dice.choice(NAMES))
    if kind == "not":
        return {"not": dice_condition(dice, depth - 1)}
    return {kind: [dice_condition(dice, depth - 1) for _ in range(dice.randint(1, 3))]}


def asks_missing(when):
    inner = [*when.get("all", []), *when.get("any", []), *([when["not"]] if "not" in when else [])]
    return when.get("op") == "is_missing" or any(map(asks_missing, inner))


def dice_rule(dice, code):
    """A rule that may rest on something missing never lets the machine act; it would not be read."""
    when = dice_condition(dice)
    thens = [OFFICER, OFFICER, OFFICER | {"lane": "HOLD"}, OFFICER | {"lane": "SUPERVISOR"}]
    return rule(
        when, dice.choice(thens if asks_missing(when) else [AUTOMATIC, AUTOMATIC, AUTOMATIC, *thens]), code
    )


def dice_policy(dice):
    listed = [dice_rule(dice, f"r{i}") for i in range(dice.randint(0, 5))]
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


def by_its_own_tests(policy, facts):
    """Evaluate with each rule's three-valued test, one after another, as the trace does."""
    undecided = []
    for place, one in enumerate(policy.rules):
        truth = one.when.test(facts)
        if truth:
            return place, tuple(undecided)
        if truth is None:
            undecided.append(place)
    return -1, tuple(undecided)


def test_random_pairs_of_a_policy_and_facts_never_guess():
    """10,000 pairs; the long form takes 200,000 (bin/prove properties)."""
    dice = random.Random(23)
    n_automatic = 0
    for _ in range(50 * TIMES):
        policy = rules.parse(dice_policy(dice))
        for _ in range(200):
            facts = dice_facts(dice)
            result = rules.evaluate(policy, facts)
            assert result == rules.evaluate(policy, facts)
            assert policy.decides(facts) == by_its_own_tests(policy, facts)
            assert bool(result.unknown) == (result.because[-1].code == rules.UNKNOWN_FACTS)
            n_automatic += result.lane is Lane.AUTOMATIC
            assert not (result.lane is Lane.AUTOMATIC and result.unknown)
    assert n_automatic > 100 * TIMES  # the dice do reach the machine's lane


@settings(max_examples=100 * TIMES, deadline=None)
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


@settings(max_examples=100 * TIMES, deadline=None)
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


@settings(max_examples=100 * TIMES, deadline=None)
@given(JSON)
def test_any_json_is_either_a_policy_or_refused_with_a_pointer(body):
    for candidate in (body, {"rules": body, "otherwise": OFFICER}, tree(body)):
        policy, pointer = attempt(candidate)
        assert policy is not None or pointer == "" or pointer.startswith("/")
        assert policy is None or rules.evaluate(policy, {}).lane in Lane


@settings(max_examples=80 * TIMES, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_rule_that_is_called_covered_never_decides(dice):
    policy = rules.parse(dice_policy(dice))
    never = {one.rule.code for one in rules.unreachable(policy)}

    for _ in range(50):
        assert rules.evaluate(policy, dice_facts(dice)).rule_code not in never


LICENCE = rules.Licence(("a", "b"), ("a",), 1)
POSTURE = ["posture_allows", "recommended_outcome", "segment", "stake_minor"]


@settings(max_examples=80 * TIMES, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_policy_that_is_called_no_looser_lets_the_machine_do_nothing_more(dice):
    """Whatever its rules say: where it lets the machine act, posture allows it by its own clauses."""
    named = dict(zip(NAMES, POSTURE, strict=True))
    body = json.loads(
        re.sub(r'"fact": "([abcd])"', lambda m: f'"fact": "{named[m[1]]}"', json.dumps(dice_policy(dice)))
    )
    policy = rules.parse(body)
    if rules.looser(policy, LICENCE):
        return
    for _ in range(50):
        facts = {named[name]: value for name, value in dice_facts(dice).items()}
        if rules.evaluate(policy, facts).lane is Lane.AUTOMATIC:
            within = facts.get("recommended_outcome") in ("a", "b") and facts.get("segment") == "a"
            assert facts.get("posture_allows") is True or (within and facts["stake_minor"] <= 1)
