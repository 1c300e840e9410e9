"""Lists that a person keeps: under a name, one of them first, theirs alone, their address for everybody."""

import pytest

from apps.flow import selectors as flow
from apps.reviews import services as reviews
from tests.world import code, noon


def keep(world, who="olga", **more):
    given = {
        "inbox_slug": "triage-officers",
        "name": "Dear ones",
        "asked": {"from": "500"},
        "is_default": False,
    }
    return reviews.save_view(**given | more, by=getattr(world, who), now=noon)


def kept(world, who="olga"):
    found = flow.saved_views(slug="triage-officers", to=getattr(world, who))
    return [(one.name, one.asked, one.is_default) for one in found]


def test_a_name_kept_again_is_given_to_the_new_list_and_one_view_opens_first(world):
    keep(world)
    keep(world, name="Due", asked={"sort": "due", "view": ""}, is_default=True)
    keep(world, name=" Dear   ones ", asked={"from": "900"}, is_default=True)

    assert kept(world) == [("Dear ones", {"from": "900"}, True), ("Due", {"sort": "due"}, False)]


def test_a_view_is_its_makers_alone(world):
    view = keep(world, is_default=True)

    assert kept(world, "ben") == []
    assert code(reviews.drop_view, view_id=view.id, by=world.ben) == "not_found"
    reviews.drop_view(view_id=view.id, by=world.olga)
    assert kept(world) == []


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"name": " "}, "view_name"),
        ({"name": "x" * 41}, "view_name"),
        ({"asked": {"after": "n1"}}, "view_wrong"),
        ({"asked": {"from": "9" * 41}}, "view_wrong"),
        ({"inbox_slug": "lakeshore-claims"}, "not_found"),
    ],
)
def test_what_no_list_asks_for_is_not_kept(world, more, refused):
    assert code(keep, world, **more) == refused


def test_more_views_than_fit_beside_a_list_are_refused_and_a_known_name_is_not(world):
    for number in range(reviews.MOST_VIEWS):
        keep(world, name=f"View {number}")

    assert code(keep, world, name="One more") == "too_many_views"
    keep(world, name="View 3", asked={"sort": "age"})
