"""Cases whose answer is known: written from altered facts, alike to the others, told at once, counted nowhere."""

import pytest

from apps.delivery.models import Delivery
from apps.flow import selectors as flow_seen
from apps.flow import services as flow
from apps.flow.selectors import practice as seen
from apps.intake.models import Case
from apps.measures.models import DecisionFacts, WorkSignal
from apps.policy.models import Verdict
from apps.reviews import services as reviews
from apps.reviews.models import FollowUp, KnownAnswer, Practice, ReviewItem, SecondReview
from tests.practising import WHY, answered, known, put, told_facts
from tests.seconding import draws
from tests.world import arrive, arrive_all, code, facts, later, override, recommendation, release


def test_it_lies_among_the_others_and_nothing_tells_it_apart(world):
    known(world)
    real = arrive(world)
    practice = put(world, beside=real.item_id)

    item, beside = practice.item, ReviewItem.objects.get(id=real.item_id)
    assert (item.inbox_id, item.kind, item.state) == (beside.inbox_id, beside.kind, beside.state)
    assert item.case.case_ref.startswith(beside.case.case_ref.rstrip("0123456789"))
    assert len(item.case.case_ref) == len(beside.case.case_ref)
    assert item.recommendation.model_version == beside.recommendation.model_version
    pages = [flow_seen.review_page(item_id=one, to=world.olga, now=world.now) for one in (item.id, beside.id)]
    assert pages[0].subject_name
    assert [one.key for one in pages[0].facts] == [one.key for one in pages[1].facts]
    assert pages[0].suggestion.label == pages[1].suggestion.label
    assert flow_seen.timeline(case_ref=item.case.case_ref, to=world.olga).case == item.case


def test_what_is_right_is_told_to_whoever_answered_and_who_supervises_them_alone(world):
    known(world)
    practice = put(world)
    assert code(seen.feedback, item_id=practice.item_id, to=world.olga) == "not_found"

    made = answered(world, practice, world.olga)

    told = seen.feedback(item_id=practice.item_id, to=world.olga)
    assert (told.said, told.right, told.is_right, told.why) == (
        "Fast track",
        "Standard lost-time",
        False,
        WHY,
    )
    assert seen.feedback(item_id=practice.item_id, to=world.sam).is_mine is False
    for who in (world.ben, world.ana, world.owen, world.audrey):
        assert code(seen.feedback, item_id=practice.item_id, to=who) == "not_found"
    own = seen.own_result(to=world.olga)
    assert (own.share.n, own.share.value) == (1, 0)
    assert [one.name for one in seen.team_results(to=world.sam)] == ["Olga Marsh"]
    assert seen.team_results(to=world.ben) == []
    assert code(flow.undo, decision_id=made.id, by=world.olga, now=later(minutes=5)) == "undo_over"


def test_nothing_of_it_is_sent_counted_followed_or_looked_at_again(world):
    draws(world)
    known(world)
    practice = put(world)
    answered(world, practice, world.olga, override())
    release(world, now=later(minutes=6))

    assert practice.is_right is True
    assert Delivery.objects.get(decision=practice.decision).state == "SKIPPED"
    for model in (DecisionFacts, WorkSignal, FollowUp, SecondReview):
        assert not model.objects.exists(), model
    assert flow_seen.my_decisions(to=world.olga, after=None, limit=9, now=later(hours=1)).rows == []


def test_sent_up_it_ends_there_and_burdens_nobody_else(world):
    known(world)
    practice = put(world)
    held = reviews.claim(item_id=practice.item_id, by=world.olga, now=world.now)
    flow.escalate(
        item_id=held.id, why="unsure", note="", version=1, token=held.token, by=world.olga, now=world.now
    )

    practice.refresh_from_db()
    assert (practice.ended, practice.item.inbox) == ("SENT_UP", practice.item.inbox)
    assert ReviewItem.objects.get(id=practice.item_id).state == "WITHDRAWN"
    assert seen.feedback(item_id=practice.item_id, to=world.olga).is_right is None
    assert seen.own_result(to=world.olga).n_sent_up == 1


def test_untaken_it_lapses_and_does_not_climb(world):
    known(world)
    practice = put(world)

    later_on = later(days=10)
    assert flow.escalate_overdue(now=later_on) == 1  # the real one beside it
    flow.put_known_answers(now=later_on)
    practice.refresh_from_db()
    assert practice.ended == "LAPSED"


# --- how they come ---


def test_they_come_at_the_policys_share_each_once_however_often_it_runs(world):
    draws(world, known_answers=0.2)
    for n in range(6):
        known(world, about=f"Case {n}", facts=told_facts(age=40 + n, weekly_wage=70100 + n))
    told = arrive_all(world, [recommendation() for _ in range(25)])

    flow.put_known_answers(now=later(minutes=1))
    drawn = set(Practice.objects.values_list("for_item", flat=True))
    flow.put_known_answers(now=later(minutes=2))

    assert drawn <= {one.item_id for one in told}
    assert set(Practice.objects.values_list("for_item", flat=True)) == drawn
    assert len(set(Practice.objects.values_list("known", flat=True))) == len(drawn)  # none twice in an inbox


def test_where_the_machine_may_act_alone_a_person_still_answers(world):
    known(
        world,
        facts=told_facts(body_part="36", injury_nature="40", injury_group="arm_hand"),
        stake_minor=90000,
    )
    practice = put(world)

    assert practice.item.kind == "RECOMMENDATION"
    assert Verdict.objects.get(recommendation=practice.item.recommendation).added["autonomy"] == "ADVISE"


def test_an_invented_case_gives_way_to_a_real_one_of_its_reference(world):
    known(world)
    practice = put(world)
    ref = practice.item.case.case_ref

    taken = arrive(world, case={"ref": ref, "kind": "REAL"})

    assert taken.case_ref == ref
    assert Case.objects.get(case_ref=ref).kind == "REAL"
    assert Case.objects.get(id=practice.case_id).case_ref != ref


# --- writing them ---


def test_only_analysts_write_them_and_never_nearly_a_copy(world):
    arrive(world)
    copied = [
        {"fact": one["fact"], "value": one["value"], "source": one["source"]}
        for one in facts()
        if one["fact"] != "injury_on"
    ]
    nearly = [one | {"value": 58} if one["fact"] == "age" else one for one in copied]

    assert code(known, world, by=world.olga) == "cannot_write_known_answers"
    assert code(known, world, facts=copied) == "copy_of_a_case"
    assert code(known, world, facts=nearly) == "copy_of_a_case"
    assert (
        code(known, world, facts=[{"fact": "nothing", "value": 1, "source": "doctor"}])
        == "known_answer_facts"
    )
    assert code(known, world, right="nothing") == "known_answer_invalid"
    assert not KnownAnswer.objects.exists()
    assert known(world).author == world.ana


def test_a_retired_one_comes_no_more(world):
    row = known(world)
    assert (
        code(flow.retire_known_answer, known_id=row.id, by=world.olga, now=world.now)
        == "cannot_write_known_answers"
    )
    flow.retire_known_answer(known_id=row.id, by=world.ana, now=world.now)
    draws(world, known_answers=0.2)
    arrive_all(world, [recommendation() for _ in range(20)])

    assert flow.put_known_answers(now=later(minutes=1)) == 0
    with pytest.raises(AssertionError):
        put(world)
