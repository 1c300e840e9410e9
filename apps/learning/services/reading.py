"""The one seam between the miner and where decisions lie: months of the data set, and one of them as a table.

A part reads the columns that its step needs from the file that its run pinned. Without a folder for the data
set the same columns are made from the database, month by month: slower, with the same result.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Exists, OuterRef, QuerySet

from apps.accounts.models import ActorKind
from apps.core import clock
from apps.intake import selectors as intake
from apps.learning import rules
from apps.learning.selectors.wording import RECOMMENDED
from apps.learning.services import targets
from apps.learning.states import MiningStage, Target
from apps.measures import rules as measure_rules
from apps.measures import selectors as measures
from apps.measures import services as measured
from apps.measures.models import DecisionFacts
from apps.measures.rules import dataset
from apps.registry.models import AISystem, ContextContract
from apps.reviews.models import Release

HOUR = 3600 * 1_000_000  # microseconds
NOT_RECORDED = int(clock.NOT_RECORDED.timestamp())  # the hour of decisions whose moment nobody recorded
CONTEXT = "context"
LONGEST_WAIT = 60.0  # seconds for whoever writes the data set just now

_BY_STAGE: Mapping[MiningStage, tuple[str, ...]] = {
    MiningStage.SURVEY: ("case_id", "told"),
    MiningStage.COUNT: (),
    MiningStage.CROSS: ("stake_minor", "amount_minor"),
    MiningStage.ROWS: ("decision_id", "reason", "core_category"),
}


@dataclass(frozen=True, slots=True)
class Read:
    """The miner's table and the columns that it was made of, oldest first."""

    table: rules.Table
    columns: measured.Columns


@dataclass(frozen=True)
class Source:
    """What a run reads: decisions of an AI system written before `horizon`, outcomes as known `known_at`.

    `files`: the digest of each month that it pinned; None: the database. `facts` are mined beside what every
    decision has. `until`: only what was decided by then.
    """

    system: AISystem
    target: Target
    horizon: UUID
    known_at: datetime
    facts: Sequence[str] = ()
    files: Mapping[str, str] | None = None
    until: datetime | None = None

    @cached_property
    def asked(self) -> targets.Asked:
        """Return what is asked of each decision."""
        named = self.system.measures
        return targets.Asked(
            target=self.target,
            horizon=self.horizon,
            known_at=self.known_at,
            until=self.until,
            judge=measure_rules.definition(named[0]) if named else None,
            caution={one.code: one.caution for one in measures.outcome_codes(system_id=self.system.id)},
        )


@dataclass(frozen=True, slots=True)
class Pinned:
    """Which files a run reads, by month and digest, and which facts. `why`: why it reads none."""

    facts: tuple[str, ...]
    files: Mapping[str, str] | None
    why: str = ""


def pin(system: AISystem, *, now: datetime) -> Pinned | None:
    """Bring the data set up to date and pin what it is now; None while somebody else writes it.

    Opens no transaction; safe to run twice and at once.
    """
    facts = measured.facts_of(system, leaving=False).kept
    try:
        if not measured.bring_up(system=system, now=now, seconds=LONGEST_WAIT):
            return None
        return Pinned(facts, {one.month: one.digest for one in measured.parts(system.id)})
    except measured.NoDatasetFolder as refusal:
        return Pinned(facts, None, refusal.code)
    except measured.DatasetFails as refusal:
        return Pinned(facts, None, refusal.code)


def decisions(
    *, system_id: UUID, before: UUID | None = None, until: datetime | None = None
) -> QuerySet[DecisionFacts]:
    """Return what persons decided of what came to them: in force, not reversed, no audits.

    before: what was written, or reversed, since this id counts as if it had not been. until: decided by then.
    """
    reversing = Release.objects.filter(reverses_id=OuterRef("decision_id"))
    rows = measures.counted(system_id=system_id).filter(by_kind=ActorKind.PERSON, is_audit=False)
    if until is not None:
        rows = rows.filter(decided_at__lte=until)
    if before is None:
        return rows.filter(~Exists(reversing))
    return rows.filter(~Exists(reversing.filter(id__lt=before)), id__lt=before)


def months(source: Source) -> list[date]:
    """Return the first days of the months in which something was decided, oldest first."""
    names = measured.live_months(source.system) if source.files is None else source.files
    return sorted(_first_day(name) for name in names)


def is_dated(months_: Sequence[date]) -> bool:
    """Tell whether every decision has its moment: else no part of them is known to be the later one."""
    return not months_ or months_[0] > clock.NOT_RECORDED.date()


def read(source: Source, month_on: date, stage: MiningStage, facts: Sequence[str] | None = None) -> Read:
    """Read what a step needs of the decisions of a month; facts: those that it mines, None: all.

    The miner's moments are hours: what was decided within one stays in one window.
    Raises: PartGone.
    """
    wanted = source.facts if facts is None else [one for one in facts if one not in {RECOMMENDED, CONTEXT}]
    names = [*targets.needed(source.target), *_BY_STAGE[stage], "recommended", CONTEXT]
    names += [dataset.FACT + one for one in wanted]
    columns = measured.Columns(_month(source, _name(month_on), list(dict.fromkeys(names))))
    columns = columns.of(targets.among(columns, source.asked))
    stakes, changes = _money(columns) if stage is MiningStage.CROSS else (None, None)
    return Read(
        rules.Table(
            columns=dict(_facts(columns, wanted)),
            overridden=targets.happened(columns, source.asked),
            order=_hours(columns),
            stakes=stakes,
            changes=changes,
        ),
        columns,
    )


def protected(source: Source, found: Read) -> rules.Tally:
    """Count decisions by protected facts; what each case had is read here and kept nowhere."""
    facts = _protected_facts(source.system.id)
    if not facts or source.target is not Target.OVERRIDDEN:
        return rules.tally((), ())
    cases = found.columns.ids("case_id", np.arange(len(found.columns)))
    of_case = intake.protected_facts(cases)
    wrong = targets.wrong(found.columns, source.asked).tolist()
    overridden = np.asarray(found.table.overridden).tolist()
    told = (
        rules.Told(of_case.get(case_id, {}), hit, None if fault == measured.UNKNOWN else fault == 1)
        for case_id, hit, fault in zip(cases, overridden, wrong, strict=True)
    )
    return rules.tally(told, facts)


def _month(source: Source, month: str, names: Sequence[str]) -> Any:
    if source.files is None:
        return measured.read_live(source.system, month, names, horizon=source.horizon)
    part = measured.pinned(source.system.id, month, source.files[month])
    return measured.read_part(part, names)


def _facts(columns: measured.Columns, facts: Sequence[str]) -> Iterator[tuple[str, rules.Coded]]:
    """Give what is mined; a fact that no decision of the month has is missing in all of them anyway."""
    named = {RECOMMENDED: "recommended", CONTEXT: CONTEXT} | {one: dataset.FACT + one for one in facts}
    for fact, name in named.items():
        words, places = columns.coded(name)
        if fact == CONTEXT:  # not kept of every decision
            words = tuple(word or None for word in words)
        present = np.unique(places)
        if any(words[place] is not None for place in present.tolist()):
            yield fact, _as_coded(words, places, present)


def _as_coded(
    words: tuple[str | None, ...], places: npt.NDArray[np.int32], present: npt.NDArray[np.int32]
) -> rules.Coded:
    """Keep the words that occur, each once."""
    labels = tuple(dict.fromkeys(words[place] for place in present.tolist()))
    renamed = np.zeros(len(words), dtype=np.min_scalar_type(len(labels)))
    for place in present.tolist():
        renamed[place] = labels.index(words[place])
    return rules.Coded(labels, renamed[places])


def _hours(columns: measured.Columns) -> npt.NDArray[np.float64]:
    at = columns.instants("decided_at")
    at[~columns.is_there("decided_at")] = measured.microseconds(clock.NOT_RECORDED)
    hours: npt.NDArray[np.float64] = (at // HOUR * (HOUR // 1_000_000)).astype(np.float64)
    return hours


def _money(columns: measured.Columns) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the amounts at stake, negative where none is known, and by how much the decided ones differ."""
    stakes = columns.wholes("stake_minor")
    known = columns.is_there("stake_minor") & columns.is_there("amount_minor")
    return stakes, np.where(known, columns.wholes("amount_minor") - stakes, 0)


def _first_day(month: str) -> date:
    if month == dataset.NOT_RECORDED:
        return clock.NOT_RECORDED.date()
    return dataset.span_of(month)[0].date()


def _name(month_on: date) -> str:
    at = datetime(month_on.year, month_on.month, 1, tzinfo=UTC)
    return dataset.month_of(None if month_on <= clock.NOT_RECORDED.date() else at)


def _protected_facts(system_id: UUID) -> tuple[str, ...]:
    row = ContextContract.objects.filter(system=system_id, ended_at=None).first()
    if row is None:
        return ()
    specs = intake.contract(row).specs.values()
    return tuple(sorted(spec.key for spec in specs if spec.sensitivity == "protected"))
