"""Who works, supervises and looks into an inbox, and how much they take: said by an admin or its supervisor."""

import json
import threading

import pytest
from django.db import connection

from apps.accounts import access
from apps.accounts import services as accounts
from apps.accounts.models import GrantChange, GrantTerm, TimeAway
from apps.audit.models import Entry
from apps.core import transactions
from apps.flow import services as flow
from apps.flow.selectors import staffing as reads
from apps.flow.services import admitting, staffing
from apps.reviews.models import Draft, Inbox, ReviewItem
from apps.reviews.services import ToPeople, save_draft
from tests.flow.test_together import assign, chosen
from tests.world import arrive, attempt, claimed, code, later, noon, record_names

INBOX = "triage-officers"


def let_in(world, who="audrey", may="look_inbox", by="sam", now=noon, **changes):
    given = {"slug": INBOX, "why": "She asked to see.", "expires_at": None} | changes
    return staffing.let_into_inbox(
        user_id=world.user(who).id, permission=may, by=world.person(by), now=now, **given
    )


def shut_out(world, who="ben", may="work_inbox", by="sam", **changes):
    given = {"slug": INBOX, "why": "He moved on."} | changes
    return staffing.shut_out_of_inbox(
        user_id=world.user(who).id, permission=may, by=world.person(by), now=noon, **given
    )


def take(world, who="olga", per_day=20, version=0, by="sam"):
    return staffing.set_capacity(
        slug=INBOX,
        user_id=world.user(who).id,
        per_day=per_day,
        version=version,
        by=world.person(by),
        now=noon,
    )


def away(world, who="olga", by="olga", start=1, until=3):
    return staffing.state_away(
        user_id=world.user(who).id,
        from_at=later(days=start),
        until_at=later(days=until),
        by=world.person(by),
        now=noon,
    )


def page(world, to="sam", now=noon, **changes):
    given = {"slug": INBOX, "after": None, "limit": 50} | changes
    return reads.members(to=world.person(to), now=now, **given)


def rows(world, **changes):
    return {
        (one.person.email.partition("@")[0], one.term.permission): one for one in page(world, **changes).rows
    }


class TestGiving:
    @pytest.mark.parametrize("by", ["sam", "adam"])
    def test_it_counts_at_once_and_says_since_when_by_whom_and_why(self, world, by):
        let_in(world, by=by)

        assert world.officers.id in access.granted_ids(world.person("audrey"), "look_inbox")
        row = rows(world)["audrey", "look_inbox"]
        assert (row.why, row.term.given_by.name, row.term.given_at) == (
            "She asked to see.",
            getattr(world, by).name,
            noon,
        )
        entry = Entry.objects.latest("id")
        assert (entry.verb, entry.object_id) == ("grant.given", world.officers.id)
        assert b"asked" not in bytes(entry.body)

    @pytest.mark.parametrize(
        ("changes", "refused"),
        [
            ({"may": "supervise_inbox"}, "only_admins_say"),
            ({"who": "sam", "may": "work_inbox"}, "own_membership"),
            ({"may": "look_system"}, "unfitting_permission"),
            ({"why": " "}, "membership_why"),
            ({"why": "x" * 301}, "membership_why"),
            ({"expires_at": noon}, "expiry_past"),
            ({"who": "lena"}, "not_found"),
            ({"by": "olga"}, "only_who_staffs"),
            ({"by": "ana"}, "not_found"),
            ({"by": "lena"}, "not_found"),
            ({"by": "adam", "slug": "nowhere"}, "not_found"),
        ],
    )
    def test_what_is_not_right_is_refused_by_name(self, world, changes, refused):
        before = GrantTerm.objects.count(), GrantChange.objects.count()

        assert code(let_in, world, **changes) == refused
        assert (GrantTerm.objects.count(), GrantChange.objects.count()) == before

    def test_an_admin_says_who_supervises_and_nobody_deactivated_is_let_in(self, world):
        let_in(world, may="supervise_inbox", by="adam")
        assert world.officers.id in access.granted_ids(world.person("audrey"), "supervise_inbox")

        admitting.deactivate(user_id=world.user("audrey").id, why="So.", by=world.adam, now=noon)
        assert code(let_in, world) == "person_unknown"


class TestTakingBack:
    def test_what_is_held_and_given_goes_back_to_the_inbox_and_the_draft_is_kept(self, world):
        held, given = claimed(world, world.ben), arrive(world).item_id
        save_draft(item_id=held.id, body={"note": "Mine."}, by=world.ben, now=noon)
        assign(world, chosen(given), world.ben)
        told = reads.leaving(
            slug=INBOX, user_id=world.user("ben").id, permission="work_inbox", to=world.sam, now=noon
        )
        assert (told.n_put_back, told.n_freed, told.is_last_worker) == (1, 1, False)

        left = shut_out(world)

        assert (left.n_put_back, left.n_freed) == (1, 1)
        free = ReviewItem.objects.get(id=held.id)
        assert (free.state, free.holder, free.token) == ("OPEN", None, held.token)
        assert record_names(held.case_id)[-1] == "item.put_back"
        assert ReviewItem.objects.get(id=given).assigned_to is None
        assert Draft.objects.filter(item=held.id, by=world.ben).exists()
        assert world.officers.id not in access.granted_ids(world.person("ben"), "work_inbox")
        assert GrantChange.objects.latest("id").why == "He moved on."

    def test_whoever_still_decides_there_keeps_what_they_hold(self, world):
        held = claimed(world, world.ben)
        let_in(world, who="ben", may="supervise_inbox", by="adam")

        assert shut_out(world).n_put_back == 0
        assert ReviewItem.objects.get(id=held.id).holder_id == world.ben.id

    def test_the_last_one_who_works_an_inbox_that_rules_send_to_stays(self, world):
        working = GrantTerm.objects.filter(permission="work_inbox", object_id=world.officers.id)
        for term in working.exclude(user=world.user("ben")):
            staffing.shut_out_of_inbox(
                slug=INBOX,
                user_id=term.user_id,
                permission="work_inbox",
                why="All go.",
                by=world.adam,
                now=noon,
            )

        assert code(shut_out, world) == "last_worker"
        let_in(world, who="olga", may="work_inbox")
        assert code(shut_out, world) == ""

    @pytest.mark.parametrize(
        ("changes", "refused"),
        [
            ({"who": "sam", "may": "supervise_inbox"}, "only_admins_say"),
            ({"may": "look_inbox"}, "not_found"),
            ({"why": ""}, "membership_why"),
            ({"by": "olga"}, "only_who_staffs"),
            ({"by": "lena"}, "not_found"),
        ],
    )
    def test_what_is_not_right_is_refused_by_name(self, world, changes, refused):
        assert code(shut_out, world, **changes) == refused
        assert world.officers.id in access.granted_ids(world.person("ben"), "work_inbox")


@pytest.mark.usefixtures("committed")
def test_the_last_two_who_are_taken_out_at_once_leave_one(world):
    with transactions.verb():
        for term in GrantTerm.objects.filter(permission="work_inbox", object_id=world.officers.id):
            if term.user_id not in {world.user("olga").id, world.user("ben").id}:
                accounts.take_back(
                    user=term.user, permission="work_inbox", on=world.officers, by=world.adam, now=noon
                )
    gate, answers = threading.Barrier(2), []

    def act(who):
        gate.wait()
        answers.append(code(shut_out, world, who=who))
        connection.close()

    threads = [threading.Thread(target=act, args=[who]) for who in ("olga", "ben")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(answers) == ["", "last_worker"]


class TestCapacity:
    def test_the_sum_leaves_out_who_has_no_number_and_who_is_away_that_day(self, world):
        take(world, "olga", 20)
        take(world, "ben", 12)
        away(world, start=2, until=3)
        taking = page(world).taking

        assert (taking.per_day, taking.n_unset) == (32, taking.n_workers - 2)
        assert [one.n_taken for one in taking.days] == [32, 32, 12, 12, 32], "both days that it touches"

    def test_it_stands_beside_the_room_of_the_inbox_which_it_leaves_alone(self, world):
        Inbox.objects.filter(id=world.officers.id).update(per_day=30)
        assert page(world).taking.over == 0, "nobody is counted yet"
        take(world, "olga", 20)

        assert (page(world).taking.over, page(world).taking.room) == (10, 30)
        assert Inbox.objects.get(id=world.officers.id).per_day == 30

    def test_a_number_that_changed_meanwhile_is_refused(self, world):
        assert take(world).version == 1
        assert code(take, world) == "capacity_moved"
        assert take(world, per_day=None, version=1).per_day is None
        data = json.loads(bytes(Entry.objects.filter(verb="inbox.capacity_set").latest("id").body))["data"]
        week = list(range(7))
        assert data == {"person": str(world.olga.id), "per_day": None, "before": 20, "weekdays": week}

    @pytest.mark.parametrize(
        ("changes", "refused"),
        [
            ({"per_day": 0}, "capacity_invalid"),
            ({"per_day": 10_001}, "capacity_invalid"),
            ({"who": "owen"}, "not_working"),
            ({"by": "olga"}, "only_who_staffs"),
        ],
    )
    def test_what_is_not_right_is_refused(self, world, changes, refused):
        assert code(take, world, **changes) == refused


class TestAway:
    @pytest.mark.parametrize(
        ("by", "refused"),
        [("olga", ""), ("sam", ""), ("adam", ""), ("ben", "not_yours_to_say"), ("lena", "not_found")],
    )
    def test_who_may_say_it(self, world, by, refused):
        assert code(away, world, by=by) == refused

    @pytest.mark.parametrize(
        ("start", "until", "refused"),
        [(3, 3, "away_invalid"), (-3, -1, "away_invalid"), (1, 400, "away_invalid")],
    )
    def test_it_ends_in_the_future_and_within_a_year(self, world, start, until, refused):
        assert code(away, world, start=start, until=until) == refused

    def test_two_do_not_overlap_and_one_that_is_ended_makes_room(self, world):
        first = away(world)
        assert code(away, world, start=2, until=9) == "away_already"
        staffing.end_away(away_id=first.id, by=world.sam, now=noon)

        assert code(staffing.end_away, away_id=first.id, by=world.sam, now=noon) == "away_ended"
        assert code(away, world, start=2, until=9) == ""
        assert [one.verb for one in Entry.objects.order_by("-id")[:3]] == [
            "person.away_stated", "person.away_ended", "person.away_stated",
        ]  # fmt: skip

    def test_who_is_away_is_given_no_cases(self, world):
        away(world, start=0, until=3)
        item_id = arrive(world).item_id
        refusal = attempt(assign, world, chosen(item_id), world.olga, now=later(hours=1))

        assert (refusal.code, refusal.details["field"]) == ("recipient_away", "to")
        assert ReviewItem.objects.get(id=item_id).assigned_to is None
        assert assign(world, chosen(item_id), world.olga, now=later(days=4))[0].is_done

    def test_who_is_away_is_asked_nothing(self, world):
        item = claimed(world, world.ben)
        asks = {"question": ToPeople(text="Why?", to=world.olga.id), "version": 1, "token": item.token}
        away(world, start=0, until=3)

        assert (
            code(flow.ask_people, item_id=item.id, by=world.ben, now=later(minutes=1), **asks)
            == "person_away"
        )
        staffing.end_away(away_id=TimeAway.objects.get().id, by=world.olga, now=later(minutes=2))
        assert code(flow.ask_people, item_id=item.id, by=world.ben, now=later(minutes=2), **asks) == ""


class TestList:
    def test_it_goes_page_by_page_and_misses_nobody(self, world):
        whole = [one.term.id for one in page(world).rows]
        mark, seen = None, []
        while True:
            part = page(world, after=mark, limit=2)
            seen += [one.term.id for one in part.rows]
            if part.next is None:
                break
            mark = part.next

        assert seen == whole
        assert len(whole) > 3
        assert code(page, world, after="x") == "bad_cursor"

    def test_what_ended_and_who_was_deactivated_are_not_on_it(self, world):
        let_in(world, expires_at=later(days=1))
        assert ("audrey", "look_inbox") in rows(world)
        assert ("audrey", "look_inbox") not in rows(world, now=later(days=1))
        admitting.deactivate(user_id=world.user("ben").id, why="So.", by=world.adam, now=noon)
        assert ("ben", "work_inbox") not in rows(world)
