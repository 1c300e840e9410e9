"""Several models on one case: one advises; what the others say is unseen until it can be compared."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.audit.models import Entry
from apps.core import clock, transactions
from apps.flow import selectors
from apps.flow import services as flow
from apps.intake.models import Recommendation, UnseenRecommendation
from apps.measures import services as measures
from apps.measures.models import ModelTally
from apps.registry import services as registry
from apps.registry.models import ModelLineUp
from apps.reviews.models import Decision, ReviewItem
from tests.world import (
    APPROVE,
    arrive,
    arrive_all,
    attempt,
    automatic,
    claimed,
    code,
    decided,
    facts,
    later,
    noon,
    override,
    recommendation,
    record_names,
    release,
)

MODELS = [
    {"name": "gradient", "pattern": "triage-gb-*"},
    {"name": "forest", "pattern": "triage-rf-*"},
    {"name": "rule", "pattern": "rule-*"},
]
FOREST, RULE = "triage-rf-7", "rule-1"


@pytest.fixture
def lined_up(world):
    line_up(world)
    return world


def line_up(world, models=MODELS, wait=30, now=noon):
    with transactions.verb():
        body = {"models": models, "wait_minutes": wait}
        return registry.line_up(system=world.system, body=body, by=world.owen, now=now)


def of(version, case=None, **changes):
    """A submission of a model, on a case of its own or on the one that another submission is about."""
    same = {name: case[name] for name in ("case", "subject")} if case else {}
    return recommendation(model_version=version, **same, **changes)


class TestUnseen:
    def test_it_opens_nothing_counts_nothing_and_replaces_nothing(self, lined_up):
        first = recommendation()
        got = arrive(lined_up, first)
        item = ReviewItem.objects.get(id=got.item_id)

        kept = arrive(lined_up, of(FOREST, first, outcome="case_managed"), now=later(minutes=1))

        assert (kept.state, kept.lane, kept.item_id, kept.number) == ("UNSEEN", "UNSEEN", None, 0)
        assert Recommendation.objects.count() == ReviewItem.objects.count() == 1
        assert ReviewItem.objects.get(id=item.id).state == "OPEN"
        assert UnseenRecommendation.objects.get().advise_due_at is None, "the advising one has spoken"

    def test_the_next_suggestion_of_the_advising_model_has_the_next_number(self, lined_up):
        first = recommendation()
        arrive(lined_up, first)
        arrive(lined_up, of(FOREST, first))

        assert arrive(lined_up, of("triage-gb-2", first), now=later(minutes=2)).number == 2

    def test_the_record_of_the_case_does_not_tell_of_it(self, lined_up):
        first = recommendation()
        got = arrive(lined_up, first)
        arrive(lined_up, of(FOREST, first))

        assert record_names(got.case_id) == ["recommendation.received"]
        assert Entry.objects.filter(verb="challenger.kept", case_id=None).count() == 1

    def test_a_retry_is_answered_as_before_and_another_body_is_refused(self, lined_up):
        body = of(FOREST)
        first, again = arrive(lined_up, body), arrive(lined_up, body)

        assert (first.is_new, again.is_new, again.id) == (True, False, first.id)
        assert code(arrive, lined_up, body | {"confidence": 0.5}) == "external_id_reused"
        assert UnseenRecommendation.objects.count() == 1

    def test_a_batch_is_answered_in_the_order_sent(self, lined_up):
        bodies = [of(FOREST), recommendation(), of(RULE)]

        got = arrive_all(lined_up, bodies)

        assert [one.external_id for one in got] == [one["external_id"] for one in bodies]
        assert [one.state for one in got] == ["UNSEEN", "ROUTED", "UNSEEN"]

    def test_a_version_that_no_model_has_is_refused_by_name(self, lined_up):
        refused = attempt(arrive, lined_up, of("somebody-else-1"))
        assert (refused.code, refused.details["field"]) == ("unknown_model", "model_version")
        assert UnseenRecommendation.objects.count() == 0

    def test_without_a_line_up_every_model_advises(self, world):
        assert arrive(world, of(FOREST)).state == "ROUTED"


SECRET = "zz-secret-forest-9"


def test_nobody_who_decides_can_find_it(lined_up, client):
    """The leak test: pages, lists, searches and counts of reviewers before and after it came are the same."""
    first = recommendation()
    item = claimed(lined_up, lined_up.olga, received=arrive(lined_up, first))
    alone = of(FOREST)
    ref = first["case"]["ref"]
    paths = [
        "/", "/inboxes/triage-officers/", "/inboxes/triage-officers/pulse/?n=0", f"/search/?q={ref}",
        f"/search/?q={alone['case']['ref']}", f"/cases/{item.id}/review/", f"/cases/{ref}/", "/decisions/",
        "/notifications/", "/api/v1/inboxes/", "/api/v1/inboxes/triage-officers/items/", f"/api/v1/items/{item.id}/", "/api/v1/decisions/",
    ]  # fmt: skip
    client.force_login(lined_up.user("olga"))
    before = [looked(client, path) for path in paths]

    line_up(lined_up, [*MODELS[:1], {"name": "hidden", "pattern": "*"}])
    secret = of(SECRET, first, outcome="case_managed", confidence=0.123)
    arrive(lined_up, secret | {"rationale": [{"text": SECRET, "cites": ["age"], "direction": "for"}]})
    arrive(lined_up, alone | {"model_version": SECRET})

    after = [looked(client, path) for path in paths]
    assert after == before
    assert not any(SECRET in text for text in after)
    for who in ("sam", "audrey"):
        client.force_login(lined_up.user(who))
        assert SECRET not in looked(client, f"/cases/{ref}/")
    kept = UnseenRecommendation.objects.first()
    client.force_login(lined_up.user("olga"))
    assert client.get(f"/api/v1/recommendations/{kept.id}/").status_code == 404


def looked(client, path):
    """What a page says, without what is new at each look: keys, tokens and times."""
    answer = client.get(path)
    assert answer.status_code in (200, 204), path
    text = answer.content.decode()
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        new = ("csrf", "token", "idempotency_key", "data-left", "For you,")
        text = "\n".join(one for one in text.splitlines() if not any(part in one for part in new))
    return re.sub(
        r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+ (min|s|h)\b|(?:since|seen)=[^\"&]*|Updated [\d:]+", "", text
    )


def test_what_it_was_given_stands_on_no_page_either(lined_up, client):
    first = recommendation()
    got = arrive(lined_up, first)
    path = reverse("console:recommendation", args=[got.id])
    client.force_login(lined_up.user("owen"))
    before = looked(client, path)

    arrive(lined_up, of(FOREST, first, facts=facts(industry=None)), now=later(minutes=1))

    assert looked(client, path) == before


class TestStandingIn:
    def test_the_next_in_order_advises_when_the_first_is_silent_past_its_time(self, lined_up):
        arrive(lined_up, of(FOREST, outcome="standard"))

        assert flow.advise_due(now=later(minutes=29)) == 0
        assert flow.advise_due(now=later(minutes=30)) == 1

        made = Recommendation.objects.get()
        item = ReviewItem.objects.get()
        assert (made.model_version, made.number, item.state, item.inbox) == (
            FOREST,
            1,
            "OPEN",
            lined_up.officers,
        )
        assert record_names(made.case_id) == ["recommendation.received", "challenger.advised"]
        page = selectors.review_page(item_id=item.id, to=lined_up.olga, now=later(minutes=31))
        assert page.suggestion.stands_in.startswith("triage-rf-7 advises because gradient was silent since")

    def test_twice_is_once_and_the_third_waits_longer(self, lined_up):
        first = of(FOREST)
        arrive_all(lined_up, [first, of(RULE, first)])

        assert [flow.advise_due(now=later(minutes=m)) for m in (30, 31, 90)] == [1, 0, 0]
        arrive(lined_up, of(RULE), now=later(minutes=90))
        assert [flow.advise_due(now=later(minutes=m)) for m in (120, 150)] == [0, 1]

    def test_nobody_stands_in_once_the_advising_one_spoke(self, lined_up):
        first = of(FOREST)
        arrive(lined_up, first)
        arrive(lined_up, of("triage-gb-1", first), now=later(minutes=5))

        assert flow.advise_due(now=later(hours=2)) == 0
        assert Recommendation.objects.get().model_version == "triage-gb-1"

    def test_who_stands_in_never_decides_alone_and_gives_way_to_the_advising_one(self, lined_up):
        body = automatic(model_version=FOREST)
        arrive(lined_up, body)
        flow.advise_due(now=later(minutes=30))
        assert Decision.objects.count() == 0
        assert arrive(lined_up, automatic()).lane == "AUTOMATIC", "the licence is the advising model's"

        got = arrive(lined_up, of("triage-gb-1", body), now=later(minutes=40))

        assert got.number == 2
        assert set(ReviewItem.objects.filter(case=got.case_id).values_list("state", flat=True)) == {
            "SUPERSEDED",
            "OPEN",
        }

    def test_a_paused_model_is_passed_over_at_once_and_the_page_says_so(self, world):
        line_up(world, [MODELS[0] | {"paused": True}, MODELS[1]])

        assert arrive(world, recommendation()).state == "UNSEEN"
        got = arrive(world, automatic(model_version=FOREST))

        assert (got.state, got.lane, got.decision_id) == ("ROUTED", "OFFICER", None)
        page = selectors.review_page(item_id=got.item_id, to=world.olga, now=noon)
        assert page.suggestion.stands_in == "triage-rf-7 advises because gradient is paused."


class TestLineUp:
    def test_the_owner_lets_another_advise_and_it_is_recorded(self, lined_up):
        flow.let_advise(system_id=lined_up.system.id, name="forest", by=lined_up.owen, now=later(minutes=1))

        old, new = ModelLineUp.objects.order_by("number")
        assert (old.ended_at, new.ended_at, new.number) == (later(minutes=1), None, 2)
        assert [one["name"] for one in new.body["models"]] == ["forest", "gradient", "rule"]
        assert arrive(lined_up, of(FOREST), now=later(minutes=2)).state == "ROUTED"
        assert arrive(lined_up, recommendation(), now=later(minutes=2)).state == "UNSEEN"
        assert Entry.objects.filter(verb="models.lined_up").count() == 2

    def test_nobody_else_does(self, lined_up):
        verb, rest = flow.let_advise, {"system_id": lined_up.system.id, "name": "forest", "now": noon}
        assert code(verb, by=lined_up.ana, **rest) == "not_the_owner"
        assert code(verb, by=lined_up.lena, **rest) == "not_found"
        assert code(verb, by=lined_up.owen, **rest | {"name": "x"}) == "line_up_not_valid"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "models"),
            ({"models": [{"name": "a"}]}, "models[0].pattern"),
            ({"models": [MODELS[0], MODELS[0]]}, "models.name"),
            ({"models": [MODELS[0] | {"paused": True}]}, "models"),
            ({"models": MODELS, "wait_minutes": 0}, "wait_minutes"),
        ],
    )
    def test_a_refusal_names_the_clause(self, world, body, field):
        with transactions.verb():
            refused = attempt(registry.line_up, system=world.system, body=body, by=world.owen, now=noon)
        assert (refused.code, refused.details["field"]) == ("line_up_not_valid", field)


class TestComparison:
    def compare(self, world, who, now=None):
        flow.compute_measures(now=now or later(minutes=30))
        return selectors.comparison(system=world.system, to=who)

    def decide(self, world, answer, said):
        first = recommendation()
        item = claimed(world, world.olga, received=arrive(world, first))
        arrive(world, of(FOREST, first, outcome=said))
        decided(world, world.olga, answer, item=item)
        return first["case"]["ref"]

    def learn(self, world, ref, value):
        flow.record_outcome(
            external_id=f"O-{ref}", case_ref=ref, measure="long_claim", value=value, number=None,
            known_at=later(days=60), by=world.claims, now=later(days=60),
        )  # fmt: skip

    def test_says_how_often_people_decided_as_each_model_said(self, lined_up):
        self.decide(lined_up, override(), "standard")
        self.decide(lined_up, APPROVE, "standard")
        self.decide(lined_up, override(), "standard")
        arrive(lined_up, of(FOREST))
        release(lined_up)

        seen, unseen = self.compare(lined_up, lined_up.owen).rows
        assert (seen.version, seen.advises, seen.agreed.n, round(seen.agreed.value * 3)) == (
            "triage-gb-1",
            True,
            3,
            1,
        )
        assert (unseen.version, unseen.advises, unseen.agreed.n, round(unseen.agreed.value * 3)) == (
            FOREST,
            False,
            3,
            2,
        )
        assert unseen.agreed.low < unseen.agreed.value < unseen.agreed.high

    def test_says_who_proved_right_only_once_the_outcome_had_time_to_come(self, lined_up):
        ref = self.decide(lined_up, APPROVE, "case_managed")
        release(lined_up)
        self.learn(lined_up, ref, value=True)

        early = self.compare(lined_up, lined_up.ana, now=later(days=20)).rows
        late = self.compare(lined_up, lined_up.ana, now=later(days=90)).rows

        assert [one.said[0].right.n for one in early] == [0, 0]
        assert [(one.version, one.said[0].right.n, one.said[0].right.value) for one in late] == [
            ("triage-gb-1", 1, 0.0),
            (FOREST, 1, 1.0),
        ]

    def test_holds_apart_what_a_version_says_since_a_rare_suggestion_is_right_more_easily(self, lined_up):
        said = [("fast_track", False), ("case_managed", False), ("standard", True), ("case_managed", True)]
        refs = [(self.decide(lined_up, APPROVE, one), value) for one, value in said]
        release(lined_up)
        for ref, value in refs:
            self.learn(lined_up, ref, value=value)

        unseen = self.compare(lined_up, lined_up.ana, now=later(days=90)).rows[1]

        assert [(one.code.code, one.said.value, one.right and (one.right.n, one.right.value)) for one in unseen.said] == [
            ("fast_track", 0.25, (1, 1.0)),
            ("standard", 0.25, None),
            ("case_managed", 0.5, (2, 0.5)),
        ]  # fmt: skip

    def test_is_counted_beforehand_with_its_time_and_again_in_place(self, lined_up):
        self.decide(lined_up, override(), "standard")
        release(lined_up)
        assert selectors.comparison(system=lined_up.system, to=lined_up.owen).as_of is None
        first = self.compare(lined_up, lined_up.owen)

        again = self.compare(lined_up, lined_up.owen, now=later(minutes=31))
        assert again == first, "figures rest a while"
        assert self.compare(lined_up, lined_up.owen, now=later(minutes=45)).as_of == later(minutes=45)
        assert ModelTally.objects.count() == 2

    def test_what_the_ai_decided_alone_is_not_compared(self, lined_up):
        first = automatic()
        assert arrive(lined_up, first).lane == "AUTOMATIC"
        arrive(lined_up, of(FOREST, first))

        assert self.compare(lined_up, lined_up.owen).rows == ()

    def test_counting_looks_once_at_all_cases_and_reading_at_none(self, lined_up):
        for _ in range(3):
            self.decide(lined_up, APPROVE, "standard")
        release(lined_up)

        with CaptureQueriesContext(connection) as counted, transactions.verb():
            measures.compare(system_id=lined_up.system.id, now=later(minutes=30))
        with CaptureQueriesContext(connection) as read:
            found = selectors.comparison(system=lined_up.system, to=lined_up.owen)

        assert [one.agreed.n for one in found.rows] == [3, 3]
        assert sum("measures_decisionfacts" in one["sql"] for one in counted) == 1
        assert len(read) <= 4
        assert not [one for one in read if "decisionfacts" in one["sql"] or "unseen" in one["sql"]]

    def test_is_for_owner_and_analyst_only(self, lined_up):
        assert self.compare(lined_up, lined_up.owen)
        assert self.compare(lined_up, lined_up.ana)
        assert [self.compare(lined_up, one) for one in (lined_up.audrey, lined_up.olga, lined_up.sam)] == [
            None
        ] * 3

    def test_the_page_shows_it_and_takes_the_owners_choice_after_a_new_proof(self, lined_up, client):
        self.decide(lined_up, APPROVE, "standard")
        release(lined_up)
        url = reverse("console:system", args=["injury-triage"])
        client.force_login(lined_up.user("owen"))
        assert "Nothing to compare yet" in client.get(url).content.decode()
        flow.compute_measures(now=clock.now())
        page = client.get(url).content.decode()
        assert "Which model advises" in page
        assert "Standard lost-time: said in 100" in page
        assert "triage-rf-7" in page
        answer = client.post(
            reverse("console:system-models", args=["injury-triage"]),
            {"model": "forest", "idempotency_key": "k"},
        )
        assert answer.status_code == 303
        assert "/reauthenticate/" in answer.headers["Location"]
        assert ModelLineUp.objects.count() == 1
        client.force_login(lined_up.user("audrey"))
        assert "Which model advises" not in client.get(url).content.decode()
