"""The same review item for every system, deterministic by index.

About 3.5 KB of JSON: 15 facts with source and time, the AI's recommendation, confidence and cited rationale.
"""

import json
import random
from typing import Any

STORY = (
    "Claimant reports water damage to kitchen floor and lower cabinets after supply line failure; "
    "photos attached; plumber invoice and moisture survey on file; prior claim in the same property "
    "two years ago was closed without payment. "
)
AS_OF = "2026-05-20T08:00:00Z"
SOURCE = {
    "policy_no": "policy-admin",
    "policy_start": "policy-admin",
    "customer_tenure_y": "crm",
    "prior_claims": "claims-history",
}


def item(number: int) -> dict[str, Any]:
    """Make the item of a number."""
    dice = random.Random(number)
    values = {
        "claim_type": dice.choice(["water", "fire", "theft", "auto"]),
        "amount": round(dice.uniform(50, 90000), 2),
        "currency": "EUR",
        "policy_no": f"P{dice.randrange(10**9):09d}",
        "policy_start": "2024-03-01",
        "loss_date": "2026-05-14",
        "reported_days": dice.randrange(60),
        "prior_claims": dice.randrange(6),
        "region": f"R{dice.randrange(40):02d}",
        "channel": dice.choice(["web", "phone", "broker"]),
        "customer_tenure_y": dice.randrange(30),
        "fraud_score": round(dice.random(), 4),
        "n_photos": dice.randrange(9),
        "documents": [f"doc-{dice.randrange(10**6)}.pdf" for _ in range(5)],
        "description": (STORY * 4)[:780],
    }
    amount = (
        f"Amount {values['amount']:.2f} {values['currency']} is within the band of similar closed claims."
    )
    return {
        "external_id": f"REC-{number:08d}",
        "case_ref": f"CLM-{number:08d}",
        "subject_ref": f"SUB-{dice.randrange(10**6):06d}",
        "ai_recommendation": dice.choice(["approve", "approve", "approve", "deny", "refer"]),
        "ai_confidence": round(dice.uniform(0.4, 0.99), 4),
        "model_version": "m-2026-05",
        "prompt_version": "p-7",
        "description": values["description"],
        "facts": [
            {"fact": key, "value": value, "source": SOURCE.get(key, "claims"), "as_of": AS_OF}
            for key, value in values.items()
        ],
        "rationale": [
            {"text": amount, "cites": ["amount", "currency"]},
            {"text": f"{values['prior_claims']} prior claims on file.", "cites": ["prior_claims"]},
            {"text": "Coverage applies; loss cause matches policy section 4.2.", "cites": []},
        ],
    }


def decision(number: int) -> dict[str, str]:
    """Say what a reviewer decides of the item of a number."""
    dice = random.Random(number * 7 + 1)
    return {
        "decision": dice.choice(["approve", "approve", "override", "escalate"]),
        "reason": dice.choice(["amount_wrong", "coverage", "fraud", "documents"]),
        "note": "Checked invoice against survey; amount is right.",
    }


def as_recommendation(number: int) -> dict[str, Any]:
    """Put the same content into ReviewHub's form.

    The five documents are one text, as the contract knows no free lists; the description stands once.
    """
    one = item(number)
    for fact in one["facts"]:
        if fact["fact"] == "documents":
            fact["value"] = ", ".join(fact["value"])
    return {
        "external_id": one["external_id"],
        "ai_system": "property-claims",
        "case": {"ref": one["case_ref"], "kind": "REAL"},
        "subject": {"ref": one["subject_ref"]},
        "outcome": one["ai_recommendation"],
        "stake": {"minor": round(one["facts"][1]["value"] * 100), "currency": "EUR"},
        "confidence": one["ai_confidence"],
        "model_version": one["model_version"],
        "prompt_version": one["prompt_version"],
        "made_at": AS_OF,
        "facts": one["facts"],
        "used": ["claim_type", "amount", "prior_claims", "fraud_score"],
        "rationale": one["rationale"],
    }


if __name__ == "__main__":
    print(json.dumps(item(1), indent=1))
