"""Which model of an AI system advises: a numbered line-up, signed by the owner."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import canonical, refusals, transactions
from apps.registry import access, rules, selectors
from apps.registry.models import AISystem, ModelLineUp


class LineUpNotValid(refusals.Invalid):
    code = "line_up_not_valid"


def line_up(*, system: AISystem, body: Mapping[str, Any], by: Actor, now: datetime) -> ModelLineUp:
    """Put a line-up of models in force; the one before ends. What arrived before keeps its place.

    Raises: NotTheOwner, LineUpNotValid.
    Writes: ModelLineUp, record `models.lined_up`.
    """
    transactions.require()
    access.require_owner(by, system)
    try:
        read = rules.parse_line_up(body)
    except rules.BadLineUp as bad:
        raise LineUpNotValid(bad.sentence, field=bad.field) from bad
    AISystem.objects.select_for_update(no_key=True).get(id=system.id)
    last = ModelLineUp.objects.filter(system=system).order_by("-number").first()
    ModelLineUp.objects.filter(system=system, ended_at=None).update(ended_at=now)
    kept = read.body()
    made = ModelLineUp.objects.create(
        system=system,
        number=last.number + 1 if last else 1,
        body=kept,
        digest=canonical.digest(kept),
        by=by,
        in_force_at=now,
    )
    data = {"number": made.number, "system": system.id, "advises": read.advising.name}
    audit.record("models.lined_up", on=("line_up", made.id), by=by, at=now, data=data)
    return made


def let_advise(*, system_id: UUID, name: str, by: Actor, now: datetime) -> ModelLineUp:
    """Let another model of the line-up advise from now on.

    Raises: refusals.NotVisible, NotTheOwner, LineUpNotValid.
    """
    with transactions.verb():
        system = (
            AISystem.objects.select_related("owner")
            .filter(id=system_id, organisation=by.organisation_id)
            .first()
        )
        if system is None or not selectors.may_see(by, system):
            raise refusals.NotVisible
        access.require_owner(by, system)
        present = selectors.line_up(system.id)
        if present is None:
            raise LineUpNotValid("This AI system has no line-up of models.", field="name")
        try:
            wanted = rules.with_advising(present, name)
        except rules.BadLineUp as bad:
            raise LineUpNotValid(bad.sentence, field=bad.field) from bad
        return line_up(system=system, body=wanted.body(), by=by, now=now)
