"""The page of one AI system: what it does, who answers, what it may do, and how to stop it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import answers, limits, pausing, system_limits, trends, watching, words
from apps.console.pages.confidence import because
from apps.console.pages.lists import Trend
from apps.console.pages.rule_words import spoken
from apps.console.pages.shell import Note
from apps.console.pages.system_limits import PosturePart, SegmentRow, day_of
from apps.console.pages.system_words import (
    CALIBRATION,
    DIRECTIONS,
    LANES,
    MISSING,
)
from apps.core import ids, speech
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors import words as fact_words
from apps.intake import rules as intake_rules
from apps.measures import selectors as measures
from apps.measures.rules import OVERRIDE_SHARE
from apps.policy import rules as policy_rules


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
    spans: tuple[pausing.SpanRow, ...]
    pausing_url: str
    end_url: str
    is_by_limit: bool


@dataclass(frozen=True, slots=True)
class SystemPage:
    name: str
    state: Note
    does: str
    how: str
    owner: str
    owner_detail: str
    posture: PosturePart
    acting: limits.LimitsPart
    told: tuple[str, ...]
    segments: tuple[SegmentRow, ...]
    segments_about: str
    policy_about: str
    rules: tuple[RuleRow, ...]
    contract_about: str
    contract_url: str
    policy_url: str
    limits_url: str
    recourse_url: str
    segments_url: str
    facts: tuple[FactRow, ...]
    reasons: tuple[ReasonRow, ...]
    trends: tuple[Trend, ...]
    calibrations: tuple[tuple[str, str, str], ...]
    limits: tuple[str, ...]
    pause: PausePanel
    is_paused: bool
    context_url: str = ""
    tries_url: str = ""
    rollbacks_url: str = ""
    four: tuple[answers.Answer, ...] = ()
    posture_url: str = ""


def build(found: flow.SystemPage, *, typed: Typed, reader: Reader) -> SystemPage:
    """Turn what is in force for an AI system into template data."""
    system = found.system
    is_signed = found.posture is not None and found.posture.expires_at > reader.now
    n_acting = sum(1 for one in found.autonomy if is_signed and one.state in {"ACT_WITH_SAMPLING", "ACT"})
    paused = found.pause.is_paused
    is_analysed = system.id in {one.id for one in measures.analysed(to=reader.actor)}
    return SystemPage(
        name=speak_kept(system.name),
        state=_state(n_acting, is_paused=paused),
        does=speak_kept(system.purpose),
        how=watching.acts(n_acting, is_paused=paused),
        owner=system.owner.name,
        owner_detail=_("One owner, no shared answer. Nobody else signs risk decisions or approves policies."),
        posture=system_limits.posture(found, reader),
        acting=limits.build(found),
        told=tuple(map(speak_kept, found.posture.body.get("told", ()))) if found.posture else (),
        segments=system_limits.segments(found, reader),
        segments_about=system_limits.segments_about(found, reader),
        policy_about=_policy_about(found, reader),
        rules=_rules(found),
        contract_about=_contract_about(found, reader),
        contract_url=reverse("console:contract", args=[system.slug]),
        policy_url=reverse("console:policy", args=[system.slug]),
        limits_url=reverse("console:limits", args=[system.slug]),
        recourse_url=reverse("console:recourse", args=[system.slug]),
        segments_url=reverse("console:segments", args=[system.slug]),
        facts=tuple(
            _fact(spec, found.contract.specs, system.currency) for spec in found.contract.specs.values()
        )
        if found.contract
        else (),
        reasons=tuple(
            ReasonRow(
                speak_kept(one.text),
                _(" or ").join(str(DIRECTIONS.get(name, name)) for name in one.directions),
                one.is_restricted,
            )
            for one in found.reasons
        ),
        trends=trends.build(
            [row for row in found.weekly if row.measure == OVERRIDE_SHARE],
            system=speak_kept(system.name),
            bounded=found.bounded,
            live=found.live,
        ),
        calibrations=tuple(
            (row.model_version, str(CALIBRATION.get(row.state, row.state)), f"{said} {because(row.because)}")
            for row, said in found.calibrations
        ),
        limits=tuple(map(speak_kept, system.honest_limits)),
        pause=_pause(found, typed, reader),
        is_paused=paused,
        context_url=reverse("console:context", args=[system.slug]) if is_analysed else "",
        tries_url=reverse("console:tries", args=[system.slug]) if is_analysed else "",
        rollbacks_url=reverse("console:rollbacks", args=[system.slug]) if is_analysed else "",
        four=answers.build(found, reader),
        posture_url=reverse("console:posture", args=[system.slug]),
    )


def _state(n_acting: int, *, is_paused: bool) -> Note:
    if is_paused:
        return Note("warn", "hand", _("Paused"))
    return Note("ok", "play", _("Acts and advises")) if n_acting else Note("", "eye", _("Advises"))


def _policy_about(found: flow.SystemPage, reader: Reader) -> str:
    version = found.policy
    if version is None:
        return _("no version is live, so every case goes to a person")
    said = [
        _("version %(number)s, written by %(who)s") % {"number": version.number, "who": version.author.name}
    ]
    if version.approved_by:
        said.append(_("approved by %(who)s") % {"who": version.approved_by.name})
    if version.live_at:
        said.append(_("live since %(day)s") % {"day": day_of(version.live_at, reader)})
    return ", ".join(said)


def _rules(found: flow.SystemPage) -> tuple[RuleRow, ...]:
    if found.rules is None:
        return ()
    said = spoken(found.system, found.contract, found.outcome_codes)
    rows = [
        RuleRow(
            speak_kept(rule.say),
            words.sentence_case(
                speak(
                    policy_rules.in_words(
                        rule.when, labels=said.labels, values=said.values, currencies=said.currencies
                    )
                )
            ),
            _then(rule.then),
        )
        for rule in found.rules.rules
    ]
    rest = RuleRow(_("In every other case"), _("No rule above fits"), _then(found.rules.otherwise))
    return (*rows, rest)


def _then(then: policy_rules.Then) -> str:
    lane = LANES.get(then.lane.value, then.lane.value)
    said = _("%(lane)s, within %(hours)s h") % {"lane": lane, "hours": then.due_hours}
    if not then.sample_share:
        return said
    share = words.in_hundred(float(then.sample_share))
    return _("%(said)s; %(share)s looked at again") % {"said": said, "share": share}


def _contract_about(found: flow.SystemPage, reader: Reader) -> str:
    row = found.contract_row
    if row is None:
        return _("no contract")
    said = {"number": row.number, "day": day_of(row.in_force_at, reader)}
    return _("contract %(number)s, in force since %(day)s") % said


def _fact(spec: intake_rules.FactSpec, specs: Mapping[str, intake_rules.FactSpec], currency: str) -> FactRow:
    missing = str(MISSING[spec.if_missing.value])
    if spec.if_missing is intake_rules.IfMissing.FALLBACK and spec.fallback is not None:
        used = fact_words.value(spec, spec.fallback, currency=currency)
        missing = _("%(value)s is used") % {"value": used}
    elif spec.if_missing is intake_rules.IfMissing.FALLBACK:
        missing = _("It stays unknown")
    return FactRow(
        label=spec.label,
        need=_need(spec, specs, currency),
        sources=_(", then ").join(fact_words.source(one) for one in spec.sources) or _("any"),
        max_age=words.duration(spec.max_age.total_seconds()) if spec.max_age else _("any age"),
        if_missing=missing,
        simulated=spec.simulated,
    )


def _need(spec: intake_rules.FactSpec, specs: Mapping[str, intake_rules.FactSpec], currency: str) -> str:
    need = _("required") if spec.required else _("optional")
    if spec.required_when is not None:
        said = fact_words.condition(spec.required_when, specs, currency=currency)
        need = _("required when %(condition)s") % {"condition": speak(said)}
    if spec.sensitivity is intake_rules.Sensitivity.PROTECTED:
        return _("%(need)s; kept apart for the fairness audit, never shown to the AI or on a case") % {
            "need": need
        }
    return need if spec.ai_may_use else _("%(need)s; for people, not used by the AI") % {"need": need}


def _pause(found: flow.SystemPage, typed: Typed, reader: Reader) -> PausePanel:
    system, row, effect = found.system, found.pause, found.effect
    effects = (
        ("user-check", _alone(effect.n_alone / 4, effect.n_alone, is_paused=row.is_paused)),
        ("inbox", _open_cases(effect.n_open)),
        ("circle-check", _("Nothing that is decided changes, and what is decided is still sent.")),
    )
    governed = flow.Governed(
        system, found.outcome_codes, found.spans, found.is_owner, found.may_pause, reader.actor.id
    )
    name = "console:system-resume" if row.is_paused else "console:system-pause"
    return PausePanel(
        is_owner=found.may_pause,
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
        spans=tuple(pausing.span_row(one, governed, reader) for one in found.spans),
        pausing_url=reverse("console:pausing", args=[system.slug]),
        end_url=reverse("console:system-resume", args=[system.slug]),
        is_by_limit=row.is_paused and not any(pausing.is_whole_by_hand(one) for one in found.spans),
    )


def _alone(per_week: float, n: int, *, is_paused: bool) -> str:
    """Say how often the AI decided alone of late, and what becomes of such cases."""
    if not n:
        said = _("The AI decided no case alone in the last 4 weeks.")
    elif per_week < 1:
        said = _("The AI decided fewer than 1 case a week alone in the last 4 weeks (%(n)s in all).") % {
            "n": speech.number(n)
        }
    else:
        said = ngettext(
            "The AI decided about %(week)s case a week alone in the last 4 weeks (%(n)s in all).",
            "The AI decided about %(week)s cases a week alone in the last 4 weeks (%(n)s in all).",
            round(per_week),
        ) % {"week": speech.number(round(per_week)), "n": speech.number(n)}
    then = _("It may do so again inside its signed limits.") if is_paused else _("These would go to people.")
    return f"{said} {then}"


def _open_cases(n: int) -> str:
    if not n:
        return _("No case is open.")
    return ngettext(
        "%(n)s open case stays where it is, with the suggestion.",
        "%(n)s open cases stay where they are, with the suggestion.",
        n,
    ) % {"n": speech.number(n)}
