"""Who proved right, and the AI's lane against a rule of one line, as panels."""

from collections.abc import Iterable

from apps.console.edge import Reader
from apps.console.pages import charts, words
from apps.console.pages.measured import Ask, Line, Panel, cases_url, said
from apps.console.pages.patterns import interval
from apps.measures import rules
from apps.measures.rules import Group

LANE_NAMES = {
    Group.AI_LANE: "As the AI suggested",
    Group.DECIDED_LANE: "As it was decided",
    Group.RULE_LANE: "By the one-line rule",
}
EVEN = 0.5
PROVED = {Group.OVERRIDES_RIGHT: "officer proved right", Group.APPROVALS_WRONG: "both proved wrong"}


def panels(ask: Ask, *, reader: Reader) -> Iterable[Panel]:
    """Write what outcomes say; nothing where the pack defines no later truth."""
    if ask.what is None or ask.truth is None:
        return
    until = words.day(
        (reader.now - ask.what.wait).astimezone(reader.zone), now=reader.now.astimezone(reader.zone)
    )
    yield _who_was_right(ask, ask.what, ask.truth, until)
    if ask.truth.lanes and ask.what.baseline:
        yield _against_rule(ask, ask.what, ask.truth, until)


def _who_was_right(ask: Ask, what: rules.Definition, truth: rules.Truth, until: str) -> Panel:
    named = (
        ("Officer chose more caution", Group.OVERRIDES_RIGHT, truth.by_direction["more_cautious"]),
        ("Officer chose less caution", Group.OVERRIDES_RIGHT, truth.by_direction["less_cautious"]),
        *(
            (f"Agreed: {ask.labels.get(lane, lane).lower()}", Group.APPROVALS_WRONG, share)
            for lane, share in truth.by_lane.items()
        ),
    )
    lines = tuple(
        _line(label, share, cases_url(ask.system, group), extra=PROVED[group])
        for label, group, share in named
    )
    says = _right_words(truth)
    return Panel(
        title="Who proved right",
        about=f"decisions until {until}, {truth.n_known:,} of {truth.n_old:,} with a known outcome",
        charts=_chart([(label, share) for label, _, share in named], says=says),
        says=(says, *_base_rate(what, truth, ask.system.case_word), *_how_counted(ask, what, until)),
        heads=("Cases", "Share", "95% interval", "Counted"),
        lines=lines,
    )


def _right_words(truth: rules.Truth) -> str:
    return (
        f"Where officers overruled the AI and the outcome is known, they proved right in "
        f"{_of_hundred(truth.overrides)}. Where they agreed with it, both proved wrong in "
        f"{_of_hundred(truth.approvals)}."
    )


def _of_hundred(share: rules.Share) -> str:
    value, between, faint = said(share)
    if faint or share.value is None:
        return value
    return f"{round(share.value * 100)} of 100 cases ({between}, n={share.n:,})"


def _base_rate(what: rules.Definition, truth: rules.Truth, case_word: str) -> Iterable[str]:
    """Warn that one direction is right more often to begin with."""
    value, _, faint = said(truth.happened)
    if faint or truth.happened.value is None:
        return
    is_cautious = (truth.happened.value > EVEN) == what.caution_right_when
    yield (
        f"Of all {truth.n_known:,} {case_word}s with a known outcome {value} {what.happened}: choosing "
        f"{'more' if is_cautious else 'less'} caution is right more often to begin with."
    )


def _how_counted(ask: Ask, what: rules.Definition, until: str) -> Iterable[str]:
    yield (
        f"The outcome: {_small(what.label)}. "
        f"It can be known only {what.wait.days} days after a decision, so decisions until {until} count. "
        "Younger ones are left out even where the outcome is known: among them only the quick ones are."
    )
    more, less = (what.happened, what.not_happened)
    if not what.caution_right_when:
        more, less = less, more
    yield (
        "An override is right when the officer chose more caution than the AI and the "
        f"{ask.system.case_word} {more}, or less caution and it {less}. In the other cases the AI was right."
    )
    sides = [
        f"{ask.labels.get(lane, lane).lower()} when the {ask.system.case_word} "
        f"{what.not_happened if right else what.happened}"
        for lane, right in what.right_when.items()
        if right is not None
    ]
    silent = [ask.labels.get(lane, lane).lower() for lane, right in what.right_when.items() if right is None]
    rest = f" The outcome says nothing about {' or '.join(silent)}, so it is not counted." if silent else ""
    yield f"An agreement was wrong on {', and on '.join(sides)}.{rest}"


def _against_rule(ask: Ask, what: rules.Definition, truth: rules.Truth, until: str) -> Panel:
    rule = what.baseline
    lane = ask.labels.get(rule.outcome, rule.outcome).lower() if rule else ""
    limit = ask.accepted
    lines = tuple(
        _line(
            LANE_NAMES[one.group],
            one.wrong,
            cases_url(ask.system, one.group),
            extra=f"{_rounded(one.size)} of all, with {_rounded(one.taken)} of those that {what.happened}",
        )
        for one in truth.lanes
    )
    accepted = "" if limit is None else f" The owner accepts at most {words.in_hundred(limit)} (dashed line)."
    says = (
        f"Of the {ask.system.case_word}s sent to {lane}, this share {what.happened}: "
        + ", ".join(f"{_small(LANE_NAMES[one.group])} {said(one.wrong)[0]}" for one in truth.lanes)
        + f".{accepted}"
    )
    return Panel(
        title="Against a rule of one line",
        about=f"rule: {_small(rule.label)}; decisions until {until}" if rule else "",
        charts=_chart([(LANE_NAMES[one.group], one.wrong) for one in truth.lanes], says=says, limit=limit),
        says=(says, *_same_size(truth)),
        heads=("In the lane", f"That {what.happened}", "95% interval", "Size of the lane"),
        lines=lines,
    )


def _same_size(truth: rules.Truth) -> Iterable[str]:
    """Compare the AI with the rule at the AI's size, then at the rule's."""
    ai, rule = (
        next(one for one in truth.lanes if one.group == group) for group in (Group.AI_LANE, Group.RULE_LANE)
    )
    if truth.difference and min(ai.wrong.n, rule.wrong.n) >= rules.ENOUGH:
        value, low, high = (round(part * 100, 1) for part in truth.difference)
        verdict = "better" if high < 0 else "worse" if low > 0 else "not different"
        yield (
            f"At the AI's size ({_rounded(ai.size)} of all; the rule cannot rank, so its lane is cut by "
            f"chance) the AI is {verdict}: {value:+.1f} points, between {low:+.1f} and {high:+.1f}."
        )
    if truth.filled and rule.wrong.n >= rules.ENOUGH and rule.wrong.value is not None:
        value, low, high = truth.filled
        apart = rule.wrong.value < low or rule.wrong.value > high
        yield (
            f"At the rule's size ({_rounded(rule.size)} of all; the AI's lane is filled up by chance from "
            f"its next one) the AI has {words.percent(value)} ({interval(low, high)}) against the rule's "
            f"{words.percent(rule.wrong.value)}: {'they differ' if apart else 'no difference can be seen'}."
        )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _rounded(share: rules.Share) -> str:
    return "none" if share.value is None else words.percent(share.value, digits=0)


def _line(label: str, share: rules.Share, url: str, *, extra: str) -> Line:
    value, between, faint = said(share)
    return Line(label, f"{share.n:,}", value, between, url, faint, extra)


def _chart(
    named: Iterable[tuple[str, rules.Share]], *, says: str, limit: float | None = None
) -> tuple[charts.Chart, ...]:
    shares = [
        charts.Share(label, share.value, share.low, share.high)
        for label, share in named
        if share.value is not None and share.n >= rules.ENOUGH
    ]
    return charts.intervals(shares, says=says, limit=limit) if shares else ()
