"""A version while it is written: one open at a time, one editor at a time, no save over another's.

Whether a tree is a policy of this AI system is judged above (apps.flow), which knows inboxes.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import canonical, transactions
from apps.core.words import say
from apps.policy import access, rules, selectors
from apps.policy.models import PolicyVersion
from apps.policy.services import moving
from apps.policy.services.refusing import DraftChanged, EditedByAnother, NoDraft, NotADraft, PolicyNotValid
from apps.policy.states import OPEN, PolicyState
from apps.registry.models import AISystem

HOLD = timedelta(minutes=15)


def draft(
    *,
    system: AISystem,
    tree: Mapping[str, Any],
    by: Actor,
    now: datetime,
    base: PolicyVersion | None = None,
) -> PolicyVersion:
    """Write down a new version.

    Raises: PolicyNotValid, naming the clause.
    """
    transactions.require()
    try:
        rules.parse(tree)
    except rules.BadPolicy as error:
        raise PolicyNotValid(error.sentence, field=error.pointer) from error
    AISystem.objects.select_for_update().get(id=system.id)
    last = PolicyVersion.objects.filter(system=system).order_by("-number").first()
    version = PolicyVersion.objects.create(
        system=system,
        number=last.number + 1 if last else 1,
        state=PolicyState.DRAFT,
        tree=tree,
        digest=canonical.digest(tree),
        base=base,
        author=by,
        writers=[by.id],
        drafted_at=now,
        saved_at=now,
    )
    data = {"number": version.number, "from": base.number if base else None}
    audit.record("policy.drafted", on=("policy", version.id), by=by, at=now, data=data)
    return version


def begin_draft(*, system: AISystem, by: Actor, now: datetime) -> PolicyVersion:
    """Open the draft for editing, making it from the version in force where there is none.

    Raises: CannotWritePolicy, NotADraft, EditedByAnother, NoDraft (no policy in force).
    """
    transactions.require()
    access.require_writer(by, system)
    if not PolicyVersion.objects.filter(system=system, state__in=OPEN).exists():
        _make(system, by, now)
    version = moving.locked(system)
    _require_draft(version)
    hold(version, by, now)
    return version


def _make(system: AISystem, by: Actor, now: datetime) -> None:
    live = selectors.live(system.id)
    if live is None:
        raise NoDraft(say("This AI system has no policy in force yet; its set-up brings the first one."))
    try:
        with transaction.atomic():
            draft(system=system, tree=live.tree, by=by, now=now, base=live)
    except IntegrityError:
        return  # somebody began it at the same moment; the hold decides who edits


def _require_draft(version: PolicyVersion) -> None:
    if version.state != PolicyState.DRAFT:
        raise NotADraft


def hold(version: PolicyVersion, by: Actor, now: datetime) -> None:
    """Let `by` edit for a while.

    Raises: EditedByAnother.
    """
    if selectors.is_held_by_another(version, by, now):
        who = version.held_by.name if version.held_by else ""
        raise EditedByAnother(say("%(who)s is editing this policy at the moment.", who=who), by=who)
    version.held_by, version.held_until = by, now + HOLD
    version.save(update_fields=["held_by", "held_until"])


def editable(system: AISystem, seen: int, by: Actor, now: datetime) -> PolicyVersion:
    """Return the locked draft of somebody who may write and looked at what is there now.

    Raises: CannotWritePolicy, NoDraft, NotADraft, EditedByAnother, DraftChanged.
    """
    access.require_writer(by, system)
    version = moving.locked(system)
    _require_draft(version)
    hold(version, by, now)
    if version.version != seen:
        raise DraftChanged
    return version


def save_draft(
    *, system: AISystem, tree: Mapping[str, Any], version: int, by: Actor, now: datetime
) -> PolicyVersion:
    """Keep what the draft shall say; the caller has checked that it is a policy of this AI system.

    version: of the draft that the editor looked at.
    Raises: CannotWritePolicy, NoDraft, NotADraft, EditedByAnother, DraftChanged.
    """
    transactions.require()
    found = editable(system, version, by, now)
    found.tree, found.digest = dict(tree), canonical.digest(tree)
    found.version, found.saved_at, found.writers = found.version + 1, now, moving.with_writer(found, by)
    found.save(update_fields=["tree", "digest", "version", "saved_at", "writers"])
    data = {"number": found.number, "version": found.version, "sha256": found.digest}
    audit.record("policy.draft_saved", on=("policy", found.id), by=by, at=now, data=data)
    return found


def leave_draft(*, system: AISystem, by: Actor) -> None:
    """Let somebody else edit; nothing is decided by it, so it leaves no entry."""
    transactions.require()
    held = PolicyVersion.objects.filter(system=system, state=PolicyState.DRAFT, held_by=by)
    held.update(held_by=None, held_until=None)


def drop_draft(*, system: AISystem, by: Actor, now: datetime, version: int | None = None) -> PolicyVersion:
    """Give an open version up; a proposed one only by the owner.

    Raises: CannotWritePolicy, OnlyTheOwnerApproves, NoDraft, EditedByAnother.
    """
    transactions.require()
    found = moving.locked(system, seen=version)
    if found.state == PolicyState.PROPOSED:
        access.require_owner(by, system)
    else:
        access.require_writer(by, system)
        hold(found, by, now)
    moving.close_run(found, now)
    moving.move(found, PolicyState.RETIRED, retired_at=now)
    audit.record("policy.dropped", on=("policy", found.id), by=by, at=now, data={"number": found.number})
    return found
