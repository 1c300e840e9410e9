from uuid import UUID

from django.db import connection

from apps.core import transactions


def is_alone(verb: str, system_id: UUID) -> bool:
    """Take the right to recompute an AI system's figures until the transaction ends.

    False while another transaction has it: what that one does not see, the next sweep does.
    """
    transactions.require()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s), hashtext(%s))", [verb, str(system_id)])
        return bool(cursor.fetchone() == (True,))
