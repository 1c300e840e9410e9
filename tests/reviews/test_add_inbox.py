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
