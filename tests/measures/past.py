"""Analytic rows of a past, written by the real verb; the cases they are about are real rows."""

import dataclasses
import datetime as dt
import itertools
from decimal import Decimal

from apps.accounts.models import ActorKind
from apps.core import bulk, ids, transactions
from apps.intake.models import Case, CaseKind, Subject
from apps.measures import services as measures
from tests import world as worlds

_numbers = itertools.count(1)


class Past:
    """Decisions of one AI system: `lines` are collected by `add` and written by `write`."""

    def __init__(self, world, system=None) -> None:
        self.system = system or world.system
        self.by = world.olga
        self.lines = []
        self.cases = []
        self.subject = Subject.objects.create(
            source=self.system.source, subject_ref=f"P-past-{next(_numbers)}"
        )

    def add(self, *, override=False, at=worlds.noon, kind=CaseKind.REAL, **changes) -> measures.FactsLine:
        case = Case(
            id=ids.new(),
            source=self.system.source,
            case_ref=f"WC-past-{next(_numbers):06}",  # none is the beginning of another: pages are searched for them
            kind=kind,
            subject=self.subject,
            opened_at=at,
        )
        values = {
            "decision_id": ids.new(),
            "system_id": self.system.id,
            "case_id": case.id,
            "item_id": ids.new(),
            "by_kind": ActorKind.PERSON.value,
            "by_id": self.by.id,
            "recommended": "fast_track",
            "decided": "standard" if override else "fast_track",
            "is_override": override,
            "direction": "more_cautious" if override else "same",
            "reason": "it_weeks" if override else "",
            "core_category": "risk_judgement" if override else "",
            "confidence": Decimal("0.91"),
            "model_version": "triage-gb-1",
            "segment": "lower_back",
            "stake_minor": 111100,
            "seconds_to_decide": 120,
            "was_escalated": False,
            "is_audit": False,
            "sample_share": None,
            "features": {"industry": "manufacturing"},
            "decided_at": at,
        }
        assert changes.keys() <= {field.name for field in dataclasses.fields(measures.FactsLine)}
        line = measures.FactsLine(**values | changes)
        self.cases.append(case)
        self.lines.append(line)
        return line

    def add_machine(self, **changes) -> measures.FactsLine:
        return self.add(
            **{"by_kind": ActorKind.MACHINE.value, "item_id": None, "seconds_to_decide": None} | changes
        )

    def write(self) -> list[measures.FactsLine]:
        bulk.insert(self.cases)
        measures.record_facts(rows=self.lines, now=worlds.noon)
        written, self.lines, self.cases = self.lines, [], []
        return written


def tally(world, now=worlds.noon) -> int:
    """Count what insights add up, as the job does."""
    with transactions.verb():
        return measures.tally(system_id=world.system.id, now=now)


def days(n, *, after=worlds.noon) -> dt.datetime:
    return after + dt.timedelta(days=n)
