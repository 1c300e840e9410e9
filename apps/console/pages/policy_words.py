"""What rules, facts and values are called on the pages of a policy, and how rules read there."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages import policy_cells, words
from apps.console.pages.system_words import FLOW_LABELS, FLOW_VALUES
from apps.core import speech
from apps.core.speech import speak, speak_kept
from apps.flow.selectors import words as fact_words
from apps.flow.selectors.policy_state import Vocabulary
from apps.intake import rules as intake_rules
from apps.policy import rules
from apps.policy.states import Lane, PolicyState

STATES = {
    PolicyState.DRAFT: (gettext_lazy("Draft"), "pencil-line", ""),
    PolicyState.SHADOW: (gettext_lazy("In shadow"), "eye", "acc"),
    PolicyState.PROPOSED: (gettext_lazy("Proposed"), "hourglass", "acc"),
    PolicyState.LIVE: (gettext_lazy("In force"), "play", "ok"),
    PolicyState.RETIRED: (gettext_lazy("Retired"), "history", ""),
}
LANES = {
    "AUTOMATIC": gettext_lazy("The AI acts"),
    "OFFICER": gettext_lazy("An officer decides"),
    "SUPERVISOR": gettext_lazy("A supervisor decides"),
    "HOLD": gettext_lazy("Held"),
}
FAULTS = {
    rules.Fault.NEVER: gettext_lazy("Rule %(code)s can never be true: its conditions contradict each other."),
    rules.Fault.REPEATED: gettext_lazy("Rule %(code)s repeats rule %(earlier)s, so it never decides."),
    rules.Fault.COVERED: gettext_lazy(
        "Rule %(code)s never decides: rule %(earlier)s is true wherever it is."
    ),
}
ICONS = {
    rules.Kind.ADDED: "plus",
    rules.Kind.REMOVED: "minus",
    rules.Kind.CHANGED: "pencil-line",
    rules.Kind.MOVED: "refresh-cw",
}


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One case; `before` is empty where there is no earlier version."""

    what: str
    given: str
    before: str
    after: str
    differs: bool


def named(knows: Vocabulary, windows: tuple[rules.Window, ...] = ()) -> rules.Named:
    """Return what facts, values and inboxes are called, in the reader's language."""
    specs = knows.contract.specs
    labels = {key: str(label) for key, label in FLOW_LABELS.items()}
    labels |= {"stake_minor": speak_kept(knows.system.stake_label)}
    labels |= {one.name: speak(rules.window_in_words(one)) for one in windows}
    labels |= {key: speak_kept(spec.label) for key, spec in specs.items()}
    values: dict[str, Mapping[str, str]] = {
        fact: {code: str(name) for code, name in told.items()} for fact, told in FLOW_VALUES.items()
    }
    values["recommended_outcome"] = {code: speak_kept(label) for code, label in knows.outcomes.items()}
    values |= {
        key: {code: speak_kept(name) for code, name in spec.values.items()}
        for key, spec in specs.items()
        if spec.values
    }
    money = [key for key, spec in specs.items() if spec.type is intake_rules.FactType.MONEY]
    currencies = dict.fromkeys(["stake_minor", *money], knows.system.currency)
    inboxes = {slug: speak_kept(name) for slug, name in knows.inboxes.items()}
    return rules.Named(labels, values, currencies, inboxes)


def when_lines(rule: rules.Rule, names: rules.Named) -> tuple[str, ...]:
    """Say a rule's condition, one line for each thing that must hold."""
    parts = rule.when.parts if rule.when.join is rules.Join.ALL else (rule.when,)
    return tuple(words.sentence_case(speak(names.condition(one))) for one in parts)


def changes(before: rules.Policy, after: rules.Policy, names: rules.Named) -> tuple[tuple[str, str], ...]:
    """Say what a version changes: icon and sentence."""
    told = rules.differences(before, after, names)
    return tuple((ICONS[one.kind], words.sentence_case(speak(one.said))) for one in told)


def faults(policy: rules.Policy) -> tuple[str, ...]:
    """Name the rules that decide nothing."""
    return tuple(said for _code, said in faults_by_rule(policy))


def faults_by_rule(policy: rules.Policy) -> tuple[tuple[str, str], ...]:
    """Say of each rule that decides nothing why: its code, and a sentence."""
    return tuple(
        (
            one.rule.code,
            FAULTS[one.fault] % {"code": one.rule.code, "earlier": one.earlier.code if one.earlier else ""},
        )
        for one in rules.unreachable(policy)
    )


def telling_places(policy: rules.Policy) -> tuple[str, ...]:
    """Warn of the rules by which where a case lies tells what the AI suggests, before anybody's own view."""
    said = _(
        "Rule %(code)s reads what the AI suggests and sends the case to another place than most: where it "
        "lies tells whoever is asked for their own view first."
    )
    return tuple(said % {"code": code} for code in rules.places_by_advice(policy))


def asks_second(policy: rules.Policy) -> tuple[str, ...]:
    """Say of the rules that ask for a second person what that does."""
    asked = [(one.code, one.then) for one in policy.rules] + [(rules.OTHERWISE, policy.otherwise)]
    said = _(
        "Rule %(code)s asks for a second person: a decision is held, and nothing is sent, until somebody "
        "else with the authority for it upholds it."
    )
    return tuple(said % {"code": code} for code, then in asked if then.four_eyes)


def examples(
    before: rules.Policy | None, after: rules.Policy, knows: Vocabulary, names: rules.Named
) -> tuple[ExampleRow, ...]:
    """Work each threshold through under both versions: what differs first, then fact by fact."""
    policies = (before, after) if before else (after,)
    usual: dict[str, object] = {}
    for one in policies:
        usual |= knows.usual(one)
    found = rules.examples(policies, usual=usual, kinds=knows.kinds, follows=knows.follows)
    facts = list(dict.fromkeys(one.fact for one in found))
    listed = sorted(found, key=lambda one: (not one.differs, facts.index(one.fact), *_place(one.value)))
    return tuple(_example(one, knows, names) for one in listed)


def _place(value: object) -> tuple[bool, Any]:
    """Order the values of one fact: numbers or days from low to high, missing last."""
    return value is None, 0 if value is None else value


def _example(one: rules.Example, knows: Vocabulary, names: rules.Named) -> ExampleRow:
    given = [_said(fact, value, knows, names) for fact, value in one.given.items()]
    went = [_went(result, names) for result in one.results]
    if one.differs and len(set(went)) == 1:
        went = [", ".join([at, *_besides(result)]) for at, result in zip(went, one.results, strict=True)]
    return ExampleRow(
        what=_said(one.fact, one.value, knows, names),
        given=". ".join([*given, ""]).rstrip(),
        before=went[0] if went[1:] else "",
        after=went[-1],
        differs=one.differs,
    )


def _said(fact: str, value: object, knows: Vocabulary, names: rules.Named) -> str:
    label = words.sentence_case(names.labels.get(fact, fact))
    return f"{label}: {value_words(fact, value, knows, names)}"


def value_words(fact: str, value: object, knows: Vocabulary, names: rules.Named) -> str:
    """Write a value as the page writes values of this fact."""
    if value is None:
        return _("missing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if fact in names.currencies and isinstance(value, int):
        return speech.amount(value, names.currencies[fact])
    known = names.values.get(fact, {}).get(str(value))
    spec = knows.contract.specs.get(fact)
    if spec is not None and known is None and isinstance(value, int | Decimal | str | tuple):
        return fact_words.value(spec, value, currency=knows.system.currency)
    if known is None and isinstance(value, int | Decimal):
        return speech.number(value)
    return known or str(value) or _("none")


def _went(result: rules.Result, names: rules.Named) -> str:
    if result.lane is Lane.AUTOMATIC:
        return _("The AI acts")
    inbox = names.inboxes.get(result.inbox, result.inbox)
    return _("Held in %(inbox)s") % {"inbox": inbox} if result.lane is Lane.HOLD else inbox


def _besides(result: rules.Result) -> list[str]:
    """Say what is asked besides, where two results lead to the same place."""
    said = [_("due in %(time)s") % {"time": policy_cells.due(result)}]
    if result.first_view:
        said.append(_("own view first"))
    if result.four_eyes:
        said.append(_("a second person upholds it"))
    return said
