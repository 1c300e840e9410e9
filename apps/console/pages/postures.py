"""The owner's risk decisions to read: the one in force in words, the others, what each changed."""

import difflib
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import posture_words, words
from apps.console.pages.shell import Note
from apps.core import speech
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.registry import rules
from apps.registry.models import Posture

SOON_DAYS = 30
ALIKE = 0.5  # share of words that two sentences have in common, from which on they are shown as one
BEYOND = {  # the posture's clause -> in what a rule goes beyond it
    "machine": gettext_lazy("whatever no rule speaks for"),
    "machine.outcomes": gettext_lazy("other outcomes"),
    "machine.segments": gettext_lazy("other segments"),
    "machine.max_amount_minor": gettext_lazy("higher amounts"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One clause in words, with all that it says."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One clause that differs, word by word: each part with whether it stays, was taken out or put in."""

    icon: str
    name: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    url: str
    state: str
    tone: str
    since: str
    by: str
    n_changes: str


@dataclass(frozen=True, slots=True)
class Looser:
    """Live rules that go beyond a posture: one line for all; of each in what, and what it says itself."""

    title: str
    rules: tuple[tuple[str, str], ...]
    url: str


@dataclass(frozen=True, slots=True)
class ListPage:
    name: str
    up_url: str
    number: int
    about: str
    sentences: tuple[Sentence, ...]
    told: tuple[str, ...]
    note: Note | None
    looser: Looser | None
    rows: tuple[VersionRow, ...]
    draft_about: str
    edit_url: str
    text_url: str
    json_url: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    title: str
    system_name: str
    list_url: str
    about: str
    sentences: tuple[Sentence, ...]
    told: tuple[str, ...]
    changes: tuple[ChangeRow, ...]
    against: str
    text_url: str
    json_url: str


def day_of(at: datetime, reader: Reader) -> str:
    return words.day(at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))


def named(found: flow.PosturesPage) -> rules.Named:
    """Return what outcomes and segments are called by whoever reads."""
    return rules.Named(
        found.system.currency,
        {one.code: speak_kept(one.label) for one in found.outcomes},
        {key: speak_kept(label) for key, label in found.system.segment_labels.items()},
    )


def spoken(posture: rules.Posture) -> rules.Posture:
    """Return a posture whose own texts are in the reader's language, where a pack translates them."""
    return replace(
        posture,
        statement=speak_kept(posture.statement),
        errors=tuple(replace(one, label=speak_kept(one.label)) for one in posture.errors),
        never_by_ai=tuple(map(speak_kept, posture.never_by_ai)),
        told=tuple(map(speak_kept, posture.told)),
    )


def read(row: Posture) -> rules.Posture:
    """Read a signed version in the reader's language."""
    return spoken(rules.read_posture(row.body))


def sentences(posture: rules.Posture, found: flow.PosturesPage) -> tuple[Sentence, ...]:
    """Say a posture clause by clause."""
    said: dict[str, list[str]] = {}
    for pointer, text in rules.sentences(posture, named(found)).items():
        said.setdefault(posture_words.clause(pointer), []).append(speak(text))
    return tuple(Sentence(name, tuple(texts)) for name, texts in said.items())


def changes(
    before: rules.Posture | None, after: rules.Posture, found: flow.PosturesPage
) -> tuple[ChangeRow, ...]:
    """Say what one version changes against another, both in the reader's language."""
    if before is None:
        return ()
    return tuple(
        ChangeRow(
            "plus" if one.before is None else "minus" if one.after is None else "pencil-line",
            posture_words.one_clause(one.clause),
            word_by_word(speak(one.before) if one.before else "", speak(one.after) if one.after else ""),
        )
        for one in rules.differences(before, after, named(found))
    )


def word_by_word(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Say in which words two sentences differ; two that have little in common one after the other."""
    old, new = before.split(), after.split()
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return tuple((kind, text) for kind, text in (("out", before), ("in", after)) if text)
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            found.append(("", " ".join(old[a:b])))
            continue
        found += [(kind, " ".join(part)) for kind, part in (("out", old[a:b]), ("in", new[c:d])) if part]
    return tuple(found)


def looser(posture: rules.Posture | None, found: flow.PosturesPage) -> Looser | None:
    """Name the live rules that let the machine act where the posture does not."""
    rows: dict[tuple[str, str], list[str]] = {}
    for one in found.looser(posture) if posture else ():
        rows.setdefault((one.pointer.split("/")[2], one.why), []).append(one.clause)
    if not rows or posture is None:
        return None
    title = ngettext(
        "%(n)s rule of the live policy is looser than this. The policy stays, but this decision bounds the "
        "AI at every case.",
        "%(n)s rules of the live policy are looser than this. The policy stays, but this decision bounds the "
        "AI at every case.",
        len(rows),
    )
    return Looser(
        title % {"n": speech.number(len(rows))},
        tuple(
            (_goes_beyond(place, clauses, posture), speak_kept(why)) for (place, why), clauses in rows.items()
        ),
        reverse("console:policy", args=[found.system.slug]) if found.is_owner else "",
    )


def _goes_beyond(place: str, clauses: list[str], posture: rules.Posture) -> str:
    """Say in what one rule goes beyond a posture; the last resort has no place among the rules."""
    rule = (
        _("Rule %(place)s") % {"place": speech.number(int(place) + 1)}
        if place.isdecimal()
        else _("The last rule")
    )
    said = []
    opened = [str(BEYOND[one]) for one in clauses if one in BEYOND]
    if opened:
        said.append(
            _("%(rule)s would let the AI act on %(what)s.") % {"rule": rule, "what": speech.joined(opened)}
        )
    if "audit_share" in clauses:
        least = {"rule": rule, "least": speech.number((posture.audit_share * 100).normalize())}
        said.append(_("%(rule)s: fewer than %(least)s in 100 of its cases would be looked at again.") % least)
    return " ".join(said)


def signed(row: Posture, reader: Reader, *, with_number: bool = True) -> str:
    """Say by whom and when a version was signed, and until when it counts."""
    is_over = row.expires_at <= reader.now
    ends = _("expired, its last day was %(day)s") if is_over else _("counts until %(day)s")
    said = {
        "number": row.number,
        "who": row.by.name,
        "day": day_of(row.in_force_at, reader),
        "ends": ends % {"day": day_of(posture_words.last_day(row, reader), reader)},
    }
    if not with_number:
        return _("signed by %(who)s %(day)s, %(ends)s") % said
    return _("no. %(number)s, signed by %(who)s %(day)s, %(ends)s") % said


def ending(row: Posture | None, reader: Reader) -> Note | None:
    """Warn that a decision ends soon, or is over, or that there is none."""
    if row is None:
        text = _("Until one is signed, people decide every case.")
        return Note("warn", "triangle-alert", _("No risk decision is signed."), text)
    left = row.expires_at - reader.now
    if left.total_seconds() <= 0:
        text = _("Since then the AI decides nothing alone. Sign the next one to let it.")
        last = day_of(posture_words.last_day(row, reader), reader)
        title = _("This decision has expired, its last day was %(day)s.") % {"day": last}
        return Note("bad", "triangle-alert", title, text)
    if left.days >= SOON_DAYS:
        return None
    title = ngettext(
        "This decision ends in %(n)s day.", "This decision ends in %(n)s days.", left.days + 1
    ) % {"n": left.days + 1}
    return Note("warn", "clock-alert", title, _("After that the AI decides nothing alone."))


def build_list(found: flow.PosturesPage, reader: Reader) -> ListPage:
    """Show the decision in force in words, then every version."""
    live, slug = found.live, found.system.slug
    posture = read(live) if live else None
    number = live.number if live else 0
    return ListPage(
        name=speak_kept(found.system.name),
        up_url=reverse("console:system", args=[slug]),
        number=number,
        about=signed(live, reader) if live else "",
        sentences=sentences(posture, found) if posture else (),
        told=posture.told if posture else (),
        note=ending(live, reader),
        looser=looser(posture, found),
        rows=tuple(_row(found, place, reader) for place in range(len(found.versions))),
        draft_about=_draft_about(found, reader),
        edit_url=reverse("console:posture-edit", args=[slug]) if found.is_owner else "",
        text_url=reverse("console:posture-text", args=[slug, number]) if live else "",
        json_url=reverse("console:posture-json", args=[slug, number]) if live else "",
    )


def _draft_about(found: flow.PosturesPage, reader: Reader) -> str:
    if found.draft is None:
        return ""
    at = words.clock_time(found.draft.saved_at, now=reader.now, zone=reader.zone)
    return _("A draft of the next decision is open, last saved %(at)s.") % {"at": at}


def _row(found: flow.PosturesPage, place: int, reader: Reader) -> VersionRow:
    row = found.versions[place]
    before = found.versions[place + 1] if place + 1 < len(found.versions) else None
    is_live = row.ended_at is None
    n = len(changes(read(before), read(row), found)) if before else 0
    changed = ngettext("%(n)s clause changed", "%(n)s clauses changed", n) % {"n": n}
    state, tone = (_("in force"), "ok") if is_live else (_("replaced"), "")
    if is_live and row.expires_at <= reader.now:
        state, tone = _("expired"), "bad"
    return VersionRow(
        number=row.number,
        url=reverse("console:posture-version", args=[found.system.slug, row.number]),
        state=state,
        tone=tone,
        since=_("signed %(day)s, until %(end)s")
        % {
            "day": day_of(row.in_force_at, reader),
            "end": day_of(
                row.ended_at
                if row.ended_at and row.ended_at < row.expires_at
                else posture_words.last_day(row, reader),
                reader,
            ),
        },
        by=row.by.name,
        n_changes=changed if before else _("The first one"),
    )


def build_version(found: flow.PosturesPage, number: int, reader: Reader) -> VersionPage:
    """Show one version in words, and what it changed against the one before."""
    row = found.version(number)
    posture, slug = read(row), found.system.slug
    before = next((one for one in found.versions if one.number == number - 1), None)
    against = _("against no. %(number)s") % {"number": number - 1} if before else ""
    return VersionPage(
        title=_("Risk decision no. %(number)s") % {"number": number},
        system_name=speak_kept(found.system.name),
        list_url=reverse("console:posture", args=[slug]),
        about=signed(row, reader, with_number=False),
        sentences=sentences(posture, found),
        told=posture.told,
        changes=changes(read(before) if before else None, posture, found),
        against=against,
        text_url=reverse("console:posture-text", args=[slug, number]),
        json_url=reverse("console:posture-json", args=[slug, number]),
    )
