"""200 attempts at once to approve one's own decision: by hand, alias, delegation, new rights; none succeeds."""

import sys
import threading
from datetime import timedelta

from django.db import IntegrityError, connection

from apps.accounts import access
from apps.accounts import selectors as accounts_selectors
from apps.accounts import services as accounts
from apps.accounts.models import Actor, RoleAssignment
from apps.core import ids, refusals, transactions
from apps.flow.services import approving, authorising, delegating
from apps.reviews.models import Approval, Release, ReviewItem
from apps.reviews.rules import Answer
from tests import effort
from tests.world import claimed, decided, noon, override, real

WAYS = 9


def rights(world, user):
    """Make somebody a supervisor who decides what climbs."""
    system = accounts_selectors.system_actor(world.organisation.id)
    RoleAssignment.objects.get_or_create(user=user, role="supervisor", defaults={"given_at": noon})
    for name in ("work_inbox", "supervise_inbox"):
        access.grant(user=user, permission=name, on=world.supervisors, by=system, now=noon)


def alias(world):
    """Olga's second account, by the same mailbox, which is a supervisor's."""
    user = accounts.invite(
        organisation=world.organisation, email="Olga+Boss@bluegrass.example", name="O. Marsh", password=ids.new().hex,
        roles=["supervisor"], time_zone="UTC", is_simulated=True,
        by=accounts_selectors.system_actor(world.organisation.id), now=noon,
    )  # fmt: skip
    rights(world, user)
    return user.actor


def stand_ins(world):
    """Ben stands in for Olga, and Priya for Ben: each a supervisor by their own right too."""
    for to, by, on in (("ben", world.olga, "supervisors"), ("priya", world.ben, "officers")):
        key = f"inbox:triage-{on}"
        delegating.list_stand_in(on=key, email=world.user(to).email, by=world.adam, now=real())
        world.forget(by)
        ends = real() + timedelta(days=1)
        delegating.delegate(
            power="work_inbox", on=key, to=world.user(to).email, why="So.", begins_at=None, ends_at=ends, by=by,
            now=real(),
        )  # fmt: skip


def hand_over(by):
    """Hand what one would resolve with to oneself, or to one's other account."""
    for to in ("olga@bluegrass.example", "Olga+Boss@bluegrass.example"):
        try:
            delegating.delegate(
                power="approve_held", on="system:injury-triage", to=to, why="So.", begins_at=None,
                ends_at=real() + timedelta(days=1), by=by, now=real(),
            )  # fmt: skip
        except refusals.Refusal as refusal:
            last = refusal
        else:
            return
    raise last


def attempt(way, approval, version, people):
    """One way of approving one's own; returns the code of its refusal, or nothing where it worked."""
    olga, other, ben, priya = (
        Actor.objects.select_related("organisation", "user").get(id=one) for one in people
    )
    asked = {"approval_id": approval.id, "version": version, "now": noon}
    answer = Answer("case_managed", reason="it_weeks", choices={"expected_weeks": "9"}, note="Mine.")
    ways = (
        lambda: approving.uphold(words="Mine.", by=olga, **asked),
        lambda: approving.uphold(words="Mine.", by=other, **asked),
        lambda: approving.amend(answer=answer, by=other, **asked),
        lambda: authorising.give_once(
            item_id=approval.item_id, to=olga, amount_minor=1, outcome="", why="Mine.",
            expires_at=noon + timedelta(hours=1), by=olga, now=noon,
        ),
        lambda: Approval.objects.filter(id=approval.id).update(result="UPHELD", closed_at=noon, closed_by=other),
        lambda: approving.uphold(words="For Olga.", by=ben, **asked),
        lambda: approving.reverse_held(words="For Ben, for Olga.", by=priya, **asked),
        lambda: hand_over(olga),
        lambda: Approval.objects.filter(id=approval.id).update(result="UPHELD", closed_at=noon, closed_by=priya),
    )  # fmt: skip
    try:
        ways[way % WAYS]()
    except refusals.Refusal as refusal:
        return refusal.code
    except IntegrityError:
        return "database"
    return ""


def test_of_two_hundred_attempts_at_once_to_approve_ones_own_none_succeeds(committed, world):
    item = claimed(world, world.olga)
    ReviewItem.objects.filter(id=item.id).update(stake_minor=300001)
    approval = Approval.objects.get(decision=decided(world, world.olga, override(), item=item))
    version = ReviewItem.objects.get(id=item.id).version
    with transactions.verb():
        other = alias(world)
        for who in ("olga", "ben", "priya"):
            rights(world, world.user(who))
    stand_ins(world)
    people = (world.olga.id, other.id, world.ben.id, world.priya.id)
    n, at_once = (200, 50) if effort.LONG else (40, 8)
    answers, gate = [], threading.Barrier(at_once)

    def try_it(first):
        gate.wait()
        answers.extend(attempt(first + place, approval, version, people) for place in range(n // at_once))
        connection.close()

    threads = [threading.Thread(target=try_it, args=(one,)) for one in range(at_once)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    n_done = answers.count("")
    sys.stdout.write(
        f"\nself-approval: {n} attempts, {at_once} at once, {n - len(answers)} without an answer, {n_done} succeeded\n"
    )
    assert (len(answers), n_done) == (n, 0)
    assert set(answers) == {
        "made_by_you", "authority_for_yourself", "database", "stands_in_for_them", "not_on_the_list"
    }  # fmt: skip
    approval.refresh_from_db()
    assert (approval.result, Release.objects.count()) == ("", 0)
