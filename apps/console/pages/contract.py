"""The contract of an AI system to read: versions, one of them in words, what one changed against another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import Actor
from apps.console.edge import Reader
from apps.console.pages import contract_words, words
from apps.console.pages.shell import Note
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.intake import rules
from apps.intake import selectors as intake
from apps.registry.models import AISystem, ContextContract, ContractDraft

COLUMNS = ("needed", "source", "age", "if missing", "if sources differ", "definition belongs to")


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    url: str
    state: str
    tone: str
    since: str
    by: str
    changes: tuple[str, ...]
    n_more: int
    diff_url: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact in words: the columns, and every other aspect below them."""

    key: str
    label: str
    cells: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DraftNote:
    note: Note
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class ListPage:
    name: str
    up_url: str
    rows: tuple[VersionRow, ...]
    draft: DraftNote | None
    edit_url: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    title: str
    here: str
    about: str
    list_url: str
    system_name: str
    text_url: str
    facts: tuple[FactRow, ...]
    forbidden: tuple[tuple[str, str], ...]
    exclusions: tuple[str, ...]
    assumptions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DiffPage:
    title: str
    system_name: str
    list_url: str
    changes: tuple[tuple[str, str], ...]
    version: str
    version_url: str
    others: tuple[tuple[str, str], ...]


def _day(at: datetime, reader: Reader) -> str:
    return words.day(at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))


def who_wrote(row: ContextContract) -> str:
    """Say who wrote a version and who put it in force."""
    draft = getattr(row, "draft", None)
    if draft is None:
        return _("put in force by %(who)s") % {"who": row.by.name}
    if draft.author_id == row.by_id:
        return _("written and put in force by the same person, %(who)s") % {"who": row.by.name}
    said = {"author": draft.author.name, "who": row.by.name}
    return _("written by %(author)s, put in force by %(who)s") % said


def _by(row: ContextContract) -> str:
    """Name who wrote a version and who signed it, in short."""
    draft = getattr(row, "draft", None)
    if draft is None or draft.author_id == row.by_id:
        return row.by.name
    return _("%(author)s, signed by %(who)s") % {"author": draft.author.name, "who": row.by.name}


def _list_url(system: AISystem) -> str:
    return reverse("console:contract", args=[system.slug])


MOST_CHANGES = 4


def build_list(found: flow.ContractPage, reader: Reader) -> ListPage:
    """Show every version, the newest first, with what each changed."""
    rows = []
    for place, row in enumerate(found.versions):
        before = found.versions[place + 1] if place + 1 < len(found.versions) else None
        rows.append(_version_row(found.system, row, before, reader))
    slug = found.system.slug
    return ListPage(
        name=speak_kept(found.system.name),
        up_url=reverse("console:system", args=[slug]),
        rows=tuple(rows),
        draft=_draft_note(found.draft, found, reader) if found.draft else None,
        edit_url=reverse("console:contract-edit", args=[slug]) if found.may_edit else "",
    )


def _version_row(
    system: AISystem, row: ContextContract, before: ContextContract | None, reader: Reader
) -> VersionRow:
    told = changes(before, row, system.currency) if before else ()
    is_live = row.ended_at is None
    since = _("since %(day)s") if is_live else _("%(day)s to %(end)s")
    said = {"day": _day(row.in_force_at, reader), "end": _day(row.ended_at, reader) if row.ended_at else ""}
    return VersionRow(
        number=row.number,
        url=reverse("console:contract-version", args=[system.slug, row.number]),
        state=_("in force") if is_live else _("retired"),
        tone="ok" if is_live else "",
        since=since % said,
        by=_by(row),
        changes=tuple(text for _icon, text in told[:MOST_CHANGES]) if before else (_("The first version"),),
        n_more=max(0, len(told) - MOST_CHANGES),
        diff_url=reverse("console:contract-diff", args=[system.slug, before.number, row.number])
        if before
        else "",
    )


def _draft_note(draft: ContractDraft, found: flow.ContractPage, reader: Reader) -> DraftNote:
    url = reverse("console:contract-edit", args=[found.system.slug]) if found.may_edit else ""
    if draft.state == "PROPOSED":
        said = {"who": draft.proposed_by.name if draft.proposed_by else draft.author.name}
        title = _("A new version waits for the owner.")
        text = _("%(who)s proposed it.") % said
        return DraftNote(Note("acc", "hourglass", title, text), url, _("Look at it"))
    if is_held(draft, reader.actor, reader):
        who = draft.held_by.name if draft.held_by else ""
        title = _("%(who)s is writing a new version.") % {"who": who}
        return DraftNote(Note("", "lock", title), url, _("Look at it"))
    title = _("A draft of a new version is open.")
    text = _("Begun by %(who)s.") % {"who": draft.author.name}
    return DraftNote(Note("", "pencil-line", title, text), url, _("Go on writing"))


def is_held(draft: ContractDraft, actor: Actor, reader: Reader) -> bool:
    """Say whether somebody else edits the draft at this moment."""
    is_other = draft.held_by_id is not None and draft.held_by_id != actor.id
    return is_other and draft.held_until is not None and draft.held_until > reader.now


ICONS = {"added": "plus", "removed": "minus", "changed": "pencil-line"}


def changes(before: ContextContract, after: ContextContract, currency: str) -> tuple[tuple[str, str], ...]:
    """Say what a version changed: icon and sentence."""
    told = rules.differences(intake.spoken_contract(before), intake.spoken_contract(after), currency=currency)
    return spoken(told)


def spoken(told: tuple[rules.Change, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((ICONS[one.kind.value], words.sentence_case(speak(one.said))) for one in told)


def build_version(found: flow.ContractPage, number: int, reader: Reader) -> VersionPage:
    """Show one version with every fact in words."""
    row = found.version(number)
    contract = intake.spoken_contract(row)
    since = {"day": _day(row.in_force_at, reader), "who": who_wrote(row)}
    ended = "" if row.ended_at is None else _(", until %(day)s") % {"day": _day(row.ended_at, reader)}
    slug = found.system.slug
    return VersionPage(
        title=_("Context contract, version %(number)s") % {"number": number},
        here=_("Version %(number)s") % {"number": number},
        about=_("in force since %(day)s") % since + ended + ", " + since["who"],
        list_url=_list_url(found.system),
        system_name=speak_kept(found.system.name),
        text_url=reverse("console:contract-text", args=[slug, number]),
        facts=tuple(fact_row(spec, contract.specs, found.system) for spec in contract.specs.values()),
        forbidden=tuple((key, speak_kept(why)) for key, why in contract.forbidden.items()),
        exclusions=exclusions(contract, found.system.currency),
        assumptions=tuple(
            (one.say, contract.specs[one.fact].label if one.fact else "") for one in contract.assumptions
        ),
    )


def exclusions(contract: rules.Contract, currency: str) -> tuple[str, ...]:
    return tuple(speak(rules.exclusion_in_words(one, contract, currency)) for one in contract.exclusions)


def fact_row(spec: rules.FactSpec, specs: Mapping[str, rules.FactSpec], system: AISystem) -> FactRow:
    """Write one fact: the columns, then the rest of what the contract asks of it."""
    said = rules.aspects(spec, specs, currency=system.currency)
    named = {str(name): (speak(name), speak(text)) for name, text in said.items()}
    skipped = {*COLUMNS, "name"}
    return FactRow(
        key=spec.key,
        label=spec.label,
        cells=tuple((contract_words.column(name), words.sentence_case(named[name][1])) for name in COLUMNS),
        more=tuple(
            (words.sentence_case(name), text) for key, (name, text) in named.items() if key not in skipped
        ),
    )


def build_diff(found: flow.ContractPage, before: int, number: int) -> DiffPage:
    """Show what one version changed against another, in words."""
    old, new = found.version(before), found.version(number)
    slug = found.system.slug
    others = tuple(
        (
            _("against version %(number)s") % {"number": one.number},
            reverse("console:contract-diff", args=[slug, one.number, number]),
        )
        for one in found.versions
        if one.number not in (number, before)
    )
    said = {"new": new.number, "old": old.number}
    return DiffPage(
        title=_("What version %(new)s changes against version %(old)s") % said,
        system_name=speak_kept(found.system.name),
        list_url=_list_url(found.system),
        changes=changes(old, new, found.system.currency),
        version=_("Read version %(number)s") % {"number": number},
        version_url=reverse("console:contract-version", args=[found.system.slug, number]),
        others=others,
    )
