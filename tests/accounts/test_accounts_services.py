"""People, machines and keys: made by the right ones, ended with the next request, nothing readable kept."""

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from apps.accounts import access, selectors
from apps.accounts import services as accounts
from apps.accounts.models import ApiKey, GrantTerm, MachineClient, User
from apps.audit.models import Entry
from apps.core import transactions
from apps.flow.services import admitting
from tests.world import code, later, noon


def issued(world, *, actor=None, scopes=("items:read",), days=30):
    with transactions.verb():
        return accounts.issue_key(
            actor=actor or world.model, scopes=scopes, expires_at=later(days=days), by=world.adam, now=noon
        )


class TestKeys:
    def test_a_key_says_who_and_what_for(self, world):
        holder = selectors.key_holder(world.keys["triage-model"], now=noon)

        assert (holder.actor, holder.machine.name) == (world.model, "triage-model")
        assert holder.scopes == {"recommendations:write", "recommendations:read"}

    def test_a_person_can_have_one_too(self, world):
        holder = selectors.key_holder(issued(world, actor=world.olga), now=noon)

        assert (holder.actor, holder.machine, holder.scopes) == (world.olga, None, {"items:read"})

    @pytest.mark.parametrize("change", [lambda raw: raw[:-1], lambda raw: raw + "x", lambda raw: raw.upper(), lambda raw: raw.replace("rhk", "rhx"), lambda raw: raw.split("_", 2)[2], lambda _: "", lambda _: "rhk__", lambda _: "rhk_a_b"])  # fmt: skip
    def test_anything_else_is_nobody(self, world, change):
        assert selectors.key_holder(change(world.keys["triage-model"]), now=noon) is None

    def test_it_expires(self, world):
        raw = issued(world, days=30)

        assert selectors.key_holder(raw, now=later(days=29)) is not None
        assert selectors.key_holder(raw, now=later(days=30)) is None

    def test_it_can_be_revoked_by_an_admin_of_its_organisation_only(self, world):
        raw = issued(world)
        prefix = raw.split("_")[1]

        assert code(accounts.revoke_key, prefix=prefix, by=world.olga, now=noon) == "not_admin"
        assert code(accounts.revoke_key, prefix=prefix, by=world.lena, now=noon) == "not_admin"
        assert code(accounts.revoke_key, prefix=prefix, by=world.adam, now=noon) == ""
        assert selectors.key_holder(raw, now=noon) is None
        assert code(accounts.revoke_key, prefix=prefix, by=world.adam, now=noon) == "key_revoked"

    def test_an_admin_elsewhere_cannot_even_know_it(self, world):
        prefix = issued(world).split("_")[1]
        world.user("lena").role_assignments.update(role="admin")

        assert code(accounts.revoke_key, prefix=prefix, by=world.lena, now=noon) == "not_found"

    def test_it_dies_with_its_machine_and_with_its_person(self, world):
        hers, theirs = issued(world, actor=world.olga), issued(world)
        MachineClient.objects.filter(actor=world.model).update(is_active=False)
        admitting.deactivate(user_id=world.user("olga").id, why="So.", by=world.adam, now=noon)

        assert selectors.key_holder(hers, now=noon) is None
        assert selectors.key_holder(theirs, now=noon) is None

    def test_no_key_can_be_read_back_from_the_database(self, world):
        raw = issued(world)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(k::text, ' ') || (SELECT string_agg(encode(body, 'escape'), ' ') FROM audit_entry) FROM accounts_apikey k"
            )
            kept = cursor.fetchone()[0]

        assert raw.split("_", 2)[2] not in kept
        assert ApiKey.objects.get(prefix=raw.split("_")[1]).scopes == ["items:read"]

    def test_an_unknown_scope_is_refused(self, world):
        assert code(issued, world, scopes=["everything"]) == "unknown_scope"


class TestPeople:
    def test_a_person_signs_in_by_address_and_password(self, world):
        found = authenticate(None, email="Olga@bluegrass.example", password="bluegrass-olga-1982")

        assert found == world.user("olga")
        assert authenticate(None, email="olga@bluegrass.example", password="wrong") is None

    def test_a_deactivated_person_does_not_and_what_they_did_stays(self, world):
        admitting.deactivate(user_id=world.user("olga").id, why="So.", by=world.adam, now=noon)

        assert authenticate(None, email="olga@bluegrass.example", password="bluegrass-olga-1982") is None
        assert access.roles(world.person("olga")) == frozenset()
        assert Entry.objects.filter(verb="person.deactivated", object_id=world.olga.id).count() == 1

    @pytest.mark.parametrize(("who", "refused"), [("sam", "not_admin"), ("owen", "not_admin"), ("lena", "not_admin"), ("adam", "")])  # fmt: skip
    def test_only_an_admin_deactivates(self, world, who, refused):
        assert (
            code(
                admitting.deactivate,
                user_id=world.user("ben").id,
                why="So.",
                by=getattr(world, who),
                now=noon,
            )
            == refused
        )

    def test_an_admin_cannot_reach_into_another_organisation(self, world):
        assert (
            code(admitting.deactivate, user_id=world.user("lena").id, why="So.", by=world.adam, now=noon)
            == "not_found"
        )

    def test_inviting_somebody_twice_makes_one_person(self, world):
        with transactions.verb():
            again = accounts.invite(
                organisation=world.organisation, email="OLGA@bluegrass.example", name="Other", password="x", roles=["admin"],
                time_zone="UTC", is_simulated=False, by=world.adam, now=noon,
            )  # fmt: skip

        assert again == world.user("olga")
        assert User.objects.filter(email__iexact="olga@bluegrass.example").count() == 1
        assert access.roles(world.person("olga")) == {"officer"}


class TestGrants:
    def test_given_and_taken_back_with_an_entry_each(self, world):
        user = world.user("ana")
        with transactions.verb():
            accounts.give(user=user, permission="work_inbox", on=world.officers, by=world.adam, now=noon)
        assert access.granted_ids(world.person("ana"), "work_inbox") == {world.officers.id}

        with transactions.verb():
            accounts.take_back(user=user, permission="work_inbox", on=world.officers, by=world.adam, now=noon)
        assert access.granted_ids(world.person("ana"), "work_inbox") == frozenset()
        assert not GrantTerm.objects.filter(user=user, permission="work_inbox").exists()
        verbs = Entry.objects.filter(object_id=world.officers.id, said_at=noon).order_by("id")
        assert list(verbs.values_list("verb", flat=True)) == ["grant.given", "grant.taken_back"]

    def test_never_across_organisations(self, world):
        with pytest.raises(access.OtherOrganisation), transactions.verb():
            accounts.give(
                user=world.user("lena"), permission="work_inbox", on=world.officers, by=world.adam, now=noon
            )

    def test_never_a_permission_that_stands_on_nothing(self, world):
        with pytest.raises(access.UnknownPermission), transactions.verb():
            accounts.give(
                user=world.user("ana"), permission="be_boss", on=world.officers, by=world.adam, now=noon
            )

    def test_machines_have_none(self, world):
        assert access.granted_ids(world.model, "work_inbox") == frozenset()

    def test_all_of_an_actors_grants_take_one_statement(self, world, django_assert_num_queries):
        sam = world.person("sam")
        with django_assert_num_queries(1):
            for permission in sorted(access.PERMISSIONS):
                access.granted_ids(sam, permission)

    def test_the_holders_of_a_permission_are_active_and_not_expired(self, world):
        with transactions.verb():
            accounts.give(user=world.user("ana"), permission="work_inbox", on=world.officers, by=world.adam, now=noon, expires_at=later(hours=1))  # fmt: skip
        admitting.deactivate(user_id=world.user("ben").id, why="So.", by=world.adam, now=noon)

        def names(at):
            return {one.name.split()[0] for one in access.holders("work_inbox", world.officers.id, now=at)}

        assert names(noon) == {"Olga", "Priya", "Ana"}
        assert names(later(hours=1)) == {"Olga", "Priya"}
