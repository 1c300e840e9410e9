"""Whoever is let in or taken out, or whose role changes, is told by whom and why, and nobody else is."""

import pytest

from apps.accounts import access
from apps.flow.selectors.notices import notices
from apps.flow.services import admitting, staffing
from apps.notify.models import Notification
from tests.world import code, noon


def told(world, who):
    found = notices(to=world.person(who), view="new", after=None, limit=50)
    return [
        (one.kind, thing, one_changed.role or one_changed.permission, one_changed.by_name, one_changed.why)
        for one in found.rows
        if one.changed
        for one_changed, thing in [one.changed]
    ]


def on_system(world, who="ben", **changes):
    return {
        "user_id": world.user(who).id,
        "permission": "look_system",
        "on": world.system,
        "why": "He asks how it decides.",
        "by": world.adam,
        "now": noon,
    } | changes


def on_person(world, who="ben", **changes):
    return {"user_id": world.user(who).id, "why": "So.", "by": world.adam, "now": noon} | changes


def test_of_an_inbox(world):
    inbox, sam = world.officers, world.sam
    about = {"slug": inbox.slug, "user_id": world.user("audrey").id, "permission": "look_inbox", "now": noon}
    staffing.let_into_inbox(**about, why="She asked to see.", expires_at=None, by=sam)
    staffing.shut_out_of_inbox(**about, why="She has seen it.", by=sam)

    assert sorted(told(world, "audrey")) == [
        ("let_in", inbox.name, "look_inbox", sam.name, "She asked to see."),
        ("taken_out", inbox.name, "look_inbox", sam.name, "She has seen it."),
    ]
    assert Notification.objects.exclude(to=world.audrey).count() == 0


def test_of_an_ai_system_and_its_words_are_kept_with_the_change(world):
    admitting.let_in(**on_system(world), expires_at=None)
    assert world.system.id in access.granted_ids(world.person("ben"), "look_system")
    row = admitting.shut_out(**on_system(world, why="He has seen it."))

    assert (row.why, row.is_given) == ("He has seen it.", False)
    assert told(world, "ben") == [
        ("taken_out", world.system.name, "look_system", world.adam.name, "He has seen it."),
        ("let_in", world.system.name, "look_system", world.adam.name, "He asks how it decides."),
    ]


def test_of_a_role_and_of_being_let_in_again(world):
    admitting.give_role(**on_person(world, role="analyst", why="She helps Ana."))
    assert admitting.give_role(**on_person(world, role="analyst")) == [], "given again nothing changes"
    admitting.take_role(**on_person(world, role="officer", why="She is no officer now."))
    admitting.deactivate(**on_person(world))
    admitting.reactivate(**on_person(world, why="A mistake."))

    by = world.adam.name
    assert sorted(told(world, "ben")) == [
        ("access_back", "", "", by, "A mistake."),
        ("role_given", "", "analyst", by, "She helps Ana."),
        ("role_taken", "", "officer", by, "She is no officer now."),
    ]
    assert access.roles(world.person("ben")) == {"analyst"}


@pytest.mark.parametrize("why", ["", "  ", "x" * 301])
def test_it_is_refused_without_words_on_why(world, why):
    assert code(admitting.let_in, **on_system(world, why=why), expires_at=None) == "grant_why"
    assert code(admitting.give_role, **on_person(world, why=why, role="analyst")) == "change_why"
    assert Notification.objects.count() == 0


def test_nobody_raises_themselves(world):
    """An admin neither gives themselves a role nor lets themselves into an AI system or an inbox."""
    mine = {
        "slug": "triage-officers",
        "user_id": world.user("adam").id,
        "permission": "work_inbox",
        "why": "So.",
    }

    assert code(admitting.give_role, **on_person(world, "adam", role="owner")) == "own_role"
    assert code(admitting.set_roles, **on_person(world, "adam", roles=["admin", "owner"])) == "own_role"
    assert code(admitting.let_in, **on_system(world, "adam"), expires_at=None) == "own_grant"
    assert code(staffing.let_into_inbox, **mine, expires_at=None, by=world.adam, now=noon) == "own_membership"
    assert access.roles(world.person("adam")) == {"admin"}
    assert not access.granted_ids(world.person("adam"), "work_inbox")
