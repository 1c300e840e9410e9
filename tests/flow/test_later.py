"""A case is laid aside until a time or given back, each with a coded reason; it comes back by itself."""

import datetime as dt

import pytest

from apps.flow import selectors
from apps.flow import services as flow
from apps.measures.models import WorkSignal
from apps.reviews import services as reviews
from apps.reviews.models import ItemReason, ReviewItem
from apps.reviews.services.moving import LaidAside
from tests.world import claimed, code, later, noon, record_names


def aside(world, item, who=None, **changes):
    given = {"until": later(hours=2), "why": "document", "version": item.version, "token": item.token}
    return flow.snooze(item_id=item.id, by=who or world.olga, now=noon, **(given | changes))


def stored(item):
    return ReviewItem.objects.get(id=item.id)


def test_it_waits_until_its_time_and_is_then_open_again_once(world):
    item = claimed(world, world.olga)
    reviews.save_draft(item_id=item.id, body={"note": "Half done."}, by=world.olga, now=noon)

    aside(world, item)

    assert (stored(item).state, stored(item).holder, stored(item).snoozed_until) == (
        "WAITING",
        None,
        later(hours=2),
    )
    with pytest.raises(LaidAside) as refused:
        reviews.claim(item_id=item.id, by=world.ben, now=later(hours=1))
    assert (refused.value.code, refused.value.details["until"]) == ("laid_aside", later(hours=2))
    assert refused.value.sentence.startswith("Olga Marsh laid this case aside until 2026-11-20, 09:00.")
    assert reviews.return_snoozed(now=later(hours=1)) == 0
    assert reviews.return_snoozed(now=later(days=3)) == 1
    assert reviews.return_snoozed(now=later(days=3)) == 0
    assert (stored(item).state, stored(item).snoozed_until) == ("OPEN", None)
    assert record_names(item.case_id)[-2:] == ["item.snoozed", "item.woken"]
    assert reviews.draft_of(item=item, by=world.olga, subject_id=item.case.subject_id)["note"] == "Half done."


def test_why_is_kept_as_a_work_signal_under_a_pseudonym(world):
    one, other = claimed(world, world.olga), claimed(world, world.olga)

    aside(world, one, why="call")
    flow.give_back(item_id=other.id, why="mix", version=1, token=other.token, by=world.olga, now=noon)

    assert set(WorkSignal.objects.values_list("kind", "code")) == {("snoozed", "call"), ("released", "mix")}
    assert (stored(other).state, stored(other).holder) == ("OPEN", None)
    assert ItemReason.objects.get(item=one, kind="SNOOZED").code == "call"


def test_what_is_not_said_or_does_not_fit_is_refused_and_nothing_moves(world):
    item = claimed(world, world.olga)
    due = item.due_at

    assert code(aside, world, item, why="") == "later_why"
    assert code(aside, world, item, why="other") == "later_note"
    assert code(aside, world, item, until=noon) == "snooze_until"
    assert code(aside, world, item, until=later(days=90), note="Long.") == "snooze_until"
    assert code(aside, world, item, until=due + dt.timedelta(hours=1)) == "past_due"
    assert code(aside, world, item, who=world.ben) == "held_by_another"
    assert (
        code(flow.give_back, item_id=item.id, why="", version=1, token=item.token, by=world.olga, now=noon)
        == "later_why"
    )
    assert stored(item).state == "CLAIMED"

    aside(world, item, until=due + dt.timedelta(hours=1), note="The surgeon is away.")
    reviews.return_snoozed(now=due + dt.timedelta(days=1))
    page = selectors.review_page(item_id=item.id, to=world.ben, now=due + dt.timedelta(days=1))
    assert page.later_note == "The surgeon is away."


def test_whoever_may_decide_brings_it_back_before_its_time(world):
    item = claimed(world, world.olga)
    laid = aside(world, item)

    assert code(reviews.wake_up, item_id=item.id, version=item.version - 1, by=world.ben, now=noon) == "stale"  # fmt: skip
    reviews.wake_up(item_id=item.id, version=laid.version, by=world.ben, now=later(minutes=5))
    assert stored(item).state == "OPEN"
    assert (
        code(reviews.wake_up, item_id=item.id, version=laid.version + 1, by=world.ben, now=noon)
        == "not_snoozed"
    )


def test_what_is_laid_aside_is_a_list_of_its_own_with_until_when_and_by_whom(world):
    asked = claimed(world, world.olga, facts_changed={"contact_status": None})
    reviews.ask(
        item_id=asked.id, fact="contact_status", version=1, token=asked.token, by=world.olga, now=noon
    )
    week, hours = claimed(world, world.olga), claimed(world, world.ben)
    aside(world, week, until=later(days=7), note="The surgeon is away.")
    aside(world, hours, who=world.ben)

    def listed(view):
        page = selectors.inbox_page(slug="triage-officers", to=world.olga, now=noon, view=view)
        said = [(one.id, one.waits_for, one.snoozed_by, one.snoozed_until) for one in page.rows]
        return said, page.counts[view]

    assert listed("waiting") == ([(asked.id, "answer", None, None)], 1)
    back_first = [
        (hours.id, "time", world.ben.name, later(hours=2)),
        (week.id, "time", world.olga.name, later(days=7)),
    ]
    assert listed("snoozed") == (back_first, 2)
