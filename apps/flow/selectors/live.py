"""What happened to the rows of a list while somebody looks at it: decided, taken, sent up or gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import statements

UNSEEN = timedelta(seconds=5)  # what was under way when one looked last is committed by then
_CHANGED = """
(SELECT i.id, i.state, (
    SELECT a.name FROM reviews_decision d JOIN accounts_actor a ON a.id = d.by_id
    WHERE d.case_id = i.case_id AND d.item_id = i.id ORDER BY d.id DESC LIMIT 1)
 FROM reviews_reviewitem i
 WHERE i.inbox_id = %s AND i.state = 'DECIDED' AND i.closed_at > %s ORDER BY i.closed_at DESC LIMIT 50)
UNION ALL
(SELECT i.id, i.state, h.name
 FROM reviews_reviewitem i JOIN accounts_actor h ON h.id = i.holder_id
 WHERE i.inbox_id = %s AND i.state = 'CLAIMED' AND i.held_since > %s AND i.holder_id <> %s LIMIT 50)
UNION ALL
(SELECT i.id, i.state, NULL
 FROM reviews_reviewitem i
 WHERE i.inbox_id = %s AND i.state IN ('SUPERSEDED', 'WITHDRAWN') AND i.closed_at > %s LIMIT 50)
UNION ALL
(SELECT i.id, CASE WHEN a.id IS NULL THEN 'MOVED' ELSE 'CLIMBED' END, a.name
 FROM reviews_itemstay s
 JOIN reviews_reviewitem i ON i.id = s.item_id AND i.inbox_id <> s.inbox_id
 LEFT JOIN reviews_escalation e
   ON e.item_id = s.item_id AND e.from_inbox_id = s.inbox_id AND e.raised_at = s.left_at
 LEFT JOIN accounts_actor a ON a.id = e.raised_by_id
 WHERE s.inbox_id = %s AND s.left_at > %s AND s.how = 'MOVED' ORDER BY s.left_at DESC LIMIT 50)
"""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A case of an inbox that somebody decided (`DECIDED`) or holds (`CLAIMED`) now, and who.

    Or that nobody decides any more: a newer suggestion came (`SUPERSEDED`), or it is `WITHDRAWN`; by nobody.
    Or that somebody sent up (`CLIMBED`), or that facts which changed brought elsewhere (`MOVED`, by nobody).
    """

    id: UUID
    state: str
    by: str


def changed_rows(*, inbox_id: UUID, since: datetime, to: Actor) -> list[ChangedRow]:
    """Return what was decided, taken or gone in an inbox since an instant, at most 50 of each; one statement.

    The caller has seen to it that the reader may look into the inbox.
    """
    at = since - UNSEEN
    told = statements.ask(_CHANGED, [inbox_id, at, inbox_id, at, to.id, inbox_id, at, inbox_id, at])
    return [ChangedRow(item_id, state, name or "") for item_id, state, name in told]
