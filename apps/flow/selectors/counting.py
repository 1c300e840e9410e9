"""Counts inside another statement, so that a page asks once for all of them."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

COUNT_TO = 1001  # counts are exact up to 1,000


class Counted(Subquery):
    """How many rows a query has, itself possibly cut by a limit or correlated with the outer query.

    Of distinct values, how many there are.
    """

    empty_result_set_value = 0  # where no row can be: of no inbox
    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any, Any], **extra: Any) -> None:
        super().__init__(rows if rows.query.distinct else rows.values("pk"), **extra)


def up_to(rows: QuerySet[Any]) -> Counted:
    """Count rows, exactly up to 1,000; 1,001 says there are more."""
    return Counted(rows.order_by()[:COUNT_TO])
