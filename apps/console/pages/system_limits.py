"""What the owner accepts and where the AI may act, beside what was measured; few cases give no figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import posture_words, words
from apps.console.pages.measured import few, is_few
from apps.console.pages.patterns import interval
from apps.console.pages.rule_words import segment_labels
from apps.console.pages.system_alone import Now, kept, looked_at
from apps.console.pages.system_words import LEVELS, STEPS
from apps.console.pages.truths import LANE_NAMES
from apps.core import speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.measures import rules
from apps.measures.rules import Group
from apps.registry.models import Autonomy

STEP_APART, STEP_EDGE = 43, 7


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence of the posture, and what is measured of it, where something is."""

    name: str
    value: str
    nows: tuple[Now, ...] = ()


@dataclass(frozen=True, slots=True)
class PosturePart:
    title: str
    statement: str
    about: str = ""
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One dot of the way from watching to deciding alone."""

    x: int
    is_here: bool
    is_passed: bool


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """`steps` is the picture of `level`; `now`: how often suggestions proved wrong, None without outcomes."""

    name: str
    level: str
    steps: tuple[Step, ...]
    step_word: str
    acts: bool
    note: str
    changed: str
    now: Now | None


def day_of(at: datetime, reader: Reader) -> str:
    """Write the day of an instant for the person who reads; a day of another year with its year."""
    local, now = at.astimezone(reader.zone), reader.now.astimezone(reader.zone)
    if local.year != now.year and abs((local.date() - now.date()).days) > 1:
        return speech.day(local)
    return words.day(local, now=now)


def posture(found: flow.SystemPage, reader: Reader) -> PosturePart:
    """Write the owner's risk decision in force, each error beside its figure of today."""
    title, row = _("What the owner accepts"), found.posture
    if row is None:
        return PosturePart(title, _("Nothing is signed, so the AI never decides alone."))
    said = {"day": day_of(posture_words.last_day(row, reader), reader)}
    is_over = row.expires_at <= reader.now
    ends = _("expired, last day %(day)s: the AI only advises") if is_over else _("valid until %(day)s")
    signed = _("no. %(number)s, signed by %(who)s %(day)s, %(ends)s") % {
        "number": row.number,
        "who": row.by.name,
        "day": day_of(row.in_force_at, reader),
        "ends": ends % said,
    }
    errors = tuple(_error(one, found, reader) for one in row.body.get("errors", ()))
    statement = speak_kept(row.body.get("statement", ""))
    return PosturePart(title, statement, signed, (*errors, *_bounds(found, row.body)))


def _error(one: Mapping[str, Any], found: flow.SystemPage, reader: Reader) -> Promise:
    accepted = float(one["acceptable_share"])
    value = _("acceptable in at most %(share)s") % {"share": words.in_hundred(accepted)}
    known = found.measured.errors.get(one["code"]) if found.measured else None
    if found.measured is None or known is None:
        return Promise(speak_kept(one["label"]), value, (Now(_("Not measured: no outcome tells it yet")),))
    return Promise(speak_kept(one["label"]), value, _known(found.measured, known, accepted, reader))


def _known(
    measured: flow.Measured, known: flow.ErrorMeasured, accepted: float, reader: Reader
) -> tuple[Now, ...]:
    """Write an error as it was decided and as the AI suggested; before any is known, from when one is."""
    if known.decided.n or known.suggested.n:
        ways = ((LANE_NAMES[Group.DECIDED_LANE], known.decided), (LANE_NAMES[Group.AI_LANE], known.suggested))
        until = day_of(known.until, reader)
        return tuple(_against(str(way), share, accepted, until) for way, share in ways)
    if measured.first_at is None:
        return (Now(_("Known %(days)s days after the first decision") % {"days": known.wait_days}),)
    first_at = measured.first_at + timedelta(days=known.wait_days)
    if first_at <= reader.now:
        return (Now(_("Not enough cases to say (n=%(n)s)") % {"n": 0}),)
    said = {"day": day_of(first_at, reader), "days": known.wait_days}
    return (Now(_("First known %(day)s, %(days)s days after the oldest decision") % said),)


def _against(way: str, share: rules.Share, accepted: float, until: str) -> Now:
    if is_few(share):
        few_words = _("not enough cases to say (n=%(n)s)") % {"n": words.number(share.n)}
        return Now(f"{way}: {few_words}")
    assert share.value is not None
    tone, icon, word = _verdict(share, accepted)
    value = _("%(way)s: %(value)s in 100 of %(n)s cases") % {
        "way": way,
        "value": words.number(round(share.value * 100, 1)),
        "n": words.number(share.n),
    }
    detail = _("95%% interval %(interval)s, decisions until %(until)s")
    said = {"interval": interval(share.low, share.high), "until": until}
    return Now(value, detail % said, tone, icon, word)


def _verdict(share: rules.Share, accepted: float) -> tuple[str, str, str]:
    """Compare with the limit: sure only when the whole interval lies on one side."""
    assert share.value is not None
    if share.low > accepted:
        return "bad", "triangle-alert", _("Above the limit")
    if share.value > accepted:
        return "warn", "triangle-alert", _("Above the limit, but too few cases to be sure")
    if share.high > accepted:
        return "", "circle-check", _("Inside the limit, but too few cases to be sure")
    return "ok", "circle-check", _("Inside the limit")


def _bounds(found: flow.SystemPage, body: Mapping[str, Any]) -> tuple[Promise, ...]:
    machine, system, alone = body.get("machine", {}), found.system, found.alone
    labels = {one.code: speak_kept(one.label) for one in found.outcome_codes}
    named = segment_labels(found.system)
    outcomes = ", ".join(labels.get(code, code) for code in machine.get("outcomes", ()))
    bounds = [
        Promise(
            _("The AI may decide alone"),
            outcomes or _("nothing"),
            kept(alone, lambda one: one.n_other_outcome),
        ),
    ]
    if machine.get("max_amount_minor") is not None:
        most = speech.amount(machine["max_amount_minor"], system.currency)
        if system.currency_note:
            most = f"{most} ({speak_kept(system.currency_note)})"
        bounds.append(Promise(_("Up to"), most, kept(alone, lambda one: one.n_above)))
    inside = ", ".join(named.get(key, key) for key in machine.get("segments", ()))
    bounds.append(
        Promise(_("Only in"), inside or _("no segment"), kept(alone, lambda one: one.n_other_segment))
    )
    least = float(body.get("audit_share", 0))
    said = _("at least %(share)s") % {"share": words.in_hundred(least)}
    bounds.append(Promise(_("Looked at again"), said, looked_at(alone, least)))
    if body.get("never_by_ai"):
        never = ", ".join(map(speak_kept, body["never_by_ai"]))
        can = _("It can suggest only: %(outcomes)s") % {"outcomes": ", ".join(labels.values())}
        bounds.append(Promise(_("Never by the AI"), never, (Now(can),)))
    return tuple(bounds)


def segments(found: flow.SystemPage | flow.SegmentsPage, reader: Reader) -> tuple[SegmentRow, ...]:
    """Every segment; one without a row of its own advises."""
    levels = {one.segment: one for one in found.autonomy}
    return tuple(
        _segment(speak_kept(one["label"]), levels.get(one["key"]), _wrong(one["key"], found), reader)
        for one in found.system.segments
    )


def segments_about(found: flow.SystemPage | flow.SegmentsPage, reader: Reader) -> str:
    """Say what the figures of the segments count; empty where nothing becomes known."""
    measured = found.measured
    if measured is None:
        return ""
    lane = {one.code: speak_kept(one.label) for one in found.outcome_codes}.get(measured.erring.suggested, "")
    return _(
        "Wrong: of cases for which the AI suggested %(lane)s, whoever decided, the share that %(happened)s. "
        "Decisions until %(until)s count; of younger ones the outcome cannot be known yet."
    ) % {
        "lane": lane,
        "happened": _contrary(measured),
        "until": day_of(measured.until, reader),
    }


def _contrary(measured: flow.Measured) -> str:
    right = measured.what.right_when.get(measured.erring.suggested)
    return measured.what.not_happened if right else measured.what.happened


def _wrong(segment: str, found: flow.SystemPage | flow.SegmentsPage) -> Now | None:
    if found.measured is None:
        return None
    share = found.measured.erring.by_segment.get(segment, rules.share(0, 0))
    if is_few(share):
        return Now(few(share.n))
    assert share.value is not None
    n_wrong = round(share.value * share.n)
    value = _("%(k)s of %(n)s") % {"k": words.number(n_wrong), "n": words.number(share.n)}
    return Now(value, f"{words.percent(share.value)}, {interval(share.low, share.high)}")


def way(place: int) -> tuple[Step, ...]:
    """Draw the way of a segment that stands at a step."""
    return tuple(
        Step(STEP_EDGE + STEP_APART * at, is_here=at == place, is_passed=at < place)
        for at in range(len(STEPS))
    )


def _segment(name: str, level: Autonomy | None, now: Now | None, reader: Reader) -> SegmentRow:
    state = level.state if level else "ADVISE"
    place = list(STEPS).index(state)
    return SegmentRow(
        name=name,
        level=str(LEVELS[state]),
        steps=way(place),
        step_word=_("Step %(place)s of %(all)s: %(word)s")
        % {"place": place + 1, "all": len(STEPS), "word": STEPS[state]},
        acts=state in {"ACT_WITH_SAMPLING", "ACT"},
        note=speak_kept(level.note) if level else _("never raised"),
        changed=_("since %(day)s") % {"day": day_of(level.changed_at, reader)} if level else "",
        now=now,
    )
