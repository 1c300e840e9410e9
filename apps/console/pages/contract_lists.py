"""Lists of a contract beside its facts: what the AI is not for, what it may not be given, assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.console.pages import contract_form
from apps.console.pages.contract_words import operators
from apps.core.speech import speak_kept
from apps.intake import rules

LONGEST = 500
PROTECTED = rules.Sensitivity.PROTECTED
MOST = 60  # rows that a form may hold
Option = tuple[str, str, bool]
# Each list with the parts of one row. A row without its first part is no row: so it is taken out.
PARTS: Mapping[str, tuple[str, ...]] = {
    "exclusions": ("say", "fact", "op", "value"),
    "forbidden": ("key", "why"),
    "assumptions": ("say", "fact"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of one list, row by row."""

    name: str
    rows: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form; `wrong` is the part at fault, and `error` the sentence why."""

    place: int
    label: str
    parts: Mapping[str, str]
    facts: tuple[Option, ...] = ()
    operators: tuple[Option, ...] = ()
    wrong: str = ""
    error: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class ListForm:
    """The form of one list; `error` is what is wrong with it as a whole."""

    name: str
    title: str
    about: str
    hint: str
    count: str
    rows: tuple[Row, ...]
    error: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed into one list when it was refused or is being checked: where, and why."""

    typed: Typed | None = None
    pointer: str = ""
    error: str = ""


NOTHING = Refused()


def typed(post: Mapping[str, str], name: str) -> Typed:
    """Read the form of one list; unknown fields are ignored, long text is cut."""
    rows = []
    for place in range(MOST):
        row = {part: str(post.get(f"{part}.{place}", "")).strip()[:LONGEST] for part in PARTS[name]}
        if f"{PARTS[name][0]}.{place}" not in post:
            break
        rows.append({} if post.get(f"out.{place}") else row)
    return Typed(name, tuple(rows))


def kept(given: Typed) -> list[tuple[int, Mapping[str, str]]]:
    """Return the rows that say anything, each with its place in the form."""
    return [(place, row) for place, row in enumerate(given.rows) if _says(row)]


def _says(row: Mapping[str, str]) -> bool:
    """Say whether anything was typed into a row; its comparison always stands at something."""
    return any(value for part, value in row.items() if part != "op")


def typed_body(given: Typed, contract: rules.Contract, currency: str) -> dict[str, Any]:
    """Write what was typed into the contract's body; whether it is a contract is the verb's question."""
    body = rules.as_body(contract)
    body[given.name] = [WRITE[given.name](row, contract, currency) for _place, row in kept(given)]
    return body


def _exclusion(row: Mapping[str, str], contract: rules.Contract, currency: str) -> dict[str, object]:
    names = {"when_fact": row["fact"], "when_op": row["op"], "when_value": row["value"]}
    when = contract_form.condition(contract_form.Typed("", names), contract, currency)
    return {"say": row["say"], "when": when}


def _forbidden(row: Mapping[str, str], _contract: rules.Contract, _currency: str) -> dict[str, object]:
    return {"key": row["key"], "why": row["why"]}


def _assumption(row: Mapping[str, str], _contract: rules.Contract, _currency: str) -> dict[str, object]:
    return {name: row[name] for name in ("say", "fact") if name == "say" or row[name]}


WRITE = {"exclusions": _exclusion, "forbidden": _forbidden, "assumptions": _assumption}


def stands(name: str, contract: rules.Contract, currency: str) -> Typed:
    """Fill the form with how a list stands in the draft."""
    if name == "forbidden":
        return Typed(name, tuple({"key": key, "why": why} for key, why in contract.forbidden.items()))
    if name == "assumptions":
        return Typed(name, tuple({"say": one.say, "fact": one.fact} for one in contract.assumptions))
    return Typed(
        name,
        tuple(
            {
                "say": one.say,
                "fact": one.when.fact,
                "op": one.when.op.value,
                "value": contract_form.shown(one.when.value, contract.specs[one.when.fact], currency),
            }
            for one in contract.exclusions
        ),
    )


def build(contract: rules.Contract, refused: Refused, currency: str) -> tuple[ListForm, ...]:
    """Make the form of each list, with what was typed where something was, and one empty row to add to."""
    return tuple(_list(name, contract, refused, currency) for name in PARTS)


def _list(name: str, contract: rules.Contract, refused: Refused, currency: str) -> ListForm:
    given = stands(name, contract, currency)
    is_typed = refused.typed is not None and refused.typed.name == name
    place, part = _at_fault(name, refused) if is_typed else (-1, "")
    if refused.typed is not None and is_typed:
        given = refused.typed
    rows = [row for row in given.rows if _says(row)] if not is_typed else list(given.rows)
    if not rows or _says(rows[-1]):
        rows.append({})
    title, about, hint = _said(name)
    n = len(kept(given))
    return ListForm(
        name=name,
        title=title,
        about=about,
        hint=hint,
        count=str(n) if n else _("none"),
        rows=tuple(
            _row(
                at,
                row,
                contract,
                is_last=at == len(rows) - 1,
                wrong=part if at == place else "",
                error=refused.error,
            )
            for at, row in enumerate(rows)
        ),
        error=refused.error if is_typed and place < 0 else "",
        is_open=is_typed,
    )


def _at_fault(name: str, refused: Refused) -> tuple[int, str]:
    """Find the row and the part of a refused clause: its number counts only rows that say something."""
    parts = refused.pointer.split("/")
    assert refused.typed is not None
    sent = [place for place, _row in kept(refused.typed)]
    if parts[1:2] != [name] or not parts[2:3] or not parts[2].isdigit() or int(parts[2]) >= len(sent):
        return -1, ""
    part = (
        parts[-1] if parts[-1] in PARTS[name] else PARTS[name][-1] if parts[-1] == "when" else PARTS[name][0]
    )
    return sent[int(parts[2])], part


def _row(
    place: int, row: Mapping[str, str], contract: rules.Contract, *, is_last: bool, wrong: str, error: str
) -> Row:
    chosen = row.get("fact", "")
    facts = [
        ("", _("choose a fact")),
        *(
            (one.key, speak_kept(one.label))
            for one in contract.specs.values()
            if one.sensitivity is not PROTECTED
        ),
    ]
    return Row(
        place=place,
        label=_("New") if is_last and not _says(row) else str(place + 1),
        parts=row,
        facts=tuple((value, label, value == chosen) for value, label in facts),
        operators=tuple((op.value, text, op.value == row.get("op", "")) for op, text in operators().items()),
        wrong=wrong,
        error=error if wrong else "",
        is_new=is_last and not _says(row),
    )


def _said(name: str) -> tuple[str, str, str]:
    said = {
        "exclusions": (
            _("What the AI is not for"),
            _("A case for which one of these holds is out of scope; the sentence is shown with it."),
            _("Several values are written with commas."),
        ),
        "forbidden": (
            _("What no AI may be given"),
            _("An arrival that names one of these is refused as a whole."),
            _("The key is the name that a sender would use."),
        ),
        "assumptions": (
            _("What is taken for granted"),
            _("Whoever decides reads it beside the facts of every case."),
            _("Name the fact that it is about, where there is one."),
        ),
    }
    return said[name]
