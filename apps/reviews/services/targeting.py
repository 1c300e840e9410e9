"""Inboxes that policies send cases to: the database keeps them from vanishing under a rule."""

from collections.abc import Collection
from uuid import UUID

from apps.core import transactions
from apps.policy.models import PolicyVersion
from apps.reviews.models import Inbox, PolicyTarget


def hold_targets(*, policy: PolicyVersion, slugs: Collection[str], organisation_id: UUID) -> None:
    """Keep the inboxes that a version names from being deleted, as long as it is held."""
    transactions.require()
    inboxes = Inbox.objects.filter(organisation=organisation_id, slug__in=slugs)
    PolicyTarget.objects.filter(policy=policy).exclude(inbox__in=inboxes).delete()
    PolicyTarget.objects.bulk_create(
        [PolicyTarget(policy=policy, inbox=one) for one in inboxes], ignore_conflicts=True
    )


def free_targets(*, policy: PolicyVersion) -> None:
    """Let the inboxes of a version go that decides nothing any more."""
    transactions.require()
    PolicyTarget.objects.filter(policy=policy).delete()
