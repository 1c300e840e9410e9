"""The segments as they shall be: each in words against what counts, the form of one, how many fit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import policy_bands, policy_edit, policy_form, policy_words, words
from apps.console.pages.shell import Note
from apps.core import ids, refusals, speech
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors.segment_state import Fit
from apps.policy import rules
from apps.policy import selectors as policies
from apps.policy.states import PolicyState

NEW = "new"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed when it was refused; `pointer` names the clause at fault."""

    typed: policy_form.Typed | None = None
    pointer: str = ""
    error: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One segment. tag: what the draft does to it, with its tone."""

    key: str
    name: str
    when: str
    tag: str
    tone: str
    url: str
    is_chosen: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class FitRow:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FitPart:
    """How many of the last cases are in each; `notes`: from where to where, and what is not counted."""

    title: str
    rows: tuple[FitRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one segment with what stands in it; `error` is shown at `field`."""

    rule: str
    title: str
    is_new: bool
    typed: policy_form.Typed
    clauses: tuple[policy_edit.ClauseRow, ...]
    joins: tuple[policy_edit.Option, ...]
    field: str
    error: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditPage:
    name: str
    up_url: str
    number: int
    version: int
    key: str
    about: str
    state: str
    note: Note | None
    rows: tuple[Row, ...]
    form: Form | None
    fit: FitPart | None
    may_write: bool
    is_writer: bool
    is_owner: bool
    is_own: bool
    is_confirmed: bool
    not_yet: str
    new_url: str
    urls: Mapping[str, str] = field(default_factory=dict)


def build(
    editing: flow.SegmentsEditing,
    *,
    focus: str,
    attempt: Attempt,
    reader: Reader,
    is_confirmed: bool = False,
) -> EditPage:
    """Turn the segments as they shall be, and what was typed, into template data."""
    draft, slug = editing.draft, editing.system.slug
    may_write = editing.may_write and (draft is None or draft.state == PolicyState.DRAFT)
    urls = {name: reverse(f"console:segments-{name}", args=[slug]) for name in ("edit", "adopt")}
    return EditPage(
        name=speak_kept(editing.system.name),
        up_url=reverse("console:segments", args=[slug]),
        number=draft.number if draft else 0,
        version=editing.version,
        key=str(ids.new()),
        about=_("Begun by %(who)s.") % {"who": draft.author.name} if draft else "",
        state=draft.state if draft else "",
        note=attempt.note or _note(editing),
        rows=_rows(editing, urls["edit"] if may_write else "", focus),
        form=_form(editing, focus, attempt) if may_write and focus else None,
        fit=_fit(editing.fit, editing) if editing.fit else None,
        may_write=may_write,
        is_writer=editing.may_write,
        is_owner=editing.is_owner,
        is_own=draft is not None and reader.actor.id in {draft.author_id, *draft.writers},
        is_confirmed=is_confirmed,
        not_yet=_not_yet(editing),
        new_url=f"{urls['edit']}?segment={NEW}#rule",
        urls=urls,
    )


def _not_yet(editing: flow.SegmentsEditing) -> str:
    if editing.body != editing.before:
        return ""
    return _("Nothing is changed yet, so there is nothing to propose.")


def _note(editing: flow.SegmentsEditing) -> Note | None:
    draft = editing.draft
    if draft is None:
        return None
    if draft.state == PolicyState.PROPOSED:
        title = _("These segments wait for the owner.")
        return Note("acc", "hourglass", title, _("Until then those in force count."))
    if draft.returned_why:
        return Note("warn", "undo-2", _("The owner returned it:"), draft.returned_why)
    return None


# --- each segment in words ---


def _rows(editing: flow.SegmentsEditing, edit_url: str, focus: str) -> tuple[Row, ...]:
    body, before = editing.body, editing.before
    names = policy_words.named(editing.knows)
    known = {one["key"]: one for one in before}
    kept = {one["key"] for one in body}
    gone = [one for one in before if one["key"] not in kept]
    listed = policies.compiled_segments([*body])
    said = {one.code: one.when for one in listed.rules} if listed else {}
    left = policies.compiled_segments(gone)
    said |= {one.code: one.when for one in left.rules} if left else {}
    return tuple(
        Row(
            key=one["key"],
            name=speak_kept(one["label"]),
            when=words.sentence_case(speak(names.condition(said[one["key"]]))),
            tag=tag,
            tone=tone,
            url=f"{edit_url}?segment={one['key']}#rule" if edit_url and one["key"] in kept else "",
            is_chosen=one["key"] == focus,
            is_gone=one["key"] not in kept,
        )
        for one in [*body, *gone]
        for tag, tone in [_tag(one, known, kept)]
    )


def _tag(one: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], kept: set[str]) -> tuple[str, str]:
    """Say what the draft does to a segment, and in which tone."""
    if one["key"] not in kept:
        return _("Goes"), "warn"
    was = known.get(one["key"])
    if was is None:
        return _("New"), "acc"
    return (_("Renamed"), "acc") if was["label"] != one["label"] else ("", "")


# --- the form of one ---


def _form(editing: flow.SegmentsEditing, focus: str, attempt: Attempt) -> Form:
    is_new = focus == NEW
    given = attempt.typed or (policy_form.Typed(NEW, {"join": "all"}) if is_new else filled(editing, focus))
    wrong = field_of(attempt.pointer, given, editing) if attempt.error else ""
    return Form(
        rule=focus,
        title=_("New segment") if is_new else speak_kept(given.get("say")) or focus,
        is_new=is_new,
        typed=given,
        clauses=policy_edit.clause_rows(given, _facts(editing), wrong),
        joins=policy_edit.joins(given),
        field=wrong,
        error=attempt.error if attempt.typed else "",
    )


def filled(editing: flow.SegmentsEditing, key: str) -> policy_form.Typed:
    """Fill the form with how a segment stands."""
    one = next(one for one in editing.body if one["key"] == key)
    said = policy_form.when_fields(one["when"], editing.knows)
    return policy_form.Typed(key, {"code": key, "say": one["label"], **said})


def with_typed(editing: flow.SegmentsEditing, given: policy_form.Typed) -> list[dict[str, Any]]:
    """Write what was typed into the list; whether it is one of segments is the verb's question."""
    written = {
        "key": given.get("code"),
        "label": given.get("say"),
        "when": policy_form.when_of(given, editing.knows),
    }
    if given.rule == NEW:
        return [*editing.body, written]
    return [written if one["key"] == given.rule else one for one in editing.body]


def field_of(pointer: str, given: policy_form.Typed, editing: flow.SegmentsEditing) -> str:
    """Name the field of the form where a clause is typed; empty where it is another segment's."""
    keys = [one["key"] for one in editing.body]
    place = keys.index(given.rule) if given.rule in keys else len(keys)
    parts = pointer.strip("/").split("/")
    if parts[:2] != ["segments", str(place)]:
        return ""
    named = parts[2:]
    if named[:1] == ["when"]:
        return policy_form.when_field(named, given)
    return {"key": "code", "label": "say"}.get("".join(named[:1]), "")


def _facts(editing: flow.SegmentsEditing) -> list[tuple[str, str]]:
    """Name every fact that a segment may read: those of the contract."""
    names = policy_words.named(editing.knows)
    listed = [(key, names.labels.get(key, key)) for key in editing.knows.contract.kinds()]
    return sorted(listed + policy_bands.options(editing.knows, names), key=lambda one: one[1].lower())


def why(refusal: refusals.Refusal, editing: flow.SegmentsEditing) -> str:
    """Say why nothing was saved; of two that overlap, by a case that would be in both."""
    keys, example = refusal.details.get("keys"), refusal.details.get("example")
    if not isinstance(keys, list) or not isinstance(example, dict):
        return speak(refusal.sentence)
    names = policy_words.named(editing.knows)
    facts = speech.joined([_fact(name, value, editing, names) for name, value in example.items()])
    said = {"one": keys[0], "two": keys[1], "facts": facts}
    if not facts:
        return _("The segments %(one)s and %(two)s overlap, as far as can be told.") % said
    return (
        _(
            "The segments %(one)s and %(two)s overlap. This case would be in both: %(facts)s. Ask in one of "
            "them for what the other excludes."
        )
        % said
    )


def _fact(name: str, value: object, editing: flow.SegmentsEditing, names: rules.Named) -> str:
    shown = tuple(value) if isinstance(value, list) else value
    label = words.sentence_case(names.labels.get(name, name))
    return f"{label}: {policy_words.value_words(name, shown, editing.knows, names)}"


# --- how many fit ---


def _fit(fit: Fit, editing: flow.SegmentsEditing) -> FitPart:
    labels = editing.system.segment_labels | {one["key"]: one["label"] for one in editing.body}
    named = {key: speak_kept(label) for key, label in labels.items()} | {"": _("In none of them")}
    keys = dict.fromkeys([*(one["key"] for one in (*editing.body, *editing.before)), ""])
    moves = sorted(fit.moves.items(), key=lambda one: -one[1])
    title = ngettext("Of the last case", "Of the last %(n)s cases", fit.n) % {"n": words.number(fit.n)}
    return FitPart(
        title=title,
        rows=tuple(
            FitRow(
                named.get(key, key),
                words.number(fit.before.get(key, 0)),
                words.number(fit.after.get(key, 0)),
            )
            for key in keys
        ),
        notes=(*(_move(way, n, named) for way, n in moves), *_erased(fit)),
    )


def _move(way: tuple[str, str], n: int, named: Mapping[str, str]) -> str:
    said = ngettext("%(n)s would move: %(was)s → %(now)s", "%(n)s would move: %(was)s → %(now)s", n)
    was, now = (named.get(key, key) for key in way)
    return said % {"n": words.number(n), "was": was, "now": now}


def _erased(fit: Fit) -> tuple[str, ...]:
    if not fit.n_erased:
        return ()
    said = ngettext(
        "%(n)s is not counted: its facts were erased.",
        "%(n)s are not counted: their facts were erased.",
        fit.n_erased,
    )
    return (said % {"n": words.number(fit.n_erased)},)
