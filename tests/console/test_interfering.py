"""A supervisor takes a held case over with a reason; a reviewer says that a suggestion is broken."""

from django.urls import reverse

from apps.flow import selectors
from apps.flow import services as flow
from apps.measures import services as measures
from apps.measures.models import BrokenSuggestion, WorkSignal
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ReviewItem
from tests.console.test_pages import text_of
from tests.console.test_review import post
from tests.world import APPROVE, attempt, claimed, code, decided, later, noon, record_names


def over(world, item, who=None, *, why="absent", note="", version=None, now=noon):
    return flow.take_over(
        item_id=item.id, why=why, note=note, version=version or item.version, by=who or world.sam, now=now
    )


class TestTakingOver:
    def test_the_case_is_the_supervisors_and_its_holder_is_told_and_keeps_the_draft(self, world):
        item = claimed(world, world.olga)
        reviews.save_draft(item_id=item.id, body={"note": "Half done."}, by=world.olga, now=noon)

        taken = over(world, item)

        assert (taken.holder, taken.token) == (world.sam, item.token + 1)
        assert record_names(item.case_id)[-1] == "item.taken_over"
        assert Notification.objects.filter(to=world.olga, kind="taken_over", about_id=item.id).count() == 1
        assert WorkSignal.objects.filter(kind="taken_over", code="absent").count() == 1
        mine = reviews.draft_of(item=item, by=world.olga, subject_id=item.case.subject_id)
        assert mine["note"] == "Half done."
        assert code(decided, world, world.olga, APPROVE, item=item) == "held_by_another"
        assert decided(world, world.sam, APPROVE, item=taken, now=later(minutes=1)).by == world.sam

    def test_it_needs_a_supervisor_a_holder_and_a_reason(self, world):
        item, free = claimed(world, world.olga), claimed(world, world.olga, now=later(hours=-2))

        assert code(over, world, item, world.ben) == "not_supervising"
        assert code(over, world, item, world.ana) == "not_found"
        assert code(over, world, free) == "not_held_by_another"
        assert code(over, world, item, why="") == "take_over_why"
        assert code(over, world, item, why="other") == "take_over_note"
        assert code(over, world, item, version=9) == "stale"
        assert ReviewItem.objects.get(id=item.id).holder == world.olga
        over(world, item)
        assert code(over, world, item) == "not_held_by_another"

    def test_the_old_tab_is_refused_with_all_that_was_typed(self, visit, world, held):
        supervisor, page = visit("sam"), reverse("console:review", args=[held.id])
        assert "Take the case over" in text_of(supervisor.get(page))
        form = {"version": held.version, "token": held.token, "idempotency_key": "one"}
        url = reverse("console:take_over", args=[held.id])
        assert supervisor.post(url, form).status_code == 422
        assert (
            supervisor.post(url, form | {"take_why": "urgent", "idempotency_key": "two"}).status_code == 303
        )

        refused = post(visit("olga"), held, act="approve", note="The clinic confirmed it.")

        assert refused.status_code == 423
        assert "The clinic confirmed it." in refused.content.decode()
        assert world.sam.name in text_of(refused)
        assert not Decision.objects.exists()


class TestABrokenSuggestion:
    def test_is_noted_once_by_version_told_and_decides_nothing(self, world):
        item = claimed(world, world.olga)

        row = flow.report_broken(item_id=item.id, kind="nonsense", text="Left knee?", by=world.olga, now=noon)

        assert (row.model_version, row.kind) == ("triage-gb-1", "nonsense")
        again = attempt(flow.report_broken, item_id=item.id, by=world.olga, now=noon)
        assert again.code == "reported_already"
        assert code(flow.report_broken, item_id=item.id, kind="dull", by=world.ben, now=noon) == "broken_kind"
        assert code(flow.report_broken, item_id=item.id, by=world.lena, now=noon) == "not_found"
        flow.report_broken(item_id=item.id, by=world.ben, now=noon)
        told = Notification.objects.filter(kind="suggestion_broken", about_id=row.id)
        assert {one.to for one in told} == {world.owen, world.ana}
        assert WorkSignal.objects.filter(kind="broken").count() == 2
        assert ReviewItem.objects.get(id=item.id).state == "CLAIMED"
        found = selectors.broken_reports(system=world.system, to=world.ana, now=later(days=1))
        assert [(one.model_version, one.n) for one in found.counts] == [("triage-gb-1", 2)]
        assert {one.text for one in found.rows} == {"Left knee?", ""}

    def test_is_taken_back_by_whoever_said_it_and_counts_no_more(self, world):
        item = claimed(world, world.olga)
        row = flow.report_broken(item_id=item.id, by=world.olga, now=noon)

        assert code(measures.take_broken_back, report_id=row.id, by=world.ben, now=noon) == "not_found"
        measures.take_broken_back(report_id=row.id, by=world.olga, now=noon)
        again = code(measures.take_broken_back, report_id=row.id, by=world.olga, now=noon)

        assert again == "taken_back_already"
        assert record_names(item.case_id)[-1] == "suggestion.report_taken_back"
        assert selectors.broken_reports(system=world.system, to=world.ana, now=later(days=1)).counts == []
        flow.report_broken(item_id=item.id, kind="harmful", by=world.olga, now=later(minutes=1))
        found = selectors.broken_reports(system=world.system, to=world.ana, now=later(days=1))
        assert [one.kind for one in found.rows] == ["harmful"]

    def test_is_one_click_on_the_page_with_an_undo(self, visit, held):
        client, page = visit("olga"), reverse("console:review", args=[held.id])
        form = {"version": held.version, "token": held.token, "idempotency_key": "one"}

        client.post(reverse("console:broken", args=[held.id]), form)

        shown = client.get(page).content.decode()
        undo = reverse("console:broken-take-back", args=[BrokenSuggestion.objects.get().id])
        assert f'action="{undo}"' in shown
        assert client.post(undo).headers["Location"] == page
        assert "Taken back" in text_of(client.get(page))

    def test_is_said_on_the_case_and_read_by_the_analyst(self, visit, world, held):
        form = {"version": held.version, "token": held.token, "idempotency_key": "one", "act": "approve"}
        said = visit("olga").post(
            reverse("console:broken", args=[held.id]), form | {"broken_kind": "harmful", "note": "Wait."}
        )
        assert said.status_code == 303
        assert BrokenSuggestion.objects.get().kind == "harmful"
        assert reviews.draft_of(item=held, by=world.olga, subject_id=held.case.subject_id)["note"] == "Wait."
        page = text_of(visit("ana").get("/insights/notes/"))
        assert "It would do harm" in page
        assert held.case.case_ref in page
