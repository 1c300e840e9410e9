"""The filters of an inbox: read from the query string, shown as a form, kept in every link of the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages.lists import Option
from apps.flow import selectors as flow

FLAGS = {
    "missing": gettext_lazy("A fact is missing"),
    "conflict": gettext_lazy("Sources disagree"),
    "stale": gettext_lazy("A fact is too old"),
    "soon": gettext_lazy("Due within two hours"),
    "undone": gettext_lazy("Undone"),
    "audit": gettext_lazy("Check of the AI"),
}
HELD = {"no": gettext_lazy("Nobody"), "yes": gettext_lazy("Somebody")}
MIXED = frozenset({"returned", "escalated"})  # views that show open and held cases together
MOST = Decimal(10**12)


@dataclass(frozen=True, slots=True)
class Filters:
    """The form above a list; `clear_url` is empty while nothing is narrowed."""

    view: str
    least: str
    most: str
    flags: tuple[Option, ...]
    held: tuple[Option, ...]
    clear_url: str = ""


def read(asked: Mapping[str, str]) -> flow.Narrow:
    """Read the filters; what is none of ours narrows nothing."""
    flag, held = asked.get("flag", ""), asked.get("held", "")
    return flow.Narrow(
        least=_amount(asked.get("from", "")),
        most=_amount(asked.get("to", "")),
        flag=flag if flag in FLAGS else "",
        held=held if held in HELD and asked.get("view") in MIXED else "",
    )


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount <= MOST else None


def query(narrow: flow.Narrow) -> dict[str, str]:
    """Write the filters as they stand in a query string, the empty ones left out."""
    said = {
        "from": _written(narrow.least),
        "to": _written(narrow.most),
        "flag": narrow.flag,
        "held": narrow.held,
    }
    return {name: value for name, value in said.items() if value}


def _written(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"


def filters(narrow: flow.Narrow, *, view: str, clear_url: str) -> Filters:
    """Build the form with what is chosen."""
    return Filters(
        view=view,
        least=_written(narrow.least),
        most=_written(narrow.most),
        flags=_options(FLAGS, narrow.flag, _("Any flag or none")),
        held=_options(HELD, narrow.held, _("All")) if view in MIXED else (),
        clear_url=clear_url if query(narrow) else "",
    )


def _options(named: Mapping[str, object], chosen: str, every: str) -> tuple[Option, ...]:
    first = Option("", every, checked=not chosen)
    return (first, *(Option(value, str(label), checked=value == chosen) for value, label in named.items()))
