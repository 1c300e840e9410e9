"""A database that somebody else runs: checked once, before anything is started."""

import os
from collections.abc import Mapping

import psycopg

from reviewhub.supervisor.problems import CannotStart

LOWEST_VERSION = 160000
CONNECT_SECONDS = 10


def environment() -> Mapping[str, str]:
    """Return the addresses that were given.

    Raises: CannotStart when only one of the two database roles is given.
    """
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
    found = {name: os.environ[name] for name in names if os.environ.get(name)}
    if ("DATABASE_URL" in found) != ("DATABASE_OWNER_URL" in found):
        raise CannotStart(
            "Set both DATABASE_URL (the app role) and DATABASE_OWNER_URL (the owner), or neither."
        )
    return found


def require_fit(url: str, *, name: str) -> None:
    """Refuse a database that is too old or that may lose what it confirmed.

    Raises: CannotStart.
    """
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            version, shown = (
                connection.info.server_version,
                connection.info.parameter_status("server_version"),
            )
            off = [
                setting for setting in ("fsync", "synchronous_commit") if _shown(connection, setting) == "off"
            ]
    except (psycopg.Error, ValueError) as error:
        reason = " ".join(str(error).split())
        raise CannotStart(f"The database of {name} cannot be reached: {reason}") from None
    if version < LOWEST_VERSION:
        raise CannotStart(f"The database of {name} is PostgreSQL {shown}: ReviewHub needs 16 or newer.")
    if off:
        raise CannotStart(
            f"The database of {name} has {' and '.join(off)} off and may lose decisions: turn it on."
        )


def _shown(connection: psycopg.Connection, setting: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    return str(row[0]) if row else ""
