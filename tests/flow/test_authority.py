"""Up to what one may decide: set by the owner with history, given once for one case, and never on one's own."""

import pytest
from django.db import IntegrityError, transaction

from apps.flow.selectors import approving as seen
from apps.flow.selectors import granted_limits
from apps.flow.services import approving, authorising
from apps.notify.models import Notification
from apps.registry import selectors as registry
from apps.registry.models import AuthorityLimit
from apps.reviews import services as reviews
from apps.reviews.models import Approval, OneTimeAuthority, Relation, Release, ReviewItem
from apps.reviews.services import exceptional, relating
from tests.world import APPROVE, arrive, claimed, code, decided, later, noon, override, record_names

OVER = 300001


def dear(world, who, minor=OVER, **given):
    item = claimed(world, who, **given)
    ReviewItem.objects.filter(id=item.id).update(stake_minor=minor)
    return item


def limit(world, by=None, now=noon, **said):
    given = {
        "role": "officer",
        "person": None,
        "outcome": "",
        "max_amount_minor": 500000,
        "from_at": now,
        "why": "So.",
        "version": registry.limits_version(world.system.id),
    }
    return authorising.set_limit(system=world.system, by=by or world.owen, now=now, **given | said)


class TestStanding:
    def test_the_owner_raises_a_limit_from_a_day_on_and_the_one_before_ends_then(self, world):
        limit(world, from_at=later(hours=1))

        assert decided(world, world.olga, override(), item=dear(world, world.olga)).held_as
        now = later(hours=1)
        item = claimed(world, world.olga, received=arrive(world, now=now), now=now)
        ReviewItem.objects.filter(id=item.id).update(stake_minor=OVER)
        assert decided(world, world.olga, override(), item=item, now=now).held_as is None
        rows = [
            one
            for one in granted_limits.limits(system=world.system, now=now)
            if (one.role, one.outcome) == ("officer", "")
        ]
        assert [(one.max_amount_minor, one.in_force, one.set_by) for one in rows] == [
            (500000, True, "Owen Clay"), (300000, False, "")
        ]  # fmt: skip

    def test_a_persons_own_limit_counts_in_place_of_their_roles(self, world):
        limit(world, role="", person=world.olga, max_amount_minor=100)
        assert decided(world, world.olga, override(), minor=200).held_as
        assert decided(world, world.ben, override(), minor=200).held_as is None
        mine = AuthorityLimit.objects.get(person=world.olga)
        said = {"system": world.system, "limit_id": mine.id, "by": world.owen, "now": noon}
        version = registry.limits_version(world.system.id)
        assert code(authorising.end_limit, why=" ", version=version, **said) == "limit_invalid"
        assert code(authorising.end_limit, why="So.", version=version - 1, **said) == "limits_stale"
        ended = authorising.end_limit(why="She has settled in.", version=version, **said)
        assert (ended.ended_by, ended.end_why) == (world.owen, "She has settled in.")
        assert registry.limits_version(world.system.id) == version + 1
        assert decided(world, world.olga, override(), minor=200).held_as is None

    @pytest.mark.parametrize(
        ("said", "refused"),
        [
            ({"role": ""}, "limit_invalid"),
            ({"role": "king"}, "limit_invalid"),
            ({"outcome": "deny"}, "limit_invalid"),
            ({"max_amount_minor": -1}, "limit_invalid"),
            ({"from_at": later(hours=-1)}, "limit_invalid"),
            ({"why": " "}, "limit_invalid"),
        ],
    )
    def test_what_says_too_little_is_refused(self, world, said, refused):
        assert code(limit, world, **said) == refused

    def test_nobody_but_the_owner_and_never_their_own(self, world):
        assert code(limit, world, by=world.sam) == "not_the_owner"
        assert code(limit, world, role="", person=world.owen) == "limit_for_yourself"


def once(world, item, by=None, to=None, now=noon, **said):
    given = {"amount_minor": OVER, "outcome": "", "why": "I am away.", "expires_at": later(hours=2)}
    return authorising.give_once(
        item_id=item.id, to=to or world.olga, by=by or world.sam, now=now, **given | said
    )


class TestGivenOnce:
    def test_it_carries_one_decision_on_one_case(self, world):
        item, other = dear(world, world.olga), dear(world, world.olga)
        row = once(world, item)

        assert decided(world, world.olga, override(), item=other).held_as
        decision = decided(world, world.olga, override(), item=item)

        row.refresh_from_db()
        assert (decision.held_as, row.used_by_id) == (None, decision.id)
        assert "authority.given_once" in record_names(item.case_id)
        told = Notification.objects.get(kind="authority_given", about_id=row.id)
        assert (told.to, told.case_id) == (world.olga, item.case_id)

    @pytest.mark.parametrize(
        ("said", "at"),
        [({"amount_minor": OVER - 1}, noon), ({"outcome": "case_managed"}, noon), ({}, later(hours=2))],
    )
    def test_not_beyond_its_amount_its_outcome_or_its_time(self, world, said, at):
        item = dear(world, world.olga)
        once(world, item, **said)
        item = reviews.claim(item_id=item.id, by=world.olga, now=at)

        assert decided(world, world.olga, override(), item=item, now=at).held_as
        assert OneTimeAuthority.objects.get().used_by is None

    def test_nobody_gives_it_themselves_or_more_than_they_have(self, world):
        item = dear(world, world.olga)

        assert code(once, world, item, by=world.olga, to=world.olga) == "authority_for_yourself"
        assert code(once, world, item, by=world.ben) == "authority_not_yours"
        assert code(once, world, item, amount_minor=1_000_001) == "authority_not_yours"
        assert code(once, world, item, expires_at=later(days=8)) == "one_time_authority"
        row = OneTimeAuthority.objects.filter(id=once(world, item).id)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(granted_by=world.olga)


class TestGivenToApprove:
    """Ben, who decides up to 3,000 dollars, is to say whether Olga's decision of 4,000 holds."""

    @pytest.fixture
    def held(self, world):
        decision = decided(world, world.olga, override(), item=dear(world, world.olga))
        return Approval.objects.get(decision=decision)

    def uphold(self, held, by, now=noon):
        item = ReviewItem.objects.get(id=held.item_id)
        return approving.uphold(approval_id=held.id, words="Yes.", version=item.version, by=by, now=now)

    def test_it_carries_one_resolution_and_shows_the_decision_where_it_did_not_show_before(self, world, held):
        assert seen.n_held(to=world.ben, now=noon) == 0
        assert code(self.uphold, held, world.ben) == "not_found"
        row = once(world, held.item, to=world.ben)
        assert (row.approval, seen.n_held(to=world.ben, now=noon)) == (held, 1)
        assert seen.held(approval_id=held.id, to=world.ben, now=noon).row.may_resolve

        assert self.uphold(held, world.ben).result == "UPHELD"

        row.refresh_from_db()
        assert (row.used_by_id, Release.objects.get().by) == (held.decision_id, world.ben)

    def test_not_after_its_time_not_once_it_is_taken_back_and_not_by_who_had_a_part_in_it(self, world, held):
        row = once(world, held.item, to=world.ben)
        assert code(self.uphold, held, world.ben, now=later(hours=2)) == "not_the_approver"
        assert (
            code(exceptional.take_back_once, authority_id=row.id, by=world.ben, now=noon)
            == "authority_not_yours"
        )
        assert code(exceptional.take_back_once, authority_id=row.id, by=world.olga, now=noon) == "not_found"
        exceptional.take_back_once(authority_id=row.id, by=world.sam, now=noon)
        assert (
            code(exceptional.take_back_once, authority_id=row.id, by=world.sam, now=noon) == "authority_over"
        )
        assert code(self.uphold, held, world.ben) == "not_found"
        assert code(once, world, held.item, to=world.olga) == "made_by_you"
        assert code(once, world, held.item, by=world.ben, to=world.priya) == "authority_not_yours"
        assert "authority.taken_back" in record_names(held.item.case_id)

    def test_what_it_does_not_cover_is_refused(self, world, held):
        once(world, held.item, to=world.ben, outcome="fast_track")
        assert code(self.uphold, held, world.ben) == "over_authority"


def declare(world, item, by, kind="family", **said):
    return relating.declare_relation(
        case_ref=item.case.case_ref, kind=kind, by=by, now=noon, **{"why": "So."} | said
    )


class TestOnOnesOwn:
    def test_who_has_something_to_do_with_the_person_neither_takes_nor_decides_nor_upholds(self, world):
        item = claimed(world, world.olga)
        declare(world, item, world.olga, "own")

        free = ReviewItem.objects.get(id=item.id)
        assert (free.state, free.holder) == ("OPEN", None)
        assert code(reviews.claim, item_id=item.id, by=world.olga, now=noon) == "related_to_you"
        assert reviews.claim_next(inbox_slug="triage-officers", by=world.olga, now=noon) is None
        assert reviews.claim_next(inbox_slug="triage-officers", by=world.ben, now=noon).id == item.id

    def test_the_database_keeps_it_so(self, world):
        item = claimed(world, world.olga)
        Relation.objects.create(
            person=world.olga, subject_id=item.case.subject_id, kind="own", case=item.case, declared_by=world.olga, declared_at=noon
        )  # fmt: skip
        assert code(decided, world, world.olga, APPROVE, item=item) == "related_to_you"
        made = decided(world, world.ben)
        made.id = made.pk = None
        made.case, made.by = item.case, world.olga
        with pytest.raises(IntegrityError), transaction.atomic():
            type(made).objects.bulk_create([made])

    def test_an_approver_with_a_relation_is_passed_over(self, world):
        item = dear(world, world.olga)
        relating.declare_relation(case_ref=item.case.case_ref, kind="close", by=world.sam, now=noon)

        approval = Approval.objects.get(decision=decided(world, world.olga, override(), item=item))

        assert approval.inbox is None
        asked = {"approval_id": approval.id, "words": "So.", "version": 2, "now": noon}
        assert code(approving.uphold, by=world.sam, **asked) == "not_found"

    def test_nobody_ends_their_own_and_a_supervisor_declares_and_ends_others(self, world):
        item = claimed(world, world.olga)
        row = declare(world, item, world.sam, person=world.olga)
        assert code(declare, world, item, world.ben, person=world.olga) == "relation_of_another"
        assert code(declare, world, item, world.olga) == "relation_known"
        assert (
            code(relating.end_relation, relation_id=row.id, by=world.olga, now=noon) == "relation_of_another"
        )
        relating.end_relation(relation_id=row.id, by=world.sam, now=noon)
        assert reviews.claim(item_id=item.id, by=world.olga, now=noon).holder == world.olga
