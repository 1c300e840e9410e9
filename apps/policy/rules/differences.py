"""What one version changes against another, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.core.words import Words, say, say_many
from apps.policy.rules.ladder import ALWAYS, level_in_words, trigger_in_words
from apps.policy.rules.reach import same
from apps.policy.rules.second_reviews import rate_changes
from apps.policy.rules.trace import Labels, ValueNames, in_words
from apps.policy.rules.tree import Condition, Counted, Ladder, Policy, Rule, Then, Trigger, Window
from apps.policy.states import Lane

LADDER = "ladder"  # the code of a change of the ladder
LANES: Mapping[Lane, str] = {
    Lane.AUTOMATIC: say("the AI acts alone"),
    Lane.OFFICER: say("an officer decides"),
    Lane.SUPERVISOR: say("a supervisor decides"),
    Lane.HOLD: say("it is held"),
}
COUNTED: Mapping[Counted, str] = {
    Counted.CASES: say("%(name)s: the cases of the same person in the last %(days)s days, this one included"),
    Counted.DECISIONS: say(
        "%(name)s: the decisions of people on cases of the same person in the last %(days)s days"
    ),
    Counted.OVERRIDES: say(
        "%(name)s: the decisions against the AI on cases of the same person in the last %(days)s days"
    ),
}


@dataclass(frozen=True, slots=True)
class Named:
    """What facts, values and inboxes are called."""

    labels: Labels
    values: ValueNames
    currencies: Labels
    inboxes: Labels

    def condition(self, condition: Condition) -> Words:
        return in_words(condition, labels=self.labels, values=self.values, currencies=self.currencies)


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One change; code: the rule's, or `otherwise` or a window's name."""

    kind: Kind
    code: str
    said: Words


def then_in_words(then: Then, inboxes: Labels) -> Words:
    """Say where a case goes, until when, and what else is asked."""
    hours = (
        say_many("%(n)s working hour", "%(n)s working hours", n=then.due_hours)
        if then.in_working_hours
        else say_many("%(n)s hour", "%(n)s hours", n=then.due_hours)
    )
    if then.lane is Lane.AUTOMATIC:
        share = (then.sample_share * 100).normalize()
        return say("the AI acts alone; %(share)s of 100 are looked at again", share=share)
    said = say(
        "%(who)s in %(inbox)s, due in %(hours)s",
        who=say(LANES[then.lane]),
        inbox=inboxes.get(then.inbox, then.inbox),
        hours=hours,
    )
    if then.first_view:
        said = _own_view_first(said, then)
    return say("%(said)s, a second person upholds it", said=said) if then.four_eyes else said


def _own_view_first(said: Words, then: Then) -> Words:
    if then.first_view == 1:
        return say("%(said)s, own view first", said=said)
    share = (then.first_view * 100).normalize()
    return say("%(said)s, own view first in %(share)s of 100", said=said, share=f"{share:f}")


def window_in_words(window: Window) -> Words:
    """Say what a window counts."""
    return say(COUNTED[window.counts], name=window.name.replace("_", " "), days=window.days)


def differences(before: Policy, after: Policy, named: Named) -> tuple[Change, ...]:
    """Say what changes: rules added, taken out, changed and moved, the last resort, and what is counted."""
    was = {rule.code: (place, rule) for place, rule in enumerate(before.rules, 1)}
    now = {rule.code: (place, rule) for place, rule in enumerate(after.rules, 1)}
    found = []
    for code, (place, rule) in now.items():
        found += _changed(*was[code], place, rule, named) if code in was else [_added(place, rule, named)]
    for code, (place, _rule) in was.items():
        if code not in now:
            said = say("Rule %(place)s (%(code)s) is taken out.", place=place, code=code)
            found.append(Change(Kind.REMOVED, code, said))
    found += _moved(list(was), list(now))
    if before.otherwise != after.otherwise:
        said = say(
            "What no rule speaks for goes another way: %(new)s. Before: %(old)s.",
            new=then_in_words(after.otherwise, named.inboxes),
            old=then_in_words(before.otherwise, named.inboxes),
        )
        found.append(Change(Kind.CHANGED, "otherwise", said))
    rates = rate_changes(before.second_reviews, after.second_reviews)
    found += [Change(Kind.CHANGED, name, said) for name, said in rates]
    return (*found, *_windows(before, after), *_ladder(before.ladder, after.ladder, named))


def _added(place: int, rule: Rule, named: Named) -> Change:
    said = say(
        "New rule %(place)s (%(code)s). If %(when)s: %(then)s.",
        place=place,
        code=rule.code,
        when=named.condition(rule.when),
        then=then_in_words(rule.then, named.inboxes),
    )
    return Change(Kind.ADDED, rule.code, said)


def _changed(_was: int, old: Rule, place: int, new: Rule, named: Named) -> list[Change]:
    found = []
    if not same(old.when, new.when):
        said = say(
            "Rule %(place)s (%(code)s) asks something else: %(new)s. Before: %(old)s.",
            place=place,
            code=new.code,
            new=named.condition(new.when),
            old=named.condition(old.when),
        )
        found.append(said)
    if old.then != new.then:
        said = say(
            "Rule %(place)s (%(code)s) goes another way: %(new)s. Before: %(old)s.",
            place=place,
            code=new.code,
            new=then_in_words(new.then, named.inboxes),
            old=then_in_words(old.then, named.inboxes),
        )
        found.append(said)
    if old.say != new.say:
        said = say(
            "Rule %(place)s (%(code)s) gives another reason: %(say)s", place=place, code=new.code, say=new.say
        )
        found.append(said)
    return [Change(Kind.CHANGED, new.code, one) for one in found]


def _moved(was: list[str], now: list[str]) -> list[Change]:
    """Name the rules that are tried earlier or later among those that both versions have."""
    before = [code for code in was if code in now]
    after = [code for code in now if code in was]
    found = []
    while before != after:
        place = next(
            place for place, pair in enumerate(zip(before, after, strict=True)) if len(set(pair)) > 1
        )
        code = (
            after[place]
            if before.index(after[place]) - place >= after.index(before[place]) - place
            else before[place]
        )
        said = say("Rule %(code)s is now tried as number %(place)s.", code=code, place=now.index(code) + 1)
        found.append(Change(Kind.MOVED, code, said))
        before.remove(code)
        after.remove(code)
    return found


def _windows(before: Policy, after: Policy) -> list[Change]:
    found = []
    for one in after.windows:
        if one not in before.windows:
            said = say("Now counted: %(what)s.", what=window_in_words(one))
            found.append(Change(Kind.ADDED, one.name, said))
    names = {one.name for one in after.windows}
    for one in before.windows:
        if one.name not in names:
            said = say("No longer counted: %(what)s.", what=window_in_words(one))
            found.append(Change(Kind.REMOVED, one.name, said))
    return found


NO_LADDER = say("Cases climb up the inboxes, a working day each, then to the owner.")


def _ladder(before: Ladder | None, after: Ladder | None, named: Named) -> list[Change]:
    """Say what changes of the ladder: levels by their place, and what leads to them."""
    if before == after:
        return []
    if after is None:
        return [Change(Kind.REMOVED, LADDER, say("The ladder is taken out. %(now)s", now=NO_LADDER))]
    found = [] if before else [Change(Kind.ADDED, LADDER, say("Cases climb a ladder of this policy's own."))]
    was = before.levels if before else ()
    for place, level in enumerate(after.levels, 1):
        old = was[place - 1] if place <= len(was) else None
        if level != old:
            said = say("Level %(level)s: %(what)s.", level=place, what=level_in_words(level, named.inboxes))
            found.append(Change(Kind.CHANGED if old else Kind.ADDED, LADDER, said))
    gone = [
        Change(Kind.REMOVED, LADDER, say("There is no level %(level)s any more.", level=place))
        for place in range(len(after.levels) + 1, len(was) + 1)
    ]
    return [*found, *gone, *_triggers(before.triggers if before else (), after.triggers, named)]


def _triggers(before: Sequence[Trigger], after: Sequence[Trigger], named: Named) -> list[Change]:
    outcomes = named.values.get("recommended_outcome", {})
    was, now = ({one.on: one for one in each} for each in (before, after))
    found = []
    for on, one in now.items():
        if was.get(on) != one:
            what = trigger_in_words(one, outcomes)
            said = say("A case climbs to level %(level)s when %(what)s.", level=one.level, what=what)
            found.append(Change(Kind.CHANGED if on in was else Kind.ADDED, LADDER, said))
    for on, one in was.items():
        if on not in now:
            what = trigger_in_words(one, outcomes)
            said = say("No case climbs any more because %(what)s.", what=what)
            if on in ALWAYS:
                said = say("A case climbs one level, as usual, when %(what)s.", what=what)
            found.append(Change(Kind.REMOVED, LADDER, said))
    return found
