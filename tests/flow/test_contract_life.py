"""The life of a contract version: written by one at a time, tried, proposed, put in force by the owner."""

import copy
import json

import pytest

from apps.audit.models import Entry
from apps.core import canonical
from apps.flow import services as flow
from apps.intake import rules as intake_rules
from apps.intake.models import ContextSnapshot
from apps.registry import selectors as registry
from apps.registry.models import ContextContract, ContractDraft
from apps.reviews.models import ReviewItem
from tests import world as worlds
from tests.template import pack
from tests.world import attempt, code, later, noon


def changed(**facts):
    """The pack's contract with some clauses of some facts changed: `changed(age={"required": True})`."""
    body = copy.deepcopy(pack()["contract"])
    for one in body["facts"]:
        one.update(facts.get(one["key"], {}))
    return intake_rules.parse_contract(body)


REQUIRED_AGE = {"required": True, "if_missing": "ask"}
STRICTER = {"age": REQUIRED_AGE}


def begun(world, by=None, now=noon):
    return flow.begin_contract(system=world.system, by=by or world.ana, now=now)


def saved(world, contract=None, by=None, version=1, now=noon):
    contract = contract or changed(**STRICTER)
    return flow.save_contract(
        system=world.system, contract=contract, version=version, by=by or world.ana, now=now
    )


def proposed(world, by=None, contract=None):
    draft = begun(world, by)
    draft = saved(world, contract, by, draft.version)
    return flow.propose_contract(system=world.system, version=draft.version, by=by or world.ana, now=noon)


def adopt(world, by=None, version=None, now=noon):
    draft = registry.open_draft(world.system.id)
    return flow.adopt_contract(
        system=world.system, version=version or draft.version, by=by or world.owen, now=now
    )


def entries(verb):
    return Entry.objects.filter(verb=verb).count()


def said_of(verb):
    return json.loads(bytes(Entry.objects.filter(verb=verb).latest("id").body))["data"]


def live(world):
    return ContextContract.objects.get(system=world.system, ended_at=None)


def test_an_analyst_writes_the_owner_adopts_and_each_step_leaves_one_entry(world):
    proposed(world)
    before = live(world)

    adopted = adopt(world)

    assert (adopted.number, live(world).id) == (2, adopted.id)
    assert ContextContract.objects.get(id=before.id).ended_at == noon
    assert intake_rules.parse_contract(adopted.body).specs["age"].required
    assert adopted.draft.author == world.ana
    verbs = ("contract.drafted", "contract.draft_saved", "contract.proposed", "contract.adopted")
    assert [entries(verb) for verb in verbs] == [1, 1, 1, 2]  # the second version of the demonstration
    said = said_of("contract.adopted")
    assert (said["author"], said["is_looser"]) == (str(world.ana.id), False)


@pytest.mark.parametrize("who", ["olga", "sam", "audrey", "adam", "lena"])
def test_nobody_but_analysts_and_the_owner_writes(world, who):
    assert code(begun, world, getattr(world, who)) == "cannot_edit_contract"
    begun(world)
    assert code(saved, world, by=getattr(world, who)) == "cannot_edit_contract"


@pytest.mark.parametrize("who", ["ana", "sam", "audrey"])
def test_nobody_but_the_owner_adopts(world, who):
    proposed(world)
    assert code(adopt, world, getattr(world, who)) == "not_the_owner"
    assert live(world).number == 1


def test_the_owner_may_adopt_what_the_owner_wrote_and_the_record_names_both(world):
    proposed(world, by=world.owen, contract=changed(industry={"required": False}))

    adopt(world)

    said = said_of("contract.adopted")
    assert (said["author"], said["is_looser"]) == (str(world.owen.id), True)


def test_somebody_else_who_edits_is_named_until_the_hold_ends(world):
    begun(world)

    refusal = attempt(begun, world, world.owen)

    assert (refusal.code, refusal.details["by"]) == ("contract_edited_by_another", world.ana.name)
    assert world.ana.name in refusal.sentence
    assert code(saved, world, by=world.owen) == "contract_edited_by_another"
    assert begun(world, world.owen, later(minutes=15, seconds=1)).held_by == world.owen


def test_who_leaves_lets_the_next_one_in(world):
    begun(world)
    flow.leave_contract(system=world.system, by=world.ana)
    assert begun(world, world.owen).held_by == world.owen


def test_a_stale_page_overwrites_nothing(world):
    draft = begun(world)
    saved(world, version=draft.version)

    assert (
        code(saved, world, changed(state={"label": "Other"}), version=draft.version)
        == "contract_draft_changed"
    )
    assert registry.open_draft(world.system.id).body == intake_rules.as_body(changed(**STRICTER))


def test_there_is_one_draft_of_an_ai_system_at_a_time(world):
    assert begun(world).id == begun(world).id
    assert entries("contract.drafted") == 1


def test_a_proposed_version_is_changed_only_after_it_was_taken_back(world):
    draft = proposed(world)

    assert code(saved, world, version=draft.version) == "contract_not_a_draft"
    flow.return_contract(system=world.system, why="Ask the employer first.", by=world.owen, now=noon)
    back = registry.open_draft(world.system.id)

    assert (back.state, back.returned_why) == ("DRAFT", "Ask the employer first.")
    assert entries("contract.returned") == 1
    assert code(adopt, world) == "contract_not_proposed"


def test_only_the_owner_drops_what_was_proposed(world):
    proposed(world)
    assert code(flow.drop_contract, system=world.system, by=world.ana, now=noon) == "not_the_owner"
    flow.drop_contract(system=world.system, by=world.owen, now=noon)
    assert (registry.open_draft(world.system.id), entries("contract.dropped")) == (None, 1)


def test_what_the_owner_looked_at_is_what_is_adopted(world):
    draft = proposed(world)
    assert code(adopt, world, version=draft.version - 1) == "contract_draft_changed"


def test_a_draft_of_an_older_version_is_not_adopted(world):
    proposed(world)
    ContextContract.objects.filter(system=world.system).update(ended_at=noon)
    assert code(adopt, world) == "contract_base_ended"


def test_a_draft_that_changes_nothing_is_not_proposed(world):
    draft = begun(world)
    draft = saved(world, changed(), version=draft.version)
    assert code(
        flow.propose_contract, system=world.system, version=draft.version, by=world.ana, now=noon
    ) in {"contract_blocked", "contract_unchanged"}  # fmt: skip
    assert ContractDraft.objects.get().state == "DRAFT"


def test_a_new_version_never_touches_what_has_arrived(world):
    received = worlds.arrive(world, facts_changed={"age": None})
    before = ContextSnapshot.objects.values().get()
    item = ReviewItem.objects.values().get(id=received.item_id)

    proposed(world)
    adopt(world)
    later_one = worlds.arrive(world, facts_changed={"age": None})

    assert ContextSnapshot.objects.values().get(id=before["id"]) == before
    assert ReviewItem.objects.values().get(id=received.item_id) == item
    states = dict(ContextSnapshot.objects.values_list("contract__number", "state"))
    assert states == {1: "LEGIBLE", 2: "INCOMPLETE"}
    assert later_one.item_id is None or later_one.item_id != received.item_id


def test_what_is_saved_can_be_put_in_force_as_it_is(world):
    proposed(world)
    adopted = adopt(world)
    assert bytes(adopted.digest) == canonical.digest(adopted.body)
