"""The editor of a policy: the table against the version in force, the form of one rule, the panel beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import (
    policy,
    policy_bands,
    policy_checks,
    policy_form,
    policy_ladder,
    policy_table,
    policy_windows,
    policy_words,
    words,
)
from apps.console.pages.shell import Note
from apps.core import ids
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.policy import access, rules
from apps.policy import selectors as policies
from apps.policy.states import PolicyState

Option = tuple[str, str, bool]
SHADOW_DAYS = 14
NEW = "new"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed when it was refused, or is being checked; `policy` is None when it is none.

    lines: what it would let the AI do beyond the risk decision, and the way out of it.
    """

    typed: policy_form.Typed | None = None
    policy: rules.Policy | None = None
    pointer: str = ""
    error: str = ""
    lines: tuple[str, ...] = ()
    is_unsaved: bool = False
    note: Note | None = None
    window: Mapping[str, str] = field(default_factory=dict)
    ladder: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """What the draft, or what is typed, would do."""

    error: str
    changes: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    tells: tuple[str, ...]
    checks: tuple[policy_checks.Check, ...]
    examples: tuple[policy_words.ExampleRow, ...]
    live_number: int


@dataclass(frozen=True, slots=True)
class ClauseRow:
    n: int
    facts: tuple[Option, ...]
    ops: tuple[Option, ...]
    value: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one rule with what stands in it; `error` is shown at `field`."""

    rule: str
    title: str
    is_new: bool
    is_last: bool
    typed: policy_form.Typed
    clauses: tuple[ClauseRow, ...]
    joins: tuple[Option, ...]
    lanes: tuple[Option, ...]
    inboxes: tuple[Option, ...]
    units: tuple[Option, ...]
    field: str
    error: str
    lines: tuple[str, ...]
    reason_hint: str


@dataclass(frozen=True, slots=True)
class EditPage:
    name: str
    list_url: str
    number: int
    version: int
    key: str
    about: str
    state: str
    steps: tuple[policy.Step, ...]
    table: policy_table.Table
    form: Form | None
    windows: tuple[policy_windows.Row, ...]
    ladder: policy_ladder.Edited | None
    panel: Panel
    shadow: policy.Shadow | None
    shadow_until: str
    shadow_default: str
    note: Note | None
    may_write: bool
    is_writer: bool
    is_owner: bool
    is_own: bool
    is_unsaved: bool
    not_yet: str
    no_shadow: str
    is_confirmed: bool
    new_url: str
    urls: Mapping[str, str]


def build(
    editing: flow.PolicyEditing,
    *,
    focus: str,
    attempt: Attempt,
    reader: Reader,
    is_confirmed: bool = False,
) -> EditPage:
    """Turn an open version, and what was typed into it, into template data."""
    version, slug = editing.version, editing.system.slug
    shown = attempt.policy or editing.policy
    names = policy_words.named(editing.knows, (*editing.live.windows, *shown.windows))
    may_write = version.state == PolicyState.DRAFT and editing.is_mine and editing.may_write
    urls = _urls(slug, live=editing.live_row.number, number=version.number)
    run, newest = version.shadow, flow.newest_try_of(version)
    not_yet = _not_yet(editing, newest, attempt)
    default = (reader.now + timedelta(days=SHADOW_DAYS)).astimezone(reader.zone)
    return EditPage(
        name=speak_kept(editing.system.name),
        list_url=reverse("console:policy", args=[slug]),
        number=version.number,
        version=version.version,
        key=str(ids.new()),
        about=_about(editing, reader),
        state=version.state,
        steps=policy.steps(version),
        table=policy_table.build(
            shown,
            editing.live,
            names,
            editing.knows,
            counts=flow.rule_counts(editing.live_row, now=reader.now),
            url=urls["edit"] if may_write else "",
            focus=focus,
        ),
        form=form(editing, focus, attempt, names) if may_write and focus else None,
        windows=policy_windows.rows(editing.policy, attempt.window) if may_write else (),
        ladder=policy_ladder.edited(editing.policy, version.tree, editing.knows, attempt.ladder)
        if may_write
        else None,
        panel=panel(editing, shown, names, attempt, newest, now=reader.now),
        shadow=policy.shadow(version),
        shadow_until=words.stamp(run.until, zone=reader.zone) if run else "",
        shadow_default=default.strftime("%Y-%m-%dT%H:%M"),
        note=attempt.note or _note(editing, reader),
        may_write=may_write,
        is_writer=editing.may_write,
        is_owner=editing.is_owner,
        is_own=access.wrote(reader.actor, version),
        is_unsaved=attempt.is_unsaved,
        not_yet=not_yet,
        no_shadow=_unfit(editing, attempt),
        is_confirmed=is_confirmed,
        new_url=f"{urls['edit']}?rule={NEW}#rule",
        urls=urls,
    )


def _urls(slug: str, *, live: int, number: int) -> dict[str, str]:
    """Say where what one does with a version goes, and what there is to read of it."""
    return {
        **{
            name: reverse(f"console:policy-{name}", args=[slug])
            for name in ("edit", "panel", "write", "adopt")
        },
        "diff": reverse("console:policy-diff", args=[slug, live, number]),
        "gains": f"{reverse('console:segments', args=[slug])}#h-protected",
        "tries": f"{reverse('console:tries', args=[slug])}?version={number}",
    }


def _unfit(editing: flow.PolicyEditing, attempt: Attempt) -> str:
    """Say why what stands on the page is not what would be proposed or run in shadow; empty when it is."""
    if attempt.is_unsaved:
        return _(
            "What you typed is not saved yet, and only what is saved counts. Save it in the draft first."
        )
    if bytes(editing.version.digest) == bytes(editing.live_row.digest):
        return _("Nothing is changed yet, so there is nothing to propose.")
    return ""


def _not_yet(editing: flow.PolicyEditing, newest: flow.NewestTry | None, attempt: Attempt) -> str:
    """Say why the version cannot be proposed now; empty when it can."""
    if found := _unfit(editing, attempt):
        return found
    if newest is not None and newest.is_open:
        return _("A try of this text on the past is under way. It can be proposed when that is through.")
    if newest is not None and newest.is_part:
        return _("The try of this text on the past was stopped. Try it again to the end, then propose it.")
    return ""


def panel(
    editing: flow.PolicyEditing,
    shown: rules.Policy,
    names: rules.Named,
    attempt: Attempt,
    newest: flow.NewestTry | None,
    *,
    now: datetime,
) -> Panel:
    """Say what changes, what is checked, and what happens at each threshold."""
    stale = policy_checks.stale_reasons(editing.live, shown, names).values()
    return Panel(
        error=attempt.error if attempt.typed is not None and attempt.policy is None else "",
        changes=policy_words.changes(editing.live, shown, names),
        faults=policy_words.faults(shown),
        tells=(*policy_words.telling_places(shown), *policy_words.asks_second(shown)),
        checks=(
            *(policy_checks.Check("circle-question-mark", "warn-t", text) for text in stale),
            *policy_checks.inside(shown, editing.knows, names),
            *policy_checks.manned(shown, editing.knows, now=now),
            policy_checks.tried(editing, newest, is_unsaved=attempt.is_unsaved),
        ),
        examples=policy_words.examples(editing.live, shown, editing.knows, names),
        live_number=editing.live_row.number,
    )


def _about(editing: flow.PolicyEditing, reader: Reader) -> str:
    row = editing.live_row
    day = words.day(row.live_at.astimezone(reader.zone), now=reader.now) if row.live_at else ""
    said = {"number": row.number, "day": day, "who": editing.version.author.name}
    return _("by %(who)s; in force is version %(number)s since %(day)s") % said


def _note(editing: flow.PolicyEditing, reader: Reader) -> Note | None:
    row = editing.version
    if row.state == PolicyState.DRAFT and row.returned_why:
        return Note("warn", "undo-2", _("The owner returned it:"), row.returned_why)
    is_held = policies.is_held_by_another(row, reader.actor, reader.now)
    if row.state != PolicyState.DRAFT or is_held:
        return policy.open_note(row, reader)
    return None


# --- the form ---


def form(editing: flow.PolicyEditing, focus: str, attempt: Attempt, names: rules.Named) -> Form:
    """Fill the form of one rule, with what was typed where something was."""
    knows, tree = editing.knows, editing.version.tree
    is_new = focus == NEW
    empty = policy_form.Typed(NEW, {"join": "all", "lane": "OFFICER", "due": "24", "unit": "clock"})
    given = attempt.typed or (empty if is_new else policy_form.of_tree(tree, focus, knows))
    wrong = policy_form.field_of(attempt.pointer, given, tree) if attempt.error else ""
    facts = fact_options(editing)
    return Form(
        rule=focus,
        title=_("New rule") if is_new else _("In every other case") if focus == rules.OTHERWISE else focus,
        is_new=is_new,
        is_last=focus == rules.OTHERWISE,
        typed=given,
        clauses=() if focus == rules.OTHERWISE else clause_rows(given, facts, wrong),
        joins=joins(given),
        lanes=_options([(key, str(name)) for key, name in policy_words.LANES.items()], given.get("lane")),
        inboxes=_options(
            [
                ("", _("as in every other case")),
                *((key, speak_kept(name)) for key, name in knows.inboxes.items()),
            ],
            given.get("inbox"),
        ),
        units=_options(
            [("clock", _("hours")), ("working", _("working hours"))], given.get("unit") or "clock"
        ),
        field=wrong,
        error=attempt.error,
        lines=attempt.lines,
        reason_hint=_reason_hint(editing, focus, attempt, names),
    )


def joins(given: policy_form.Typed) -> tuple[Option, ...]:
    """Offer how the rows of a condition are joined."""
    return _options([("all", _("all of these hold")), ("any", _("one of these holds"))], given.get("join"))


def clause_rows(given: policy_form.Typed, facts: list[tuple[str, str]], wrong: str) -> tuple[ClauseRow, ...]:
    """Fill the rows of a condition; none where it nests and stands as JSON."""
    rows = 0 if given.get("when") else policy_form.ROWS
    return tuple(_clause(n, given, facts, wrong) for n in range(_shown(given, rows)))


def _reason_hint(editing: flow.PolicyEditing, focus: str, attempt: Attempt, names: rules.Named) -> str:
    shown = attempt.policy or editing.policy
    if focus not in policy_checks.stale_reasons(editing.live, shown, names):
        return ""
    return _("The condition changed. Is this still true?")


def _shown(given: policy_form.Typed, rows: int) -> int:
    """Show the rows that are filled and one more, two at least."""
    filled = [n for n, one in enumerate(given.clauses) if one[0]]
    return min(rows, max(2, (filled[-1] if filled else 0) + 2))


def fact_options(editing: flow.PolicyEditing) -> list[tuple[str, str]]:
    """Name every fact that a rule may read."""
    knows = editing.knows
    names = policy_words.named(knows, editing.policy.windows)
    keys = dict.fromkeys(
        [*knows.contract.kinds(), *rules.FLOW_FACTS, *(one.name for one in editing.policy.windows)]
    )
    listed = [(key, names.labels.get(key, key)) for key in keys] + policy_bands.options(knows, names)
    return sorted(listed, key=lambda one: one[1].lower())


def _clause(n: int, given: policy_form.Typed, facts: list[tuple[str, str]], wrong: str) -> ClauseRow:
    fact, op, value = given.clauses[n]
    return ClauseRow(
        n=n,
        facts=_options([("", _("no condition")), *facts], fact),
        ops=_options(_ops(), op or "eq"),
        value=value,
        is_wrong=wrong in (f"fact_{n}", f"op_{n}", f"value_{n}"),
    )


def _options(pairs: list[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple((value, label, value == chosen) for value, label in pairs)


def _ops() -> list[tuple[str, str]]:
    return [
        ("eq", _("is")),
        ("ne", _("is not")),
        ("lt", _("is under")),
        ("le", _("is at most")),
        ("gt", _("is over")),
        ("ge", _("is at least")),
        ("between", _("is between (a, b)")),
        ("banded", _("is in the band (a, b)")),
        ("in", _("is one of (a, b)")),
        ("has", _("includes")),
        ("is_missing", _("is missing")),
    ]
