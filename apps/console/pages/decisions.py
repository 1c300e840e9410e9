"""My decisions and the fate of each, as template data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.inbox import with_peek
from apps.console.pages.lists import DecisionRow, DecisionsPage, Fate, Option, Taught
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.core import clock
from apps.flow import selectors as flow
from apps.learning import selectors as learning

FATES = {
    "held": ("hourglass", gettext_lazy("Held, not sent"), "warn-t"),
    "amended": ("pencil-line", gettext_lazy("Amended by a second person"), ""),
    "turned_down": ("undo-2", gettext_lazy("Reversed before it was sent"), ""),
    "returned": ("undo-2", gettext_lazy("Returned to you"), "warn-t"),
    "replaced": ("refresh-cw", gettext_lazy("Overtaken, not sent"), ""),
    "undo_open": ("timer", gettext_lazy("Not sent yet"), ""),
    "pending": ("hourglass", gettext_lazy("Not sent yet"), ""),
    "sent": ("send", gettext_lazy("Sent"), ""),
    "applied": ("circle-check", gettext_lazy("Applied"), "ok-t"),
    "refused": ("circle-x", gettext_lazy("Refused"), "bad-t"),
    "overdue": ("clock-alert", gettext_lazy("Overdue"), "bad-t"),
    "skipped": ("ban", gettext_lazy("Nothing to send"), ""),
    "brought_in": ("history", gettext_lazy("Brought in"), ""),
    "withdrawn": ("undo-2", gettext_lazy("Undone by you"), ""),
    "reversed": ("refresh-cw", gettext_lazy("Reversed"), "warn-t"),
}
VIEWS = {
    "all": gettext_lazy("All"),
    "held": gettext_lazy("Held"),
    "unsent": gettext_lazy("Not sent yet"),
    "refused": gettext_lazy("Refused"),
    "overdue": gettext_lazy("Overdue"),
    "sent": gettext_lazy("Sent, not confirmed"),
    "reversed": gettext_lazy("Reversed"),
}
KINDS = {
    "agreed": gettext_lazy("Where you agreed with the AI"),
    "overruled": gettext_lazy("Where you decided otherwise"),
}
SURE_OF_THEM = {
    "unsure": gettext_lazy("Unsure"),
    "fairly": gettext_lazy("Fairly sure"),
    "sure": gettext_lazy("Sure"),
}
SURE = {
    "unsure": gettext_lazy("You were unsure."),
    "fairly": gettext_lazy("You were fairly sure."),
    "sure": gettext_lazy("You were sure."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query string asks for."""

    view: str
    kind: str
    after: str
    peek_id: UUID | None = None
    taught: UUID | None = None

    def kept(self) -> dict[str, str]:
        """Return what every link of the list keeps."""
        said = {
            "view": self.view if self.view != "all" else "",
            "kind": self.kind,
            "taught": str(self.taught or ""),
        }
        return {name: value for name, value in said.items() if value}

    def url(self, base: str) -> str:
        """Return the address of the first page of this list."""
        return f"{base}?{urlencode(self.kept())}" if self.kept() else base


@dataclass(frozen=True, slots=True)
class Peek:
    """One decision beside the list: what was decided, its three times, what came of it."""

    row: DecisionRow
    sure: str
    times: tuple[tuple[str, str, str, str], ...]
    is_answered: bool
    more_reasons: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    principal: str = ""


def fate(kind: str, at_words: str, detail: str, *, by: str = "") -> Fate:
    """Write what became of a decision: icon, words, when, detail.

    by: its maker, where that is not the reader.
    """
    icon, title, tone = FATES.get(kind, ("info", kind.replace("_", " "), ""))
    if kind == "withdrawn" and by:
        title = _("Undone by %(name)s") % {"name": by}
    return Fate(icon, f"{title} {at_words}".strip(), detail, tone)


def outcome(proof: flow.Proof, *, reader: Reader) -> Fate:
    """Write what later truth says; not knowing yet is an answer of its own."""
    on = _day(proof.at, reader)
    fact = words.sentence_case(proof.fact)
    match proof.state:
        case "early":
            return Fate("circle-dashed", _("Not known yet"), _("by %(day)s") % {"day": on})
        case "unreported":
            return Fate("circle-dashed", _("Not reported yet"), _("expected since %(day)s") % {"day": on})
        case "right":
            return Fate("check", _("Proved right"), fact, "acc-t")
        case "wrong":
            return Fate("x", _("Proved wrong"), fact, "ai-t")
        case "silent":
            return Fate("list-checks", fact, _("says nothing about this choice"))
    return Fate("minus", _("Not measured"))


def _day(at: datetime | None, reader: Reader) -> str:
    if at is None:
        return ""
    return words.day(at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))


def row(
    one: flow.DecisionRow,
    *,
    taught: Iterable[learning.TaughtRow] = (),
    here: str = "",
    current: UUID | None = None,
    reader: Reader,
) -> DecisionRow:
    """Write one decision; `here` is the list's address, to which the peek is added."""
    is_open = one.fate == "undo_open" and one.undo_until > reader.now
    agrees = one.outcome_label == one.recommended_label
    at_words = (
        words.clock_time(one.fate_at, now=reader.now, zone=reader.zone) if one.fate_at and not is_open else ""
    )
    said = _("Agreed with the AI") if agrees else _("AI said %(label)s") % {"label": one.recommended_label}
    none = _("None needed") if agrees else _("None given")
    if not agrees and one.decided_at == clock.NOT_RECORDED:
        none = _("Not recorded")
    if one.is_walled:
        said, none = _("After your first view"), ""
    return DecisionRow(
        url=reverse("console:case", args=[one.case_ref]),
        name=one.title,
        ref=one.case_ref,
        decided=one.outcome_label,
        agreement=said,
        reason=one.reason_text or none,
        at=words.moment(one.decided_at, now=reader.now, zone=reader.zone),
        fate=fate(one.fate, at_words, one.fate_words),
        outcome=outcome(one.proof, reader=reader),
        undo_url=reverse("console:undo", args=[one.id]) if is_open or one.fate == "held" else "",
        undo_until=words.clock_time(one.undo_until, now=reader.now, zone=reader.zone, seconds=True)
        if is_open
        else "",
        undo_left=round((one.undo_until - reader.now).total_seconds()) if is_open else 0,
        peek_url=reverse("console:decision_peek", args=[one.id]),
        here_url=with_peek(here, one.id) if here else "",
        current=one.id == current,
        taught=tuple(_taught(each) for each in taught if each.decision_id == one.id),
        request_url=reverse("console:reversal-ask", args=[one.id]) if one.may_request else "",
        requested=_held(one) or _requested(one),
        seconded=_seconded(one),
        second_url=reverse("console:second_review", args=[one.second_id]) if one.second_id else "",
    )


SECOND = {
    "": (gettext_lazy("A second person agrees"), gettext_lazy("They judged the same facts blind.")),
    "FIRST": (
        gettext_lazy("Looked at again: you were right"),
        gettext_lazy("A second person differed."),
    ),
    "SECOND": (
        gettext_lazy("Looked at again"),
        gettext_lazy("The second opinion was found right."),
    ),
    "NEITHER": (gettext_lazy("Looked at again"), gettext_lazy("Another outcome was found right.")),
}


def _seconded(one: flow.DecisionRow) -> Fate | None:
    """Write what a second look at it came to."""
    if one.second_id is None:
        return None
    title, detail = SECOND[one.second_holds]
    return Fate("scale", str(title), str(detail))


def _held(one: flow.DecisionRow) -> Fate | None:
    """Write what a second person said of a decision that was held."""
    if one.held is None or not one.held.words:
        return None
    return Fate("user-check", _("%(name)s wrote") % {"name": one.held.by}, f"“{one.held.words}”")


def _requested(one: flow.DecisionRow) -> Fate | None:
    """Write what became of asking for a reversal."""
    asked = one.requested
    if asked is None or one.is_walled:
        return None
    if asked.result == "DECLINED":
        return Fate("ban", _("Reversal declined"), f"“{asked.answer}”")
    if asked.result == "REVERSED":
        return Fate("undo-2", _("Reversed as you asked"), f"“{asked.answer}”")
    return None if asked.result else Fate("undo-2", _("Reversal asked for"), _("A supervisor answers."))


def _taught(one: learning.TaughtRow) -> Taught:
    url = reverse("console:pattern", args=[one.finding_id]) if one.may_open else ""
    return Taught(words.sentence_case(one.words), url)


def peek(one: flow.DecisionRow, *, taught: Iterable[learning.TaughtRow], reader: Reader) -> Peek:
    """Write one decision for the panel beside the list."""
    written = row(one, taught=taught, reader=reader)
    answered = one.fate in {"applied", "refused"}
    told_later = _("when the past was filled in") if one.is_filled_in and one.sent_at else ""
    steps = [
        ("pencil-line", _("Recorded"), _time(one.decided_at, reader), ""),
        ("play", _("In force"), _time(one.in_force_at, reader), ""),
        ("send", _("Sent"), _time(one.sent_at, reader), told_later),
    ]
    if answered:
        title = str(FATES[one.fate][1])
        steps.append((written.fate.icon, title, _time(one.answered_at, reader), one.fate_words))
    return Peek(
        written,
        str(SURE.get(one.sure, "")),
        tuple(steps),
        answered,
        more_reasons=one.more_reasons,
        corrected=tuple(each.says for each in one.corrections),
        principal="; ".join(each.rstrip(".") for each in one.principal_reasons),
    )


def _time(at: datetime | None, reader: Reader) -> str:
    return words.clock_time(at, now=reader.now, zone=reader.zone, seconds=True) if at else _("not yet")


def build(
    page: flow.DecisionsPage,
    *,
    asked: Asked,
    taught: Sequence[learning.TaughtRow],
    lesson: flow.OwnEvidence | None = None,
    reader: Reader,
) -> DecisionsPage:
    """Turn one page of decisions into template data; `lesson`: only those that one pattern rests on."""
    base = reverse("console:decisions")
    total = page.counts["all"]
    here = asked.url(base) if not asked.after else more_url(base, asked.after, **asked.kept())
    return DecisionsPage(
        summary=ngettext(
            "%(n)s decision, only you see this list", "%(n)s decisions, only you see this list", total
        )
        % {"n": words.number(total)},
        tabs=_tabs(page.counts, base, asked),
        rows=tuple(
            row(one, taught=taught, here=here, current=asked.peek_id, reader=reader) for one in page.rows
        ),
        empty=_empty(asked, base),
        next_url=more_url(base, page.next, **asked.kept()),
        first_url=asked.url(base) if asked.after else "",
        kinds=(
            Option("", _("All of them"), checked=not asked.kind),
            *(Option(key, str(label), checked=key == asked.kind) for key, label in KINDS.items()),
        ),
        view=asked.view,
        clear_url=Asked(asked.view, "", "").url(base) if asked.kind or asked.taught else "",
        lesson=words.sentence_case(lesson.words) if lesson else "",
        taught=str(asked.taught or ""),
        close_url=here,
    )


def _tabs(counts: Mapping[str, int], base: str, asked: Asked) -> tuple[Tab, ...]:
    views = (
        Tab(str(label), Asked(key, "", "").url(base), counts[key], current=key == asked.view)
        for key, label in VIEWS.items()
    )
    return (*views, Tab(_("Learning notes"), reverse("console:learned")))


def _empty(asked: Asked, base: str) -> Empty:
    if asked.kind or asked.taught:
        clear = Asked(asked.view, "", "").url(base)
        return Empty(
            _("No decision fits this filter"),
            _("Other decisions may be hidden by it."),
            icon="list-filter",
            actions=(Action(clear, _("Clear the filter")),),
        )
    if asked.view != "all":
        return Empty(
            _("Nothing under “%(view)s”") % {"view": VIEWS[asked.view]},
            _("None of your decisions is in this state now."),
            icon="history",
            actions=(Action(base, _("See all my decisions")),),
        )
    return Empty(
        _("You have not decided anything yet"),
        _("What you record shows up here, with what became of it: sent, applied, refused or overdue."),
        icon="history",
        actions=(Action(reverse("console:inboxes"), _("Go to my inbox")),),
    )
