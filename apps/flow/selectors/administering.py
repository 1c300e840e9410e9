"""What an administrator finds on the start page: people, keys, and whether the product is well."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from apps.accounts.models import Actor, ApiKey, User
from apps.flow.selectors.health import Health, health

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AdminHome:
    n_people: int
    n_inactive: int
    n_without_role: int
    n_keys: int
    n_expiring: int
    health: Health


def admin_home(*, to: Actor, now: datetime) -> AdminHome:
    """Return people, keys and health of the person's organisation."""
    people = User.objects.filter(organisation=to.organisation_id).aggregate(
        n=Count("id", filter=Q(is_active=True), distinct=True),
        inactive=Count("id", filter=Q(is_active=False), distinct=True),
        bare=Count("id", filter=Q(is_active=True, role_assignments=None), distinct=True),
    )
    keys = ApiKey.objects.filter(
        actor__organisation=to.organisation_id, revoked_at=None, expires_at__gt=now
    ).aggregate(n=Count("id"), soon=Count("id", filter=Q(expires_at__lte=now + MONTH)))
    return AdminHome(
        n_people=people["n"],
        n_inactive=people["inactive"],
        n_without_role=people["bare"],
        n_keys=keys["n"],
        n_expiring=keys["soon"],
        health=health(organisation_id=to.organisation_id, now=now),
    )
