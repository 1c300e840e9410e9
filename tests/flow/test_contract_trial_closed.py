"""Trying a contract on stored cases opens personal facts only where a changed rule reads one, and says how many."""

import pytest

from apps.core import vault
from apps.flow import services as flow
from apps.flow.services import trying
from apps.intake import rules as intake_rules
from apps.intake.rules.shapes import Sensitivity
from apps.registry.models import ContractTrial
from tests import world as worlds
from tests.flow.test_contract_life import adopt, begun, changed, entries, proposed, said_of
from tests.world import fact, facts, iso, later, noon

OLD = iso(noon - worlds.dt.timedelta(hours=200))


def previewed(world, contract, now=noon):
    return flow.preview_contract(draft=begun(world, now=now), contract=contract, now=now)


@pytest.fixture
def arrivals(world):
    """Cases with every kind of fault, of plain and of sealed facts: missing, old, in conflict, impossible."""
    worlds.arrive(world)
    for lacks in ("age", "industry", "contact_status", "body_part"):
        worlds.arrive(world, facts_changed={lacks: None})
    worlds.arrive(world, facts=[*facts(), fact("body_part", "43", "first_report")])
    worlds.arrive(world, facts=[*facts(), fact("weekly_wage", 99, "first_report")])
    worlds.arrive(
        world, facts=[one | {"as_of": OLD} if one["fact"] == "hospital_stay" else one for one in facts()]
    )
    worlds.arrive(world, facts_changed={"age": 99})
    worlds.arrive(world, facts=[*facts(age=99), fact("age", 40, "first_report")])
    worlds.arrive(world, facts=[*facts(age=None), fact("age", None, "employer")])
    worlds.arrive(world, worlds.automatic())


def tightened():
    """Changes that read plain facts only."""
    body = intake_rules.as_body(changed(region={"required": True, "if_missing": "ask"}))
    excluded = {
        "say": "Not for construction.",
        "when": {"fact": "industry", "op": "eq", "value": "construction"},
    }
    return {
        "nothing": changed(),
        "a name": changed(age={"label": "Age in years", "help": "At the injury."}),
        "industry is optional": changed(industry={"required": False}),
        "contact goes stale sooner": changed(contact_status={"max_age_hours": 1}),
        "region is required": changed(region={"required": True, "if_missing": "ask"}),
        "another source": changed(industry={"sources": ["claim_file"]}),
        "a plain fact needs a plain one": changed(
            region={"required_when": {"fact": "state", "op": "eq", "value": "KY"}, "if_missing": "ask"}
        ),
        "an exclusion of a plain fact": intake_rules.parse_contract(
            body | {"exclusions": [*body.get("exclusions", ()), excluded]}
        ),
    }


@pytest.mark.parametrize("name", list(tightened()))
def test_nothing_is_opened_for_a_rule_that_reads_plain_facts_and_the_figures_are_the_same(
    world, arrivals, monkeypatch, name
):
    contract = tightened()[name]
    draft = begun(world)
    opened = vault.open_bytes
    with monkeypatch.context() as closed:
        closed.setattr(vault, "open_bytes", lambda *_, **__: pytest.fail("a sealed part was opened"))
        shut = flow.preview_contract(draft=draft, contract=contract, now=noon).result
    assert (shut["n"], shut["n_opened"], entries("contract.tried")) == (12, 0, 0)

    ContractTrial.objects.all().delete()
    monkeypatch.setattr(trying._Opening, "must", lambda *_: True)
    assert vault.open_bytes is opened
    full = flow.preview_contract(draft=draft, contract=contract, now=noon).result

    assert full.pop("n_opened") == 12
    shut.pop("n_opened")
    assert shut == full


@pytest.mark.parametrize(
    "facts_changed",
    [
        {"age": {"required": True, "if_missing": "ask"}},
        {"hospital_stay": {"max_age_hours": 1}},
        {
            "region": {
                "required_when": {"fact": "hospital_stay", "op": "eq", "value": True},
                "if_missing": "ask",
            }
        },
        {"weekly_wage": {"sensitivity": "plain"}},
    ],
)
def test_a_rule_that_reads_a_personal_fact_opens_them_and_the_record_says_how_many(
    world, arrivals, facts_changed
):
    trial = previewed(world, changed(**facts_changed))

    assert (trial.result["n"], trial.result["n_opened"]) == (12, 12)
    said = said_of("contract.tried")
    assert (said["n"], said["n_opened"]) == (12, 12)


def test_cases_of_an_earlier_version_are_opened_where_the_versions_differ_in_a_personal_fact(world, arrivals):
    proposed(world, contract=changed(age={"required": True, "if_missing": "ask"}))
    adopt(world)
    worlds.arrive(world, now=later(minutes=1))

    trial = previewed(world, changed(age={"required": True, "if_missing": "ask"}), now=later(minutes=2))

    assert (trial.result["n"], trial.result["n_opened"]) == (13, 12)


def test_who_was_erased_is_left_out_of_a_closed_trial_too(world, arrivals):
    vault.SubjectKey.objects.filter(subject_id=worlds.ReviewItem.objects.first().case.subject_id).update(
        wrapped=None, erased_at=noon
    )

    result = previewed(world, changed()).result

    assert (result["n"], result["n_erased"], result["n_opened"]) == (11, 1, 0)


def test_what_must_be_opened_is_told_from_the_contracts_alone():
    old = changed()
    sealed = [
        key
        for key, spec in old.specs.items()
        if spec.sensitivity in {Sensitivity.PERSONAL, Sensitivity.SPECIAL}
    ]

    assert not any(intake_rules.must_open(old, one) for one in tightened().values())
    for key in sealed:
        assert intake_rules.must_open(old, changed(**{key: {"max_age_hours": 5}})), key
