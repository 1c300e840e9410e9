"""A power handed on for a time: from a list, never further, gone at once, named in all that is done under it."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from apps.accounts import access
from apps.accounts import selectors as accounts_selectors
from apps.accounts import services as accounts
from apps.accounts.models import Delegation, RoleAssignment, StandIn, User
from apps.audit.models import Entry
from apps.core import ids, transactions
from apps.flow import selectors
from apps.flow.selectors import approving as seen
from apps.flow.selectors import delegating as reads
from apps.flow.selectors import staffing
from apps.flow.services import approving, authorising
from apps.flow.services import delegating as flow
from apps.notify.models import Notification
from apps.policy.models import PolicyVersion
from apps.registry import selectors as registry
from apps.reviews import services as reviews
from apps.reviews.models import Approval, Decision, Release, ReviewItem
from apps.reviews.services import handing_on, relating
from tests.world import APPROVE, arrive, claimed, code, decided, noon, override, real

OVER = 300001
SYSTEM, SUPERVISORS = "system:injury-triage", "inbox:triage-supervisors"


def listed(world, who, on=SUPERVISORS, by=None):
    by = by or (world.owen if on == SYSTEM else world.adam)
    return flow.list_stand_in(on=on, email=world.user(who).email, by=by, now=noon)


def handed(world, to="ben", *, by=None, power="approve_held", on=SYSTEM, **said):
    """Sam hands something on to somebody on the list; it began at noon and runs on the real clock too."""
    given = {
        "why": "I am away.",
        "begins_at": None,
        "ends_at": real() + dt.timedelta(days=9),
        "now": real(),
    } | said
    by = by or world.sam
    row = flow.delegate(power=power, on=on, to=world.user(to).email, by=by, **given)
    world.forget(world.person(to), by)
    return row


def give(world, to="ben", **said):
    listed(world, to, said.get("on", SYSTEM))
    return handed(world, to, **said)


def hold(world, who=None, minor=OVER):
    item = claimed(world, who or world.olga)
    ReviewItem.objects.filter(id=item.id).update(stake_minor=minor)
    return Approval.objects.get(decision=decided(world, who or world.olga, override(), item=item))


def uphold(approval, by):
    version = ReviewItem.objects.get(id=approval.item_id).version
    return approving.uphold(approval_id=approval.id, words="So.", version=version, by=by, now=noon)


def said_of(verb):
    return json.loads(bytes(Entry.objects.filter(verb=verb).latest("id").body))["data"]


class TestHandedOn:
    def test_held_decisions_are_resolved_for_the_giver_and_the_record_names_it(self, world):
        row, held = give(world), hold(world)
        ben = world.person("ben")

        (shown,) = seen.held_list(to=ben, after=None, limit=9, now=noon).rows
        assert shown.may_resolve
        done = uphold(held, ben)

        assert (done.result, done.closed_by, done.delegation_id) == ("UPHELD", ben, row.id)
        assert Release.objects.filter(decision=held.decision).exists()
        assert said_of("decision.upheld")["delegation"] == row.number
        assert said_of("decision.upheld")["for"] == str(world.sam.id)
        told = selectors.timeline(case_ref=held.decision.case.case_ref, to=world.sam).entries
        assert f"for Sam Whitaker, under delegation {row.number}" in next(
            one.detail for one in told if one.verb == "decision.upheld"
        )
        assert seen.held(approval_id=held.id, to=world.sam, now=noon).row.under == (
            f"for Sam Whitaker, under delegation {row.number}"
        )
        with transactions.verb():
            approving.tell_approvers(held, held.decision.case_id, now=real())
        told = set(Notification.objects.filter(to=ben).values_list("kind", flat=True))
        assert told >= {"delegated", "decision_held"}

    def test_it_goes_as_far_as_the_givers_authority_and_no_further(self, world):
        give(world)
        held = hold(world, minor=OVER)
        authorising.set_limit(
            system=world.system, role="", person=world.sam, outcome="", max_amount_minor=100, from_at=noon, version=registry.limits_version(world.system.id),
            why="So.", by=world.owen, now=noon,
        )  # fmt: skip
        assert code(uphold, held, world.person("ben")) == "over_authority"

    def test_a_ladders_level_is_decided_and_an_inbox_supervised_for_the_giver(self, world):
        row = give(world, power="work_inbox", on=SUPERVISORS)
        up = arrive(world).item_id
        ReviewItem.objects.filter(id=up).update(inbox=world.supervisors, entered_at=noon)
        ben = world.person("ben")
        made = decided(world, ben, APPROVE, item=reviews.claim(item_id=up, by=ben, now=noon))
        assert (made.delegation_id, said_of("item.approved")["delegation"]) == (row.id, row.number)

        second = handed(world, power="supervise_inbox", on=SUPERVISORS)
        other = arrive(world).item_id
        ReviewItem.objects.filter(id=other).update(inbox=world.supervisors, entered_at=noon)
        taken = reviews.claim(item_id=other, by=world.sam, now=noon)
        with transactions.verb():
            handing_on.hand_on(
                item_id=other,
                to=None,
                why="load",
                note="",
                version=taken.version,
                by=world.person("ben"),
                now=noon,
            )
        assert said_of("item.handed_on")["delegation"] == second.number
        authorising.give_once(
            item_id=other, to=world.sam, amount_minor=100, outcome="", why="So.", by=world.person("ben"), now=noon,
            expires_at=noon + dt.timedelta(hours=1),
        )  # fmt: skip
        assert said_of("authority.given_once")["delegation"] == second.number

    def test_what_they_may_do_themselves_names_nothing(self, world):
        give(world, power="work_inbox", on=SUPERVISORS)
        assert decided(world, world.person("ben"), APPROVE).delegation_id is None


class TestEnds:
    @pytest.mark.parametrize("end", ["giver", "receiver", "owner", "admin", "list", "left", "grant"])
    def test_at_once_by_whoever_may(self, world, end):
        row, held = give(world), hold(world)
        ends = {"giver": world.sam, "receiver": world.person("ben"), "owner": world.owen, "admin": world.adam}
        if end in ends:
            flow.take_back(delegation_id=row.id, by=ends[end], now=noon)
        elif end == "list":
            flow.end_stand_in(stand_in_id=StandIn.objects.get().id, by=world.owen, now=noon)
        elif end == "left":
            User.objects.filter(id=row.giver_id).update(is_active=False)
        else:
            with transactions.verb():
                for name in ("supervise_inbox", "work_inbox"):
                    if world.supervisors.id in access.granted_ids(world.sam, name):
                        accounts.take_back(
                            user=world.user("sam"),
                            permission=name,
                            on=world.supervisors,
                            by=world.adam,
                            now=noon,
                        )
        assert code(uphold, held, world.person("ben")) == "not_found"

    def test_by_itself_when_the_databases_clock_says_so(self, world):
        give(world, begins_at=noon, ends_at=noon + dt.timedelta(seconds=1), now=noon)
        assert code(uphold, hold(world), world.person("ben")) == "not_found"

    def test_not_before_it_begins_and_once(self, world):
        row = give(world, begins_at=real() + dt.timedelta(days=1))
        assert not access.approving_for(world.person("ben"))
        assert reads.delegation(delegation_id=row.id, to=world.sam, now=noon).state == "to_come"
        assert code(flow.take_back, delegation_id=row.id, by=world.olga, now=noon) == "not_found"
        assert code(flow.take_back, delegation_id=row.id, by=world.audrey, now=noon) == "not_yours_to_end"
        flow.take_back(delegation_id=row.id, by=world.sam, now=noon)
        assert code(flow.take_back, delegation_id=row.id, by=world.sam, now=noon) == "delegation_over"
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(id=row.id).update(ended_at=None)


class TestNotTo:
    def test_the_list_is_the_owners_for_an_ai_system_and_an_admins_for_an_inbox(self, world):
        assert code(listed, world, "ben", SYSTEM, world.adam) == "not_your_list"
        assert code(listed, world, "ben", SUPERVISORS, world.owen) == "not_your_list"
        assert code(listed, world, "owen", SYSTEM) == "own_stand_in"
        assert code(listed, world, "audrey", SYSTEM) == "cannot_stand_in_here"
        assert code(listed, world, "lena", SYSTEM) == "cannot_stand_in_here"
        listed(world, "ben", SYSTEM)
        assert code(listed, world, "ben", SYSTEM) == "stand_in_known"

    def test_only_those_on_the_list_for_a_time_with_a_reason(self, world):
        assert code(handed, world) == "not_on_the_list"
        listed(world, "ben", SYSTEM)
        assert code(handed, world, why=" ") == "delegation_invalid"
        assert code(handed, world, ends_at=real() + dt.timedelta(days=32)) == "delegation_invalid"
        assert code(handed, world, ends_at=noon) == "delegation_invalid"
        assert code(handed, world, power="king") == "power_unknown"
        assert code(handed, world, on="inbox:nowhere") == "not_found"
        handed(world)
        assert code(handed, world) == "delegated_already"
        User.objects.filter(id=world.user("priya").id).update(is_active=False)
        assert code(listed, world, "priya", SYSTEM) == "cannot_stand_in_here"

    def test_never_passed_on(self, world):
        give(world, power="supervise_inbox", on=SUPERVISORS)
        listed(world, "priya")
        ben = world.person("ben")
        assert world.supervisors.id in access.granted_ids(ben, "supervise_inbox")
        assert code(staffing.staffed, slug="triage-supervisors", to=ben) == "only_who_staffs"
        assert (
            code(handed, world, "priya", by=ben, power="supervise_inbox", on=SUPERVISORS) == "power_not_yours"
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.create(
                organisation=world.organisation, number=99, power="supervise_inbox",
                object_id=world.supervisors.id, giver=world.user("ben"), to=world.user("priya"), why="So.",
                given_at=noon, begins_at=noon, ends_at=noon + dt.timedelta(days=1),
            )  # fmt: skip

    def test_nor_to_another_account_of_the_giver(self, world):
        with transactions.verb():
            accounts.invite(
                organisation=world.organisation, email="Sam+two@bluegrass.example", name="S.", password=ids.new().hex,
                roles=["supervisor"], time_zone="UTC", is_simulated=True,
                by=accounts_selectors.system_actor(world.organisation.id), now=noon,
            )  # fmt: skip
        flow.list_stand_in(on=SYSTEM, email="sam+two@bluegrass.example", by=world.owen, now=noon)
        said = {"power": "approve_held", "on": SYSTEM, "to": "sam+two@bluegrass.example", "why": "So."}
        ends = {"begins_at": noon, "ends_at": noon + dt.timedelta(days=9)}
        assert code(flow.delegate, **said, **ends, by=world.sam, now=noon) == "not_on_the_list"


class TestNobodysOwn:
    """Whoever stands in is kept from what the giver is kept from: by the code, and by the database alone."""

    def refused(self, held, by):
        found = code(uphold, held, by)
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.filter(id=held.id).update(result="UPHELD", closed_at=noon, closed_by=by)
        return found

    def test_not_what_the_giver_decided_also_by_their_own_right(self, world):
        RoleAssignment.objects.create(user=world.user("priya"), role="supervisor", given_at=noon)
        with transactions.verb():
            access.grant(
                user=world.user("priya"),
                permission="supervise_inbox",
                on=world.supervisors,
                by=world.adam,
                now=noon,
            )
        listed(world, "priya", "inbox:triage-officers")
        held = hold(world)
        handed(world, "priya", by=world.olga, power="work_inbox", on="inbox:triage-officers")
        assert self.refused(held, world.person("priya")) == "stands_in_for_them"

    def test_nor_by_a_chain(self, world):
        """Olga's decision, Olga stands behind Priya, and Priya behind Ben."""
        listed(world, "priya", "inbox:triage-officers")
        listed(world, "ben", "inbox:triage-officers")
        give(world)
        held = hold(world)
        handed(world, "priya", by=world.olga, power="work_inbox", on="inbox:triage-officers")
        handed(world, "ben", by=world.priya, power="work_inbox", on="inbox:triage-officers")
        assert self.refused(held, world.person("ben")) == "stands_in_for_them"

    def test_nor_what_the_giver_raised_wrote_the_policy_of_or_is_related_to(self, world):
        give(world)
        held = hold(world)
        PolicyVersion.objects.filter(id=held.decision.policy_id).update(author=world.sam)
        assert self.refused(held, world.person("ben")) == "stands_in_for_them"
        PolicyVersion.objects.filter(id=held.decision.policy_id).update(author=world.ana)
        ref = held.decision.case.case_ref
        relating.declare_relation(case_ref=ref, kind="close", by=world.sam, now=noon)
        assert self.refused(held, world.person("ben")) == "stands_in_for_them"

    def test_nothing_is_written_under_what_is_over(self, world):
        row = give(world)
        held = hold(world)
        flow.take_back(delegation_id=row.id, by=world.sam, now=noon)
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.filter(id=held.id).update(
                result="RETURNED", closed_at=noon, closed_by=world.ben, delegation_id=row.id
            )
        assert not Decision.objects.exclude(delegation=None).exists()
