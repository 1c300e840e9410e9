"""How work really happens leaves a coded sign: another order, a case skipped, a case left without a word."""

from apps.core import pseudonyms
from apps.flow import services as flow
from apps.measures.models import WorkSignal
from apps.reviews import services as reviews
from tests.world import arrive, claimed, code, later, noon, record_names


def signs():
    return [(one.item_id, one.kind, one.code) for one in WorkSignal.objects.order_by("at", "id")]


def test_another_order_is_a_sign_on_what_policy_had_put_first(world):
    arrive(world, minor=50000)
    dear = arrive(world, minor=290000)

    flow.resort(inbox_slug="triage-officers", sort="age", by=world.olga, now=noon)

    assert signs() == [(dear.item_id, "resorted", "age")]
    assert (
        code(flow.resort, inbox_slug="triage-officers", sort="luck", by=world.olga, now=noon)
        == "sort_unknown"
    )
    assert code(flow.resort, inbox_slug="triage-officers", sort="age", by=world.lena, now=noon) == "not_found"


def test_a_case_that_is_skipped_goes_to_others_and_not_to_the_same_person_for_half_an_hour(world):
    dear, other = claimed(world, world.olga, minor=290000), arrive(world, minor=50000)
    hers = {"item_id": dear.id, "version": dear.version, "token": dear.token, "by": world.olga, "now": noon}

    assert code(flow.skip, **hers, why="") == "later_why"
    assert code(flow.skip, **(hers | {"by": world.ben}), why="mix") == "held_by_another"
    flow.skip(**hers, why="quiet")

    def offered(who, **by):
        return reviews.claim_next(inbox_slug="triage-officers", by=who, now=later(**by))

    assert signs() == [(dear.id, "skipped", "quiet")]
    assert record_names(dear.case_id)[-1] == "item.let_go"
    assert reviews.n_skipped(inbox_slug="triage-officers", by=world.olga, now=later(minutes=1)) == 1
    assert offered(world.olga, minutes=1).id == other.item_id
    assert offered(world.olga, minutes=2) is None
    assert offered(world.olga, minutes=31).id == dear.id


def test_what_one_skipped_is_the_next_case_of_a_colleague(world):
    dear = claimed(world, world.olga, minor=290000)
    given = {"item_id": dear.id, "version": dear.version, "token": dear.token}
    flow.skip(**given, why="mix", by=world.olga, now=noon)

    assert reviews.claim_next(inbox_slug="triage-officers", by=world.ben, now=noon).id == dear.id


def test_a_case_left_without_a_word_says_so(world):
    silent, said = claimed(world, world.olga), claimed(world, world.ben)

    flow.leave(item_id=silent.id, token=silent.token, by=world.olga, now=noon)
    flow.leave(item_id=said.id, why="call", token=said.token, by=world.ben, now=later(seconds=1))

    assert signs() == [(silent.id, "released", "unsaid"), (said.id, "released", "call")]


class TestAHoldThatRanOut:
    """It is a sign once, whether the sweep comes on time, twice, late or never before somebody takes the case."""

    def test_the_sweep_notes_it_with_its_holder_and_twice_notes_it_once(self, world):
        held = claimed(world, world.olga)
        assert flow.release_expired_claims(now=later(minutes=14)) == 0
        assert signs() == []

        assert flow.release_expired_claims(now=later(minutes=15)) == 2  # put back, and noted
        assert flow.release_expired_claims(now=later(minutes=16)) == 0
        assert signs() == [(held.id, "released", "ran_out")]
        assert WorkSignal.objects.get().by_pseudonym == pseudonyms.of(world.olga.id)

    def test_somebody_who_takes_it_first_takes_the_sign_from_nobody(self, world):
        held = claimed(world, world.olga)
        reviews.claim(item_id=held.id, by=world.ben, now=later(minutes=20))
        assert signs() == []

        flow.release_expired_claims(now=later(minutes=21))
        flow.release_expired_claims(now=later(minutes=22))
        assert signs() == [(held.id, "released", "ran_out")]
        assert WorkSignal.objects.get().at == later(minutes=20)

    def test_each_that_ran_out_is_one_and_what_was_given_back_in_time_is_none(self, world):
        for minutes in (0, 30):
            claimed(world, world.olga, now=later(minutes=minutes))
            flow.release_expired_claims(now=later(minutes=minutes + 15))
        item = claimed(world, world.ben, now=later(minutes=60))
        flow.leave(item_id=item.id, token=item.token, by=world.ben, now=later(minutes=61))
        flow.release_expired_claims(now=later(hours=3))
        assert sorted(code for _, _, code in signs()) == ["ran_out", "ran_out", "unsaid"]
