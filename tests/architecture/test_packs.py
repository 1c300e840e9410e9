"""A pack is data: every code in it must mean something to the code that reads it."""

import copy

import pytest
import yaml

from apps.intake import rules as intake
from apps.policy import rules as policy
from apps.registry.states import AutonomyState, CoreCategory, Direction
from tests.architecture import sources

PACKS = sorted(path.name for path in (sources.ROOT / "packs").iterdir() if path.is_dir())
DOCUMENTS = ("pack", "contract", "reasons", "posture", "policy")
CORE = {one.value for one in CoreCategory}
DIRECTIONS = {one.value for one in Direction}


def read(name):
    folder = sources.ROOT / "packs" / name
    return {one: yaml.safe_load((folder / f"{one}.yaml").read_text(encoding="utf-8")) for one in DOCUMENTS}


def wrong_reasons(reasons):
    codes = [reason["code"] for reason in reasons]
    yield from (f"{code}: stands twice" for code in {code for code in codes if codes.count(code) > 1})
    for reason in reasons:
        choices = reason.get("core_by_choice", {})
        named = {reason["core_category"]} if "core_category" in reason else set(choices["map"].values())
        yield from (f"{reason['code']}: no core category {one}" for one in sorted(named - CORE))
        yield from (
            f"{reason['code']}: no direction {one}" for one in sorted(set(reason["directions"]) - DIRECTIONS)
        )
        inputs = {one["key"]: one for one in reason.get("input", [])}
        if choices:
            offered = {option["code"] for option in inputs[choices["input"]]["options"]}
            yield from (
                f"{reason['code']}: choice {one} has no category"
                for one in sorted(offered ^ set(choices["map"]))
            )


def wrong_codes(documents):
    """Find outcomes, segments and states that one document names and no other defines."""
    pack, posture = documents["pack"], documents["posture"]
    outcomes = {one["code"] for one in pack["outcomes"]}
    segments = {one["key"] for one in pack["segments"]}
    open_to_machines = {one["code"] for one in pack["outcomes"] if one.get("machine_may")}
    used = {one["outcome"] for one in pack["authority"] if one["outcome"]}
    yield from (f"authority: no outcome {one}" for one in sorted(used - outcomes))
    yield from (
        f"posture: outcome {one}" for one in sorted(set(posture["machine"]["outcomes"]) - open_to_machines)
    )
    yield from (
        f"posture: no segment {one}" for one in sorted(set(posture["machine"]["segments"]) - segments)
    )
    for row in pack["autonomy"]:
        if row["segment"] not in segments or row["state"] not in AutonomyState.__members__:
            yield f"autonomy: {row}"


def fact_types(documents):
    return {one["key"]: one["type"] for one in documents["contract"]["facts"]}


def parse_policy(documents):
    return policy.parse(documents["policy"]["tree"], facts={**policy.FLOW_FACTS, **fact_types(documents)})


@pytest.fixture(params=PACKS)
def documents(request):
    return read(request.param)


def test_the_contract_and_the_policy_of_a_pack_can_be_read(documents):
    intake.parse_contract(documents["contract"])

    assert parse_policy(documents).rules


def test_no_two_segments_of_a_pack_overlap(documents):
    policy.refuse_overlap(policy.read_segments(documents["pack"]["segments"], facts=fact_types(documents)))


def test_every_reason_maps_to_a_core_category_and_fits_a_direction(documents):
    assert list(wrong_reasons(documents["reasons"]["reasons"])) == []


def test_documents_of_a_pack_know_each_others_codes(documents):
    assert list(wrong_codes(documents)) == []


def test_no_fact_of_a_pack_is_said_by_a_model(documents):
    """Facts are shown before advice: what a model says is no fact (docs/adr/0033)."""
    said_by = {source for fact in documents["contract"]["facts"] for source in fact["sources"]}
    assert [one for one in said_by if "model" in one] == []


def test_planted_faults_are_found(documents):
    faulty = copy.deepcopy(documents)
    faulty["reasons"]["reasons"].append(
        {"code": "new", "core_category": "bad_mood", "directions": ["upwards"]}
    )
    faulty["posture"]["machine"]["outcomes"].append("case_closed")
    faulty["policy"]["tree"]["rules"][0]["when"] = {"fact": "shoe_size", "op": "eq", "value": 43}

    assert len(list(wrong_reasons(faulty["reasons"]["reasons"]))) == 2
    assert list(wrong_codes(faulty)) == ["posture: outcome case_closed"]
    with pytest.raises(policy.BadPolicy):
        parse_policy(faulty)
