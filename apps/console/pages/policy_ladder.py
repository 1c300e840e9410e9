"""The ladder of a policy as a table, and as text in the editor."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.console.pages import words
from apps.core.speech import speak, speak_kept
from apps.flow.selectors.policy_state import Vocabulary
from apps.policy import rules
from apps.policy.rules import On

USUAL_MINUTES = 480


@dataclass(frozen=True, slots=True)
class Rung:
    """One level: who decides, how long, and what leads there."""

    level: str
    who: str
    clock: str
    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels of a policy's ladder; none where it has no ladder of its own."""

    rungs: tuple[Rung, ...]

    @property
    def about(self) -> str:
        """Say how cases climb where the policy says nothing."""
        if self.rungs:
            return _("what sends an undecided case up, who decides there, and how long")
        return _("none of its own: up the inboxes, a working day each, then to the owner")


@dataclass(frozen=True, slots=True)
class Edited:
    """The ladder of a draft as text."""

    ladder: Ladder
    text: str
    is_there: bool
    is_wrong: bool


def build(policy: rules.Policy, knows: Vocabulary) -> Ladder:
    """Write the ladder of a policy as rows, the lowest level first."""
    found = policy.ladder
    if found is None:
        return Ladder(())
    return Ladder(tuple(_rung(n, one, found, knows) for n, one in enumerate(found.levels, 1)))


def _rung(level: int, one: rules.Level, ladder: rules.Ladder, knows: Vocabulary) -> Rung:
    led = [each for each in ladder.triggers if each.level == level]
    outcomes, inboxes = (
        {key: speak_kept(name) for key, name in each.items()} for each in (knows.outcomes, knows.inboxes)
    )
    said = [words.sentence_case(speak(rules.trigger_in_words(each, outcomes))) for each in led]
    if level == 1:  # these lead there when the ladder does not say otherwise
        usual = [On.RAISED, On.DUE_PASSED, On.OVER_AUTHORITY]
        unsaid = [on for on in usual if ladder.on(on) is None]
        said += [
            words.sentence_case(speak(rules.trigger_in_words(rules.Trigger(on, 1), {}))) for on in unsaid
        ]
    return Rung(
        level=str(level),
        who=words.sentence_case(speak(rules.decides_in_words(one, inboxes))),
        clock=_("no clock") if one.is_owner else speak(rules.clock_in_words(one)),
        triggers=tuple(said),
    )


def edited(policy: rules.Policy, tree: Mapping[str, Any], knows: Vocabulary, given: str) -> Edited:
    """Fill the editor: with what was typed and refused, the draft's own ladder, or one to begin with."""
    body = tree.get("ladder") or _example(policy, knows)
    text = given or json.dumps(body, indent=2, ensure_ascii=False)
    return Edited(build(policy, knows), text, is_there="ladder" in tree, is_wrong=bool(given))


def _example(policy: rules.Policy, knows: Vocabulary) -> dict[str, object]:
    """Make a ladder to begin with: the highest other inbox for a working day, then the owner."""
    others = [slug for slug in knows.inboxes if slug != policy.otherwise.inbox]
    clock = "clock_working_minutes" if knows.has_calendar else "clock_minutes"
    levels: list[dict[str, object]] = [{"inbox": slug, clock: USUAL_MINUTES} for slug in others[-1:]]
    triggers = [{"when": on.value, "level": 1} for on in (On.RAISED, On.DUE_PASSED)]
    return {"levels": [*levels, {"owner": True}], "triggers": triggers}


def with_ladder(tree: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Write what was typed into the tree; whether it is a ladder is the verb's question."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = text  # refused as no ladder
    return {**tree, "ladder": body}


def without_ladder(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Take the ladder out: then cases climb up the inboxes."""
    return {name: value for name, value in tree.items() if name != "ladder"}
