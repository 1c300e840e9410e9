"""A process that waits for requests says by itself that it lives; nobody could know it otherwise."""

import logging
import threading
import time

from django.conf import settings
from django.db import Error, connection

from apps.core import clock, heartbeats

EVERY_SECONDS = 15.0

log = logging.getLogger(__name__)


def start(name: str) -> None:
    """Say every few seconds, beside the work, that this process lives."""
    threading.Thread(target=_keep, args=(name,), daemon=True, name=f"heart of {name}").start()


def _keep(name: str) -> None:
    started_at = None
    while True:
        try:
            started_at = started_at or clock.now()
            heartbeats.seen(name=name, every=EVERY_SECONDS, version=settings.VERSION, started_at=started_at)
        except Error as error:
            log.warning("The database does not hear that %s lives (%s).", name, type(error).__name__)
        finally:
            connection.close()
        time.sleep(EVERY_SECONDS)
