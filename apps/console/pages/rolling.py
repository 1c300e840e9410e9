"""Rollback: which decisions, what would be reversed, and what became of it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.lists import Option
from apps.console.pages.shell import Note, Tab
from apps.core import ids, speech
from apps.core.speech import speak_kept
from apps.delivery.states import DeliveryState
from apps.flow import selectors as flow
from apps.reviews.models import ReversalRun
from apps.reviews.states import ReversalRunState, WhyNot


@dataclass(frozen=True, slots=True)
class Typed:
    """What was chosen and typed, and what is wrong with it."""

    policy: str = ""
    model: str = ""
    prompt: str = ""
    lane: str = "machine"
    segment: str = ""
    since: str = ""
    until: str = ""
    outcome: str = ""
    why: str = ""
    count: str = ""
    error: str = ""
    field: str = ""
    is_confirmed: bool = False

    def query(self) -> dict[str, str]:
        """Give the choice as the address carries it."""
        names = ("policy", "model", "prompt", "lane", "segment", "since", "until", "outcome")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PreviewPart:
    title: str
    detail: str
    lines: tuple[tuple[str, str], ...]
    act: str
    n: int


@dataclass(frozen=True, slots=True)
class Line:
    url: str
    title: str
    detail: str
    state: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class RollbacksPage:
    name: str
    system_url: str
    url: str
    key: str
    is_owner: bool
    chooses: tuple[Choice, ...]
    instead: Choice
    typed: Typed
    preview: PreviewPart | None
    rows: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    url: str
    ref: str
    decided: str
    detail: str
    fate: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class RollbackPage:
    title: str
    back_url: str
    url: str
    poll_url: str
    key: str
    state: str
    tone: str
    icon: str
    about: str
    why: str
    progress: str
    done: int
    most: int
    notes: tuple[Note, ...]
    tabs: tuple[Tab, ...]
    rows: tuple[CaseLine, ...]
    may_stop: bool
    next_url: str
    first_url: str


def build(found: flow.RollbackPage, *, typed: Typed, reader: Reader) -> RollbacksPage:
    """Turn choices, their preview and earlier rollbacks into template data."""
    return RollbacksPage(
        name=speak_kept(found.system.name),
        system_url=reverse("console:system", args=[found.system.slug]),
        url=reverse("console:rollbacks", args=[found.system.slug]),
        key=str(ids.new()),
        is_owner=found.is_owner,
        chooses=_chooses(found, typed),
        instead=_instead(found, typed),
        typed=typed,
        preview=_preview(found, typed),
        rows=tuple(_line(one, reader) for one in found.rows),
    )


def _chooses(found: flow.RollbackPage, typed: Typed) -> tuple[Choice, ...]:
    any_ = [("", _("Any"))]
    versions = [(str(one.number), _("Version %(number)s") % {"number": one.number}) for one in found.versions]
    return (
        _choice("policy", _("Policy version"), [*any_, *versions], typed.policy),
        _choice("model", _("Model version"), [*any_, *((one, one) for one in found.models)], typed.model),
        _choice("prompt", _("Prompt version"), [*any_, *((one, one) for one in found.prompts)], typed.prompt),
        _choice(
            "lane",
            _("Decided by"),
            [("machine", _("The AI alone")), ("people", _("People")), ("all", _("Both"))],
            typed.lane,
        ),
        _choice("segment", _("Segment"), [*any_, *found.segments], typed.segment),
    )


def _instead(found: flow.RollbackPage, typed: Typed) -> Choice:
    outcomes = [(one.code, speak_kept(one.label)) for one in found.outcomes]
    return _choice("outcome", _("What shall hold instead"), [("", _("Choose")), *outcomes], typed.outcome)


def _choice(name: str, label: str, pairs: list[tuple[str, str]], chosen: str) -> Choice:
    options = tuple(Option(value, said, checked=value == chosen) for value, said in pairs)
    return Choice(name, label, options)


def _preview(found: flow.RollbackPage, typed: Typed) -> PreviewPart | None:
    preview = found.preview
    if preview is None:
        return None
    n = preview.n
    outcome = next((speak_kept(one.label) for one in found.outcomes if one.code == typed.outcome), "")
    said = {"n": words.number(n), "outcome": outcome}
    title = ngettext("%(n)s decision would become %(outcome)s", "%(n)s decisions would become %(outcome)s", n)
    act = ngettext("Reverse %(n)s decision", "Reverse %(n)s decisions", n)
    amount = speech.amount(preview.amount_minor, found.system.currency)
    lines = [
        (_("Now %(outcome)s") % {"outcome": label}, words.number(count))
        for label, count in preview.by_outcome
    ]
    if preview.examples:
        lines.append((_("Cases"), ", ".join(preview.examples)))
    left = [(why_not(str(why)), words.number(count)) for why, count in sorted(preview.left.items())]
    return PreviewPart(
        title=title % said,
        act=act % said,
        detail=_(
            "Each gets a new decision, which is sent to the business system with an id of its own."
            " %(amount)s at stake in all."
        )
        % {"amount": amount},
        lines=(*lines, *left),
        n=n,
    )


def why_not(code: str) -> str:
    """Say why a decision cannot be reversed."""
    return {
        WhyNot.REVERSED_ALREADY: _("Not again: reversed already"),
        WhyNot.BEING_REVERSED: _("Not now: a second look is just reversing it"),
        WhyNot.DECIDED_AGAIN: _("Not this one: the case was decided anew since"),
        WhyNot.SAME_OUTCOME: _("Nothing to change: it says the same"),
        WhyNot.NOT_IN_FORCE: _("Not yet: it is not in force"),
    }[WhyNot(code)]


STATES = {
    ReversalRunState.RUNNING: ("acc", "refresh-cw"),
    ReversalRunState.DONE: ("ok", "circle-check"),
    ReversalRunState.STOPPED: ("warn", "circle-x"),
}


def _state(rollback: ReversalRun) -> tuple[str, str, str]:
    state = ReversalRunState(rollback.state)
    said = {
        ReversalRunState.RUNNING: _("Running"),
        ReversalRunState.DONE: _("Finished"),
        ReversalRunState.STOPPED: _("Stopped"),
    }[state]
    return said, *STATES[state]


def _line(rollback: ReversalRun, reader: Reader) -> Line:
    said, tone, icon = _state(rollback)
    return Line(
        url=reverse("console:rollback", args=[rollback.id]),
        title=_title(rollback),
        detail=_about(rollback, reader),
        state=said,
        tone=tone,
        icon=icon,
    )


def _title(rollback: ReversalRun) -> str:
    n = rollback.n_reversed
    values = {"n": words.number(n), "outcome": speak_kept(rollback.outcome_code.label)}
    return (
        ngettext("%(n)s decision reversed to %(outcome)s", "%(n)s decisions reversed to %(outcome)s", n)
        % values
    )


def _about(rollback: ReversalRun, reader: Reader) -> str:
    values = {
        "scope": _scope(rollback),
        "person": rollback.by.name,
        "moment": words.stamp(rollback.begun_at, zone=reader.zone),
    }
    return _("%(scope)s; %(person)s, %(moment)s") % values


def _scope(rollback: ReversalRun) -> str:
    scope = rollback.scope
    said = []
    if scope["policy"]:
        said.append(_("policy version %(number)s") % {"number": scope["policy"]})
    if scope["model"]:
        said.append(_("model %(name)s") % {"name": scope["model"]})
    if scope["prompt"]:
        said.append(_("prompt %(name)s") % {"name": scope["prompt"]})
    labels = {key: speak_kept(label) for key, label in rollback.system.segment_labels.items()}
    if scope["segment"]:
        said.append(labels.get(scope["segment"], scope["segment"]))
    if scope["since"]:
        said.append(_("from %(day)s") % {"day": scope["since"]})
    if scope["until"]:
        said.append(_("until %(day)s") % {"day": scope["until"]})
    lanes = {
        "machine": _("decided by the AI"),
        "people": _("decided by people"),
        "": _("decided by anyone"),
    }
    return ", ".join([*said, lanes[scope["lane"]]])


def one(found: flow.RollbackSeen, *, only_left: bool, after: str, reader: Reader) -> RollbackPage:
    """Turn one rollback with a page of its lines into template data."""
    rollback = found.rollback
    said, tone, icon = _state(rollback)
    url = reverse("console:rollback", args=[rollback.id])
    is_running = rollback.state == ReversalRunState.RUNNING
    done = rollback.n_total - found.n_open
    query = {"left": "1"} if only_left else {}
    return RollbackPage(
        title=_title(rollback),
        back_url=reverse("console:rollbacks", args=[rollback.system.slug]),
        url=url,
        poll_url=url if is_running and not after else "",
        key=str(ids.new()),
        state=said,
        tone=tone,
        icon=icon,
        about=_about(rollback, reader),
        why=rollback.why,
        progress=_("%(done)s of %(total)s decisions done")
        % {"done": words.number(done), "total": words.number(rollback.n_total)},
        done=done,
        most=max(rollback.n_total, 1),
        notes=tuple(_notes(found)),
        tabs=(
            Tab(_("All"), url, n=rollback.n_total, current=not only_left),
            Tab(_("Could not be reversed"), f"{url}?left=1", n=sum(found.left.values()), current=only_left),
        ),
        rows=tuple(_case(row, found, reader) for row in found.rows),
        may_stop=is_running and found.is_owner,
        next_url=f"{url}?{urlencode({**query, 'after': found.after})}" if found.after else "",
        first_url=(f"{url}?{urlencode(query)}" if query else url) if after else "",
    )


def _notes(found: flow.RollbackSeen) -> list[Note]:
    return [
        Note("info", "info", f"{why_not(why)}:", words.number(n)) for why, n in sorted(found.left.items())
    ]


def _case(row: flow.LineRow, found: flow.RollbackSeen, reader: Reader) -> CaseLine:
    at = words.stamp(row.decided_at, zone=reader.zone)
    by = _("by the AI") if row.by_machine else _("by a person")
    if row.why_not:
        fate, icon, tone = why_not(row.why_not), "circle-x", "warn-t"
    elif row.is_done:
        fate, icon, tone = _sent(row.delivery, found), "circle-check", ""
    else:
        fate, icon, tone = _("Not yet reversed"), "hourglass", ""
    return CaseLine(
        url=reverse("console:case", args=[row.case_ref]),
        ref=row.case_ref,
        decided=row.outcome,
        detail=f"{by}, {at}",
        fate=fate,
        icon=icon,
        tone=tone,
    )


def _sent(delivery: str, found: flow.RollbackSeen) -> str:
    outcome = speak_kept(found.rollback.outcome_code.label)
    said = (
        {
            DeliveryState.PENDING: _("on its way"),
            DeliveryState.SENT: _("sent"),
            DeliveryState.APPLIED: _("applied"),
            DeliveryState.REFUSED: _("refused by the business system"),
            DeliveryState.OVERDUE: _("not confirmed in time"),
            DeliveryState.SKIPPED: _("not to be sent"),
        }.get(DeliveryState(delivery), "")
        if delivery
        else ""
    )
    return _("Now %(outcome)s, %(delivery)s") % {"outcome": outcome, "delivery": said}
