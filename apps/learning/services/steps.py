"""The one guarded move of a finding, and the step that each move and each word leaves."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals
from apps.core.words import say
from apps.learning import access
from apps.learning.models import Finding, FindingStep
from apps.learning.states import FINDING_MOVES, FindingState, StepKind

# What the record says of each step.
VERBS: Mapping[StepKind, str] = {
    StepKind.ASSIGNED: "finding.assigned",
    StepKind.SAID: "finding.discussed",
    StepKind.DISMISSED: "finding.dismissed",
    StepKind.CAME_BACK: "finding.came_back",
    StepKind.FIX_DRAFTED: "fix.drafted",
    StepKind.FIX_TRIED: "fix.tried",
    StepKind.FIX_PROPOSED: "fix.proposed",
    StepKind.FIX_RETURNED: "fix.returned",
    StepKind.FIX_WITHDRAWN: "fix.withdrawn",
    StepKind.FIX_SIGNED: "fix.signed",
    StepKind.FIX_LIVE: "fix.live",
    StepKind.MEASURED: "effect.measured",
    StepKind.CLOSED: "finding.closed",
    StepKind.WATCHED: "finding.watched",
}


class FindingChanged(refusals.Stale):
    code = "finding_changed"
    sentence = say("This finding moved on after you opened it. Nothing was recorded; look at it again.")


class FindingOver(refusals.IllegalMove):
    code = "finding_over"
    sentence = say("In the state that this finding is in, this step is not possible.")


def locked(finding_id: UUID, by: Actor, *, version: int | None = None) -> Finding:
    """Return a finding that the actor may work on, locked; `version` is what they looked at.

    Raises: NotVisible, CannotWorkOnFindings, FindingChanged.
    """
    found = (
        access.visible_findings(by)
        .select_for_update(of=("self",))
        .select_related("system__owner", "system__organisation", "last_pattern__run", "first_pattern__run")
        .filter(id=finding_id)
        .first()
    )
    if found is None:
        raise refusals.NotVisible
    access.require_worker(by, found.system)
    if version is not None and found.version != version:
        raise FindingChanged
    return found


def move(finding: Finding, to: FindingState, **changes: object) -> None:
    """Move a locked finding, or leave it in its state with a new version.

    Raises: FindingOver.
    """
    here = FindingState(finding.state)
    if here is not to and (here, to) not in FINDING_MOVES:
        raise FindingOver
    for name, value in changes.items():
        setattr(finding, name, value)
    finding.state, finding.version = to, finding.version + 1
    moved = Finding.objects.filter(id=finding.id, state=here).update(
        state=to, version=F("version") + 1, **changes
    )
    if moved != 1:
        raise FindingChanged


def leave(
    finding: Finding,
    kind: StepKind,
    *,
    by: Actor,
    now: datetime,
    text: str = "",
    to: Actor | None = None,
    due_on: date | None = None,
    data: dict[str, object] | None = None,
) -> FindingStep:
    """Keep what was done with a finding: a step of its history and an entry of the record."""
    step = FindingStep(
        id=ids.new(),
        finding=finding,
        kind=kind,
        state=finding.state,
        by=by,
        at=now,
        text=text,
        to=to,
        due_on=due_on,
    )
    step.save(force_insert=True)
    said = {"step": step.id, "state": finding.state, **(data or {})}
    audit.record(VERBS[kind], on=("finding", finding.id), by=by, at=now, data=said)
    return step
