"""The tables of a policy tried on the past, and its words."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import words
from apps.console.pages.trying_shapes import (
    CaseLine,
    InboxLine,
    LaneCell,
    LaneLine,
    Lanes,
    SegmentLine,
    StepLine,
)
from apps.core import speech
from apps.flow import selectors as flow
from apps.measures.models import Replay
from apps.measures.rules import ENOUGH, HOLD, MACHINE, Meaning, Step, StepKind, Sum
from apps.measures.states import ReplayState

SHORT = 6  # letters of a hash that tell one pasted text from another
MINUS = "\N{MINUS SIGN}"
ARROW = "\N{RIGHTWARDS ARROW}"


def version(replay: Replay) -> str:
    """Name what is tried."""
    if replay.draft is None:
        return _("a pasted policy (%(hash)s)") % {"hash": bytes(replay.digest).hex()[:SHORT]}
    return _("version %(number)s") % {"number": words.number(replay.draft.number)}


def base(replay: Replay) -> str:
    """Name what it is compared with."""
    return _("version %(number)s") % {"number": words.number(replay.base.number)}


def title(replay: Replay) -> str:
    """Name a try: what was tried on the past."""
    return words.sentence_case(_("%(version)s tried on the past") % {"version": version(replay)})


def n_known(base: Sum, draft: Sum) -> int:
    """Count the cases that the AI would decide and of which it is known what became of them."""
    return max(base.bad + base.good, draft.bad + draft.good)


def state_words(state: ReplayState) -> tuple[str, str, str]:
    """Say a replay's state: words, tone, icon."""
    return {
        ReplayState.QUEUED: (_("Waiting"), "", "hourglass"),
        ReplayState.RUNNING: (_("Running"), "acc", "refresh-cw"),
        ReplayState.DONE: (_("Finished"), "ok", "circle-check"),
        ReplayState.STOPPED: (_("Stopped"), "warn", "circle-x"),
        ReplayState.FAILED: (_("Failed"), "bad", "triangle-alert"),
    }[state]


def signed(n: int) -> str:
    """Write a difference with its sign."""
    if not n:
        return "0"
    return f"{'+' if n > 0 else MINUS}{words.number(abs(n))}"


def arrow(before: int, after: int) -> str:
    """Write a change: before, after."""
    return f"{words.number(before)} {ARROW} {words.number(after)}"


def amount(minor: int, found: flow.Tried) -> str:
    """Write money in the AI system's currency."""
    return speech.amount(minor, found.replay.system.currency)


def signed_amount(minor: int, found: flow.Tried) -> str:
    """Write a gain with plus and a loss with minus."""
    if not minor:
        return amount(0, found)
    return f"{'+' if minor > 0 else MINUS}{amount(abs(minor), found)}"


def priced(found: flow.Tried) -> str:
    """Say which prices the money rests on."""
    prices = found.tally.prices
    costs = sorted(set(prices.error_minor.values()), reverse=True)
    if not costs:
        return _("the posture prices no error that an outcome shows")
    said = _("at %(costs)s an error") % {"costs": speech.joined([amount(one, found) for one in costs])}
    if prices.review_minor is None:
        return _("%(said)s; the posture prices no review") % {"said": said}
    return _("%(said)s, %(cost)s a review") % {"said": said, "cost": amount(prices.review_minor, found)}


# --- which change does what ---


def steps(found: flow.Tried) -> tuple[StepLine, ...]:
    """Say what each change does alone, their overlap, and all together."""
    tally = found.tally
    lines = [
        _step(step, tally.steps[place], tally.touched[place], found) for place, step in enumerate(found.steps)
    ]
    total = _line(_("All changes"), "", _deltas(tally.draft, found), found, is_total=True)
    if not lines:
        return (total,)
    if not lines[1:]:  # one change has nothing to overlap with
        return tuple(lines)
    alone = [_deltas(one, found) for one in tally.steps]
    whole = _deltas(tally.draft, found)
    overlap = tuple(all_ - sum(one[place] for one in alone) for place, all_ in enumerate(whole))
    said = ngettext("%(n)s case that several touch", "%(n)s cases that several touch", tally.n_overlap) % {
        "n": words.number(tally.n_overlap)
    }
    return (*lines, _line(_("Overlap"), said, (overlap[0], overlap[1], overlap[2]), found), total)


def _deltas(of: Sum, found: flow.Tried) -> tuple[int, int, int]:
    tally = found.tally
    return of.reviews() - tally.base.reviews(), of.bad - tally.base.bad, tally.money_minor(of)


def _line(
    title: str, detail: str, deltas: tuple[int, int, int], found: flow.Tried, *, is_total: bool = False
) -> StepLine:
    reviews, bad, money = deltas
    return StepLine(
        title, detail, signed(reviews), signed(bad), signed_amount(money, found), is_total=is_total
    )


def _step(step: Step, of: Sum, touched: int, found: flow.Tried) -> StepLine:
    deltas = _deltas(of, found)
    line = _line(_step_title(step), _step_detail(step, touched, found), deltas, found)
    money = deltas[2]
    tag, tone, icon = (
        (_("Too few to say"), "", "circle-question-mark")
        if n_known(found.tally.base, found.tally.draft) < ENOUGH
        else (_("Pays"), "ok", "circle-check")
        if money > 0
        else (_("Not known"), "", "circle-question-mark")
        if is_open_question(of, found)
        else (_("Costs"), "bad", "circle-x")
        if money < 0
        else (_("Even"), "", "minus")
    )
    return StepLine(
        line.title, line.detail, line.reviews, line.bad, line.money, tag=tag, tone=tone, icon=icon
    )


def is_open_question(of: Sum, found: flow.Tried) -> bool:
    """Say whether people would first see errors whose price may outweigh what it costs as far as is known."""
    seen = found.tally.seen_minor(of) or 0
    return of.bad < found.tally.base.bad and found.tally.money_minor(of) + seen > 0


def _step_title(step: Step) -> str:
    return {
        StepKind.NEW: _("New rule %(code)s"),
        StepKind.GONE: _("Without rule %(code)s"),
        StepKind.CHANGED: _("Rule %(code)s changed"),
        StepKind.ORDER: _("Another order of the rules"),
        StepKind.OTHERWISE: _("Another way for all other cases"),
        StepKind.REST: _("Other settings of the policy"),
    }[step.kind] % {"code": step.rule}


def _step_detail(step: Step, touched: int, found: flow.Tried) -> str:
    n = ngettext("%(n)s case goes elsewhere", "%(n)s cases go elsewhere", touched) % {
        "n": words.number(touched)
    }
    said = found.rules.get(step.rule, "")
    return _("%(said)s %(n)s.") % {"said": said, "n": n} if said else n


# --- where cases go ---


def way(key: str, inboxes: Mapping[str, str]) -> str:
    """Name where a case goes: `AUTOMATIC`, or lane and inbox."""
    if key == MACHINE:
        return _("AI acts alone")
    lane, _sep, slug = key.partition(":")
    name = inboxes.get(slug, slug)
    return _("Held, %(inbox)s") % {"inbox": name} if lane == HOLD else name


def lanes(found: flow.Tried) -> Lanes:
    """Count every way from the first version to the second."""
    counts = {tuple(key.split(">", 1)): n for key, n in found.tally.lanes.items()}
    rows = sorted({key[0] for key in counts}, key=_order)
    columns = sorted({key[1] for key in counts}, key=_order)
    everywhere = sorted({*rows, *columns}, key=_order)
    names = {key: way(key, found.inboxes) for key in everywhere}
    values = {"base": base(found.replay), "version": version(found.replay)}
    return Lanes(
        about=_("rows %(base)s, columns %(version)s") % values,
        columns=tuple(names[key] for key in columns),
        rows=tuple(
            LaneLine(
                names[row],
                tuple(_cell(counts.get((row, column), 0), moves=row != column) for column in columns),
                words.number(sum(counts.get((row, column), 0) for column in columns)),
            )
            for row in rows
        ),
        totals=tuple(words.number(sum(counts.get((row, column), 0) for row in rows)) for column in columns),
        total=words.number(sum(counts.values())),
    )


def _cell(n: int, *, moves: bool) -> LaneCell:
    return LaneCell(words.number(n), moves=moves and n > 0, is_zero=not n)


def _order(key: str) -> tuple[int, str]:
    return (0 if key == MACHINE else 1, key)


def segments(found: flow.Tried) -> tuple[SegmentLine, ...]:
    """Say per segment what the machine would do, and how often it proved wrong; the largest first."""
    rows = sorted(found.tally.segments.items(), key=lambda one: -one[1]["n"])
    return tuple(_segment(key, row, found) for key, row in rows)


def _segment(key: str, row: Mapping[str, int], found: flow.Tried) -> SegmentLine:
    return SegmentLine(
        name=found.segments.get(key, key) or _("No segment"),
        n=words.number(row["n"]),
        machine=arrow(row.get("base", 0), row.get("draft", 0)),
        bad=arrow(row.get("base_bad", 0), row.get("draft_bad", 0)),
        wrong=f"{_share(row, 'base')} {ARROW} {_share(row, 'draft')}",
        changed=words.number(row.get("changed", 0)),
    )


def _share(row: Mapping[str, int], name: str) -> str:
    known = row.get(f"{name}_known", 0)
    return words.percent(row.get(f"{name}_bad", 0) / known) if known else speech.NOTHING


def inboxes(found: flow.Tried) -> tuple[InboxLine, ...]:
    """Say how many looks each inbox would get a day, on days with any arrival."""
    days = {day for row in found.tally.days.values() for day in row}
    lines = []
    for slug, row in sorted(found.tally.days.items()):
        before, after = ([pair[place] for pair in row.values()] for place in (0, 1))
        lines.append(
            InboxLine(
                name=found.inboxes.get(slug, slug),
                usual=f"{_mean(before, len(days))} {ARROW} {_mean(after, len(days))}",
                busiest=arrow(max(before), max(after)),
            )
        )
    return tuple(lines)


def _mean(values: Iterable[int], n_days: int) -> str:
    return speech.number(sum(values) / max(n_days, 1), digits=1)


# --- cases ---


def meaning_words(meaning: Meaning) -> tuple[str, str, str]:
    """Say what a change means for a case: words, icon, tone."""
    return {
        Meaning.PASSES: (_("Passes, proved wrong"), "circle-x", "bad"),
        Meaning.STOPPED: (_("Now reviewed, proved right"), "user-check", "warn"),
        Meaning.OPEN: (_("Not known yet"), "circle-question-mark", ""),
        Meaning.CAUGHT: (_("Now reviewed, proved wrong"), "user-check", "ok"),
        Meaning.FREED: (_("Passes, proved right"), "circle-check", "ok"),
        Meaning.MOVED: (_("Other people look"), "users", ""),
    }[meaning]


def case(one: flow.TriedCase, found: flow.Tried) -> CaseLine:
    """Write one case that goes elsewhere."""
    meaning, icon, tone = meaning_words(one.meaning)
    sure = _("the AI says %(outcome)s, stated confidence %(confidence)s")
    said = {"outcome": one.recommended, "confidence": words.percent(float(one.confidence))}
    return CaseLine(
        url=reverse("console:case", args=[one.case_ref]),
        ref=one.case_ref,
        detail=f"{one.segment or _('No segment')}, {sure % said}",
        before=way(one.before, found.inboxes),
        after=way(one.after, found.inboxes),
        meaning=meaning,
        icon=icon,
        tone=tone,
        outcome=_outcome(one, found),
    )


def _outcome(one: flow.TriedCase, found: flow.Tried) -> str:
    if one.value is None or found.what is None:
        return ""
    return found.what.happened if one.value else found.what.not_happened
