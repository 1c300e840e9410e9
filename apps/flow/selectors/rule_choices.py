"""Which rules of policy a finding's group may become, what each would move, and why some are not open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import english, speak
from apps.core.words import say
from apps.flow.selectors.policy_state import Vocabulary, read_tree, vocabulary
from apps.intake import rules as intake_rules
from apps.learning import rules as learned
from apps.learning import selectors as learning
from apps.learning.models import Finding
from apps.learning.rules import Condition, drafting
from apps.learning.selectors import slices
from apps.learning.states import Target
from apps.measures import selectors as measures
from apps.policy import selectors as policies
from apps.policy.services import EditedByAnother, NoDraft, NotADraft, PolicyNotValid
from apps.policy.states import Lane, PolicyState
from apps.registry.models import AISystem

LANES = (Lane.SUPERVISOR.value, Lane.OFFICER.value)
NEWEST = 1_000  # decisions among which it is counted what a rule would reach
FAR = 2  # times the group: a rule that reaches more is nobody's first choice
ONLY_OTHERS = say("It would move none of this group's cases, only others.")
SENDERS = say("Those who would decide are those who send these cases up.")


class SliceIsNoRule(refusals.Invalid):
    code = "finding_is_no_rule"
    sentence = say("This group of cases cannot be a rule of policy.")


class ProtectedNeverDecides(refusals.NotAllowed):
    code = "protected_never_decides"
    sentence = say("A protected fact is looked at for fairness and never decides.")


@dataclass(frozen=True, slots=True)
class Way:
    """Who decides the group's cases; without_suggestion: of the whole group, whatever the AI suggests."""

    lane: str
    without_suggestion: bool = False

    @property
    def left_out(self) -> tuple[str, ...]:
        return (learning.RECOMMENDED,) if self.without_suggestion else ()


@dataclass(frozen=True, slots=True)
class Reached:
    """Of the newest decisions (`n_of`): those a rule reaches, those of them by the AI alone, and those moved.

    n_group, n_own: those of the group that was found, and those of it that are moved; a wider rule has more.
    """

    n_of: int
    n: int
    n_alone: int
    n_moved: int
    n_group: int
    n_own: int


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """One rule that could be drafted; `why`: why it is not offered though it may move something, else empty.

    words: the cases in words; left_out: the condition that is left out, in words.
    """

    way: Way
    words: str
    left_out: str
    reached: Reached
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether it is allowed and moves something, as far as the newest decisions tell."""
        return not self.why and not self.moves_nothing

    @property
    def moves_nothing(self) -> bool:
        return self.reached.n > 0 and not self.reached.n_moved

    @property
    def is_far(self) -> bool:
        """Say whether it reaches far more than the group that was found."""
        return self.reached.n > FAR * self.reached.n_group


@dataclass(frozen=True, slots=True)
class RuleChoices:
    """What may be drafted, the usual one first; `closed`: why nothing can be drafted at the moment."""

    rows: tuple[RuleChoice, ...] = ()
    closed: str = ""


def drafted(
    found: Finding, tree: Mapping[str, Any], way: Way, *, code: str, knows: Vocabulary, words: str = ""
) -> drafting.Drafted:
    """Write a finding's group as a rule of a policy; words: of its cases, English where they are not given.

    Raises: SliceIsNoRule, ProtectedNeverDecides.
    """
    if way.lane not in LANES:
        raise SliceIsNoRule(say("Choose who decides these cases."), field="lane")
    pattern, conditions = found.last_pattern, _conditions(found, way)
    if not conditions:
        raise SliceIsNoRule(say("Without that condition the group would be every case."), field="lane")
    try:
        return drafting.draft_rule(
            conditions,
            words=words or (_english(found, conditions) if way.left_out else pattern.words),
            code=code,
            lane=way.lane,
            tree=tree,
            target=Target(found.target),
            is_wider=way.without_suggestion,
            knows=drafting.Known(
                kinds=knows.kinds,
                codes=knows.codes,
                bands=knows.bands,
                protected=_protected(knows.contract),
                edges=pattern.run.band_edges,
            ),
        )
    except drafting.ProtectedFact as error:
        raise ProtectedNeverDecides(error.sentence) from error
    except drafting.NoRule as error:
        raise SliceIsNoRule(error.sentence, field=error.fact) from error


def _conditions(found: Finding, way: Way) -> list[Condition]:
    named = [Condition(one["fact"], one["value"]) for one in found.last_pattern.conditions]
    return [one for one in named if one.fact not in way.left_out]


def _english(found: Finding, conditions: list[Condition]) -> str:
    with english():
        words = learning.wording(system_id=found.system_id)
        return str(learned.in_words(conditions, facts=words.facts, values=words.values))


def _protected(contract: intake_rules.Contract) -> frozenset[str]:
    kind = intake_rules.Sensitivity.PROTECTED
    return frozenset(key for key, spec in contract.specs.items() if spec.sensitivity is kind)


def rule_choices(found: Finding, *, to: Actor, now: datetime) -> RuleChoices:
    """Return every rule that a finding's group may become, those that are open first.

    Where the group asks which outcome is suggested and not every way is open for it, the wider group that
    does not ask is offered as well, to whoever would get cases of the group itself by it. Cases that are sent
    up are not offered to those who send them.
    """
    tree, closed = _tree(found.system, to, now)
    if closed:
        return RuleChoices(closed=closed)
    try:
        knows = vocabulary(found.system, now=now)
    except PolicyNotValid as refusal:
        return RuleChoices(closed=speak(refusal.sentence))
    asked = _Asked(found, tree, knows, _counted(found))
    senders = {Lane.OFFICER.value} if found.target == Target.ESCALATED else set()
    lanes = [one for one in LANES if one not in senders]
    rows = [_choice(asked, Way(lane)) for lane in lanes]
    names = {one["fact"] for one in found.last_pattern.conditions}
    if names > {learning.RECOMMENDED} and not all(one.is_open for one in rows):
        asked = replace(asked, wording=learning.wording(system_id=found.system_id))
        rows += [_choice(asked, Way(lane, without_suggestion=True)) for lane in lanes]
    asked = replace(asked, wording=None)
    rows += [replace(_row(asked, Way(lane)), why=speak(SENDERS)) for lane in senders]
    return RuleChoices(tuple(sorted(rows, key=lambda one: not one.is_open)))


@dataclass(frozen=True, slots=True)
class _Asked:
    found: Finding
    tree: Mapping[str, Any]
    knows: Vocabulary
    counted: Mapping[str, int]
    wording: learning.Wording | None = None


def _tree(system: AISystem, to: Actor, now: datetime) -> tuple[Mapping[str, Any], str]:
    """Return the policy that a rule would be written into, or why it cannot be at the moment."""
    version = policies.written_next(system.id)
    if version is None:
        return {}, speak(NoDraft.sentence)
    if version.state not in {PolicyState.DRAFT, PolicyState.LIVE}:
        return {}, speak(NotADraft.sentence)
    if policies.is_held_by_another(version, to, now):
        return {}, speak(EditedByAnother.sentence)
    return version.tree, ""


def _choice(asked: _Asked, way: Way) -> RuleChoice:
    found = _row(asked, way)
    if found.moves_nothing:
        return found
    if found.reached.n_group and found.reached.n_moved and not found.reached.n_own:
        return replace(found, why=speak(ONLY_OTHERS))
    try:
        rule = drafted(asked.found, asked.tree, way, code="finding_fix", knows=asked.knows, words=found.words)
        read_tree(rule.tree, asked.knows)
    except (SliceIsNoRule, ProtectedNeverDecides, PolicyNotValid) as refusal:
        return replace(found, why=speak(refusal.sentence))
    return found


def _row(asked: _Asked, way: Way) -> RuleChoice:
    words, left_out = _said(asked, way)
    return RuleChoice(way, words, left_out, _reached(way, asked.counted))


def _said(asked: _Asked, way: Way) -> tuple[str, str]:
    """Say a way's cases, and the condition that it leaves out."""
    pattern, words = asked.found.last_pattern, asked.wording
    if words is None:
        return learning.said(pattern, system_id=asked.found.system_id, known={}), ""
    named = [Condition(one["fact"], one["value"]) for one in pattern.conditions]

    def said(*, is_left: bool) -> str:
        conditions = [one for one in named if (one.fact in way.left_out) is is_left]
        return speak(learned.in_words(conditions, facts=words.facts, values=words.values))

    return said(is_left=False), said(is_left=True)


def _counted(found: Finding) -> dict[str, int]:
    """Count the newest decisions, the group's among them with and without the suggestion, by their lane."""
    narrow = slices.of(found.last_pattern)
    wide = slices.of(found.last_pattern, without=(learning.RECOMMENDED,))
    newest = (
        measures.counted(system_id=found.system_id)
        .filter(is_audit=False)
        .annotate(**narrow.columns, was_in=F("lane"))
        .order_by("-decided_at")
        .values("was_in", *narrow.columns)[:NEWEST]
    )
    asked = {"all": Count("was_in")}
    for name, group in (("narrow", narrow), ("wide", wide)):
        asked[name] = Count("was_in", filter=group.where)
        asked |= {f"{name}_{lane}": Count("was_in", filter=group.where & Q(was_in=lane)) for lane in Lane}
    found_counts: dict[str, int] = newest.aggregate(**asked)
    return found_counts


def _reached(way: Way, counted: Mapping[str, int]) -> Reached:
    name = "wide" if way.without_suggestion else "narrow"
    return Reached(
        n_of=counted["all"],
        n=counted[name],
        n_alone=counted[f"{name}_{Lane.AUTOMATIC}"],
        n_moved=_moved(name, way.lane, counted),
        n_group=counted["narrow"],
        n_own=_moved("narrow", way.lane, counted),
    )


def _moved(name: str, lane: str, counted: Mapping[str, int]) -> int:
    if lane != Lane.SUPERVISOR:
        return counted[f"{name}_{Lane.AUTOMATIC}"]
    return counted[name] - counted[f"{name}_{Lane.SUPERVISOR}"] - counted[f"{name}_{Lane.HOLD}"]
