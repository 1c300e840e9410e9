"""Decisions that a second person looks at: the policy in force draws them, and people say what they think."""

from apps.flow import services as flow
from apps.policy.models import PolicyVersion
from apps.reviews import services as reviews
from apps.reviews.models import SecondReview
from tests.world import APPROVE, decided, later, release


def draws(world, **shares):
    """Let the policy in force draw these shares; every decision by chance where nothing is said."""
    said = shares or {"random": 1}
    row = PolicyVersion.objects.get(system=world.system, state="LIVE")
    tree = row.tree | {"second_reviews": said}
    PolicyVersion.objects.filter(id=row.id).update(tree=tree, digest=f"draws {said}".encode())


def drawn(world, answer=APPROVE, *, by=None, item=None, **changes):
    """A decision of Olga's that is in force and waits for a second opinion."""
    draws(world)
    decision = decided(world, by or world.olga, answer, item=item, **changes)
    release(world)
    return SecondReview.objects.select_related("item", "decision__case").get(decision=decision)


def given(world, review, by, outcome="standard", words="", now=None):
    """Somebody takes a second review and says what they would have decided."""
    now = now or later(hours=1)
    held = reviews.claim(item_id=review.item_id, by=by, now=now)
    view = reviews.View(outcome=outcome, sure="fairly", words=words)
    flow.give_view(item_id=held.id, view=view, version=held.version, token=held.token, by=by, now=now)
    review.refresh_from_db()
    return review


def settled(review, by, outcome="standard", why="overlooked", words="The stay counts.", **more):
    """A third person settles it."""
    said = reviews.Settlement(
        outcome=outcome, why=why, words=words, reverse=more.pop("reverse", False), principal=more.pop("principal", ())
    )  # fmt: skip
    version = more.pop("version", review.version)
    return flow.settle_second_review(
        review_id=review.id, said=said, version=version, by=by, now=more.pop("now", later(hours=2))
    )
