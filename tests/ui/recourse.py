"""What the affected person contests, for the pages that are walked: one appeal waits, one was answered, one link is out."""

from apps.flow.services import appealing
from apps.reviews import services as reviews
from tests import world as worlds


def recourse(world):
    """Three decisions in force of Olga's: contested, contested and answered, and explained with a link."""
    waiting, done, told = (in_force(world) for _ in range(3))
    said = {"kind": "APPEAL", "by": world.olga, "now": world.now}
    appeal = appealing.register_appeal(
        decision_id=waiting.id, words="My back is worse than you think.", **said
    )
    answered = appealing.register_appeal(decision_id=done.id, words="I cannot walk.", **said)
    ruth = world.person("ruth")
    item = reviews.claim(item_id=answered.item_id, by=ruth, now=world.now)
    appealing.answer_appeal(
        appeal_id=answered.id, result="CHANGED", outcome="standard", words="You are right: see the letter.",
        version=item.version, token=item.token, by=ruth, now=world.now,
    )  # fmt: skip
    issued = appealing.issue_explanation(decision_id=told.id, language="en", by=world.olga, now=world.now)
    return {"appeal": appeal.id, "answered": answered.id, "token": issued.token}


def in_force(world):
    decision = worlds.decided(world, world.olga, worlds.APPROVE)
    worlds.flow.release_one(item_id=decision.item_id, now=decision.undo_until)
    return decision
