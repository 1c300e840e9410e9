"""The parts of the start page: each says what is true, adds up, and agrees with the lists it speaks of."""

import datetime as dt

import pytest

from apps.accounts import access
from apps.accounts.models import ApiKey, RoleAssignment
from apps.core import ids
from apps.flow import services as flow
from apps.flow.selectors import sentences
from apps.flow.services import fixing
from apps.learning.models import Finding
from apps.measures import services as measures
from apps.measures.models import Measurement, ModelVersion, SourceAlarm
from apps.policy import rules as policy
from apps.registry.models import AuthorityLimit, Posture
from apps.reviews.models import ReviewItem
from tests import world as worlds
from tests.console.at_home import delivered, give_role, refused, section
from tests.console.test_health import all_well
from tests.console.test_pages import text_of
from tests.flow import policies, segments
from tests.flow import test_contract_life as contracts
from tests.measures.test_ask_definition import ask
from tests.ui.made import make_finding


def changed_source(world):
    SourceAlarm.objects.create(
        system=world.system, source="hospital", kind="silent", onset_on=world.now.date(), n=30, n_at_fault=30,
        n_before=100, n_at_fault_before=0, q=0, raised_at=world.now,
    )  # fmt: skip


class TestBecauseOfYou:
    def lines(self, client):
        return section(client, "because").lines

    def test_a_pattern_that_uses_ones_overrides_stands_here_and_its_link_leads_to_exactly_those(
        self, visit, world
    ):
        make_finding(world)
        client = visit("olga")

        (line,) = self.lines(client)
        assert line.title == "After a hospital stay"
        assert line.detail.startswith("The pattern rests on 1 of your overrides.")
        assert "in 60 of these 120 cases" in line.detail
        listed = client.get(line.action.url)
        assert len(listed.context["page"].rows) == 1
        assert "this pattern rests on: After a hospital stay" in text_of(listed)

    def test_the_newest_three_stand_here(self, visit, world):
        found = [pattern_of(world, n) for n in range(4)]

        titles = [line.title for line in self.lines(visit("olga"))]

        assert titles == [f"Group {n}" for n in (3, 2, 1)]
        Finding.objects.filter(id=found[3].id).update(state="DISMISSED")
        assert [line.title for line in self.lines(visit("olga"))] == [f"Group {n}" for n in (2, 1, 0)]

    def test_whoever_may_read_patterns_is_led_to_it(self, visit, world):
        finding = make_finding(world)
        give_role(world, "olga", "analyst")
        access.grant(
            user=world.user("olga"),
            permission="analyse_system",
            on=world.system,
            by=world.adam,
            now=world.now,
        )

        (line,) = self.lines(visit("olga"))
        assert line.action.url == f"/patterns/{finding.id}/"
        assert visit("olga").get(line.action.url).status_code == 200

    def test_nobody_else_sees_it_here_or_by_its_address(self, visit, world):
        finding = make_finding(world)

        assert self.lines(visit("ben")) == ()
        assert "No pattern rests on your overrides yet" in text_of(visit("ben").get("/"))
        assert visit("ben").get(f"/decisions/?taught={finding.id}").status_code == 404
        assert visit("lena").get(f"/decisions/?taught={finding.id}").status_code == 404
        assert visit("olga").get("/decisions/?taught=7").status_code == 404


def pattern_of(world, n):
    decision = worlds.decided(world, world.olga, worlds.override())
    first = Finding.objects.first() or make_finding(world)
    pattern = first.last_pattern
    pattern.pk, pattern.place, pattern.words = ids.new(), n + 10, f"group {n}"
    pattern.evidence = [decision.id]
    pattern._state.adding = True
    pattern.save(force_insert=True)
    at = world.now + dt.timedelta(minutes=n + 1)
    return Finding.objects.create(
        system=world.system, conditions_key=f"group-{n}", state="NEW", first_pattern=pattern, last_pattern=pattern,
        opened_at=at, seen_at=at,
    )  # fmt: skip


class TestGoodToKnow:
    def says(self, client):
        return " ".join(text for _, text in section(client, "known").says)

    def test_only_what_is_true_stands_there(self, visit, world):
        assert section(visit("olga"), "known").says == ()
        assert "No AI system has sent you a case yet" in text_of(visit("olga").get("/"))

        worlds.arrive(world)
        assert self.says(visit("olga")) == (
            "Overrides of everybody are searched for patterns together, without names. No search has ended yet."
        )

    def test_how_many_of_the_machines_decisions_are_drawn(self, visit, world, monkeypatch):
        draws = iter([0.0, 0.99, 0.99, 0.99])
        monkeypatch.setattr(policy, "draw", lambda *_: next(draws))
        for _ in range(4):
            worlds.arrive(world, worlds.automatic())

        assert "The AI decided 4 cases alone in the last 4 weeks." in self.says(visit("olga"))
        assert "Drawn by chance for a person to look at afterwards: 1 (25%)." in self.says(visit("olga"))

    def test_the_model_in_use_and_how_often_it_was_right(self, visit, world):
        worlds.arrive(world)
        used(world, "triage-gb-0", days_ago=200, n_known=500, n_right=400)
        newest = used(world, "triage-gb-1", days_ago=30, n_known=29, n_right=20)

        said = self.says(visit("olga"))
        assert "triage-gb-1 replaced triage-gb-0 on 21 Oct 2026." in said
        assert "cannot be said yet: the outcome is known of 29 cases" in said

        ModelVersion.objects.filter(id=newest.id).update(n_known=50, n_right=38)
        assert "right 76 of 100 times, in the 50 cases whose outcome can say it" in self.says(visit("olga"))

    def test_what_a_search_read(self, visit, world):
        make_finding(world)
        assert "The last search read 150 of them, in 900 decisions." in self.says(visit("olga"))


def used(world, name, *, days_ago, n_known, n_right):
    at = world.now - dt.timedelta(days=days_ago)
    return ModelVersion.objects.create(
        system=world.system, name=name, first_at=at, last_at=at, n_decisions=n_known, n_known=n_known, n_right=n_right,
        computed_at=world.now,
    )  # fmt: skip


class TestInboxes:
    def load(self, client, key="inboxes"):
        (load,) = [one for one in section(client, key).loads if one.name == "Injury triage"]
        return load

    def waits(self, world, hours, left):
        """A case that has waited so many hours and has so many left."""
        item = ReviewItem.objects.get(id=worlds.arrive(world).item_id)
        hour = dt.timedelta(hours=1)
        opened_at, due_at = world.now - hours * hour, world.now + left * hour
        ReviewItem.objects.filter(id=item.id).update(opened_at=opened_at, due_at=due_at)

    def test_nothing_waits(self, visit):
        load = self.load(visit("olga"))
        assert (load.detail, load.share, load.tone) == ("nothing waits", 0.0, "")

    @pytest.mark.parametrize(
        ("hours", "left", "detail", "tone"),
        [
            (12, 12, "oldest 12 h of 1 d", ""),
            (21, 3, "oldest 21 h of 1 d, soon late", "warn"),
            (28, -4, "oldest 1 d 4 h of 1 d, late", "bad"),
        ],
    )
    def test_the_age_of_the_oldest_stands_against_its_time(self, visit, world, hours, left, detail, tone):
        self.waits(world, hours, left)
        load = self.load(visit("olga"))
        assert load.detail == detail
        assert load.tone == tone
        assert load.share == pytest.approx(min(1, hours / (hours + left)), abs=0.001)

    def test_what_else_is_late_is_counted_beside_it(self, visit, world):
        self.waits(world, 30, 40)
        self.waits(world, 5, -1)
        self.waits(world, 6, 2)
        assert self.load(visit("olga")).detail == "oldest 1 d 6 h of 2 d 22 h; 1 late, 1 soon late"
        self.waits(world, 48, -2)
        self.waits(world, 6, 2)
        load = self.load(visit("olga"))
        assert load.detail == "oldest 2 d of 1 d 22 h, late; 1 more late, 2 soon late"
        listed = visit("olga").get("/inboxes/triage-officers/").context["page"].rows
        assert len(listed) == int(load.n) == 5

    def test_the_first_panel_says_before_when(self, visit, world):
        self.waits(world, 6, 2)
        self.waits(world, 6, 5)
        self.waits(world, 6, -1)
        words = text_of(visit("olga").get("/"))
        assert "3 cases wait for you 1 is past the due time. 1 is due before 11:00. The oldest" in words


def test_more_than_stands_there_is_said(visit, world):
    for _ in range(7):
        delivered(world, "OVERDUE", receipt_due_at=world.now)
    needs = section(visit("olga"), "needs")
    (line,) = needs.lines
    assert (line.title, len(line.also)) == ("No receipt for 7 of your decisions", 5)
    assert needs.about == "7 things that are not new cases"


class TestTeam:
    def test_the_bands_of_waiting_add_up_to_what_is_open(self, visit, world):
        inboxes = TestInboxes()
        for hours in (1, 3, 5, 30, 47, 72):
            inboxes.waits(world, hours, 10)
        worlds.claimed(world, world.olga)

        ageing = section(visit("sam"), "ageing")

        assert [(one.name, one.n) for one in ageing.loads] == [
            ("Under 4 hours", "2"), ("4 hours to 1 day", "1"), ("1 to 2 days", "2"), ("2 days and more", "1"),
        ]  # fmt: skip
        assert ageing.about == "6 open, 1 more held by somebody now"
        open_now = sum(int(one.n) for one in section(visit("sam"), "team").loads)
        assert open_now == sum(int(one.n) for one in ageing.loads) == 6

    def test_overdue_and_refused_stand_apart_and_each_says_how_many(self, visit, world):
        refused(world)
        overdue = [delivered(world, "OVERDUE", receipt_due_at=world.now) for _ in range(6)]

        late, back = section(visit("sam"), "overdue"), section(visit("sam"), "refused")

        assert late.about == "6 of your team's decisions"
        assert (len(late.lines), len(back.lines)) == (1, 1)
        assert back.about == "1 of your team's decisions"
        assert late.lines[0].title == "No receipt for 6 of your team's decisions"
        assert overdue[0].case.case_ref not in "".join(one.title for one in back.lines)

    def test_nothing_there_is_said_in_words(self, visit):
        words = text_of(visit("sam").get("/"))
        for said in (
            "No case is escalated to you.",
            "No case waits in your team's inboxes.",
            "No receipt for a decision of your team is overdue.",
            "refused none of",
        ):
            assert said in words

    def test_a_supervisor_starts_from_here_too(self, visit, world):
        item = worlds.claimed(world, world.olga)
        flow.escalate(
            item_id=item.id, why="unsure", note="", version=item.version, token=item.token, by=world.olga,
            now=world.now,
        )  # fmt: skip
        page = visit("sam").get("/").context["page"]
        assert page.start.title == "1 case waits for you"
        assert page.start.url == "/inboxes/triage-supervisors/next/"


class TestAuthority:
    def pairs(self, client):
        return dict(section(client, "authority").pairs)

    def test_a_limit_that_begins_later_is_not_said_yet(self, visit, world):
        AuthorityLimit.objects.create(
            system=world.system,
            role="officer",
            max_amount_minor=None,
            from_at=world.now + dt.timedelta(days=1),
        )
        assert self.pairs(visit("olga"))["Any other outcome"] == "up to $3,000.00"

    def test_one_end_of_all_limits_is_said_once(self, visit):
        assert "Valid until" not in self.pairs(visit("olga"))
        AuthorityLimit.objects.filter(role="officer").update(
            ended_at=dt.datetime(2027, 1, 31, 17, tzinfo=dt.UTC)
        )
        assert self.pairs(visit("olga"))["Valid until"] == "31 Jan 2027"

    def test_different_ends_stand_beside_their_amounts(self, visit):
        AuthorityLimit.objects.filter(role="officer", outcome_code=None).update(
            ended_at=dt.datetime(2027, 1, 31, 17, tzinfo=dt.UTC)
        )
        pairs = self.pairs(visit("olga"))
        assert pairs["Any other outcome"] == "up to $3,000.00, until 31 Jan 2027"
        assert pairs["Fast track"] == "up to $1,500.00"


class TestOwner:
    def titles(self, client):
        return [line.title for line in section(client, "decide").lines]

    def test_nothing_to_decide_is_said(self, visit):
        assert self.titles(visit("owen")) == []
        assert "Nothing needs your decision" in text_of(visit("owen").get("/"))

    def test_what_waits_for_a_word_stands_first(self, visit, world):
        delivered(world, "OVERDUE", receipt_due_at=world.now)
        make_finding(world)
        Posture.objects.update(expires_at=world.now + dt.timedelta(days=10))

        assert self.titles(visit("owen")) == [
            "Your risk decision on Injury triage model ends 30 Nov",
            "1 receipt is overdue",
            "1 new pattern nobody has taken up",
        ]

    def test_what_is_asked_of_the_owner_about_facts_stands_there_until_it_is_answered(self, visit, world):
        question = ask(world)
        changed_source(world)

        assert self.titles(visit("owen")) == [
            "1 question about a definition waits for your answer",
            "1 source of facts changed suddenly",
        ]

        measures.answer(question_id=question.id, text="The whole stay.", by=world.owen, now=world.now)
        SourceAlarm.objects.update(closed_at=world.now)
        assert self.titles(visit("owen")) == []

    def test_each_document_that_waits_for_a_signature_leads_to_its_page(self, visit, world):
        finding = make_finding(world)
        Finding.objects.update(state="ASSIGNED")
        contracts.proposed(world)
        policies.proposed(world)
        segments.proposed(world, segments.without(world, "lower_back"))
        order = fixing.order_model(finding_id=finding.id, says="Learn.", by=world.ana, now=world.now)
        fixing.propose_fix(fix_id=order.id, by=world.ana, now=world.now)

        lines = section(visit("owen"), "decide").lines
        assert [line.action.url for line in lines] == [
            "/systems/injury-triage/contract/",
            "/systems/injury-triage/policy/edit/",
            "/systems/injury-triage/segments/",
            "/fixes/?system=injury-triage&state=PROPOSED",
        ]
        assert {visit("owen").get(line.action.url).status_code for line in lines} == {200}

    def test_a_count_agrees_with_the_list_behind_it(self, visit, world):
        for _ in range(2):
            delivered(world, "OVERDUE", receipt_due_at=world.now)
        (line,) = section(visit("owen"), "decide").lines
        assert line.title == "2 receipts are overdue"
        listed = visit("owen").get(line.action.url).context["page"]
        assert len(listed.rows) == 2

    def test_how_often_it_was_right_is_said_only_of_enough_cases(self, visit, world):
        def right(client):
            return section(client, "system-injury-triage").figures[0]

        assert right(visit("owen")).value == "Not known"
        newest = used(world, "triage-gb-1", days_ago=30, n_known=29, n_right=20)
        assert right(visit("owen")).value == "too few to say (n=29)"
        ModelVersion.objects.filter(id=newest.id).update(n_known=100, n_right=76)
        assert (right(visit("owen")).value, right(visit("owen")).of) == ("76.0%", "of 100")


class TestAnalyst:
    def test_notes_worth_reading_agree_with_their_page(self, visit, world):
        for _ in range(4):
            worlds.decided(world, world.olga, worlds.override(note="The letter says nine weeks."))
        worlds.release(world)
        client = visit("ana")

        notes = section(client, "notes")

        assert notes.about == "4 in the last 30 days"
        assert [line.title for line in notes.lines] == ["“The letter says nine weeks.”"]
        assert "Olga" not in "".join(f"{line.title} {line.detail}" for line in notes.lines)
        assert len(client.get(notes.more.url).context["page"].rows) == 4

    def test_what_changed_says_both_times_and_refuses_too_few(self, visit, world):
        def said(client):
            return " ".join(text for _, text in section(client, "changed").says)

        assert "the last 4 weeks: too few to say (n=0). In the 4 weeks before: too few" in said(visit("ana"))
        week = dt.timedelta(weeks=1)
        for n, value in ((1, 0.2), (2, 0.1), (5, 0.3)):
            on = (world.now - n * week).date()
            Measurement.objects.create(
                system=world.system, measure="override_share", period_on=on, n=100, value=value, low=0, high=1,
                computed_at=world.now,
            )  # fmt: skip
        make_finding(world)
        assert "15.0% of 200. In the 4 weeks before: 30.0% of 100." in said(visit("ana"))
        assert "1 held, 0 did not, 0 have too few cases yet" in said(visit("ana"))


class TestAdmin:
    def test_people_without_a_role_and_ending_keys_stand_first(self, visit, world):
        all_well()
        RoleAssignment.objects.filter(user=world.user("ben")).delete()
        ApiKey.objects.filter(actor__machine__name="triage-model").update(
            expires_at=world.now + dt.timedelta(days=3)
        )
        titles = [line.title for line in section(visit("adam"), "undone").lines]
        assert titles == ["1 person has no role", "1 key ends within 30 days"]


def test_every_entry_of_a_case_has_words_for_the_auditor():
    assert set(sentences.SENTENCES) == set(sentences.SHORT)
