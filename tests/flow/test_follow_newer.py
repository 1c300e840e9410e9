"""A newer suggestion replaces one that somebody works on: nothing typed is lost, and the hold goes on."""

from apps.accounts import services as accounts
from apps.core import transactions
from apps.flow import selectors
from apps.flow import services as flow
from apps.intake.models import Case
from apps.notify.models import Notification
from apps.reviews import services as reviews
from apps.reviews.models import Claim, Draft, ReviewItem
from tests.world import APPROVE, arrive, claimed, code, decided, later, recommendation, record_names

SOON = later(minutes=5)
WORDS = {"act": "override", "note": "Half a thought"}


def newer(world, item, now=SOON, **changes):
    """A newer suggestion on the item's case arrives."""
    case = Case.objects.select_related("subject").get(id=item.case_id)
    body = recommendation(
        now=now, case={"ref": case.case_ref, "kind": case.kind},
        subject={"ref": case.subject.subject_ref, "name": ""}, **changes,
    )  # fmt: skip
    return ReviewItem.objects.get(id=arrive(world, body, now=now).item_id)


def typed(world, item, who=None, now=None):
    reviews.save_draft(item_id=item.id, body=WORDS, by=who or world.olga, now=now or later(minutes=1))


def test_the_hold_goes_on_with_the_newer_one_to_the_same_end(world):
    item = claimed(world, world.olga)

    new = newer(world, item)

    assert (new.state, new.holder, new.held_until) == ("CLAIMED", world.olga, item.held_until)
    assert Claim.objects.get(item=new).token == new.token
    assert "item.hold_carried" in record_names(item.case_id)
    assert decided(world, world.olga, APPROVE, item=new, now=later(minutes=6)).item_id == new.id


def test_the_draft_is_with_the_newer_one_and_its_writer_is_told(world):
    item = claimed(world, world.olga)
    typed(world, item)

    new = newer(world, item)

    page = selectors.review_page(item_id=new.id, to=world.olga, now=SOON)
    assert (page.draft["note"], page.draft["act"]) == ("Half a thought", "override")
    notice = Notification.objects.get(to=world.olga)
    assert (notice.kind, notice.about_id) == ("suggestion_changed", new.id)


def test_what_is_typed_into_the_old_page_is_kept_with_the_newer_one(world):
    item = claimed(world, world.olga)
    new = newer(world, item)

    typed(world, item, now=later(minutes=6))

    assert Draft.objects.get(by=world.olga).item == new
    assert code(flow.decide, item_id=item.id, answer=APPROVE, version=item.version, token=item.token, by=world.olga, now=later(minutes=6)) == "already_closed"  # fmt: skip


def test_a_hold_that_ran_out_does_not_come_back_but_the_draft_does(world):
    item = claimed(world, world.olga)
    typed(world, item)

    new = newer(world, item, now=later(hours=2))

    assert (new.state, new.holder) == ("OPEN", None)
    assert Draft.objects.get(by=world.olga).item == new


def test_drafts_of_several_people_go_along(world):
    item = claimed(world, world.olga)
    typed(world, item)
    typed(world, item, world.ben)

    new = newer(world, item)

    assert {one.by for one in new.drafts.all()} == {world.olga, world.ben}
    assert Notification.objects.filter(kind="suggestion_changed").count() == 2


def test_what_goes_to_an_inbox_where_the_holder_may_not_work_keeps_the_draft_readable(world):
    item = claimed(world, world.olga)
    typed(world, item)

    new = newer(world, item, minor=400000)

    assert (new.inbox, new.state) == (world.supervisors, "OPEN")
    page = selectors.review_page(item_id=item.id, to=world.olga, now=SOON)
    assert page.draft["note"] == "Half a thought"


def test_whoever_may_work_no_more_holds_nothing(world):
    item = claimed(world, world.olga)
    with transactions.verb():
        accounts.take_back(
            user=world.user("olga"), permission="work_inbox", on=world.officers, by=world.adam, now=later(minutes=2)
        )  # fmt: skip

    assert newer(world, item).state == "OPEN"


def test_later_facts_and_a_newer_suggestion_start_afresh(world):
    item = claimed(world, world.olga)
    stay = {
        "fact": "hospital_stay",
        "value": True,
        "source": "hospital",
        "as_of": later(minutes=2).isoformat(),
    }
    flow.add_facts(case_ref=item.case.case_ref, facts=[stay], by=world.model, now=later(minutes=3))

    new = newer(world, item, facts_changed={"hospital_stay": True})

    page = selectors.review_page(item_id=new.id, to=world.olga, now=SOON)
    assert (new.snapshot, page.change, page.blocks_approval) == (None, None, False)
