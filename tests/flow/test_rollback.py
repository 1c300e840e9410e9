"""Rollback: what was decided under a version is listed and reversed by compensating decisions."""

import pytest

from apps.audit.models import Entry
from apps.delivery.models import Delivery
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import Scope
from apps.measures.models import DecisionFacts
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Release, ReversalLine, ReversalRun, ReviewItem
from apps.reviews.states import ItemKind, ReasonKind
from tests.world import arrive, attempt, automatic, claimed, code, decided, later, override, release

OF_ONE = Scope(policy=1)


def begin(world, *, count, scope=OF_ONE, outcome="standard", why="The wages were wrong.", by=None):
    return flow.begin_rollback(
        system_id=world.system.id,
        scope=scope,
        outcome=outcome,
        why=why,
        count=count,
        by=by or world.owen,
        now=later(hours=1),
    )


def work(at=None):
    while flow.roll_back(now=at or later(hours=1, minutes=1)):
        pass


def preview(world, scope=OF_ONE, outcome="standard"):
    page = selectors.rollback_page(slug="injury-triage", scope=scope, outcome=outcome, to=world.owen)
    return page.preview


def test_everything_is_reversed_delivered_and_the_history_stands(world):
    taken = [arrive(world, automatic()) for _ in range(5)]
    arrive(world)  # waits for an officer: no decision of this kind
    before = list(Decision.objects.order_by("id").values())

    rollback = begin(world, count=5)
    work()

    rollback.refresh_from_db()
    assert (rollback.state, rollback.n_total, rollback.n_reversed, rollback.n_left) == ("DONE", 5, 5, 0)
    reversals = Decision.objects.filter(reverses__isnull=False)
    assert {one.reverses_id for one in reversals} == {one.decision_id for one in taken}
    assert {one.outcome_code.code for one in reversals} == {"standard"}
    assert {one.by_id for one in reversals} == {world.owen.id}
    assert Release.objects.filter(reverses__isnull=False, why="rollback").count() == 5
    sent = Delivery.objects.filter(decision__in=reversals)
    assert {one.sequence for one in sent} == {2}
    assert len({one.id for one in sent}) == 5
    assert list(Decision.objects.filter(reverses=None).order_by("id").values()) == before
    assert Entry.objects.filter(verb="decision.reversed").count() == 5
    assert Entry.objects.filter(verb="rollback.finished").count() == 1
    rows = DecisionFacts.objects.filter(kind="REVERSED")
    assert {one.replaces for one in rows} == {one.decision_id for one in taken}


def test_run_twice_it_reverses_once(world):
    arrive(world, automatic())
    begin(world, count=1)

    work()
    work()

    assert Decision.objects.filter(reverses__isnull=False).count() == 1


def second_look(world, received):
    """The second look at a decision of the machine, as the audit draw opens it."""
    decision = Decision.objects.get(id=received.decision_id)
    item = ReviewItem.objects.filter(audits=decision).first()
    new = reviews.NewItem(
        recommendation=decision.recommendation,
        inbox=world.officers,
        kind=ItemKind.AUDIT,
        reason=ReasonKind.AUDIT_SAMPLE,
        because=[("audit_sample", "Drawn by chance")],
        due_at=later(days=3),
        is_supervised=False,
        is_legible=True,
        audits=decision,
    )
    return item or reviews.open_items(new=[new], now=world.now)[0]


def disagree(world, received, *, now):
    item = reviews.claim(item_id=second_look(world, received).id, by=world.olga, now=now)
    return decided(world, world.olga, override(), item=item, now=now)


def test_what_cannot_be_reversed_is_listed_with_why(world):
    looked_at, being, free = (arrive(world, automatic()) for _ in range(3))
    disagree(world, looked_at, now=world.now)
    release(world)
    disagree(world, being, now=later(hours=1))

    assert preview(world).left == {"reversed_already": 1, "being_reversed": 1}
    rollback = begin(world, count=1)
    work()

    seen = selectors.rollback_seen(
        rollback_id=rollback.id, only_left=True, after=None, limit=50, to=world.owen
    )
    assert seen.left == {"reversed_already": 1, "being_reversed": 1}
    assert {row.case_ref for row in seen.rows} == {looked_at.case_ref, being.case_ref}
    assert Decision.objects.filter(reverses=free.decision_id).count() == 1


def test_a_second_look_that_still_waits_is_closed(world):
    received = arrive(world, automatic())
    item = second_look(world, received)
    held = reviews.claim(item_id=item.id, by=world.olga, now=later(minutes=59))
    begin(world, count=1)

    work()

    item.refresh_from_db()
    assert (item.state, item.holder_id) == ("WITHDRAWN", None)
    refusal = code(decided, world, world.olga, override(), item=held, now=later(hours=1, minutes=2))
    assert refusal == "already_closed"


def test_between_pieces_it_can_be_stopped(world):
    for _ in range(3):
        arrive(world, automatic())
    rollback = begin(world, count=3)

    flow.stop_rollback(rollback_id=rollback.id, by=world.owen, now=later(hours=1))
    work()

    assert not Decision.objects.filter(reverses__isnull=False).exists()
    assert ReversalLine.objects.filter(done_at=None).count() == 3
    assert (
        code(flow.stop_rollback, rollback_id=rollback.id, by=world.owen, now=later(hours=2))
        == "rollback_over"
    )


def test_a_decision_of_a_person_is_reversed_when_the_scope_names_people(world):
    decided(world, world.olga, item=claimed(world, world.olga))
    release(world)
    arrive(world, automatic())

    assert preview(world).n == 1
    assert preview(world, Scope(policy=1, lane="people")).n == 1
    assert preview(world, Scope(policy=1, lane="")).n == 2
    assert preview(world, Scope(policy=1, segment="lower_back", lane="")).n == 1
    assert preview(world, Scope(model="another")).n == 0


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"count": 2}, "count_changed"),
        ({"outcome": "deny"}, "invalid"),
        ({"outcome": "fast_track"}, "nothing_to_reverse"),
        ({"why": " "}, "invalid"),
        ({"scope": Scope()}, "invalid"),
        ({"scope": Scope(policy=7)}, "nothing_to_reverse"),
    ],
)
def test_what_is_not_right_is_refused_and_nothing_begins(world, changed, refusal):
    arrive(world, automatic())

    assert code(begin, world, **({"count": 1} | changed)) == refusal
    assert not ReversalRun.objects.exists()


@pytest.mark.parametrize(("who", "refusal"), [("ana", "not_the_owner"), ("lena", "not_found")])
def test_only_the_owner_rolls_back(world, who, refusal):
    arrive(world, automatic())

    assert code(begin, world, count=1, by=getattr(world, who)) == refusal


def test_the_count_that_was_typed_says_what_it_is_now(world):
    arrive(world, automatic())

    assert attempt(begin, world, count=9).details["count"] == 1
