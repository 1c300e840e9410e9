"""The segments of an AI system to read: each in words, who counts by it, how often suggestions were wrong."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import pausing, policy_words, runs, system_limits, words
from apps.console.pages.counted import counted
from apps.console.pages.shell import Note
from apps.console.pages.system_alone import Now
from apps.core.speech import joined, speak, speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors.segments import NONE
from apps.learning import selectors as learning
from apps.learning.models import MiningRun
from apps.policy.states import PolicyState


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment. when: its definition; used: who counts by it, each a sentence."""

    key: str
    name: str
    when: str
    used: tuple[str, ...]
    arrived: str
    now: Now | None


@dataclass(frozen=True, slots=True)
class SegmentsPage:
    name: str
    system_url: str
    rows: tuple[SegmentRow, ...]
    none: str
    about: str
    since: str
    note: Note | None
    edit_url: str
    edit_label: str
    groups: tuple[runs.GroupRow, ...]
    counted: str
    run_url: str


Gains = tuple[MiningRun, list[learning.ProtectedLine]] | None


def build(found: flow.SegmentsPage, gains: Gains, *, reader: Reader) -> SegmentsPage:
    """Write every segment; after them how many cases are in none, and who gains from what the AI says."""
    run, lines = gains or (None, [])
    told = {one.name: one for one in system_limits.segments(found, reader)}
    return SegmentsPage(
        name=speak_kept(found.system.name),
        system_url=reverse("console:system", args=[found.system.slug]),
        rows=tuple(_row(one.code, found, told) for one in found.segments.rules) if found.segments else (),
        none=_none(found, reader),
        about=system_limits.segments_about(found, reader),
        since=_since(found, reader),
        note=_note(found),
        edit_url=reverse("console:segments-edit", args=[found.system.slug]) if _may_open(found) else "",
        edit_label=_("Change the segments") if found.may_write else _("Look at it and sign"),
        groups=tuple(runs.groups(lines)),
        counted=words.stamp(run.queued_at, zone=reader.zone) if run else "",
        run_url=reverse("console:run", args=[run.id]) if run else "",
    )


def _may_open(found: flow.SegmentsPage) -> bool:
    """Say whether the reader has something to do in the editor: to write, or to sign."""
    return found.may_write or (found.is_owner and found.open is not None)


def _note(found: flow.SegmentsPage) -> Note | None:
    draft = found.open
    if draft is None:
        return None
    who = {"who": draft.author.name}
    if draft.state == PolicyState.PROPOSED:
        title, text = _("Other segments wait for the owner."), _("Begun by %(who)s.") % who
        return Note("acc", "hourglass", title, text)
    return Note("", "pencil-line", _("Other segments are being written."), _("Begun by %(who)s.") % who)


def _since(found: flow.SegmentsPage, reader: Reader) -> str:
    at, signed = found.system.segments_since, found.signed
    if at is None or signed is None or signed.approved_by is None:
        return ""
    said = {
        "day": words.day(at.astimezone(reader.zone), now=reader.now),
        "author": signed.author.name,
        "owner": signed.approved_by.name,
    }
    return _("in force since %(day)s, written by %(author)s, signed by %(owner)s") % said


def _row(key: str, found: flow.SegmentsPage, told: dict[str, system_limits.SegmentRow]) -> SegmentRow:
    assert found.segments is not None
    rule = next(one for one in found.segments.rules if one.code == key)
    name = speak_kept(rule.say)
    row = told[name]
    names = policy_words.named(found.knows)
    return SegmentRow(
        key=key,
        name=name,
        when=words.sentence_case(speak(names.condition(rule.when))),
        used=(_autonomy(row), *_posture(key, found), *_policy(key, found), *_pauses(key, found)),
        arrived=_not_yet() if found.n_arrived is None else words.number(found.n_arrived.get(key, 0)),
        now=row.now,
    )


def _autonomy(row: system_limits.SegmentRow) -> str:
    return _("Autonomy: %(level)s") % {"level": row.level}


def _posture(key: str, found: flow.SegmentsPage) -> tuple[str, ...]:
    licence = found.knows.licence
    if licence is None or key not in licence.segments:
        return (_("Risk decision: people decide here"),)
    return (_("Risk decision: open to the AI"),)


def _policy(key: str, found: flow.SegmentsPage) -> tuple[str, ...]:
    asked = found.asked.get(key, ())
    if not asked:
        return ()
    said = ngettext("Policy: asked for by rule %(rules)s", "Policy: asked for by rules %(rules)s", len(asked))
    return (said % {"rules": joined(list(asked))},)


def _pauses(key: str, found: flow.SegmentsPage) -> tuple[str, ...]:
    return tuple(
        _("Paused: %(mode)s") % {"mode": pausing.MODES[one.mode]} for one in found.spans if one.key == key
    )


def _not_yet() -> str:
    return _("not counted yet")


def _none(found: flow.SegmentsPage, reader: Reader) -> str:
    if found.n_arrived is None:
        return ""
    n = found.n_arrived.get(NONE, 0)
    said = ngettext(
        "%(n)s case of the last 4 weeks is in none of them: there the AI advises.",
        "%(n)s cases of the last 4 weeks are in none of them: there the AI advises.",
        n,
    )
    told = _("Cases that arrived: %(as_of)s.") % {"as_of": counted(found.as_of, reader)}
    return f"{said % {'n': words.number(n)}} {told}"
