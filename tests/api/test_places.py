"""Where an item stands in its inbox, and what is due there, over the API."""

import datetime as dt

from apps.core import clock
from apps.reviews.models import FollowUp


def test_an_item_says_its_place_among_the_open_ones_of_its_inbox(olga, waiting):
    first, second = waiting(), waiting()
    assert [olga.get(f"items/{one}/").json()["place"] for one in (first, second)] == [
        {"n": 1, "of": 2},
        {"n": 2, "of": 2},
    ]


def test_follow_ups_that_are_due_in_an_inbox_are_listed_to_whoever_may_see_them(
    olga, ben, sam, lena, delivery
):
    late = clock.now() - dt.timedelta(hours=1)
    one = FollowUp.objects.filter(decision=delivery.decision).order_by("id").first()
    FollowUp.objects.filter(id=one.id).update(due_at=late)

    for who, n in ((olga, 1), (sam, 1), (ben, 0)):
        found = who.get("follow-ups/", inbox="triage-officers").json()["follow_ups"]
        assert [row["id"] for row in found] == [str(one.id)] * n
    assert lena.get("follow-ups/", inbox="triage-officers").status_code == 404
