"""A form about a person's access that was refused comes back as it was typed, with the fault at its field."""

from tests.console.test_people import adam, at, send

__all__ = ["adam"]


def test_what_was_typed_of_a_grant_and_of_roles_stays(adam, world):
    path, on = at(world, "ana"), str(world.officers.id)
    typed = {"on": on, "permission": "look_inbox", "why": "She checks.", "last_day": "2026-01-01"}
    answer = send(adam, path, act="give", **typed)
    inbox, system = answer.context["page"].gives

    assert answer.status_code == 422
    chosen = [one.value for one in (*inbox.things, *inbox.permissions) if one.chosen]
    assert (chosen, inbox.why, inbox.last_day) == ([on, "look_inbox"], "She checks.", "2026-01-01")
    assert not any(one.chosen for one in (*system.things, *system.permissions))
    assert (system.why, system.last_day) == ("", "")
    shown = answer.content.decode()
    assert shown.count('id="e-last_day-inbox"') == 1
    assert shown.count('value="She checks."') == 1
    assert f'<option value="{on}" selected>' in shown

    roles = send(adam, path, act="roles", roles=["auditor"], was="analyst", why=" ").context["page"]
    assert [one.value for one in roles.roles if one.chosen] == ["auditor"]
    assert roles.field == "why-roles"
