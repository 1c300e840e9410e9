"""A later value for an open case arrives: the facts are checked anew, whoever holds the case is told."""

import json

import pytest

from apps.accounts import selectors as accounts_selectors
from apps.accounts import services as accounts
from apps.audit.models import Entry
from apps.core import transactions
from apps.flow import selectors
from apps.flow import services as flow
from apps.intake.models import ContextSnapshot, FactChange, Recommendation
from apps.notify.models import Notification
from apps.policy import selectors as policies
from apps.policy import services as policy
from apps.policy.models import Verdict
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Draft, ItemReason, ReviewItem
from apps.reviews.services.deciding import SuggestionOutdated
from tests import counting
from tests.world import (
    APPROVE,
    MINOR_SURFACE,
    arrive,
    attempt,
    automatic,
    claimed,
    code,
    decided,
    fact,
    iso,
    later,
    override,
    record_names,
)

SOON = later(minutes=11)


def wage(value=31000, source="employer", **more):
    return fact("weekly_wage", value, source, **{"as_of": iso(later(minutes=10))} | more)


def stay(value="true", source="hospital", **more):
    return fact("hospital_stay", value == "true", source, **{"as_of": iso(later(minutes=10))} | more)


def add(world, received_or_item, *facts, by=None, now=SOON, **more):
    ref = getattr(received_or_item, "case_ref", None) or received_or_item.case.case_ref
    return flow.add_facts(case_ref=ref, facts=list(facts), by=by or world.model, now=now, **more)[0]


def fresh(item):
    return ReviewItem.objects.get(id=item.id)


def test_a_later_value_is_kept_beside_the_earlier_one_in_a_snapshot_of_its_own(world):
    received = arrive(world)
    before = Recommendation.objects.get(id=received.id).snapshot

    got = add(world, received, wage())

    item = ReviewItem.objects.get(id=received.item_id)
    assert (got.is_new, got.is_late, got.changed, got.decisive) == (True, False, ["weekly_wage"], [])
    assert (item.version, got.version, item.snapshot.change.before) == (2, 2, before)
    assert Recommendation.objects.get(id=received.id).snapshot == before, "what the AI saw stays what it saw"
    assert record_names(item.case_id)[-1] == "facts.added"


def test_both_values_are_kept_with_their_source_and_time(world):
    received = arrive(world)

    add(world, received, wage())

    page = review_page(world, received)
    row = next(one for one in page.facts if one.key == "weekly_wage")
    assert (row.value_words, [one.value_words for one in row.others]) == ("$310.00", ["$298.00"])


def review_page(world, received, who=None, now=SOON):
    return selectors.review_page(item_id=received.item_id, to=who or world.olga, now=now)


class TestDecisive:
    """A fact that policy reads changed: policy is asked again, and approving is locked."""

    def test_a_new_verdict_is_kept_beside_the_old_one(self, world):
        received = arrive(world)

        got = add(world, received, stay())

        old, new = Verdict.objects.filter(recommendation=received.id).order_by("number")
        assert got.decisive == ["hospital_stay"]
        assert (old.number, old.because, new.number, new.because) == (1, ["otherwise"], 2, ["of5"])
        assert old.snapshot_digest != new.snapshot_digest
        assert (new.policy_id, new.added["person_involved"]) == (old.policy_id, True)

    def test_it_goes_to_another_inbox_by_a_reason_and_never_silently(self, world):
        received = arrive(world, facts_changed={"injury_nature": "04", "report_lag_days": 20})

        got = add(world, received, stay())

        item = ReviewItem.objects.get(id=received.item_id)
        moved = ItemReason.objects.get(item=item, kind="FACTS_CHANGED")
        assert (got.lane, got.inbox_slug, item.inbox) == (
            "SUPERVISOR",
            "triage-supervisors",
            world.supervisors,
        )
        assert (moved.from_inbox, moved.closed_at) == (world.officers, None)
        assert item.due_at == min(later(hours=48), SOON + (later(hours=8) - later())), (
            "never later than promised"
        )

    def test_whoever_saw_it_may_still_look_but_not_decide(self, world):
        item = claimed(world, world.olga, facts_changed={"injury_nature": "04", "report_lag_days": 20})
        reviews.save_draft(
            item_id=item.id, body={"note": "Half a thought"}, by=world.olga, now=later(minutes=1)
        )

        add(world, item, stay())

        page = selectors.review_page(item_id=item.id, to=world.olga, now=SOON)
        assert (page.may_decide, page.draft["note"]) == (False, "Half a thought")
        assert fresh(item).state == "OPEN"
        assert item.claims.get().ended_why == "moved"
        assert Notification.objects.get(to=world.olga).kind == "facts_moved"
        refused = code(flow.decide, item_id=item.id, answer=override(), version=item.version, token=item.token, by=world.olga, now=SOON)  # fmt: skip
        assert refused == "cannot_work_inbox"

    def test_approving_is_locked_until_there_is_a_newer_suggestion(self, world):
        item = claimed(world, world.olga)

        add(world, item, stay())

        refused = attempt(flow.decide, item_id=item.id, answer=APPROVE, version=2, token=item.token, by=world.olga, now=SOON)  # fmt: skip
        assert (refused.code, refused.details["facts"]) == ("suggestion_outdated", ["hospital_stay"])
        page = selectors.review_page(item_id=item.id, to=world.olga, now=SOON)
        assert page.blocks_approval
        assert "changed after the suggestion" in page.block_sentence

    def test_a_value_that_goes_back_unlocks_it(self, world):
        item = claimed(world, world.olga)
        add(world, item, stay())

        add(world, item, stay("false", as_of=iso(later(minutes=15))))

        assert ContextSnapshot.objects.filter(case=item.case).count() == 3
        decided(world, world.olga, APPROVE, item=fresh(item), now=SOON)

    def test_a_fact_that_nothing_reads_leaves_verdict_and_approval_as_they_were(self, world):
        item = claimed(world, world.olga)

        got = add(world, item, wage())

        assert got.decisive == []
        assert Verdict.objects.filter(recommendation=item.recommendation).count() == 1
        decided(world, world.olga, APPROVE, item=fresh(item), now=SOON)

    def test_the_fact_that_was_missing_came(self, world):
        received = arrive(world, facts_changed={"hospital_stay": None})
        assert received.context_state == "INCOMPLETE"

        got = add(world, received, stay("false"))

        assert (got.context_state, got.decisive) == ("LEGIBLE", ["hospital_stay"])
        assert Verdict.objects.filter(recommendation=received.id).latest("number").because == ["otherwise"]

    def test_the_machine_never_decides_what_a_person_got(self, world):
        received = arrive(world, automatic(facts_changed={**MINOR_SURFACE, "report_lag_days": 20}))
        assert received.lane == "OFFICER"

        lag = fact("report_lag_days", 2, "first_report", as_of=iso(later(minutes=10)))
        got = add(world, received, lag)

        assert Verdict.objects.filter(recommendation=received.id).latest("number").lane == "AUTOMATIC"
        assert (got.lane, Decision.objects.count()) == ("OFFICER", 0)
        because = ItemReason.objects.get(item=received.item_id, kind="POLICY", closed_at=None)
        assert because.code == "older_than_facts"

    def test_policy_is_asked_by_the_version_that_judged_the_case(self, world):
        received = arrive(world)
        first = Verdict.objects.get(recommendation=received.id).policy
        adopt_another_policy(world)

        add(world, received, stay())

        assert {one.policy for one in Verdict.objects.filter(recommendation=received.id)} == {first}

    def test_an_escalated_case_stays_with_whom_it_climbed_to(self, world):
        item = claimed(world, world.olga)
        flow.escalate(item_id=item.id, why="unsure", note="", version=item.version, token=item.token, by=world.olga, now=later(minutes=1))  # fmt: skip

        add(world, item, stay())

        assert fresh(item).inbox == world.supervisors
        kinds = set(ItemReason.objects.filter(item=item, closed_at=None).values_list("kind", flat=True))
        assert kinds == {"ESCALATED", "POLICY", "FACTS_CHANGED"}


def adopt_another_policy(world):
    with transactions.verb():
        live = policies.live(world.system.id)
        version = policy.draft(system=world.system, tree=live.tree, by=world.sam, now=later(minutes=2))
        policy.propose(version=version, by=world.sam, now=later(minutes=2))
        policy.adopt(version=version, by=world.owen, now=later(minutes=2))


class TestHolder:
    def test_is_told_keeps_the_hold_and_the_draft_and_cannot_record_what_they_did_not_see(self, world):
        item = claimed(world, world.olga)
        reviews.save_draft(
            item_id=item.id, body={"note": "Half a thought"}, by=world.olga, now=later(minutes=1)
        )

        add(world, item, wage(), now=later(minutes=10, seconds=1))

        notice = Notification.objects.get(to=world.olga)
        assert (notice.kind, notice.about_id) == ("facts_changed", FactChange.objects.get().id)
        now = later(minutes=11)
        old = {"item_id": item.id, "token": item.token, "by": world.olga, "now": now}
        refused = attempt(flow.decide, answer=override(), version=item.version, **old)
        assert (refused.code, refused.details["version"]) == ("stale", 2)
        assert Draft.objects.get(item=item, by=world.olga)
        made = flow.decide(answer=override(), version=2, **old)
        assert made.snapshot_digest == fresh(item).snapshot.digest, (
            "the decision names the facts it was made on"
        )

    def test_of_nothing_is_told_when_nothing_new_came(self, world):
        item = claimed(world, world.olga)
        add(world, item, wage(), now=later(minutes=11))
        with counting.written() as added:
            got = add(world, item, wage(), now=later(minutes=12))

        assert (got.is_new, got.version, got.changed) == (False, 2, ["weekly_wage"])
        assert added == {}


class TestLate:
    """What was decided stays as it was decided."""

    def test_is_kept_and_told_and_changes_nothing(self, world):
        made = decided(world, world.olga, APPROVE)
        before = fresh(ReviewItem(id=made.item_id))

        got = add(world, made, stay())

        item = fresh(before)
        assert (got.is_new, got.is_late, got.item_id, got.version) == (True, True, None, None)
        assert (item.version, item.state, item.snapshot) == (before.version, "DECIDED", None)
        assert Notification.objects.get(to=world.olga).kind == "facts_late"
        assert Verdict.objects.filter(recommendation=made.recommendation).count() == 1
        assert FactChange.objects.get().is_late

    def test_comes_before_whoever_undoes_and_decides_anew(self, world):
        made = decided(world, world.olga, APPROVE)
        add(world, made, stay(as_of=iso(later(seconds=1))), now=later(seconds=2))

        item = flow.undo(decision_id=made.id, by=world.olga, now=later(seconds=5))

        assert fresh(item).snapshot == FactChange.objects.get().snapshot
        assert item.version == fresh(item).version
        assert record_names(item.case_id)[-2:] == ["decision.withdrawn", "facts.applied"]
        mine = reviews.claim(item_id=item.id, by=world.olga, now=later(seconds=6))
        with pytest.raises(SuggestionOutdated):
            decided(world, world.olga, APPROVE, item=mine, now=later(seconds=7))

    def test_on_what_the_machine_decided_is_kept_too(self, world):
        # one in ten is drawn to be looked at again: that one is open, so nothing comes too late for it
        got = next(one for one in (arrive(world, automatic()) for _ in range(20)) if one.item_id is None)
        assert got.decision_id

        assert add(world, got, wage()).is_late


class TestRefused:
    def test_names_what_is_wrong_and_keeps_nothing(self, world):
        received = arrive(world)
        refused = {
            "unknown_case": lambda: add(world, arrive(world), wage(), ai_system="no-such-system"),
            "only_machines_send_facts": lambda: add(world, received, wage(), by=world.olga),
            "no_facts": lambda: add(world, received),
            "unknown_fact": lambda: add(world, received, fact("shoe_size", 44, "employer")),
            "forbidden_fact": lambda: add(world, received, fact("sex", "male", "employer")),
            "unknown_source": lambda: add(world, received, wage(source="neighbour")),
            "as_of_missing": lambda: add(world, received, wage() | {"as_of": None}),
        }
        n_snapshots = ContextSnapshot.objects.count()

        assert {name: code(call) for name, call in refused.items()} == {name: name for name in refused}
        assert ContextSnapshot.objects.count() == n_snapshots + 1, "the one of the other arrival"
        assert not Entry.objects.filter(verb="facts.added").exists()

    def test_the_place_of_the_entry_is_named(self, world):
        refused = attempt(add, world, arrive(world), wage(), fact("shoe_size", 44, "employer"))

        assert refused.details["field"] == "facts[1].fact"

    def test_a_case_of_that_reference_elsewhere_does_not_exist(self, world):
        received = arrive(world)

        assert code(add, world, received, wage(), by=stranger(world)) == "unknown_case"


def stranger(world):
    with transactions.verb():
        machine, _ = accounts.connect_machine(
            organisation=world.lakeshore, name="stranger", source_id=None, system_ids=[],
            by=accounts_selectors.system_actor(world.lakeshore.id), now=world.now,
        )  # fmt: skip
    return machine.actor


def test_one_entry_per_call_without_any_value(world):
    received = arrive(world)

    add(world, received, wage(31313), stay())

    (entry,) = Entry.objects.filter(verb="facts.added")
    body = json.loads(bytes(entry.body))
    (line,) = body["data"]["changes"]
    assert (line["sent"], line["verdict"], line["late"]) == (["hospital_stay", "weekly_wage"], 2, False)
    assert "31313" not in bytes(entry.body).decode()
