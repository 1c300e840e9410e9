"""The access table for every role, not only the officer's: {other inbox, other organisation, revoked, inactive}.

tests/edges/test_access.py says what each role may do where it works. Here the same people ask after their access was
taken, while they stay signed in, and colleagues ask who hold the same role elsewhere. For each address one role, and
two of the four, by turns; all of them: `bin/prove access`.
"""

import os
import sys
from zlib import crc32

import pytest
from django.test import Client

from apps.accounts import services as accounts
from apps.accounts.models import GrantTerm, RoleAssignment, User
from apps.core import ids
from apps.registry.models import AISystem
from apps.reviews.models import Inbox
from tests.edges.stage import Stage
from tests.edges.test_access import ACCESS, NAMES, draw_refusals_once, undone

EVERYTHING = os.environ.get("REVIEWHUB_PROOF") == "long"
ROLES = ("officer", "supervisor", "analyst", "owner", "auditor", "admin")
MAY = {"supervisor": "supervise_inbox", "officer": "work_inbox"}
ON_SYSTEM = {"analyst": "analyse_system", "auditor": "audit_system"}
DONE = range(200, 400)
MOVED = {
    "api:inbox-capacity": 409,
    "api:inbox-rota-day": 409,
    "api:skill-give": 409,
    "api:system-take-back": 404,
}  # by an admin
OVERSEEN = {"api:break-glass-one", "console:break_glass_one"}  # by all owners and auditors
LISTS = {"console:inboxes", "console:systems"}  # lists of what one has, or the way to it
pytestmark = pytest.mark.timeout(3600 if EVERYTHING else 120)

# Address -> why what is one's own stays one's own when all access is taken.
OWN = {
    "One's own decision, and what it makes for the person it is about": (
        "console:decision_peek", "api:held-decision", "api:request-reversal", "console:reversal-ask",
        "console:explanation", "console:explanation_pdf",
    ),
    "One's own figures": ("console:own_figures", "api:own-figures", "console:practice", "api:known-answer"),
    "A question that was put to one, or that one asked": (
        "console:question", "api:question", "api:question-answer", "console:question-answer",
        "api:question-withdraw", "console:question-withdraw",
    ),
    "What one asked for oneself": (
        "console:reversal", "api:reversal-request", "api:reversal-withdraw", "api:appeal", "console:appeal",
        "api:appeal-withdraw",
    ),
    "Authority for one case, or a power, that one handed on": (
        "api:authority-take-back", "console:authority_take_back", "api:delegation-take-back",
        "console:delegation_take_back",
    ),
    "What one promised": ("api:follow-up-close", "console:follow_up_close"),
    "One's own key, absence and kept view": (
        "console:own_key_revoke", "api:absence-end", "api:inbox-view-drop", "console:inbox-view-drop",
    ),
}  # fmt: skip
OWNED = {name for names in OWN.values() for name in names}
DENIED = {403, 404}


def cells(turn):
    """Each address with the roles that may do it, or every second one with one of them."""
    for name in NAMES:
        may = [role for role in ROLES if ACCESS[name].expected[role] in DONE]
        number = crc32(name.encode())
        if EVERYTHING:
            yield from ((name, role) for role in may)
        elif may and number // len(may) % 2 == turn:
            yield name, may[number % len(may)]


@pytest.fixture
def stage(world, monkeypatch):
    draw_refusals_once(monkeypatch)
    return Stage()


def asked(stage, clients, expected, *, turn):
    """Ask every cell whose turn it is as the person of `clients` in that role; return where the answer is another than expected."""
    differ, n = {}, 0
    for name, role in cells(turn):
        row = ACCESS[name]
        stage.clients[role] = clients[role]
        with undone():
            status = stage.ask(role, row, name)
        n += 1
        if status not in expected(name, row, role):
            differ[name, role] = status
    sys.stdout.write(
        f"access: {n} of every address and role asked, {len(differ)} otherwise than the table says\n"
    )
    return differ


def test_with_the_next_request_nothing_is_left_of_what_was_taken(stage):
    people = {role: stage.users[role] for role in ROLES}
    AISystem.objects.filter(owner=people["owner"]).update(owner=stage.users["other_org"])
    for user in people.values():
        RoleAssignment.objects.filter(user=user).delete()
        for term in GrantTerm.objects.filter(user=user):
            on = (Inbox if "inbox" in term.permission else AISystem).objects.get(id=term.object_id)
            accounts.take_back(user=user, permission=term.permission, on=on, by=stage.system, now=stage.now)

    def expected(name, row, role):
        mine = {row.expected[role]} if name in OWNED else set()
        return {row.expected["revoked"]} | DENIED | mine

    assert asked(stage, dict(stage.clients), expected, turn=0) == {}


def test_whoever_was_deactivated_is_nobody_with_the_next_request(stage):
    User.objects.filter(id__in=[stage.users[role].id for role in ROLES]).update(is_active=False)

    def expected(_name, row, _role):
        return {row.expected["inactive"]}

    assert asked(stage, dict(stage.clients), expected, turn=1) == {}


@pytest.mark.parametrize(("place", "turn"), [("elsewhere", 0), ("other_org", 1)])
def test_who_has_the_role_somewhere_else_has_nothing_here(stage, place, turn):
    organisation = stage.world.organisation if place == "elsewhere" else stage.world.lakeshore
    clients = {role: colleague(stage, organisation, role) for role in ROLES}

    def expected(name, row, role):
        if name in LISTS:
            return {200, 303, 403}
        of_all = role == "admin" or (
            role in ("owner", "auditor") and name in OVERSEEN
        )  # of the whole organisation
        if row.things is None or (of_all and place == "elsewhere"):
            return {row.expected[role], row.expected[place], MOVED.get(name, row.expected[role])}
        return {row.expected[place], 404}

    assert asked(stage, clients, expected, turn=turn) == {}


def colleague(stage, organisation, role):
    """Somebody who has the role, and what it needs, on an inbox and an AI system of their own."""
    said = {"by": stage.system, "now": stage.now}
    user = accounts.invite(
        organisation=organisation, email=f"{role}@elsewhere.example", name=f"{role} elsewhere", roles=[role],
        password=ids.new().hex, time_zone="UTC", is_simulated=False, **said,
    )  # fmt: skip
    there = Inbox.objects.create(organisation=organisation, slug=f"of-{role}", name=f"Of {role}")
    if role in MAY:
        accounts.give(user=user, permission=MAY[role], on=there, **said)
    systems = AISystem.objects.filter(organisation=organisation).exclude(slug="injury-triage")
    if role in ON_SYSTEM and systems:
        accounts.give(user=user, permission=ON_SYSTEM[role], on=systems[0], **said)
    stage.users[role] = user
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client
