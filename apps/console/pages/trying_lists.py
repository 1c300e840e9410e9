"""The replays of an AI system, the form that asks for one, and the cases behind one."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import trying_parts as parts
from apps.console.pages import words
from apps.console.pages.lists import Option
from apps.console.pages.shell import Empty, Tab
from apps.console.pages.table_file import neutral
from apps.console.pages.trying_shapes import CasesPage, TriesPage, TryLine
from apps.core import ids
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.measures.models import Replay
from apps.measures.rules import Meaning
from apps.measures.states import ReplayState
from apps.policy.models import PolicyVersion
from apps.policy.states import PolicyState

HEADS = (
    "case",
    "segment",
    "suggested",
    "stated_confidence",
    "before",
    "after",
    "meaning",
    "outcome",
    "outcome_number",
)
WINDOWS = (1_000, 3_000, 10_000, 100_000)
USUAL = "3000"
TEXT = "text"  # what is chosen when a policy is pasted


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form, and what is wrong with it."""

    version: str = ""
    last: str = USUAL
    text: str = ""
    error: str = ""
    field: str = ""


def build(found: flow.Tries, *, typed: Typed, after: str, reader: Reader) -> TriesPage:
    """Turn the replays of an AI system into template data."""
    url = reverse("console:tries", args=[found.system.slug])
    return TriesPage(
        title=speak_kept(found.system.name),
        system_url=reverse("console:system", args=[found.system.slug]),
        rows=tuple(_line(one, reader) for one in found.rows),
        empty=Empty(_("Nothing has been tried yet"), _first(found), icon="flask-conical"),
        may_try=_may_try(found),
        url=url,
        key=str(ids.new()),
        versions=tuple(_versions(found, typed)),
        windows=tuple(_windows(found.n_arrivals, typed)),
        text=typed.text,
        error=typed.error,
        error_field=typed.field,
        live=_live(found),
        next_url=f"{url}?{urlencode({'after': found.after})}" if found.after else "",
        first_url=url if after else "",
    )


def _may_try(found: flow.Tries) -> bool:
    return found.may_try and found.live is not None and found.n_arrivals > 0


def _first(found: flow.Tries) -> str:
    """Say what comes before the first try."""
    if _may_try(found):
        return _(
            "Choose a version and how far back: what it would have done is shown before anybody signs it."
        )
    if found.live is None:
        return _("There is no policy in force to compare with. Once one is, versions can be tried here.")
    if not found.n_arrivals:
        return _("No case has arrived yet. Once the first one is here, a policy can be tried on it.")
    return _("What others try is shown here.")


def _live(found: flow.Tries) -> str:
    if found.live is None:
        return _("This AI system has no policy in force to compare with.")
    if not found.n_arrivals:
        return _("No case has arrived yet, so there is nothing to try a policy on.")
    values = {"number": words.number(found.live.number), "n": words.number(found.n_arrivals)}
    return (
        _("Compared with version %(number)s, which is in force, on the cases that arrived (%(n)s).") % values
    )


def _line(replay: Replay, reader: Reader) -> TryLine:
    label, tone, icon = parts.state_words(ReplayState(replay.state))
    values = {
        "cases": ngettext("%(n)s case", "%(n)s cases", replay.n_total) % {"n": words.number(replay.n_total)},
        "version": parts.version(replay),
        "base": parts.base(replay),
        "person": replay.by.name,
        "moment": words.stamp(replay.asked_at, zone=reader.zone),
    }
    return TryLine(
        url=reverse("console:try", args=[replay.id]),
        title=words.sentence_case(_("%(version)s against %(base)s") % values),
        detail=_("on %(cases)s, %(person)s, %(moment)s") % values,
        state=label,
        tone=tone,
        icon=icon,
    )


def _versions(found: flow.Tries, typed: Typed) -> Iterator[Option]:
    chosen = typed.version or next((str(one.number) for one in found.versions if _is_new(one)), TEXT)
    for one in found.versions:
        label = _("Version %(number)s, %(state)s") % {
            "number": words.number(one.number),
            "state": _state(one),
        }
        yield Option(str(one.number), label, checked=chosen == str(one.number))
    yield Option(TEXT, _("A policy pasted below"), checked=chosen == TEXT)


def _is_new(version: PolicyVersion) -> bool:
    return version.state in {PolicyState.DRAFT, PolicyState.SHADOW, PolicyState.PROPOSED}


def _state(version: PolicyVersion) -> str:
    return {
        PolicyState.DRAFT: _("a draft"),
        PolicyState.SHADOW: _("in shadow"),
        PolicyState.PROPOSED: _("proposed"),
        PolicyState.LIVE: _("in force"),
        PolicyState.RETIRED: _("retired"),
    }[PolicyState(version.state)]


def _windows(n_arrivals: int, typed: Typed) -> Iterator[Option]:
    for n in WINDOWS:
        if n < n_arrivals or n == WINDOWS[0]:
            label = _("The last %(n)s cases") % {"n": words.number(n)}
            yield Option(str(n), label, checked=typed.last == str(n))
    chosen = typed.last not in {str(n) for n in WINDOWS if n < n_arrivals or n == WINDOWS[0]}
    yield Option(
        str(max(n_arrivals, 1)), _("All cases (%(n)s)") % {"n": words.number(n_arrivals)}, checked=chosen
    )


# --- the cases behind one ---


def cases(found: flow.Tried, page: flow.TriedCases, *, meaning: str, after: str, reader: Reader) -> CasesPage:
    """Turn one page of cases that go elsewhere into template data."""
    url = reverse("console:try-cases", args=[found.replay.id])
    query = {"meaning": meaning} if meaning else {}
    as_of = words.stamp(found.replay.ended_at or reader.now, zone=reader.zone)
    return CasesPage(
        title=_("Cases that change their way"),
        summary=ngettext(
            "%(n)s case, as of %(moment)s", "%(n)s cases, as of %(moment)s", found.tally.n_changed
        )
        % {"n": words.number(found.tally.n_changed), "moment": as_of},
        back_url=reverse("console:try", args=[found.replay.id]),
        back=parts.title(found.replay),
        tabs=tuple(_tabs(found, url, meaning)),
        rows=tuple(parts.case(one, found) for one in page.rows),
        csv_url=reverse("console:try-csv", args=[found.replay.id]),
        next_url=f"{url}?{urlencode({**query, 'after': page.after})}" if page.after else "",
        first_url=(f"{url}?{urlencode(query)}" if query else url) if after else "",
    )


def _tabs(found: flow.Tried, url: str, meaning: str) -> Iterator[Tab]:
    yield Tab(_("All"), url, n=found.tally.n_changed, current=not meaning)
    for one in Meaning:
        n = found.tally.meanings.get(one, 0)
        if n:
            label = parts.meaning_words(one)[0]
            yield Tab(label, f"{url}?meaning={one.value}", n=n, current=meaning == one.value)


def cases_csv(rows: Iterable[flow.TriedCase]) -> Iterator[str]:
    """Write every case that goes elsewhere, one line each; codes, so that a program can read it."""
    yield _csv(HEADS)
    for row in rows:
        outcome = "" if row.value is None else ("yes" if row.value else "no")
        yield _csv(
            (
                row.case_ref,
                row.segment,
                row.recommended,
                row.confidence,
                row.before,
                row.after,
                row.meaning.value,
                outcome,
                row.number,
            )
        )


def _csv(cells: Iterable[str]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow([neutral(cell) for cell in cells])
    return file.getvalue()
