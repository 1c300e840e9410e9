"""Why people decide otherwise than an AI, by slice, and who proved right; what was merged counts together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak, speak_kept
from apps.flow.selectors.insight_figures import known_versions, require_part
from apps.measures import rules
from apps.measures import selectors as measures
from apps.measures.models import DecisionTally
from apps.registry import rules as registry_rules
from apps.registry.models import AISystem, ReasonChange, ReasonSet
from apps.registry.states import CareKind, Direction
from apps.reviews.rules import NONE_FITS

WAYS = (Direction.MORE_CAUTIOUS.value, Direction.LESS_CAUTIOUS.value, Direction.SIDEWAYS.value)
TOO_MANY_OTHERS = 0.05  # of overrides whose reason was none of the list


@dataclass(frozen=True, slots=True)
class Slice:
    """Which overrides: since which Monday, of which part, in which direction; empty is all."""

    since: date | None = None
    part: measures.Part = measures.ALL
    direction: str = ""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason of the list, or of a former one. of_all: its share of the overrides of the slice.

    officer: how often whoever gave it proved right, where the later outcome is known; seconded: how often a
    second person came to the same, of those that were looked at again. former: what is counted here with it,
    as (text, n). note: what became of it. is_listed: it is in the list in force.
    """

    code: str
    text: str
    n: int
    of_all: rules.Share
    officer: rules.Share
    seconded: rules.Share
    former: tuple[tuple[str, int], ...]
    kind: str
    into: tuple[str, ...]
    is_listed: bool


@dataclass(frozen=True, slots=True)
class ReasonFigures:
    """The reasons of a slice, the commonest first. other: whose reason was none of the list.

    version: of the list in force; may_care: the reader may merge, retire or split. as_of: when they were
    counted, None before the first time. versions: the model versions by which they can be parted.
    """

    system: AISystem
    rows: list[ReasonRow]
    n: int
    other: rules.Share
    version: int
    may_care: bool
    segments: Mapping[str, str]
    as_of: datetime | None
    versions: Sequence[str]


@dataclass(slots=True)
class _Cell:
    n: int = 0
    right: int = 0
    known: int = 0
    agreed: int = 0
    looked: int = 0
    former: Counter[str] = field(default_factory=Counter)


def reason_figures(*, system: AISystem, to: Actor, asked: Slice, may_care: bool) -> ReasonFigures:
    """Count the overrides of persons by their main reason; imported ones without a reason are left out.

    They are added up from tallies, which say as of when they hold.

    Raises: refusals.NotVisible.
    """
    if not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible
    versions = known_versions(system)
    require_part(system, asked.part, versions)
    changes = list(ReasonChange.objects.filter(system=system).order_by("at", "id"))
    under = registry_rules.successors(
        [registry_rules.Changed(CareKind(one.kind), one.code, tuple(one.into)) for one in changes]
    )
    cells = _cells(system, asked, under)
    live = ReasonSet.objects.filter(system=system, ended_at=None).prefetch_related("reasons").first()
    listed = [one.code for one in live.reasons.all()] if live else []
    total = sum(one.n for one in cells.values())
    kept = measures.tallied(system_id=system.id)
    texts = measures.reason_texts([system.id]).get(system.id, {})
    became = {one.code: one for one in changes}
    codes = [*listed, *sorted(set(cells) - set(listed))]
    rows = [_row(code, cells.get(code, _Cell()), total, texts, became, listed) for code in codes]
    others = cells.get(NONE_FITS, _Cell()).n
    return ReasonFigures(
        system=system,
        rows=sorted(rows, key=lambda row: (-row.n, row.text)),
        n=total,
        other=rules.share(total, others),
        version=live.number if live else 0,
        may_care=may_care,
        segments={key: speak_kept(label) for key, label in system.segment_labels.items()},
        as_of=kept.computed_at if kept else None,
        versions=versions,
    )


def _row(
    code: str,
    cell: _Cell,
    total: int,
    texts: Mapping[str, str],
    became: Mapping[str, ReasonChange],
    listed: Sequence[str],
) -> ReasonRow:
    def said(one: str) -> str:
        return speak(measures.reason_text(one, texts))

    change = became.get(code)
    return ReasonRow(
        code=code,
        text=said(code),
        n=cell.n,
        of_all=rules.share(total, cell.n),
        officer=rules.share(cell.known, cell.right),
        seconded=rules.share(cell.looked, cell.agreed),
        former=tuple((said(one), n) for one, n in cell.former.most_common()),
        kind=change.kind if change else "",
        into=tuple(said(one) for one in change.into) if change else (),
        is_listed=code in listed,
    )


def _cells(system: AISystem, asked: Slice, under: Mapping[str, str]) -> dict[str, _Cell]:
    cells: dict[str, _Cell] = {}
    mine = measures.overrides(system_id=system.id, since=asked.since, part=asked.part)
    mine = mine.filter(direction=asked.direction) if asked.direction else mine
    for code, n in measures.summed(mine, "reason"):
        cell = cells.setdefault(under.get(code, code), _Cell())
        cell.n += n
        if code in under:
            cell.former[code] += n
    _add_outcomes(cells, system, mine, under)
    for code, agreed, n in measures.summed(mine.exclude(seconded=None), "reason", "seconded"):
        cell = cells[under.get(code, code)]
        cell.looked += n
        cell.agreed += n if agreed else 0
    return cells


def _add_outcomes(
    cells: Mapping[str, _Cell], system: AISystem, mine: QuerySet[DecisionTally], under: Mapping[str, str]
) -> None:
    """Add who proved right, by the first later truth of the AI system."""
    if not system.measures:
        return
    what = measures.spoken_definition(system.measures[0])
    caution = {one.code: one.caution for one in measures.outcome_codes(system_id=system.id)}
    alike = ("reason", "recommended", "decided", "value")
    for code, recommended, decided, value, n in measures.summed(mine.filter(is_old=True), *alike):
        cell = rules.Cell(recommended, decided, by_person=True, fits_rule=False, value=value, n=n)
        is_right = rules.override_right(what, caution, cell)
        if is_right is not None:
            found = cells[under.get(code, code)]
            found.known += n
            found.right += n if is_right else 0
