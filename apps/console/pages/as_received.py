"""A recommendation with everything received as received, as template data."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import grounding, rule_words, words
from apps.console.pages.cases import Statement
from apps.console.pages.context_shapes import KINDS
from apps.console.pages.rule_words import Spoken
from apps.console.pages.shell import Note
from apps.console.pages.system_words import FLOW_LABELS, LANES
from apps.console.pages.words import Moment
from apps.core import speech
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.policy import rules as policy_rules

STATES = {
    "LEGIBLE": gettext_lazy("complete, fresh, without conflict"),
    "INCOMPLETE": gettext_lazy("lacked a required fact"),
    "STALE": gettext_lazy("a required fact was too old"),
    "CONFLICTED": gettext_lazy("sources in conflict"),
    "OUT_OF_SCOPE": gettext_lazy("outside what the AI is for"),
}
SEVERITIES = {
    "note": gettext_lazy("noted"),
    "ask": gettext_lazy("asks for an answer"),
    "hold": gettext_lazy("holds the case"),
    "block": gettext_lazy("blocks approval"),
}
SHARES = ("confidence", "grounding_share")
TRUTHS = {
    "TRUE": (gettext_lazy("true"), "circle-check"),
    "FALSE": (gettext_lazy("not true"), "circle-x"),
    "UNKNOWN": (gettext_lazy("unknown"), "info"),
}


@dataclass(frozen=True, slots=True)
class Value:
    text: str
    source: str
    as_of: Moment | None
    simulated: bool
    rule: str
    read_from: str
    raw: str


@dataclass(frozen=True, slots=True)
class FactRow:
    key: str
    label: str
    private: bool
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    fact: str
    kind: str
    severity: str
    rule: str
    way_out: str


@dataclass(frozen=True, slots=True)
class Step:
    """One condition that was tried; `depth` is how deep it stands inside its rule."""

    words: str
    truth: str
    icon: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was tried, and whether it decided; `raw`: its clauses as written, and what each saw."""

    say: str
    won: bool
    steps: tuple[Step, ...]
    raw: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    title: str
    ref: str
    case_url: str
    context_url: str
    heads: tuple[tuple[str, str], ...]
    prints: tuple[tuple[str, str], ...]
    facts: tuple[FactRow, ...]
    facts_about: str
    hidden: Note | None
    statements: tuple[Statement, ...]
    statements_about: str
    findings: tuple[Finding, ...]
    findings_about: str
    verdict: tuple[tuple[str, str], ...]
    tried: tuple[Tried, ...]
    froze: tuple[tuple[str, str], ...]
    frozen_raw: str
    snapshots: tuple[tuple[Moment, str, str], ...]


def build(found: flow.AsReceived, *, reader: Reader) -> ReceivedPage:
    """Turn a recommendation into template data."""
    row = found.recommendation
    said = rule_words.spoken(row.system, found.contract, found.outcome_codes)
    return ReceivedPage(
        title=_("Recommendation as received"),
        ref=row.case.case_ref,
        case_url=reverse("console:case", args=[row.case.case_ref]),
        context_url=reverse("console:context", args=[row.system.slug]),
        heads=_heads(found, reader),
        prints=_prints(found),
        facts=tuple(_facts(found, reader)),
        facts_about=_about(found),
        hidden=_hidden(found),
        statements=tuple(
            grounding.statement(one, found.contract.labels(), language=row.system.language)
            for one in found.statements
        ),
        statements_about=_share(found),
        findings=tuple(_finding(one) for one in found.findings),
        findings_about=_("the context was: %(state)s") % {"state": STATES[row.snapshot.state]},
        verdict=_verdict(found, said, reader),
        tried=tuple(_tried(found, said)),
        froze=_froze(found, said),
        frozen_raw=_frozen_raw(found),
        snapshots=tuple(
            (
                words.moment(one.at, now=reader.now, zone=reader.zone),
                str(STATES[one.state]),
                bytes(one.digest).hex(),
            )
            for one in found.snapshots
        ),
    )


def _heads(found: flow.AsReceived, reader: Reader) -> tuple[tuple[str, str], ...]:
    row = found.recommendation
    made = words.moment(row.made_at, now=reader.now, zone=reader.zone).absolute
    came = words.moment(row.received_at, now=reader.now, zone=reader.zone).absolute
    return (
        (_("AI system"), speak_kept(row.system.name)),
        (_("Suggested"), speak_kept(row.outcome_code.label)),
        (_("Stated confidence"), words.in_hundred(float(row.confidence))),
        (
            _("At stake"),
            _("unknown") if row.stake_minor is None else speech.amount(row.stake_minor, row.currency),
        ),
        (_("Model version"), row.model_version),
        (_("Prompt version"), row.prompt_version or _("none sent")),
        (_("Made"), made),
        (_("Received"), came),
        (_("Sent by"), found.sent_by),
        (_("Number on this case"), str(row.number)),
    )


def _prints(found: flow.AsReceived) -> tuple[tuple[str, str], ...]:
    row, snapshot = found.recommendation, found.recommendation.snapshot
    return (
        (_("External id"), row.external_id),
        (_("Digest of what was sent (SHA-256)"), bytes(row.body_digest).hex()),
        (_("Digest of the facts"), bytes(snapshot.digest).hex()),
        (_("Digest of the sealed part"), bytes(snapshot.sealed_digest).hex()),
        (_("Checked by contract version"), str(snapshot.contract.number)),
    )


def _facts(found: flow.AsReceived, reader: Reader) -> Iterable[FactRow]:
    places = {key: place for place, key in enumerate(found.contract.specs)}
    ordered = sorted(found.entries, key=lambda one: places[one.key])
    for key, entries in groupby(ordered, key=lambda one: one.key):
        rows = list(entries)
        yield FactRow(key, rows[0].label, rows[0].is_private, tuple(_value(one, reader) for one in rows))


def _value(one: flow.EntryRow, reader: Reader) -> Value:
    as_of = words.moment(one.as_of, now=reader.now, zone=reader.zone) if one.as_of else None
    said = one.value_words or _("nothing")
    return Value(said, one.source, as_of, one.origin == "simulated", one.rule, one.evidence, one.raw)


def _about(found: flow.AsReceived) -> str:
    n = len(found.entries)
    said = ngettext("%(n)s value, of every source", "%(n)s values, of every source", n)
    return said % {"n": words.number(n)}


def _hidden(found: flow.AsReceived) -> Note | None:
    if found.is_erased:
        text = _("The person's key was destroyed. Nobody can read the personal facts and the rationale.")
        return Note("info", "eye-off", _("Erased"), text)
    if found.sees_all:
        return None
    text = ngettext(
        "%(n)s personal or special value and the rationale are for those who work the case.",
        "%(n)s personal or special values and the rationale are for those who work the case.",
        found.n_hidden,
    )
    return Note("info", "eye-off", _("Not all is shown"), text % {"n": words.number(found.n_hidden)})


def _share(found: flow.AsReceived) -> str:
    added = found.verdict.added if found.verdict else {}
    if "n_statements" not in added:
        return ""
    return _("%(supported)s of %(n)s supported on arrival") % {
        "supported": added["n_statements"] - added["n_unsupported"],
        "n": added["n_statements"],
    }


def _finding(one: flow.FindingRow) -> Finding:
    return Finding(
        one.label,
        str(KINDS.get(one.kind, one.kind)),
        str(SEVERITIES.get(one.severity, one.severity)),
        one.rule,
        one.way_out,
    )


def _verdict(found: flow.AsReceived, said: Spoken, reader: Reader) -> tuple[tuple[str, str], ...]:
    if found.verdict is None:
        return ()
    one = found.verdict
    unknown = speech.listed([said.labels.get(fact, fact) for fact in one.unknown])
    return (
        (_("Went to"), str(LANES.get(one.lane, one.lane))),
        (_("Policy version"), str(one.policy.number)),
        (_("Due"), words.moment(one.due_at, now=reader.now, zone=reader.zone).absolute),
        (_("Facts no rule could read"), unknown or _("none")),
    )


def _tried(found: flow.AsReceived, said: Spoken) -> Iterable[Tried]:
    if found.policy is None or found.judged is None or found.verdict is None:
        return
    steps = policy_rules.trace(
        found.policy, found.judged, labels=said.labels, values=said.values, currencies=said.currencies
    )
    says = {one.code: one.say for one in found.policy.rules}
    for code, group in groupby(steps, key=lambda one: one.rule_code):
        clauses = [one for one in group if one.fact is not None]
        yield Tried(
            speak_kept(says.get(code, code)),
            code in found.verdict.because,
            tuple(Step(_step_words(one), str(TRUTHS[one.truth][0]), TRUTHS[one.truth][1]) for one in clauses),
            tuple(f"{one.raw}  ({_seen(one.given)})" for one in clauses),
        )


def _step_words(step: policy_rules.Step) -> str:
    return words.sentence_case(speak(step.words))


def _seen(given: object) -> str:
    return _("saw %(value)s") % {"value": json.dumps(given, default=str, ensure_ascii=False)}


def _froze(found: flow.AsReceived, said: Spoken) -> tuple[tuple[str, str], ...]:
    added = found.verdict.added if found.verdict else {}
    known = [rule_words.STAKE, *FLOW_LABELS]
    kept = [
        (words.sentence_case(said.labels[name]), _plain(name, added[name], said))
        for name in known
        if name in added
    ]
    counted = [name for name in added if name not in policy_rules.FLOW_FACTS and name not in known]
    return (*kept, *((words.sentence_case(name.replace("_", " ")), str(added[name])) for name in counted))


def _plain(name: str, value: object, said: Spoken) -> str:
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in said.currencies and isinstance(value, int):
        return speech.amount(value, said.currencies[name])
    if name in SHARES:
        return words.in_hundred(float(str(value)))
    return said.values.get(name, {}).get(str(value), str(value))


def _frozen_raw(found: flow.AsReceived) -> str:
    added = found.verdict.added if found.verdict else {}
    return json.dumps(added, default=str, ensure_ascii=False, indent=1, sort_keys=True) if added else ""
