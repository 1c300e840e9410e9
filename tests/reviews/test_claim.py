"""One holder at a time; whoever lost the lease cannot write."""

from datetime import timedelta

import pytest

from apps.reviews import services as reviews
from apps.reviews.models import Claim, ReviewItem
from tests.world import arrive, attempt, claimed, code, decided, later, noon, record_names


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("olga", ""),
        ("ben", ""),
        ("sam", "cannot_work_inbox"),  # supervises the officers' inbox, works another
        ("owen", "cannot_work_inbox"),  # looks
        ("audrey", "cannot_work_inbox"),  # audits
        ("ana", "not_found"),
        ("adam", "not_found"),
        ("lena", "not_found"),  # another organisation
        ("model", "not_found"),
        ("claims", "not_found"),
    ],
)
def test_only_a_reviewer_of_the_inbox_can_claim(world, who, refused):
    got = arrive(world)

    assert code(reviews.claim, item_id=got.item_id, by=getattr(world, who), now=noon) == refused
    taken = [] if refused else ["item.claimed"]
    assert record_names(got.case_id) == ["recommendation.received", *taken]


def test_a_refusal_names_the_missing_permission(world):
    got = arrive(world)

    refusal = attempt(reviews.claim, item_id=got.item_id, by=world.owen, now=noon)

    assert refusal.details["permission"] == "work_inbox"


def test_a_claim_is_a_lease_with_a_token(world):
    got = arrive(world)

    item = reviews.claim(item_id=got.item_id, by=world.olga, now=noon)

    assert (item.state, item.holder_id, item.token) == ("CLAIMED", world.olga.id, 1)
    assert item.held_until == noon + timedelta(minutes=15)
    stored = ReviewItem.objects.get(id=item.id)
    assert (stored.state, stored.held_until, stored.version) == (item.state, item.held_until, item.version)


def test_claiming_what_one_holds_changes_nothing(world):
    item = claimed(world, world.olga)

    again = reviews.claim(item_id=item.id, by=world.olga, now=later(minutes=3))

    assert (again.token, again.held_until) == (item.token, item.held_until)
    assert record_names(item.case_id).count("item.claimed") == 1


def test_while_it_is_held_nobody_else_can_have_it(world):
    item = claimed(world, world.olga)

    refusal = attempt(reviews.claim, item_id=item.id, by=world.ben, now=later(minutes=14, seconds=59))

    assert (refusal.code, refusal.details["until"]) == ("held_by_another", item.held_until)
    assert refusal.sentence == "Olga Marsh holds this case at the moment."


def test_a_lease_that_ran_out_can_be_taken_over_at_once(world):
    item = claimed(world, world.olga)

    taken = reviews.claim(item_id=item.id, by=world.ben, now=later(minutes=15))

    assert (taken.holder_id, taken.token) == (world.ben.id, 2)
    assert list(Claim.objects.order_by("token").values_list("token", "ended_why")) == [
        (1, "expired"),
        (2, ""),
    ]


def test_after_a_takeover_the_old_token_cannot_write(world):
    item = claimed(world, world.olga)
    reviews.claim(item_id=item.id, by=world.ben, now=later(minutes=15))

    hers = {"item_id": item.id, "token": item.token, "by": world.olga, "now": later(minutes=16)}
    assert code(reviews.extend, **hers) == "held_by_another"
    assert code(reviews.let_go, **hers) == "held_by_another"
    assert code(decided, world, world.olga, item=item, now=later(minutes=16)) == "held_by_another"


def test_a_token_of_an_earlier_lease_of_ones_own_cannot_write(world):
    first = claimed(world, world.olga)
    reviews.let_go(item_id=first.id, token=first.token, by=world.olga, now=later(minutes=1))
    reviews.claim(item_id=first.id, by=world.olga, now=later(minutes=2))

    assert code(decided, world, world.olga, item=first, now=later(minutes=3)) == "claim_expired"


def test_a_version_that_changed_is_stale(world):
    got = arrive(world)

    refusal = attempt(reviews.claim, item_id=got.item_id, by=world.olga, now=noon, version=99)

    assert (refusal.code, refusal.details["version"]) == ("stale", 1)


def test_what_was_decided_cannot_be_claimed(world):
    item = claimed(world, world.olga)
    decided(world, world.olga, item=item)

    assert code(reviews.claim, item_id=item.id, by=world.ben, now=later(hours=1)) == "already_closed"


class TestExtend:
    def test_the_holder_gets_the_full_time_again(self, world):
        item = claimed(world, world.olga)

        longer = reviews.extend(item_id=item.id, token=item.token, by=world.olga, now=later(minutes=10))

        assert longer.held_until == later(minutes=25)
        assert ReviewItem.objects.get(id=item.id).held_until == later(minutes=25)
        assert record_names(item.case_id).count("item.claimed") == 1

    @pytest.mark.parametrize("minutes", [15, 16, 500])
    def test_too_late_is_too_late(self, world, minutes):
        item = claimed(world, world.olga)

        attempted = {"item_id": item.id, "token": item.token, "by": world.olga, "now": later(minutes=minutes)}

        assert code(reviews.extend, **attempted) == "claim_expired"

    def test_nobody_else_can(self, world):
        item = claimed(world, world.olga)

        assert (
            code(reviews.extend, item_id=item.id, token=item.token, by=world.ben, now=noon)
            == "held_by_another"
        )


class TestLetGo:
    def test_the_item_is_open_again(self, world):
        item = claimed(world, world.olga)

        reviews.let_go(item_id=item.id, token=item.token, by=world.olga, now=later(minutes=1))

        stored = ReviewItem.objects.get(id=item.id)
        assert (stored.state, stored.holder, stored.held_until, stored.token) == ("OPEN", None, None, 1)
        assert Claim.objects.get(item=item).ended_why == "released"
        assert record_names(item.case_id)[-1] == "item.let_go"
        assert reviews.claim(item_id=item.id, by=world.ben, now=later(minutes=2)).token == 2

    def test_only_by_its_holder(self, world):
        item = claimed(world, world.olga)

        assert (
            code(reviews.let_go, item_id=item.id, token=item.token, by=world.ben, now=noon)
            == "held_by_another"
        )

    def test_not_twice(self, world):
        item = claimed(world, world.olga)
        hers = {"item_id": item.id, "token": item.token, "by": world.olga, "now": noon}
        reviews.let_go(**hers)

        assert code(reviews.let_go, **hers) == "claim_expired"


class TestReleaseExpiredClaims:
    def test_what_ran_out_is_open_again_with_its_entry_and_its_draft(self, world):
        kept = claimed(world, world.ben, now=later(minutes=10))
        gone = claimed(world, world.olga)
        reviews.save_draft(item_id=gone.id, body={"note": "typed"}, by=world.olga, now=noon)

        assert reviews.release_expired_claims(now=later(minutes=15)) == 1
        assert reviews.release_expired_claims(now=later(minutes=15)) == 0

        states = [ReviewItem.objects.get(id=one.id).state for one in (kept, gone)]
        assert states == ["CLAIMED", "OPEN"]
        assert record_names(gone.case_id)[-1] == "item.claim_expired"
        draft = reviews.draft_of(item=gone, by=world.olga, subject_id=gone.case.subject_id)
        assert draft["note"] == "typed"

    def test_the_former_holder_is_told_that_the_lease_ran_out(self, world):
        item = claimed(world, world.olga)
        reviews.release_expired_claims(now=later(minutes=15))

        assert code(decided, world, world.olga, item=item, now=later(minutes=16)) == "claim_expired"


class TestSaveDraft:
    def test_one_draft_each_and_only_for_oneself(self, world):
        got = arrive(world)
        for note in ("first", "second"):
            reviews.save_draft(item_id=got.item_id, body={"note": note}, by=world.olga, now=noon)

        item = ReviewItem.objects.select_related("case").get(id=got.item_id)
        subject_id = item.case.subject_id
        assert reviews.draft_of(item=item, by=world.olga, subject_id=subject_id)["note"] == "second"
        assert reviews.draft_of(item=item, by=world.ben, subject_id=subject_id) is None

    def test_not_on_what_one_cannot_see(self, world):
        got = arrive(world)

        assert code(reviews.save_draft, item_id=got.item_id, body={}, by=world.lena, now=noon) == "not_found"

    def test_not_without_measure(self, world):
        got = arrive(world)
        body = {"note": "x" * 50_000}

        assert (
            code(reviews.save_draft, item_id=got.item_id, body=body, by=world.olga, now=noon)
            == "draft_too_long"
        )
