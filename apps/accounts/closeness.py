"""Whose accounts are one person's, and who acts for whom by a delegation that runs."""

from collections.abc import Collection
from uuid import UUID

from apps.core import statements

_SAME_MAILBOX = """
SELECT o.actor_id, u.actor_id FROM accounts_user u JOIN accounts_user o ON o.actor_id <> u.actor_id
  AND reviewhub_mailbox(o.email) = reviewhub_mailbox(u.email)
WHERE u.actor_id = ANY(%s)
"""
# Who acts for whom: an actor, for which of these, and whether by a delegation on the way.
_CLOSE_TO = """
WITH RECURSIVE near (user_id, actor_id, box, origin, handed) AS (
  SELECT u.id, u.actor_id, reviewhub_mailbox(u.email), u.actor_id, false
  FROM accounts_user u WHERE u.actor_id = ANY(%s)
  UNION
  SELECT o.id, o.actor_id, reviewhub_mailbox(o.email), n.origin,
    n.handed OR reviewhub_mailbox(o.email) <> n.box
  FROM near n JOIN accounts_user o ON reviewhub_mailbox(o.email) = n.box
    OR o.id IN (SELECT d.to_id FROM accounts_delegation d
      WHERE d.giver_id = n.user_id AND d.ended_at IS NULL AND reviewhub_delegation_runs(d))
)
SELECT actor_id, origin, handed FROM near WHERE actor_id <> ALL(%s) ORDER BY handed DESC
"""


def same_mailbox(actor_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return other accounts of the same mailbox: account -> the one of these that shares it; one statement.

    A mailbox is an address without what stands behind a plus, whatever its letters' case.
    """
    return dict(statements.ask(_SAME_MAILBOX, [list(actor_ids)]))


def close_to(actor_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, bool]]:
    """Return who else acts for these: other accounts of theirs, and whoever stands in for one of these, now.

    account -> the one of these, and whether by a delegation, directly or through others; one statement.
    """
    asked = list(actor_ids)
    found = statements.ask(_CLOSE_TO, [asked, asked])
    return {who: (origin, handed) for who, origin, handed in found}
