"""A held decision waits on each level as long as the ladder of the policy that judged its case says; else four hours."""

import pytest

from apps.flow.selectors import approving as seen
from apps.flow.services import approving
from apps.policy.models import PolicyVersion
from tests.flow.test_held import hold
from tests.flow.test_triggers import ladder
from tests.world import later, noon

SUPERVISORS = "triage-supervisors"


def levels(**clock):
    return [{"inbox": SUPERVISORS, **clock}, {"owner": True}]


def by_ana(world, levels):
    """A policy with these levels is in force that none of those wrote who may uphold a decision."""
    ladder(world, levels=levels)
    PolicyVersion.objects.filter(state="LIVE").update(author=world.ana, writers=[world.ana.id])


def clock_of(held, who):
    held.refresh_from_db()
    return seen.held(approval_id=held.id, to=who, now=noon).clock


@pytest.mark.parametrize(
    ("clock", "until", "says"),
    [
        ({"clock_minutes": 90}, later(minutes=90), "90 minutes, as the ladder of its policy says"),
        ({"clock_minutes": 1440}, later(hours=24), "24 hours, as the ladder of its policy says"),
    ],
)
def test_its_level_has_the_time_of_the_ladder_and_then_it_goes_to_the_owner(
    world, client, clock, until, says
):
    by_ana(world, levels(**clock))
    held = hold(world)

    assert (held.inbox, held.due_at, clock_of(held, world.olga)) == (world.supervisors, until, says)
    client.force_login(world.user("olga"))
    assert says in client.get(f"/escalations/held/{held.item_id}/").content.decode()
    assert approving.climb_overdue(now=until - (later(minutes=1) - noon)) == 0
    assert approving.climb_overdue(now=until) == 1

    held.refresh_from_db()
    assert (held.inbox, held.due_at) == (None, until + (later(hours=4) - noon))
    assert clock_of(held, world.olga) == "the owner's level: 4 hours, then the owner is told again"


def test_a_newer_version_of_the_policy_moves_no_clock_that_runs(world):
    by_ana(world, levels(clock_minutes=90))
    held = hold(world)
    PolicyVersion.objects.filter(state="LIVE").update(state="RETIRED")

    assert clock_of(held, world.sam).startswith("90 minutes")


def test_without_a_ladder_or_a_level_of_that_inbox_it_is_four_hours_and_the_page_says_so(world):
    usual = "4 hours: the policy of this case has no ladder that names this level"
    held = hold(world)
    assert (held.due_at, clock_of(held, world.olga)) == (later(hours=4), usual)

    by_ana(world, [{"owner": True}])
    other = hold(world)
    assert (other.due_at, clock_of(other, world.olga)) == (later(hours=4), usual)
