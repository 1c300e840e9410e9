"""People and roles, as an admin reads and changes them."""

from typing import Any

from rest_framework import serializers

from apps.accounts.access import PERMISSIONS
from apps.accounts.models import Role, User
from apps.accounts.selectors import ACCESS, NO_ROLE
from apps.accounts.services.standing import WHY_LENGTH
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import In, Instant, Out, Text
from apps.api.serializers.members import EMAIL

WHY = "Kept; the person and other admins read it."
ON_SYSTEM = sorted(one for one in PERMISSIONS if one.endswith("_system"))


class PeopleQuery(PageQuery):
    q = Text(max_length=120, default="", allow_blank=True, help_text="Part of a name or e-mail address.")
    role = serializers.ChoiceField(
        [*Role.values, NO_ROLE], default="", allow_blank=True, help_text="`none`: people without a role."
    )
    access = serializers.ChoiceField(sorted(ACCESS), default="", allow_blank=True)


class PersonListed(Out):
    id = serializers.UUIDField()
    email = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.SerializerMethodField()
    is_active = serializers.BooleanField(help_text="Whether they may sign in.")
    is_simulated = serializers.BooleanField(help_text="A person of the demonstration.")
    joined_at = Instant()
    last_sign_in_at = Instant(source="last_login", allow_null=True)

    def get_roles(self, one: User) -> list[str]:
        """Return them in one order."""
        return sorted(each.role for each in one.role_assignments.all())


class PeopleFound(Out):
    people = PersonListed(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class AccessReached(Out):
    """What somebody may do on one inbox or AI system."""

    kind = serializers.ChoiceField(["inbox", "ai_system"])
    slug = serializers.CharField()
    name = serializers.CharField()
    may = serializers.ChoiceField(sorted(PERMISSIONS), source="term.permission")
    since = Instant(source="term.given_at")
    until = Instant(source="term.expires_at", allow_null=True)
    given_by = serializers.CharField(source="term.given_by.name")


class AccessChange(Out):
    """What somebody did to a person's access, and why."""

    what = serializers.ChoiceField(["given", "taken", "deactivated", "reactivated", "let_in", "shut_out"])
    role = serializers.CharField(allow_blank=True)
    may = serializers.CharField(source="permission", allow_blank=True)
    on = serializers.CharField(allow_blank=True, help_text="Short name of the inbox or AI system.")
    why = serializers.CharField(allow_blank=True)
    by = serializers.CharField(source="by_name")
    at = Instant()


class PersonSeen(PersonListed):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "email": "ben@bluegrass.example",
        "name": "Ben Ortiz",
        "roles": ["officer"],
        "is_active": True,
        "is_simulated": True,
        "joined_at": "2026-09-01T08:00:00Z",
        "last_sign_in_at": None,
        "grants": [],
        "changes": [
            {
                "what": "given",
                "role": "officer",
                "may": "",
                "on": "",
                "why": "He joins the team.",
                "by": "Adam Reyes",
                "at": "2026-11-20T09:00:00Z",
            }
        ],
    }
    grants = AccessReached(many=True)
    changes = AccessChange(many=True, help_text="The newest 50.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Write the person, and beside them what they may reach and what was changed."""
        own = PersonListed(instance.user).data
        changes = [
            AccessChange({name: getattr(one, name) for name in _CHANGED} | {"on": on}).data
            for one, on in instance.changes
        ]
        return {**own, "grants": AccessReached(instance.grants, many=True).data, "changes": changes}


_CHANGED = ("what", "role", "permission", "why", "by_name", "at")


class RoleHeld(Out):
    role = serializers.ChoiceField(Role.choices)
    n = serializers.IntegerField(help_text="Active people who hold it.")
    people = serializers.SerializerMethodField(help_text="The first of them, by name.")

    def get_people(self, one: Any) -> list[str]:
        """Name them by their address."""
        return [each.email for each in one.people]


class RolesHeld(Out):
    roles = RoleHeld(many=True)


class RoleBody(In):
    role = serializers.ChoiceField(Role.choices)
    why = Text(max_length=WHY_LENGTH, help_text=WHY)


class WhyBody(In):
    why = Text(max_length=WHY_LENGTH, help_text=WHY)


class SystemLetIn(In):
    email = Text(max_length=254, help_text=EMAIL)
    may = serializers.ChoiceField(ON_SYSTEM)
    why = Text(max_length=WHY_LENGTH, help_text=WHY)
    until = Instant(default=None, allow_null=True, help_text="When it ends by itself.")


class SystemTakeBack(In):
    email = Text(max_length=254, help_text=EMAIL)
    may = serializers.ChoiceField(ON_SYSTEM)
    why = Text(max_length=WHY_LENGTH, help_text=WHY)
