"""The page of one AI system: what it does, who answers, what it may do, and how to stop it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.pages import trends, watching, words
from apps.console.pages.home_parts import Section
from apps.console.pages.lists import Trend
from apps.console.pages.shell import Note
from apps.core import ids, money
from apps.flow import selectors as flow
from apps.flow.selectors import words as fact_words
from apps.intake import rules as intake_rules
from apps.measures.services.computing import OVERRIDE_SHARE
from apps.policy import rules as policy_rules
from apps.registry.models import Autonomy

LEVELS = {
    "SHADOW": "Watches only; nobody sees its suggestions",
    "ADVISE": "Advises; a person decides",
    "ACT_WITH_SAMPLING": "Decides alone; a share is looked at again by a person",
    "ACT": "Decides alone",
}
LANES = {
    "AUTOMATIC": "The AI decides alone",
    "OFFICER": "An officer decides",
    "SUPERVISOR": "A supervisor decides",
    "HOLD": "The case waits",
}
MISSING = {
    "block": "The AI may not act",
    "ask": "The source is asked; a person decides",
    "fallback": "A fallback is used",
    "hold": "The case waits",
}
DIRECTIONS = {"more_cautious": "more cautious", "less_cautious": "less cautious", "sideways": "as cautious"}
CALIBRATION = {
    "PRIOR": "Nothing checked yet",
    "PARTLY_MEASURED": "Partly measured",
    "MEASURED": "Measured",
    "UNRELIABLE": "Not to be trusted",
}
FLOW_LABELS = {
    "context_state": "the state of the facts",
    "recommended_outcome": "the AI's suggestion",
    "confidence": "the stated confidence",
    "segment": "the segment",
    "posture_allows": "allowed by the owner's risk decision",
    "autonomy": "the autonomy of the segment",
    "paused": "paused by the owner",
    "person_involved": "a person involved already",
    "calibration_state": "the state of the calibration",
    "n_conflicts": "the number of conflicts",
    "n_missing": "the number of missing facts",
}
FLOW_VALUES = {
    "context_state": {"LEGIBLE": "legible"},
    "autonomy": {
        "SHADOW": "watch",
        "ADVISE": "advise",
        "ACT_WITH_SAMPLING": "act with sampling",
        "ACT": "act",
    },
}


@dataclass(frozen=True, slots=True)
class SegmentRow:
    name: str
    level: str
    acts: bool
    note: str
    changed: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: the sentence people read, the condition behind it, and where the case goes."""

    say: str
    when: str
    then: str


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str
    need: str
    sources: str
    max_age: str
    if_missing: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class ReasonRow:
    text: str
    directions: str
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the pause form, what is wrong with it, and whether the owner just signed in anew."""

    why: str = ""
    error: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PausePanel:
    """What pausing or resuming would change, in true numbers.

    why: what was typed before signing in again, or when it was refused; error: why it was.
    """

    is_owner: bool
    owner: str
    url: str
    key: str
    effects: tuple[tuple[str, str], ...]
    why: str
    error: str
    is_confirmed: bool
    since: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class SystemPage:
    name: str
    state: Note
    does: str
    how: str
    owner: str
    owner_detail: str
    posture: Section
    told: tuple[str, ...]
    segments: tuple[SegmentRow, ...]
    policy_about: str
    rules: tuple[RuleRow, ...]
    contract_about: str
    facts: tuple[FactRow, ...]
    reasons: tuple[ReasonRow, ...]
    trends: tuple[Trend, ...]
    calibrations: tuple[tuple[str, str, str], ...]
    limits: tuple[str, ...]
    pause: PausePanel
    is_paused: bool


def build(found: flow.SystemPage, *, typed: Typed, reader: Reader) -> SystemPage:
    """Turn what is in force for an AI system into template data."""
    system = found.system
    is_signed = found.posture is not None and found.posture.expires_at > reader.now
    n_acting = sum(1 for one in found.autonomy if is_signed and one.state in {"ACT_WITH_SAMPLING", "ACT"})
    paused = found.pause.is_paused
    return SystemPage(
        name=system.name,
        state=_state(n_acting, is_paused=paused),
        does=system.purpose,
        how=watching.acts(n_acting, is_paused=paused),
        owner=system.owner.name,
        owner_detail="One owner, no shared answer. Nobody else signs risk decisions or approves policies.",
        posture=_posture(found, reader),
        told=tuple(found.posture.body.get("told", ())) if found.posture else (),
        segments=_segments(found, reader),
        policy_about=_policy_about(found, reader),
        rules=_rules(found),
        contract_about=_contract_about(found, reader),
        facts=tuple(_fact(spec, system.currency) for spec in found.contract.specs.values())
        if found.contract
        else (),
        reasons=tuple(
            ReasonRow(
                one.text,
                " or ".join(DIRECTIONS.get(name, name) for name in one.directions),
                one.is_restricted,
            )
            for one in found.reasons
        ),
        trends=trends.build(
            [row for row in found.weekly if row.measure == OVERRIDE_SHARE], system=system.name
        ),
        calibrations=tuple(
            (row.model_version, CALIBRATION.get(row.state, row.state), f"{said} {row.because}")
            for row, said in found.calibrations
        ),
        limits=tuple(system.honest_limits),
        pause=_pause(found, typed, reader),
        is_paused=paused,
    )


def _state(n_acting: int, *, is_paused: bool) -> Note:
    if is_paused:
        return Note("warn", "hand", "Paused")
    return Note("ok", "play", "Acts and advises") if n_acting else Note("", "eye", "Advises")


def _day(at: datetime, reader: Reader) -> str:
    return words.day(at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))


def _posture(found: flow.SystemPage, reader: Reader) -> Section:
    posture, system = found.posture, found.system
    if posture is None:
        return Section(
            "posture", "What the owner accepts", empty="Nothing is signed, so the AI never decides alone."
        )
    body = posture.body
    until, signed = _day(posture.expires_at, reader), _day(posture.in_force_at, reader)
    ends = (
        f"expired {until}: the AI only advises"
        if posture.expires_at <= reader.now
        else f"valid until {until}"
    )
    machine = body.get("machine", {})
    labels = {one.code: one.label for one in found.outcome_codes}
    named = _segment_labels(found)
    pairs = [
        (one["label"], f"acceptable in at most {words.in_hundred(one['acceptable_share'])}")
        for one in body.get("errors", ())
    ]
    outcomes = ", ".join(labels.get(code, code) for code in machine.get("outcomes", ())) or "nothing"
    pairs.append(("The AI may decide alone", outcomes))
    if machine.get("max_amount_minor") is not None:
        pairs.append(
            (
                "Up to",
                f"{money.words(machine['max_amount_minor'], system.currency)} {system.currency_note}".strip(),
            )
        )
    segments = ", ".join(named.get(key, key) for key in machine.get("segments", ()))
    pairs.append(("Only in", segments or "no segment"))
    pairs.append(("Looked at again", f"at least {words.in_hundred(body.get('audit_share', 0))}"))
    if body.get("never_by_ai"):
        pairs.append(("Never by the AI", ", ".join(body["never_by_ai"])))
    return Section(
        "posture",
        "What the owner accepts",
        about=f"no. {posture.number}, signed by {posture.by.name} {signed}, {ends}",
        pairs=tuple(pairs),
        empty=body.get("statement", ""),
    )


def _segment_labels(found: flow.SystemPage) -> dict[str, str]:
    return {one["key"]: one["label"] for one in found.system.segments}


def _segments(found: flow.SystemPage, reader: Reader) -> tuple[SegmentRow, ...]:
    """Every segment; one without a row of its own advises."""
    levels = {one.segment: one for one in found.autonomy}
    return tuple(_segment(one["label"], levels.get(one["key"]), reader) for one in found.system.segments)


def _segment(name: str, level: Autonomy | None, reader: Reader) -> SegmentRow:
    if level is None:
        return SegmentRow(name, LEVELS["ADVISE"], acts=False, note="never raised", changed="")
    acts = level.state in {"ACT_WITH_SAMPLING", "ACT"}
    return SegmentRow(name, LEVELS[level.state], acts, level.note, f"since {_day(level.changed_at, reader)}")


def _policy_about(found: flow.SystemPage, reader: Reader) -> str:
    version = found.policy
    if version is None:
        return "no version is live, so every case goes to a person"
    approved = f", approved by {version.approved_by.name}" if version.approved_by else ""
    since = f", live since {_day(version.live_at, reader)}" if version.live_at else ""
    return f"version {version.number}, written by {version.author.name}{approved}{since}"


def _rules(found: flow.SystemPage) -> tuple[RuleRow, ...]:
    if found.rules is None:
        return ()
    labels, values, currencies = _labels(found), _values(found), _currencies(found)
    rows = [
        RuleRow(
            rule.say,
            words.sentence_case(
                policy_rules.in_words(rule.when, labels=labels, values=values, currencies=currencies)
            ),
            _then(rule.then),
        )
        for rule in found.rules.rules
    ]
    return (*rows, RuleRow("In every other case", "No rule above fits", _then(found.rules.otherwise)))


def _labels(found: flow.SystemPage) -> dict[str, str]:
    own = {key: spec.label for key, spec in found.contract.specs.items()} if found.contract else {}
    return {**FLOW_LABELS, "stake_minor": found.system.stake_label, **own}


def _currencies(found: flow.SystemPage) -> dict[str, str]:
    specs = found.contract.specs.values() if found.contract else ()
    amounts = [spec.key for spec in specs if spec.type is intake_rules.FactType.MONEY]
    return dict.fromkeys(["stake_minor", *amounts], found.system.currency)


def _values(found: flow.SystemPage) -> dict[str, Mapping[str, str]]:
    outcomes = {one.code: one.label for one in found.outcome_codes}
    own = {key: spec.values for key, spec in found.contract.specs.items()} if found.contract else {}
    return {**FLOW_VALUES, "recommended_outcome": outcomes, "segment": _segment_labels(found), **own}


def _then(then: policy_rules.Then) -> str:
    sample = f"; {words.in_hundred(float(then.sample_share))} looked at again" if then.sample_share else ""
    return f"{LANES.get(then.lane.value, then.lane.value)}, within {then.due_hours} h{sample}"


def _contract_about(found: flow.SystemPage, reader: Reader) -> str:
    row = found.contract_row
    return f"contract {row.number}, in force since {_day(row.in_force_at, reader)}" if row else "no contract"


def _fact(spec: intake_rules.FactSpec, currency: str) -> FactRow:
    missing = MISSING[spec.if_missing.value]
    if spec.if_missing is intake_rules.IfMissing.FALLBACK and spec.fallback is not None:
        missing = f"{fact_words.value(spec, spec.fallback, currency=currency)} is used"
    elif spec.if_missing is intake_rules.IfMissing.FALLBACK:
        missing = "It stays unknown"
    return FactRow(
        label=spec.label,
        need=_need(spec),
        sources=", then ".join(fact_words.source(one) for one in spec.sources) or "any",
        max_age=words.duration(spec.max_age.total_seconds()) if spec.max_age else "any age",
        if_missing=missing,
        simulated=spec.simulated,
    )


def _need(spec: intake_rules.FactSpec) -> str:
    need = "required" if spec.required else "optional"
    if spec.sensitivity is intake_rules.Sensitivity.PROTECTED:
        return f"{need}; kept apart for the fairness audit, never shown to the AI or on a case"
    return need if spec.ai_may_use else f"{need}; for people, not used by the AI"


def _pause(found: flow.SystemPage, typed: Typed, reader: Reader) -> PausePanel:
    system, row, effect = found.system, found.pause, found.effect
    per_week = effect.n_alone / 4
    week = f"about {round(per_week):,}" if per_week >= 1 else "fewer than 1" if effect.n_alone else "no"
    noun = system.case_word if round(per_week) == 1 or 0 < per_week < 1 else f"{system.case_word}s"
    alone = f"The AI decided {week} {noun} a week alone in the last 4 weeks ({effect.n_alone:,} in all)."
    open_now = words.count(effect.n_open, f"open {system.case_word}", f"open {system.case_word}s")
    verb = "stays" if effect.n_open == 1 else "stay"
    effects = (
        (
            "user-check",
            f"{alone} "
            + (
                "It may do so again inside its signed limits."
                if row.is_paused
                else "These would go to people."
            ),
        ),
        (
            "inbox",
            f"{open_now} {verb} where {'it is' if effect.n_open == 1 else 'they are'}, with the suggestion.",
        ),
        ("circle-check", "Nothing that is decided changes, and what is decided is still sent."),
    )
    name = "console:system-resume" if row.is_paused else "console:system-pause"
    return PausePanel(
        is_owner=found.is_owner,
        owner=system.owner.name,
        url=reverse(name, args=[system.slug]),
        key=str(ids.new()),
        effects=effects,
        why=typed.why,
        error=typed.error,
        is_confirmed=typed.is_confirmed,
        since=words.clock_time(row.since, now=reader.now, zone=reader.zone) if row.since else "",
        by=row.by.name if row.by else "",
        reason=row.why,
    )
