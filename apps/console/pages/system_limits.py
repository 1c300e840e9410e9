"""What the owner accepts and where the AI may act, beside what was measured; few cases give no figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.measured import few, is_few
from apps.console.pages.patterns import interval
from apps.console.pages.rule_words import segment_labels
from apps.console.pages.system_words import LEVELS, STEPS
from apps.core import speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.measures import rules
from apps.registry.models import Autonomy

STEP_APART, STEP_EDGE = 43, 7


@dataclass(frozen=True, slots=True)
class Now:
    """A measured figure in words, its interval in small, and in a word whether the limit holds."""

    value: str
    detail: str = ""
    tone: str = ""
    icon: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence of the posture, and what is measured of it, where something is."""

    name: str
    value: str
    now: Now | None = None


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
    """Write the day of an instant for the person who reads."""
    return words.day(at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))


def posture(found: flow.SystemPage, reader: Reader) -> PosturePart:
    """Write the owner's risk decision in force, each error beside its figure of today."""
    title, row = _("What the owner accepts"), found.posture
    if row is None:
        return PosturePart(title, _("Nothing is signed, so the AI never decides alone."))
    said = {"day": day_of(row.expires_at, reader)}
    is_over = row.expires_at <= reader.now
    ends = _("expired %(day)s: the AI only advises") if is_over else _("valid until %(day)s")
    signed = _("no. %(number)s, signed by %(who)s %(day)s, %(ends)s") % {
        "number": row.number,
        "who": row.by.name,
        "day": day_of(row.in_force_at, reader),
        "ends": ends % said,
    }
    errors = tuple(_error(one, found) for one in row.body.get("errors", ()))
    statement = speak_kept(row.body.get("statement", ""))
    return PosturePart(title, statement, signed, (*errors, *_bounds(found, row.body)))


def _error(one: Mapping[str, Any], found: flow.SystemPage) -> Promise:
    accepted = float(one["acceptable_share"])
    value = _("acceptable in at most %(share)s") % {"share": words.in_hundred(accepted)}
    share = found.measured.erring.by_error.get(one["code"]) if found.measured else None
    now = _against(share, accepted) if share else Now(_("Not measured: no outcome tells it yet"))
    return Promise(speak_kept(one["label"]), value, now)


def _against(share: rules.Share, accepted: float) -> Now:
    if is_few(share):
        return Now(_("Not enough cases to say (n=%(n)s)") % {"n": words.number(share.n)})
    assert share.value is not None
    tone, icon, word = _verdict(share, accepted)
    value = _("Now %(value)s in 100, n %(n)s") % {
        "value": words.number(round(share.value * 100, 1)),
        "n": words.number(share.n),
    }
    return Now(
        value,
        _("95%% interval %(interval)s") % {"interval": interval(share.low, share.high)},
        tone,
        icon,
        word,
    )


def _verdict(share: rules.Share, accepted: float) -> tuple[str, str, str]:
    """Compare with the limit: sure only when the whole interval lies on one side."""
    assert share.value is not None
    if share.low > accepted:
        return "bad", "triangle-alert", _("Above the limit")
    if share.value > accepted:
        return "warn", "triangle-alert", _("Above the limit, by too few cases to be sure")
    if share.high > accepted:
        return "", "circle-check", _("Inside the limit, by too few cases to be sure")
    return "ok", "circle-check", _("Inside the limit")


def _bounds(found: flow.SystemPage, body: Mapping[str, Any]) -> tuple[Promise, ...]:
    machine, system = body.get("machine", {}), found.system
    labels = {one.code: speak_kept(one.label) for one in found.outcome_codes}
    named = segment_labels(found.system)
    outcomes = ", ".join(labels.get(code, code) for code in machine.get("outcomes", ()))
    bounds = [Promise(_("The AI may decide alone"), outcomes or _("nothing"))]
    if machine.get("max_amount_minor") is not None:
        most = speech.amount(machine["max_amount_minor"], system.currency)
        bounds.append(Promise(_("Up to"), f"{most} {speak_kept(system.currency_note)}".strip()))
    inside = ", ".join(named.get(key, key) for key in machine.get("segments", ()))
    bounds.append(Promise(_("Only in"), inside or _("no segment")))
    share = words.in_hundred(body.get("audit_share", 0))
    bounds.append(Promise(_("Looked at again"), _("at least %(share)s") % {"share": share}))
    if body.get("never_by_ai"):
        bounds.append(Promise(_("Never by the AI"), ", ".join(map(speak_kept, body["never_by_ai"]))))
    return tuple(bounds)


def segments(found: flow.SystemPage, reader: Reader) -> tuple[SegmentRow, ...]:
    """Every segment; one without a row of its own advises."""
    levels = {one.segment: one for one in found.autonomy}
    return tuple(
        _segment(speak_kept(one["label"]), levels.get(one["key"]), _wrong(one["key"], found), reader)
        for one in found.system.segments
    )


def segments_about(found: flow.SystemPage, reader: Reader) -> str:
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


def _wrong(segment: str, found: flow.SystemPage) -> Now | None:
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
