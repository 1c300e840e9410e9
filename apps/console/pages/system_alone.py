"""Whether the bounds of what the AI may decide alone were kept, and how much of it people looked at again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import words
from apps.console.pages.patterns import interval
from apps.flow import selectors as flow
from apps.measures import rules


@dataclass(frozen=True, slots=True)
class Now:
    """A measured figure in words, its interval in small, and in a word whether the limit holds."""

    value: str
    detail: str = ""
    tone: str = ""
    icon: str = ""
    word: str = ""


def kept(alone: flow.Alone | None, outside: Callable[[flow.Alone], int]) -> tuple[Now, ...]:
    """Write in how many cases that the AI decided alone a bound was kept; `outside` counts the others."""
    if alone is None:
        return ()
    if not alone.n:
        return (Now(nothing()),)
    n_outside = outside(alone)
    share = rules.share(alone.n, alone.n - n_outside)
    parts = {"n": words.number(alone.n), "k": words.number(alone.n - n_outside)}
    said = ngettext(
        "Kept in %(k)s of %(n)s case decided alone", "Kept in %(k)s of %(n)s cases decided alone", alone.n
    )
    return (Now(said % parts, _interval(share), *(_broken() if n_outside else _held())),)


def looked_at(alone: flow.Alone | None, least: float) -> tuple[Now, ...]:
    """Write how much of what the AI decided alone was drawn for a person, against the least share."""
    if alone is None:
        return ()
    if not alone.n or alone.drawn.value is None:
        return (Now(nothing()),)
    n_drawn = round(alone.drawn.value * alone.n)
    said = _("Drawn so far: %(k)s of %(n)s, %(share)s in 100") % {
        "k": words.number(n_drawn),
        "n": words.number(alone.n),
        "share": words.number(round(alone.drawn.value * 100, 1)),
    }
    looked = _("%(n)s of them looked at") % {"n": words.number(alone.n_looked_at)}
    return (Now(said, f"{_interval(alone.drawn)}; {looked}", *_drawn(alone.drawn, least)),)


def _drawn(share: rules.Share, least: float) -> tuple[str, str, str]:
    """Compare with the least share: cases are drawn by chance, so too few are a whole interval below it."""
    if share.high < least:
        return _broken()
    if share.low > least or (share.value or 0.0) >= least:
        return _held()
    return "", "circle-check", _("Kept, within chance")


def _held() -> tuple[str, str, str]:
    return "ok", "circle-check", _("Kept")


def _broken() -> tuple[str, str, str]:
    return "bad", "triangle-alert", _("Not kept")


def _interval(share: rules.Share) -> str:
    return _("95%% interval %(interval)s") % {"interval": interval(share.low, share.high)}


def nothing() -> str:
    """Say that there is nothing to hold against a bound yet."""
    return _("The AI decided no case alone since this was signed")
