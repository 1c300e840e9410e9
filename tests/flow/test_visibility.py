"""Nobody sees beyond their grants, and every read agrees: list, count, detail, timeline."""

import pytest

from apps.accounts import services as accounts
from apps.core import transactions
from apps.flow import selectors as flow
from apps.flow import services
from apps.flow.services import admitting
from apps.reviews import services as reviews
from tests.world import arrive, attempt, claimed, code, decided, later, noon, override, release

EVERYONE = ["olga", "ben", "priya", "sam", "ana", "owen", "audrey", "adam", "lena"]
SEES_ITEM = {"olga", "ben", "priya", "sam", "owen", "audrey"}
READS_CASE = SEES_ITEM | {"ana"}


@pytest.mark.parametrize("who", EVERYONE)
def test_an_item_is_seen_by_its_inbox_its_auditor_and_its_owner(world, who):
    got = arrive(world)

    page = attempt(flow.review_page, item_id=got.item_id, to=getattr(world, who), now=noon)

    assert getattr(page, "code", "") == ("" if who in SEES_ITEM else "not_found")


@pytest.mark.parametrize("who", EVERYONE)
def test_a_case_is_read_by_those_who_see_its_item_or_its_system(world, who):
    got = arrive(world)

    assert code(flow.timeline, case_ref=got.case_ref, to=getattr(world, who)) == (
        "" if who in READS_CASE else "not_found"
    )


@pytest.mark.parametrize(
    ("who", "slugs"),
    [
        ("olga", ["triage-officers"]),
        ("sam", ["triage-officers", "triage-supervisors"]),
        ("owen", ["triage-officers", "triage-supervisors"]),
        ("ana", []),
        ("audrey", []),
        ("adam", []),
        ("lena", ["lakeshore-claims"]),
    ],
)
def test_the_list_of_inboxes_and_the_pages_behind_it_agree(world, who, slugs):
    actor = getattr(world, who)

    listed = [one.slug for one in flow.inbox_list(to=actor)]
    opened = [
        slug
        for slug in ("triage-officers", "triage-supervisors", "lakeshore-claims")
        if not code(flow.inbox_page, slug=slug, to=actor, now=noon)
    ]

    assert sorted(listed) == sorted(opened) == slugs


def test_counts_and_rows_agree(world):
    for _ in range(3):
        arrive(world)
    claimed(world, world.ben)
    decided(world, world.olga)

    pages = {
        view: flow.inbox_page(slug="triage-officers", to=world.olga, view=view, now=noon)
        for view in ("open", "mine", "held", "done")
    }

    assert {view: len(page.rows) for view, page in pages.items()} == {
        "open": 3,
        "mine": 0,
        "held": 1,
        "done": 1,
    }
    assert all(page.counts == pages["open"].counts for page in pages.values())
    assert flow.inbox_list(to=world.olga)[0].n_open == 3


def test_pages_of_an_inbox_follow_each_other_without_gap_or_repeat(world):
    expected = {arrive(world, minor=1000 * number).item_id for number in range(1, 8)}

    seen, after = [], None
    while True:
        page = flow.inbox_page(slug="triage-officers", to=world.olga, after=after, limit=3, now=noon)
        seen += [one.id for one in page.rows]
        if not (after := page.next):
            break

    assert len(seen) == 7
    assert set(seen) == expected


def test_a_cursor_that_was_never_given_is_refused(world):
    assert code(flow.inbox_page, slug="triage-officers", to=world.olga, after="nonsense", now=noon) != ""


def test_ones_own_decisions_and_nobody_elses(world):
    mine = decided(world, world.olga, override())
    decided(world, world.ben)
    release(world)

    rows = flow.my_decisions(to=world.olga, after=None, limit=50, now=later(minutes=1)).rows

    assert [(one.id, one.fate) for one in rows] == [(mine.id, "pending")]
    assert flow.my_decisions(to=world.owen, after=None, limit=50, now=noon).rows == []


def test_what_climbed_is_listed_above_and_stays_visible_to_whoever_raised_it(world):
    item = claimed(world, world.olga)
    services.escalate(item_id=item.id, why="unsure", note="", version=item.version, token=item.token, by=world.olga, now=noon)  # fmt: skip

    seen = {
        who: len(flow.escalation_list(to=getattr(world, who), after=None, limit=50).rows) for who in EVERYONE
    }

    assert {who for who, n in seen.items() if n} == {"sam", "owen"}
    assert (
        flow.inbox_page(slug="triage-officers", to=world.olga, view="escalated", now=noon).rows[0].id
        == item.id
    )
    assert flow.review_page(item_id=item.id, to=world.olga, now=noon).may_decide is False


def test_a_right_that_is_taken_back_is_gone_with_the_next_request(world):
    got = arrive(world)
    assert flow.review_page(item_id=got.item_id, to=world.olga, now=noon)

    with transactions.verb():
        accounts.take_back(
            user=world.user("olga"), permission="work_inbox", on=world.officers, by=world.adam, now=noon
        )

    again = world.person("olga")
    assert code(flow.review_page, item_id=got.item_id, to=again, now=noon) == "not_found"
    assert flow.inbox_list(to=again) == []


def test_a_person_who_was_deactivated_sees_nothing(world):
    got = arrive(world)
    admitting.deactivate(user_id=world.user("olga").id, why="So.", by=world.adam, now=noon)

    again = world.person("olga")
    assert code(reviews.claim, item_id=got.item_id, by=again, now=noon) == "not_found"


def test_the_same_reference_in_two_organisations_is_two_cases(world):
    got = arrive(world)

    assert code(flow.timeline, case_ref=got.case_ref, to=world.lena) == "not_found"
    assert flow.timeline(case_ref=got.case_ref, to=world.olga).case.id == got.case_id
    assert flow.waiting_item(case_ref=got.case_ref, to=world.olga) == got.item_id
    assert flow.waiting_item(case_ref=got.case_ref, to=world.lena) is None


def test_a_recommendations_status_is_told_to_its_submitter_only(world):
    got = arrive(world)

    assert flow.recommendation_status(recommendation_id=got.id, to=world.model).id == got.id
    assert code(flow.recommendation_status, recommendation_id=got.id, to=world.lena) == "not_found"
    assert code(flow.recommendation_status, recommendation_id=got.id, to=world.olga) == "not_found"


def test_the_page_shows_the_facts_with_source_age_and_origin(world):
    got = arrive(world)

    page = flow.review_page(item_id=got.item_id, to=world.olga, now=noon)

    wage = next(one for one in page.facts if one.key == "weekly_wage")
    assert (wage.value_words, wage.state, wage.origin) == ("$298.00", "ok", "real")
    assert page.subject_name.startswith("Jo Example")
    assert page.suggestion.code == "fast_track"
    assert (page.may_decide, page.accountable) == (True, "Owen Clay")
    assert "sex" not in {one.key for one in page.facts}
