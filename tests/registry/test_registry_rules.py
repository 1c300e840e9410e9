"""A line-up of models: who advises, who stands in after how long, and what is refused with which words."""

import pytest

from apps.registry.rules import BadLineUp, LineUp, Model, parse_line_up, with_advising
from apps.registry.rules.line_ups import MOST_MODELS

GRADIENT = {"name": "gradient", "pattern": "triage-gb-*"}
FOREST = {"name": "forest", "pattern": "triage-rf-*"}
RULE = {"name": "rule", "pattern": "rule-1"}
ONE_TO_TEN = "Name 1 to 10 models, the advising one first."
TEXT = "Write a text of at most 80 characters."
NOBODY = "At least one model must be able to advise. Pause the AI system instead."
WAIT = "Say 1 to 10080 minutes, or leave it out."


def lined(*models, wait=30):
    return parse_line_up({"models": list(models or (GRADIENT, FOREST, RULE)), "wait_minutes": wait})


def refused(call, *args):
    with pytest.raises(BadLineUp) as bad:
        call(*args)
    assert str(bad.value) == f"{bad.value.field}: {bad.value.sentence}"
    return bad.value.field, bad.value.sentence


def test_the_first_that_is_not_paused_advises():
    assert lined().advising.name == "gradient"
    assert lined(GRADIENT | {"paused": True}, FOREST).advising.name == "forest"
    assert lined(GRADIENT | {"paused": "yes"}, FOREST).advising.name == "gradient", "only true pauses"


def test_a_version_belongs_to_the_first_model_whose_pattern_fits():
    models = lined(GRADIENT, {"name": "any", "pattern": "triage-*"}, RULE)

    found = [models.of_version(one) for one in ("triage-gb-2", "triage-x", "rule-1", "Rule-1", "rule-10")]
    assert [one and one.name for one in found] == ["gradient", "any", "rule", None, None]


def test_each_later_model_waits_once_more():
    models = lined(GRADIENT, FOREST | {"paused": True}, RULE, {"name": "last", "pattern": "*"}, wait=20)

    assert [models.minutes_until_it_advises(one) for one in models.models] == [0, None, 20, 40]
    assert lined(wait=None).minutes_until_it_advises(Model("forest", "triage-rf-*")) is None


def test_it_is_kept_as_it_was_read_and_reads_back_the_same():
    read = lined({"name": " gradient ", "pattern": " triage-gb-* "}, FOREST | {"paused": True}, wait=10080)

    assert read.body() == {
        "models": [GRADIENT | {"paused": False}, FOREST | {"paused": True}],
        "wait_minutes": 10080,
    }
    assert parse_line_up(read.body()) == read
    assert parse_line_up({"models": [GRADIENT]}) == LineUp((Model("gradient", "triage-gb-*"),), None)


def test_letting_another_advise_puts_it_in_front_awake_and_keeps_the_rest():
    models = lined(GRADIENT, FOREST | {"paused": True}, RULE)

    changed = with_advising(models, "forest")

    assert [(one.name, one.is_paused) for one in changed.models] == [
        ("forest", False),
        ("gradient", False),
        ("rule", False),
    ]
    assert (changed.advising.pattern, changed.wait_minutes) == ("triage-rf-*", 30)
    assert refused(with_advising, models, "gone") == ("name", "Choose one of the models.")


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        ({}, "models", ONE_TO_TEN),
        ({"models": []}, "models", ONE_TO_TEN),
        ({"models": GRADIENT}, "models", ONE_TO_TEN),
        ({"models": [{"name": str(n), "pattern": str(n)} for n in range(11)]}, "models", ONE_TO_TEN),
        ({"models": [GRADIENT, "forest"]}, "models[1]", "Describe a model with name and pattern."),
        ({"models": [GRADIENT, {"name": "x"}]}, "models[1].pattern", TEXT),
        ({"models": [{"name": " ", "pattern": "x"}]}, "models[0].name", TEXT),
        ({"models": [{"name": 5, "pattern": "x"}]}, "models[0].name", TEXT),
        ({"models": [{"name": "x" * 81, "pattern": "x"}]}, "models[0].name", TEXT),
        ({"models": [GRADIENT, FOREST | {"name": "gradient"}]}, "models.name", "Two models have the same name."),
        ({"models": [GRADIENT, FOREST | {"pattern": "triage-gb-*"}]}, "models.pattern",
         "Two models have the same pattern."),
        ({"models": [GRADIENT | {"paused": True}]}, "models", NOBODY),
        ({"models": [GRADIENT], "wait_minutes": 0}, "wait_minutes", WAIT),
        ({"models": [GRADIENT], "wait_minutes": 10081}, "wait_minutes", WAIT),
        ({"models": [GRADIENT], "wait_minutes": True}, "wait_minutes", WAIT),
        ({"models": [GRADIENT], "wait_minutes": 1.5}, "wait_minutes", WAIT),
    ],
)  # fmt: skip
def test_a_refusal_names_the_clause_and_how_to_mend_it(body, field, sentence):
    assert refused(parse_line_up, body) == (field, sentence)


def test_the_longest_names_and_the_most_models_are_taken():
    most = [{"name": f"{n:080}", "pattern": f"{n:080}"} for n in range(MOST_MODELS)]

    assert len(parse_line_up({"models": most, "wait_minutes": 1}).models) == 10
