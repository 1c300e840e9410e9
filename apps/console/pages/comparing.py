"""The models of an AI system beside each other: which one advises, and how the unseen ones compare."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import patterns, words
from apps.core import ids, speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.measures import rules as measure_rules


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One version of a model with its figures as sentences."""

    version: str
    role: str
    advises: bool
    agreed: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    state: str
    may_advise: bool


@dataclass(frozen=True, slots=True)
class ModelsPanel:
    about: str
    as_of: str
    wait: str
    lines: tuple[ModelLine, ...]
    choices: tuple[Choice, ...]
    url: str
    key: str
    is_owner: bool


def build(found: flow.Comparison | None, *, page: flow.SystemPage, reader: Reader) -> ModelsPanel | None:
    """Turn a comparison into template data; None where there is none."""
    if found is None:
        return None
    minutes = found.line_up.wait_minutes
    wait = (
        _("If it is silent for %(time)s on a case, the next one advises, and never decides alone.")
        % {"time": words.duration(minutes * 60)}
        if minutes
        else _("No other model stands in for it when it is silent.")
    )
    return ModelsPanel(
        about=_("Line-up no. %(number)s") % {"number": speech.number(found.number)},
        as_of=_as_of(found, reader),
        wait=wait,
        lines=tuple(_line(one) for one in found.rows),
        choices=tuple(_choice(one.name, found) for one in found.line_up.models),
        url=reverse("console:system-models", args=[page.system.slug]),
        key=str(ids.new()),
        is_owner=page.is_owner,
    )


def _choice(name: str, found: flow.Comparison) -> Choice:
    model = next(one for one in found.line_up.models if one.name == name)
    if model == found.line_up.advising:
        return Choice(name, _("advises"), may_advise=False)
    return Choice(name, _("paused") if model.is_paused else _("kept unseen"), may_advise=True)


def _as_of(found: flow.Comparison, reader: Reader) -> str:
    if found.as_of is None:
        return ""
    at = words.stamp(found.as_of, zone=reader.zone)
    return _("as of %(moment)s") % {"moment": at}


def _line(one: flow.ModelRow) -> ModelLine:
    return ModelLine(
        version=one.version,
        role=_("seen by those who decided") if one.advises else _("not seen by anybody who decided"),
        advises=one.advises,
        agreed=words.sentence_case(_share(one.agreed, _("decided as it said"), _("no case is decided yet"))),
        said=tuple(_said(row) for row in one.said),
    )


def _said(row: flow.SaidRow) -> str:
    said = {
        "suggestion": speak_kept(row.code.label),
        "share": words.percent(row.said.value or 0.0),
    }
    if row.right is None:
        return _("%(suggestion)s: said in %(share)s; no outcome can say whether that is right") % said
    right = _share(row.right, _("proved right"), _("no outcome had time to come yet"))
    return _("%(suggestion)s: said in %(share)s; %(right)s") % (said | {"right": right})


def _share(share: measure_rules.Share, what: str, nothing: str) -> str:
    if share.value is None:
        return nothing
    said = _("%(what)s: %(share)s of %(n)s (95%% interval %(interval)s)")
    return said % {
        "what": what,
        "share": words.percent(share.value),
        "n": speech.number(share.n),
        "interval": patterns.interval(share.low, share.high),
    }
