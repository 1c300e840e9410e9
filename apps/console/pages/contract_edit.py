"""The editor of a contract: every fact against the version in force, the form of one, the panel beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import contract_form, contract_lists, contract_trial, contract_words, words
from apps.console.pages.contract import is_held, spoken
from apps.console.pages.shell import Note
from apps.core import ids
from apps.core.speech import speak, speak_kept
from apps.core.words import Words, say
from apps.flow import selectors as flow
from apps.flow.selectors import words as fact_words
from apps.intake import rules

COLUMNS = (say("needed"), say("source"), say("age"), say("if missing"), say("if sources differ"))
Option = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """How one aspect stands; `was` where it was otherwise in the version in force."""

    name: str
    text: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    label: str
    url: str
    cells: tuple[Cell, ...]
    stored: str
    is_lacking: bool
    is_edited: bool
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one fact with what stands in it; `error` is shown at `field`."""

    key: str
    label: str
    about: str
    typed: contract_form.Typed
    sources: tuple[Option, ...]
    types: tuple[Option, ...]
    sensitivities: tuple[Option, ...]
    needed: tuple[Option, ...]
    when_facts: tuple[Option, ...]
    when_ops: tuple[Option, ...]
    units: tuple[Option, ...]
    missing: tuple[Option, ...]
    conflict: tuple[Option, ...]
    is_changed: bool
    field: str
    error: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed when it was refused, or is being checked; `contract` is None when it is no contract."""

    typed: contract_form.Typed | None = None
    contract: rules.Contract | None = None
    pointer: str = ""
    error: str = ""
    note: Note | None = None
    lists: contract_lists.Refused = contract_lists.NOTHING


@dataclass(frozen=True, slots=True)
class EditPage:
    name: str
    slug: str
    list_url: str
    version: int
    key: str
    about: str
    next_number: int
    state: str
    n_facts: str
    stored: str
    rows: tuple[Row, ...]
    form: Form | None
    lists: tuple[contract_lists.ListForm, ...]
    types: tuple[Option, ...]
    sensitivities: tuple[Option, ...]
    panel: contract_trial.Panel
    note: Note | None
    told: tuple[tuple[str, str], ...]
    may_write: bool
    may_propose: bool
    not_yet: str
    is_unsaved: bool
    is_owner: bool
    is_mine: bool
    same_person: bool
    is_looser: bool
    is_confirmed: bool
    urls: Mapping[str, str]


def build(
    editing: flow.Editing, *, focus: str, attempt: Attempt, reader: Reader, is_confirmed: bool = False
) -> EditPage:
    """Turn a draft, and what was typed into it, into template data."""
    draft, shown = editing.draft, attempt.contract or editing.contract
    has_typed = attempt.typed is not None or attempt.lists.typed is not None
    is_unsaved = has_typed and attempt.contract != editing.contract
    panel = contract_trial.build(
        editing,
        contract=attempt.contract if has_typed else editing.contract,
        focus=focus,
        reader=reader,
        error=(attempt.error or attempt.lists.error) if has_typed and attempt.contract is None else "",
        to_decide=draft.state == "PROPOSED",
    )
    told = spoken(rules.differences(editing.live, shown, currency=editing.system.currency))
    may_write = draft.state == "DRAFT" and editing.is_mine
    not_yet = _not_yet(panel, is_unsaved=is_unsaved)
    slug = editing.system.slug
    return EditPage(
        name=speak_kept(editing.system.name),
        slug=slug,
        list_url=reverse("console:contract", args=[slug]),
        version=draft.version,
        key=str(ids.new()),
        about=_about(editing, reader),
        next_number=editing.live_row.number + 1,
        state=draft.state,
        n_facts=_n_facts(shown, editing.live),
        stored=_stored(editing),
        rows=rows(editing, shown, focus),
        form=form(editing, focus, attempt) if may_write and focus in shown.specs else None,
        lists=contract_lists.build(editing.contract, attempt.lists, editing.system.currency)
        if may_write
        else (),
        types=_options(contract_words.types(), "boolean"),
        sensitivities=_options(contract_words.sensitivities(), "personal"),
        panel=panel,
        note=attempt.note or _note(editing, reader),
        told=told,
        may_write=may_write,
        is_unsaved=is_unsaved,
        may_propose=may_write and not not_yet,
        not_yet=not_yet,
        is_owner=editing.is_owner,
        is_mine=editing.is_mine,
        same_person=draft.author_id == reader.actor.id,
        is_looser=rules.is_looser(editing.live, shown),
        is_confirmed=is_confirmed,
        urls={
            name: reverse(f"console:contract-{name}", args=[slug])
            for name in ("edit", "panel", "write", "adopt")
        },
    )


def _not_yet(panel: contract_trial.Panel, *, is_unsaved: bool) -> str:
    """Say why the draft cannot be proposed now; empty when it can."""
    if is_unsaved:
        return _(
            "What you typed is not saved yet, and only what is saved can be proposed. "
            "Save it in the draft first."
        )
    if panel.blocked:
        return panel.blocked
    if panel.is_old or panel.error:
        return _("It can be proposed once it is checked against stored cases.")
    return ""


def _stored(editing: flow.Editing) -> str:
    n = ((editing.trial.result if editing.trial else None) or {}).get("n", 0)
    return _("Stored, of %(n)s") % {"n": words.number(n)} if n else _("Stored")


def _about(editing: flow.Editing, reader: Reader) -> str:
    row = editing.live_row
    day = words.day(row.in_force_at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))
    return _("in force: version %(number)s since %(day)s") % {"number": row.number, "day": day}


def _n_facts(shown: rules.Contract, live: rules.Contract) -> str:
    n, changed = len(shown.specs), len(rules.changed_facts(live, shown))
    apart = sum(one.sensitivity is rules.Sensitivity.PROTECTED for one in shown.specs.values())
    facts = ngettext("%(n)s fact", "%(n)s facts", n) % {"n": n}
    if apart:
        said = {"facts": facts, "apart": apart, "n": changed}
        return _("%(facts)s, %(apart)s of them kept apart, %(n)s changed") % said
    return _("%(facts)s, %(n)s changed") % {"facts": facts, "n": changed}


def _note(editing: flow.Editing, reader: Reader) -> Note | None:
    draft = editing.draft
    if draft.state == "PROPOSED":
        who = draft.proposed_by.name if draft.proposed_by else ""
        title = _("%(who)s proposed this version.") % {"who": who}
        text = _("The owner puts it in force or returns it. Nothing can be changed meanwhile.")
        return Note("acc", "hourglass", title, text)
    if is_held(draft, reader.actor, reader):
        who = draft.held_by.name if draft.held_by else ""
        until = (
            words.clock_time(draft.held_until, now=reader.now, zone=reader.zone) if draft.held_until else ""
        )
        title = _("%(who)s is editing this contract.") % {"who": who}
        text = _("You can read along. It is free again at %(time)s, or when it is left.") % {"time": until}
        return Note("warn", "lock", title, text)
    if draft.returned_why:
        return Note("warn", "undo-2", _("The owner returned it:"), draft.returned_why)
    return None


# --- the table ---


def rows(editing: flow.Editing, shown: rules.Contract, focus: str) -> tuple[Row, ...]:
    """Write every fact against the version in force."""
    trial = editing.trial
    result: Mapping[str, Any] = (trial.result if trial else None) or {}
    return tuple(_row(editing, shown, key, focus, result) for key in shown.specs)


def _row(
    editing: flow.Editing, shown: rules.Contract, key: str, focus: str, result: Mapping[str, Any]
) -> Row:
    spec, before = shown.specs[key], editing.live.specs.get(key)
    currency = editing.system.currency
    now = rules.aspects(spec, shown.specs, currency=currency)
    was = rules.aspects(before, editing.live.specs, currency=currency) if before else {}
    stored, n = result.get("stored", {}).get(key, 0), result.get("n", 0)
    is_apart = spec.sensitivity is rules.Sensitivity.PROTECTED
    return Row(
        key=key,
        label=speak_kept(spec.label),
        url=f"{reverse('console:contract-edit', args=[editing.system.slug])}?fact={key}#fact",
        cells=tuple(_cell(name, now, was) for name in COLUMNS),
        stored=_("kept apart") if is_apart else words.number(stored) if n else "",
        is_lacking=bool(n) and not is_apart and (spec.required or bool(spec.required_when)) and stored < n,
        is_edited=key == focus,
        is_changed=before != spec,
    )


def _cell(name: Words, now: Mapping[Words, Words], was: Mapping[Words, Words]) -> Cell:
    text = words.sentence_case(speak(now[name]))
    before = words.sentence_case(speak(was[name])) if was else ""
    return Cell(contract_words.column(str(name)), text, before if before != text else "")


# --- the form ---


def form(editing: flow.Editing, focus: str, attempt: Attempt) -> Form:
    """Fill the form of one fact, with what was typed where something was."""
    spec, contract = editing.contract.specs[focus], editing.contract
    given = attempt.typed or contract_form.of_spec(spec, contract.specs, editing.system.currency)
    choices = [one for one in contract.specs.values() if one.key != focus]
    return Form(
        key=focus,
        label=speak_kept(spec.label),
        about=speak(rules.aspects(spec, contract.specs, currency=editing.system.currency)[say("type")]),
        typed=given,
        sources=_sources(contract, given.get("source")),
        types=_options(contract_words.types(), given.get("type")),
        sensitivities=_options(contract_words.sensitivities(), given.get("sensitivity")),
        needed=_options(contract_words.needed(), given.get("needed")),
        when_facts=_options(
            [("", _("choose a fact")), *((one.key, speak_kept(one.label)) for one in choices)],
            given.get("when_fact"),
        ),
        when_ops=_options(
            [(op.value, str(text)) for op, text in contract_words.operators().items()], given.get("when_op")
        ),
        units=_options([("days", _("days")), ("hours", _("hours"))], given.get("fresh_unit")),
        missing=_options(contract_words.if_missing(), given.get("if_missing")),
        conflict=_options(contract_words.if_conflict(), given.get("if_conflict")),
        is_changed=editing.live.specs.get(focus) != spec,
        field=contract_form.field_of(attempt.pointer),
        error=attempt.error,
    )


def _options(pairs: list[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple((value, label, value == chosen) for value, label in pairs)


def _sources(contract: rules.Contract, chosen: str) -> tuple[Option, ...]:
    named = sorted({source for spec in contract.specs.values() for source in spec.sources} | {chosen} - {""})
    pairs = [("", _("any source")), *((one, fact_words.source(one)) for one in named)]
    return _options(pairs, chosen)
