"""Recourse of the affected person: a decision is explained, contested, and looked at by somebody else."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.flow.selectors import explaining
from apps.reviews.models import Explanation
from apps.reviews.services import explaining as reviews


def write_explanation(
    *, decision_id: UUID, language: str, parts: Mapping[str, str], version: int, by: Actor, now: datetime
) -> Explanation:
    """Keep one more version of a decision's explanation, as somebody edited it.

    Raises: as reviews.explained, reviews.write_explanation.
    """
    with transactions.verb():
        decision = reviews.explained(decision_id=decision_id, by=by)
        page = explaining.shown(decision, (), language=language)
        is_generated = {one.code: one.text for one in page.parts} == {
            code: words.strip() for code, words in parts.items()
        }
        return reviews.write_explanation(
            decision=decision,
            language=language,
            parts=parts,
            is_generated=is_generated,
            version=version,
            by=by,
            now=now,
        )
