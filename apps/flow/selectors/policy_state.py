"""What a policy of an AI system may speak of, and whether a tree is one."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from apps.accounts.models import WorkingTime
from apps.core import canonical
from apps.core.words import say
from apps.flow import limits
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.states import ContextState
from apps.measures.states import CalibrationState
from apps.policy import rules
from apps.policy.services.refusing import PolicyNotValid
from apps.policy.states import Lane
from apps.registry import rules as registry_rules
from apps.registry.models import AISystem, ContextContract, OutcomeCode, Posture
from apps.registry.states import AutonomyState
from apps.reviews.models import Inbox

MAX_BYTES = 200_000
USUAL_STAKE = 50_000
USUAL_DAY = "2026-01-15"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the rules of one AI system's policy may name, and what they must keep to."""

    system: AISystem
    contract: intake_rules.Contract
    outcomes: Mapping[str, str]
    inboxes: Mapping[str, str]
    posture: Posture | None
    has_calendar: bool

    @property
    def kinds(self) -> dict[str, str]:
        """Return name -> type of every fact; what flow adds goes before a contract's own of that name."""
        return {**self.contract.kinds(), **rules.FLOW_FACTS}

    @property
    def codes(self) -> dict[str, Collection[str]]:
        """Return fact -> every code that it can have, for those that have a list."""
        return codes_of(self.contract) | {
            "context_state": [one.value for one in ContextState],
            "recommended_outcome": self.outcomes.keys(),
            "segment": ["", *(one["key"] for one in self.system.segments)],
            "autonomy": [one.value for one in AutonomyState],
            "calibration_state": [one.value for one in CalibrationState],
        }

    @property
    def bands(self) -> dict[str, tuple[int | Decimal, ...]]:
        return {spec.key: spec.bands for spec in self.contract.specs.values() if spec.bands}

    @property
    def licence(self) -> rules.Licence | None:
        """Return what the posture in force lets the machine decide alone."""
        if self.posture is None:
            return None
        return licence_of(registry_rules.read_posture(self.posture.body))

    @property
    def least_view(self) -> Decimal:
        """Return the share of what people decide where the posture has them judge before the AI is seen."""
        return registry_rules.read_posture(self.posture.body).first_view_share if self.posture else Decimal(0)

    def follows(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Return what follows from the other facts of a case: whether the posture lets the AI act."""
        stake = facts.get("stake_minor")
        is_open = (
            self.posture is not None
            and facts.get("context_state") == ContextState.LEGIBLE.value
            and limits.opens(
                self.posture.body["machine"],
                outcome=facts.get("recommended_outcome"),
                segment=facts.get("segment"),
                stake_minor=stake if isinstance(stake, int) else None,
            )
        )
        return {"posture_allows": is_open}

    def usual(self, policy: rules.Policy) -> dict[str, object]:
        """Return a value for every fact that follows from no other: an ordinary case to change."""
        facts = {key: _usual(spec) for key, spec in self.contract.specs.items()}
        facts |= {one.name: 1 for one in policy.windows}
        licence = self.licence
        return facts | {
            "context_state": "LEGIBLE",
            "recommended_outcome": next(iter(licence.outcomes if licence else self.outcomes), ""),
            "confidence": Decimal("0.8"),
            "stake_minor": USUAL_STAKE,
            "segment": next(iter(licence.segments if licence else ()), ""),
            "autonomy": AutonomyState.ACT_WITH_SAMPLING.value,
            "paused": False,
            "person_involved": False,
            "calibration_state": CalibrationState.MEASURED.value,
            "n_conflicts": 0,
            "n_missing": 0,
            "grounding_share": Decimal(1),
            "n_statements": 1,
            "n_unsupported": 0,
            "model_version": "another",
            "prompt_version": "another",
        }


def codes_of(contract: intake_rules.Contract) -> dict[str, Collection[str]]:
    """Return fact -> the codes that a contract lists for it."""
    return {key: spec.values.keys() for key, spec in contract.specs.items() if spec.values}


def licence_of(posture: registry_rules.Posture) -> rules.Licence:
    """Return what a posture lets the machine decide alone."""
    return rules.Licence(
        outcomes=posture.outcomes,
        segments=posture.segments,
        max_amount_minor=posture.max_amount_minor,
        audit_share=posture.audit_share,
    )


def _usual(spec: intake_rules.FactSpec) -> object:
    if spec.type is intake_rules.FactType.BOOLEAN:
        return False
    if spec.type is intake_rules.FactType.MULTI:
        return ()
    if spec.type is intake_rules.FactType.DATE:
        return USUAL_DAY
    if spec.type.value in ("integer", "decimal", "money"):
        return spec.low if isinstance(spec.low, int | Decimal) and spec.low > 0 else 1
    return next(iter(spec.values), "another")


def vocabulary(system: AISystem, *, now: datetime) -> Vocabulary:
    """Read what a policy of this AI system may name as things are.

    Raises: PolicyNotValid where the AI system has no contract.
    """
    row = ContextContract.objects.filter(system=system, ended_at=None).first()
    if row is None:
        raise PolicyNotValid(say("This AI system has no contract in force, so its policy has no facts."))
    codes = OutcomeCode.objects.filter(system=system).order_by("caution", "code")
    inboxes = Inbox.objects.filter(organisation=system.organisation_id).order_by("level", "slug")
    return Vocabulary(
        system=system,
        contract=intake.contract(row),
        outcomes=dict(codes.values_list("code", "label")),
        inboxes=dict(inboxes.values_list("slug", "name")),
        posture=Posture.objects.filter(system=system, ended_at=None, expires_at__gt=now).first(),
        has_calendar=WorkingTime.objects.filter(organisation=system.organisation_id).exists(),
    )


def read_tree(tree: object, knows: Vocabulary) -> rules.Policy:
    """Read a policy of this AI system from an object.

    Raises: PolicyNotValid naming the clause, and of each rule that is looser the posture's clauses.
    """
    policy = read_names(tree, knows)
    _require_inside(policy, knows)
    _require_views_kept(policy, knows)
    _require_calendar(policy, knows)
    return policy


def read_names(tree: object, knows: Vocabulary) -> rules.Policy:
    """Read a tree that may only be tried: it names what there is, and may be looser than the posture.

    Raises: PolicyNotValid naming the clause.
    """
    try:
        return rules.parse(
            _exact(tree), facts=knows.kinds, inboxes=knows.inboxes, bands=knows.bands, codes=knows.codes
        )
    except rules.BadPolicy as bad:
        raise PolicyNotValid(bad.sentence, field=bad.pointer) from bad


def looser_of(tree: object, knows: Vocabulary) -> tuple[rules.Looser, ...]:
    """Return in what a policy is looser than the posture in force, place by place.

    Raises: PolicyNotValid where it is no policy at all.
    """
    return rules.looser(read_names(tree, knows), knows.licence)


def _exact(tree: object) -> object:
    """Return what a tree is once it was kept as JSON, with exact decimals.

    Raises: rules.BadPolicy where it turns in a circle or lies too deep, PolicyNotValid where it is no JSON.
    """
    try:
        return json.loads(canonical.encode(tree), parse_float=Decimal)
    except (TypeError, ValueError, RecursionError) as bad:
        rules.parse(tree)
        raise PolicyNotValid(say("This is no JSON that a policy could be."), field="") from bad


def _require_inside(policy: rules.Policy, knows: Vocabulary) -> None:
    """Refuse whatever is looser than the posture in force, all of it at once.

    Raises: PolicyNotValid; the sentence names every place, `field` and `clause` the first one.
    """
    found = rules.looser(policy, knows.licence)
    if not found:
        return
    said = [
        say(
            "Rule %(code)s (%(place)s): %(sentence)s",
            code=one.code,
            place=one.pointer,
            sentence=one.sentence,
        )
        for one in found
    ]
    if any(one.pointer.endswith("/then/lane") for one in found):
        said.append(say("Ask in such a rule that the posture allows it (posture_allows is true)."))
    sentence = reduce(lambda first, last: say("%(first)s %(last)s", first=first, last=last), said)
    raise PolicyNotValid(sentence, field=found[0].pointer, clause=found[0].clause)


def _require_views_kept(policy: rules.Policy, knows: Vocabulary) -> None:
    """Refuse a rule by which the place of a case tells the suggestion to whoever is asked for their own view.

    Raises: PolicyNotValid.
    """
    for place, rule in rules.gives_away(policy, least_view=knows.least_view):
        name = "lane" if rule.then.lane is Lane.HOLD else "inbox"
        sentence = say(
            "Rule %(code)s goes by which outcome the AI suggests and sends the case to another place than "
            "most, where a person may be asked for their own view first: the place would tell them. Send it "
            "where all other cases go, or ask for no view there, nor in the risk decision.",
            code=rule.code,
        )
        raise PolicyNotValid(sentence, field=f"/rules/{place}/then/{name}")


def _require_calendar(policy: rules.Policy, knows: Vocabulary) -> None:
    """Refuse working hours where nobody has said when the organisation works.

    Raises: PolicyNotValid.
    """
    levels = policy.ladder.levels if policy.ladder else ()
    for place, level in enumerate(levels):
        if level.in_working_hours and not knows.has_calendar:
            sentence = say(
                "Nobody has said when this organisation works, so give clock_minutes of the clock."
            )
            raise PolicyNotValid(sentence, field=f"/ladder/levels/{place}/clock_working_minutes")
    places = [(f"/rules/{place}/then", rule.then) for place, rule in enumerate(policy.rules)]
    for at, then in [*places, ("/otherwise", policy.otherwise)]:
        if then.in_working_hours and not knows.has_calendar:
            sentence = say("Nobody has said when this organisation works, so give due_hours of the clock.")
            raise PolicyNotValid(sentence, field=f"{at}/due_working_hours")


def read_text(text: str) -> dict[str, Any]:
    """Read a tree from JSON text.

    Raises: PolicyNotValid with the line.
    """
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise PolicyNotValid(say("This text is too long for a policy."), field="", line=1)
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as bad:
        sentence = say("This is no JSON: %(what)s.", what=bad.msg)
        raise PolicyNotValid(sentence, field="", line=bad.lineno) from bad
    except (RecursionError, ValueError) as bad:
        raise PolicyNotValid(say("This is no JSON that a policy could be."), field="", line=1) from bad
    if not isinstance(found, dict):
        raise PolicyNotValid(say("A policy is an object with rules and otherwise."), field="", line=1)
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Keep a text from saying one thing twice, where the second would silently win.

    Raises: ValueError.
    """
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def as_text(tree: Mapping[str, Any]) -> str:
    """Write a tree as JSON that people read and write."""
    return json.dumps(tree, indent=2, ensure_ascii=False)


def targets(policy: rules.Policy) -> frozenset[str]:
    """Name the inboxes that a policy sends cases to."""
    sent = {policy.otherwise.inbox, *(rule.then.inbox for rule in policy.rules)}
    return frozenset({*sent, *rules.known_inboxes(policy.ladder)})
