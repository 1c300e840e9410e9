"""The only way out: an HTTP client that cannot be pointed at the inside.

A check of the URL's text is no guard, because names resolve to anything and addresses have many spellings. So
the name is resolved once, every address it has is checked, and the socket is opened to a checked address;
Host and TLS still speak the name. No redirect is followed and no proxy of the environment is used.
"""

import functools
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx
from django.conf import settings

from apps.core import refusals

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_URL_CHARACTERS = 2000
MAX_ANSWER_BYTES = 64 * 1024
_PORTS = frozenset({80, 443, 8443})
_DEFAULT_PORT = {"http": 80, "https": 443}
_LOOPBACK = frozenset({ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")})
_PRINTABLE = re.compile(r"[!-~]+")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_MAX_NAME = 253

# `is_global` is True for some of these, so everything that is not plainly somebody's public host is listed.
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and one cloud's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's metadata on a public address
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",
    )
)
# Everything outside is refused: ::/8 with the v4-mapped and v4-compatible forms, NAT64, local, multicast.
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")


class ForbiddenAddress(refusals.Invalid):
    """The address is not one that ReviewHub may call. `details["why"]` is a code."""

    code = "forbidden_address"
    sentence = "ReviewHub calls public http and https addresses only, on the ports 80, 443 and 8443."


class Unreachable(refusals.Unavailable):
    """Nobody answered. `details["why"]` is name_unknown, connect_failed, timed_out, cut or not_http."""

    code = "unreachable"
    sentence = "The other system cannot be reached at present."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other system answered; `body` is cut at a limit and never decompressed."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """A checked URL: where its text points, before its name is resolved."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORT[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def parse(url: str) -> Target:
    """Read a URL strictly: no user, no odd spelling of a host, no character that parsers disagree about.

    Raises: ForbiddenAddress.
    """
    if len(url) > MAX_URL_CHARACTERS or not _PRINTABLE.fullmatch(url) or "\\" in url:
        raise ForbiddenAddress(why="bad_url", field="url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ForbiddenAddress(why="bad_url", field="url") from None
    if parts.scheme not in _DEFAULT_PORT:
        raise ForbiddenAddress(why="bad_scheme", field="url")
    if "@" in parts.netloc:
        raise ForbiddenAddress(why="has_user", field="url")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = _DEFAULT_PORT[parts.scheme] if port is None else port
    return Target(parts.scheme, _host(parts.hostname or "", parts.netloc), port, path)


def _host(host: str, netloc: str) -> str:
    if netloc.startswith("["):
        return str(_literal(host))
    labels = host.removesuffix(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return str(_literal(host))
    if len(host) > _MAX_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        raise ForbiddenAddress(why="bad_host", field="url")
    return host


def _literal(host: str) -> Address:
    """Accept an address only in its one plain spelling; 127.1, 0x7f.1 and 2130706433 are none."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        raise ForbiddenAddress(why="bad_host", field="url") from None


def is_public(address: Address) -> bool:
    """Say whether an address is plainly a public host: not inside, not special, not in disguise."""
    if isinstance(address, ipaddress.IPv6Address) and (address.scope_id or address not in _GLOBAL_IPV6):
        return False
    return address.is_global and not any(address in network for network in _REFUSED)


def check(address: Address, port: int) -> None:
    """Refuse an address that may not be called on this port; loopback is open for the demonstration only.

    Raises: ForbiddenAddress.
    """
    if address in _LOOPBACK and port in settings.OUTGOING_LOOPBACK_PORTS:
        return
    if not is_public(address):
        raise ForbiddenAddress(why="not_public", field="url")
    if port not in _PORTS:
        raise ForbiddenAddress(why="bad_port", field="url")


def resolve(target: Target) -> list[Address]:
    """Return the addresses of a target, each of them checked; one bad address refuses all.

    Raises: ForbiddenAddress, Unreachable.
    """
    try:
        addresses: list[Address] = [ipaddress.ip_address(target.host)]
    except ValueError:
        addresses = _look_up(target)
    for address in addresses:
        check(address, target.port)
    return addresses


def _look_up(target: Target) -> list[Address]:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(why="name_unknown") from None
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))


def post(url: str, body: bytes, headers: Mapping[str, str], *, timeout: float) -> Answer:
    """Send one POST and return its answer, whatever its status. `timeout`: seconds for the whole exchange.

    Raises: ForbiddenAddress, Unreachable.
    """
    return _exchange("POST", url, body, headers, most=MAX_ANSWER_BYTES, timeout=timeout)


def get(url: str, *, most: int, timeout: float) -> Answer:
    """Fetch an address once and return its answer, whatever its status.

    most: the bytes that are read at most; a body that long may be cut.
    Raises: ForbiddenAddress, Unreachable.
    """
    return _exchange("GET", url, None, {}, most=most, timeout=timeout)


def _exchange(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, most: int, timeout: float
) -> Answer:
    target = parse(url)
    deadline = time.monotonic() + timeout
    with (
        _named_faults(),
        _Guarded(resolve(target), deadline) as transport,
        httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=timeout) as client,
        client.stream(
            method,
            target.url,
            content=body,
            headers={**headers, "accept-encoding": "identity", "connection": "close"},
        ) as response,
    ):
        return Answer(response.status_code, _first_bytes(response.iter_raw(), most))


def _first_bytes(parts: Iterable[bytes], most: int) -> bytes:
    kept = bytearray()
    for part in parts:
        kept += part
        if len(kept) >= most:
            break
    return bytes(kept[:most])


@contextmanager
def _named_faults() -> Iterator[None]:
    try:
        yield
    except (httpcore.ConnectError, httpcore.ConnectTimeout):
        raise Unreachable(why="connect_failed") from None
    except httpcore.TimeoutException:
        raise Unreachable(why="timed_out") from None
    except httpcore.NetworkError:
        raise Unreachable(why="cut") from None
    except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL):
        raise Unreachable(why="not_http") from None


@functools.cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class _Guarded(httpx.BaseTransport):
    """A transport that opens sockets to the checked addresses only, and none after the deadline."""

    def __init__(self, addresses: Iterable[Address], deadline: float) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(), max_connections=1, network_backend=_Dialler(addresses, deadline)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Parts(answer))

    def close(self) -> None:
        self._pool.close()


class _Parts(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Dialler(httpcore.NetworkBackend):
    """Connects to the addresses it was given, whatever host it is asked for."""

    def __init__(self, addresses: Iterable[Address], deadline: float) -> None:
        self._addresses = tuple(addresses)
        self._deadline = deadline
        self._dial = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the point: the name is not looked up a second time
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is for the whole exchange
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        for address in self._addresses[:-1]:
            try:
                return self._connect(address, port, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(self._addresses[-1], port, local_address, socket_options)

    def _connect(
        self, address: Address, port: int, local_address: str | None, socket_options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        stream = self._dial.connect_tcp(
            str(address), port, _left(self._deadline), local_address, socket_options
        )
        return _Timed(stream, self._deadline)


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends at the one deadline, so that a slow drip holds nobody."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the exchange took too long")
    return left
