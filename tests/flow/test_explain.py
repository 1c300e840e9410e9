"""A decision is explained to the person it is about: from the record, in versions, in English and in German."""

import pytest

from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import appeals, explaining
from apps.flow.services import appealing, approving
from apps.reviews.models import Decision, Explanation
from apps.reviews.rules import EXPLAINED
from tests.flow.appealing import ANSWER, answered, contested
from tests.flow.test_held import amend, hold, resolve
from tests.viewing import asking
from tests.world import (
    APPROVE,
    arrive,
    automatic,
    claimed,
    code,
    decided,
    later,
    noon,
    override,
    recommendation,
    record_names,
    release,
)

AI_SAID = "The knee of the claimant looks like a short one."


@pytest.fixture
def overridden(world):
    """A decision of Olga's against the AI, which cited a fact in its own words; one fact was not told."""
    says = [{"text": AI_SAID, "cites": ["hospital_stay"], "direction": "for"}]
    item = claimed(world, world.olga, facts_changed={"modified_duty": None}, rationale=says)
    decision = decided(world, world.olga, override(), item=item)
    release(world)
    return decision


def read(decision, to, language="en"):
    page = explaining.explanation(decision_id=decision.id, language=language, to=to)
    return page, {one.code: one.text for one in page.parts}


def write(decision, by, parts, version=0, language="en"):
    return appealing.write_explanation(
        decision_id=decision.id,
        language=language,
        parts=parts,
        version=version,
        by=by,
        now=later(hours=1),
    )


def test_the_record_says_what_was_decided_by_whom_on_which_facts_and_what_was_missing(world, overridden):
    page, said = read(overridden, world.olga)

    assert (page.version, page.is_generated, page.may_write) == (0, True, True)
    assert tuple(said) == EXPLAINED
    assert f"your claim {overridden.case.case_ref}: Standard lost-time." in said["decided"]
    assert "A person decided this: Olga Marsh of Bluegrass Mutual." in said["who"]
    assert "otherwise than it had suggested" in said["who"]
    assert "Owen Clay of Bluegrass Mutual answers for the computer program." in said["who"]
    assert "• Part of body: Lower back (from: Doctor)" in said["facts"]
    assert "told by nobody" in said["missing"]
    assert "answers within 14 days" in said["contest"]
    assert AI_SAID not in " ".join(said.values())
    assert "Longer." not in " ".join(said.values())  # the officer's own note


def test_in_german_the_same_is_said_in_german(world, overridden):
    page, said = read(overridden, world.olga, language="de")
    assert "20.11.2026" in said["decided"]
    assert "Übliche Bearbeitung" in said["decided"]
    assert "Olga Marsh" in said["who"]
    assert (page.language, page.version) == ("de", 0)


def test_what_the_machine_decided_alone_says_so(world):
    received = arrive(world, automatic())
    _page, said = read(type("D", (), {"id": received.decision_id}), world.owen)
    assert "A computer program decided this alone." in said["who"]
    assert "Owen Clay" in said["who"]


def test_a_version_counts_until_the_next_and_every_one_stays(world, overridden):
    _, said = read(overridden, world.olga)
    write(overridden, world.olga, said)
    assert code(write, overridden, world.sam, said | {"who": "Somebody."}) == "explanation_stale"

    write(overridden, world.sam, said | {"who": "Olga Marsh looked at it herself."}, version=1)

    page, now_said = read(overridden, world.audrey)
    assert now_said["who"] == "Olga Marsh looked at it herself."
    assert [(one.number, one.is_generated, one.by) for one in page.versions] == [
        (2, False, "Sam Whitaker"),
        (1, True, "Olga Marsh"),
    ]
    assert page.may_write is False
    assert Explanation.objects.count() == 2
    assert record_names(overridden.case_id).count("explanation.written") == 2
    assert b"looked at it" not in b"".join(bytes(one.sealed) for one in Explanation.objects.all())


def test_who_has_nothing_to_do_with_the_case_reads_and_writes_nothing(world, overridden):
    _, said = read(overridden, world.olga)
    assert code(write, overridden, world.audrey, said) == "cannot_explain"
    assert code(write, overridden, world.olga, said | {"facts": " "}) == "explanation_empty"
    assert code(write, overridden, world.lena, said) == "not_found"
    assert code(read, overridden, world.ana) == "not_found"
    assert code(read, overridden, world.lena) == "not_found"
    fresh = decided(world, world.olga, APPROVE)
    assert code(read, fresh, world.olga) == "not_found"  # not in force yet


def test_who_still_owes_their_own_view_of_the_case_reads_none(world):
    body = recommendation()
    item = claimed(world, world.olga, received=arrive(world, body))
    decision = decided(world, world.olga, APPROVE, item=item)
    release(world)
    asking(arrive(world, body | {"external_id": "newer"}, now=later(hours=1)).item_id)
    assert code(read, decision, world.ben) == "first_view_missing"
    assert explaining.of_case(case_ref=decision.case.case_ref, to=world.ben) == []


def test_a_held_override_that_was_amended_contested_and_changed_is_one_story_for_everybody(world):
    """Olga's override is above her authority, Sam amends it, the person contests, Ruth changes it."""
    held = hold(world)
    made = amend(held, world.sam).instead
    release(world)
    _, said = read(made, world.sam)
    assert "A person decided this: Sam Whitaker" in said["who"]
    assert "Olga Marsh had decided before. That was held" in said["who"]
    ruth = world.person("ruth")
    appeal = contested(world, made, by=world.sam)
    chain = appeals.appeal_page(appeal_id=appeal.id, to=ruth, language="en", now=later(hours=1)).chain
    assert {one.name for one in chain} == {"Sam Whitaker", "Olga Marsh"}
    answered(appeal, ruth, result="CHANGED", outcome="standard")

    holds = Decision.objects.get(reverses=made)
    _, said = read(holds, ruth)
    assert "the decision of 20 Nov 2026: Nurse case management" in said["decided"]
    assert "Ruth Calloway, who had no part in it" in said["contest"]
    assert ANSWER in said["contest"]
    verbs = record_names(made.case_id)
    story = ["item.overridden", "decision.held", "item.overridden", "appeal.registered", "appeal.answered"]
    assert [one for one in verbs if one in story] == story
    seen = selectors.my_decision(decision_id=made.id, to=world.sam, now=later(hours=1))
    assert seen.fate == "reversed"
    upheld = hold(world)
    resolve(approving.uphold, upheld, world.sam)
    release(world)
    _, said = read(upheld.decision, world.olga)
    assert "It was held until a second person agreed: Sam Whitaker." in said["who"]


def test_what_was_reversed_says_what_holds_now(world, overridden):
    row = flow.request_reversal(decision_id=overridden.id, why="The wage.", by=world.olga, now=later(hours=1))
    flow.reverse_requested(
        request_id=row.id, outcome="case_managed", words="So.", version=1, by=world.sam, now=later(hours=2)
    )
    _, said = read(overridden, world.olga)
    assert "does not hold any more" in said["decided"]
    assert said["contest"] == "What holds now can be contested. Its own explanation says how."
    assert "Nurse case management" in said["decided"]
    first, second = explaining.of_case(case_ref=overridden.case.case_ref, to=world.olga)
    assert (first.holds, second.holds) == (False, True)
    page = explaining.explanation(decision_id=second.decision_id, language="en", to=world.olga)
    assert "It takes the place of the decision of 20 Nov 2026: Standard lost-time." in page.parts[0].text
    assert "Sam Whitaker" in page.parts[1].text
    assert noon < second.at
