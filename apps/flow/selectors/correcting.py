"""Values that people corrected when they decided otherwise: beside the facts, on the case and in lists."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from apps.core import speech, vault
from apps.core.speech import speak_kept
from apps.flow.selectors import words
from apps.intake import selectors as intake
from apps.intake.rules import FactSpec, FactType, Value
from apps.reviews import rules
from apps.reviews.models import FactCorrection

if TYPE_CHECKING:
    from apps.flow.selectors.review import FactRow


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One corrected value in words. is_erased: its subject was erased, so nobody can read it any more."""

    decision_id: UUID
    fact: str
    label: str
    kind: str
    was: str
    right: str
    seen: str
    by: str
    at: datetime
    is_erased: bool = False

    @property
    def says(self) -> str:
        """Return it as one sentence."""
        if self.is_erased:
            return _("%(fact)s was corrected; the values were erased") % {"fact": self.label}
        said = _("%(fact)s: %(was)s → %(right)s") % {
            "fact": self.label,
            "was": self.was or _("no value"),
            "right": self.right,
        }
        return _("%(said)s (seen: %(seen)s)") % {"said": said, "seen": self.seen} if self.seen else said


def any_of_case() -> Exists:
    """Say of an item whether a decision on its case corrected a value; part of another statement."""
    return Exists(_stands().filter(decision__case=OuterRef("case")))


def _stands() -> QuerySet[FactCorrection]:
    return FactCorrection.objects.filter(decision__withdrawal=None)


def of_case(case_id: UUID) -> list[CorrectionRow]:
    """Return what was corrected on a case, oldest first, without decisions that were undone."""
    return _read(_stands().filter(decision__case=case_id))


def of_decisions(decision_ids: Sequence[UUID]) -> dict[UUID, list[CorrectionRow]]:
    """Return what each decision corrected."""
    found: dict[UUID, list[CorrectionRow]] = {}
    if not decision_ids:
        return found
    for row in _read(FactCorrection.objects.filter(decision__in=decision_ids)):
        found.setdefault(row.decision_id, []).append(row)
    return found


def _read(rows: QuerySet[FactCorrection]) -> list[CorrectionRow]:
    read = list(
        rows.select_related(
            "decision__by",
            "decision__case",
            "decision__recommendation__snapshot__contract",
            "decision__recommendation__system",
        ).order_by("decision__decided_at", "id")
    )
    keys = vault.open_keys([one.decision.case.subject_id for one in read]) if read else {}
    return [_row(one, keys) for one in read]


def _row(one: FactCorrection, keys: Mapping[UUID, bytes]) -> CorrectionRow:
    decision = one.decision
    spec = intake.spoken_contract(decision.recommendation.snapshot.contract).specs.get(one.fact)
    subject_id = decision.case.subject_id
    is_erased = subject_id not in keys
    said = (
        {}
        if is_erased
        else json.loads(vault.open_bytes(bytes(one.sealed), subject_id=subject_id, key=keys[subject_id]))
    )
    system = decision.recommendation.system
    is_amount = one.fact == rules.AMOUNT
    said_as = _as_amount if is_amount else lambda kept, currency: _in_words(spec, kept, currency)
    return CorrectionRow(
        decision_id=decision.id,
        fact=one.fact,
        label=speak_kept(system.stake_label) if is_amount else _label(one, spec),
        kind=one.kind,
        was=said_as(said.get("was"), system.currency),
        right=said_as(said.get("right"), system.currency),
        seen=str(said.get("seen") or ""),
        by=decision.by.name,
        at=decision.decided_at,
        is_erased=is_erased,
    )


def _label(one: FactCorrection, spec: FactSpec | None) -> str:
    return spec.label if spec else one.fact.replace("_", " ")


def _as_amount(kept: object, currency: str) -> str:
    return speech.amount(kept, currency) if isinstance(kept, int) else ""


def _in_words(spec: FactSpec | None, kept: object, currency: str) -> str:
    if spec is None or kept is None:
        return "" if kept is None else str(kept)
    return words.value(spec, _revived(spec, kept), currency=currency)


def _revived(spec: FactSpec, kept: object) -> Value:
    if isinstance(kept, list):
        return tuple(str(one) for one in kept)
    if spec.type is FactType.DECIMAL:
        return Decimal(str(kept))
    return kept if isinstance(kept, bool | int) else str(kept)


def beside(rows: Sequence["FactRow"], corrections: Sequence[CorrectionRow]) -> tuple["FactRow", ...]:
    """Lay what was corrected beside the facts; the facts stay as they came."""
    by_fact: dict[str, list[CorrectionRow]] = {}
    for one in corrections:
        by_fact.setdefault(one.fact, []).append(one)
    return tuple(replace(row, corrected=tuple(by_fact.get(row.key, ()))) for row in rows)
