"""What tests of recourse share: a decision in force, an appeal of it, and the one who answers."""

from apps.flow.services import appealing
from apps.reviews import services as reviews
from tests.world import APPROVE, decided, later, release

WORDS, ANSWER = "My back is worse than you think.", "We looked at your file again."
AFTER = later(hours=1)


def in_force(world, by=None, **changes):
    decision = decided(world, by or world.olga, APPROVE, **changes)
    release(world)
    return decision


def contested(world, decision, *, by=None, kind="APPEAL", now=AFTER, words=WORDS):
    return appealing.register_appeal(
        decision_id=decision.id, kind=kind, words=words, by=by or world.olga, now=now
    )


def taken(appeal, by, now=AFTER):
    return reviews.claim(item_id=appeal.item_id, by=by, now=now)


def answered(appeal, by, *, result="STANDS", outcome="", words=ANSWER, now=AFTER, item=None, **more):
    item = item or taken(appeal, by, now)
    return appealing.answer_appeal(
        appeal_id=appeal.id,
        result=result,
        outcome=outcome,
        words=words,
        version=item.version,
        token=item.token,
        by=by,
        now=now,
        **more,
    )
