"""What somebody would have decided whose case policy sent up instead. It is no decision."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.core import vault
from apps.reviews import rules
from apps.reviews.models import Escalation


@dataclass(frozen=True, slots=True)
class Opinion:
    """The outcome that they chose, the codes of their reasons, the main one first, and their words."""

    outcome: str
    reasons: tuple[str, ...]
    note: str
    sure: str


def body(outcome: str, answer: rules.Answer) -> dict[str, object]:
    """Return an answer as it is kept, sealed under the key of its subject."""
    return {
        "outcome": outcome,
        "reasons": [{"code": one.reason, "choices": dict(one.choices)} for one in answer.causes],
        "note": answer.note,
        "sure": answer.sure,
    }


def opened_opinion(
    stay: Escalation, *, subject_id: UUID, keys: Mapping[UUID, bytes] | None = None
) -> Opinion | None:
    """Return what whoever sent a case up had decided; None where nothing was, or after erasure.

    keys: of `vault.open_keys`, when they were read already.
    """
    if stay.sealed_opinion is None:
        return None
    keys = vault.open_keys([subject_id]) if keys is None else keys
    if subject_id not in keys:
        return None
    said = json.loads(vault.open_bytes(stay.sealed_opinion, subject_id=subject_id, key=keys[subject_id]))
    codes = tuple(str(one["code"]) for one in said["reasons"])
    return Opinion(str(said["outcome"]), codes, str(said["note"]), str(said["sure"]))
