import errno
import http.client
import socket
from contextlib import suppress

from reviewhub.supervisor.problems import CannotStart

HOST = "127.0.0.1"
HTTP_OK = 200


def require_port(port: int, *, setting: str) -> None:
    """Refuse a port that another program has.

    Raises: CannotStart.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except OSError as error:
            why = (
                "is taken by another program"
                if error.errno == errno.EADDRINUSE
                else "may not be used by this user"
            )
            raise CannotStart(
                f"Port {port} {why}: stop it, or choose another with {setting}=<port>."
            ) from None


def healthy(port: int) -> bool:
    """Tell whether the pages answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
        connection.close()
        return status == HTTP_OK
    return False
