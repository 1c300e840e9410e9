"""Every address of the product x every kind of caller (promise P16). An address without a row fails.

404: may not know that it exists. 403: sees it and may not do it. 302: sign in first (303: go where work is).
The API answers nobody with 401; the machine's key means nothing to pages.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import get_resolver

from apps.api.serializers.items import VIEWS
from apps.console.pages import paper
from apps.reviews.models import ReviewItem
from tests import world
from tests.edges.stage import WHO, Stage

SEE_MORE_THAN_LISTS = {"auditor"}  # reads every item of the audited AI system, and works in no inbox
ITEM = {"item_id": "open"}
HELD = {"item_id": "held"}
RAISED = {"item_id": "raised"}
OFFICERS = {"slug": "triage-officers"}
SYSTEM = {"slug": "injury-triage"}
DECISION = {"decision_id": "decision"}
FINDING = {"finding_id": "finding"}
CASE = {"ref": "case_ref"}
QUESTION = {"question_id": "question"}
REPLAY = {"replay_id": "replay"}
ROLLBACK = {"rollback_id": "rollback"}
DOCUMENT = CASE | {"evidence_id": "document"}


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
        "delivery_id": str(stage.delivery.id),
        "receipt_id": "R-1",
        "status": "APPLIED",
        "at": stage.now.isoformat(),
    }


def later_facts(stage):
    return {"facts": [world.fact("weekly_wage", 31000, "employer", as_of=world.iso(stage.now))]}


def question(stage):
    return {"fact": "age", "text": "At which date?", "to": str(stage.world.owen.id)}


def a_try(_stage):
    return {"policy_version": 1, "last": 10}


def batch(stage):
    return {"lines": [submission(stage)]}


def decided(stage):
    return {"if_match": stage.decided.version}


def everybody(status: int, method: str = "GET") -> Row:
    return Row(method, " ".join([str(status)] * len(WHO)))


def signed(out: int, within: int, method: str = "GET", things: dict[str, str] | None = None) -> Row:
    """Make a row for which only being signed in matters."""
    outside = ("stranger", "machine", "machine_else", "inactive")
    return Row(method, " ".join(str(out if who in outside else within) for who in WHO), things)


# fmt: off
ACCESS = {
    #                                 out off els org sup ana own aud adm mac m.e rev ina
    "api:submit":          Row("POST", "401 403 403 403 403 403 403 403 403 201 422 403 401", body=submission),
    "api:submit-many":     Row("POST", "401 403 403 403 403 403 403 403 403 200 422 403 401", body=batch),
    "api:recommendation":  Row("GET",  "401 404 404 404 404 200 200 200 404 200 404 404 401", {"recommendation_id": "received"}),
    "api:case-facts":      Row("POST", "401 403 403 403 403 403 403 403 403 201 404 403 401", {"case_ref": "case_ref"}, later_facts),
    "api:fact-questions":  Row("GET",  "401 403 403 403 403 403 403 403 403 200 200 403 401"),
    "api:contract":        Row("GET",  "401 404 404 404 404 200 200 200 404 200 404 404 401", SYSTEM),
    "api:try-policy":      Row("POST", "401 404 404 404 404 201 201 403 404 404 404 404 401", SYSTEM, a_try),
    "api:replay":          Row("GET",  "401 404 404 404 404 200 200 200 404 404 404 404 401", REPLAY),
    "api:replay-cases":    Row("GET",  "401 404 404 404 404 200 200 200 404 404 404 404 401", REPLAY),
    "api:replay-stop":     Row("POST", "401 404 404 404 404 200 200 403 404 404 404 404 401", REPLAY),
    "api:policies":        Row("GET",  "401 404 404 404 200 200 200 200 404 404 404 404 401", SYSTEM),
    "api:policy":          Row("GET",  "401 404 404 404 200 200 200 200 404 404 404 404 401", SYSTEM | {"number": "1"}),
    "api:policy-begin":    Row("POST", "401 404 404 404 404 201 403 403 404 404 404 404 401", SYSTEM),
    "api:policy-save":     Row("POST", "401 404 404 404 404 422 403 403 404 404 404 404 401", SYSTEM, lambda _: {"if_match": 1, "tree": {}}),
    "api:policy-shadow":   Row("POST", "401 404 404 404 404 422 403 403 404 404 404 404 401", SYSTEM, lambda _: {"if_match": 1, "until": "2099-01-01T00:00:00Z"}),
    "api:policy-end-shadow": Row("POST", "401 404 404 404 404 409 403 403 404 404 404 404 401", SYSTEM, lambda _: {"if_match": 1}),
    "api:policy-propose":  Row("POST", "401 404 404 404 404 409 403 403 404 404 404 404 401", SYSTEM, lambda _: {"if_match": 1}),
    "api:policy-return":   Row("POST", "401 404 404 404 404 409 409 403 404 404 404 404 401", SYSTEM, lambda _: {"if_match": 1}),
    "api:policy-drop":     Row("POST", "401 404 404 404 404 200 403 403 404 404 404 404 401", SYSTEM, lambda _: {"if_match": 1}),
    "api:policy-adopt":    Row("POST", "401 404 404 404 404 403 403 403 404 404 404 404 401", SYSTEM, lambda _: {"if_match": 1}),
    "api:posture":         Row("GET",  "401 404 404 404 404 200 200 200 404 403 403 404 401", SYSTEM),
    "api:pauses":          Row("GET",  "401 404 404 404 404 200 200 200 404 403 403 404 401", SYSTEM),
    "api:pause":           Row("POST", "401 404 404 404 404 403 403 403 404 403 403 404 401", SYSTEM, lambda _: {"why": "x"}),
    "api:resume":          Row("POST", "401 404 404 404 404 403 403 403 404 403 403 404 401", SYSTEM),
    "api:inboxes":         Row("GET",  "401 200 200 200 200 200 200 200 200 200 200 200 401"),
    "api:inbox-items":     Row("GET",  "401 200 404 404 200 404 200 404 404 404 404 404 401", OFFICERS),
    "api:claim-next":      Row("POST", "401 201 404 404 403 404 403 404 404 404 404 404 401", OFFICERS),
    "api:item":            Row("GET",  "401 200 404 404 200 404 200 200 404 404 404 404 401", ITEM),
    "api:item-claim":      Row("POST", "401 201 404 404 403 404 403 403 404 404 404 404 401", ITEM),
    "api:item-decide":     Row("POST", "401 201 404 404 403 404 403 403 404 404 404 404 401", HELD, guarded("held", outcome="fast_track")),
    "api:item-escalate":   Row("POST", "401 201 404 404 403 404 403 403 404 404 404 404 401", HELD, guarded("held", why="unsure")),
    "api:item-return":     Row("POST", "401 403 404 404 200 404 403 403 404 404 404 404 401", RAISED, guarded("raised", note="Ask.")),
    "api:decisions":       Row("GET",  "401 200 200 200 200 200 200 200 200 200 200 200 401"),
    "api:decision-undo":   Row("POST", "401 200 404 404 403 404 403 403 404 404 404 404 401", DECISION, decided),
    "api:receipts":        Row("POST", "401 403 403 403 403 403 403 403 403 201 404 403 401", body=receipt),
    "api:outcomes":        Row("POST", "401 403 403 403 403 403 403 403 403 201 404 403 401", body=outcome),
    "api:evidence":       Row("GET",  "401 403 403 403 403 403 403 403 403 200 404 403 401", CASE),
    "api:findings":        Row("GET",  "401 200 200 200 200 200 200 200 200 200 200 200 401"),
    "api:finding":         Row("GET",  "401 404 404 404 404 200 200 200 404 200 404 404 401", FINDING),
    "api:schema":          Row("GET",  "200 200 200 200 200 200 200 200 200 200 200 200 200"),
    "api:docs":            Row("GET",  "200 200 200 200 200 200 200 200 200 200 200 200 200"),
    "api:nowhere":         Row("GET",  "404 404 404 404 404 404 404 404 404 404 404 404 404"),
    "console:home":        Row("GET",  "302 200 200 200 200 200 200 200 200 302 302 200 302"),
    "console:real":        Row("GET",  "302 200 200 200 200 200 200 200 200 302 302 200 302"),
    "console:tour":        Row("POST", "302 303 303 303 303 303 303 303 303 302 302 303 302", body=lambda _: {"step": "2"}),
    "console:inboxes":     Row("GET",  "302 303 303 303 303 403 303 403 403 302 302 403 302"),
    "console:inbox":       Row("GET",  "302 200 404 404 200 404 200 404 404 302 302 404 302", OFFICERS),
    "console:next":        Row("POST", "302 303 404 404 303 404 403 404 404 302 302 404 302", OFFICERS),
    "console:pulse":       Row("GET",  "302 200 404 404 200 404 200 404 404 302 302 404 302", OFFICERS),
    "console:peek":        Row("GET",  "302 303 404 404 303 404 303 303 404 302 302 404 302", ITEM),
    "console:review":      Row("GET",  "302 200 404 404 200 404 200 200 404 302 302 404 302", ITEM),
    "console:decision":    Row("POST", "302 303 404 404 403 404 403 403 404 302 302 404 302", HELD, form("held", act="approve")),
    "console:hold":        Row("POST", "302 303 404 404 403 404 403 403 404 302 302 404 302", ITEM),
    "console:ask":         Row("POST", "302 303 404 404 403 404 403 403 404 302 302 404 302", {"item_id": "lacking"}, form("lacking", ask="contact_status")),
    "console:ask-withdraw": Row("POST", "302 303 404 404 403 404 403 403 404 302 302 404 302", {"item_id": "asked"}, form("asked")),
    "console:draft":       Row("POST", "302 204 404 404 403 404 403 403 404 302 302 404 302", ITEM, form("open", note="x")),
    "console:changes":     Row("GET",  "302 204 404 404 204 404 204 204 404 302 302 404 302", ITEM),
    "console:decisions":   Row("GET",  "302 200 200 200 200 403 403 403 403 302 302 403 302"),
    "console:decision_peek": Row("GET", "302 303 404 404 404 404 404 404 404 302 302 404 302", DECISION),
    "console:undo":        Row("POST", "302 303 404 404 403 404 403 403 404 302 302 404 302", DECISION),
    "console:escalations": Row("GET",  "302 403 403 403 200 403 403 403 403 302 302 403 302"),
    "console:escalation":  Row("GET",  "302 200 404 404 200 404 200 200 404 302 302 404 302", RAISED),
    "console:insights":    Row("GET",  "302 403 403 403 403 200 200 200 403 302 302 403 302"),
    "console:insights_pdf": Row("GET", "302 403 403 403 403 200 200 200 403 302 302 403 302"),
    "console:insight_notes": Row("GET", "302 403 403 403 403 200 200 200 403 302 302 403 302"),
    "console:insights_csv": Row("GET", "302 403 403 403 403 200 200 200 403 302 302 403 302"),
    "console:insight_cases": Row("GET", "302 403 403 403 403 200 200 200 403 302 302 403 302", {"of": "approvals-wrong"}),
    "console:patterns":    Row("GET",  "302 403 403 403 403 200 200 200 403 302 302 403 302"),
    "console:pattern":     Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", FINDING),
    "console:pattern_pdf": Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", FINDING),
    "console:case_pdf":    Row("GET",  "302 200 404 404 200 200 200 200 404 302 302 404 302", CASE),
    "console:evidence":    Row("GET",  "302 200 404 404 200 404 200 200 404 302 302 404 302", DOCUMENT),
    "console:evidence_picture": Row("GET", "302 200 404 404 200 404 200 200 404 302 302 404 302", DOCUMENT | {"number": "1"}),
    "console:case":        Row("GET",  "302 200 404 404 200 200 200 200 404 302 302 404 302", CASE),
    "console:case_review": Row("GET",  "302 303 404 404 303 404 303 303 404 302 302 404 302", CASE),
    "console:context":     Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:context-pdf": Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:context-csv": Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:context-cases": Row("GET", "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:rollbacks":   Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:rollback":    Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", ROLLBACK),
    "console:rollback-stop": Row("POST", "302 404 404 404 404 403 303 403 404 302 302 404 302", ROLLBACK),
    "console:tries":       Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:try":         Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", REPLAY),
    "console:try-cases":   Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", REPLAY),
    "console:try-csv":     Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", REPLAY),
    "console:try-stop":    Row("POST", "302 404 404 404 404 303 303 403 404 302 302 404 302", REPLAY),
    "console:try-go-on":   Row("POST", "302 404 404 404 404 409 409 403 404 302 302 404 302", REPLAY),
    "console:context-ask": Row("POST", "302 404 404 404 404 303 303 403 404 302 302 404 302", SYSTEM, question),
    "console:definition-answer": Row("POST", "302 404 404 404 404 403 303 403 404 302 302 404 302", QUESTION, lambda _: {"answer": "Yes."}),
    "console:definition-withdraw": Row("POST", "302 404 404 404 404 303 303 403 404 302 302 404 302", QUESTION),
    "console:recommendation": Row("GET", "302 404 404 404 404 200 200 200 404 302 302 404 302", {"recommendation_id": "received"}),
    "console:account":        signed(302, 200),
    "console:components":     Row("GET",  "302 403 403 403 403 403 403 403 200 302 302 403 302"),
    "console:search":         signed(302, 200),
    "console:help_keys":      signed(302, 200),
    "console:notices":        signed(302, 200),
    "console:favicon":        everybody(302),
    "console:people":         Row("GET",  "302 403 403 403 403 403 403 403 200 302 302 403 302"),
    "console:invite":         Row("GET",  "302 403 403 403 403 403 403 403 200 302 302 403 302"),
    "console:person":         Row("GET",  "302 403 403 403 403 403 403 403 200 302 302 403 302", {"user_id": "person"}),
    "console:person_deactivate": Row("GET", "302 403 403 403 403 403 403 403 200 302 302 403 302", {"user_id": "person"}),
    "console:person_password": Row("GET", "302 403 403 403 403 403 403 403 200 302 302 403 302", {"user_id": "person"}),
    "console:key_revoke":     Row("GET",  "302 403 403 403 403 403 403 403 200 302 302 403 302", {"prefix": "prefix"}),
    "console:health":         Row("GET",  "302 403 403 403 403 403 403 403 200 302 302 403 302"),
    "console:manage_inboxes": Row("GET",  "302 403 403 403 403 403 403 403 200 302 302 403 302"),
    "console:keys":           Row("GET",  "302 403 403 403 403 403 403 403 200 302 302 403 302"),
    "console:systems":       Row("GET",  "302 403 403 403 403 303 303 303 403 302 302 403 302"),
    "console:system":        Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:contract":    Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:contract-version": Row("GET", "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM | {"number": "1"}),
    "console:contract-text": Row("GET", "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM | {"number": "1"}),
    "console:contract-diff": Row("GET", "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM | {"number": "1", "before": "1"}),
    "console:contract-edit": Row("GET", "302 404 404 404 404 200 423 403 404 302 302 404 302", SYSTEM),
    "console:contract-panel": Row("GET", "302 404 404 404 404 200 200 403 404 302 302 404 302", SYSTEM),
    "console:contract-write": Row("GET", "302 404 404 404 404 200 200 403 404 302 302 404 302", SYSTEM),
    "console:contract-adopt": Row("POST", "302 404 404 404 404 403 303 403 404 302 302 404 302", SYSTEM),
    "console:ownership":   Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:pausing":     Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:posture":     Row("GET",  "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM),
    "console:posture-version": Row("GET", "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM | {"number": "1"}),
    "console:posture-text": Row("GET", "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM | {"number": "1"}),
    "console:posture-json": Row("GET", "302 404 404 404 404 200 200 200 404 302 302 404 302", SYSTEM | {"number": "1"}),
    "console:posture-edit": Row("GET", "302 404 404 404 404 403 200 403 404 302 302 404 302", SYSTEM),
    "console:posture-write": Row("GET", "302 404 404 404 404 403 200 403 404 302 302 404 302", SYSTEM),
    "console:posture-sign": Row("POST", "302 404 404 404 404 403 303 403 404 302 302 404 302", SYSTEM),
    "console:policy":      Row("GET",  "302 404 404 404 200 200 200 200 404 302 302 404 302", SYSTEM),
    "console:policy-version": Row("GET", "302 404 404 404 200 200 200 200 404 302 302 404 302", SYSTEM | {"number": "1"}),
    "console:policy-diff": Row("GET",  "302 404 404 404 200 200 200 200 404 302 302 404 302", SYSTEM | {"number": "1", "before": "1"}),
    "console:policy-edit": Row("GET",  "302 404 404 404 404 200 200 403 404 302 302 404 302", SYSTEM),
    "console:policy-panel": Row("POST", "302 404 404 404 404 200 200 403 404 302 302 404 302", SYSTEM),
    "console:policy-write": Row("GET", "302 404 404 404 404 200 200 403 404 302 302 404 302", SYSTEM),
    "console:policy-adopt": Row("POST", "302 404 404 404 404 403 303 403 404 302 302 404 302", SYSTEM),
    "console:system-pause":  Row("POST", "302 404 404 404 404 403 303 403 404 302 302 404 302", SYSTEM, lambda _: {"why": "x"}),
    "console:system-models": Row("POST", "302 404 404 404 404 403 303 403 404 302 302 404 302", SYSTEM, lambda _: {"model": "x"}),
    "console:system-resume": Row("POST", "302 404 404 404 404 403 303 403 404 302 302 404 302", SYSTEM),
    "healthz": everybody(200),
    "account_login": signed(200, 302),
    "account_logout": signed(302, 200),
    "account_inactive": everybody(200),
    "account_reauthenticate": signed(302, 200),
    "account_change_password": signed(302, 200),
    "mfa_index": signed(302, 200),
    "mfa_authenticate": everybody(302),
    "mfa_reauthenticate": everybody(302),
    "mfa_activate_totp": everybody(302),
    "mfa_deactivate_totp": signed(302, 404),
    "mfa_view_recovery_codes": signed(302, 404),
    "mfa_generate_recovery_codes": everybody(302),
    "mfa_download_recovery_codes": signed(302, 404),
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
        with undone():
            yield Stage()
        connection.close()


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch):
    """Who may have a PDF does not depend on how it is drawn (tests/console/test_paper.py draws)."""
    monkeypatch.setattr(paper, "pdf", lambda _: b"%PDF-1.7")


@contextmanager
def undone():
    """Open a block that a verb takes for the outermost, and that leaves nothing behind."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


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


def listed(stage, who):
    """Give the ids of the items in every list that the caller may open."""
    client, headers = stage.clients[who], stage.headers[who]
    found = set()
    for inbox in client.get("/api/v1/inboxes/", headers=headers).json().get("inboxes", []):
        for view in VIEWS:
            path = f"/api/v1/inboxes/{inbox['slug']}/items/"
            answer = client.get(path, {"view": view}, headers=headers)
            found |= {item["id"] for item in answer.json()["items"]}
    return found


@pytest.mark.parametrize("who", [who for who in WHO if who not in SEE_MORE_THAN_LISTS])
def test_lists_and_details_agree(stage, who):
    item_ids = {str(item_id) for item_id in ReviewItem.objects.values_list("id", flat=True)}

    seen = {
        item_id
        for item_id in item_ids
        if stage.ask(who, Row("GET", "", {"item_id": item_id}), "api:item") == 200
    }

    assert listed(stage, who) == seen
