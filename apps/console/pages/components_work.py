"""Samples of the work on a case: the decision form in each of its states, facts, a document, what changed."""

from dataclasses import dataclass, replace
from typing import Any

from apps.console.edge import Reader
from apps.console.pages import deciding, words
from apps.console.pages.cases import (
    Act,
    DecisionForm,
    Effect,
    Fact,
    FactValue,
    Field,
    Follows,
)
from apps.console.pages.changing import Strip
from apps.console.pages.choices import Input, OutcomeChoice, ReasonChoice
from apps.console.pages.evidence import Document, Step, Viewer
from apps.console.pages.ladder import Rung
from apps.console.pages.lists import DecisionRow, Due, Fate, Option
from apps.console.pages.marks import Part
from apps.console.pages.narrowing import Filters
from apps.console.pages.search import Hit
from apps.console.pages.shell import ChangedLine, Note, Tab

URL = "#long"
OPEN, CHOSEN, MISTAKES, ESCALATED, LOCKED = "open", "chosen", "mistakes", "escalated", "locked"
WORKED = frozenset({OPEN, CHOSEN, MISTAKES, ESCALATED, LOCKED})  # the reader holds the case
FORMS = {
    CHOSEN: "An override",
    OPEN: "Nothing chosen",
    MISTAKES: "With mistakes",
    ESCALATED: "Escalated",
    LOCKED: "Acts locked",
    deciding.FREE: "Held by nobody",
    deciding.OTHER: "Held by another",
    deciding.EXPIRED: "Hold ended",
    deciding.STALE: "Facts changed",
    deciding.CLOSED: "Closed",
}
HELD_FOR = 12 * 60 + 30
HOLDS = {
    deciding.FREE: "By nobody",
    deciding.OTHER: "Ben Tarkington, 8 min",
    deciding.EXPIRED: "Ended 2 min ago",
    deciding.STALE: "Ended 2 min ago",
    deciding.CLOSED: "",
}
LINES = (
    ChangedLine("Weekly wage", "$298.00", "$310.00", "employer"),
    ChangedLine("Hospital stay", "not received", "yes", "hospital"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """What the decision form reads of the page around it, as the review page has it."""

    form: DecisionForm
    heads: tuple[tuple[str, str], ...]
    due: Due
    hold: str
    escalation: bool = False
    ladder: tuple[Rung, ...] = ()
    list_url: str = URL


@dataclass(frozen=True, slots=True)
class Facts:
    facts: tuple[Fact, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What the palette found."""

    places: tuple[Hit, ...]
    cases: tuple[Hit, ...]
    more: bool = True
    empty: None = None


@dataclass(frozen=True, slots=True)
class Work:
    chips: tuple[Tab, ...]
    case: Case
    facts: Facts
    viewer: Viewer
    strip: Strip
    lines: tuple[ChangedLine, ...]
    filters: Filters
    undo: DecisionRow
    found: Found


def build(long: str, *, form: str, base: str, reader: Reader) -> Work:
    """Make the samples. form: which state of the decision form; base: the address of the page."""
    which = form if form in FORMS else CHOSEN
    return Work(
        chips=tuple(
            Tab(label, f"{base}?form={key}#c-decide", current=key == which) for key, label in FORMS.items()
        ),
        case=_case(which, long, reader),
        facts=_facts(long, reader),
        viewer=_viewer(long),
        strip=Strip(
            "2 facts changed at 14:05.",
            LINES,
            "Nothing was recorded on the older facts.",
            to_url=URL,
            to_label="Look at it again",
        ),
        lines=LINES,
        filters=_filters(),
        undo=_undo(reader),
        found=_found(long),
    )


def _case(which: str, long: str, reader: Reader) -> Case:
    at = words.moment(reader.now, now=reader.now, zone=reader.zone)
    form, escalated = _form(long), which == ESCALATED
    if which in WORKED:
        form = replace(form, held_for=HELD_FOR, **_given(which, long))
    else:
        form = replace(form, state=which, notice=_notice(which), note="The letter says otherwise.")
    return Case(
        form,
        heads=(("At stake", "$3,111.00"), ("Accountable", "Owen Clay")),
        due=Due("in 3 h", at),
        hold=HOLDS.get(which, f"For you, {words.duration(HELD_FOR)}"),
        escalation=escalated,
        ladder=_ladder() if escalated else (),
    )


def _given(which: str, long: str) -> dict[str, Any]:
    """What somebody chose in the form they hold, or got wrong."""
    acts = _acts(above=which == ESCALATED)
    if which == LOCKED:
        why = "a required fact is missing."
        return {"acts": tuple(replace(one, locked=why) if one.value == "approve" else one for one in acts)}
    if which in {OPEN, ESCALATED}:
        return {"acts": acts}
    names = ("act", "outcome", "reason", "input", "note", "sure", "why") if which == MISTAKES else ()
    return {
        "acts": tuple(replace(one, checked=one.value == "override") for one in acts),
        "outcomes": tuple(replace(one, checked=one.code == "standard") for one in _outcomes()),
        "reasons": tuple(replace(one, checked=one.digit == 1) for one in _reasons(long)),
        "errors": tuple(Field(name, f"Sample of a sentence beside “{name}”.") for name in names),
    }


def _notice(which: str) -> Note | None:
    said = {
        deciding.FREE: Note("", "hand", "Nobody holds this case.", "Take it to decide on it."),
        deciding.OTHER: Note("", "lock", "Ben Tarkington holds this case until 14:20.", "You can read it."),
        deciding.EXPIRED: Note("warn", "timer-off", "Your hold ended at 14:02.", "Nothing was recorded."),
        deciding.STALE: Note(
            "warn", "refresh-cw", "2 facts changed.", "Nothing was recorded.", alert=True, lines=LINES
        ),
        deciding.CLOSED: Note("", "lock", "This case is decided.", "Its record shows by whom."),
    }
    return said.get(which)


def _form(long: str) -> DecisionForm:
    """Return the open form; it has no address, so that nothing on this page can be sent."""
    return DecisionForm(
        state=OPEN,
        post_url="",
        hold_url="",
        acts=_acts(),
        outcomes=_outcomes(),
        reasons=_reasons(long),
        why_options=tuple(Option(value, str(label)) for value, label in deciding.WHY),
        sure_options=tuple(Option(value, str(label)) for value, label in deciding.SURE),
        follows=(
            Follows(
                "none", (Effect("shield-check", "Nothing is chosen for you.", "Each act says what follows."),)
            ),
            Follows(
                "approve override",
                (
                    Effect(
                        "send", "It is sent to the claims system.", "You see its answer under My decisions."
                    ),
                    Effect("undo-2", "You can undo for 10 s.", "Then it is sent."),
                ),
            ),
        ),
        suggested="Fast track",
        take_label="Take this case for 15 min",
    )


def _acts(*, above: bool = False) -> tuple[Act, ...]:
    acts = (
        Act("approve", "Approve", "A", "Record approval", "Fast track is sent"),
        Act("override", "Override", "O", "Record override", "Another outcome is sent, with your reason"),
    )
    if not above:
        return (*acts, Act("escalate", "Escalate", "E", "Escalate", "A supervisor decides"))
    return (
        *acts,
        Act("return", "Return", "T", "Return to the officer", "It goes back to the officer with your note"),
        Act(
            "escalate",
            "Pass up",
            "E",
            "Pass it up",
            "Nobody stands above you here",
            locked="this is the last level.",
        ),
    )


def _outcomes() -> tuple[OutcomeChoice, ...]:
    more = "more cautious than the AI"
    return (
        OutcomeChoice("standard", "Standard lost-time", "", "more_cautious", more, "Q"),
        OutcomeChoice("nurse", "Nurse case management", "", "more_cautious", more, "W"),
        OutcomeChoice("legal", "Legal review", "", "more_cautious", more, "R", locked="over your authority"),
    )


def _reasons(long: str) -> tuple[ReasonChoice, ...]:
    both = "more_cautious less_cautious sideways"
    asked = (
        Input("fact", "Which fact", "select", options=(("wage", "Weekly wage"), ("stay", "Hospital stay"))),
        Input("weeks", "Weeks you expect", "number", minimum="0", maximum="104"),
        Input("on", "When it is looked at again (optional)", "date"),
    )
    return (
        ReasonChoice("fact_wrong", "A fact is wrong", 1, both, asked),
        ReasonChoice("unknown", "The AI did not know something that affects recovery", 2, "more_cautious"),
        ReasonChoice("other", long, 3, both),
    )


def _ladder() -> tuple[Rung, ...]:
    return (
        Rung("arrow-up-right", "Injury triage", "left it undecided"),
        Rung("circle-dashed", "Injury triage, supervisors: whoever takes it", "due in 3 h", now=True),
    )


def _facts(long: str, reader: Reader) -> Facts:
    at = words.moment(reader.now, now=reader.now, zone=reader.zone)
    return Facts(
        (
            Fact("wage", "Weekly wage", "plain", (FactValue("$298.00", "employer", "3 d", at),)),
            Fact(
                "stay",
                "Hospital stay",
                "conflict",
                (
                    FactValue("yes", "hospital", "1 d", at, chosen=True),
                    FactValue("no", "employer", "9 d", at),
                ),
                rule="The hospital is the source of truth.",
            ),
            Fact("duty", "Modified duty", "stale", (FactValue("offered", "employer", "94 d", at),)),
            Fact("industry", "Industry", "missing", asked="Asked for 2 h ago; the answer is due in 22 h."),
            Fact("injury", "Injury", "plain", (FactValue(long, "first report", "4 d", at, simulated=True),)),
        ),
        ("The claim is accepted.",),
    )


def _viewer(long: str) -> Viewer:
    return Viewer(
        "ready",
        (Document("First report", URL, n=2, current=True, marks="1 mark"), Document("Scan", URL)),
        "First report",
        "page 1 of 2",
        simulated=True,
        parts=(Part("First report of injury.\n"), Part(long, "mark-1", "you marked")),
        forms=(Step("Picture", URL), Step("Text", URL, current=True)),
        following=Step("Next page", URL, "j"),
        full=Step("Full width", URL, "v"),
        wide=True,
    )


def _filters() -> Filters:
    flags = (Option("", "Any flag or none"), Option("stale", "A fact is too old", checked=True))
    return Filters("open", "100", "3000", flags, (), clear_url=URL)


def _undo(reader: Reader) -> DecisionRow:
    at = words.moment(reader.now, now=reader.now, zone=reader.zone)
    waits = Fate("hourglass", "Not sent yet")
    return DecisionRow(
        URL, "Jo Example", "WC-2026-000001", "Fast track", "as suggested", "", at, waits, waits,
        undo_url=URL, undo_until="14:02:17", undo_left=600,
    )  # fmt: skip


def _found(long: str) -> Found:
    return Found(
        places=(Hit(URL, "Home", "house", caps=("G", "H")),),
        cases=(Hit(URL, "WC-2026-000001", "file-check", hint=long),),
    )
