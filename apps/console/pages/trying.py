"""A policy tried on the past: the verdict first, then what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import trying_money, trying_running, words
from apps.console.pages import trying_parts as parts
from apps.console.pages.lists import Figure
from apps.console.pages.shell import Note
from apps.console.pages.trying_shapes import TryPage
from apps.core import ids, speech
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.measures.models import Replay
from apps.measures.rules import ENOUGH
from apps.measures.states import ReplayState

SHOWN = 6
SECOND_MS = 1_000


def build(found: flow.Tried, cases: Sequence[flow.TriedCase], *, reader: Reader) -> TryPage:
    """Turn a replay into template data; decompositions wait until it is through."""
    replay, state = found.replay, ReplayState(found.replay.state)
    is_through = state is ReplayState.DONE
    url = reverse("console:try", args=[replay.id])
    label, tone, icon = parts.state_words(state)
    return TryPage(
        title=parts.title(replay),
        system=speak_kept(replay.system.name),
        back_url=reverse("console:tries", args=[replay.system.slug]),
        state=label,
        tone=tone,
        icon=icon,
        about=_about(found, reader),
        url=url,
        poll_url=url if state.is_open else "",
        key=str(ids.new()),
        verdict=_verdict(found) if is_through else None,
        warnings=tuple(_warnings(found)),
        running=None if is_through else trying_running.running(found),
        figures=_shown_figures(found, is_through=is_through),
        steps=parts.steps(found) if is_through else (),
        steps_about=_steps_about(found),
        lanes=parts.lanes(found) if is_through else None,
        segments=parts.segments(found) if is_through else (),
        inboxes=parts.inboxes(found) if is_through else (),
        money=trying_money.money(found) if is_through else None,
        cases=tuple(parts.case(one, found) for one in cases[:SHOWN]),
        cases_about=_cases_about(found.tally.n_changed),
        cases_url=reverse("console:try-cases", args=[replay.id]),
        csv_url=reverse("console:try-csv", args=[replay.id]),
        limits=_limits(found),
        may_stop=found.may_try and state.is_open,
        may_go_on=found.may_try and state in {ReplayState.STOPPED, ReplayState.FAILED},
        may_try=found.may_try,
    )


def _about(found: flow.Tried, reader: Reader) -> str:
    replay = found.replay
    values = {
        "n": words.number(replay.n_total),
        "person": replay.by.name,
        "moment": words.stamp(replay.asked_at, zone=reader.zone),
        "since": words.day(replay.from_at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone)),
    }
    asked = _asked(replay, reader) % values
    if ReplayState(replay.state) is not ReplayState.DONE or replay.took_ms < SECOND_MS:
        return asked
    seconds = speech.number(replay.took_ms / 1000, digits=1)
    return _("%(asked)s, %(seconds)s seconds of work") % {"asked": asked, "seconds": seconds}


def _asked(replay: Replay, reader: Reader) -> str:
    if replay.from_at.astimezone(reader.zone).date() == reader.now.astimezone(reader.zone).date():
        return ngettext(
            "%(n)s case that arrived today, asked for by %(person)s, %(moment)s",
            "%(n)s cases that arrived today, asked for by %(person)s, %(moment)s",
            replay.n_total,
        )
    return ngettext(
        "%(n)s case since %(since)s, asked for by %(person)s, %(moment)s",
        "%(n)s cases since %(since)s, asked for by %(person)s, %(moment)s",
        replay.n_total,
    )


@dataclass(frozen=True, slots=True)
class InShort:
    """A try in a sentence, where somebody is about to sign: the verdict, and on how many cases it rests."""

    note: Note
    about: str


def in_short(found: flow.Tried) -> InShort:
    """Say a try in short; one that is not through has no verdict."""
    state = ReplayState(found.replay.state)
    about = ngettext("Tried on %(n)s case", "Tried on %(n)s cases", found.replay.n_total) % {
        "n": words.number(found.replay.n_done)
    }
    if state is ReplayState.DONE:
        return InShort(_verdict(found), about)
    label, tone, icon = parts.state_words(state)
    title = _("The try of this version is not through: %(state)s") % {"state": label}
    return InShort(Note(tone or "info", icon, title, ""), about)


# --- the verdict ---


def _verdict(found: flow.Tried) -> Note:
    """Say in one sentence whether the whole is better or worse, good or bad."""
    tally = found.tally
    if not tally.n_changed:
        return Note("info", "circle-check", _("Nothing would have changed."), _same(found))
    if parts.n_known(tally.base, tally.draft) < ENOUGH:
        return Note("warn", "circle-question-mark", _("Too little is known to judge."), _too_few(found))
    money = tally.money_minor(tally.draft)
    names = {
        "version": parts.version(found.replay),
        "base": parts.base(found.replay),
        "amount": parts.amount(abs(money), found),
    }
    if money < 0 and parts.is_open_question(tally.draft, found):
        title = _("%(version)s asks for reviews that cost more; what people would have decided is not known.")
        return Note("info", "circle-question-mark", words.sentence_case(title % names), _why(found))
    if money < 0:
        return Note(
            "bad",
            "circle-x",
            _("As a whole, %(version)s would have cost %(amount)s more than %(base)s.") % names,
            _why(found),
        )
    if money > 0:
        return Note(
            "ok",
            "circle-check",
            _("As a whole, %(version)s would have saved %(amount)s against %(base)s.") % names,
            _why(found),
        )
    return Note(
        "info",
        "circle-question-mark",
        _("The prices of the posture do not tell %(version)s from %(base)s.") % names,
        _why(found),
    )


def _same(found: flow.Tried) -> str:
    names = {"version": parts.version(found.replay), "base": parts.base(found.replay)}
    return _("%(version)s sends every one of these cases where %(base)s sends it.") % names


def _too_few(found: flow.Tried) -> str:
    n = parts.n_known(found.tally.base, found.tally.draft)
    values = {"n": words.number(n), "enough": words.number(ENOUGH)}
    return (
        _(
            "What became of the cases that the AI would decide is known for %(n)s of them. Below"
            " %(enough)s, chance speaks louder than the policy; the lanes below are exact all the same."
        )
        % values
    )


def _why(found: flow.Tried) -> str:
    said = [_reviews_said(found), _bad_said(found), _seen_said(found), _unknown_said(found)]
    return " ".join(one for one in said if one)


def _reviews_said(found: flow.Tried) -> str:
    saved = found.tally.base.reviews() - found.tally.draft.reviews()
    n = abs(saved)
    values = {"n": words.number(n)}
    if saved > 0:
        return ngettext("It saves %(n)s review.", "It saves %(n)s reviews.", n) % values
    if saved < 0:
        return ngettext("It adds %(n)s review.", "It adds %(n)s reviews.", n) % values
    return _("It asks people for as many reviews as before.")


def _bad_said(found: flow.Tried) -> str:
    more = found.tally.draft.bad - found.tally.base.bad
    n = abs(more)
    values = {"n": words.number(n)}
    if more > 0:
        return (
            ngettext(
                "%(n)s more case that proved wrong would have passed with nobody looking first.",
                "%(n)s more cases that proved wrong would have passed with nobody looking first.",
                n,
            )
            % values
        )
    if more < 0:
        return (
            ngettext(
                "%(n)s case that proved wrong would have come before a person.",
                "%(n)s cases that proved wrong would have come before a person.",
                n,
            )
            % values
        )
    return ""


def _seen_said(found: flow.Tried) -> str:
    minor = found.tally.seen_minor(found.tally.draft)
    if minor is None or minor < 0:
        return ""
    said = _("Their errors cost %(amount)s at the prices of the risk decision; the reviews cost %(price)s.")
    price = max(-found.tally.looks_minor(found.tally.draft), 0)
    return said % {"amount": parts.amount(minor, found), "price": parts.amount(price, found)}


def _unknown_said(found: flow.Tried) -> str:
    n = max(found.tally.base.unknown, found.tally.draft.unknown)
    if not n:
        return ""
    return ngettext(
        "Of %(n)s case that the AI would decide it is not known yet what became of it.",
        "Of %(n)s cases that the AI would decide it is not known yet what became of them.",
        n,
    ) % {"n": words.number(n)}


# --- what stands around it ---


def _warnings(found: flow.Tried) -> list[Note]:
    tally, replay = found.tally, found.replay
    notes = []
    if replay.failure:
        notes.append(Note("bad", "circle-x", _("The replay failed."), replay.failure, alert=True))
    if tally.n_same < tally.n_checked:
        values = {
            "n": words.number(tally.n_checked - tally.n_same),
            "total": words.number(tally.n_checked),
            "refs": ", ".join(tally.odd[:5]),
        }
        text = _(
            "On %(n)s of %(total)s cases it says another thing now than it said then: %(refs)s. Have this"
            " cleared up before you rest anything on these figures."
        )
        title = _("%(base)s does not reproduce its stored verdicts.") % {"base": parts.base(replay)}
        notes.append(Note("bad", "triangle-alert", title, text % values, alert=True))
    if tally.n_erased:
        said = ngettext(
            "%(n)s case is left out: what was kept about its person was erased.",
            "%(n)s cases are left out: what was kept about their persons was erased.",
            tally.n_erased,
        )
        notes.append(Note("info", "info", said % {"n": words.number(tally.n_erased)}))
    if ReplayState(replay.state) is ReplayState.STOPPED:
        notes.append(
            Note(
                "warn",
                "info",
                _("This is a part."),
                _("It was stopped before its end; nothing is proposed on a part."),
            )
        )
    return notes


def _shown_figures(found: flow.Tried, *, is_through: bool) -> tuple[Figure, ...]:
    if not found.tally.n:
        return ()
    return _figures(found) if is_through else trying_running.figures(found)


def _figures(found: flow.Tried) -> tuple[Figure, ...]:
    tally = found.tally
    base, draft = tally.base, tally.draft
    machine = words.number(draft.machine)
    changed = words.percent(tally.n_changed / tally.n) if tally.n else speech.NOTHING
    return (
        Figure(
            _("Reviews"),
            parts.signed(draft.reviews() - base.reviews()),
            detail=parts.arrow(base.reviews(), draft.reviews()),
        ),
        Figure(
            _("Known-bad that would pass"),
            parts.signed(draft.bad - base.bad),
            detail=_("%(change)s of %(n)s automatic")
            % {"change": parts.arrow(base.bad, draft.bad), "n": machine},
        ),
        Figure(
            _("Known-good that would be stopped"),
            parts.signed(base.good - draft.good),
            detail=_("automatic and right: %(change)s") % {"change": parts.arrow(base.good, draft.good)},
        ),
        Figure(_("Money"), parts.signed_amount(tally.money_minor(draft), found), detail=parts.priced(found)),
        Figure(
            _("Cases that change their way"),
            words.number(tally.n_changed),
            detail=_("%(share)s of %(n)s") % {"share": changed, "n": words.number(tally.n)},
        ),
    )


def _steps_about(found: flow.Tried) -> str:
    if found.n_steps > len(found.steps):
        return _("%(n)s changes are too many to replay each alone") % {"n": words.number(found.n_steps)}
    return _("each replayed alone")


def _cases_about(n: int) -> str:
    if not n:
        return _("none")
    return _("%(n)s, worst first") % {"n": words.number(n)}


def _limits(found: flow.Tried) -> str:
    said = [
        _("Facts and suggestions are those of then, never today's, and so is what the AI was allowed."),
        _("Where people look, what they decided counts; where nobody decided, the suggestion is taken."),
    ]
    if found.tally.n_assumed:
        said.append(
            _(
                "That is so for %(n)s cases with a known outcome: what a person might have mended there is"
                " not counted."
            )
            % {"n": words.number(found.tally.n_assumed)}
        )
    if found.what is not None:
        days = found.what.wait.days
        said.append(
            _(
                "Known-bad: what became known proved the suggestion wrong. Cases younger than %(days)s days"
                " count as not known."
            )
            % {"days": words.number(days)}
        )
    return " ".join(said)
