"""Real claims of the demonstration and statements on them that were labelled by hand (data/)."""

import json
from functools import cache
from pathlib import Path

import yaml

from apps.intake import rules
from tests.intake.arrivals import NOW

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"


@cache
def contract():
    return rules.parse_contract(yaml.safe_load((ROOT / "packs/injury_triage/contract.yaml").read_text()))


@cache
def words():
    return rules.lexicon(contract())


@cache
def facts():
    """The facts of each claim, by the letter that the statements name it by."""
    read = json.loads((DATA / "claims.json").read_text())
    return {letter: rules.parse_facts(contract(), one["facts"], NOW) for letter, one in read.items()}


def labelled(name):
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


def ground(claim, text, *cites, texts=None):
    """How one statement on one claim stands."""
    said = rules.Statement(text, cites, rules.Direction.FOR)
    return rules.ground([said], facts()[claim], words(), texts).statements[0]
