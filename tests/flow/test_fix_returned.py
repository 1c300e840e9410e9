"""A fix that is returned, or signed, comes back to its author, with who, when and why; one's own act tells nobody."""

import pytest

from apps.flow.services import fixing
from apps.learning.models import FindingStep
from apps.notify.models import Notification
from tests.learning.habits import found
from tests.world import code, later, noon


@pytest.fixture
def fix(world):
    made = found(world)
    row = fixing.order_model(finding_id=made.id, says="Weigh the trade.", by=world.ana, now=noon)
    return fixing.propose_fix(fix_id=row.id, by=world.ana, now=noon)


def told(actor):
    kinds = ("fix_returned", "fix_signed")
    return list(Notification.objects.filter(to=actor, kind__in=kinds).values_list("kind", flat=True))


def test_returned_it_comes_back_to_its_author_with_the_reason(world, fix, client):
    client.force_login(world.user("owen"))
    bare = client.post(f"/fixes/{fix.id}/act/", {"do": "return", "why": " ", "idempotency_key": "b" * 16})
    page = bare.content.decode()
    assert (bare.status_code, page.count("Say why it goes back")) == (422, 1)
    assert (
        page.index("Why it goes back")
        < page.index("Say why it goes back")
        < page.index("Why it is withdrawn")
    )
    assert code(fixing.return_fix, fix_id=fix.id, why=" ", by=world.owen, now=noon) == "finding_needs_words"
    assert not FindingStep.objects.filter(kind="FIX_RETURNED").exists()

    fixing.return_fix(fix_id=fix.id, why="Too wide.", by=world.owen, now=later(hours=1))

    assert (told(world.ana), told(world.owen)) == (["fix_returned"], [])
    client.force_login(world.user("ana"))
    for address in (f"/fixes/{fix.id}/", f"/patterns/{fix.finding_id}/"):
        page = client.get(address).content.decode()
        assert f"Returned by {world.owen.name} on 20 Nov 2026:</b> Too wide." in page, address
    assert "A fix that you wrote was returned." in client.get("/notifications/").content.decode()

    fixing.propose_fix(fix_id=fix.id, by=world.ana, now=later(hours=2))
    assert "Returned by" not in client.get(f"/fixes/{fix.id}/").content.decode()
    fixing.sign_fix(fix_id=fix.id, by=world.owen, now=later(hours=3))
    assert told(world.ana) == ["fix_returned", "fix_signed"]


def test_an_owner_who_wrote_it_tells_nobody_of_their_own_act(world):
    made = found(world)
    row = fixing.order_model(finding_id=made.id, says="Weigh the trade.", by=world.owen, now=noon)
    fixing.propose_fix(fix_id=row.id, by=world.owen, now=noon)
    fixing.return_fix(fix_id=row.id, why="Not yet.", by=world.owen, now=noon)

    assert not told(world.owen)
