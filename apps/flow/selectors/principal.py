"""What the affected person is told of why: the principal reasons of a decision, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core import vault
from apps.core.speech import quoted, speak_kept
from apps.registry.models import OutcomeCode
from apps.registry.rules import Owed, read_owed
from apps.reviews import services as reviews
from apps.reviews.models import Decision, PrincipalReason


def of_decisions(decisions: Collection[Decision]) -> dict[UUID, tuple[str, ...]]:
    """Say the principal reasons of each decision; asks nothing where no outcome owes any.

    The outcomes are at hand, the cases as well.
    """
    owing = {one.id: one.case.subject_id for one in decisions if one.outcome_code.principal_reasons}
    if not owing:
        return {}
    rows = list(PrincipalReason.objects.filter(decision__in=owing).order_by("place"))
    sealed = {owing[one.decision_id] for one in rows if one.sealed_words is not None}
    keys = vault.open_keys(sealed) if sealed else {}
    found: dict[UUID, tuple[str, ...]] = {}
    for one in rows:
        said = _words(one, owing[one.decision_id], keys)
        found[one.decision_id] = (*found.get(one.decision_id, ()), said)
    return found


def _words(row: PrincipalReason, subject_id: UUID, keys: Mapping[UUID, bytes]) -> str:
    text = speak_kept(row.text)
    if row.sealed_words is None:
        return text
    words = reviews.sealed_text(row.sealed_words, subject_id=subject_id, keys=keys) or _("Erased")
    return f"{text}: {words}"


def to_the_person(decision: Decision) -> list[str]:
    """Write the sentence of an explanation; none where the outcome owes no reasons."""
    if not decision.outcome_code.principal_reasons:
        return []
    told = of_decisions([decision]).get(decision.id)
    if told is None:
        return [_("The principal reasons were not recorded.")]
    said = "; ".join(quoted(one.rstrip(".")) for one in told)
    return [_("The principal reasons: %(reasons)s.") % {"reasons": said}]


@dataclass(frozen=True, slots=True)
class Instead:
    """An outcome that may hold in the place of another one. person: the pack's word for who is affected.

    owed: the principal reasons that they are told with it.
    """

    code: str
    label: str
    means: str
    person: str
    owed: Owed | None = None


def instead(*, system_id: UUID, but: UUID | None = None) -> tuple[Instead, ...]:
    """Return what may be put in a decision's place: the AI system's outcomes without the one that holds."""
    codes = OutcomeCode.objects.filter(system=system_id).select_related("system")
    return tuple(
        Instead(
            one.code,
            speak_kept(one.label),
            speak_kept(one.means),
            speak_kept(one.system.person_word),
            read_owed(one.principal_reasons),
        )
        for one in codes.order_by("caution", "code")
        if one.id != but
    )


def texts(outcomes: Sequence[OutcomeCode]) -> dict[str, str]:
    """Return what each principal reason of some outcomes is called, by its code."""
    listed = [one for code in outcomes for one in code.principal_reasons.get("list", ())]
    return {one["code"]: speak_kept(one["text"]) for one in listed}


def on_record(data: Mapping[str, Any], named: Mapping[str, str]) -> str:
    """Say what an entry of the record holds of them; empty where it holds none."""
    codes = data.get("principal_reasons") or ()
    told = "; ".join(named.get(code, code) for code in codes)
    return _("Principal reasons for the person: %(reasons)s") % {"reasons": told} if told else ""
