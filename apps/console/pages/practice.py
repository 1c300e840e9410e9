"""Known-answer cases as template data: their list, the form that writes one, what was right, and results."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import home_knowing, words
from apps.console.pages.lists import Option
from apps.console.pages.measured import said
from apps.console.pages.shell import Action, Empty, more_url
from apps.core.speech import speak_kept
from apps.flow.selectors import practice as flow

BOOLEAN = (("true", gettext_lazy("yes")), ("false", gettext_lazy("no")))


@dataclass(frozen=True, slots=True)
class Row:
    about: str
    system: str
    asks: str
    why: str
    used: str
    state: str
    retire_url: str


@dataclass(frozen=True, slots=True)
class KnownPage:
    rows: tuple[Row, ...]
    empty: Empty
    writes: tuple[Action, ...]
    key: str
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    label: str
    hint: str
    value: str
    options: tuple[Option, ...]
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class WritePage:
    """The form that writes one; `error` and the field it is about."""

    system: str
    url: str
    list_url: str
    key: str
    fields: tuple[Field, ...]
    suggested: tuple[Option, ...]
    right: tuple[Option, ...]
    typed: Mapping[str, str]
    error: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    headline: str
    icon: str
    said: str
    right: str
    why: str
    about: str
    inbox_url: str
    result: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    name: str
    n: str
    share: str
    interval: str
    sent_up: str
    faint: bool


def build(found: flow.KnownPage, *, after: str, key: str, reader: Reader) -> KnownPage:
    """List the known-answer cases, the newest first."""
    base = reverse("console:known_answers")
    writes = tuple(
        Action(
            reverse("console:known_answer_write", args=[one.slug]),
            _("Write one for %(name)s") % {"name": one.name},
        )
        for one in found.systems
    )
    return KnownPage(
        rows=tuple(_row(one, reader) for one in found.rows),
        empty=Empty(
            _("No case with a known answer yet"),
            _("Write some: they come among the others at the share that policy says."),
            "list-checks",
            writes,
        ),
        writes=writes,
        key=key,
        next_url=more_url(base, found.next),
        first_url=base if after else "",
    )


def _write_for(name: str) -> str:
    return _("Write one for %(name)s") % {"name": speak_kept(name)}


def _row(one: flow.KnownRow, reader: Reader) -> Row:
    told = {"suggested": one.suggested, "right": one.right}
    n = ngettext("put into an inbox %(n)s time", "put into an inbox %(n)s times", one.n_used)
    return Row(
        about=one.about,
        system=one.system,
        asks=_("The AI seems to say %(suggested)s; %(right)s is right.") % told,
        why=one.why,
        used=n % {"n": words.number(one.n_used)},
        state=_("Retired")
        if one.is_retired
        else _("In use since %(day)s") % {"day": words.day(one.written_at, now=reader.now)},
        retire_url="" if one.is_retired else reverse("console:known_answer_retire", args=[one.id]),
    )


def write_page(
    found: flow.Writing, *, typed: Mapping[str, str], key: str, error: str = "", field: str = ""
) -> WritePage:
    """Write the form: a field for each fact of the contract, empty but for what was typed."""
    return WritePage(
        system=speak_kept(found.system.name),
        url=reverse("console:known_answer_write", args=[found.system.slug]),
        list_url=reverse("console:known_answers"),
        key=key,
        fields=tuple(_field(one, typed) for one in found.facts),
        suggested=_outcomes(found, typed.get("suggested", "")),
        right=_outcomes(found, typed.get("right", "")),
        typed=typed,
        error=error,
        field=field,
    )


def _outcomes(found: flow.Writing, chosen: str) -> tuple[Option, ...]:
    return tuple(Option(code, label, checked=code == chosen) for code, label in found.outcomes)


def _field(one: flow.FactField, typed: Mapping[str, str]) -> Field:
    value = typed.get(f"fact.{one.key}", "")
    values = BOOLEAN if one.kind == "boolean" else one.values if one.kind != "multi" else ()
    hints = [_("must be there") if one.required else "", speak_kept(one.unit)]
    if one.kind == "date":
        hints.append(_("days before the case comes"))
    if one.kind == "money":
        hints.append(_("in the smallest unit"))
    if one.kind == "multi":
        hints.append(", ".join(code for code, _label in one.values))
    return Field(
        key=one.key,
        label=one.label,
        hint="; ".join(part for part in hints if part),
        value=value,
        options=tuple(Option(code, str(label), checked=code == value) for code, label in values),
    )


def feedback(found: flow.Feedback, own: flow.Result) -> FeedbackPage:
    """Say what was right, right after the answer, and how one answered so far."""
    headline, icon = {
        True: (_("You were right"), "circle-check"),
        False: (_("Something else was right"), "circle-question-mark"),
        None: (_("You sent it up"), "arrow-up-right"),
    }[found.is_right]
    inbox = [found.inbox_slug]
    return FeedbackPage(
        headline=headline,
        icon=icon,
        said=found.said,
        right=found.right,
        why=found.why,
        about=found.about,
        inbox_url=reverse("console:inbox", args=inbox),
        result=_own(own) if found.is_mine else "",
    )


def _own(own: flow.Result) -> str:
    share, between, _faint = said(own.share)
    if not between:
        return _(
            "You answered %(n)s such cases. From 30 on your share is shown, to you and who supervises you."
        ) % {"n": words.number(own.share.n)}
    told = {"share": share, "between": between, "n": words.number(own.share.n)}
    return (
        _("Right in %(share)s of %(n)s such cases (%(between)s); you and who supervises you see it.") % told
    )


def results(found: list[flow.Result]) -> tuple[ResultRow, ...]:
    """Write a line for each person, by name: nobody is ranked."""
    rows = []
    for one in found:
        share, between, faint = said(one.share)
        rows.append(
            ResultRow(one.name, words.number(one.share.n), share, between, words.number(one.n_sent_up), faint)
        )
    return tuple(rows)


def disclosed(found: list[flow.Disclosed]) -> tuple[tuple[str, str], ...]:
    """Say of each AI system whose cases a person decides how many of them are invented."""
    return tuple((one.system, home_knowing.known_answer_words(one.in_hundred)) for one in found)
