"""Segments are defined by analysts, signed by an owner who wrote nothing of them, and mean one thing for good."""

import copy

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.flow import services as flow
from apps.flow.selectors.segment_state import read_fit
from apps.intake.models import Recommendation
from apps.notify.models import Notification
from apps.policy import selectors as policies
from apps.policy.models import SegmentSet, Verdict
from apps.registry.models import AISystem, Autonomy
from apps.registry.services import What
from apps.registry.states import PauseScope
from tests.flow.policies import begun
from tests.flow.policies import saved as policy_saved
from tests.flow.segments import NO_GROUP, live, opened, proposed, saved, signed, without
from tests.template import pack
from tests.world import arrive, attempt, code, fact, iso, later, noon

ASKS = {"fact": "segment", "op": "eq", "value": "lower_back"}


def changed(world, key, **other):
    return [one | other if one["key"] == key else one for one in live(world)]


def verbs():
    return list(
        Entry.objects.filter(verb__startswith="segments.").order_by("id").values_list("verb", flat=True)
    )


def told(actor):
    return list(
        Notification.objects.filter(to=actor, kind__startswith="segments").values_list("kind", flat=True)
    )


def segment(received):
    return Recommendation.objects.get(id=received.id).segment


def test_what_the_owner_signs_counts_for_what_arrives_and_what_has_arrived_keeps_its_segment(world):
    running = arrive(world)
    back = dict(next(one for one in live(world) if one["key"] == "lower_back"))
    renamed = [*without(world, "lower_back"), back | {"key": "backs", "label": "Any other back"}]

    signed(world, renamed, now=later(hours=1))
    after = arrive(world, now=later(hours=2))

    assert (segment(running), segment(after)) == ("lower_back", "backs")
    assert verbs() == ["segments.drafted", "segments.draft_saved", "segments.proposed", "segments.adopted"]
    assert [told(world.owen), told(world.ana)] == [["segments_proposed"], ["segments_signed"]]
    system = AISystem.objects.get()
    assert system.segment_labels["lower_back"] == "Lower back", "what was keeps its name"
    assert [one["key"] for one in policies.segments_then(system, noon)] == [one["key"] for one in SegmentSet.objects.get().before]  # fmt: skip


def test_later_facts_of_a_running_case_are_read_by_the_segments_that_it_was_judged_by(world):
    running = arrive(world)
    wide = {"key": "wide", "label": "Wide", "when": {"fact": "injury_group", "op": "ne", "value": "head"}}
    keep = [one for one in live(world) if one["key"] == "minor_surface"]
    outside = {"all": [wide["when"], {"not": keep[0]["when"]}]}
    signed(world, [*keep, wide | {"when": outside}], now=later(hours=1))

    now = later(hours=2)
    facts_now = [fact("hospital_stay", True, "hospital", as_of=iso(now))]
    flow.add_facts(case_ref=running.case_ref, facts=facts_now, by=world.model, now=now)

    second = Verdict.objects.get(recommendation=running.id, number=2)
    assert second.added["segment"] == "lower_back"
    assert segment(arrive(world, now=now)) == "wide"


def test_a_draft_says_how_many_of_the_last_cases_would_be_in_each_segment(world):
    for n in range(3):
        arrive(world, now=later(minutes=n))
    back = next(one for one in live(world) if one["key"] == "lower_back")
    old = {"fact": "age", "op": "ge", "value": 200}
    halves = [
        back | {"key": "old_back", "when": {"all": [back["when"], old]}},
        back | {"key": "young_back", "label": "Young back", "when": {"all": [back["when"], {"not": old}]}},
    ]

    draft = saved(world, [*without(world, "lower_back"), *halves])

    found = read_fit(draft.fit)
    assert (found.n, found.before, found.after) == (3, {"lower_back": 3}, {"young_back": 3})
    assert found.moves == {("lower_back", "young_back"): 3}
    assert found.n_opened == 3, "personal facts had to be read, and the entry says of how many"
    assert SegmentSet.objects.get().body == draft.body


def test_a_case_whose_subject_was_erased_is_not_counted(world, monkeypatch):
    arrive(world)
    monkeypatch.setattr("apps.core.vault.open_keys", lambda _ids: {})

    assert read_fit(saved(world).fit).n == 0


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"key": "x", "label": "X", "when": {"fact": "shoe_size", "op": "gt", "value": 43}}, "/segments/5/when/fact", "shoe_size"),
        ({"key": "x", "label": "X", "when": {"fact": "stake_minor", "op": "gt", "value": 43}}, "/segments/5/when/fact", "stake_minor"),
        ({"key": "x", "label": "X", "when": {"fact": "injury_group", "op": "eq", "value": "wing"}}, "/segments/5/when/value", "wing"),
        ({"key": "lower_back", "label": "X", "when": NO_GROUP["when"]}, "/segments/5/key", "already"),
        ({"key": "X", "label": "X", "when": NO_GROUP["when"]}, "/segments/5/key", "small letters"),
        ({"key": "x", "label": " ", "when": NO_GROUP["when"]}, "/segments/5/label", "Say why"),
        ({"key": "x", "label": "X"}, "/segments/5/when", "missing"),
        ({"key": "x", "label": "X", "when": {"fact": "age", "op": "between", "value": [60, 18]}}, "/segments/5/when/value/1", "must not be lower"),
    ],
)  # fmt: skip
def test_what_is_no_segment_is_refused_with_its_clause(world, more, field, said):
    refusal = attempt(saved, world, [*live(world), more])

    assert (refusal.code, refusal.details["field"]) == ("segments_not_valid", field)
    assert said in refusal.sentence
    assert not SegmentSet.objects.exists()


def test_two_that_overlap_are_refused_with_a_case_that_would_be_in_both(world):
    wide = {"key": "young", "label": "Young", "when": {"fact": "age", "op": "lt", "value": 30}}

    refusal = attempt(saved, world, [*live(world), wide])

    assert refusal.code == "segments_not_valid"
    assert refusal.details["keys"] == ["minor_surface", "young"]
    example = refusal.details["example"]
    assert (example["age"] < 30, example["hospital_stay"]) == (True, False)
    assert "age 29" in refusal.sentence


def test_a_key_means_one_thing_for_good_and_may_come_back(world):
    first = live(world)
    refusal = attempt(saved, world, changed(world, "special_groups", when=NO_GROUP["when"]))
    assert (refusal.code, refusal.details["field"]) == ("segments_not_valid", "/segments/2/key")

    signed(world, without(world, "special_groups"))
    again = attempt(saved, world, [*live(world), NO_GROUP | {"key": "special_groups"}])
    assert again.details["field"] == "/segments/4/key"

    signed(world, first)
    assert {one["key"] for one in live(world)} == {one["key"] for one in first}
    assert AISystem.objects.get().former_segments == []
    signed(world, changed(world, "special_groups", label="Head and the like"))
    assert "Head and the like" in [one["label"] for one in live(world)]


def ask_in_policy(world):
    tree = copy.deepcopy(pack()["policy"]["tree"])
    tree["rules"][1]["when"] = ASKS
    policy_saved(world, tree, version=begun(world).version)


def pause_it(world):
    what = What(PauseScope.SEGMENT, "lower_back")
    flow.pause(system_id=world.system.id, what=what, why="Look.", by=world.owen, now=noon)


@pytest.mark.parametrize(
    ("use", "key", "said"),
    [
        (lambda _world: None, "minor_surface", "the risk decision in force"),
        (ask_in_policy, "lower_back", "version 2 of the policy (sr2)"),
        (pause_it, "lower_back", "a pause"),
    ],
)
def test_a_segment_that_something_rests_on_cannot_go(world, use, key, said):
    use(world)

    refusal = attempt(saved, world, without(world, key))

    assert (refusal.code, refusal.details["key"]) == ("segment_in_use", key)
    assert refusal.details["used_by"] == [said]
    assert said in refusal.sentence
    assert not SegmentSet.objects.exists()


def test_what_began_to_rest_on_it_since_stops_the_signature(world):
    waits = proposed(world, without(world, "lower_back"))
    pause_it(world)

    refused = code(flow.adopt_segments, system=world.system, version=waits.version, by=world.owen, now=noon)

    assert (refused, opened(world).state) == ("segment_in_use", "PROPOSED")
    assert "lower_back" in [one["key"] for one in live(world)]


def test_with_a_segment_its_step_of_autonomy_ends(world):
    Autonomy.objects.create(
        system=world.system, segment="lower_back", state="PREPARE", note="Tried.", changed_at=noon
    )
    signed(world, without(world, "lower_back"))

    assert set(Autonomy.objects.values_list("segment", flat=True)) == {"minor_surface"}


@pytest.mark.parametrize("who", ["olga", "sam", "owen", "audrey", "adam", "lena"])
def test_nobody_but_analysts_writes_not_even_the_owner(world, who):
    assert code(saved, world, by=getattr(world, who)) == "cannot_write_segments"
    assert not SegmentSet.objects.exists()


@pytest.mark.parametrize("who", ["ana", "sam", "audrey"])
def test_nobody_but_the_owner_signs(world, who):
    waits = proposed(world)
    by = getattr(world, who)

    assert (
        code(flow.adopt_segments, system=world.system, version=waits.version, by=by, now=noon)
        == "not_the_owner"
    )
    assert opened(world).state == "PROPOSED"


def test_who_wrote_of_it_never_signs_not_even_after_becoming_the_owner(world):
    waits = proposed(world)
    AISystem.objects.update(owner=world.user("ana"))
    world.system.refresh_from_db()

    sign = {"system": world.system, "version": waits.version, "now": noon}
    assert code(flow.adopt_segments, by=world.ana, **sign) == "segments_writer_cannot_sign"
    with pytest.raises(IntegrityError, match="segments_writer_never_signs"), transaction.atomic():
        SegmentSet.objects.update(approved_by=world.ana, state="LIVE")


def test_a_stale_save_overwrites_nothing_and_a_second_draft_is_none(world):
    saved(world)

    assert code(saved, world, version=0) == "segments_draft_changed"
    assert code(saved, world, version=7) == "segments_draft_changed"
    assert saved(world, live(world), version=1).version == 2
    unchanged = {"system": world.system, "version": 2, "by": world.ana, "now": noon}
    assert code(flow.propose_segments, **unchanged) == "segments_unchanged"


def test_it_is_returned_with_a_sentence_taken_back_and_given_up(world):
    waits = proposed(world)
    on = {"system": world.system, "now": noon}
    assert code(saved, world, version=waits.version) == "segments_not_a_draft"
    assert code(flow.drop_segments, version=waits.version, by=world.ana, **on) == "not_the_owner"

    back = flow.return_segments(why=" Name them. ", version=waits.version, by=world.owen, **on)
    assert (back.state, back.returned_why, told(world.ana)) == ("DRAFT", "Name them.", ["segments_returned"])
    again = flow.propose_segments(version=back.version, by=world.ana, **on)
    mine = flow.return_segments(why="", version=again.version, by=world.ana, **on)
    assert code(flow.drop_segments, version=mine.version, by=world.owen, **on) == "cannot_write_segments"
    flow.drop_segments(version=mine.version, by=world.ana, **on)

    assert (opened(world), live(world)) == (None, world.system.segments)
    gone = {"version": mine.version, "by": world.ana}
    assert code(flow.propose_segments, **gone, **on) == "no_segments_draft"
    assert saved(world).number == 3
