"""A policy of 20 rules on 15 facts, live, with another version in shadow: what it costs an arrival.

`python -m bench.policy` measures one evaluation alone; `bin/bench --policy` puts both versions beside the
small policy of the bench.
"""

import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from apps.policy import rules

N_RULES = 20
ROUNDS = 5
EVALUATIONS = 20_000
MOST_MICROSECONDS = 25
OFFICER = {"lane": "OFFICER", "inbox": "officers", "due_hours": 48}
PACKS = Path(__file__).resolve().parent / "packs"


def clause(fact: str, op: str, value: object) -> dict[str, object]:
    return {"fact": fact, "op": op, "value": value}


def tree(*, large: int = 5_000_000) -> dict[str, Any]:
    """Write the policy: every rule asks two to five things, together they ask for fifteen facts."""
    asks: list[dict[str, object]] = [
        {"all": [clause("stake_minor", "gt", large), clause("claim_type", "in", ["fire", "water"])]},
        {"any": [clause("context_state", "ne", "LEGIBLE"), clause("n_conflicts", "gt", 0)]},
        {"all": [clause("fraud_score", "gt", "0.97"), clause("n_photos", "lt", 2)]},
    ]
    regions = [f"R{n:02d}" for n in range(40)]
    asks += [_ask(n, regions) for n in range(N_RULES - len(asks))]
    listed = [
        {"code": f"r{n}", "say": f"Rule {n} of the bench.", "when": when, "then": OFFICER}
        for n, when in enumerate(asks)
    ]
    return {"rules": listed, "otherwise": {**OFFICER, "due_hours": 72}}


def _ask(n: int, regions: list[str]) -> dict[str, object]:
    return {
        "all": [
            clause("amount", "between", [n * 5_000, n * 5_000 + 400]),
            {"any": [clause("channel", "eq", "web"), clause("customer_tenure_y", "lt", n)]},
            clause("region", "in", regions[n : n + 3]),
            *_one_more(n),
        ]
    }


def _one_more(n: int) -> list[dict[str, object]]:
    others = [
        clause("prior_claims", "ge", 2),
        clause("reported_days", "gt", 30),
        clause("policy_start", "lt", "2025-01-01"),
        {"not": clause("loss_date", "ge", "2026-06-01")},
        clause("confidence", "lt", "0.9"),
    ]
    return [others[n % len(others)]]


def packs(folder: Path) -> Path:
    """Write the bench's pack with this policy; returns the folder of packs."""
    made = folder / "bench-packs"
    (made / "bench").mkdir(parents=True, exist_ok=True)
    for path in (PACKS / "bench").iterdir():
        text = yaml.safe_dump({"tree": tree()}) if path.stem == "policy" else path.read_text(encoding="utf-8")
        (made / "bench" / path.name).write_text(text, encoding="utf-8")
    return made


def facts(dice: random.Random) -> Mapping[str, object]:
    """Make the facts of one case, as they reach a policy."""
    return {
        "stake_minor": dice.randrange(9_000_000),
        "claim_type": dice.choice(["water", "fire", "theft", "auto"]),
        "context_state": "LEGIBLE",
        "n_conflicts": 0,
        "fraud_score": round(dice.random(), 4),
        "n_photos": dice.randrange(9),
        "amount": round(dice.uniform(50, 90_000), 2),
        "channel": dice.choice(["web", "phone", "broker"]),
        "customer_tenure_y": dice.randrange(30),
        "region": f"R{dice.randrange(40):02d}",
        "prior_claims": dice.randrange(6),
        "reported_days": dice.randrange(60),
        "policy_start": "2024-03-01",
        "loss_date": "2026-05-14",
        "confidence": round(dice.uniform(0.4, 0.99), 4),
    }


def microseconds() -> float:
    """Measure one evaluation after compilation, in CPU time; the best of some rounds."""
    policy, dice = rules.parse(tree()), random.Random(20)
    cases = [facts(dice) for _ in range(500)]
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for n in range(EVALUATIONS):
            rules.evaluate(policy, cases[n % len(cases)])
        rounds.append((time.process_time() - begun) / EVALUATIONS * 1_000_000)
    return min(rounds)


def said() -> str:
    """Say what one evaluation costs, and the aim."""
    policy = rules.parse(tree())
    found = f"{len(policy.rules)} rules on {len(rules.reads(policy))} facts, {policy.n_nodes} nodes"
    return f"{found}: {microseconds():.1f} microseconds an evaluation (aim: at most {MOST_MICROSECONDS})"


if __name__ == "__main__":
    print(said())
