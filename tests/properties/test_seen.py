"""P16: for any set of grants list, detail, page, API and count show the same items, and no others."""

import datetime as dt
import random

from apps.accounts import services as accounts
from apps.accounts.models import Actor, GrantTerm, User
from apps.core import transactions
from apps.flow import selectors as flow
from apps.reviews.models import Inbox, ReviewItem
from tests.api.speaking import Api
from tests.effort import LONG
from tests.world import arrive_all, attempt, noon, recommendation

N_SETS = 1000 if LONG else 10
N_ITEMS = 12
LOOKS = ("work_inbox", "supervise_inbox", "look_inbox")
GONE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def places(world, dice):
    """Five inboxes and items strewn over four of them; one stays empty."""
    inboxes = [world.officers] + [
        Inbox.objects.create(organisation=world.organisation, slug=f"i{number}", name=f"I {number}", level=1)
        for number in range(4)
    ]
    for got in arrive_all(world, [recommendation() for _ in range(N_ITEMS)]):
        ReviewItem.objects.filter(id=got.item_id).update(inbox=dice.choice(inboxes[:4]), entered_at=noon)
    return inboxes


def person(world, dice, number, inboxes):
    """Somebody with random grants, as the verbs give them and take them back: their user, key and what they see."""
    actor = Actor.objects.create(organisation=world.organisation, kind="PERSON", name=f"P {number}")
    user = User.objects.create(
        actor=actor, organisation=world.organisation, email=f"p{number}@example.org", name="P", joined_at=noon
    )
    seen, system = set(), False
    with transactions.verb():
        key = accounts.issue_key(
            actor=actor, scopes={"items:read"}, expires_at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC), by=actor, now=noon
        )  # fmt: skip
        for inbox in inboxes:
            for name in dice.sample(LOOKS, dice.choice([0, 0, 1, 1, 2])):
                accounts.give(user=user, permission=name, on=inbox, by=world.adam, now=noon)
                fate = dice.random()
                if fate < 0.2:
                    accounts.take_back(user=user, permission=name, on=inbox, by=world.adam, now=noon)
                elif fate < 0.4:
                    GrantTerm.objects.filter(user=user, permission=name, object_id=inbox.id).update(
                        expires_at=GONE
                    )
                else:
                    seen.add(inbox)
        if system := dice.random() < 0.2:
            accounts.give(user=user, permission="audit_system", on=world.system, by=world.adam, now=noon)
    return user, key, seen, system


def test_list_detail_page_api_and_count_agree_for_random_grant_sets(world):
    """The oracle is what was given: no statement of the product's is asked what should be seen."""
    dice = random.Random(20261126)
    inboxes = places(world, dice)
    lies_in = dict(ReviewItem.objects.values_list("id", "inbox"))
    n_seen = 0
    for number in range(N_SETS):
        user, key, seen, audits = person(world, dice, number, inboxes)
        to, api = User.objects.get(id=user.id).actor, Api(key=key)
        told = {one["slug"]: one["n_open"] for one in api.get("inboxes/").json()["inboxes"]}
        assert {one.slug: one.n_open for one in flow.inbox_list(to=to)} == told
        assert set(told) == {one.slug for one in seen}, number
        for inbox in inboxes:
            there = {one for one, where in lies_in.items() if where == inbox.id}
            page = attempt(flow.inbox_page, slug=inbox.slug, to=to, now=noon)
            answer = api.get(f"inboxes/{inbox.slug}/items/")
            if inbox not in seen:
                assert (getattr(page, "code", ""), answer.status_code) == ("not_found", 404)
                continue
            assert {one.id for one in page.rows} == there
            assert {one["id"] for one in answer.json()["items"]} == set(map(str, there))
            assert page.counts["open"] == told[inbox.slug] == len(there)
        for item_id in dice.sample(sorted(lies_in), 3):
            is_seen = audits or lies_in[item_id] in {one.id for one in seen}
            detail = attempt(flow.review_page, item_id=item_id, to=to, now=noon)
            assert (getattr(detail, "code", "") != "not_found") is is_seen
            assert api.get(f"items/{item_id}/").status_code == (200 if is_seen else 404)
            n_seen += is_seen

    assert 0 < n_seen < 3 * N_SETS  # some of it is seen, and some is not
