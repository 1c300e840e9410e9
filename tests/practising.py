"""Known-answer cases: written as an analyst does, put beside a case, answered."""

from decimal import Decimal

from apps.flow import services as flow
from apps.flow.services import practising
from apps.reviews import services as reviews
from apps.reviews.models import Practice, ReviewItem
from tests.world import APPROVE, arrive, facts, later

WHY = "The hospital stay counts."


def told_facts(**changes):
    """Facts as they are written: complete, fresh, and nobody's."""
    changes = {"weekly_wage": 61300, "age": 57, "modified_duty": "no"} | changes
    return [
        {
            "fact": one["fact"],
            "value": 3 if one["fact"] == "injury_on" else one["value"],
            "source": one["source"],
        }
        for one in facts(**changes)
    ]


def known(world, *, by=None, right="standard", **changes):
    said = {"about": "A stay", "facts": told_facts(), "suggested": "fast_track", "confidence": Decimal("0.91"), "right": right, "why": WHY}  # fmt: skip
    return flow.write_known_answer(
        slug="injury-triage", said=reviews.Known(**(said | changes)), by=by or world.ana, now=world.now
    )


def put(world, *, beside=None, now=None):
    """A known-answer case comes beside one that arrived."""
    beside = beside or arrive(world, now=now or world.now).item_id
    assert practising._put_beside(beside, world.system, now or world.now) == 1
    return Practice.objects.select_related("item__case").get(for_item=beside)


def answered(world, practice, by, answer=APPROVE, now=None):
    now = now or later(minutes=5)
    held = reviews.claim(item_id=practice.item_id, by=by, now=now)
    if held.first_view:
        view = reviews.View(outcome="standard", words="")
        reviews.give_first_view(
            item_id=held.id, view=view, version=held.version, token=held.token, by=by, now=now
        )
    held = ReviewItem.objects.get(id=held.id)
    made = flow.decide(item_id=held.id, answer=answer, version=held.version, token=held.token, by=by, now=now)
    practice.refresh_from_db()
    return made
