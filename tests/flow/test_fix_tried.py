"""What a fix is tried on is its own, said as far as it is known, and nobody proposes what was not tried or moves nothing."""

import pytest

from apps.flow import services as flow
from apps.flow.selectors import fixes as selectors
from apps.flow.services import fixing
from apps.learning.models import Finding, FindingStep, Fix
from apps.measures.models import Replay
from apps.policy import selectors as policies
from tests.flow.test_replay import learn
from tests.learning.habits import found
from tests.world import MINOR_SURFACE, arrive, automatic, code, later

NOW = later(days=59)  # old enough for either outcome
MINOR = {"fact": "segment", "value": "minor_surface"}


@pytest.fixture
def made(world):
    return found(world, [MINOR])


def drafted(world, finding):
    return fixing.draft_rule(finding_id=finding.id, lane="OFFICER", by=world.ana, now=NOW)


def tried(world, fix):
    fixing.try_fix(fix_id=fix.id, by=world.ana, now=NOW)
    flow.replay_policies(now=lambda: NOW)
    return selectors.fix(fix_id=fix.id, to=world.ana)


def propose(world, fix):
    return fixing.propose_fix(fix_id=fix.id, by=world.ana, now=NOW)


def test_two_rules_in_one_version_have_figures_of_their_own_and_each_names_the_other(world, made, client):
    arrive(world, automatic())
    other = found(world, [{"fact": "hospital_stay", "value": None}], key="k2")
    arrive(world)
    first = drafted(world, made)
    second = fixing.draft_rule(finding_id=other.id, lane="SUPERVISOR", by=world.ana, now=NOW)
    one, two = tried(world, first), tried(world, second)

    assert (one.figures.n_changed, one.figures.is_own) == (1, True)
    assert (two.figures.n_changed, two.figures.is_own) == (0, True)
    assert (one.figures.n_between, two.figures.n_between) == (0, 0), "the AI alone had decided it"
    assert one.others == (second,)
    client.force_login(world.user("ana"))
    page = client.get(f"/fixes/{first.id}/").content.decode()
    assert "this rule alone, beside version 1" in page
    assert f'href="/fixes/{second.id}/">Fix 2</a>' in page
    assert code(propose, world, second) == "fix_moves_nothing"
    page = client.get(f"/fixes/{second.id}/").content.decode()
    assert "It sends none of 2 past cases elsewhere" in page
    assert "Propose it to the owner" not in page


def test_what_a_person_would_have_seen_is_said_with_its_price_and_nothing_of_what_they_would_decide(
    world, made, client
):
    for _ in range(4):
        learn(world, arrive(world, automatic()), value=True)
    fix = drafted(world, made)
    row = tried(world, fix)

    n = row.figures.reviews  # one in ten is drawn for an audit, and had its look afterwards anyway
    assert 0 < n <= 4
    assert (row.figures.known_bad, row.figures.seen_minor, row.figures.looks_minor) == (
        -4,
        4 * 190000,
        -n * 100,
    )
    client.force_login(world.user("ana"))
    page = client.get(f"/fixes/{fix.id}/").content.decode()
    assert "A person would first have seen 4 cases" in page
    assert "in which the suggestion proved wrong, $7,600.00 at the prices" in page
    assert "what they would have decided is not known" in page
    assert "at a cost of" not in page


def test_what_goes_from_some_reviewers_to_others_is_counted_and_has_no_price(world, made, client):
    arrive(world, facts_changed=MINOR_SURFACE, outcome="standard")
    fix = fixing.draft_rule(finding_id=made.id, lane="SUPERVISOR", by=world.ana, now=NOW)
    row = tried(world, fix)

    assert (row.figures.n_changed, row.figures.n_between, row.figures.reviews) == (1, 1, 0)
    client.force_login(world.user("ana"))
    assert "a review has one price, whoever gives it" in client.get(f"/fixes/{fix.id}/").content.decode()


def test_a_version_with_the_rule_of_a_fix_is_proposed_only_when_it_was_tried_as_it_stands(
    world, made, client
):
    arrive(world, automatic())
    fix = drafted(world, made)
    version = policies.open_version(world.system.id).version
    asked = {"system": world.system, "version": version, "by": world.ana, "now": NOW}
    assert (code(propose, world, fix), code(flow.propose_policy, **asked)) == (
        "fix_not_tried",
        "fix_not_tried",
    )
    assert not Replay.objects.exists()
    tried(world, fix)

    assert propose(world, fix).state == "PROPOSED"
    client.force_login(world.user("owen"))
    assert "Look at it and sign" in client.get(f"/fixes/{fix.id}/").content.decode()
    assert "Look at it and sign" in client.get(f"/patterns/{made.id}/").content.decode()


def test_whoever_withdraws_says_why_and_the_history_keeps_it(world, made):
    fix = fixing.order_model(finding_id=made.id, says="Weigh it.", by=world.ana, now=NOW)
    asked = {"fix_id": fix.id, "by": world.ana, "now": NOW}
    assert code(fixing.withdraw_fix, why=" ", **asked) == "finding_needs_words"
    fixing.withdraw_fix(why="Too wide.", **asked)

    assert FindingStep.objects.get(kind="FIX_WITHDRAWN").text == "Too wide."
    assert (Fix.objects.get().state, Finding.objects.get().state) == ("WITHDRAWN", "ASSIGNED")


def test_a_required_fact_says_how_many_of_the_last_arrivals_lack_it(world, made, client):
    arrive(world, automatic())
    fix = fixing.draft_requirement(finding_id=made.id, fact="represented", by=world.ana, now=NOW)
    stopped = selectors.fix(fix_id=fix.id, to=world.ana).stopped

    assert stopped.n == 1
    client.force_login(world.user("ana"))
    assert "Newly stopped" in client.get(f"/fixes/{fix.id}/").content.decode()
