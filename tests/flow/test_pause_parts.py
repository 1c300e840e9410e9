"""A pause of a part: people, hold or refuse; the most cautious counts; it ends by itself or by hand, recorded."""

import pytest

from apps.audit.models import Entry
from apps.core import transactions
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.services import What
from apps.intake.models import Recommendation
from apps.notify.models import Notification
from apps.registry import services as registry
from apps.registry.models import PauseSpan
from apps.registry.states import PauseMode, PauseScope
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem
from tests.viewing import views
from tests.world import MINOR_SURFACE, arrive, attempt, automatic, claimed, code, later, line, noon

FAST, SURFACE = (PauseScope.OUTCOME, "fast_track"), (PauseScope.SEGMENT, "minor_surface")
WHOLE = (PauseScope.SYSTEM, "")


def pause(world, of=WHOLE, mode=PauseMode.PEOPLE, until=None, by=None, now=noon, why="Look first."):
    return flow.pause(
        system_id=world.system.id, why=why, by=by or world.owen, now=now, what=What(*of, mode, until)
    )


def resume(world, span=None, by=None):
    return flow.resume(
        system_id=world.system.id, by=by or world.owen, now=noon, span_id=span.id if span else None
    )


def open_spans():
    return list(PauseSpan.objects.filter(ended_at=None).order_by("since", "id"))


@pytest.mark.parametrize(
    ("of", "lane"),
    [
        (FAST, "OFFICER"),
        (SURFACE, "OFFICER"),
        ((PauseScope.OUTCOME, "standard"), "AUTOMATIC"),
        ((PauseScope.SEGMENT, "lower_back"), "AUTOMATIC"),
    ],
)
def test_a_paused_part_goes_to_people_and_nothing_else_does(world, of, lane):
    pause(world, of)

    assert arrive(world, automatic()).lane == lane


@pytest.mark.parametrize("of", [WHOLE, FAST, SURFACE])
def test_held_cases_wait_unseen_until_it_is_over_and_then_go_to_people(world, of):
    pause(world, of, PauseMode.HOLD)
    got = arrive(world, automatic())

    item = ReviewItem.objects.get(id=got.item_id)
    assert (got.state, got.decision_id, item.state) == ("HELD", None, "WAITING")
    assert code(reviews.claim, item_id=item.id, by=world.olga, now=noon)
    assert flow.keep_pauses(now=later(hours=1)) == 0

    resume(world, open_spans()[0])
    assert flow.keep_pauses(now=later(hours=2)) == 1

    after = ReviewItem.objects.get(id=item.id)
    assert (after.state, after.due_at - item.due_at) == ("OPEN", later(hours=2) - noon)
    assert Recommendation.objects.get(id=got.id).state == "ROUTED"
    assert Entry.objects.filter(verb="item.freed", object_id=item.id).count() == 1
    reviews.claim(item_id=item.id, by=world.olga, now=later(hours=2))
    assert flow.keep_pauses(now=later(hours=3)) == 0


def test_while_an_outcome_is_held_each_case_that_asks_for_a_view_waits(world):
    """If only the held outcome waited, that a case does not wait would tell what was suggested there."""
    views(world)
    pause(world, FAST, PauseMode.HOLD)
    held = [arrive(world, outcome=outcome) for outcome in ("fast_track", "standard")]
    views(world, 0)
    plain = arrive(world, outcome="standard")

    assert ([one.state for one in held], plain.state) == (["HELD", "HELD"], "ROUTED")
    assert flow.keep_pauses(now=later(hours=1)) == 0
    resume(world, open_spans()[0])
    assert flow.keep_pauses(now=later(hours=2)) == len(held)


@pytest.mark.parametrize("of", [WHOLE, FAST, SURFACE])
def test_refused_cases_leave_nothing_and_their_sender_is_told(world, of):
    pause(world, of, PauseMode.REFUSE)
    body = automatic()

    refusal = attempt(arrive, world, body)

    assert (refusal.code, refusal.details["retry_after"]) == ("intake_paused", 300)
    assert not Recommendation.objects.exists()
    resume(world, open_spans()[0])
    assert arrive(world, body).lane == "AUTOMATIC"


def test_of_a_batch_only_what_is_paused_is_refused(world):
    pause(world, SURFACE, PauseMode.REFUSE)

    first, second = flow.receive_each(
        lines=[line(automatic()), line(automatic(facts_changed=None))], by=world.model, now=noon
    )

    assert (first.code, second.lane) == ("intake_paused", "OFFICER")


def test_what_arrived_before_is_answered_as_before(world):
    body = automatic()
    arrive(world, body)
    pause(world, WHOLE, PauseMode.REFUSE)

    assert arrive(world, body).is_new is False


def test_of_several_the_most_cautious_counts(world):
    pause(world, WHOLE, PauseMode.PEOPLE)
    pause(world, FAST, PauseMode.HOLD)
    assert arrive(world, automatic()).state == "HELD"
    pause(world, SURFACE, PauseMode.REFUSE)
    assert code(arrive, world, automatic()) == "intake_paused"
    assert arrive(world, automatic(facts_changed=MINOR_SURFACE | {"hospital_stay": True}, outcome="standard")).state == "ROUTED"  # fmt: skip


def test_what_another_pause_still_holds_is_not_freed(world):
    pause(world, FAST, PauseMode.HOLD)
    pause(world, SURFACE, PauseMode.HOLD)
    arrive(world, automatic())
    resume(world, open_spans()[0])

    assert flow.keep_pauses(now=later(hours=1)) == 0
    resume(world, open_spans()[0])
    assert flow.keep_pauses(now=later(hours=1)) == 1


def test_another_mode_of_the_same_part_takes_its_place(world):
    pause(world)
    pause(world, mode=PauseMode.HOLD)

    before, after = PauseSpan.objects.order_by("id")
    assert (before.ended_how, after.mode, after.ended_at) == ("replaced", "hold", None)
    assert Entry.objects.filter(verb="system.paused").count() == 2


def test_it_ends_by_itself_recorded_and_the_owner_is_told(world):
    pause(world, until=later(hours=1))
    assert flow.keep_pauses(now=later(minutes=59)) == 0
    assert arrive(world, automatic()).lane == "OFFICER"

    assert flow.keep_pauses(now=later(hours=1)) == 1

    (span,) = PauseSpan.objects.all()
    assert (span.ended_how, span.ended_at) == ("time", later(hours=1))
    assert Entry.objects.filter(verb="system.resumed").count() == 1
    assert Notification.objects.get(to=world.owen).kind == "pause_ended"
    assert arrive(world, automatic()).lane == "AUTOMATIC"


@pytest.mark.parametrize(
    ("of", "until", "field"),
    [
        ((PauseScope.OUTCOME, "deny"), None, "key"),
        ((PauseScope.SEGMENT, ""), None, "key"),
        ((PauseScope.SYSTEM, "fast_track"), None, "key"),
        (WHOLE, noon, "until"),
        (WHOLE, later(days=400), "until"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(world, of, until, field):
    refusal = attempt(pause, world, of, until=until)

    assert (refusal.code, refusal.details["field"]) == ("invalid", field)
    assert not PauseSpan.objects.exists()


def away(world, who="ana", from_at=noon, until_at=None):
    with transactions.verb():
        registry.name_deputy(
            system=world.system,
            deputy_id=world.user(who).id,
            from_at=from_at,
            until_at=until_at or later(days=3),
            by=world.owen,
            now=noon,
        )


def test_a_deputy_pauses_during_the_absence_and_ends_only_that(world):
    assert code(pause, world, by=world.ana) == "not_the_owner"
    away(world)
    pause(world, FAST, by=world.ana)
    assert Notification.objects.get(to=world.owen).kind == "system_paused"
    pause(world, SURFACE)
    mine, owners = open_spans()

    assert code(resume, world, owners, world.ana) == "not_your_pause"
    resume(world, mine, world.ana)
    assert open_spans() == [owners]


@pytest.mark.parametrize(
    ("from_at", "until_at"), [(later(days=1), later(days=2)), (later(days=-2), later(minutes=1))]
)
def test_not_before_and_not_after(world, from_at, until_at):
    away(world, from_at=from_at, until_at=until_at)
    at = noon if from_at > noon else later(minutes=1)

    assert code(pause, world, by=world.ana, now=at) == "not_the_owner"


def test_a_pause_that_is_over_is_not_ended_again(world):
    pause(world, FAST)
    (span,) = open_spans()
    resume(world, span)

    assert code(resume, world, span) == "not_paused"


def test_what_a_pause_would_change_is_counted_by_part(world):
    for _ in range(3):
        arrive(world, automatic())
    arrive(world)

    page = selectors.pausing_page(slug="injury-triage", to=world.owen, now=noon)

    found = {(one.scope, one.key): (one.n_alone, one.n_arrived) for one in page.effects}
    assert found["system", ""] == (3, 4)
    assert found["outcome", "fast_track"] == (3, 4)
    assert found["segment", "minor_surface"] == (3, 3)
    assert found["outcome", "standard"] == (0, 0)


def test_a_pause_is_named_on_each_case_whatever_was_suggested_there(world):
    """That the suggested outcome is paused must not be read off the page of one case."""
    paused, other = arrive(world), arrive(world, outcome="standard")
    pause(world, FAST)

    seen = [
        named(world.olga, system_id=ReviewItem.objects.get(id=one.item_id).system_id)
        for one in (paused, other)
    ]

    assert seen == [["fast_track"], ["fast_track"]]
    assert named(world.olga, case_ref=other.case_ref) == ["fast_track"]
    assert named(world.olga, inbox="triage-officers") == ["fast_track"]
    assert (
        named(world.lena) == named(world.lena, at_home=True) == named(world.lena, slug="injury-triage") == []
    )


def test_whoever_looks_after_a_system_reads_at_home_what_is_paused_of_it(world):
    arrive(world)
    pause(world, FAST)

    for who in (world.owen, world.ana, world.audrey, world.olga, world.sam):
        assert named(who, at_home=True) == ["fast_track"]
    assert named(world.adam, at_home=True) == []


def test_what_a_pause_holds_and_what_waits_for_an_answer_are_kept_apart(world):
    asked = claimed(world, world.olga, facts_changed={"contact_status": None})
    reviews.ask(
        item_id=asked.id, fact="contact_status", version=1, token=asked.token, by=world.olga, now=noon
    )
    pause(world, WHOLE, PauseMode.HOLD)
    held = arrive(world, automatic())

    def listed(view):
        page = selectors.inbox_page(slug="triage-officers", to=world.olga, now=noon, view=view)
        return [(one.id, one.waits_for) for one in page.rows], page.counts[view]

    assert listed("waiting") == ([(asked.id, "answer")], 1)
    assert listed("paused") == ([(held.item_id, "pause")], 1)
    assert code(reviews.claim, item_id=held.item_id, by=world.olga, now=noon) == "held_by_pause"
    assert code(reviews.claim, item_id=asked.id, by=world.olga, now=noon) == "waits_for_answer"


def named(who, **where):
    return [one.key for one in selectors.pauses(to=who, where=selectors.Where(**where))]
