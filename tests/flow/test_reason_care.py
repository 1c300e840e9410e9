"""The list of reasons is cared for: merged, retired, split. Decisions keep what they said, and are counted."""

import pytest

from apps.audit.models import Entry
from apps.flow.selectors import reason_figures
from apps.flow.selectors.reason_figures import Slice
from apps.measures import selectors as measures
from apps.registry import rules
from apps.registry import services as registry
from apps.registry.models import Reason, ReasonChange, ReasonSet
from apps.registry.rules import Changed
from apps.registry.states import CareKind
from apps.reviews.models import OverrideReason
from apps.reviews.rules import NONE_FITS
from tests.measures.past import tally
from tests.seconding import drawn, given
from tests.world import code, decided, later, override, release

RULE = {"reason": "it_rule", "choices": {"which": "law"}}


def care(
    world,
    kind="MERGED",
    reason="it_rule",
    into="it_weeks",
    by=None,
    version=None,
    why="Nobody tells them apart.",
    **more,
):
    live = ReasonSet.objects.get(system=world.system, ended_at=None)
    said = registry.Care(kind, reason, into, more.get("texts", ()), why)
    return registry.care_for_reasons(
        system_id=world.system.id,
        care=said,
        version=version or live.number,
        by=by or world.ana,
        now=later(hours=2),
    )


def listed(world):
    return set(
        Reason.objects.filter(reason_set__ended_at=None, reason_set__system=world.system).values_list(
            "code", flat=True
        )
    )


def figures(world, to=None, **asked):
    tally(world, later(days=1))
    return reason_figures.reason_figures(
        system=world.system, to=to or world.ana, asked=Slice(**asked), may_care=True
    )


def row(found, reason):
    return next(one for one in found.rows if one.code == reason)


def overrides(world):
    """Three overrides in force: two for a longer time, one for a rule; and one that no reason fitted."""
    made = [
        decided(world, world.olga, override()),
        decided(world, world.olga, override()),
        decided(world, world.olga, override(**RULE)),
        decided(world, world.olga, override(reason=NONE_FITS, choices={"text": "My own."})),
    ]
    release(world)
    return made


def test_merged_they_count_under_the_other_one_and_keep_what_they_said(world):
    made = overrides(world)

    change = care(world)

    assert (change.kind, change.code, change.into) == ("MERGED", "it_rule", ["it_weeks"])
    assert "it_rule" not in listed(world)
    assert OverrideReason.objects.get(decision=made[2]).reason.code == "it_rule"
    found = figures(world)
    merged = row(found, "it_weeks")
    assert (found.n, merged.n, found.other.value) == (4, 3, 0.25)
    assert [n for _text, n in merged.former] == [1]
    assert "it_rule" not in {one.code for one in found.rows}
    entry = Entry.objects.filter(verb="reasons.adopted").latest("id")
    assert b'"code":"it_rule"' in bytes(entry.body).replace(b" ", b"")
    assert code(decided, world, world.olga, override(**RULE)) == "reason_missing"
    counted = measures.override_reasons(system_id=world.system.id, what=None, since=None)
    assert sorted(one.n for one in counted) == [1, 3]


def test_retired_and_split_they_stay_where_they_were_with_a_note(world):
    overrides(world)

    care(world, "RETIRED", into="")
    split = care(world, "SPLIT", "it_weeks", into="", texts=("Shorter than that", "Longer than that"))

    found = figures(world)
    assert (row(found, "it_rule").n, row(found, "it_rule").kind) == (1, "RETIRED")
    assert (row(found, "it_weeks").n, row(found, "it_weeks").into) == (
        2,
        ("Shorter than that", "Longer than that"),
    )
    assert set(split.into) <= listed(world)
    decision = decided(world, world.olga, override(reason=split.into[0]))
    assert OverrideReason.objects.get(decision=decision).core_category == "risk_judgement"


def test_by_slice_and_by_what_a_second_person_came_to(world):
    review = drawn(world, override())
    given(world, review, world.ben, outcome="standard")
    decided(world, world.olga, override(**RULE))
    release(world)

    found = figures(world)

    assert (row(found, "it_weeks").seconded.n, row(found, "it_weeks").seconded.value) == (1, 1.0)
    assert row(found, "it_rule").seconded.n == 0
    assert figures(world, direction="less_cautious").n == 0
    assert figures(world, part=measures.Part(segment="minor_surface")).n == 0
    assert figures(world, since=later(days=7).date()).n == 0


REFUSED = [
    ({"by": "olga"}, "not_found"),
    ({"by": "audrey"}, "cannot_care_for_reasons"),
    ({"version": 7}, "reasons_changed"),
    ({"kind": "BURNT"}, "care_invalid"),
    ({"reason": "it_none"}, "care_invalid"),
    ({"into": "it_rule"}, "care_invalid"),
    ({"why": " "}, "care_invalid"),
    ({"kind": "SPLIT", "texts": ("One", "One")}, "care_invalid"),
]


def test_what_makes_no_sense_or_is_not_ones_own_is_refused_and_nothing_changes(world):
    for changed, refused in REFUSED:
        given_by = {"by": world.person(changed["by"])} if "by" in changed else {}
        assert code(care, world, **(changed | given_by)) == refused, changed
    assert not ReasonChange.objects.exists()
    assert ReasonSet.objects.filter(system=world.system).count() == 1


def test_the_last_reason_of_a_direction_stays(world):
    live = ReasonSet.objects.get(system=world.system, ended_at=None)
    less = [one["code"] for one in live.body["reasons"] if "less_cautious" in one["directions"]]
    for one in less[1:]:
        care(world, "RETIRED", one, into="")

    assert code(care, world, "RETIRED", less[0], into="") == "nothing_would_fit"


@pytest.mark.parametrize(
    ("changes", "under"),
    [
        ([("a", "b"), ("b", "c")], {"a": "c", "b": "c"}),
        ([], {}),
        ([("a", "b"), ("b", "a")], {"a": "b", "b": "a"}),
    ],
)
def test_a_reason_that_was_merged_again_counts_under_the_last_one(changes, under):
    said = [Changed(CareKind.MERGED, code, (into,)) for code, into in changes]
    assert rules.successors([*said, Changed(CareKind.SPLIT, "x", ("y", "z"))]) == under


def test_the_code_of_a_part_is_new_and_fits():
    assert rules.split_code("it_rule", 1, ["it_rule", "it_rule_1"]) == "it_rule_2"
    assert len(rules.split_code("x" * 40, 1, [])) == 40
