"""P22: calls out cannot reach inside, however the address is spelt and whatever its name resolves to."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from apps.core import outgoing
from tests.delivery import receiver as receivers

HOSTILE = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8443/",
    "http://127.8.8.8/",
    "http://localhost/",
    "http://localhost./",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://192.88.99.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25lo]/",
    "http://[2606:4700::1111%25lo]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[fec0::1]/",
    "http://user@claims.example/",
    "http://claims.example@127.0.0.1/",
    "http://claims.example:80@127.0.0.1/",
    "http://127.0.0.1#@claims.example/",
    "http://127.0.0.1\\@claims.example/",
    "http://claims.example:22/",
    "http://claims.example:6379/",
    "http://claims.example:99999/",
    "http://claims.example:x/",
    "http:///nowhere",
    "http://",
    "//claims.example/",
    "claims.example",
    "file:///etc/passwd",
    "gopher://claims.example/",
    "ftp://claims.example/",
    "http://claims.example/\r\nX-Evil: 1",
    "http://claims.exa\tmple/",
    "http://claims example/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://claims..example/",
    "http://-claims.example/",
    "http://claims.example/" + "a" * 2000,
]
PUBLIC = ["1.1.1.1", "93.184.216.34", "9.9.9.9", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"]


@pytest.fixture
def opened(monkeypatch):
    """Every socket that would have been opened; none is."""
    tried = []

    def dial(_self, host, port, *_rest):
        tried.append((host, port))
        raise outgoing.httpcore.ConnectError

    monkeypatch.setattr(outgoing.httpcore.SyncBackend, "connect_tcp", dial)
    return tried


@pytest.fixture
def names(monkeypatch):
    """What names resolve to, and how often each was asked for."""
    real = socket.getaddrinfo
    known, asked = {"claims.example": ["93.184.216.34"], "localhost": ["127.0.0.1", "::1"]}, []

    def look_up(host, port, *rest, **more):
        if host == "127.0.0.1":  # what a socket does with an address: nothing is looked up
            return real(host, port, *rest, **more)
        asked.append(host)
        found = known.get(host.removesuffix("."))
        if found is None:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", look_up)
    return known, asked


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_url_is_refused_before_any_socket_opens(opened, url):
    with pytest.raises(outgoing.ForbiddenAddress):
        outgoing.post(url, b"", {}, timeout=1)
    assert opened == []


def test_the_list_is_long_enough():
    assert len(set(HOSTILE)) >= 40


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["::1"],
        ["169.254.169.254"],
        ["64:ff9b::a00:1"],
        ["fe80::1%eth0"],
    ],
)
def test_a_name_is_judged_by_every_address_it_has(opened, names, addresses):
    names[0]["inside.example"] = addresses

    with pytest.raises(outgoing.ForbiddenAddress):
        outgoing.post("https://inside.example/", b"", {}, timeout=1)
    assert opened == []


def test_the_name_is_resolved_once_and_the_socket_opens_to_what_was_checked(opened, names):
    names[0]["two.example"] = ["93.184.216.34", "93.184.216.35"]

    with pytest.raises(outgoing.Unreachable):
        outgoing.post("https://two.example:8443/in", b"", {}, timeout=1)
    assert names[1] == ["two.example"]
    assert opened == [("93.184.216.34", 8443), ("93.184.216.35", 8443)]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address):
    assert outgoing.is_public(ipaddress.ip_address(address))


def test_every_ipv4_block_that_python_knows_as_special_is_refused():
    for first in range(256):
        for second in range(256):
            address = ipaddress.IPv4Address(f"{first}.{second}.7.7")
            if not address.is_global or address.is_multicast or address.is_reserved:
                assert not outgoing.is_public(address)


@pytest.mark.usefixtures("names")
def test_an_unknown_name_is_unreachable():
    with pytest.raises(outgoing.Unreachable) as refused:
        outgoing.post("https://nobody.example/", b"", {}, timeout=1)
    assert refused.value.details["why"] == "name_unknown"


@pytest.fixture
def receiver(settings):
    with receivers.running() as running:
        settings.OUTGOING_LOOPBACK_PORTS = frozenset({running.port})
        yield running


def test_a_loopback_port_of_the_demonstration_is_open_and_its_neighbours_are_not(receiver, settings):
    assert outgoing.post(receiver.url, b"{}", {"x-a": "b"}, timeout=2) == outgoing.Answer(202, b"")
    assert receiver.taken[0].headers["host"] == f"127.0.0.1:{receiver.port}"
    assert receiver.taken[0].headers["x-a"] == "b"

    for spelling in ("127.0.0.2", "[::ffff:127.0.0.1]", "0.0.0.0"):  # noqa: S104
        with pytest.raises(outgoing.ForbiddenAddress):
            outgoing.post(f"http://{spelling}:{receiver.port}/", b"", {}, timeout=1)
    settings.OUTGOING_LOOPBACK_PORTS = frozenset({receiver.port + 1})
    with pytest.raises(outgoing.ForbiddenAddress):
        outgoing.post(receiver.url, b"", {}, timeout=1)


def test_proxies_of_the_environment_are_not_used(receiver, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert outgoing.post(receiver.url, b"", {}, timeout=2).status == 202


def serve_raw(answer, settings, *, drip=0.0):
    """Answer one connection with raw bytes, all at once or one at a time."""
    listener = socket.create_server(("127.0.0.1", 0))
    settings.OUTGOING_LOOPBACK_PORTS = frozenset({listener.getsockname()[1]})

    def run():
        with listener, listener.accept()[0] as peer:
            peer.recv(65536)
            try:
                for piece in [answer] if not drip else [answer[i : i + 1] for i in range(len(answer))]:
                    peer.sendall(piece)
                    time.sleep(drip)
            except OSError:
                return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/", thread


def test_a_redirect_is_an_answer_and_is_not_followed(receiver, settings):
    answer = f"HTTP/1.1 307 x\r\nLocation: {receiver.url}\r\nContent-Length: 0\r\n\r\n".encode()
    url, thread = serve_raw(answer, settings)

    assert outgoing.post(url, b"", {}, timeout=2).status == 307
    thread.join()
    assert receiver.taken == []


def test_a_slow_drip_ends_at_the_deadline(settings):
    url, thread = serve_raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100, settings, drip=0.05)
    begun = time.monotonic()

    with pytest.raises(outgoing.Unreachable) as refused:
        outgoing.post(url, b"", {}, timeout=0.5)
    assert time.monotonic() - begun < 1
    assert refused.value.details["why"] == "timed_out"
    thread.join()


def test_an_endless_answer_is_cut_at_64_kib(settings):
    url, thread = serve_raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"a" * 500_000, settings)

    assert len(outgoing.post(url, b"", {}, timeout=2).body) == 64 * 1024
    thread.join()


def test_a_compressed_answer_is_not_opened(settings):
    url, thread = serve_raw(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00", settings
    )

    assert outgoing.post(url, b"", {}, timeout=2).body == b"\x1f\x8b\x08\x00"
    thread.join()


@pytest.mark.parametrize(("answer", "why"), [(b"SSH-2.0-OpenSSH\r\n\r\n", "not_http"), (b"", "not_http")])
def test_what_is_not_http_is_unreachable(settings, answer, why):
    url, thread = serve_raw(answer, settings)

    with pytest.raises(outgoing.Unreachable) as refused:
        outgoing.post(url, b"", {}, timeout=2)
    assert refused.value.details["why"] == why
    thread.join()


def test_nobody_there_is_unreachable(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings.OUTGOING_LOOPBACK_PORTS = frozenset({port})

    with pytest.raises(outgoing.Unreachable) as refused:
        outgoing.post(f"http://127.0.0.1:{port}/", b"", {}, timeout=1)
    assert refused.value.details["why"] == "connect_failed"


def certificate(name, folder):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_tls_speaks_and_checks_the_name_although_the_socket_goes_to_an_address(
    receiver, names, tmp_path, monkeypatch, settings
):
    """The certificate is for claims.example; a name that has the same address and no certificate is refused."""
    path = certificate("claims.example", tmp_path)
    server = receivers.Server(("127.0.0.1", 0), receivers.handler(receiver))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    spoken = []
    context.sni_callback = lambda _socket, name, _context: spoken.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    settings.OUTGOING_LOOPBACK_PORTS = frozenset({server.server_port})
    monkeypatch.setattr(outgoing, "_tls", lambda: ssl.create_default_context(cafile=path))
    names[0].update({"claims.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        assert (
            outgoing.post(f"https://claims.example:{server.server_port}/", b"", {}, timeout=2).status == 202
        )
        with pytest.raises(outgoing.Unreachable):
            outgoing.post(f"https://other.example:{server.server_port}/", b"", {}, timeout=2)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

    assert spoken == ["claims.example", "other.example"]
    assert receiver.taken[0].headers["host"] == f"claims.example:{server.server_port}"
