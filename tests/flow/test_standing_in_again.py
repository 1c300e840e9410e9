"""Whoever stands in for somebody gives no second opinion, settles none and answers no appeal where that person may not.

The code says so with a name; the database says so by itself, of a raw statement as well.
"""

import pytest
from django.db import IntegrityError, transaction

from apps.accounts import access
from apps.accounts.models import User
from apps.core import transactions
from apps.flow.services import delegating
from apps.reviews import services as reviews
from apps.reviews.models import Appeal, ReviewItem, SecondReview
from tests.flow.appealing import AFTER, answered, contested, in_force, taken
from tests.flow.test_delegation import handed, listed
from tests.seconding import drawn, given, settled
from tests.world import code, later, noon

OFFICERS = "inbox:triage-officers"


def let_in(world, who, on, permission):
    with transactions.verb():
        access.grant(user=world.user(who), permission=permission, on=on, by=world.adam, now=noon)


def stands_in(world, who, *, giver):
    """Somebody works the officers' inbox for another, on the database's own clock."""
    listed(world, who, OFFICERS)
    return handed(world, who, by=giver, power="work_inbox", on=OFFICERS)


def refused(rows, **changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**changes)
    return True


class TestSecondReviews:
    def test_nobody_gives_the_opinion_for_who_decided_until_they_stand_in_no_more(self, world):
        review = drawn(world)  # Olga decided
        row = stands_in(world, "ben", giver=world.olga)
        ben = world.person("ben")

        assert reviews.claim_next(inbox_slug="triage-officers", by=ben, now=later(hours=1)) is None
        assert code(given, world, review, ben) == "decided_by_you"
        assert refused(ReviewItem.objects.filter(id=review.item_id), holder=ben)
        assert refused(
            SecondReview.objects.filter(id=review.id), reviewer=ben, result="AGREES", given_at=later(hours=1)
        )

        delegating.take_back(delegation_id=row.id, by=world.olga, now=noon)
        assert given(world, review, world.person("ben")).reviewer == ben

    def test_nor_on_another_account_of_the_same_mailbox_and_next_passes_it_over(self, world):
        User.objects.filter(id=world.user("ben").id).update(email="olga+two@bluegrass.example")
        review, ben = drawn(world), world.person("olga+two")

        assert code(given, world, review, ben) == "decided_by_you"
        assert reviews.claim_next(inbox_slug="triage-officers", by=ben, now=later(hours=1)) is None
        assert refused(ReviewItem.objects.filter(id=review.item_id), holder=ben)

    def test_nor_settles_for_who_gave_the_opinion(self, world):
        review = given(world, drawn(world), world.ben)
        let_in(world, "priya", world.officers, "supervise_inbox")
        stands_in(world, "priya", giver=world.ben)
        priya = world.person("priya")

        assert code(settled, review, priya) == "took_part"
        said = {"settled_by": priya, "settled_at": noon, "holds": "FIRST", "differ_why": "overlooked"}
        assert refused(SecondReview.objects.filter(id=review.id), **said)

        settled(review, world.sam)
        assert SecondReview.objects.get().settled_by == world.sam


class TestAppeals:
    def test_nobody_takes_or_answers_for_who_had_a_part_in_it(self, world):
        appeal = contested(world, in_force(world), by=world.ben)
        let_in(world, "priya", appeal.inbox, "work_inbox")
        rows, items = Appeal.objects.filter(id=appeal.id), ReviewItem.objects.filter(id=appeal.item_id)
        for giver in (world.olga, world.ben):  # who decided, and who wrote the appeal down
            row = (
                stands_in(world, "priya", giver=giver)
                if giver == world.olga
                else handed(world, "priya", by=giver, power="work_inbox", on=OFFICERS)
            )
            priya = world.person("priya")
            assert code(taken, appeal, priya) == "in_the_chain"
            assert refused(items, holder=priya)
            assert refused(rows, result="STANDS", closed_at=AFTER, closed_by=priya, sealed_answer=b"So.")
            delegating.take_back(delegation_id=row.id, by=giver, now=noon)

        answered(appeal, world.person("priya"))
        assert Appeal.objects.get().result == "STANDS"

    def test_nor_once_they_stand_in_after_they_took_it(self, world):
        appeal = contested(world, in_force(world), by=world.ben)
        let_in(world, "priya", appeal.inbox, "work_inbox")
        held = taken(appeal, world.person("priya"))
        stands_in(world, "priya", giver=world.olga)

        assert code(answered, appeal, world.person("priya"), item=held) == "in_the_chain"
        assert Appeal.objects.get().result == ""
