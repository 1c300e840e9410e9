"""Which facts the overrides behind a finding corrected: counts alone, no value and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from apps.core.speech import speak_kept
from apps.intake import selectors as intake
from apps.registry.models import ContextContract
from apps.reviews import rules
from apps.reviews.models import FactCorrection


@dataclass(frozen=True, slots=True)
class CorrectedFact:
    """A fact that officers corrected in so many of a finding's overrides."""

    fact: str
    label: str
    n: int


def corrected_facts(decision_ids: Sequence[UUID], *, system_id: UUID) -> tuple[CorrectedFact, ...]:
    """Count what these decisions corrected by fact, the commonest first."""
    rows = FactCorrection.objects.filter(decision__in=decision_ids, decision__withdrawal=None)
    counted = dict(rows.order_by().values_list("fact").annotate(n=Count("id")))
    if not counted:
        return ()
    contracts = ContextContract.objects.select_related("system").filter(system=system_id)
    contract = contracts.order_by("-number")[0]
    amount = {rules.AMOUNT: speak_kept(contract.system.stake_label)}
    labels = {**intake.spoken_contract(contract).labels(), **amount}
    found = [CorrectedFact(fact, labels.get(fact, fact.replace("_", " ")), n) for fact, n in counted.items()]
    return tuple(sorted(found, key=lambda one: (-one.n, one.fact)))
