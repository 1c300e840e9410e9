"""The owner's risk decisions to read: the one in force in words, the others, what each changed."""

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
BEYOND = {  # the posture's clause -> in what a rule goes beyond it
    "machine": gettext_lazy("whatever no rule speaks for"),
    "machine.outcomes": gettext_lazy("other outcomes"),
    "machine.segments": gettext_lazy("other segments"),
    "machine.max_amount_minor": gettext_lazy("higher amounts"),
    "audit_share": gettext_lazy("cases of which fewer are looked at again"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One clause in words, with all that it says."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    name: str
    before: str
    after: str


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
    """Live rules that go beyond a posture: one line for all, and each with in what it does."""

    title: str
    rules: tuple[tuple[str, str], ...]


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
        {one["key"]: speak_kept(one["label"]) for one in found.system.segments},
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
            posture_words.clause(one.clause),
            speak(one.before) if one.before else "",
            speak(one.after) if one.after else "",
        )
        for one in rules.differences(before, after, named(found))
    )


def looser(posture: rules.Posture | None, found: flow.PosturesPage) -> Looser | None:
    """Name the live rules that let the machine act where the posture does not."""
    rows: dict[tuple[str, str], list[str]] = {}
    for one in found.looser(posture) if posture else ():
        rows.setdefault((one.code, one.why), []).append(str(BEYOND[one.clause]))
    if not rows:
        return None
    title = ngettext(
        "%(n)s rule of the live policy is looser than this. The policy stays, but this decision bounds the "
        "AI at every case.",
        "%(n)s rules of the live policy are looser than this. The policy stays, but this decision bounds the "
        "AI at every case.",
        len(rows),
    )
    said = _("it would let the AI act on %(what)s")
    return Looser(
        title % {"n": speech.number(len(rows))},
        tuple((speak_kept(why), said % {"what": speech.joined(what)}) for (_code, why), what in rows.items()),
    )


def signed(row: Posture, reader: Reader) -> str:
    """Say by whom and when a version was signed, and until when it counts."""
    is_over = row.expires_at <= reader.now
    ends = _("expired %(day)s") if is_over else _("counts until %(day)s")
    said = {
        "number": row.number,
        "who": row.by.name,
        "day": day_of(row.in_force_at, reader),
        "ends": ends % {"day": day_of(row.expires_at, reader)},
    }
    return _("no. %(number)s, signed by %(who)s %(day)s, %(ends)s") % said


def ending(row: Posture | None, reader: Reader) -> Note | None:
    """Warn that a decision ends soon, or is over, or that there is none."""
    if row is None:
        text = _("Until one is signed, people decide every case.")
        return Note("warn", "triangle-alert", _("No risk decision is signed."), text)
    left = row.expires_at - reader.now
    if left.total_seconds() <= 0:
        text = _("Since then the AI decides nothing alone. Sign the next one to let it.")
        title = _("This decision expired %(day)s.") % {"day": day_of(row.expires_at, reader)}
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
            "end": day_of(min(row.ended_at or row.expires_at, row.expires_at), reader),
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
        about=signed(row, reader),
        sentences=sentences(posture, found),
        told=posture.told,
        changes=changes(read(before) if before else None, posture, found),
        against=against,
        text_url=reverse("console:posture-text", args=[slug, number]),
        json_url=reverse("console:posture-json", args=[slug, number]),
    )
