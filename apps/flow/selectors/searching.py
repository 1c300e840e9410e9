"""Cases by their reference: its beginning, a part of it, or nearly it; within what the person may see.

Nobody is found by their name: names lie sealed under a key per person, and nothing is kept that would tell
them once that key is gone (docs/adr/0046).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import Actor
from apps.intake import selectors as intake
from apps.intake.models import Case, CaseKind, Recommendation
from apps.registry import selectors as registry
from apps.reviews import access

SHORTEST, LONGEST = 2, 80
SHORTEST_PART = 3  # a trigram: nothing shorter is found in the middle by an index
SHORTEST_LIKE = 4  # letters and digits: of fewer, half is no likeness
LIKENESS = 0.5  # of six digits two may have changed places
MOST_ALIKE = 1_000  # where more are like it, as by a part that all have, the best of so many are told
BEGINS, HOLDS, LIKE = "begins", "holds", "like"
HOWS = (BEGINS, HOLDS, LIKE)


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case; how: its reference begins so, holds it, or is like it. item: its newest that one may see."""

    ref: str
    source: str
    opened_at: datetime
    how: str = BEGINS
    item: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The best first; more: others were found as well."""

    rows: list[FoundCase]
    more: bool = False


def find_cases(*, asked: str, to: Actor, limit: int) -> Found:
    """Return cases by their reference: what begins so, then what holds it; without either, what is like it.

    A reference that is just so stands first, then the newest; of what is like it the most like. Only cases
    whose record the person may read.
    """
    words = asked.strip().lower()[:LONGEST]
    found: list[tuple[Any, str]] = []
    if len(words) >= SHORTEST:
        for how, rows in _ways(_visible(to), words):
            found += [(one, how) for one in rows[: limit + 1 - len(found)]]
            if len(found) > limit:
                break
    if not found and sum(map(str.isalnum, words)) >= SHORTEST_LIKE:
        found = [(one, LIKE) for one in _most_like(_visible(to), words, limit + 1)]
    return Found(_told(found[:limit]), more=len(found) > limit)


def _visible(to: Actor) -> QuerySet[Case]:
    """Return the cases whose record somebody may read, with the item through which they see it."""
    case = OuterRef("pk")
    items = access.visible_items(to).filter(case=case)
    systems = [one.id for one in registry.visible_systems(to)]
    return (
        Case.objects.filter(source__organisation=to.organisation_id)
        .filter(~Q(kind=CaseKind.KNOWN_ANSWER) | Exists(items))
        .filter(
            Q(Exists(items))
            | Q(Exists(access.own_decisions(to).filter(case=case)))
            | Q(Exists(Recommendation.objects.filter(case=case, system__in=systems)))
        )
        .annotate(item=Subquery(items.order_by("-id").values("id")[:1]))
        .select_related("source", "subject")
    )


def _ways(seen: QuerySet[Case], words: str) -> Iterator[tuple[str, QuerySet[Case]]]:
    """Give what is just so, what begins so and what holds each word: three lists that share no case."""
    newest = seen.order_by("-id")
    yield BEGINS, newest.filter(terms=words)
    yield BEGINS, newest.filter(terms__startswith=words).exclude(terms=words)
    parts = words.split()
    if max(map(len, parts)) >= SHORTEST_PART:
        holding = newest.filter(*(Q(terms__contains=part) for part in parts))
        yield HOLDS, holding.exclude(terms__startswith=words)


def _most_like(seen: QuerySet[Case], words: str, limit: int) -> list[Case]:
    """Return what is like the words by its trigrams, the most like first."""
    like = seen.filter(terms__trigram_word_similar=words).order_by()[:MOST_ALIKE]
    ranked = seen.filter(id__in=like.values("id")).annotate(likeness=TrigramWordSimilarity(words, "terms"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)])
        return list(ranked.order_by(F("likeness").desc(), "-id")[:limit])


def _told(found: list[tuple[Any, str]]) -> list[FoundCase]:
    """Say a name only to whom an item of the case shows it."""
    names = intake.subject_names([one.subject for one, _ in found if one.item]) if found else {}
    return [
        FoundCase(
            ref=one.case_ref,
            source=one.source.name,
            opened_at=one.opened_at,
            how=how,
            item=one.item,
            name=names.get(one.subject_id, "") if one.item else "",
        )
        for one, how in found
    ]
