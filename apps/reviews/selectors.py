"""Reads of the inboxes themselves, without what waits in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from apps.accounts import selectors as accounts
from apps.reviews.models import Inbox, PolicyTarget
from apps.reviews.states import DecisionKind

MOST_EARLIER = 5


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """What a person decided on a subject before, in codes alone.

    agreed: as the AI had recommended. core_category: why not, as one of the twelve; empty when they agreed,
    or when the reason is restricted. is_in_force: False while it can be undone or awaits approval.
    """

    id: UUID
    ai_system: str
    case_ref: str
    outcome: str
    decided_at: datetime
    agreed: bool
    core_category: str
    is_in_force: bool


def earlier_decisions(
    *, subject_ids: Collection[UUID], system_ids: Collection[UUID]
) -> dict[UUID, tuple[EarlierDecision, ...]]:
    """Return people's latest decisions on each subject by these AI systems' recommendations; one statement.

    At most MOST_EARLIER of a subject, newest first; withdrawn ones and known-answer cases are left out.
    """
    if not subject_ids or not system_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, d.* FROM unnest(%s::uuid[]) AS s (id) CROSS JOIN LATERAL ("
            " SELECT d.id, y.slug, c.case_ref, o.code, d.decided_at, d.kind = %s AS agreed,"
            " CASE WHEN w.is_restricted OR r.core_category = 'integrity_concern' THEN ''"
            " ELSE coalesce(r.core_category, '') END AS core_category,"
            " EXISTS (SELECT FROM reviews_release l WHERE l.decision_id = d.id) AS in_force"
            " FROM intake_case c JOIN reviews_decision d ON d.case_id = c.id"
            " JOIN intake_recommendation n ON n.id = d.recommendation_id AND n.system_id = ANY(%s)"
            " JOIN registry_aisystem y ON y.id = n.system_id"
            " JOIN registry_outcomecode o ON o.id = d.outcome_code_id"
            " LEFT JOIN reviews_overridereason r ON r.decision_id = d.id AND r.place = 0"
            " LEFT JOIN registry_reason w ON w.id = r.reason_id"
            " WHERE c.subject_id = s.id AND c.kind <> 'KNOWN_ANSWER' AND d.kind <> %s"
            " AND NOT EXISTS (SELECT FROM reviews_withdrawal x WHERE x.decision_id = d.id)"
            " ORDER BY d.decided_at DESC, d.id DESC LIMIT %s) AS d ORDER BY d.decided_at DESC, d.id DESC",
            [
                list(subject_ids),
                DecisionKind.APPROVED.value,
                list(system_ids),
                DecisionKind.AUTOMATIC.value,
                MOST_EARLIER,
            ],
        )
        found: dict[UUID, list[EarlierDecision]] = {}
        for subject_id, *row in cursor.fetchall():
            found.setdefault(subject_id, []).append(EarlierDecision(*row))
    return {subject_id: tuple(rows) for subject_id, rows in found.items()}


@dataclass(frozen=True, slots=True)
class InboxesFound:
    """A page of inboxes by level and name, the mark of the following page, and how many fit of how many."""

    rows: list[Inbox]
    following: str | None
    n_found: int
    n_all: int


def inboxes(organisation_id: UUID) -> list[Inbox]:
    """Return an organisation's inboxes with where each climbs to, by level and name."""
    rows = Inbox.objects.filter(organisation=organisation_id)
    return list(rows.select_related("climbs_to").order_by("level", "name"))


def inbox_page(
    *, organisation_id: UUID, search: str, only_bare: bool, after: str | None, limit: int, now: datetime
) -> InboxesFound:
    """Return a page of an organisation's inboxes.

    search: part of a name or short name. only_bare: those that nobody works now.
    after: the mark that the page before gave.
    Raises: accounts.BadPlace.
    """
    every = found = Inbox.objects.filter(organisation=organisation_id)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(slug__icontains=search))
    if only_bare:
        working = accounts.working_grants(organisation_id=organisation_id, now=now)
        found = found.filter(~Exists(working.filter(object_id=OuterRef("pk"))))
    page = found
    if after:
        last = accounts.marked(every, after)
        page = found.filter(
            Q(level__gt=last.level)
            | Q(level=last.level, name__gt=last.name)
            | Q(level=last.level, name=last.name, id__gt=last.id)
        )
    rows = list(page.select_related("climbs_to").order_by("level", "name", "id")[: limit + 1])
    following = str(rows[limit - 1].id) if len(rows) > limit else None
    return InboxesFound(rows[:limit], following, n_found=found.count(), n_all=every.count())


def is_target(inbox: Inbox) -> bool:
    """Say whether cases come into an inbox by rule: a policy names it, or another inbox escalates to it."""
    return PolicyTarget.objects.filter(inbox=inbox).exists() or Inbox.objects.filter(climbs_to=inbox).exists()
