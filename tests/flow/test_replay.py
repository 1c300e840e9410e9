"""A policy tried on the past: real arrivals, real decisions, real outcomes, the same evaluation as on arrival."""

import copy
import datetime as dt

import pytest

from apps.audit.models import Entry
from apps.core import transactions
from apps.flow import services as flow
from apps.flow.services.replaying import licence
from apps.measures import services as measures
from apps.measures.models import Replay, ReplayCase
from apps.measures.services import replaying
from apps.measures.services.replay_order import Order
from apps.measures.services.replay_working import steps_of
from apps.policy import selectors as policies
from apps.policy.services import PolicyNotValid
from tests.flow.policies import begun, saved
from tests.world import (
    arrive,
    attempt,
    automatic,
    claimed,
    code,
    decided,
    later,
    override,
    recommendation,
    release,
)

OLD = {"days": 59}  # 56 days until either value can be known, 2 until it is reported


def tree(world):
    return copy.deepcopy(policies.live(world.system.id).tree)


def rule(body, code):
    return next(one for one in body["rules"] if one["code"] == code)


def without_machine(world):
    body = tree(world)
    body["rules"] = [one for one in body["rules"] if one["code"] != "au1"]
    return body


def ask(world, body, *, by=None, now=None, **window):
    window = window or {"days": 365}
    return flow.ask_replay(
        system=world.system, tree=body, by=by or world.ana, now=now or later(**OLD), **window
    )


def worked(world, body, *, now=None, **window):
    now = now or later(**OLD)
    replay = ask(world, body, now=now, **window)
    flow.replay_policies(now=lambda: now)
    replay.refresh_from_db()
    return replay


def learn(world, received, *, value):
    flow.record_outcome(
        external_id=f"O-{received.case_ref}",
        case_ref=received.case_ref,
        measure="long_claim",
        value=value,
        number=None,
        known_at=later(days=57),
        by=world.claims,
        now=later(days=57),
    )


def test_the_version_in_force_says_again_what_it_said(world):
    arrive(world)
    arrive(world, automatic())
    arrive(world, recommendation(facts_changed={"hospital_stay": None}))

    replay = worked(world, tree(world))

    assert replay.state == "DONE"
    assert (replay.n_done, replay.tally["n_checked"], replay.tally["n_same"]) == (3, 3, 3)
    assert replay.tally["n_changed"] == 0
    assert not ReplayCase.objects.exists()


def test_a_version_that_says_another_thing_now_is_found_out(world):
    arrive(world)
    replay = ask(world, tree(world))
    live = policies.live(world.system.id)
    body = tree(world)
    body["otherwise"] = body["otherwise"] | {"inbox": "triage-supervisors", "lane": "SUPERVISOR"}
    type(live).objects.filter(id=live.id).update(tree=body, digest=b"x")  # as nobody can from the product

    flow.replay_policies(now=lambda: later(**OLD))

    replay.refresh_from_db()
    assert (replay.tally["n_checked"], replay.tally["n_same"], len(replay.tally["odd"])) == (1, 0, 1)


def test_what_the_machine_would_leave_to_people_is_counted_against_what_became_known(world):
    bad, good = arrive(world, automatic()), arrive(world, automatic())
    young = arrive(world, automatic(now=later(days=30)), now=later(days=30))
    learn(world, bad, value=True)
    learn(world, good, value=False)

    replay = worked(world, without_machine(world))

    assert replay.tally["base"]["machine"] == 3
    assert (replay.tally["base"]["bad"], replay.tally["base"]["good"], replay.tally["base"]["unknown"]) == (
        1,
        1,
        1,
    )
    assert replay.tally["draft"]["machine"] == 0
    assert replay.tally["meanings"] == {"caught": 1, "stopped": 1, "open": 1}
    listed = ReplayCase.objects.order_by("rank", "id").values_list("recommendation", "meaning", "after")
    assert list(listed) == [
        (good.id, "stopped", "OFFICER:triage-officers"),
        (young.id, "open", "OFFICER:triage-officers"),
        (bad.id, "caught", "OFFICER:triage-officers"),
    ]


def test_what_people_decided_counts_where_people_look_and_the_suggestion_where_the_machine_acts(world):
    """An officer overruled a suggestion that proved wrong: left to the machine it would have cost 1,900."""
    received = arrive(world)
    decided(world, world.olga, override(), item=claimed(world, world.olga, received=received))
    release(world)
    learn(world, received, value=True)
    body = tree(world)
    body["rules"] = [rule(body, "au1") | {"when": {"fact": "confidence", "op": "gt", "value": 0.5}}]

    replay = worked(world, body)

    assert replay.tally["base"]["error_minor"] == 0
    assert replay.tally["prices"]["review_minor"] == 100
    assert replay.tally["draft"]["machine"] == 0, "the posture does not let the machine act on a lower back"
    assert replay.tally["meanings"] == {}


def test_each_change_is_replayed_alone_and_the_overlap_is_told(world):
    arrive(world, automatic())
    arrive(world)
    body = without_machine(world)
    body["otherwise"] = body["otherwise"] | {"inbox": "triage-supervisors", "lane": "SUPERVISOR"}

    replay = worked(world, body)

    assert [(one.kind.value, one.rule) for one in steps_of(replay)] == [("gone", "au1"), ("otherwise", "")]
    assert replay.tally["touched"] == [1, 1]
    assert replay.tally["n_overlap"] == 0
    assert replay.tally["n_changed"] == 2
    assert [one["people"] for one in replay.tally["steps"]] == [2, 1]


def test_a_replay_goes_on_where_its_worker_was_lost(world, monkeypatch):
    for _ in range(5):
        arrive(world)
    now = later(**OLD)
    replay = ask(world, without_machine(world), now=now)
    keep = replaying.keep_piece

    def die(**piece):
        keep(**piece)
        raise MemoryError

    monkeypatch.setattr(replaying, "keep_piece", die)
    with pytest.raises(MemoryError):
        measures.replay_policies(licence=licence, now=lambda: now, piece=2)
    monkeypatch.setattr(replaying, "keep_piece", keep)
    replay.refresh_from_db()
    assert (replay.state, replay.n_done) == ("RUNNING", 2)

    assert flow.replay_policies(now=lambda: now) == 0, "its worker may still live"
    assert flow.replay_policies(now=lambda: now + dt.timedelta(minutes=2)) == 1

    replay.refresh_from_db()
    assert (replay.state, replay.n_done, replay.tally["n"]) == ("DONE", 5, 5)


def test_the_order_is_drawn_by_the_recorded_seed_and_the_same_each_time(world):
    for _ in range(12):
        arrive(world)
    replay = ask(world, tree(world))
    heard = []
    order = Order(replay, heard.append)
    ids = order.ids(0, 99)

    assert len(ids) == len(set(ids)) == 12
    assert heard == [12]
    assert ids == Order(replay, heard.append).ids(0, 99)
    assert ids != sorted(ids), "twelve in the order of arrival would be a chance of one in 479 million"
    assert order.place_after(ids[4]) == 5
    replay.seed += 1
    assert Order(replay, heard.append).ids(0, 99) != ids


def test_what_the_draft_does_otherwise_is_kept_with_its_squares_for_the_estimate(world):
    bad = arrive(world, automatic())
    arrive(world)
    learn(world, bad, value=True)

    replay = worked(world, without_machine(world))

    looks = replay.tally["draft"]["people"] + replay.tally["draft"]["audits"]
    looks -= replay.tally["base"]["people"] + replay.tally["base"]["audits"]
    assert replay.tally["differs"]["reviews"] == [looks, looks]
    assert replay.tally["differs"]["bad"] == [-1, 1]
    assert replay.tally["differs"]["money"][0] == -100 * looks


def test_it_is_put_back_as_often_as_its_time_ends_and_given_up_only_when_workers_are_lost(world):
    for _ in range(50):
        arrive(world)
    now = later(**OLD)
    replay = ask(world, without_machine(world), now=now)

    for _ in range(50):  # one case at a time
        assert measures.replay_policies(licence=licence, now=lambda: now, piece=1, seconds=0.001) == 0
    assert flow.replay_policies(now=lambda: now) == 1

    replay.refresh_from_db()
    assert (replay.state, replay.tally["n"]) == ("DONE", 50)
    assert replay.token > 40
    lost = ask(world, tree(world), now=now)
    for minutes in range(0, 12, 2):
        with transactions.verb():
            replaying.take_replay(now=now + dt.timedelta(minutes=minutes))
    assert flow.replay_policies(now=lambda: now + dt.timedelta(minutes=14)) == 1
    lost.refresh_from_db()
    assert (lost.state, lost.failure) == ("FAILED", replaying.GIVEN_UP)


def test_a_stopped_replay_keeps_its_part_and_can_go_on(world):
    for _ in range(3):
        arrive(world)
    now = later(**OLD)
    replay = ask(world, without_machine(world), now=now)
    with transactions.verb():
        taken = replaying.take_replay(now=now)

    measures.stop_replay(replay_id=replay.id, by=world.ana, now=now)

    assert not replaying.end_replay(replay=taken, now=now), "a stopped replay does not end well"
    assert flow.replay_policies(now=lambda: now) == 0
    measures.resume_replay(replay_id=replay.id, by=world.ana, now=now)
    assert flow.replay_policies(now=lambda: now) == 1
    verbs = Entry.objects.filter(object_id=replay.id).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["replay.asked", "replay.stopped", "replay.resumed", "replay.finished"]


def test_the_last_so_many_are_the_newest(world):
    for days in (0, 1, 2):
        arrive(world, recommendation(now=later(days=days)), now=later(days=days))

    assert ask(world, tree(world), last=2).n_total == 2
    assert ask(world, tree(world), last=50).n_total == 3


@pytest.mark.parametrize(
    ("who", "window", "refusal"),
    [
        ("ana", {"days": 0}, "invalid"),
        ("ana", {"last": 0}, "invalid"),
        ("ana", {"days": 1}, "nothing_to_replay"),
        ("audrey", {"days": 365}, "only_who_tries"),
        ("olga", {"days": 365}, "not_found"),
        ("lena", {"days": 365}, "not_found"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_words(world, who, window, refusal):
    arrive(world)

    assert code(ask, world, tree(world), by=getattr(world, who), **window) == refusal
    assert not Replay.objects.exists()


def test_a_tree_that_is_no_policy_is_refused_at_its_clause(world):
    arrive(world)
    body = tree(world)
    rule(body, "sr2")["when"]["op"] = "larger"

    refusal = attempt(ask, world, body)

    assert isinstance(refusal, PolicyNotValid)
    assert refusal.details["field"] == "/rules/1/when/op"
    rule(body, "sr2")["when"] = {"fact": "shoe_size", "op": "gt", "value": 43}
    refusal = attempt(ask, world, body)
    assert (refusal.details["field"], "shoe_size" in refusal.sentence) == ("/rules/1/when/fact", True)
    assert not Replay.objects.exists()


def test_nothing_is_proposed_while_its_text_is_tried_or_on_a_part_of_a_try(world):
    arrive(world)
    body = without_machine(world)
    draft = saved(world, body, version=begun(world).version)
    propose = {"system": world.system, "version": draft.version, "by": world.ana, "now": later(**OLD)}
    replay = ask(world, body)

    assert code(flow.propose_policy, **propose) == "try_not_complete"
    measures.stop_replay(replay_id=replay.id, by=world.ana, now=later(**OLD))
    assert code(flow.propose_policy, **propose) == "try_not_complete"
    measures.resume_replay(replay_id=replay.id, by=world.ana, now=later(**OLD))
    flow.replay_policies(now=lambda: later(**OLD))

    assert flow.propose_policy(**propose).state == "PROPOSED"
