"""Samples of what is said, asked and told: toasts, a question, a panel, the AI's card, entries, checks."""

from dataclasses import dataclass

from apps.console.edge import Reader
from apps.console.pages import charts, words
from apps.console.pages.cases import Cite, Effect, Event, Statement, Suggestion, Voice
from apps.console.pages.health import Check, Group
from apps.console.pages.health_words import FAILING, LATE, UNSEEN, WELL
from apps.console.pages.list_form import Choose, ListForm
from apps.console.pages.lists import Option
from apps.console.pages.peek import Peek
from apps.console.pages.shell import Confirm, Note, Toast
from apps.console.pages.system_limits import Step, way

URL = "#long"


@dataclass(frozen=True, slots=True)
class Said:
    """What the AI and people said of a case, as the review page shows it."""

    suggestion: Suggestion | None
    voices: tuple[Voice, ...] = ()
    no_suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    toasts: tuple[Toast, ...]
    ask: Confirm
    form: ListForm
    peek: Peek
    said: Said
    silent: Said
    events: tuple[Event, ...]
    ways: tuple[tuple[str, tuple[Step, ...]], ...]
    health: Group


def build(long: str, *, reader: Reader) -> Cards:
    """Make the samples; long: a text that must break."""
    return Cards(
        toasts=(
            Toast("Recorded: Fast track on WC-2026-000001.", "ok", "circle-check", URL, "10"),
            Toast(long, "bad", "triangle-alert"),
        ),
        ask=_ask(long),
        form=_form(),
        peek=_peek(long),
        said=_said(long, reader),
        silent=Said(None, no_suggestion="The AI system is paused. Decide from the facts."),
        events=tuple(_events(long, reader)),
        ways=tuple((f"Step {place + 1} of 4", way(place)) for place in range(4)),
        health=_health(long),
    )


def _ask(long: str) -> Confirm:
    return Confirm(
        title="Revoke the key rhk_1a2b3c4d?",
        says=("The other system is refused at once when it uses this key.", long),
        label="Revoke",
        icon="ban",
        url=URL,
        fields=(),
        back_url=URL,
        back_label="Keys",
    )


def _form() -> ListForm:
    states = (Option("", "Any state"), Option("in_use", "In use", checked=True))
    return ListForm(
        "Name", "olga", (Choose("state", "State", states),), only="Only who may reach Triage", clear_url=URL
    )


def _peek(long: str) -> Peek:
    return Peek(
        title="Jo Example",
        ref="WC-2026-000001",
        url=URL,
        case_url=URL,
        heading="Why it is in this inbox",
        why_here=(Effect("scale", "Weekly benefits at stake is over $3,000.00"), Effect("clock-alert", long)),
        notices=(Note("warn", "history", "Too old:", "Modified duty, 9 d."),),
        glance=(("At stake", "$3,111.00"), ("Injury", long)),
        more="3 more facts on the case.",
        state="Held by Ben Tarkington until 14:20.",
    )


def _said(long: str, reader: Reader) -> Said:
    at = words.moment(reader.now, now=reader.now, zone=reader.zone)
    suggestion = Suggestion(
        outcome="Fast track",
        means="Pay on time, light contact, second look on day 14 and day 28.",
        model="triage-gb-1",
        made_at=at,
        stated="It states 91 in 100.",
        trust="Officers agreed in 74 of 100 such cases (n=812).",
        weakest="It is weakest for Lower back: there officers agreed in 61 of 120.",
        scale=charts.scale(
            charts.Share("74 measured", 0.74, 0.7, 0.78),
            stated=0.91,
            stated_label="91 stated",
            says="91 stated",
        ),
        arguments_for=(
            Statement("No hospital stay is recorded so far.", (Cite("#fact-stay", "Hospital stay"),)),
        ),
        arguments_against=(Statement(long, ()),),
    )
    return Said(suggestion, (Voice("Olga Marsh", at, "Standard lost-time", long),))


def _events(long: str, reader: Reader) -> list[Event]:
    at = words.moment(reader.now, now=reader.now, zone=reader.zone)
    return [
        Event(
            at, "14:02:07", "ai", "sparkles", "triage-model suggested Fast track", "91 in 100", "no. 1,024"
        ),
        Event(at, "14:03:00", "person", "user-check", "Olga Marsh decided Standard lost-time instead", long),
        Event(at, "14:03:10", "system", "cpu", "The decision was sent", "", "waits for its place"),
    ]


def _health(long: str) -> Group:
    return Group(
        "sample",
        "Sample of health",
        (
            Check("Web", WELL, "Seen 5 s ago, version 0.1.0."),
            Check("Worker", LATE, "Seen 3 min ago.", "Start it again."),
            Check("Broker", FAILING, "Failed 10 s ago (ConnectionError).", "Start it again."),
            Check("Beat", UNSEEN, "It was never seen in this database.", long),
        ),
    )
