from apps.audit import services as audit
from tasks.base import job, repeat


@job("audit.order_record", queue="record", seconds=60)
def order_record() -> int:
    """Give the entries of the record their place."""
    return repeat(audit.order_record, seconds=40)
