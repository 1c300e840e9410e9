"""Every address of the product x every kind of caller (promise P16). An address without a row fails.

404: may not know that it exists. 403: sees it and may not do it. 302: sign in first (303: go where work is).
The API answers nobody with 401; the machine's key means nothing to pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests import ground, world
from tests.edges.stage import WHO, Stage

ITEM = {"item_id": "open"}
HELD = {"item_id": "held"}
RAISED = {"item_id": "raised"}
OFFICERS = {"slug": "triage-officers"}
DECISION = {"decision_id": "decision"}
FINDING = {"finding_id": "finding"}
CASE = {"ref": "case_ref"}


@dataclass(frozen=True)
class Row:
    """statuses: one per kind of caller, in the order of WHO. things: what the address names, on the stage."""

    method: str
    statuses: str
    things: dict[str, str] | None = None
    body: Callable[[Stage], dict[str, Any]] = lambda _: {}

    def kwargs(self, stage):
        return {name: named(stage, thing) for name, thing in (self.things or {}).items()}

    @property
    def expected(self):
        return dict(zip(WHO, map(int, self.statuses.split()), strict=True))


def named(stage, thing):
    """Give the id of a thing on the stage; anything else stands for itself."""
    found = getattr(stage, thing, None) if thing.isidentifier() else None
    return thing if found is None else getattr(found, "id", found)


def guarded(thing, **fields):
    """Make a body with the version and token that Olga or Sam saw."""

    def body(stage):
        item = getattr(stage, thing)
        return {"token": item.token, "if_match": item.version, **fields}

    return body


def form(thing, **fields):
    def body(stage):
        item = getattr(stage, thing)
        return {"token": item.token, "version": item.version, **fields}

    return body


def submission(stage):
    return world.recommendation(now=stage.now)


def outcome(stage):
    return {
        "external_id": "O-1",
        "case_ref": stage.received.case_ref,
        "measure": "long_claim",
        "value": True,
        "known_at": stage.now.isoformat(),
    }


def receipt(stage):
    return {
        "delivery_id": str(stage.decision.id),
        "receipt_id": "R-1",
        "status": "APPLIED",
        "at": stage.now.isoformat(),
    }


def batch(stage):
    return {"lines": [submission(stage)]}


def decided(stage):
    return {"if_match": stage.decided.version}


def everybody(status: int, method: str = "GET") -> Row:
    return Row(method, " ".join([str(status)] * len(WHO)))


def signed(out: int, within: int, method: str = "GET", things: dict[str, str] | None = None) -> Row:
    """Make a row for which only being signed in matters."""
    outside = ("stranger", "machine", "inactive")
    return Row(method, " ".join(str(out if who in outside else within) for who in WHO), things)


# fmt: off
ACCESS = {
    # name                      out off els org sup ana own aud adm mac rev ina
}
# fmt: on


def names(patterns, space=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


NAMES = sorted(set(names(get_resolver().url_patterns)))


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """One stage for all rows; every request is undone."""
    with django_db_blocker.unblock():
        try:
            with undone():
                yield Stage()
        finally:
            ground.nothing_left() if hasattr(ground, "nothing_left") else None


class undone(transaction.Atomic):  # noqa: N801 - reads as a statement
    """A block that a verb may join as if it were the outermost, and that leaves nothing."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)
        self._from_testcase = True

    def __exit__(self, *_):
        transaction.set_rollback(True)
        super().__exit__(None, None, None)


def test_every_address_has_its_row():
    assert sorted(ACCESS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_who_may_do_what(stage, name):
    row = ACCESS[name]
    found = {}
    for who in WHO:
        with undone():
            found[who] = stage.ask(who, row, name)

    assert found == row.expected
