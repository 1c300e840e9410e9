"""The rows of the access table: a method, a body, and the status that each kind of caller gets."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apps.registry import selectors as registry
from apps.reviews.rules import EXPLAINED
from tests import world
from tests.edges.stage import WHO, Stage
from tests.practising import told_facts

ITEM = {"item_id": "open"}
VIEW = {"view_id": "kept"}
HELD = {"item_id": "held"}
RAISED = {"item_id": "raised"}
OFFICERS = {"slug": "triage-officers"}
TAKEN = {"user_id": "analysing", "on": "its_system", "permission": "analyse_system"}
LEAVER = OFFICERS | {"user_id": "leaver", "permission": "work_inbox"}
ABSENCE = {"absence_id": "absence"}
SYSTEM = {"slug": "injury-triage"}
DECISION = {"decision_id": "decision"}
FOLLOW_UP = {"follow_up_id": "follow_up"}
ASIDE = {"item_id": "aside"}
SECONDED = {"approval_id": "seconded"}
FINDING = {"finding_id": "finding"}
FIX = {"fix_id": "fix"}
RUN = {"run_id": "run"}
CASE = {"ref": "case_ref"}
QUESTION = {"question_id": "question"}
PUT = {"question_id": "put"}
REPLAY = {"replay_id": "replay"}
ROLLBACK = {"rollback_id": "rollback"}
DOCUMENT = CASE | {"evidence_id": "document"}
FINDING_AS_GROUP = {"group_id": "finding"}  # nobody's: the verb's own test shows who may
CARE = {"kind": "RETIRED", "code": "it_rule", "why": "Nobody needs it."}
A_PLACE = {"page": 1, "unit": "LINE", "first": 1}


@dataclass(frozen=True)
class Row:
    """statuses: one per kind of caller, in the order of WHO. things: what the address names, on the stage.

    is_proven: every person who is signed in has just proved who they are, as binding acts ask.
    """

    method: str
    statuses: str
    things: dict[str, str] | None = None
    body: Callable[[Stage], dict[str, Any]] = lambda _: {}
    is_proven: bool = False

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


def ask(stage):
    return guarded("held", person=stage.world.user("sam").email, text="Why?")(stage)


def form(thing, **fields):
    def body(stage):
        item = getattr(stage, thing)
        return {"token": item.token, "version": item.version, **fields}

    return body


def given(stage):
    """Olga may decide it up to ten dollars, for an hour."""
    until = world.iso(stage.now + dt.timedelta(hours=1))
    return {"to": stage.world.user("olga").email, "amount_minor": 1000, "expires_at": until, "why": "So."}


def resolved(**fields):
    """Make a body on the held decision as its approver saw it."""
    return lambda stage: {"if_match": stage.seconded.version, **fields}


def limited(**fields):
    """Make a body on the limits of authority as they stand."""
    return lambda stage: {"if_match": registry.limits_version(stage.world.system.id), **fields}


def aside(stage):
    until = world.iso(stage.now + dt.timedelta(minutes=30))
    return {"token": stage.held.token, "if_match": stage.held.version, "until": until, "why": "call"}


def chosen(stage):
    return {
        "act": "escalate",
        "why": "unsure",
        "items": [{"id": str(stage.open.id), "version": stage.open.version}],
    }


def picked(stage):
    return {"act": "escalate", "why": "unsure", "item": f"{stage.open.id}:{stage.open.version}"}


def member(stage):
    """Elsa, who works another inbox: whoever may let her in does."""
    return {"email": "elsa@bluegrass.example", "may": "work_inbox", "why": "She helps out."}


def able(stage):
    return {"email": stage.users["officer"].email, "skill": "burns", "why": "So."}


def asking(_stage):
    return {"ai_system": "injury-triage", "segment": "minor_surface", "skill": "burns"}


def a_day(stage):
    return {
        "email": stage.users["officer"].email,
        "day": (stage.now + dt.timedelta(days=2)).date().isoformat(),
        "is_on": False,
    }


def a_role(_stage):
    return {"role": "analyst", "why": "So."}


def a_why(_stage):
    return {"why": "So."}


def an_analyst(stage):
    return {"email": stage.users["analyst"].email, "may": "analyse_system", "why": "So."}


def left(stage):
    return {"email": stage.users["owner"].email, "may": "look_inbox", "why": "He has seen enough."}


def counted(stage):
    return {"email": stage.users["officer"].email, "per_day": 20, "if_match": 0}


def absence(stage):
    from_at, until = (world.iso(stage.now + dt.timedelta(days=n)) for n in (10, 12))
    return {"from": from_at, "until": until}


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


def a_known(_stage):
    return {
        "about": "A stay",
        "facts": told_facts(age=44),
        "suggested": "fast_track",
        "confidence": "0.91",
        "right": "standard",
        "why": "It counts.",
    }


def a_reversal(_stage):
    return {"policy": 1, "outcome": "standard", "why": "x", "count": 1}


def explained(_stage):
    return {"language": "en", "parts": dict.fromkeys(EXPLAINED, "So."), "if_match": 0}


def batch(stage):
    return {"lines": [submission(stage)]}


def decided(stage):
    return {"if_match": stage.decided.version}


def everybody(status: int, method: str = "GET", things: dict[str, str] | None = None) -> Row:
    return Row(method, " ".join([str(status)] * len(WHO)), things)


def signed(out: int, within: int, method: str = "GET", things: dict[str, str] | None = None) -> Row:
    """Make a row for which only being signed in matters."""
    outside = ("stranger", "machine", "machine_else", "inactive")
    return Row(method, " ".join(str(out if who in outside else within) for who in WHO), things)
