"""Write the real decisions as a history that `manage.py import_history` brings in.

Nothing is invented here: facts, notes and decisions are the data's. What the data do not have, the file does
not have either: no moment of a decision, no reason, no name. Only the advice is new, of a model trained now.
"""

import argparse
import datetime as dt
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from demo import loan_model, loans, overlay

SYSTEM = "loan-exceptions"
MACHINE = "loan-model"
STAFF = "not-named@boston1990.example"
Line = dict[str, object]
SOURCES = {
    "loan_amount": "application",
    "purchase_price": "sales_contract",
    "appraised_value": "appraisal",
    "loan_to_price": "lender_file",
    "monthly_income": "income_check",
    "co_income": "income_check",
    "housing_ratio": "lender_file",
    "debt_ratio": "lender_file",
    "liquid_assets": "bank_statement",
    "net_worth": "application",
    "consumer_credit": "credit_report",
    "mortgage_credit": "credit_report",
    "public_record": "credit_report",
    "self_employed": "application",
    "term_months": "application",
    "units": "appraisal",
    "gift_or_cosigner": "application",
}
CONSUMER = {
    "1": "no slow payment",
    "2": "one or two slow payments",
    "3": "more than two slow payments",
    "4": "too little history",
    "5": "a payment 60 days late",
    "6": "a payment 90 days late",
}
MORTGAGE = {
    "1": "no late payment",
    "2": "no history",
    "3": "one or two late payments",
    "4": "more than two late payments",
}
SAID = {
    "loan_amount": "The loan, counted in thousands, is {}",
    "purchase_price": "The price, counted in thousands, is {}",
    "appraised_value": "Counted in thousands, the property is appraised at {}",
    "loan_to_price": "The loan is {} of the price",
    "monthly_income": "The income is {} dollars a month",
    "co_income": "The income of the co-applicant is {} dollars a month",
    "housing_ratio": "Housing takes {} percent of the income",
    "debt_ratio": "All obligations take {} percent of the income",
    "liquid_assets": "Liquid assets, counted in thousands, are {}",
    "net_worth": "Net worth, counted in thousands, is {}",
    "term_months": "The term is {} months",
    "units": "The property has this many units: {}",
}


NO_VALUE = {
    "loan_to_price": (0.02, 1.1),
    "monthly_income": (1, 500_000),
}  # outside, the contract counts it as missing


def _entry(fact: str, value: object, source: str) -> Line:
    return {"fact": fact, "value": value, "source": source, "origin": "real"}


def facts(one: loans.Application) -> list[Line]:
    """Write the facts as the contract takes them; without a time, for the data have none."""
    given = [_entry(fact, one.facts[fact], SOURCES[fact]) for fact in loans.FACTS]
    return given + [_entry(note, value, "loan_officer") for note, value in one.notes.items()]


def _subject(fact: str, value: loans.Value) -> str:
    if fact == "consumer_credit":
        return f"The consumer credit history shows {CONSUMER[str(value)]}"
    if fact == "mortgage_credit":
        return f"The mortgage history shows {MORTGAGE[str(value)]}"
    if fact == "public_record":
        return "A public record is on file" if value else "No public record is on file"
    if fact == "self_employed":
        return "The applicant is self-employed" if value else "The applicant is not self-employed"
    if fact == "gift_or_cosigner":
        return "There is a gift or a co-signer" if value else "There is no gift and no co-signer"
    return SAID[fact].format(f"{value:g}" if isinstance(value, float) else value)


def _is_told(fact: str, value: loans.Value) -> bool:
    """Say whether a value is one, for the contract as well: what counts as missing gives no reason."""
    if value is None or value in loan_model.MISSING:
        return False
    low, high = NO_VALUE.get(fact, (None, None))
    return low is None or high is None or low <= float(value) <= high


def rationale(one: loans.Application, suggestion: loan_model.Suggestion) -> list[Line]:
    """Say the three facts that weigh most, each with the side it speaks for."""
    known = [(fact, weight) for fact, weight in suggestion.weight.items() if _is_told(fact, one.facts[fact])]
    strongest = sorted(known, key=lambda pair: (-abs(pair[1]), pair[0]))[:3]
    declines = suggestion.outcome == "decline"
    sides = {True: "against", False: "for"}
    return [
        {
            "text": f"{_subject(fact, one.facts[fact])}; that speaks {sides[weight > 0]} approving.",
            "cites": [fact],
            "direction": "for" if (weight > 0) == declines else "against",
        }
        for fact, weight in strongest
    ]


def recommendation(one: loans.Application, suggestion: loan_model.Suggestion, now: dt.datetime) -> Line:
    """Write what the AI advises; it is made now, whenever the application was."""
    return {
        "external_id": f"{one.ref}-1",
        "ai_system": SYSTEM,
        "case": {"ref": one.ref, "kind": "REAL"},
        "subject": {"ref": f"applicant-{one.row + 1:04d}", "name": f"Applicant {one.row + 1} (not named)"},
        "outcome": suggestion.outcome,
        "stake": {"minor": one.loan_minor, "currency": "USD"},
        "confidence": suggestion.confidence,
        "model_version": loan_model.VERSION,
        "prompt_version": "",
        "made_at": overlay.instant(now),
        "facts": facts(one),
        "used": [fact for fact in loan_model.FEATURES if one.facts[fact] is not None],
        "rationale": rationale(one, suggestion),
        "protected": [{"fact": key, "value": value} for key, value in one.protected.items()],
    }


def lines(
    applications: Sequence[loans.Application], suggested: Sequence[loan_model.Suggestion], *, now: dt.datetime
) -> Iterator[Line]:
    """Write each application's two lines: it arrives, and what the lender's officer had decided."""
    for one, suggestion in zip(applications, suggested, strict=True):
        told = {"at": overlay.instant(now), "recorded": True}
        body = recommendation(one, suggestion, now)
        yield {**told, "do": "arrive", "who": MACHINE, "recommendation": body}
        decided = "decline" if one.declined else "approve"
        yield {**told, "do": "decided", "who": STAFF, "case_ref": one.ref, "outcome": decided}


def write(to: Path, *, now: dt.datetime, most: int | None = None) -> float:
    """Write the history of the first `most` applications, or of all; returns the area under the curve.

    The model is the same for both: it is trained on all applications. A file that is there is left as it is.
    """
    applications = loans.read()
    suggested = loan_model.suggest(applications)
    if not to.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        part = to.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            for line in lines(applications[:most], suggested[:most], now=now):
                file.write(json.dumps(line, separators=(",", ":")) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(to)
    return loan_model.auc(applications, suggested)


def main() -> None:
    """Write the history where the command line says."""
    parser = argparse.ArgumentParser(prog="python -m demo.loan_history", description=__doc__)
    parser.add_argument("file", type=Path, help="where to write it; one that is there is left as it is")
    parser.add_argument(
        "now", type=dt.datetime.fromisoformat, help="when the advice is given, with its offset"
    )
    given = parser.parse_args()
    found = write(given.file, now=given.now)
    print(f"{len(loans.read())} applications; the model's AUC is {found:.3f}, out of fold")


if __name__ == "__main__":
    main()
