"""Searches for patterns: the list, and one with its progress, its results and its protected groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.console.edge import Reader
from apps.console.pages import checked, run_words, targets, words
from apps.console.pages.lists import Figure
from apps.console.pages.pattern_story import changed
from apps.console.pages.patterns import chance, interval, nothing, of_all, smallest
from apps.console.pages.run_words import HAPPENED, NOTES, OTHERWISE, STATES, STEPS, UNFILED
from apps.console.pages.shell import Empty, Note, Tab, more_url
from apps.core import ids
from apps.core.speech import amount, speak, speak_kept
from apps.learning import selectors as learning
from apps.learning.models import MiningRun
from apps.learning.states import MiningRunState, Target
from apps.measures import rules
from apps.registry.models import AISystem

SHORT = 12  # letters of a digest
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class RunLine:
    url: str
    title: str
    detail: str
    state: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Start:
    """An AI system of which a search may be started now."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class RunsShown:
    rows: tuple[RunLine, ...]
    starts: tuple[Start, ...]
    empty: Empty
    key: str
    next_url: str
    first_url: str
    targets: tuple[Tab, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundRow:
    url: str
    words: str
    n: str
    rate: str
    interval: str
    rest: str
    rest_interval: str
    chance: str
    confirmed: str
    tone: str
    money: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of a protected fact: both sides, each with its share and interval, or why there is none."""

    fact: str
    group: str
    people: str
    people_detail: str
    people_tag: str
    ai: str
    ai_detail: str
    ai_tag: str


@dataclass(frozen=True, slots=True)
class Happened:
    at: str
    words: str


@dataclass(frozen=True, slots=True)
class RunShown:
    title: str
    about: str
    state: str
    tone: str
    icon: str
    far: str
    value: int
    poll_url: str
    notes: tuple[Note, ...]
    figures: tuple[Figure, ...]
    found: tuple[FoundRow, ...]
    empty: Empty
    groups: tuple[GroupRow, ...]
    happened: tuple[Happened, ...]
    told: tuple[tuple[str, str], ...]
    may_stop: bool
    may_repeat: bool
    url: str
    key: str
    pdf_url: str
    csv_url: str = ""
    groups_url: str = ""
    targets: tuple[Tab, ...] = ()
    counts: str = ""
    others: str = ""
    hint: str = ""
    may_stop_all: bool = False


def build(
    page: learning.RunsPage, *, after: str, target: Target, scope: Mapping[str, str], reader: Reader
) -> RunsShown:
    """Turn one page of runs into template data; scope: what else of its address narrows it."""
    base = reverse("console:runs")
    asked = dict(scope) | {"target": target.value}
    return RunsShown(
        rows=tuple(_line(one, page.progress.get(one.id), reader) for one in page.rows),
        starts=tuple(Start(one.slug, speak_kept(one.name)) for one in page.startable),
        empty=Empty(
            _("Nothing was searched yet"),
            _("A search runs by itself each night once there are decisions, or when you start one."),
            icon="scan-search",
        ),
        key=str(ids.new()),
        next_url=more_url(base, page.next, **asked),
        first_url=f"{base}?{urlencode(asked)}" if after else "",
        targets=targets.each(base, current=target, of=scope),
    )


def one(found: learning.RunPage, *, reader: Reader) -> RunShown:
    """Turn one run into template data."""
    run = found.run
    state = MiningRunState(run.state)
    label, tone, icon = STATES[state]
    url = reverse("console:run", args=[run.id])
    return RunShown(
        title=_title(run),
        about=_("%(what)s, %(system)s")
        % {"what": targets.name(Target(run.target)), "system": speak_kept(run.system.name)},
        state=str(label),
        tone=tone,
        icon=icon,
        far=_far(run, found.progress),
        value=round(found.progress.share * HUNDRED),
        poll_url=url if state.is_open else "",
        notes=tuple(_notes(found)),
        figures=_figures(run) if state == MiningRunState.DONE else (),
        found=tuple(_found(one, run.system) for one in found.found),
        empty=_nothing(Target(run.target)),
        groups=tuple(groups(found.protected)),
        happened=tuple(_happened(line, reader) for line in run.happened),
        told=tuple(_told(run, reader)),
        may_stop=found.may_mine and state.is_open,
        may_repeat=found.may_mine and state == MiningRunState.DONE and run.horizon is not None,
        url=url,
        key=str(ids.new()),
        pdf_url=reverse("console:run_pdf", args=[run.id]),
        csv_url=reverse("console:run_csv", args=[run.id]) if state == MiningRunState.DONE else "",
        groups_url=reverse("console:run_groups_csv", args=[run.id]) if found.protected else "",
        counts=_("What counts: %(counts)s.") % {"counts": targets.counts(Target(run.target))},
        targets=tuple(
            Tab(targets.name(target), reverse("console:run", args=[run_id]), current=run_id == run.id)
            for target, run_id in found.together
            if len(found.together) > 1
        ),
        others=run_words.others(found),
        hint=_("It stops “%(what)s” alone; nothing of that is kept.")
        % {"what": targets.name(Target(run.target))},
        may_stop_all=found.may_mine and bool(found.running),
    )


def groups(lines: list[learning.ProtectedLine]) -> Iterator[GroupRow]:
    """Write every group of protected facts with both sides beside each other."""
    sides: dict[tuple[str, str | None], dict[str, learning.ProtectedLine]] = {}
    for line in lines:
        sides.setdefault((line.fact, line.value), {})[line.side] = line
    for both in sides.values():
        named = next(iter(both.values()))
        people, ai = _side(both.get("people")), _side(both.get("ai"))
        yield GroupRow(words.sentence_case(named.label), named.group, *people, *ai)


def _side(line: learning.ProtectedLine | None) -> tuple[str, str, str]:
    """Say a share with its interval; grey and without one under 30 decisions."""
    if line is None or not line.n:
        return "", _("nothing known"), ""
    if line.rate is None or line.low is None or line.high is None:
        return "", _("%(n)s decisions: too few for a share") % {"n": words.number(line.n)}, ""
    values = {
        "k": words.number(line.k),
        "n": words.number(line.n),
        "interval": interval(line.low, line.high),
    }
    said = _("%(k)s of %(n)s, %(interval)s") % values
    if line.rest_rate is not None and line.rest_low is not None and line.rest_high is not None:
        values["rest"] = words.percent(line.rest_rate)
        values["rest_interval"] = interval(line.rest_low, line.rest_high)
        values["rest_n"] = words.number(line.rest_n)
        said = _("%(k)s of %(n)s, %(interval)s; the rest %(rest)s of %(rest_n)s, %(rest_interval)s") % values
    return words.percent(line.rate), said, _("differs") if line.stands_out else ""


def _title(run: MiningRun) -> str:
    values = {"day": words.day_of_week(run.period_on), "number": words.number(run.number)}
    return _("Search of %(day)s, number %(number)s") % values


def _line(run: MiningRun, progress: learning.Progress | None, reader: Reader) -> RunLine:
    label, tone, icon = STATES[MiningRunState(run.state)]
    by = run.asked_by.name if run.asked_by else _("by itself")
    at = words.stamp(run.queued_at, zone=reader.zone)
    detail = [targets.name(Target(run.target)), speak_kept(run.system.name), by, at]
    if progress is not None:
        detail.append(_far(run, progress))
    elif run.state == MiningRunState.DONE:
        n = run.n_decisions
        detail.append(ngettext("%(n)s decision", "%(n)s decisions", n) % {"n": words.number(n)})
    return RunLine(
        reverse("console:run", args=[run.id]), _title(run), ", ".join(detail), str(label), tone, icon
    )


def _far(run: MiningRun, progress: learning.Progress) -> str:
    if not MiningRunState(run.state).is_open:
        return ""
    if not progress.step:
        return _("waits for a worker")
    values = {
        "step": words.number(progress.step),
        "does": STEPS[progress.step - 1],
        "done": words.number(progress.n_done),
        "parts": words.number(progress.n_parts),
    }
    return _("Step %(step)s of 4, %(does)s: %(done)s of %(parts)s parts") % values


def _notes(found: learning.RunPage) -> Iterator[Note]:
    run = found.run
    if run.failure:
        yield Note("bad", "triangle-alert", _("It failed"), speak(run.failure), alert=True)
    if run.state == MiningRunState.STOPPED:
        yield Note("warn", "circle-x", _("Stopped"), _("Nothing of it is kept but that it was."))
    if found.is_same is not None:
        yield _repeated(is_same=found.is_same)
    for note in run.notes:
        facts = ", ".join(found.left_out.get(fact, fact) for fact in note["facts"])
        code = note["code"] if run.target == Target.OVERRIDDEN else OTHERWISE.get(note["code"], note["code"])
        said = str(NOTES[code])
        yield Note("info", "info", said % {"facts": facts} if facts else said)


def _repeated(*, is_same: bool) -> Note:
    if is_same:
        return Note(
            "ok",
            "circle-check",
            _("The same result again"),
            _("Everything that the repeated search found was found again, figure by figure."),
        )
    return Note(
        "warn",
        "triangle-alert",
        _("Another result than before"),
        _("Since then a contract, outcomes of those decisions or the product itself have changed."),
    )


def _figures(run: MiningRun) -> tuple[Figure, ...]:
    is_override = run.target == Target.OVERRIDDEN
    return (
        Figure(_("Decisions looked at"), words.number(run.n_decisions)),
        Figure(
            _("Overrides among them") if is_override else targets.name(Target(run.target)),
            words.number(run.n_overrides),
            "",
            of_all(run.n_decisions, run.n_overrides),
        ),
        Figure(
            _("Groups tested"), words.number(run.n_tests), "", _("judged more strictly, as they are many")
        ),
        smallest(run),
    )


def _found(line: learning.FoundLine, system: AISystem) -> FoundRow:
    pattern = line.pattern
    word, tone = checked.confirmed(
        pattern.confirmation, crossed=bool(pattern.run.parameters.get("cross_fit"))
    )
    return FoundRow(
        url=reverse("console:pattern", args=[line.finding_id]) if line.finding_id else "",
        words=words.sentence_case(line.words),
        n=_("%(k)s of %(n)s") % {"k": words.number(pattern.n_overridden), "n": words.number(pattern.n)},
        rate=words.percent(pattern.rate),
        interval=interval(pattern.low, pattern.high),
        rest=words.percent(pattern.rest_rate),
        rest_interval=_rest(line.rest),
        chance=chance(pattern.q),
        confirmed=word,
        tone=tone,
        money=amount(pattern.stake_minor, system.currency) if pattern.n_stakes else "",
        changed=changed(pattern, system.currency) if pattern.n_changed else "",
    )


def _rest(share: rules.Share | None) -> str:
    if share is None:
        return ""
    said = {"n": words.number(share.n), "interval": interval(share.low, share.high)}
    return _("%(interval)s, of %(n)s") % said


def _nothing(target: Target) -> Empty:
    if target is not Target.OVERRIDDEN:
        return nothing(target)
    return Empty(
        _("No pattern stands out"),
        _("Officers overrule the AI no more often in any group than chance explains."),
        icon="scan-search",
    )


def _happened(line: Mapping[str, Any], reader: Reader) -> Happened:
    at = words.stamp(datetime.fromisoformat(line["at"]), zone=reader.zone)
    numbers = {name: words.number(value) for name, value in line.items() if isinstance(value, int)}
    n = line.get("n_patterns", 0)
    said = str(HAPPENED[line["code"]] % {"month": line.get("month", ""), "n": n, **numbers})
    if isinstance(line.get("ms"), dict):
        took = sum(line["ms"].values()) / 1000
        said = _("%(said)s; %(seconds)s s of work") % {"said": said, "seconds": words.ratio(took)}
    return Happened(at, said)


def _told(run: MiningRun, reader: Reader) -> Iterator[tuple[str, str]]:
    yield _("Asked by"), run.asked_by.name if run.asked_by else _("by itself")
    if run.known_at:
        yield _("Decisions until"), words.stamp(run.known_at, zone=reader.zone)
    if run.reads:
        files = run.reads.get("files")
        said = ngettext("the data set, %(n)s month", "the data set, %(n)s months", len(files or ()))
        yield (
            _("Read from"),
            str(UNFILED[run.reads["why"]]) if files is None else said % {"n": words.number(len(files))},
        )
    if "max_facts" in run.plan:
        yield _("Facts together, at most"), words.number(run.plan["max_facts"])
    if run.parameters.get("q_limit"):
        share = words.percent(run.parameters["q_limit"])
        yield _("False finds, at most"), _("%(share)s, for this question alone") % {"share": share}
        least = {
            "times": words.ratio(run.parameters["min_ratio"]),
            "points": round(run.parameters["min_points"] * HUNDRED),
        }
        yield (
            _("Smallest effect that counts"),
            _("%(times)s times the rest and %(points)s points") % least,
        )
        yield _("Smallest group"), words.number(run.parameters["min_n"])
    if run.n_cells:
        yield _("Combinations counted"), words.number(run.n_cells)
    if run.versions:
        yield pgettext("program", "Version"), f"{run.versions['product']} / {run.versions['method']}"
    if run.digest:
        yield _("Digest of the result"), bytes(run.digest).hex()[:SHORT]
