"""Who acts in a past: only invented people and machines of a demonstration, never a real person's name."""

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import refusals


class Unknown(refusals.NotVisible):
    code = "unknown_actor"
    sentence = "Nobody of this name is here."


class RealPerson(refusals.NotAllowed):
    code = "real_person"
    sentence = "A past is never written under the name of a real person or a real machine."


class Cast:
    """The actors of a run, looked up once each. Grants and roles are read anew with every act."""

    def __init__(self) -> None:
        self._known: dict[str, Actor] = {}

    def actor(self, who: str) -> Actor:
        """Return the person of an address or the machine of a name.

        Raises: Unknown, RealPerson.
        """
        if who not in self._known:
            self._known[who] = _person(who) if "@" in who else _machine(who)
        return self._known[who]


def _person(email: str) -> Actor:
    try:
        actor = accounts.actor_of_email(email)
    except Actor.DoesNotExist as error:
        raise Unknown(who=email) from error
    if not (actor.user.is_simulated or actor.organisation.is_demonstration):
        raise RealPerson(who=email)
    return actor


def _machine(name: str) -> Actor:
    found = list(
        Actor.objects.select_related("organisation").filter(machine__name=name, machine__is_active=True)
    )
    invented = [one for one in found if one.organisation.is_demonstration]
    if len(invented) == 1:
        return invented[0]
    raise RealPerson(who=name) if found and not invented else Unknown(who=name)
