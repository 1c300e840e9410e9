"""Items as rows of a list: one statement for all that a row says, its text always the same.

Lists are what is read most. The statement is planned once a session, and what it says becomes rows without a
model between (docs/adr/0035).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import orjson

from apps.accounts.models import Actor
from apps.core import statements, vault
from apps.core.speech import speak, speak_kept
from apps.core.words import Words, say
from apps.reviews import access
from apps.reviews.access import skills
from apps.reviews.states import ItemState, ReasonKind

_SAID = """
SELECT i.id, i.case_id, c.case_ref, i.state, i.version, i.stake_minor, r.currency, o.label, r.confidence,
  i.due_at, i.urgency, i.holder_id, h.name, i.opened_at, c.subject_id, p.sealed_name,
  (SELECT json_agg(json_build_array(w.kind, w.says, w.tells_advice) ORDER BY w.id)::text
     FROM reviews_itemreason w WHERE w.item_id = i.id AND w.closed_at IS NULL),
  coalesce(x.findings, s.findings),
  CASE WHEN n.fully THEN coalesce(x.facts, s.facts) END,
  CASE WHEN n.fully THEN coalesce(x.sealed, s.sealed) END,
  i.system_id, i.snoozed_until,
  CASE WHEN n.fully OR p.sealed_name IS NOT NULL THEN
    (SELECT k.wrapped FROM core_subjectkey k WHERE k.subject_id = c.subject_id) END,
  EXISTS (SELECT 1 FROM reviews_reviewitem w
    WHERE w.case_id = i.case_id AND w.system_id = i.system_id AND w.first_view AND w.closed_at IS NULL),
  {asked}
FROM {places} JOIN reviews_reviewitem i ON i.id = n.id
JOIN intake_case c ON c.id = i.case_id
JOIN intake_subject p ON p.id = c.subject_id
JOIN intake_recommendation r ON r.id = i.recommendation_id
JOIN registry_outcomecode o ON o.id = r.outcome_code_id
JOIN intake_contextsnapshot s ON s.id = r.snapshot_id
LEFT JOIN intake_contextsnapshot x ON x.id = i.snapshot_id
LEFT JOIN accounts_actor h ON h.id = coalesce(i.holder_id, i.snoozed_by_id,
  CASE WHEN i.state = 'OPEN' THEN i.assigned_to_id END)
ORDER BY n.place
"""
_ROWS = _SAID.format(
    asked=skills.NAME,
    places="(SELECT q.id, q.place, %s FROM unnest(%s::uuid[]) WITH ORDINALITY AS q (id, place))"
    " AS n (id, place, fully)",
)
# A first page with one row more; a limit left open would be planned as if it let thousands in.
_FIRST = _SAID.format(
    asked=skills.NAME,
    places="(SELECT q.id, row_number() OVER (), %s FROM (SELECT id FROM reviews_reviewitem WHERE inbox_id ="
    " (SELECT b.id FROM reviews_inbox b WHERE b.id = ANY(%s) AND b.slug = %s)"
    " AND state = 'OPEN' ORDER BY urgency DESC, due_at, id LIMIT 51) q) AS n (id, place, fully)",
)


Opener: TypeAlias = Callable[[bytes], bytes]  # of one subject's sealed values


class Flag(NamedTuple):
    kind: str
    words: str


class ItemRow(NamedTuple):
    """One item of a list; before a first view that it asks for, without suggestion and confidence.

    facts: as they are kept, JSON, only where they were asked for.
    """

    id: UUID
    case_id: UUID
    case_ref: str
    title: str
    state: str
    version: int
    stake_minor: int | None
    currency: str
    suggestion_label: str | None
    confidence: float | None
    flags: list[Flag]
    due_at: datetime
    urgency: int
    holder_id: UUID | None
    holder_name: str | None
    is_mine: bool
    opened_at: datetime
    reasons: list[str]
    is_walled: bool
    waits_for: str | None  # answer, pause, time (laid aside) or second_person, where it waits
    facts: bytes = b""
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None
    assigned_name: str | None = None  # for whom it is, where it is open and somebody was given it


def item_rows(*, item_ids: Sequence[UUID], to: Actor, with_facts: bool = False) -> list[ItemRow]:
    """Return items that the person may see as rows, in the order of their ids; one statement.

    And one for the wall, where an item of these cases asks anybody for a view first.
    """
    if not item_ids:
        return []
    told = statements.ask(_ROWS, [with_facts, list(item_ids)])
    return _read(told, to, with_facts=with_facts)


def first_rows(*, slug: str, to: Actor, with_facts: bool) -> list[ItemRow]:
    """Return the first 51 open items of an inbox in policy's order: what is read most, as `item_rows` does.

    Nothing is in an inbox that the person may not look into.
    """
    told = statements.ask(_FIRST, [with_facts, list(access.inbox_ids(to)), slug])
    return _read(told, to, with_facts=with_facts)


def _read(told: Sequence[Sequence[Any]], to: Actor, *, with_facts: bool) -> list[ItemRow]:
    asked = {row[1] for row in told if row[23]}  # where somebody is asked first: whether this person is
    walled = set[tuple[UUID, UUID]]()
    if asked:
        rows = access.walled_items(to).filter(case__in=asked)
        walled.update(rows.values_list("case_id", "system_id"))
    say_kept = cache(speak_kept)  # a page says few sentences many times
    return [
        _row(row, to, say_kept, with_facts=with_facts, is_walled=bool(walled) and (row[1], row[20]) in walled)
        for row in told
    ]


def _row(
    row: Sequence[Any],
    to: Actor,
    say_kept: Callable[[str], str],
    *,
    with_facts: bool,
    is_walled: bool,
) -> ItemRow:
    subject_id, named, wrapped = row[14], row[15], row[22]
    opened: Opener | None = None
    if wrapped is not None:
        opened = vault.opener(vault.unwrapped(wrapped, subject_id=subject_id), subject_id=subject_id)
    title = str(orjson.loads(opened(named))) if named is not None and opened is not None else ""
    open_reasons = orjson.loads(row[16]) if row[16] else []
    active = [(kind, says) for kind, says, tells_advice in open_reasons if not (is_walled and tells_advice)]
    return ItemRow(
        id=row[0],
        case_id=row[1],
        case_ref=row[2],
        title=title or row[2],
        state=row[3],
        version=row[4],
        stake_minor=row[5],
        currency=row[6],
        suggestion_label=None if is_walled else say_kept(row[7]),
        confidence=None if is_walled else float(row[8]),
        flags=flags_of([kind for kind, _ in active], orjson.loads(row[17]), skill=row[24]),
        due_at=row[9],
        urgency=row[10],
        holder_id=row[11],
        holder_name=row[12] if row[11] else None,
        assigned_name=row[12] if row[3] == ItemState.OPEN else None,
        is_mine=row[11] == to.id,
        opened_at=row[13],
        reasons=[say_kept(says) for _, says in active],
        is_walled=is_walled,
        waits_for=_waits_for(row[3], {kind for kind, *_ in open_reasons}),
        facts=_facts(row[18], row[19], opened) if with_facts else b"",
        snoozed_until=row[21],
        snoozed_by=row[12] if row[21] else None,
    )


def _waits_for(state: str, kinds: Collection[str]) -> str | None:
    if state == ItemState.HELD:
        return "second_person"
    if state != ItemState.WAITING:
        return None
    if ReasonKind.PAUSED in kinds:
        return "pause"
    return "time" if ReasonKind.SNOOZED in kinds else "answer"


def _facts(plain: str, sealed: bytes, opened: Opener | None) -> bytes:
    """Put the sealed facts behind the plain ones, whose text is passed on; erased ones are left out."""
    private: list[Any] = []
    if opened is not None:
        private = orjson.loads(opened(sealed))["facts"]
    if not private:
        return plain.encode()
    more = orjson.dumps(private)
    return more if plain == "[]" else plain[:-1].encode() + b"," + more[1:]


def asks_for(skill: str) -> Words:
    """Say which skill a case asks for."""
    return say("Asks for: %(skill)s", skill=skill)


_FINDING_FLAGS = {
    "missing": say("Missing"),
    "conflict": say("Conflict"),
    "stale": say("Too old"),
    "impossible": say("Impossible"),
}
FINDINGS: Collection[str] = frozenset(_FINDING_FLAGS)
_REASON_FLAGS = {
    "AUDIT_SAMPLE": Flag("audit", say("Check of the AI")),
    "SECOND_REVIEW": Flag("second", say("Second opinion")),
    "ESCALATED": Flag("escalated", say("Escalated")),
    "RETURNED": Flag("returned", say("Returned")),
    "UNDONE": Flag("undone", say("Undone")),
    "DEADLINE": Flag("overdue", say("Overdue")),
    "FACTS_CHANGED": Flag("changed", say("Facts changed")),
    "ANSWERED": Flag("answered", say("Answer came")),
    "UNANSWERED": Flag("unanswered", say("No answer")),
}


def flags_of(
    kinds: Iterable[str], findings: Iterable[Mapping[str, Any]], *, skill: str | None = None
) -> list[Flag]:
    """Return what makes an item special: why it is here again, what skill it asks for, what it lacks."""
    flags = [Flag(one.kind, speak(one.words)) for one in map(_REASON_FLAGS.get, kinds) if one]
    if skill:
        flags.append(Flag("skill", speak(asks_for(skill))))
    found = [one["kind"] for one in findings if one["severity"] != "note"]
    if not found:
        return flags
    for kind, words in _FINDING_FLAGS.items():
        if n_found := found.count(kind):
            flags.append(Flag(kind, speak(words) if n_found == 1 else f"{speak(words)} {n_found}"))
    return flags
