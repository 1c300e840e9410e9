"""The arrivals behind a figure on the quality of facts, and the weekly figures as a file."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.context_shapes import KINDS
from apps.console.pages.measured import is_few
from apps.console.pages.table_file import neutral
from apps.console.pages.words import Moment
from apps.flow import selectors as flow
from apps.flow.selectors import words as fact_words


def weekly_csv(weekly: Iterable[tuple[flow.Quality, date]], *, system: str) -> str:
    """Write every fact and source per week; shares in [0, 1]. No cell is read as a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    heads = ("ai_system", "week_on", "fact", "source", "n", "n_at_fault", "share", "low", "high", "enough")
    writer.writerow([*heads, *flow.FAULT_KINDS])
    for one, week_on in weekly:
        share = one.share
        figures = (
            "" if share.value is None else f"{each:.6g}"
            for each in (share.value or 0.0, share.low, share.high)
        )
        cells = (system, week_on.isoformat(), one.fact, one.source, str(one.n), str(one.n_at_fault), *figures)
        enough = "no" if is_few(share) else "yes"
        writer.writerow([*map(neutral, cells), enough, *(str(one.kinds[kind]) for kind in flow.FAULT_KINDS)])
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class CaseRow:
    url: str
    ref: str
    at: Moment
    state: str
    findings: tuple[str, ...]
    received_url: str


@dataclass(frozen=True, slots=True)
class CasesPage:
    title: str
    summary: str
    back: str
    rows: tuple[CaseRow, ...]


def cases(
    found: Sequence[flow.CaseAtFault],
    *,
    slug: str,
    query: Mapping[str, str],
    labels: Mapping[str, str],
    reader: Reader,
) -> CasesPage:
    """Write the newest arrivals behind a figure, each with what was found."""
    parts = [
        labels.get(query["fact"], query["fact"]),
        fact_words.source(query["source"]) if query["source"] else "",
        str(KINDS.get(query["kind"], query["kind"])),
    ]
    title = ", ".join(part for part in parts if part) or _("Facts not in order")
    summary = ngettext("the newest %(n)s arrival", "the newest %(n)s arrivals", len(found)) % {
        "n": len(found)
    }
    rows = tuple(
        CaseRow(
            url=reverse("console:case", args=[one.case_ref]),
            ref=one.case_ref,
            at=words.moment(one.received_at, now=reader.now, zone=reader.zone),
            state=one.state,
            findings=tuple(
                f"{labels.get(each['fact'], each['fact'])}: {KINDS.get(each['kind'], each['kind'])}"
                for each in one.findings
            ),
            received_url=reverse("console:recommendation", args=[one.recommendation_id]),
        )
        for one in found
    )
    return CasesPage(words.sentence_case(title), summary, reverse("console:context", args=[slug]), rows)
