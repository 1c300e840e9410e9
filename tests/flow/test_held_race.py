"""Two approvers at one moment: one resolves the held decision, the other is told so, and nothing is written twice."""

import threading

from django.db import connection

from apps.core import refusals
from apps.flow.services import approving
from apps.reviews.models import Approval, Release, ReviewItem
from tests.flow.test_held import OVER
from tests.world import claimed, decided, later, override


def test_of_two_approvers_at_once_one_succeeds_and_the_other_learns_of_it(committed, world):
    item = claimed(world, world.olga)
    ReviewItem.objects.filter(id=item.id).update(stake_minor=OVER)
    approval = Approval.objects.get(decision=decided(world, world.olga, override(), item=item))
    version = ReviewItem.objects.get(id=item.id).version
    gate, said = threading.Barrier(2), []

    def resolve(verb):
        gate.wait()
        try:
            asked = {"approval_id": approval.id, "version": version, "by": world.person("sam")}
            verb(words="Mine.", now=later(minutes=1), **asked)
            said.append("done")
        except refusals.Refusal as refusal:
            said.append(refusal.code)
        connection.close()

    both = [
        threading.Thread(target=resolve, args=(one,)) for one in (approving.uphold, approving.reverse_held)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(said) == ["approval_over", "done"]
    assert Release.objects.count() == 1
    assert Approval.objects.get().closed_at == later(minutes=1)
