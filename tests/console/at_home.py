"""What the tests of the start page make and look at."""

from apps.accounts.models import RoleAssignment
from apps.delivery.models import Delivery
from apps.flow import services as flow
from tests import world as worlds


def give_role(world, name, role):
    RoleAssignment.objects.create(user=world.user(name), role=role, given_at=world.now)


def delivered(world, state, **fields):
    """One of Olga's decisions, sent, and what the business system then did."""
    decision = worlds.decided(world, world.olga)
    worlds.release(world)
    Delivery.objects.filter(decision=decision).update(state=state, sent_at=world.now, **fields)
    return decision


def returned(world):
    item = worlds.claimed(world, world.olga)
    flow.escalate(
        item_id=item.id, why="unsure", note="", version=item.version, token=item.token, by=world.olga,
        now=world.now,
    )  # fmt: skip
    up = worlds.reviews.claim(item_id=item.id, by=world.sam, now=world.now)
    flow.return_escalated(
        item_id=item.id,
        note="Ask the clinic.",
        version=up.version,
        token=up.token,
        by=world.sam,
        now=world.now,
    )
    return item


def refused(world, receipt_id="R-7"):
    decision = delivered(world, "SENT")
    flow.receive_receipt(
        delivery_id=decision.delivery.id, receipt_id=receipt_id, status="REFUSED", at=world.now, reference="",
        code="WC-E17", detail="claim is closed", by=world.claims, now=world.now,
    )  # fmt: skip
    return decision


def section(client, key):
    page = client.get("/").context["page"]
    return next(one for one in (*page.main, *page.side) if one.key == key)
