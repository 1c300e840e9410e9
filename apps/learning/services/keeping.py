"""What a run's rows hold: its plan and parameters read and written, what happened, its end."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts import selectors as accounts
from apps.audit import services as audit
from apps.core import transactions
from apps.core.words import say
from apps.learning import rules
from apps.learning.models import MiningRun
from apps.learning.states import MiningRunState

LOST = say("Its worker was lost three times. It may need more memory or fewer decisions.")

_OPEN = [state.value for state in MiningRunState if state.is_open]


def params_of(run: MiningRun) -> rules.Params:
    """Return the parameters of a run; what it was not asked for is the usual."""
    known = {field.name for field in fields(rules.Params)}
    given = {name: value for name, value in run.parameters.items() if name in known}
    edges = {fact: tuple(edges) for fact, edges in given.pop("band_edges", {}).items()}
    return rules.Params(**given, band_edges=edges)


def plan_as_json(plan: rules.Plan) -> dict[str, Any]:
    """Return a plan as a JSON-able value."""
    return {
        "labels": {fact: list(labels) for fact, labels in plan.encoding.labels.items()},
        "edges": {fact: list(edges) for fact, edges in plan.encoding.edges.items()},
        "max_facts": plan.max_facts,
        "cut": plan.cut,
        "windows": [window and asdict(window) for window in plan.windows],
        "notes": [[note.code.value, list(note.facts)] for note in plan.notes],
        "weeks": plan.weeks,
    }


def plan_of(run: MiningRun) -> rules.Plan:
    """Return what the survey of a run settled."""
    raw = run.plan
    discovery, confirmation = (window and rules.Window(**window) for window in raw["windows"])
    return rules.Plan(
        encoding=rules.Encoding(
            labels={fact: tuple(labels) for fact, labels in raw["labels"].items()},
            edges={fact: tuple(edges) for fact, edges in raw["edges"].items()},
        ),
        max_facts=raw["max_facts"],
        cut=raw["cut"],
        windows=(discovery, confirmation),
        notes=tuple(rules.Note(rules.NoteCode(code), tuple(facts)) for code, facts in raw["notes"]),
        weeks=rules.Weeks(*weeks) if (weeks := raw.get("weeks")) else None,
    )


def slices_of(run: MiningRun) -> tuple[rules.Literals, ...]:
    """Return the slices that passed their tests."""
    return tuple(tuple((feature, code) for feature, code in one) for one in run.plan["slices"])


def tell(run_id: UUID, code: str, now: datetime, **values: object) -> None:
    """Add a line to what happened in a run, inside the caller's transaction."""
    transactions.require()
    run = MiningRun.objects.select_for_update().only("happened").get(id=run_id)
    run.happened = [*run.happened, {"at": now.isoformat(), "code": code, **values}]
    run.save(update_fields=["happened"])


def of_leader(run: MiningRun) -> QuerySet[MiningRun]:
    """Return the run as long as it is open and nobody else leads it."""
    return MiningRun.objects.filter(id=run.id, token=run.token, state__in=_OPEN)


def fail(run: MiningRun, sentence: str, *, now: datetime, n_decisions: int | None = None) -> bool:
    """End a run that cannot be worked; False when it is over already.

    Writes: MiningRun, record `mining.failed`.
    """
    values: dict[str, Any] = {} if n_decisions is None else {"n_decisions": n_decisions}
    with transactions.verb():
        moved = MiningRun.objects.filter(id=run.id, state__in=_OPEN).update(
            state=MiningRunState.FAILED, ended_at=now, failure=sentence[:300], stage="", **values
        )
        if moved:
            tell(run.id, "failed", now)
            run.parts.all().delete()
            record("mining.failed", run, {"n_decisions": n_decisions or 0}, now)
    return bool(moved)


def record(verb: str, run: MiningRun, counts: Mapping[str, object], now: datetime) -> None:
    """Leave the entry of something that no person did."""
    by = accounts.system_actor(run.system.organisation_id)
    audit.record(verb, on=("mining_run", run.id), by=by, at=now, data={"system": run.system_id, **counts})
