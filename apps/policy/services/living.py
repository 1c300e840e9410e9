"""A version on its way: in shadow, proposed, returned, in force, retired."""

from datetime import datetime, timedelta

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import transactions
from apps.policy import access
from apps.policy.models import PolicyVersion, ShadowRun
from apps.policy.services import moving
from apps.policy.services.drafting import editable
from apps.policy.services.refusing import (
    AnotherWentLive,
    DraftChanged,
    NothingChanged,
    NotInShadow,
    NotProposed,
    ShadowTooLong,
)
from apps.policy.states import PolicyState
from apps.registry.access import is_owner
from apps.registry.models import AISystem

LONGEST_SHADOW = timedelta(days=90)


def propose(*, version: PolicyVersion, by: Actor, now: datetime) -> None:
    """Hand a draft to the owner for signature; whoever proposes it counts as one who wrote it."""
    transactions.require()
    _propose(version, by, now)


def _propose(version: PolicyVersion, by: Actor, now: datetime) -> None:
    moving.close_run(version, now)
    moving.move(
        version,
        PolicyState.PROPOSED,
        proposed_by=by,
        proposed_at=now,
        returned_why="",
        shadow=None,
        writers=moving.with_writer(version, by),
    )
    _record("policy.proposed", version, by, now)


def propose_draft(*, system: AISystem, version: int, by: Actor, now: datetime) -> PolicyVersion:
    """Hand the open version to the owner, from the desk or from shadow.

    Raises: CannotWritePolicy, NoDraft, NotADraft, EditedByAnother, DraftChanged, NothingChanged.
    """
    transactions.require()
    access.require_writer(by, system)
    found = moving.locked(system)
    if found.state != PolicyState.SHADOW:
        found = editable(system, version, by, now)
    if found.version != version:
        raise DraftChanged
    _require_change(found)
    _propose(found, by, now)
    return found


def _require_change(version: PolicyVersion) -> None:
    if version.base is not None and bytes(version.digest) == bytes(version.base.digest):
        raise NothingChanged


def return_draft(
    *, system: AISystem, why: str, by: Actor, now: datetime, version: int | None = None
) -> PolicyVersion:
    """Give a proposed version back to its writers, by the owner with a sentence; or take it back.

    Raises: CannotWritePolicy, NoDraft, NotProposed.
    """
    transactions.require()
    found = moving.locked(system, seen=version)
    if not is_owner(by, system):
        access.require_writer(by, system)
    if found.state != PolicyState.PROPOSED:
        raise NotProposed
    moving.move(found, PolicyState.DRAFT, proposed_by=None, proposed_at=None, returned_why=why)
    _record("policy.returned", found, by, now, why=why)
    return found


def begin_shadow(
    *, system: AISystem, until: datetime, version: int, by: Actor, now: datetime
) -> PolicyVersion:
    """Let the draft judge every arrival beside the version in force until a date; it decides nothing.

    Raises: what `editable` refuses; ShadowTooLong, NothingChanged.
    """
    transactions.require()
    found = editable(system, version, by, now)
    if not now < until <= now + LONGEST_SHADOW:
        raise ShadowTooLong(field="until")
    _require_change(found)
    run = ShadowRun.objects.create(
        policy=found, tree=found.tree, digest=found.digest, by=by, begun_at=now, until=until
    )
    moving.move(found, PolicyState.SHADOW, shadow=run)
    _record("policy.shadowed", found, by, now, until=until.isoformat())
    return found


def end_shadow(*, system: AISystem, by: Actor, now: datetime, version: int | None = None) -> PolicyVersion:
    """Call a version back from shadow to the desk.

    Raises: CannotWritePolicy, NoDraft, NotInShadow.
    """
    transactions.require()
    access.require_writer(by, system)
    found = moving.locked(system, seen=version)
    if found.state != PolicyState.SHADOW:
        raise NotInShadow
    _end(found, by, now)
    return found


def end_shadows(*, now: datetime) -> list[PolicyVersion]:
    """Bring every version back to the desk whose date in shadow has come, and return them.

    In the name of whoever put it there. Locked rows are left for the next time.
    """
    transactions.require()
    due = (
        PolicyVersion.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("shadow__by")
        .filter(state=PolicyState.SHADOW, shadow__until__lte=now)
    )
    found = list(due.order_by("id"))
    for one in found:
        assert one.shadow is not None, "a version in shadow has a run, by constraint"
        _end(one, one.shadow.by, now, is_due=True)
    return found


def _end(version: PolicyVersion, by: Actor, now: datetime, *, is_due: bool = False) -> None:
    moving.close_run(version, now)
    moving.move(version, PolicyState.DRAFT, shadow=None)
    _record("policy.shadow_ended", version, by, now, is_due=is_due)


def adopt(*, version: PolicyVersion, by: Actor, now: datetime) -> None:
    """Put a proposed version in force and retire the one before. Running items keep their verdict.

    Raises: AuthorCannotApprove, OnlyTheOwnerApproves.
    """
    transactions.require()
    access.require_approver(by, version)
    live = PolicyVersion.objects.filter(system=version.system, state=PolicyState.LIVE)
    retired = list(live.values_list("number", flat=True))
    live.update(state=PolicyState.RETIRED, retired_at=now)
    moving.move(version, PolicyState.LIVE, approved_by=by, live_at=now)
    _record("policy.adopted", version, by, now, retired=retired[0] if retired else None)


def adopt_draft(*, system: AISystem, version: int, by: Actor, now: datetime) -> PolicyVersion:
    """Sign the proposed version that the owner looked at.

    Raises: AuthorCannotApprove, OnlyTheOwnerApproves, NoDraft, NotProposed, DraftChanged, AnotherWentLive.
    """
    transactions.require()
    access.require_owner(by, system)
    found = moving.locked(system)
    access.require_approver(by, found)
    if found.state != PolicyState.PROPOSED:
        raise NotProposed
    if found.version != version:
        raise DraftChanged
    if found.base is not None and found.base.state != PolicyState.LIVE:
        raise AnotherWentLive
    adopt(version=found, by=by, now=now)
    return found


def _record(verb: str, version: PolicyVersion, by: Actor, now: datetime, **more: object) -> None:
    data = {"number": version.number, "sha256": version.digest, **more}
    audit.record(verb, on=("policy", version.id), by=by, at=now, data=data)
