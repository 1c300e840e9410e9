"""Reads of the inboxes themselves, without what waits in them."""

from uuid import UUID

from apps.reviews.models import Inbox


def inboxes(organisation_id: UUID) -> list[Inbox]:
    """Return an organisation's inboxes with where each climbs to, by level and name."""
    rows = Inbox.objects.filter(organisation=organisation_id)
    return list(rows.select_related("climbs_to").order_by("level", "name"))
