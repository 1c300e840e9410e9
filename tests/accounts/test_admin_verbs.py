"""What an admin may do to people, grants and keys: only in their own organisation, each with its entry."""

import datetime as dt
import json
import threading

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from apps.accounts import access, selectors
from apps.accounts import services as accounts
from apps.accounts.models import GrantTerm, PersonChange, RoleAssignment
from apps.audit.models import Entry
from apps.flow.services import admitting
from tests.world import attempt, code, later, noon

EVERYBODY_ELSE = ("olga", "sam", "ana", "owen", "audrey", "lena", "model")


def verbs_of(world, by="adam"):
    """Every verb of an admin, ready to be called as somebody."""
    who = {"by": getattr(world, by), "now": noon}
    ben = world.user("ben").id
    return {
        "add_person": (accounts.add_person, {"email": "n@x.example", "name": "N", "roles": [], "time_zone": "UTC", **who}),
        "set_roles": (admitting.set_roles, {"user_id": ben, "roles": ["analyst"], "why": "So.", **who}),
        "let_in": (admitting.let_in, {"user_id": ben, "permission": "look_inbox", "on": world.officers, "expires_at": None, "why": "So.", **who}),
        "shut_out": (admitting.shut_out, {"user_id": ben, "permission": "work_inbox", "on": world.officers, "why": "So.", **who}),
        "deactivate": (admitting.deactivate, {"user_id": ben, "why": "So.", **who}),
        "renew_password": (accounts.renew_password, {"email": world.user("ben").email, **who}),
        "issue_machine_key": (accounts.issue_machine_key, {"machine_id": world.model.machine.id, "scopes": ["items:read"], "days": 1, **who}),
    }  # fmt: skip


NAMES = ("add_person", "set_roles", "let_in", "shut_out", "deactivate", "renew_password", "issue_machine_key")
ENTRIES = {
    "add_person": "person.invited",
    "set_roles": "person.roles_changed",
    "let_in": "grant.given",
    "shut_out": "grant.taken_back",
    "deactivate": "person.deactivated",
    "renew_password": "person.password_renewed",
    "issue_machine_key": "key.issued",
}


@pytest.mark.parametrize("name", NAMES)
class TestEveryVerb:
    @pytest.mark.parametrize("who", EVERYBODY_ELSE)
    def test_is_an_admins_alone(self, world, name, who):
        verb, given = verbs_of(world, who)[name]

        assert code(verb, **given) == "not_admin"

    def test_leaves_one_entry(self, world, name):
        verb, given = verbs_of(world)[name]
        before = Entry.objects.count()
        attempt(verb, **given)

        entry = Entry.objects.order_by("-id").first()
        assert (Entry.objects.count() - before, entry.verb, entry.actor_id) == (
            1,
            ENTRIES[name],
            world.adam.id,
        )

    def test_does_not_reach_into_another_organisation(self, world, name):
        world.user("lena").role_assignments.update(role="admin")
        verb, given = verbs_of(world, "lena")[name]

        assert code(verb, **given) == ("" if name == "add_person" else "not_found")


class TestRoles:
    def test_they_become_exactly_these(self, world):
        admitting.set_roles(
            user_id=world.user("ben").id, why="So.", roles=["analyst", "auditor"], by=world.adam, now=noon
        )

        assert access.roles(world.person("ben")) == {"analyst", "auditor"}
        entry = Entry.objects.get(verb="person.roles_changed")
        assert json.loads(bytes(entry.body))["data"] == {
            "given": ["analyst", "auditor"],
            "taken": ["officer"],
        }

    def test_the_same_ones_leave_no_entry(self, world):
        admitting.set_roles(
            user_id=world.user("ben").id, why="So.", roles=["officer"], by=world.adam, now=noon
        )

        assert not Entry.objects.filter(verb="person.roles_changed").exists()

    def test_an_unknown_one_is_refused(self, world):
        assert (
            code(
                admitting.set_roles,
                user_id=world.user("ben").id,
                why="So.",
                roles=["king"],
                by=world.adam,
                now=noon,
            )
            == "unknown_role"
        )

    def test_the_last_admin_keeps_theirs_until_there_is_another(self, world):
        adam = world.user("adam").id
        assert (
            code(admitting.set_roles, user_id=adam, why="So.", roles=[], by=world.adam, now=noon)
            == "last_admin"
        )

        admitting.set_roles(user_id=world.user("ben").id, why="So.", roles=["admin"], by=world.adam, now=noon)
        assert code(admitting.set_roles, user_id=adam, why="So.", roles=[], by=world.adam, now=noon) == ""
        assert (
            code(admitting.set_roles, user_id=adam, why="So.", roles=["admin"], by=world.adam, now=noon)
            == "not_admin"
        )

    def test_a_deactivated_admin_does_not_count(self, world):
        admitting.set_roles(user_id=world.user("ben").id, why="So.", roles=["admin"], by=world.adam, now=noon)
        admitting.deactivate(user_id=world.user("ben").id, why="So.", by=world.adam, now=noon)

        assert (
            code(
                admitting.set_roles,
                user_id=world.user("adam").id,
                why="So.",
                roles=[],
                by=world.adam,
                now=noon,
            )
            == "last_admin"
        )


@pytest.mark.usefixtures("committed")
def test_two_admins_who_take_each_others_role_at_once_leave_one(world):
    admitting.set_roles(user_id=world.user("ben").id, why="So.", roles=["admin"], by=world.adam, now=noon)
    pairs = [(world.user("ben").id, world.person("adam")), (world.user("adam").id, world.person("ben"))]
    gate, answers = threading.Barrier(2), []

    def act(user_id, by):
        gate.wait()
        answers.append(
            code(admitting.set_roles, user_id=user_id, why="So.", roles=["officer"], by=by, now=noon)
        )
        connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(answers) == ["", "not_admin"]
    assert RoleAssignment.objects.filter(role="admin", user__organisation=world.organisation).count() == 1


class TestAccess:
    @pytest.mark.parametrize(
        ("who", "refused"), [("adam", "own_access"), ("owen", "still_owner"), ("ben", "")]
    )
    def test_whose_can_end(self, world, who, refused):
        assert (
            code(admitting.deactivate, user_id=world.user(who).id, why="So.", by=world.adam, now=noon)
            == refused
        )

    def test_who_comes_back_has_what_they_had(self, world):
        ben = world.user("ben")
        assert (
            code(admitting.reactivate, user_id=ben.id, why="So.", by=world.adam, now=noon) == "access_moved"
        )
        admitting.deactivate(user_id=ben.id, why="So.", by=world.adam, now=noon)
        assert code(admitting.reactivate, user_id=ben.id, why="So.", by=world.sam, now=noon) == "not_admin"

        admitting.reactivate(user_id=ben.id, why="So.", by=world.adam, now=noon)

        assert access.granted_ids(world.person("ben"), "work_inbox") == {world.officers.id}
        assert Entry.objects.filter(verb="person.reactivated", object_id=world.ben.id).count() == 1

    def test_who_is_out_cannot_act_with_an_old_page(self, world):
        admitting.set_roles(user_id=world.user("ben").id, why="So.", roles=["admin"], by=world.adam, now=noon)
        ben = world.person("ben")
        assert access.roles(ben) == {"admin"}
        admitting.deactivate(user_id=world.user("ben").id, why="So.", by=world.adam, now=noon)

        assert (
            code(admitting.deactivate, user_id=world.user("olga").id, why="So.", by=ben, now=noon)
            == "not_admin"
        )


class TestInvitation:
    def test_the_first_password_signs_in(self, world):
        person, first = accounts.add_person(
            email="Nora@X.example",
            name=" Nora Ek ",
            roles=["officer"],
            time_zone="UTC",
            by=world.adam,
            now=noon,
        )

        assert authenticate(None, email="nora@x.example", password=first) == person
        assert (person.name, person.is_simulated, access.roles(person.actor)) == (
            "Nora Ek",
            False,
            {"officer"},
        )

    @pytest.mark.parametrize(
        ("changes", "refused"),
        [
            ({"name": "  "}, "name_missing"),
            ({"name": "N" * 121}, "name_missing"),
            ({"email": "x"}, "address_invalid"),
            ({"email": "LENA@lakeshore.example"}, "address_taken"),
            ({"roles": ["king"]}, "unknown_role"),
            ({"time_zone": "x"}, "unknown_zone"),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, world, changes, refused):
        verb, given = verbs_of(world)["add_person"]

        assert code(verb, **(given | changes)) == refused


class TestGrants:
    def test_giving_again_sets_a_new_end(self, world):
        verb, given = verbs_of(world)["let_in"]
        verb(**given)
        verb(**(given | {"expires_at": later(days=3)}))

        term = GrantTerm.objects.get(user=world.user("ben"), permission="look_inbox")
        assert term.expires_at == later(days=3)

    @pytest.mark.parametrize(
        ("changes", "refused"),
        [
            ({"permission": "audit_system"}, "unfitting_permission"),
            ({"permission": "break_inbox"}, "unfitting_permission"),
            ({"expires_at": noon}, "expiry_past"),
            ({"expires_at": noon - dt.timedelta(days=1)}, "expiry_past"),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, world, changes, refused):
        verb, given = verbs_of(world)["let_in"]

        assert code(verb, **(given | changes)) == refused

    def test_on_another_organisations_inbox_there_are_none(self, world):
        verb, given = verbs_of(world)["let_in"]
        there = type(world.officers).objects.filter(organisation=world.lakeshore).first()

        assert code(verb, **(given | {"on": there})) == "not_found"

    def test_what_was_not_given_cannot_be_taken_back(self, world):
        verb, given = verbs_of(world)["shut_out"]

        assert code(verb, **(given | {"permission": "look_inbox"})) == "not_found"

    def test_they_are_listed_with_their_people(self, world):
        found = selectors.holders_on([world.officers.id], now=noon, most=2)[world.officers.id, "work_inbox"]

        assert ([one.name.split()[0] for one in found.people], found.n) == (["Ben", "Olga"], 3)


class TestMachineKeys:
    @pytest.mark.parametrize(
        ("changes", "refused"),
        [
            ({"scopes": []}, "no_scope"),
            ({"scopes": ["x"]}, "unknown_scope"),
            ({"days": 0}, "key_too_long"),
            ({"days": 367}, "key_too_long"),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, world, changes, refused):
        verb, given = verbs_of(world)["issue_machine_key"]

        assert code(verb, **(given | changes)) == refused

    def test_one_that_is_switched_off_gets_none(self, world):
        verb, given = verbs_of(world)["issue_machine_key"]
        type(world.model.machine).objects.filter(id=given["machine_id"]).update(is_active=False)

        assert code(verb, **given) == "not_found"


PREFERENCES = {
    "time_zone": "Europe/Berlin",
    "theme": "dark",
    "density": "compact",
    "language": "de",
    "mails": "daily",
    "single_keys": False,
}


class TestPreferences:
    def test_they_are_the_persons_own(self, world):
        accounts.set_preferences(**PREFERENCES, by=world.olga)

        assert (world.user("olga").theme, world.user("ben").theme) == ("dark", "system")

    @pytest.mark.parametrize(
        ("changes", "refused"),
        [
            ({"theme": "x"}, "unknown_look"),
            ({"density": "x"}, "unknown_look"),
            ({"language": "x"}, "unknown_look"),
            ({"time_zone": "x"}, "unknown_zone"),
        ],
    )
    def test_what_is_not_offered_is_refused(self, world, changes, refused):
        assert code(accounts.set_preferences, **(PREFERENCES | changes), by=world.olga) == refused


def test_people_of_one_organisation_stand_in_pages(world):
    def page(after, limit):
        return selectors.people(
            organisation_id=world.organisation.id,
            wanted=selectors.Wanted(),
            after=after,
            limit=limit,
            now=noon,
        )

    first = page(None, 3)
    rest = page(first.following, 99)
    names = [one.name for one in first.rows + rest.rows]

    assert (names, rest.following) == (sorted(names), None)
    assert (first.n_found, first.n_all) == (len(names), len(names))
    assert not any("lakeshore" in one.email for one in first.rows + rest.rows)


@pytest.mark.parametrize("why", [" ", "x" * 301])
@pytest.mark.parametrize("name", ["set_roles", "deactivate"])
def test_who_changes_what_somebody_may_be_says_why(world, name, why):
    verb, given = verbs_of(world)[name]

    assert code(verb, **given | {"why": why}) == "change_why"
    assert (world.user("ben").is_active, access.roles(world.person("ben"))) == (True, {"officer"})
    assert not PersonChange.objects.exists()
    attempt(verb, **given | {"why": " He moves on. "})
    assert {(one.why, one.by) for one in PersonChange.objects.filter(person=world.user("ben"))} == {
        ("He moves on.", world.adam)
    }
