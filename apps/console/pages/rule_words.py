"""What a page calls the facts, values and amounts of a policy's rules: the words of the contract."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.console.pages.system_words import FLOW_LABELS, FLOW_VALUES
from apps.core.speech import speak_kept
from apps.intake import rules as intake_rules
from apps.registry.models import AISystem, OutcomeCode

STAKE = "stake_minor"


@dataclass(frozen=True, slots=True)
class Spoken:
    """By fact: its label, the names of its coded values, and the currency of those in minor units."""

    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    currencies: Mapping[str, str]


def spoken(
    system: AISystem, contract: intake_rules.Contract | None, outcome_codes: Iterable[OutcomeCode]
) -> Spoken:
    """Write what the facts of a contract, and those that the flow adds, are called."""
    specs = contract.specs.values() if contract else ()
    own = {spec.key: spec.values for spec in specs}
    added = {fact: {code: str(name) for code, name in names.items()} for fact, names in FLOW_VALUES.items()}
    amounts = [spec.key for spec in specs if spec.type is intake_rules.FactType.MONEY]
    return Spoken(
        labels={
            **{key: str(label) for key, label in FLOW_LABELS.items()},
            STAKE: speak_kept(system.stake_label),
            **{spec.key: spec.label for spec in specs},
        },
        values={
            **added,
            "recommended_outcome": {one.code: speak_kept(one.label) for one in outcome_codes},
            "segment": segment_labels(system),
            **own,
        },
        currencies=dict.fromkeys([STAKE, *amounts], system.currency),
    )


def segment_labels(system: AISystem) -> dict[str, str]:
    """Return segment -> its words."""
    return {key: speak_kept(label) for key, label in system.segment_labels.items()}
