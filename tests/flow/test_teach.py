"""Whoever resolves an escalation can write to who sent the case up what can be learned from it."""

import pytest
from django.db import DatabaseError, transaction

from apps.flow import selectors as seen
from apps.flow import services as flow
from apps.flow.selectors import laddering
from apps.flow.services import approving
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import LearningNote, ReviewItem
from tests.flow.test_escalate import escalated
from tests.flow.test_triggers import ADVERSE, ladder
from tests.viewing import asking, viewed
from tests.world import APPROVE, claimed, code, decided, later, noon, override, record_names

TEXT = "Ask for the discharge letter before you send such a case up."


@pytest.fixture
def above(world):
    """What Olga sent up and Sam holds."""
    return reviews.claim(item_id=escalated(world).item_id, by=world.sam, now=noon)


def of_page(world, item, who):
    world.forget(who)
    page = seen.review_page(item_id=item.id, to=who, now=noon)
    return laddering.of_page(page, to=who, now=noon)


def notes(world, who):
    return [(one.by, one.text) for one in laddering.learning_notes(to=who, after=None, limit=9).rows]


def test_who_sent_it_up_is_told_and_reads_it_and_nobody_else(world, above):
    made = decided(world, world.sam, override(learning=f" {TEXT} "), item=above)

    assert notes(world, world.olga) == [(world.sam.name, TEXT)]
    assert notes(world, world.sam) == notes(world, world.ben) == []
    assert Notification.objects.get(kind="escalation_decided").to == world.olga
    assert record_names(above.case_id)[-1] == "item.taught"
    told = seen.timeline(case_ref=made.case.case_ref, to=world.sam)
    assert "wrote what can be learned from it" in told.entries[-1].sentence
    assert TEXT.encode() not in bytes(LearningNote.objects.get(decision=made).sealed_text)
    [one] = of_page(world, above, world.olga).learned
    assert (one.by, one.text) == (world.sam.name, TEXT)


def test_without_a_word_they_are_told_that_it_is_decided(world, above):
    decided(world, world.sam, override(), item=above)

    assert not LearningNote.objects.exists()
    assert Notification.objects.filter(kind="escalation_decided", to=world.olga).count() == 1


def test_they_are_told_that_it_is_decided_once_nobody_holds_it_any_more(world, above):
    ReviewItem.objects.filter(id=above.id).update(stake_minor=2_000_000)
    above.refresh_from_db()
    approval = decided(world, world.sam, override(), item=above).held_as
    assert not Notification.objects.filter(kind="escalation_decided").exists()

    version = ReviewItem.objects.get(id=above.id).version
    approving.uphold(approval_id=approval, words="Yes.", version=version, by=world.owen, now=noon)

    assert Notification.objects.get(kind="escalation_decided").to == world.olga


def test_what_was_undone_teaches_nobody(world, above):
    made = decided(world, world.sam, override(learning=TEXT), item=above)
    flow.undo(decision_id=made.id, by=world.sam, now=noon)

    assert notes(world, world.olga) == []


def test_where_nobody_sent_it_up_nobody_would_read_it(world):
    item = claimed(world, world.sam, minor=400000)

    assert code(decided, world, world.sam, override(learning=TEXT), item=item) == "nobody_to_teach"
    assert code(decided, world, world.sam, override(learning="x" * 4001), item=item) == "invalid"


def test_the_database_lets_nobody_write_to_themselves_or_change_a_note(world, above):
    made = decided(world, world.sam, override(learning=TEXT), item=above)

    with pytest.raises(DatabaseError, match="nobody_writes_to_themselves"), transaction.atomic():
        LearningNote.objects.create(decision=made, to=world.sam, by=world.sam, at=noon, sealed_text=b"x")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        LearningNote.objects.update(at=later(hours=1))


class TestWhatThePageSays:
    def test_levels_who_decides_the_clock_and_who_does_not(self, world, above):
        found = of_page(world, above, world.sam).ladder

        assert [(one.level, one.is_owner, one.is_now, one.clock) for one in found.levels] == [
            (1, False, True, "8 working hours"),
            (2, True, False, ""),
        ]
        assert found.now.includes_me
        assert found.levels[1].people == (world.system.owner.name,)
        assert (found.climbs_at, found.may_not) == (later(hours=8), (world.olga.name,))

    def test_the_opinion_of_who_might_not_decide_stands_there_after_ones_own_view(self, world):
        ladder(world, ADVERSE)
        made = decided(world, world.olga, override(note="Too long."))
        item = reviews.claim(item_id=made.item_id, by=world.sam, now=noon)

        opinion = of_page(world, item, world.sam).opinion
        assert (opinion.outcome, opinion.note) == ("Standard lost-time", "Too long.")
        asking(item.id)
        assert of_page(world, item, world.sam).opinion is None
        viewed(world, item, world.sam)
        assert of_page(world, item, world.sam).opinion is not None

    def test_what_would_send_it_up_is_said_before_the_decision(self, world):
        ladder(world, ADVERSE)
        item = claimed(world, world.olga)

        assert of_page(world, item, world.olga).sends_up == ("a person decides Standard lost-time",)
        asking(item.id)
        assert of_page(world, item, world.olga).sends_up == ()
        assert decided(world, world.ben, APPROVE).kind == "APPROVED"
