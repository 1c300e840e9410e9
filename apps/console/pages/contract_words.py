"""Words of the clauses of a contract, for the choices of its forms."""

from django.utils.translation import gettext as _

from apps.core.speech import speak
from apps.intake import rules
from apps.intake.rules.aspects import SENSITIVE, TYPES
from apps.intake.rules.conditions import Op

Pair = tuple[str, str]


def column(aspect: str) -> str:
    """Name an aspect of a fact as table, form and version page do."""
    return {
        "needed": _("Needed"),
        "source": _("Sources, in order"),
        "age": _("Fresh for"),
        "if missing": _("If missing"),
        "if sources differ": _("If sources disagree"),
        "definition belongs to": _("Defined by"),
    }[aspect]


def needed() -> list[Pair]:
    return [("required", _("Required")), ("optional", _("Optional")), ("when", _("Required when"))]


def if_missing() -> list[Pair]:
    return [
        ("ask", _("Somebody asks for it")),
        ("block", _("Nobody can approve without it")),
        ("hold", _("The case waits for it")),
        ("unknown", _("It stays unknown")),
        ("fallback", _("A stated value is used")),
    ]


def if_conflict() -> list[Pair]:
    return [
        ("authoritative", _("The first source wins")),
        ("newest", _("The newest value wins")),
        ("person", _("A person decides")),
    ]


def operators() -> dict[Op, str]:
    return {
        Op.EQ: _("is"),
        Op.NE: _("is not"),
        Op.LT: _("is under"),
        Op.LE: _("is at most"),
        Op.GT: _("is over"),
        Op.GE: _("is at least"),
        Op.BETWEEN: _("is between (a, b)"),
        Op.IN: _("is one of (a, b)"),
        Op.HAS: _("includes"),
        Op.IS_MISSING: _("is missing"),
    }


def types() -> list[Pair]:
    """Return every type of a fact."""
    return [(one.value, speak(TYPES[one])) for one in rules.FactType]


def sensitivities() -> list[Pair]:
    """Return every degree of sensitivity; a protected fact lies apart and is read by no rule."""
    return [(one.value, speak(SENSITIVE[one])) for one in rules.Sensitivity]
