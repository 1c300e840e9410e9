"""Where a recommendation stands, for the machine that sent it; and a case's waiting item."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.accounts.models import Actor, ActorKind, MachineClient
from apps.core import refusals
from apps.flow.received import Received, told_before, told_unseen
from apps.flow.selectors import walls
from apps.intake import selectors as intake
from apps.intake.models import Recommendation, UnseenRecommendation
from apps.registry import selectors as registry
from apps.registry.models import ContextContract
from apps.reviews import access


def recommendation_status(*, recommendation_id: UUID, to: Actor) -> Received:
    """Return what became of a recommendation, as its submitter is told.

    Raises: refusals.NotVisible; access.FirstViewMissing for who is asked for a view on the case first.
    """
    systems = _systems(to)
    found = Recommendation.objects.filter(id=recommendation_id, system__in=systems).values_list("id")
    told = told_before([row[0] for row in found], system_ids=systems)
    if recommendation_id in told:
        walls.require_view_of(case_id=told[recommendation_id].case_id, to=to)
        return told[recommendation_id]
    return _unseen_status(recommendation_id, systems, to)


def _unseen_status(unseen_id: UUID, systems: list[UUID], to: Actor) -> Received:
    """Tell the machine that sent it; nobody else learns that it exists."""
    rows = UnseenRecommendation.objects.select_related("case", "snapshot").filter(system__in=systems)
    row = rows.filter(id=unseen_id).first() if to.kind == ActorKind.MACHINE else None
    if row is None:
        raise refusals.NotVisible
    if row.advised_as_id:
        return told_before([row.advised_as_id], system_ids=systems)[row.advised_as_id]
    return told_unseen(row, case_ref=row.case.case_ref, is_new=False)


@dataclass(frozen=True, slots=True)
class Published:
    """A contract in force, as its senders read it."""

    etag: str
    schema: Mapping[str, object]


def contract_schema(*, slug: str, to: Actor) -> Published:
    """Return the contract in force of an AI system as JSON Schema.

    Raises: refusals.NotVisible.
    """
    rows = ContextContract.objects.select_related("system").filter(
        system__slug=slug, system__in=_systems(to), ended_at=None
    )
    found = rows.first()
    if found is None:
        raise refusals.NotVisible
    path = f"/api/v1/ai-systems/{slug}/contract/"
    named = {"$id": path, "title": found.system.name, "x-version": found.number}
    return Published(f"{found.number}-{bytes(found.digest).hex()[:16]}", intake.schema(found) | named)


def _systems(to: Actor) -> list[UUID]:
    if to.kind == ActorKind.MACHINE:
        machine = MachineClient.objects.filter(actor=to, is_active=True).first()
        return list(machine.system_ids) if machine else []
    return [one.id for one in registry.visible_systems(to)]


def waiting_item(*, case_ref: str, to: Actor) -> UUID | None:
    """Return the newest item of a case that the person may see, a waiting one first; None without any."""
    case = intake.case_by_ref(case_ref=case_ref, organisation_id=to.organisation_id)
    if case is None:
        return None
    items = access.visible_items(to).filter(case=case).order_by("-opened_at")
    waiting = items.filter(closed_at=None).first()
    chosen = waiting or items.first()
    return chosen.id if chosen else None
