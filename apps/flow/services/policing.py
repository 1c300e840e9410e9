"""The policy of an AI system as people change it: what is saved must be one, stricter than the posture."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts import selectors as actors
from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.core.words import say
from apps.flow.selectors import replays
from apps.flow.selectors.policy_state import read_tree, targets, vocabulary
from apps.flow.services import telling
from apps.learning import services as learning
from apps.learning.models import Fix
from apps.learning.rules import drafting
from apps.learning.states import FixState
from apps.policy import access, rules
from apps.policy import selectors as policies
from apps.policy import services as policy
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem
from apps.reviews import services as reviews

WHY_LENGTH = 500


class TryNotComplete(refusals.IllegalMove):
    code = "try_not_complete"
    sentence = say(
        "This text is being tried on the past, or its try was stopped before the end. Let it go on, and "
        "propose when it is through."
    )


class FixNotTried(refusals.IllegalMove):
    code = "fix_not_tried"
    sentence = say(
        "This version carries the rule of a fix and was not tried on the past as it stands. Try it, and "
        "propose when the try is through."
    )


def begin_policy(*, system: AISystem, by: Actor, now: datetime) -> PolicyVersion:
    """Open the draft of the next version for editing.

    Raises: what `policy.begin_draft` refuses.
    """
    with transactions.verb():
        return policy.begin_draft(system=system, by=by, now=now)


def save_policy(
    *, system: AISystem, tree: Mapping[str, Any], version: int, by: Actor, now: datetime
) -> PolicyVersion:
    """Keep what the next version shall say.

    Raises: PolicyNotValid naming the clause, and what `policy.save_draft` refuses.
    """
    with transactions.verb():
        access.require_writer(by, system)
        read_tree(tree, vocabulary(system, now=now))
        return policy.save_draft(system=system, tree=tree, version=version, by=by, now=now)


def leave_policy(*, system: AISystem, by: Actor) -> None:
    """Let somebody else edit the draft."""
    with transactions.verb():
        policy.leave_draft(system=system, by=by)


def shadow_policy(
    *, system: AISystem, until: datetime, version: int, by: Actor, now: datetime
) -> PolicyVersion:
    """Let the draft judge arrivals beside the version in force until a date.

    Raises: PolicyNotValid, and what `policy.begin_shadow` refuses.
    """
    with transactions.verb():
        found = policy.begin_shadow(system=system, until=until, version=version, by=by, now=now)
        _hold_targets(found, now)
        return found


def end_policy_shadow(
    *, system: AISystem, by: Actor, now: datetime, version: int | None = None
) -> PolicyVersion:
    """Call a version back from shadow.

    Raises: what `policy.end_shadow` refuses.
    """
    with transactions.verb():
        found = policy.end_shadow(system=system, by=by, now=now, version=version)
        reviews.free_targets(policy=found)
        _tell("policy_shadow_ended", found, {system.owner.actor_id, *_writers(found)}, by, now)
        return found


def end_shadows(*, now: datetime) -> int:
    """Bring versions back to the desk whose date in shadow has come; returns how many."""
    with transactions.verb():
        found = policy.end_shadows(now=now)
        for one in found:
            reviews.free_targets(policy=one)
            told = {one.system.owner.actor_id, *_writers(one)}
            _tell("policy_shadow_ended", one, told, actors.system_actor(one.system.organisation_id), now)
        return len(found)


def propose_policy(*, system: AISystem, version: int, by: Actor, now: datetime) -> PolicyVersion:
    """Hand the open version to the owner, who is told.

    Raises: PolicyNotValid, TryNotComplete, FixNotTried, and what `policy.propose_draft` refuses.
    """
    with transactions.verb():
        found = policy.propose_draft(system=system, version=version, by=by, now=now)
        _hold_targets(found, now)
        tried = replays.newest_try_of(found)
        if tried is not None and (tried.is_open or tried.is_part):
            raise TryNotComplete
        if (tried is None or not tried.is_through) and _carries_fix(found):
            raise FixNotTried
        learning.follow_policy(version=found, by=by, now=now)
        _tell("policy_proposed", found, {system.owner.actor_id}, by, now)
        return found


def _carries_fix(version: PolicyVersion) -> bool:
    """Say whether a version holds the rule of a fix, where there is a past to try it on."""
    codes = Fix.objects.filter(policy=version, state=FixState.DRAFT).values_list(
        "body__rule__code", flat=True
    )
    return any(drafting.holds(version.tree, code) for code in codes) and replays.has_past(version.system)


def return_policy(
    *, system: AISystem, why: str, by: Actor, now: datetime, version: int | None = None
) -> PolicyVersion:
    """Give a proposed version back to its writers, or take it back.

    Raises: what `policy.return_draft` refuses.
    """
    with transactions.verb():
        why = why.strip()[:WHY_LENGTH]
        found = policy.return_draft(system=system, why=why, by=by, now=now, version=version)
        reviews.free_targets(policy=found)
        learning.follow_policy(version=found, by=by, now=now)
        _tell("policy_returned", found, {system.owner.actor_id, *_writers(found)}, by, now)
        return found


def drop_policy(*, system: AISystem, by: Actor, now: datetime, version: int | None = None) -> PolicyVersion:
    """Give the open version up.

    Raises: what `policy.drop_draft` refuses.
    """
    with transactions.verb():
        found = policy.drop_draft(system=system, by=by, now=now, version=version)
        reviews.free_targets(policy=found)
        learning.follow_policy(version=found, by=by, now=now)
        _tell("policy_dropped", found, _writers(found), by, now)
        return found


def adopt_policy(*, system: AISystem, version: int, by: Actor, now: datetime) -> PolicyVersion:
    """Put the proposed version in force, by the owner; what runs keeps its verdict.

    Raises: PolicyNotValid where the posture changed meanwhile, and what `policy.adopt_draft` refuses.
    """
    with transactions.verb():
        before = policies.live(system.id)
        found = policy.adopt_draft(system=system, version=version, by=by, now=now)
        _hold_targets(found, now)
        if before is not None:
            reviews.free_targets(policy=before)
        learning.follow_policy(version=found, by=by, now=now)
        _tell("policy_signed", found, _writers(found), by, now)
        return found


def _writers(version: PolicyVersion) -> set[UUID]:
    return {version.author_id, *version.writers}


def _tell(kind: str, version: PolicyVersion, to: set[UUID], by: Actor, now: datetime) -> None:
    telling.tell_moved(to=to, kind=kind, about_id=version.id, by=by, now=now)


def put_first_in_force(*, version: PolicyVersion, by: Actor, now: datetime) -> None:
    """Adopt the version that a set-up brings; its inboxes cannot vanish from then on."""
    transactions.require()
    policy.adopt(version=version, by=by, now=now)
    reviews.hold_targets(
        policy=version,
        slugs=targets(policies.compiled(version)),
        organisation_id=version.system.organisation_id,
    )


def _hold_targets(version: PolicyVersion, now: datetime) -> None:
    """Check a version against things as they are now, and keep its inboxes from vanishing.

    Raises: PolicyNotValid.
    """
    _hold(version, read_tree(version.tree, vocabulary(version.system, now=now)))


def _hold(version: PolicyVersion, said: rules.Policy) -> None:
    organisation_id = version.system.organisation_id
    reviews.hold_targets(policy=version, slugs=targets(said), organisation_id=organisation_id)
