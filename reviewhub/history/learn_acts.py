"""Do what a past tells of a pattern, as of its own day."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.services import fixing
from apps.learning import services as learning
from apps.learning.models import Finding, Fix, MiningRun
from apps.learning.selectors import system_of_slug
from apps.learning.states import FixKind, FixState, MiningRunState, Target
from apps.measures import services as measures
from reviewhub.history import learn_lines

WAIT_SECONDS = 300.0
_OPEN = (MiningRunState.QUEUED, MiningRunState.RUNNING)


class SearchStands(RuntimeError):
    """The search could not be worked to its end now: nothing of it is kept, and the line is worked again."""


def _search(act: learn_lines.Search, by: Actor, at: datetime) -> bool:
    system = system_of_slug(act.system, to=by)
    if MiningRun.objects.filter(system=system, queued_at=at).exists():
        return False
    until = time.monotonic() + WAIT_SECONDS
    while MiningRun.objects.filter(system=system, state__in=_OPEN).exists():
        if time.monotonic() > until:
            raise SearchStands
        time.sleep(1)
    run = learning.ask_run(system_id=system.id, until=at, by=by, now=at)
    if not learning.mine(now=at, only=run.id):
        raise SearchStands
    return True


def _order(act: learn_lines.Order, by: Actor, at: datetime) -> bool:
    system = system_of_slug(act.system, to=by)
    rows = Finding.objects.filter(system=system, target=Target.OVERRIDDEN, closed_at=None)
    found = next((one for one in rows.select_related("first_pattern") if _says(one) == act.where), None)
    if found is None:
        raise refusals.NotVisible
    if found.fixes.exists():
        return False
    fix = fixing.order_model(finding_id=found.id, says=act.says, by=by, now=at)
    fixing.propose_fix(fix_id=fix.id, by=by, now=at)
    return True


def _says(finding: Finding) -> dict[str, str]:
    return {one["fact"]: one["value"] for one in finding.first_pattern.conditions}


def _sign(act: learn_lines.Sign, by: Actor, at: datetime) -> bool:
    system = system_of_slug(act.system, to=by)
    fix = Fix.objects.filter(system=system, kind=FixKind.MODEL, state=FixState.PROPOSED).first()
    if fix is None:
        return False
    fixing.sign_fix(fix_id=fix.id, by=by, now=at)
    return True


def _measure(act: learn_lines.Measure, by: Actor, at: datetime) -> bool:
    system = system_of_slug(act.system, to=by)
    measures.judge(system_id=system.id, now=at, anyway=True)
    return bool(learning.measure_effects(now=at))


DOES: dict[type, Callable[[Any, Actor, datetime], bool]] = {
    learn_lines.Search: _search,
    learn_lines.Order: _order,
    learn_lines.Sign: _sign,
    learn_lines.Measure: _measure,
}
