"""The end of a run: its result written down, its patterns followed as findings, its digest kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.accounts import selectors as accounts
from apps.audit import services as audit
from apps.core import bulk, canonical, ids, speech, transactions
from apps.learning import rules, selectors
from apps.learning.models import Finding, MiningPart, MiningRun, Pattern
from apps.learning.services import keeping, parting, working
from apps.learning.states import FindingState, MiningRunState, MiningStage

Told = Mapping[str, Any]


def params_for(run: MiningRun, *, is_dated: bool) -> rules.Params:
    """Return how a run is to be mined: as it was asked for, else with the contract's own bands."""
    if run.repeats_id:
        return keeping.params_of(run)
    with speech.english():  # what is kept is English, whoever asked for the run
        wording = selectors.wording(system_id=run.system_id)
    asked = {name: run.parameters.get(name) for name in ("max_facts", "until")}
    return rules.Params(**asked, cross_fit=not is_dated, band_edges=wording.band_edges)


def params_as_json(params: rules.Params) -> dict[str, Any]:
    """Return parameters as they are stored; `until` only where there is one."""
    return {name: value for name, value in asdict(params).items() if name != "until" or value}


def protected_rows(tally: rules.Tally) -> list[dict[str, Any]]:
    """Return the family of protected facts as it is stored: every group on both sides, found or not."""
    return [asdict(one) | {"side": one.side.value} for one in rules.family(tally)]


def result(run: MiningRun, counted: rules.Counted, crossed: rules.Crossed | None) -> rules.MineResult:
    """Conclude from the cubes; without a crossed one nothing had passed its test."""
    params = keeping.params_of(run)
    offered = rules.test(counted, params)
    return rules.conclude(keeping.plan_of(run), counted, offered, crossed or rules.no_cells(), params)


def nothing(run: MiningRun) -> rules.MineResult:
    """Return the result of a run that had no decision to look at."""
    return rules.mine(rules.Table({}, []), keeping.params_of(run))


def untested(run: MiningRun) -> rules.MineResult:
    """Return the result of a run whose target happened never, or always: no group can stand out."""
    plan, params = keeping.plan_of(run), keeping.params_of(run)
    none = rules.count(rules.prepared(rules.Table({}, []), plan, params), plan, params)
    return replace(result(run, none, None), n_cells=0)


def finish(
    run: MiningRun, found: rules.MineResult, *, now: datetime, told: Sequence[Any] = (), **values: Any
) -> bool:
    """Write a run's result down; False when it is over or led by somebody else. `values` are written beside.

    Writes: MiningRun, Pattern, Finding, record `mining.finished`, `finding.opened`.
    """
    with speech.english():
        wording = selectors.wording(system_id=run.system_id)
    details = [_together([of_part[place] for of_part in told]) for place in range(len(found.patterns))]
    patterns = [
        _pattern(run, place, one, detail, wording)
        for place, (one, detail) in enumerate(zip(found.patterns, details, strict=True))
    ]
    with transactions.verb():
        if not keeping.of_leader(run).update(**(values | _values(run, found, details, now))):
            return False
        bulk.insert(patterns)
        n_opened = 0 if run.repeats_id else sum(_follow(run, pattern, now) for pattern in patterns)
        counts = {"n_decisions": found.n_rows, "n_patterns": len(patterns), "n_opened": n_opened}
        keeping.tell(run.id, "finished", now, **counts, ms=_took(run))
        run.parts.all().delete()
        keeping.record("mining.finished", run, counts, now)
    return True


def _values(
    run: MiningRun, found: rules.MineResult, details: Sequence[Told], now: datetime
) -> dict[str, Any]:
    effect, later = found.smallest_effect, found.confirmation
    windows = {"discovery": asdict(found.discovery), "confirmation": asdict(later) if later else None}
    notes = [{"code": note.code.value, "facts": list(note.facts)} for note in found.notes]
    return {
        "state": MiningRunState.DONE,
        "stage": "",
        "led_at": None,
        "started_at": run.started_at or now,
        "ended_at": now,
        "n_decisions": found.n_rows,
        "n_overrides": found.discovery.n_overridden + (later.n_overridden if later else 0),
        "n_cells": found.n_cells,
        "n_tests": found.n_tests,
        "n_smallest_effect": effect.n if effect else None,
        "smallest_effect": effect.rate - effect.rest_rate if effect else None,
        "windows": windows,
        "band_edges": {fact: list(edges) for fact, edges in found.band_edges.items()},
        "notes": notes,
        "recent": run.recent,
        "plan": {"max_facts": found.max_facts, "labels": run.plan.get("labels", {})},
        "digest": _digest(run, found, details),
    }


def _digest(run: MiningRun, found: rules.MineResult, details: Sequence[Told]) -> bytes:
    """Hash all that was found, so that a repeat can be held against it."""
    patterns = [
        {
            **asdict(one),
            "evidence": None,
            "counter_examples": None,
            "confirmation": _confirmation(one.confirmation),
        }
        for one in found.patterns
    ]
    body = {
        "patterns": patterns,
        "details": details,
        "tests": [found.n_rows, found.n_cells, found.n_tests, found.max_facts],
        "windows": [asdict(found.discovery), found.confirmation and asdict(found.confirmation)],
        "notes": [[note.code.value, list(note.facts)] for note in found.notes],
        "edges": found.band_edges,
        "protected": run.protected,
        "recent": run.recent,
    }
    return canonical.digest(body)


def _took(run: MiningRun) -> dict[str, int]:
    """Return the milliseconds of work by step."""
    took = Counter[str]()
    for stage, ms in MiningPart.objects.filter(run=run).values_list("stage", "took_ms"):
        took[stage] += ms
    return {stage.value: took[stage.value] for stage in MiningStage}


def _together(parts: Sequence[Told]) -> dict[str, Any]:
    """Add up what the parts say of one pattern, the oldest month first; examples are the latest ones."""
    core, reason = Counter[str](), Counter[str]()
    evidence, against = list[str](), list[str]()
    weeks: dict[str, list[int]] = {}
    for one in parts:
        for monday, counted in one["weeks"].items():
            weeks[monday] = [m + n for m, n in zip(weeks.get(monday, [0, 0]), counted, strict=True)]
        core.update(one["core"])
        reason.update(one["reason"])
        evidence = one["evidence"] + evidence
        against = one["counter_examples"] + against
    return {
        "core": dict(sorted(core.items())),
        "reason": dict(sorted(reason.items())),
        "evidence": evidence[: parting.MAX_EVIDENCE],
        "counter_examples": against[: parting.MAX_COUNTER_EXAMPLES],
        "weeks": dict(sorted(weeks.items())),
    }


def _pattern(
    run: MiningRun, place: int, one: rules.PatternFound, told: Told, wording: selectors.Wording
) -> Pattern:
    conditions = [{"fact": fact, "value": value} for fact, value in one.conditions]
    words = rules.in_words(one.conditions, facts=wording.facts, values=wording.values)
    return Pattern(
        id=ids.new(),
        run=run,
        place=place,
        conditions=conditions,
        conditions_key=canonical.digest(conditions).hex(),
        words=words[:500],
        n=one.n,
        n_overridden=one.n_overridden,
        rate=one.rate,
        low=one.interval[0],
        high=one.interval[1],
        rest_rate=one.rest_rate,
        p=one.p,
        q=one.q,
        excess=one.excess,
        confirmation=_confirmation(one.confirmation),
        reasons={"core": told["core"], "reason": told["reason"]},
        n_stakes=one.n_stakes,
        stake_minor=one.stake_minor,
        n_changed=one.n_changed,
        change_minor=one.change_minor,
        weeks=told["weeks"],
        evidence=[UUID(one) for one in told["evidence"]],
        counter_examples=[UUID(one) for one in told["counter_examples"]],
    )


def _confirmation(one: rules.Confirmation | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "n": one.n,
        "n_overridden": one.n_overridden,
        "rate": one.rate,
        "low": one.interval[0],
        "high": one.interval[1],
        "rest_rate": one.rest_rate,
        "p": one.p,
        "holds": one.held,
    }


def _follow(run: MiningRun, pattern: Pattern, now: datetime) -> bool:
    """See a finding again, or open one; returns whether one was opened.

    A dismissed finding stays dismissed until its evidence has doubled. A slice that did not hold in the later
    window opens none. What a search as of an earlier day finds of a finding is how that began, and takes
    nothing from what was seen since; a repeat of an old search does not come here.
    """
    same = Finding.objects.filter(
        system=run.system_id, target=run.target, conditions_key=pattern.conditions_key
    )
    followed = same.filter(Q(closed_at=None) | Q(state=FindingState.DISMISSED))
    if followed.filter(opened_at__gt=now).update(first_pattern=pattern, opened_at=now):
        return False  # a search as of an earlier day: it would have been found then
    if followed.filter(seen_at__lte=now).update(last_pattern=pattern, seen_at=now):
        dismissed = followed.filter(state=FindingState.DISMISSED).select_related("system").first()
        return dismissed is not None and working.come_back(finding=dismissed, pattern=pattern, now=now)
    if followed.exists() or (pattern.confirmation is not None and pattern.confirmation["holds"] is False):
        return False
    finding = Finding.objects.create(
        system=run.system,
        target=run.target,
        conditions_key=pattern.conditions_key,
        state=FindingState.NEW,
        first_pattern=pattern,
        last_pattern=pattern,
        opened_at=now,
        seen_at=now,
    )
    system_actor = accounts.system_actor(run.system.organisation_id)
    audit.record(
        "finding.opened",
        on=("finding", finding.id),
        by=system_actor,
        at=now,
        data={
            "system": run.system_id,
            "target": run.target,
            "pattern": pattern.id,
            "run": run.id,
            "key": pattern.conditions_key,
        },
    )
    return True
