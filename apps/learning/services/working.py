"""What people do with a finding: assign it, say something of it, dismiss it, close it."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor, ActorKind
from apps.core import refusals, transactions
from apps.core.words import say
from apps.learning import access
from apps.learning.models import Finding, FindingStep, Fix, Pattern
from apps.learning.models.fixes import OPEN
from apps.learning.services import steps
from apps.learning.states import FindingState, StepKind
from apps.notify import services as notify

MOST_SAID = 1000
FURTHEST = timedelta(days=365)
WORKED_ON = frozenset({FindingState.ASSIGNED, FindingState.FIX_PROPOSED, FindingState.ADOPTED})


class NoReasonGiven(refusals.Invalid):
    code = "finding_needs_words"
    sentence = say("Write in at most 1,000 characters why; everybody who reads the finding sees it.")


class CannotBeGiven(refusals.Invalid):
    code = "finding_cannot_be_given"
    sentence = say("Give it to an analyst of this AI system or to its owner.")


class NoDay(refusals.Invalid):
    code = "finding_due_day"
    sentence = say("Give a day from today on, at most a year ahead.")


class FixIsOpen(refusals.IllegalMove):
    code = "finding_has_open_fix"
    sentence = say("A fix of this finding is on its way. Withdraw it before you dismiss the finding.")


def assign(
    *, finding_id: UUID, to: UUID, due_on: date | None, version: int, by: Actor, now: datetime
) -> Finding:
    """Give a finding to somebody who works on it until a day; they are told.

    Raises: what `steps.locked` refuses, CannotBeGiven, NoDay, FindingOver.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by, version=version)
        whom = Actor.objects.filter(
            id=to, kind=ActorKind.PERSON, organisation=by.organisation_id, user__is_active=True
        ).first()
        if whom is None or not access.may_work(whom, found.system):
            raise CannotBeGiven(field="to")
        today = now.astimezone(ZoneInfo(found.system.organisation.time_zone)).date()
        if due_on is not None and not today <= due_on <= today + FURTHEST:
            raise NoDay(field="due_on")
        take(found, whom, due_on=due_on)
        steps.leave(found, StepKind.ASSIGNED, by=by, now=now, to=whom, due_on=due_on, data={"to": whom.id})
        if whom.id != by.id:
            notify.tell_anew(to_actor_id=whom.id, kind="finding_assigned", about_id=found.id, now=now)
    return found


def take(found: Finding, whom: Actor, *, due_on: date | None) -> None:
    """Make somebody responsible for a finding, whatever is open of it.

    Raises: FindingOver.
    """
    here = FindingState(found.state)
    to = here if here in WORKED_ON else FindingState.ASSIGNED
    steps.move(found, to, assigned_to=whom, due_on=due_on, closed_at=None)


def discuss(*, finding_id: UUID, text: str, by: Actor, now: datetime) -> FindingStep:
    """Say something of a finding to everybody who reads it.

    Raises: what `steps.locked` refuses, NoReasonGiven.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by)
        return steps.leave(found, StepKind.SAID, by=by, now=now, text=_said(text, "text"))


def dismiss(*, finding_id: UUID, why: str, version: int, by: Actor, now: datetime) -> Finding:
    """Say that nothing follows from a finding; it comes back when its evidence has doubled.

    Raises: what `steps.locked` refuses, NoReasonGiven, FixIsOpen, FindingOver.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by, version=version)
        said = _said(why, "why")
        if found.state == FindingState.DISMISSED:
            raise steps.FindingOver
        if Fix.objects.filter(finding=found, state__in=OPEN).exists():
            raise FixIsOpen
        n = evidence(found.last_pattern)
        steps.move(found, FindingState.DISMISSED, closed_at=now, dismissed_n=n, due_on=None)
        steps.leave(found, StepKind.DISMISSED, by=by, now=now, text=said, data={"evidence": n})
    return found


def close(*, finding_id: UUID, version: int, by: Actor, now: datetime) -> Finding:
    """Lay a measured finding down: the segment is calm. Found again, it is a new one.

    Raises: what `steps.locked` refuses, FindingOver.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by, version=version)
        if found.state != FindingState.MEASURED or found.closed_at is not None:
            raise steps.FindingOver
        steps.move(found, FindingState.MEASURED, closed_at=now, due_on=None)
        steps.leave(found, StepKind.CLOSED, by=by, now=now)
    return found


def watch(*, finding_id: UUID, by: Actor, now: datetime) -> Finding:
    """Keep an eye on a measured finding: whoever watches it is told of each further look. Twice is once.

    Raises: what `steps.locked` refuses, FindingOver.
    """
    with transactions.verb():
        found = steps.locked(finding_id, by)
        if found.state != FindingState.MEASURED or found.closed_at is not None:
            raise steps.FindingOver
        if not FindingStep.objects.filter(finding=found, kind=StepKind.WATCHED, by=by).exists():
            steps.leave(found, StepKind.WATCHED, by=by, now=now)
    return found


def come_back(*, finding: Finding, pattern: Pattern, now: datetime) -> bool:
    """Open a dismissed finding again when twice as many overrides speak for it as then; says whether.

    Inside the miner's transaction, by the system; whoever dismissed it is told.
    """
    transactions.require()
    if finding.dismissed_n is None or evidence(pattern) < 2 * max(finding.dismissed_n, 1):
        return False
    steps.move(finding, FindingState.NEW, closed_at=None, dismissed_n=None, assigned_to=None, due_on=None)
    system = accounts.system_actor(finding.system.organisation_id)
    data: dict[str, object] = {"evidence": evidence(pattern)}
    steps.leave(finding, StepKind.CAME_BACK, by=system, now=now, data=data)
    told = FindingStep.objects.filter(finding=finding, kind=StepKind.DISMISSED).order_by("-at", "-id")
    for actor_id in told.values_list("by_id", flat=True)[:1]:
        notify.tell_anew(to_actor_id=actor_id, kind="finding_back", about_id=finding.id, now=now)
    return True


def evidence(pattern: Pattern) -> int:
    """Count the overrides that speak for a pattern, in both windows."""
    later = pattern.confirmation or {}
    return pattern.n_overridden + int(later.get("n_overridden") or 0)


def _said(text: str, field: str) -> str:
    said = text.replace("\0", "").strip()
    if not 1 <= len(said) <= MOST_SAID:
        raise NoReasonGiven(field=field)
    return said
