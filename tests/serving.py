"""The product served by a thread of the test's own process."""

import threading
import time
from collections.abc import Iterable
from contextlib import contextmanager

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import get_path_info
from django.db import connection
from django.test.testcases import LiveServerThread
from django.test.utils import CaptureQueriesContext

from tests.counting import counted
from tests.thrift import roomy

OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)

STATEMENTS = "x-statements"  # how many a page asked


class Handler(StaticFilesHandler):
    """Serves pages and static files, and says of a page how many statements it asked."""

    @roomy
    def __call__(self, environ, start_response) -> Iterable[bytes]:
        if self._should_handle(get_path_info(environ)):
            return super().__call__(environ, start_response)
        with CaptureQueriesContext(connection) as captured:

            def told(status, headers, exc_info=None):
                n = len(counted(captured))
                return start_response(status, [*headers, (STATEMENTS, str(n))], exc_info)

            return super().__call__(environ, told)


@contextmanager
def served(settings):
    """Serve on a free port of 127.0.0.1; yields the address."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = LiveServerThread("127.0.0.1", Handler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)  # a draft may still be on its way
    wait_for_quiet()


def wait_for_quiet():
    """Return when the server's connections are gone: the owner who drops the database cannot end them."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS)
            if cursor.fetchone() == (0,):
                break
        time.sleep(0.02)
    connection.close()
    time.sleep(0.1)
