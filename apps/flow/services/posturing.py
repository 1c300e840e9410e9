"""The owner's risk decision: drafted, looked at, signed; and who is told of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.accounts.models import Actor
from apps.core import transactions
from apps.flow.services import limiting, telling
from apps.registry import rules
from apps.registry import services as registry
from apps.registry.models import AISystem, Posture, PostureDraft


def begin_posture(*, system: AISystem, by: Actor, now: datetime) -> PostureDraft:
    """Open the draft of the owner's next risk decision.

    Raises: what `registry.begin_posture` refuses.
    """
    with transactions.verb():
        return registry.begin_posture(system=system, by=by, now=now)


def save_posture(
    *, system: AISystem, body: Mapping[str, Any], version: int, by: Actor, now: datetime
) -> PostureDraft:
    """Keep what the next risk decision shall say.

    Raises: what `registry.save_posture` refuses.
    """
    with transactions.verb():
        return registry.save_posture(system=system, body=body, version=version, by=by, now=now)


def drop_posture(*, system: AISystem, by: Actor, now: datetime) -> None:
    """Give the draft up.

    Raises: what `registry.drop_posture` refuses.
    """
    with transactions.verb():
        registry.drop_posture(system=system, by=by, now=now)


def sign_posture(*, system: AISystem, version: int, by: Actor, now: datetime) -> Posture:
    """Put the draft in force by the owner's signature, and tell those whom it names.

    The live policy stays: where it is looser, the machine is bounded by the posture when it decides.
    Raises: what `registry.sign_draft` refuses.
    """
    with transactions.verb():
        posture = registry.sign_draft(system=system, version=version, by=by, now=now)
        roles = rules.read_posture(posture.body).tell
        telling.tell_roles(system=system, roles=roles, kind="posture_signed", about_id=posture.id, now=now)
        limiting.apply_to(posture, now=now)
        return posture
