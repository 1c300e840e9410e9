"""Limits that act by themselves: each beside its figure of now, what it does, and what lifts it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.pages import pausing, words
from apps.console.pages.measured import few
from apps.console.pages.posture_words import LIMITS
from apps.console.pages.rule_words import segment_labels
from apps.console.pages.system_alone import Now
from apps.core import speech
from apps.core.speech import speak
from apps.flow import selectors as flow
from apps.registry import rules
from apps.registry.models import PauseSpan, Posture
from apps.registry.states import LimitAct, LimitKind

THEN = {
    LimitAct.NARROW: gettext_lazy("above that, every case goes to people"),
    LimitAct.PAUSE: gettext_lazy("above that, the AI is paused by itself"),
}


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit: its bound and what happens above it, its figure of now, and what would lift it."""

    name: str
    says: str
    now: Now
    lifts: str


@dataclass(frozen=True, slots=True)
class LimitsPart:
    """The limits of the risk decision in force; `empty` says in words why there is none."""

    rows: tuple[LimitRow, ...]
    empty: str = ""


def build(found: flow.SystemPage) -> LimitsPart:
    """Write every limit of the risk decision in force."""
    if found.posture is None:
        return LimitsPart((), _("Nothing is signed, so no limit acts; the AI never decides alone."))
    posture = rules.read_posture(found.posture.body)
    if not posture.limits:
        return LimitsPart((), _none())
    named, acting = segment_labels(found.system), _acting(found)
    return LimitsPart(
        tuple(
            LimitRow(
                _where(kind, segment, named),
                _says(posture.limits[kind], segment),
                reading_now(posture.limits[kind], reading),
                _lifts(posture.limits[kind], acting.get((kind.value, segment))),
            )
            for (kind, segment), reading in found.readings.items()
        )
    )


def _says(limit: rules.Limit, segment: str) -> str:
    if segment and limit.then is LimitAct.PAUSE:
        return _("The same limit for this segment alone, second looks counted; it pauses the AI.")
    if segment:
        return _("The same limit for this segment alone, second looks counted; it narrows only this segment.")
    return words.sentence_case(speak(rules.limit_in_words(limit)))


def _none() -> str:
    return _("The risk decision names no limits, so nothing narrows or pauses the AI by itself.")


def _acting(found: flow.SystemPage) -> Mapping[tuple[str, str], PauseSpan]:
    """The pauses of limits; one of the whole AI system stands for the limit as a whole."""
    return {(one.limit, one.key): one for one in found.spans if one.limit}


def _where(kind: LimitKind, segment: str, named: Mapping[str, str]) -> str:
    name = str(LIMITS[kind.value])
    if kind is not LimitKind.OVERRIDE:
        return name
    where = named.get(segment, segment) if segment else _("all segments together")
    return f"{name}: {where}"


def reading_now(limit: rules.Limit, reading: rules.Reading) -> Now:
    """Write the figure of now, and in a word how it stands to its bound."""
    if limit.kind.is_share and reading.n < limit.at_least:
        return Now(_("Now %(few)s; it acts from %(n)s on") % {"few": few(reading.n), "n": limit.at_least})
    said = _("Now %(value)s") % {"value": _value(limit, reading)}
    if limit.kind.is_share:
        said = _("%(said)s, n %(n)s") % {"said": said, "n": words.number(reading.n)}
    if rules.is_passed(limit, reading):
        return Now(said, "", "bad", "triangle-alert", _("Above the limit"))
    return Now(said, "", "ok", "circle-check", _("Inside the limit"))


def _value(limit: rules.Limit, reading: rules.Reading) -> str:
    if reading.value is None:
        return _("not known")
    if limit.kind.is_share:
        return words.percent(float(reading.value))
    return speech.number(int(reading.value))


def _lifts(limit: rules.Limit, span: PauseSpan | None) -> str:
    """Say what would lift it: of one that acts now, since when; of the others, how it would be."""
    if span is not None:
        return _("It acts now. %(lifts)s") % {"lifts": pausing.lifts_words(span)}
    bound = pausing.share_words(limit.lifts_at) if limit.kind.is_share else str(int(limit.lifts_at))
    return _(
        "Once it acts, it ends by itself at or below %(bound)s, not within a day, or with the next risk "
        "decision."
    ) % {"bound": bound}


def name(limit: rules.Limit) -> str:
    """Name a limit with the weeks that it looks at together."""
    said = ngettext("Limit, %(n)s week together", "Limit, %(n)s weeks together", limit.weeks)
    return said % {"n": limit.weeks}


def at(most: str) -> str:
    """Write the name that stands at the line of a limit."""
    return _("limit %(most)s") % {"most": most}


def then(limit: rules.Limit) -> str:
    """Say what happens above a limit of the whole AI system."""
    return str(THEN[limit.then])


def standing(bounded: flow.Bounded) -> str:
    """Say how the figure of now stands to its limit."""
    if bounded.reading.n < bounded.limit.at_least:
        return _("too few to act: from %(n)s decisions on") % {"n": bounded.limit.at_least}
    return _("above the limit") if bounded.is_passed else _("inside the limit")


def short(bounded: flow.Bounded | None) -> str:
    """Say the limit beside the figure: its bound, its weeks, and how the figure of now stands to it."""
    if bounded is None:
        return _("no limit signed")
    limit = bounded.limit
    said = ngettext(
        "limit %(most)s in %(weeks)s week: %(standing)s",
        "limit %(most)s in %(weeks)s weeks: %(standing)s",
        limit.weeks,
    )
    most = pausing.share_words(limit.most)
    return said % {"most": most, "weeks": limit.weeks, "standing": standing(bounded)}


def of_posture(posture: Posture | None) -> str:
    """Say the limit of the override share that a risk decision names."""
    limit = rules.read_posture(posture.body).limits.get(LimitKind.OVERRIDE) if posture else None
    return at(pausing.share_words(limit.most)) if limit else _("no limit signed")


def in_words(bounded: flow.Bounded | None) -> str:
    """Say the limit of the override share, what it reads now and what happens above it."""
    if bounded is None:
        return _("No limit is signed for it, so it stops nothing by itself.")
    limit, reading = bounded.limit, bounded.reading
    said = {
        "most": pausing.share_words(limit.most),
        "weeks": limit.weeks,
        "then": then(limit),
    }
    bound = ngettext(
        "The limit is %(most)s of %(weeks)s week together; %(then)s.",
        "The limit is %(most)s of %(weeks)s weeks together; %(then)s.",
        limit.weeks,
    )
    if reading.n < limit.at_least:
        now = _("Now too few to act (n=%(n)s).") % {"n": words.number(reading.n)}
    else:
        now = _("Now %(value)s, n %(n)s.") % {
            "value": _value(limit, reading),
            "n": words.number(reading.n),
        }
    return f"{bound % said} {now}"
