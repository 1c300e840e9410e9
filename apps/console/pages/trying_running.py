"""A try on its way: how far it is, and what is counted so far as an estimate for all, with its interval."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import trying_parts as parts
from apps.console.pages import words
from apps.console.pages.lists import Figure
from apps.console.pages.trying_shapes import Running
from apps.core import speech
from apps.flow import selectors as flow
from apps.measures.rules import ENOUGH, estimating
from apps.measures.states import ReplayState


def running(found: flow.Tried) -> Running:
    """Say how far a replay is, and what its figures are worth by now."""
    replay = found.replay
    values = {"done": words.number(replay.n_done), "total": words.number(replay.n_total)}
    detail = {
        ReplayState.QUEUED: _("It waits for a worker. You can leave, it goes on without you."),
        ReplayState.RUNNING: _("You can leave, it goes on without you."),
        ReplayState.STOPPED: _("Stopped; it can go on from here."),
        ReplayState.FAILED: _("It failed; it can go on from here."),
    }.get(ReplayState(replay.state), "")
    title = ngettext(
        "%(done)s of %(total)s case replayed", "%(done)s of %(total)s cases replayed", replay.n_total
    )
    return Running(
        title=title % values,
        detail=detail,
        value=replay.n_done,
        most=max(replay.n_total, 1),
        proof=_proof(found),
        says=_worth(found),
    )


def _proof(found: flow.Tried) -> str:
    tally = found.tally
    if not tally.n_checked:
        return ""
    said = {
        "base": parts.base(found.replay),
        "n": words.number(tally.n_same),
        "total": words.number(tally.n_checked),
    }
    return _("%(base)s agrees with its stored verdicts, %(n)s of %(total)s") % said


def _worth(found: flow.Tried) -> str:
    closed = _("Nothing is proposed before the try is through.")
    if not found.tally.n:
        return closed
    if found.tally.n < ENOUGH:
        return _("Too few cases so far to estimate anything. Nothing is proposed before the try is through.")
    said = _("Cases come in random order, so these figures speak for all %(n)s, with a 95%% interval.")
    return f"{said % {'n': words.number(found.replay.n_total)}} {closed}"


def _of(found: flow.Tried) -> int:
    """Return of how many cases the estimate speaks: as many of the rest will be left out as erased."""
    replay, tally = found.replay, found.tally
    return max(round(replay.n_total * tally.n / replay.n_done), tally.n) if replay.n_done else tally.n


def figures(found: flow.Tried) -> tuple[Figure, ...]:
    """Show what is counted so far, and what it will be at the end."""
    tally = found.tally
    base, draft = tally.base, tally.draft
    changed = estimating.share(n=tally.n, k=tally.n_changed, of=_of(found))
    return (
        Figure(
            _("Reviews so far"),
            parts.signed(draft.reviews() - base.reviews()),
            detail=_at_end(found, "reviews"),
        ),
        Figure(_("Known-bad so far"), parts.signed(draft.bad - base.bad), detail=_at_end(found, "bad")),
        Figure(_("Money so far"), parts.signed_amount(tally.money_minor(draft), found), detail=_money(found)),
        Figure(
            _("Cases that change their way"),
            _("%(n)s of %(total)s") % {"n": words.number(tally.n_changed), "total": words.number(tally.n)},
            detail=_("at the end between %(low)s and %(high)s in 100")
            % {"low": _hundred(changed.low), "high": _hundred(changed.high)},
        ),
    )


def _estimate(found: flow.Tried, name: str) -> estimating.Estimate | None:
    plain, squared = found.tally.differs.get(name, (0, 0))
    return estimating.total(n=found.tally.n, of=_of(found), sums=(plain, squared))


def _at_end(found: flow.Tried, name: str) -> str:
    end = _estimate(found, name)
    if end is None:
        return ""
    values = {"n": parts.signed(round(end.value)), "off": words.number(round(end.off))}
    return _("at the end about %(n)s, give or take %(off)s") % values


def _money(found: flow.Tried) -> str:
    end = _estimate(found, "money")
    if end is None:
        return ""
    values = {
        "amount": parts.signed_amount(round(end.value), found),
        "off": parts.amount(round(end.off), found),
    }
    return _("at the end about %(amount)s, give or take %(off)s") % values


def _hundred(share: float) -> str:
    return speech.number(share * 100, digits=1)
