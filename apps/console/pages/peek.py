"""A case looked at from a list: why it is there and its facts; the suggestion waits for the review screen."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import urgency, words
from apps.console.pages.cases import Effect
from apps.console.pages.shell import Note
from apps.core import speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow

MOST_NOTICES = 2
MOST_FACTS = 8
LONGEST_VALUE = 120
NOTICE_ICONS = {"missing": "file-x", "stale": "history"}


@dataclass(frozen=True, slots=True)
class Peek:
    """The panel beside a list. It never carries the suggestion, its amount or its confidence."""

    title: str
    ref: str
    url: str
    case_url: str
    heading: str
    why_here: tuple[Effect, ...]
    notices: tuple[Note, ...]
    glance: tuple[tuple[str, str], ...]
    more: str
    state: str = ""


def build(page: flow.ReviewPage, *, reader: Reader) -> Peek:
    """Write what helps to choose a case, and nothing that anchors the decision on it."""
    item = page.item
    wrong = [one for one in page.facts if one.state != "ok" and (one.required or one.state != "missing")]
    known = [one for one in page.facts if one.value_words]
    left = len(known) - MOST_FACTS
    escalated = page.escalation is not None
    return Peek(
        title=page.subject_name or page.case.case_ref,
        ref=page.case.case_ref,
        url=reverse("console:escalation" if escalated else "console:review", args=[item.id]),
        case_url=reverse("console:case", args=[page.case.case_ref]),
        heading=_("Why it came to you") if escalated else _("Why it is in this inbox"),
        why_here=_why_here(page),
        notices=tuple(_notice(one) for one in wrong[:MOST_NOTICES]),
        glance=(
            (
                speak_kept(page.system.stake_label),
                speech.amount(item.stake_minor, item.recommendation.currency),
            ),
            *((one.label, _cut(one.value_words)) for one in known[:MOST_FACTS]),
        ),
        more=ngettext("%(n)s more fact in the case", "%(n)s more facts in the case", left) % {"n": left}
        if left > 0
        else "",
        state=_state(page, reader=reader),
    )


def _why_here(page: flow.ReviewPage) -> tuple[Effect, ...]:
    why = tuple(Effect("scale", sentence) for sentence in page.why_here)
    may = (Effect("user-check", page.authority.words),) if page.authority.words else ()
    waits = page.item.state in {"OPEN", "CLAIMED"}
    return (*why, *((urgency.effect(page.item),) if waits else ()), *may)


def _notice(fact: flow.FactRow) -> Note:
    icon = NOTICE_ICONS.get(fact.state, "git-compare-arrows")
    rule, way_out = (f"{part.rstrip('.')}." if part else "" for part in (fact.rule, fact.way_out))
    return Note("warn", icon, rule or f"{fact.label}.", way_out)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _state(page: flow.ReviewPage, *, reader: Reader) -> str:
    item = page.item
    if item.state == "CLAIMED" and item.holder and item.held_until and item.held_until > reader.now:
        left = words.duration((item.held_until - reader.now).total_seconds())
        if item.holder_id == reader.actor.id:
            return _("You hold it for another %(time)s.") % {"time": left}
        return _("%(name)s holds it for another %(time)s.") % {"name": item.holder.name, "time": left}
    return "" if page.may_decide else page.may_not_because
