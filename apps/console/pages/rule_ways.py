"""Which rules a finding's group may become, as its page offers them, and why others are not open."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import words
from apps.flow.selectors import rule_choices as flow

WITHOUT = ":whole"  # of a way whose rule does not ask what is suggested


@dataclass(frozen=True, slots=True)
class WayLine:
    value: str
    label: str
    says: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class RuleWays:
    """`shut` is what is not open, each with why; `closed` why nothing can be drafted at the moment."""

    open: tuple[WayLine, ...]
    shut: tuple[WayLine, ...]
    closed: str


def build(found: flow.RuleChoices, *, chosen: str) -> RuleWays:
    """Offer the ways that are open; unless the reader chose one, the first that is not far is chosen."""
    ways = [(value_of(one.way), one) for one in found.rows if one.is_open]
    values = [value for value, _one in ways]
    near = next((value for value, one in ways if not one.is_far), "")
    marked = chosen if chosen in values else near
    return RuleWays(
        open=tuple(WayLine(value, _label(one), _says(one), value == marked) for value, one in ways),
        shut=tuple(
            WayLine(value_of(one.way), _label(one), _why(one)) for one in found.rows if not one.is_open
        ),
        closed=found.closed,
    )


def value_of(way: flow.Way) -> str:
    """Write a way as a form sends it."""
    return f"{way.lane}{WITHOUT}" if way.without_suggestion else way.lane


def way_of(value: str) -> flow.Way:
    """Read what a form sent; what is no way is refused where the rule is drafted."""
    return flow.Way(value.removesuffix(WITHOUT), without_suggestion=value.endswith(WITHOUT))


def _label(one: flow.RuleChoice) -> str:
    if one.way.without_suggestion:
        said = {
            "SUPERVISOR": _("Supervisors decide, whatever the AI suggests: %(words)s"),
            "OFFICER": _("Officers decide, whatever the AI suggests: %(words)s"),
        }
    else:
        said = {"SUPERVISOR": _("Supervisors decide: %(words)s"), "OFFICER": _("Officers decide: %(words)s")}
    return said[one.way.lane] % {"words": one.words}


def _says(one: flow.RuleChoice) -> str:
    reached = _reached(one)
    if not one.left_out:
        return reached
    wider = _("The rule leaves out that %(condition)s, so it reaches more than the group that was found.")
    return f"{wider % {'condition': one.left_out}} {reached}"


def _reached(one: flow.RuleChoice) -> str:
    of = one.reached
    if not of.n:
        return _("No such case is among the newest decisions: only the try on the past says what it moves.")
    said = ngettext(
        "Of the newest %(of)s decisions it reaches %(n)s and moves %(moved)s; the AI alone made %(alone)s.",
        "Of the newest %(of)s decisions it reaches %(n)s and moves %(moved)s; the AI alone made %(alone)s.",
        of.n_of,
    )
    return said % {
        "of": words.number(of.n_of),
        "n": words.number(of.n),
        "moved": words.number(of.n_moved),
        "alone": words.number(of.n_alone),
    }


def _why(one: flow.RuleChoice) -> str:
    if one.why:
        return one.why
    said = ngettext(
        "It would change nothing: the one such case of the newest %(of)s decisions went to them already.",
        "It would change nothing: all %(n)s such cases of the newest %(of)s decisions went to them already.",
        one.reached.n,
    )
    return said % {"n": words.number(one.reached.n), "of": words.number(one.reached.n_of)}
