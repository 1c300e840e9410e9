"""An admin comes in only by breaking the glass: with a reason, for a time, seen by all whom it concerns."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from apps.accounts import access
from apps.accounts.models import BreakGlass, RoleAssignment, User
from apps.audit.models import Entry
from apps.core import transactions
from apps.flow.selectors import break_glass as reads
from apps.flow.services import authorising
from apps.flow.services import breaking_glass as flow
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem
from apps.reviews.services import handing_on, taking_over
from tests.flow.test_delegation import hold, uphold
from tests.world import arrive, claimed, code, noon, real


def opened(world, slug="triage-officers", by=None, minutes=30, why="Nobody answers.", now=None):
    by = by or world.adam
    row = flow.break_glass(slug=slug, why=why, minutes=minutes, by=by, now=now or real())
    world.forget(by)
    return row


def found(client, item):
    """The statuses of the ways to a case, and whether lists and searches name it."""
    ways = ("/inboxes/triage-officers/", f"/cases/{item.item_id}/review/", f"/cases/{item.case_ref}/")
    ways += (f"/api/v1/items/{item.item_id}/", "/api/v1/inboxes/triage-officers/items/")
    asked = {"q": item.case_ref}
    return (
        {client.get(path).status_code for path in ways},
        f"/cases/{item.case_ref}/" in client.get("/search/", asked).content.decode(),
        len(client.get("/api/v1/cases/", asked).json()["cases"]),
        bool(client.get("/api/v1/inboxes/").json()["inboxes"]),
    )


class TestNoSilentWay:
    def test_an_admin_sees_no_case_no_inbox_and_finds_none_whatever_the_flags(self, world, client):
        item = arrive(world)
        client.force_login(world.user("olga"))
        assert found(client, item) == ({200}, True, 1, True)
        client.force_login(world.user("adam"))
        assert found(client, item) == ({404}, False, 0, False)
        User.objects.filter(id=world.user("adam").id).update(is_superuser=True)
        assert found(client, item) == ({404}, False, 0, False)


class TestOpened:
    def test_they_look_release_and_reassign_and_never_decide(self, world):
        item, held = claimed(world, world.olga), hold(world)
        opened(world)
        opened(world, "triage-supervisors")
        adam = world.adam
        free = arrive(world).item_id
        assert code(reviews.claim, item_id=free, by=adam, now=noon) == "cannot_work_inbox"
        assert code(uphold, held, adam) == "not_the_approver"
        with transactions.verb():
            said = {"why": "urgent", "note": "", "version": item.version, "by": adam, "now": noon}
            assert code(taking_over.take_over, item_id=item.id, **said) == "not_supervising"
        once = {"amount_minor": 1, "outcome": "", "why": "So.", "expires_at": noon + dt.timedelta(hours=1)}
        assert code(authorising.give_once, item_id=item.id, to=world.olga, by=adam, now=noon, **once)
        with transactions.verb():
            said = {"to": world.ben, "why": "absent", "note": "", "version": item.version}
            handing_on.hand_on(item_id=item.id, by=adam, now=noon, **said)
        assert ReviewItem.objects.get(id=item.id).assigned_to == world.ben
        body = json.loads(bytes(Entry.objects.filter(verb="item.handed_on").latest("id").body))
        assert body["data"]["break_glass"] == [1, 2]

    def test_whom_it_concerns_is_told_at_once_and_only_once(self, world):
        arrive(world)
        row = opened(world)
        told = set(Notification.objects.filter(kind="glass_opened").values_list("to", flat=True))
        supervisors = set(
            access.holders("supervise_inbox", world.officers.id, now=real()).values_list("id", flat=True)
        )
        assert told == {world.owen.id} | supervisors
        assert code(opened, world) == "break_glass_needless"
        assert reads.opening(glass_id=row.id, to=world.owen, now=real()).is_open

    def test_only_admins_with_a_reason_for_at_most_an_hour(self, world):
        assert code(opened, world, by=world.sam) == "not_admin"
        assert code(opened, world, why=" ") == "break_glass_invalid"
        assert code(opened, world, minutes=61) == "break_glass_invalid"
        assert code(opened, world, minutes=4) == "break_glass_invalid"
        assert code(opened, world, "nowhere") == "not_found"
        for who, hours in (("sam", 1), ("adam", 2)):
            with pytest.raises(IntegrityError), transaction.atomic():
                BreakGlass.objects.create(
                    organisation=world.organisation, number=9, admin=world.user(who), why="So.",
                    object_id=world.officers.id, opened_at=noon, ends_at=noon + dt.timedelta(hours=hours),
                )  # fmt: skip

    @pytest.mark.parametrize("end", ["closed", "owner", "time", "role"])
    def test_it_ends_with_the_next_request(self, world, end):
        row = opened(world, now=noon if end == "time" else None)
        if end in {"closed", "owner"}:
            arrive(world)
            flow.close_glass(glass_id=row.id, by=world.adam if end == "closed" else world.owen, now=real())
        elif end == "role":
            RoleAssignment.objects.filter(user=world.user("adam")).delete()
        world.forget(world.adam)
        assert access.opened(world.adam) == ()
        if end == "closed":
            assert code(flow.close_glass, glass_id=row.id, by=world.adam, now=real()) == "break_glass_closed"
