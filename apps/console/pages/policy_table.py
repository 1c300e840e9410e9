"""A policy as a decision table: rules as rows, facts as columns, what follows, how often each decided."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages import policy_cells as cells
from apps.console.pages import policy_words, words
from apps.core.speech import joined, speak, speak_kept
from apps.flow.selectors.policies import RuleCounts
from apps.flow.selectors.policy_state import Vocabulary
from apps.policy import rules
from apps.policy.states import Lane

MOST_COLUMNS = 5  # of facts: with what follows as much as a screen shows without scrolling sideways
LANES = {
    Lane.AUTOMATIC: gettext_lazy("The AI"),
    Lane.OFFICER: gettext_lazy("Officer"),
    Lane.SUPERVISOR: gettext_lazy("Supervisor"),
    Lane.HOLD: gettext_lazy("Held"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """label: its column's, for narrow screens; text: empty is any; was: what stood there, if changed."""

    label: str
    text: str
    was: str = ""
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Then:
    """What follows, in one column of the table: its parts one below the other; none: nothing of it."""

    label: str
    parts: tuple[Cell, ...]

    @property
    def is_changed(self) -> bool:
        return any(one.is_changed for one in self.parts)


@dataclass(frozen=True, slots=True)
class Row:
    """One rule. lines: one has to hold; before: the condition it had, where lines differ."""

    place: int
    code: str
    url: str
    lines: tuple[tuple[Cell, ...], ...]
    then: tuple[Then, ...]
    why: str
    before: str = ""
    tag: str = ""
    icon: str = "pencil-line"
    fault: str = ""
    n: str = ""
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    facts: tuple[str, ...]
    then: tuple[str, ...]
    rows: tuple[Row, ...]
    n_label: str = ""
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Draws:
    """What the rows of one table are written with: names, what was before, what is edited.

    columns: the facts with a column of their own; an empty one last: the others share it.
    """

    names: rules.Named
    knows: Vocabulary
    columns: tuple[str, ...]
    before: rules.Policy | None
    faults: Mapping[str, str] = field(default_factory=dict)
    counts: RuleCounts | None = None
    url: str = ""
    focus: str = ""

    def value(self, fact: str, value: object) -> str:
        return policy_words.value_words(fact, value, self.knows, self.names)

    def label(self, fact: str) -> str:
        return words.sentence_case(self.names.labels.get(fact, fact.replace("_", " ")))

    def was(self, code: str) -> rules.Rule | None:
        return next((one for one in self.before.rules if one.code == code), None) if self.before else None


def build(
    policy: rules.Policy,
    before: rules.Policy | None,
    names: rules.Named,
    knows: Vocabulary,
    *,
    counts: RuleCounts | None = None,
    url: str = "",
    focus: str = "",
) -> Table:
    """Write every rule, and at the end what happens when none fits, against an earlier version."""
    columns = _columns(policy)
    faults = dict(policy_words.faults_by_rule(policy))
    draws = Draws(names, knows, columns, before, faults, counts, url, focus)
    found = [_row(place, one, draws) for place, one in enumerate(policy.rules, 1)]
    return Table(
        facts=tuple(_column(one, draws) for one in columns),
        then=_then_labels(),
        rows=(*found, _last(policy, draws)),
        n_label=counts_label(counts) if counts else "",
        counted=counts_words(counts) if counts else "",
    )


def _columns(policy: rules.Policy) -> tuple[str, ...]:
    """Choose the facts that get a column of their own: those that most rules ask for, as many as fit a page.

    The others share one column, where each is named, with the rules that are told in a sentence.
    """
    asked = rules.columns(policy.rules)
    shares = any(rules.lines(one.when) is None for one in policy.rules)
    if len(asked) <= MOST_COLUMNS + 1 and not shares:
        return asked
    n_rules = Counter(fact for one in policy.rules for fact in rules.columns([one]))
    most = sorted(asked, key=lambda fact: -n_rules[fact])[:MOST_COLUMNS]
    return (*(fact for fact in asked if fact in most), "")


def _column(fact: str, draws: Draws) -> str:
    return draws.label(fact) if fact else _("Further conditions")


def _then_labels() -> tuple[str, ...]:
    return (_("Then"), _("Also"))


def counts_label(counts: RuleCounts) -> str:
    return _("Decided, %(days)s days") % {"days": words.number(counts.days)}


def counts_words(counts: RuleCounts) -> str:
    """Say what was counted, and that it was cut where it was."""
    said = {"n": words.number(counts.n), "days": words.number(counts.days), "number": counts.number}
    if counts.is_cut:
        return (
            _("The newest %(n)s cases of version %(number)s are counted, of the last %(days)s days.") % said
        )
    return _("Cases of version %(number)s in the last %(days)s days: %(n)s.") % said


# --- rows ---


def _row(place: int, rule: rules.Rule, draws: Draws) -> Row:
    was = draws.was(rule.code)
    then = _then(rule.then, was.then if was else None, draws)
    is_new = draws.before is not None and was is None
    asks_other = was is not None and policy_words.when_lines(was, draws.names) != policy_words.when_lines(
        rule, draws.names
    )
    lines, before = _compared(rule, was if asks_other else None, draws)
    is_changed = asks_other or any(one.is_changed for one in then)
    return Row(
        place=place,
        code=rule.code,
        url=_url(rule.code, draws),
        lines=lines,
        then=then,
        why=speak_kept(rule.say),
        before=before,
        tag=_("New") if is_new else _("Changed") if is_changed else "",
        icon="plus" if is_new else "pencil-line",
        fault=draws.faults.get(rule.code, ""),
        n=_n(rule.code, draws),
        is_edited=draws.focus == rule.code,
    )


def _last(policy: rules.Policy, draws: Draws) -> Row:
    code = rules.OTHERWISE
    then = _then(policy.otherwise, draws.before.otherwise if draws.before else None, draws)
    return Row(
        place=len(policy.rules) + 1,
        code=code,
        url=_url(code, draws),
        lines=(tuple(Cell(_column(one, draws), "") for one in draws.columns),),
        then=then,
        why=_("In every other case"),
        tag=_("Changed") if any(one.is_changed for one in then) else "",
        n=_n(code, draws),
        is_edited=draws.focus == code,
    )


def _url(code: str, draws: Draws) -> str:
    return f"{draws.url}?rule={code}#rule" if draws.url else ""


def _n(code: str, draws: Draws) -> str:
    return words.number(draws.counts.by_rule.get(code, 0)) if draws.counts else ""


def _compared(
    rule: rules.Rule, was: rules.Rule | None, draws: Draws
) -> tuple[tuple[tuple[Cell, ...], ...], str]:
    """Write a rule's lines against what it asked before; in one sentence where the lines do not match."""
    now = _lines(rule, draws)
    if was is None:
        return now, ""
    old = _lines(was, draws)
    fits = "" in draws.columns or set(rules.columns([was])) <= set(draws.columns)
    if len(old) != len(now) or not fits:
        said = words.sentence_case(speak(draws.names.condition(was.when)))
        return tuple(tuple(_marked(one) for one in line) for line in now), said
    return tuple(tuple(map(_against, line, before)) for line, before in zip_longest(now, old)), ""


def _marked(one: Cell) -> Cell:
    return Cell(one.label, one.text, is_changed=bool(one.text))


def _against(now: Cell, old: Cell) -> Cell:
    if now.text == old.text:
        return now
    return Cell(now.label, now.text or _("any"), old.text or _("any"), is_changed=True)


def _lines(rule: rules.Rule, draws: Draws) -> tuple[tuple[Cell, ...], ...]:
    found = rules.lines(rule.when)
    if found is None:
        said = words.sentence_case(speak(draws.names.condition(rule.when)))
        return (tuple(Cell(_column(one, draws), "" if one else said) for one in draws.columns),)
    return tuple(_line(line, draws) for line in found)


def _line(line: rules.Line, draws: Draws) -> tuple[Cell, ...]:
    said: dict[str, list[str]] = {}
    for one in line:
        fact, text = one.clause.fact, cells.literal(one, draws.value)
        if fact in draws.columns:
            said.setdefault(fact, []).append(text)
        else:
            said.setdefault("", []).append(f"{draws.label(fact)}: {text}")
    return tuple(
        Cell(_column(one, draws), joined(said.get(one, [])) if one else "; ".join(said.get(one, [])))
        for one in draws.columns
    )


def _then(then: rules.Then, was: rules.Then | None, draws: Draws) -> tuple[Then, ...]:
    now = _results(then, draws.names)
    old = _results(was, draws.names) if was is not None else now
    told = zip(_then_labels(), now, old, strict=True)
    return tuple(Then(label, _parts(label, parts, before)) for label, parts, before in told)


def _parts(label: str, now: tuple[str, ...], old: tuple[str, ...]) -> tuple[Cell, ...]:
    """Write what follows against what followed before; parts that neither asks for are left out."""
    return tuple(
        Cell(label, text, before if before != text else "", is_changed=before != text)
        for text, before in zip(now, old, strict=True)
        if text or before
    )


def _results(then: rules.Then, names: rules.Named) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say who decides, where and until when; and what is asked besides."""
    is_machine = then.lane is Lane.AUTOMATIC
    return (
        (
            str(LANES[then.lane]),
            speak_kept(names.inboxes.get(then.inbox, then.inbox)),
            "" if is_machine else _("due in %(time)s") % {"time": cells.due(then)},
        ),
        (
            _("a second person upholds it") if then.four_eyes else "",
            _own_view(then),
            _("%(share)s looked at again") % {"share": cells.share(then.sample_share)}
            if is_machine and then.sample_share
            else "",
        ),
    )


def _own_view(then: rules.Then) -> str:
    if not then.first_view:
        return ""
    if then.first_view >= 1:
        return _("own view first")
    return _("own view first in %(share)s") % {"share": cells.share(then.first_view)}
