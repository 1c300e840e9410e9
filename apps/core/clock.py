"""The one clock: PostgreSQL's. An edge reads it once, just before the call, and passes it on."""

import datetime as dt

from apps.core import statements

# In place of the moment of a decision that was taken before ReviewHub and whose moment nobody recorded (ADR
# 0059). Earlier than all that happens, so that no figure of a span of time counts it; never shown as a time.
NOT_RECORDED = dt.datetime(1800, 1, 1, tzinfo=dt.UTC)

_offset = [dt.timedelta(0)]


def now() -> dt.datetime:
    """Return the database's wall clock as an aware UTC instant."""
    return told(statements.ask("SELECT clock_timestamp()", [])[0][0])


def told(instant: dt.datetime) -> dt.datetime:
    """Return the instant that another statement read as `clock_timestamp()`, as `now` would have said it."""
    return instant.astimezone(dt.UTC) + _offset[0]


def set_offset(offset: dt.timedelta) -> None:
    """Move the clock; tests alone may do this."""
    _offset[0] = offset
