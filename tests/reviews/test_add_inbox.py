"""A new inbox: by an admin of the organisation, under a short name of its own, on a level."""

import pytest

from apps.audit.models import Entry
from apps.reviews import selectors
from apps.reviews import services as reviews
from tests.world import code, noon

GIVEN = {"name": "Dental", "slug": "dental", "level": 1, "now": noon}


@pytest.mark.parametrize("who", ["olga", "sam", "owen", "lena", "model"])
def test_only_an_admin_opens_one(world, who):
    assert code(reviews.add_inbox, **GIVEN, by=getattr(world, who)) == "not_admin"


def test_it_climbs_and_leaves_an_entry(world):
    inbox = reviews.add_inbox(**GIVEN, by=world.adam)

    assert (inbox.climbs_to, inbox in selectors.inboxes(world.organisation.id)) == (world.supervisors, True)
    assert Entry.objects.get(verb="inbox.opened", object_id=inbox.id).actor_id == world.adam.id


def test_the_short_name_is_free_in_another_organisation(world):
    world.user("lena").role_assignments.update(role="admin")
    reviews.add_inbox(**GIVEN, by=world.adam)

    assert code(reviews.add_inbox, **GIVEN, by=world.adam) == "slug_taken"
    assert code(reviews.add_inbox, **GIVEN, by=world.lena) == ""


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"name": " "}, "inbox_name_missing"),
        ({"name": "x" * 81}, "inbox_name_missing"),
        ({"slug": "a b"}, "slug_invalid"),
        ({"slug": "a" * 51}, "slug_invalid"),
        ({"level": 0}, "level_invalid"),
        ({"level": 10}, "level_invalid"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(world, changes, refused):
    assert code(reviews.add_inbox, **(GIVEN | changes), by=world.adam) == refused


def test_an_admin_says_where_appeals_come_and_nothing_climbs_there(world):
    new = {"name": "Fresh eyes", "slug": "fresh", "level": 3, "now": noon}
    fresh = reviews.add_inbox(**new, by=world.adam)
    assert code(reviews.take_appeals, slug="fresh", by=world.adam, now=noon) == "appeals_elsewhere"
    other = reviews.add_inbox(**new | {"slug": "apart", "level": 5}, by=world.adam)
    assert code(reviews.take_appeals, slug="apart", by=world.sam, now=noon) == "not_admin"
    assert code(reviews.take_appeals, slug="nowhere", by=world.adam, now=noon) == "not_found"

    reviews.take_appeals(slug="apart", by=world.adam, now=noon)

    taking = selectors.inboxes(world.organisation.id)
    assert [one.slug for one in taking if one.takes_appeals] == ["apart"]
    reviews.add_inbox(**new | {"slug": "below", "level": 4}, by=world.adam)
    below = next(one for one in selectors.inboxes(world.organisation.id) if one.slug == "below")
    assert (below.climbs_to, other.slug, fresh.slug) == (None, "apart", "fresh")
