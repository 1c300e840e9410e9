"""The policy of an AI system to read: versions, one as a decision table, what one changed against another."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import policy_checks, policy_ladder, policy_table, policy_words, words
from apps.console.pages.shell import Note
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors.policy_state import as_text
from apps.policy import rules
from apps.policy import selectors as policies
from apps.policy.models import PolicyVersion
from apps.policy.states import PolicyState
from apps.registry.models import AISystem

MOST_CHANGES = 4
STEPS = (
    PolicyState.DRAFT,
    PolicyState.SHADOW,
    PolicyState.PROPOSED,
    PolicyState.LIVE,
    PolicyState.RETIRED,
)


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
class ListPage:
    name: str
    up_url: str
    limits_url: str
    rows: tuple[VersionRow, ...]
    note: Note | None
    edit_url: str
    edit_label: str
    begin_url: str


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    icon: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Shadow:
    """What a version has said in shadow so far."""

    sentence: str
    moves: tuple[tuple[str, str, str], ...]
    first: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    title: str
    number: int
    system_name: str
    about: str
    list_url: str
    limits_url: str
    edit_url: str
    diff_url: str
    try_url: str
    steps: tuple[Step, ...]
    note: Note | None
    table: policy_table.Table
    windows: tuple[str, ...]
    ladder: policy_ladder.Ladder
    faults: tuple[str, ...]
    tells: tuple[str, ...]
    checks: tuple[policy_checks.Check, ...]
    examples: tuple[policy_words.ExampleRow, ...]
    against: str
    same: str
    changes: tuple[tuple[str, str], ...]
    shadow: Shadow | None
    text: str


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


def list_url(system: AISystem) -> str:
    return reverse("console:policy", args=[system.slug])


def who_wrote(row: PolicyVersion) -> str:
    """Say who wrote a version and who signed it."""
    if row.approved_by is None:
        return _("written by %(author)s") % {"author": row.author.name}
    said = {"author": row.author.name, "who": row.approved_by.name}
    return _("written by %(author)s, signed by %(who)s") % said


def _by(row: PolicyVersion) -> str:
    """Name who wrote a version and who signed it, in short."""
    if row.approved_by is None:
        return row.author.name
    return _("%(author)s, signed by %(who)s") % {"author": row.author.name, "who": row.approved_by.name}


def build_list(found: flow.PolicyPage, reader: Reader) -> ListPage:
    """Show every version, the newest first, with what each changed."""
    slug, open_one = found.system.slug, found.open
    reads_edit = open_one is not None and (found.may_write or found.is_owner)
    return ListPage(
        name=speak_kept(found.system.name),
        up_url=reverse("console:system", args=[slug]),
        limits_url=reverse("console:limits", args=[slug]),
        rows=tuple(_row(found, row, reader) for row in found.versions),
        note=open_note(open_one, reader) if open_one else None,
        edit_url=reverse("console:policy-edit", args=[slug]) if reads_edit else "",
        edit_label=_("Go on writing") if found.may_write else _("Look at it"),
        begin_url=reverse("console:policy-edit", args=[slug]) if found.may_write and not open_one else "",
    )


def open_note(row: PolicyVersion, reader: Reader) -> Note:
    """Say where the open version stands."""
    said = {"number": row.number, "who": row.author.name}
    if row.state == PolicyState.PROPOSED:
        title = _("Version %(number)s waits for the owner.") % said
        return Note("acc", "hourglass", title, _("It decides nothing yet."))
    if row.state == PolicyState.SHADOW:
        title = _("Version %(number)s runs in shadow.") % said
        return Note("acc", "eye", title, _("It judges every arrival and decides nothing."))
    if policies.is_held_by_another(row, reader.actor, reader.now) and row.held_by:
        title = _("%(who)s is writing version %(number)s.") % (said | {"who": row.held_by.name})
        return Note("", "lock", title)
    title = _("Version %(number)s is being written.") % said
    return Note("", "pencil-line", title, _("Begun by %(who)s.") % said)


def _since(row: PolicyVersion, reader: Reader) -> str:
    if row.live_at is None:
        return _("never in force") if row.state == PolicyState.RETIRED else ""
    said = {"day": _day(row.live_at, reader), "end": _day(row.retired_at, reader) if row.retired_at else ""}
    return (_("%(day)s to %(end)s") if row.retired_at else _("since %(day)s")) % said


def _row(found: flow.PolicyPage, row: PolicyVersion, reader: Reader) -> VersionRow:
    base = _base(found, row)
    told = _changes(found, base, row) if base else ()
    label, _icon, tone = policy_words.STATES[PolicyState(row.state)]
    slug = found.system.slug
    return VersionRow(
        number=row.number,
        url=reverse("console:policy-version", args=[slug, row.number]),
        state=str(label),
        tone=tone,
        since=_since(row, reader),
        by=_by(row),
        changes=tuple(text for _name, text in told[:MOST_CHANGES]) if base else (_("The first version"),),
        n_more=max(0, len(told) - MOST_CHANGES),
        diff_url=reverse("console:policy-diff", args=[slug, base.number, row.number]) if base else "",
    )


def _base(found: flow.PolicyPage, row: PolicyVersion) -> PolicyVersion | None:
    """Return what a version is compared with: where it began, else the one that was in force before it."""
    if row.base_id is not None:
        return next((one for one in found.versions if one.id == row.base_id), None)
    return next((one for one in found.versions if one.number < row.number and one.live_at), None)


def _changes(
    found: flow.PolicyPage, before: PolicyVersion, after: PolicyVersion
) -> tuple[tuple[str, str], ...]:
    old, new = policies.compiled(before), policies.compiled(after)
    return policy_words.changes(old, new, policy_words.named(found.knows, (*old.windows, *new.windows)))


def build_version(found: flow.PolicyPage, number: int, reader: Reader) -> VersionPage:
    """Show one version as a decision table, against the one it was written from."""
    row = found.version(number)
    base = _base(found, row)
    policy = policies.compiled(row)
    before = policies.compiled(base) if base else policy
    names = policy_words.named(found.knows, (*before.windows, *policy.windows))
    slug = found.system.slug
    is_open = found.open is not None and found.open.id == row.id
    return VersionPage(
        title=_("Version %(number)s") % {"number": number},
        number=number,
        system_name=speak_kept(found.system.name),
        about=", ".join(one for one in (_since(row, reader), who_wrote(row)) if one),
        list_url=list_url(found.system),
        limits_url=reverse("console:limits", args=[slug]),
        edit_url=reverse("console:policy-edit", args=[slug])
        if is_open and (found.may_write or found.is_owner)
        else "",
        diff_url=reverse("console:policy-diff", args=[slug, base.number, number]) if base else "",
        try_url=f"{reverse('console:tries', args=[slug])}?version={number}"
        if found.may_write or found.is_owner
        else "",
        steps=steps(row),
        note=open_note(row, reader) if is_open else None,
        table=policy_table.build(
            policy,
            before if base else None,
            names,
            found.knows,
            counts=flow.rule_counts(row, now=reader.now) if row.live_at else None,
        ),
        windows=(
            *(words.sentence_case(names.labels[one.name]) for one in policy.windows),
            *(
                words.sentence_case(speak(one))
                for one in rules.second_reviews_in_words(policy.second_reviews)
            ),
        ),
        ladder=policy_ladder.build(policy, found.knows),
        faults=policy_words.faults(policy),
        tells=(*policy_words.telling_places(policy), *policy_words.asks_second(policy)),
        checks=policy_checks.inside(policy, found.knows, names),
        examples=policy_words.examples(before if base else None, policy, found.knows, names),
        against=_("Version %(number)s") % {"number": base.number} if base else "",
        same=_("It says the same as version %(number)s.") % {"number": base.number}
        if base
        else _("This is the first version."),
        changes=policy_words.changes(before, policy, names) if base else (),
        shadow=shadow(row),
        text=as_text(row.tree),
    )


def steps(row: PolicyVersion) -> tuple[Step, ...]:
    """Show where a version stands in its life."""
    return tuple(
        Step(str(policy_words.STATES[one][0]), policy_words.STATES[one][1], row.state == one) for one in STEPS
    )


def shadow(row: PolicyVersion) -> Shadow | None:
    """Say what a version did in shadow: now, or the last time it was there."""
    run = row.shadow_runs.order_by("-begun_at").first()
    if run is None:
        return None
    figures = flow.shadow_figures(run)
    said = {"n": words.number(figures.n_differ), "of": words.number(figures.n)}
    lanes = {key: str(name) for key, name in policy_words.LANES.items()}
    return Shadow(
        sentence=_("%(n)s of %(of)s cases would have gone to another lane.") % said
        if figures.n
        else _("Nothing has arrived since it began."),
        moves=tuple(
            (lanes.get(was, was), lanes.get(would, would), words.number(n))
            for (was, would), n in sorted(figures.moves.items())
            if was != would
        ),
        first=tuple(
            (
                one.case_ref,
                reverse("console:case", args=[one.case_ref]),
                f"{lanes.get(one.lane, one.lane)}, {one.inbox}",
                f"{lanes.get(one.would_lane, one.would_lane)}, {one.would_inbox}",
            )
            for one in figures.first
        ),
    )


def build_diff(found: flow.PolicyPage, before: int, number: int) -> DiffPage:
    """Show what one version changed against another, in words."""
    old, new = found.version(before), found.version(number)
    others = tuple(
        (
            _("against version %(number)s") % {"number": one.number},
            reverse("console:policy-diff", args=[found.system.slug, one.number, number]),
        )
        for one in found.versions
        if one.number not in (number, before)
    )
    said = {"new": new.number, "old": old.number}
    return DiffPage(
        title=_("What version %(new)s changes against version %(old)s") % said,
        system_name=speak_kept(found.system.name),
        list_url=list_url(found.system),
        changes=_changes(found, old, new),
        version=_("Read version %(number)s") % {"number": number},
        version_url=reverse("console:policy-version", args=[found.system.slug, number]),
        others=others,
    )
