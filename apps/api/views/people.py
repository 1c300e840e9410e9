"""People and roles: read and changed by an admin, each change with words on why and after step-up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.selectors import Wanted
from apps.api.serializers import people
from apps.api.views.acts import Act, acts
from apps.api.views.base import CURSOR, Endpoint, caller, query, reads
from apps.api.views.members import person_of
from apps.api.views.proven import Proven
from apps.core import refusals
from apps.flow.selectors import people as selectors
from apps.flow.services import admitting
from apps.registry import selectors as registry

ADMIN = ("not_admin",)
CHANGE = (*ADMIN, "change_why")
GRANT = (*ADMIN, "grant_why", "unfitting_permission", "person_unknown")


class People(Endpoint):
    scopes = {"GET": "people:read"}

    @reads("people", people.PeopleFound, asks=people.PeopleQuery, refuses=(*ADMIN, *CURSOR))
    def get(self, request: Request) -> Response:
        """List the people of the organisation by name; for admins."""
        by, asked = caller(request), query(request, people.PeopleQuery)
        page = selectors.found(
            to=by.actor,
            wanted=Wanted(asked["q"], asked["role"], asked["access"]),
            after=asked.get("after"),
            limit=asked["limit"],
            now=by.now,
        )
        return Response(people.PeopleFound(page).data)


class Person(Endpoint):
    scopes = {"GET": "people:read"}

    @reads("person", people.PersonSeen, refuses=ADMIN)
    def get(self, request: Request, user_id: UUID) -> Response:
        """Say what one person is, what they may reach, and what was changed of it by whom and why."""
        found = selectors.one(user_id=user_id, to=caller(request).actor)
        return Response(people.PersonSeen(found).data)


class Roles(Endpoint):
    scopes = {"GET": "people:read"}

    @reads("roles", people.RolesHeld, refuses=ADMIN)
    def get(self, request: Request) -> Response:
        """List every role with who holds it; for admins."""
        return Response(people.RolesHeld({"roles": selectors.roles_held(to=caller(request).actor)}).data)


class _OnPerson(Proven):
    """A change of one person, answered with them as they are afterwards."""

    scopes = {"POST": "people:write"}

    def changed(self, act: Act, user_id: UUID, verb: Callable[..., Any], **said: object) -> object:
        selectors.require_admin(act.by)
        self.require_proof()
        verb(user_id=user_id, **said, by=act.by, now=act.now)
        return selectors.one(user_id=user_id, to=act.by)


class GiveRole(_OnPerson):
    @acts(
        "give_role",
        people.RoleBody,
        {200: people.PersonSeen},
        is_proven=True,
        example={"role": "supervisor", "why": "She leads the team from Monday."},
        refuses=(*CHANGE, "own_role"),
    )
    def post(self, act: Act, user_id: UUID) -> object:
        """Give a person one role more, from their next request on; never oneself. They are told."""
        return self.changed(act, user_id, admitting.give_role, **act.said)


class TakeRole(_OnPerson):
    @acts(
        "take_role",
        people.RoleBody,
        {200: people.PersonSeen},
        is_proven=True,
        example={"role": "supervisor", "why": "She hands the team over."},
        refuses=(*CHANGE, "last_admin"),
    )
    def post(self, act: Act, user_id: UUID) -> object:
        """Take one role from a person, from their next request on; an admin stays. They are told."""
        return self.changed(act, user_id, admitting.take_role, **act.said)


class Deactivate(_OnPerson):
    @acts(
        "deactivate_person",
        people.WhyBody,
        {200: people.PersonSeen},
        is_proven=True,
        example={"why": "He left."},
        refuses=(*CHANGE, "access_moved", "own_access", "still_owner"),
    )
    def post(self, act: Act, user_id: UUID) -> object:
        """End a person's access with their next request, and their keys for good; what they did stays."""
        return self.changed(act, user_id, admitting.deactivate, **act.said)


class Reactivate(_OnPerson):
    @acts(
        "reactivate_person",
        people.WhyBody,
        {200: people.PersonSeen},
        is_proven=True,
        example={"why": "He is back."},
        refuses=(*CHANGE, "access_moved"),
    )
    def post(self, act: Act, user_id: UUID) -> object:
        """Let a deactivated person sign in again, with the roles and grants that they had."""
        return self.changed(act, user_id, admitting.reactivate, **act.said)


class _OnSystem(Proven):
    scopes = {"POST": "people:write"}

    def given(self, act: Act, slug: str) -> dict[str, Any]:
        """Return whom it concerns and on what, for an admin who just proved who they are.

        Raises: NotAdmin, refusals.NotVisible, PersonUnknown.
        """
        selectors.require_admin(act.by)
        system = next((one for one in registry.systems_of(act.by.organisation_id) if one.slug == slug), None)
        if system is None:
            raise refusals.NotVisible
        self.require_proof()
        said = act.said
        person = person_of(said["email"], act.by)
        about = {"permission": said["may"], "why": said["why"]}
        return {"user_id": person.id, "on": system, **about, "by": act.by, "now": act.now}


class LetIn(_OnSystem):
    @acts(
        "let_into_system",
        people.SystemLetIn,
        {204: None},
        is_proven=True,
        example={
            "email": "audrey@bluegrass.example",
            "may": "audit_system",
            "why": "The yearly audit.",
            "until": "2027-01-31T00:00:00Z",
        },
        refuses=(*GRANT, "own_grant", "expiry_past"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Let a person see, analyse or audit an AI system; giving again sets a new end. They are told."""
        admitting.let_in(**self.given(act, slug), expires_at=act.said["until"])
        return None


class TakeBack(_OnSystem):
    @acts(
        "take_out_of_system",
        people.SystemTakeBack,
        {204: None},
        is_proven=True,
        example={"email": "audrey@bluegrass.example", "may": "audit_system", "why": "The audit is done."},
        refuses=GRANT,
    )
    def post(self, act: Act, slug: str) -> object:
        """Take back what a person may do on an AI system, from their next request on. They are told."""
        admitting.shut_out(**self.given(act, slug))
        return None
