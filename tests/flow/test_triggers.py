"""Policy sends a case up: by what is known on arrival, or instead of a decision that was not somebody's to take."""

import pytest

from apps.core import transactions
from apps.flow import services as flow
from apps.measures.models import Calibration, WorkSignal
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Escalation, ItemReason, ReviewItem
from tests.flow.test_policy_verdict import OFFICER, in_force
from tests.world import (
    APPROVE,
    arrive,
    claimed,
    code,
    decided,
    fact,
    iso,
    later,
    noon,
    override,
    record_names,
)

LEVELS = [
    {"inbox": "triage-supervisors", "roles": ["supervisor"], "clock_minutes": 240},
    {"owner": True},
]

ADVERSE = {"when": "adverse_outcome", "level": 1, "outcomes": ["standard"]}


def ladder(world, *triggers, levels=LEVELS):
    """A policy whose officers' cases climb by these triggers is in force."""
    in_force(
        world, {"rules": [], "otherwise": OFFICER, "ladder": {"levels": levels, "triggers": list(triggers)}}
    )


def stay(received_or_item) -> Escalation:
    item_id = getattr(received_or_item, "item_id", None) or received_or_item.id
    return Escalation.objects.get(item=item_id, closed_at=None)


def unsupported():
    return [{"text": "There was a hospital stay of 9 days.", "cites": ["hospital_stay"], "direction": "for"}]


class TestOnArrival:
    def test_a_statement_without_support_goes_up_with_the_verdict(self, world):
        ladder(world, {"when": "unsupported_statement", "level": 1})

        got = arrive(world, rationale=unsupported())
        other = arrive(world)

        item, here = ReviewItem.objects.get(id=got.item_id), stay(got)
        assert (item.inbox, got.inbox_slug, other.inbox_slug) == (
            world.supervisors,
            "triage-supervisors",
            "triage-officers",
        )
        assert (here.why, here.level, here.roles, here.climbs_at) == (
            "unsupported_statement",
            1,
            ["supervisor"],
            later(minutes=240),
        )
        kinds = ItemReason.objects.filter(item=item, closed_at=None).values_list("kind", "tells_advice")
        assert set(kinds) == {("POLICY", False), ("ESCALATED", True)}, (
            "why it came in at all stands beside it"
        )
        assert record_names(got.case_id) == ["item.escalated", "recommendation.received"]

    def test_confidence_that_proved_unreliable_too_and_straight_to_the_owner(self, world):
        ladder(world, {"when": "low_calibration", "level": 2, "states": ["PRIOR"]})

        here = stay(arrive(world))

        assert (here.why, here.level, here.to_owner) == ("low_calibration", 2, True)
        assert code(reviews.claim, item_id=here.item_id, by=world.sam, now=noon) == "only_the_owner_decides"

    def test_what_policy_sends_to_that_level_itself_stays_there(self, world):
        tree = {
            "rules": [],
            "otherwise": OFFICER | {"lane": "SUPERVISOR", "inbox": "triage-supervisors"},
            "ladder": {
                "levels": LEVELS,
                "triggers": [{"when": "low_calibration", "level": 1, "states": ["PRIOR"]}],
            },
        }
        in_force(world, tree)

        got = arrive(world)

        assert not Escalation.objects.filter(item=got.item_id).exists()
        assert flow.escalate_overdue(now=later(days=30)) == 1
        assert stay(got).to_owner, "but its due time sends it on"


class TestWhenADecisiveFactChanged:
    """What is known of a case on arrival is asked anew with the policy, by the version that judged it."""

    @pytest.fixture
    def changed(self, world):
        """Stated confidence proved unreliable since it came, and now a fact that policy reads is another one."""
        tree = {
            "rules": [{
                "code": "late", "say": "Reported late.", "then": OFFICER,
                "when": {"fact": "report_lag_days", "op": "gt", "value": 14},
            }],
            "otherwise": OFFICER,
            "ladder": {"levels": LEVELS, "triggers": [{"when": "low_calibration", "level": 1}]},
        }  # fmt: skip
        in_force(world, tree)

        def lag_is_told(received):
            Calibration.objects.create(
                system=world.system, model_version="triage-gb-1", state="UNRELIABLE", because="",
                n=90, n_correct=40, n_audited=9, computed_at=later(minutes=5),
            )  # fmt: skip
            return flow.add_facts(
                case_ref=received.case_ref,
                facts=[fact("report_lag_days", 20, "first_report", as_of=iso(later(minutes=10)))],
                by=world.model,
                now=later(minutes=11),
            )[0]

        return lag_is_told

    def test_what_is_known_by_then_sends_the_case_up(self, world, changed):
        got = arrive(world)
        claimed(world, world.olga, received=got)

        told = changed(got)

        item, here = ReviewItem.objects.get(id=got.item_id), stay(got)
        assert (here.why, item.inbox, item.state) == ("low_calibration", world.supervisors, "OPEN")
        assert (told.inbox_slug, told.version) == ("triage-supervisors", item.version)
        kinds = Notification.objects.filter(to=world.olga).values_list("kind", flat=True)
        assert list(kinds) == ["facts_moved"], "who held it is told that it is gone"
        assert record_names(item.case_id)[-2:] == ["item.escalated", "facts.added"]

    def test_not_what_a_level_above_looked_at_and_returned(self, world, changed):
        got = arrive(world)
        item = claimed(world, world.olga, received=got)
        raised = flow.escalate(
            item_id=item.id, why="unsure", note="", version=item.version, token=item.token,
            by=world.olga, now=noon,
        )  # fmt: skip
        back(world, raised)

        changed(got)

        assert not Escalation.objects.filter(item=item, closed_at=None).exists()

    def test_nor_what_is_on_that_level_already(self, world, changed):
        got = arrive(world)
        item = claimed(world, world.olga, received=got)
        raised = flow.escalate(
            item_id=item.id, why="unsure", note="", version=item.version, token=item.token,
            by=world.olga, now=noon,
        )  # fmt: skip

        changed(got)

        assert stay(got) == raised


def test_a_past_that_is_told_was_decided_where_it_says(world):
    ladder(world, {"when": "unsupported_statement", "level": 1})

    with transactions.history():
        got = arrive(world, rationale=unsupported())

    assert not Escalation.objects.filter(item=got.item_id).exists()


class TestInsteadOfADecision:
    def test_an_adverse_outcome_is_not_the_officers_to_decide(self, world):
        ladder(world, ADVERSE)

        made = decided(world, world.olga, override())

        assert isinstance(made, Escalation)
        item = ReviewItem.objects.get(id=made.item_id)
        assert (made.why, made.raised_by, item.inbox, item.state) == (
            "adverse_outcome",
            world.olga,
            world.supervisors,
            "OPEN",
        )
        assert not Decision.objects.exists()
        assert record_names(item.case_id)[-1] == "item.escalated"
        assert (
            WorkSignal.objects.filter(item_id=item.id, kind="escalated", code="adverse_outcome").count() == 1
        )

    def test_what_they_said_is_kept_as_their_opinion(self, world):
        ladder(world, ADVERSE)

        made = decided(world, world.olga, override(note="The weeks are wrong."))

        case = ReviewItem.objects.select_related("case").get(id=made.item_id).case
        opinion = reviews.opened_opinion(made, subject_id=case.subject_id)
        assert (opinion.outcome, opinion.note, opinion.sure) == ("standard", "The weeks are wrong.", "fairly")
        assert opinion.reasons == ("it_weeks",)

    def test_another_outcome_is_and_so_is_the_level_above(self, world):
        ladder(world, ADVERSE)
        assert decided(world, world.olga, APPROVE).kind == "APPROVED"

        made = decided(world, world.olga, override())
        above = reviews.claim(item_id=made.item_id, by=world.sam, now=noon)

        assert decided(world, world.sam, override(), item=above).kind == "OVERRIDDEN"
        assert Escalation.objects.get(id=made.id).result == "DECIDED"

    def test_an_answer_that_is_none_is_refused_first(self, world):
        ladder(world, ADVERSE)
        item = claimed(world, world.olga)

        assert code(decided, world, world.olga, override(reason=None), item=item) == "reason_missing"
        assert not Escalation.objects.exists()

    def test_otherwise_than_in_the_first_view_is_for_two(self, world):
        tree = {
            "rules": [],
            "otherwise": OFFICER | {"first_view": True},
            "ladder": {"levels": LEVELS, "triggers": [{"when": "first_view_differs", "level": 1}]},
        }
        in_force(world, tree)
        kept, changed = (viewed(world, "standard") for _ in range(2))

        assert decided(world, world.olga, override(), item=kept).kind == "OVERRIDDEN"
        made = decided(world, world.olga, APPROVE, item=changed)

        assert made.why == "first_view_differs"

    def test_what_came_back_from_above_is_theirs_unless_the_outcome_is_not(self, world):
        ladder(world, ADVERSE, {"when": "repeated_override", "level": 1, "times": 2, "days": 30})
        decided(world, world.ben, override(outcome="case_managed"))
        made = decided(world, world.olga, override(outcome="case_managed"))
        item = back(world, made)

        assert decided(world, world.olga, override(outcome="case_managed"), item=item).kind == "OVERRIDDEN"
        again = back(world, decided(world, world.olga, override()))
        assert decided(world, world.olga, override(), item=again).why == "adverse_outcome"

    def test_every_third_override_of_a_kind_is_looked_at_above_whoever_made_them(self, world):
        ladder(world, {"when": "repeated_override", "level": 1, "times": 3, "days": 30})
        decided(world, world.olga, override(), now=noon)

        made = [
            decided(world, who, override(), now=later(minutes=n)) for n, who in enumerate([world.ben] * 4, 1)
        ]

        kinds = [getattr(one, "kind", "") or one.why for one in made]
        assert kinds == ["OVERRIDDEN", "repeated_override", "OVERRIDDEN", "OVERRIDDEN"]


def viewed(world, outcome):
    item = claimed(world, world.olga)
    reviews.give_first_view(
        item_id=item.id,
        view=reviews.View(outcome=outcome),
        version=item.version,
        token=item.token,
        by=world.olga,
        now=noon,
    )
    return ReviewItem.objects.get(id=item.id)


def back(world, made):
    """The level above looks at it and returns it."""
    item = reviews.claim(item_id=made.item_id, by=world.sam, now=noon)
    flow.return_escalated(
        item_id=item.id, note="Yours.", version=item.version, token=item.token, by=world.sam, now=noon
    )
    return reviews.claim(item_id=item.id, by=world.olga, now=noon)


def test_a_role_that_a_level_asks_for_is_asked_of_whoever_works_there(world):
    levels = [{"inbox": "triage-supervisors", "roles": ["officer"], "clock_minutes": 60}, {"owner": True}]
    ladder(world, {"when": "adverse_outcome", "level": 1, "outcomes": ["standard"]}, levels=levels)

    made = decided(world, world.olga, override())

    assert code(reviews.claim, item_id=made.item_id, by=world.sam, now=noon) == "not_on_this_level"
    assert reviews.claim_next(inbox_slug="triage-supervisors", by=world.sam, now=noon) is None


@pytest.mark.parametrize("why", ["unsure", "over_authority"])
def test_where_a_person_sends_it_policy_says(world, why):
    levels = [*LEVELS]
    on = "over_authority" if why == "over_authority" else "raised"
    ladder(world, {"when": on, "level": 2}, levels=levels)
    item = claimed(world, world.olga)

    raised = flow.escalate(
        item_id=item.id, why=why, note="", version=item.version, token=item.token, by=world.olga, now=noon
    )

    assert (raised.level, raised.to_owner) == (2, True)
