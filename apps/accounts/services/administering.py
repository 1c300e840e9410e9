"""What only an admin does: who counts as one, checked again while the organisation's people are locked."""

from django.db.models import QuerySet

from apps.accounts.models import Actor, Organisation, Role, User
from apps.core import refusals, transactions
from apps.core.words import say


class NotAdmin(refusals.NotAllowed):
    code = "not_admin"
    sentence = say("Only an admin of this organisation may do this.")


def require_admin(by: Actor) -> None:
    """Refuse anybody but an active admin; admins of one organisation act one after the other.

    The lock keeps two admins from taking each other's role at the same moment.
    Raises: NotAdmin.
    """
    transactions.require()
    list(Organisation.objects.select_for_update(no_key=True).filter(id=by.organisation_id).values_list("id"))
    if not admins(by).filter(actor=by).exists():
        raise NotAdmin(permission="admin")


def admins(by: Actor) -> QuerySet[User]:
    """Return the active admins of an actor's organisation."""
    return User.objects.filter(
        organisation_id=by.organisation_id, is_active=True, role_assignments__role=Role.ADMIN
    )
