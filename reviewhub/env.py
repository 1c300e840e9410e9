"""The environment, typed. A wrong or missing value stops the start with one sentence."""

import base64
import binascii
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

_KEY_BYTES = 32


class BadEnvironment(SystemExit):
    """A setting is missing or cannot be understood; the message says which and what to do."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"ReviewHub cannot start: {name} {sentence}")


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL address in Django's terms."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class BlobStore:
    """Where sealed documents lie: a folder, or a bucket of a service that speaks S3."""

    folder: Path | None = None
    endpoint: str = ""
    is_secure: bool = True
    bucket: str = ""
    prefix: str = ""
    region: str = ""
    access_key: str = ""
    secret_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and from whom it comes. Without a host none is sent."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False  # from the first byte (smtps)
    starts_encryption: bool = False
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Environment:
    database: Database
    broker_url: str
    secret_key: str
    vault_key: str
    base_url: str
    allowed_hosts: tuple[str, ...]
    outgoing_loopback_ports: frozenset[int]
    debug: bool
    secure: bool
    trusted_proxies: int
    api_lines_per_minute: int
    intake_most_active: int
    intake_most_waiting: int
    evidence_store: BlobStore | None  # None: documents are refused
    dataset_folder: Path | None  # None: no data set of decisions is written
    mail: MailServer
    demonstration: Path | None  # its data folder; only the supervisor says so


def parse_database(url: str, *, name: str = "DATABASE_URL") -> Database:
    """Read `postgresql://user:password@host:port/name?host=/socket/folder`.

    Raises: BadEnvironment.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadEnvironment(name, "must look like postgresql://user:password@host:5432/reviewhub.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or parts.hostname or ""
    return Database(
        name=unquote(parts.path.strip("/")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host,
        port=options.pop("port", "") or str(parts.port or ""),
        options=options,
    )


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise BadEnvironment(name, "is not set. `bin/up` sets everything; elsewhere see docs/operate.md.")
    return value


def _vault_key() -> str:
    value = _required("VAULT_KEY")
    try:
        right = len(base64.b64decode(value, validate=True)) == _KEY_BYTES
    except binascii.Error:
        right = False
    if not right:
        raise BadEnvironment("VAULT_KEY", "must be 32 random bytes in base64.")
    return value


def _ports(name: str) -> frozenset[int]:
    try:
        return frozenset(int(port) for port in os.environ.get(name, "").split(",") if port.strip())
    except ValueError:
        raise BadEnvironment(name, "must be port numbers with commas between.") from None


def _count(name: str, default: int = 0) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit():
        raise BadEnvironment(name, "must be a whole number, 0 or more.")
    return int(value)


def parse_store(address: str, *, access_key: str = "", secret_key: str = "") -> BlobStore | None:
    """Read EVIDENCE_STORE: a folder's full path, or `s3://bucket/prefix?endpoint=https://host:9000&region=...`.

    Raises: BadEnvironment.
    """
    if not address:
        return None
    if address.startswith("/"):
        return BlobStore(folder=Path(address))
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    endpoint = urlsplit(options.get("endpoint", "https://s3.amazonaws.com"))
    if parts.scheme != "s3" or not parts.netloc or endpoint.scheme not in {"http", "https"}:
        raise BadEnvironment(
            "EVIDENCE_STORE", "must be a folder's full path, or s3://bucket/prefix?endpoint=https://host."
        )
    if not (access_key and secret_key):
        raise BadEnvironment("EVIDENCE_ACCESS_KEY", "and EVIDENCE_SECRET_KEY must be set for a bucket.")
    prefix = parts.path.strip("/")
    return BlobStore(
        endpoint=endpoint.netloc,
        is_secure=endpoint.scheme == "https",
        bucket=parts.netloc,
        prefix=f"{prefix}/" if prefix else "",
        region=options.get("region", "us-east-1"),
        access_key=access_key,
        secret_key=secret_key,
    )


def parse_mail(address: str, sender: str) -> MailServer:
    """Read MAIL_URL: `smtp://user:password@host:587` (encrypted by STARTTLS), `smtps://host:465`.

    `smtp://host:25?plain=1` speaks without encryption, for a server on the same machine.
    Raises: BadEnvironment.
    """
    if not address:
        return MailServer()
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not port:
        raise BadEnvironment("MAIL_URL", "must look like smtp://user:password@host:587.")
    if "@" not in sender:
        raise BadEnvironment("MAIL_FROM", "must be the address that mail comes from.")
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_encrypted=parts.scheme == "smtps",
        starts_encryption=parts.scheme == "smtp" and dict(parse_qsl(parts.query)).get("plain") != "1",
        sender=sender,
    )


def _folder(name: str) -> Path | None:
    value = os.environ.get(name, "")
    if value and not value.startswith("/"):
        raise BadEnvironment(name, "must be a folder's full path.")
    return Path(value) if value else None


def _evidence_store() -> BlobStore | None:
    return parse_store(
        os.environ.get("EVIDENCE_STORE", ""),
        access_key=os.environ.get("EVIDENCE_ACCESS_KEY", ""),
        secret_key=os.environ.get("EVIDENCE_SECRET_KEY", ""),
    )


def read() -> Environment:
    """Read and check the whole environment once.

    Raises: BadEnvironment.
    """
    base_url = os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    hosts = os.environ.get("ALLOWED_HOSTS") or f"{urlsplit(base_url).hostname},127.0.0.1,localhost"
    return Environment(
        database=parse_database(_required("DATABASE_URL")),
        broker_url=_required("REDIS_URL"),
        secret_key=_required("SECRET_KEY"),
        vault_key=_vault_key(),
        base_url=base_url,
        allowed_hosts=tuple(host.strip() for host in hosts.split(",") if host.strip()),
        outgoing_loopback_ports=_ports("OUTGOING_LOOPBACK_PORTS"),
        debug=os.environ.get("DEBUG", "0") == "1",
        secure=base_url.startswith("https://"),
        trusted_proxies=_count("TRUSTED_PROXIES"),
        api_lines_per_minute=_count("API_LINES_PER_MINUTE", 60_000),
        intake_most_active=_count("INTAKE_MOST_ACTIVE", 32),
        intake_most_waiting=_count("INTAKE_MOST_WAITING", 8),
        evidence_store=_evidence_store(),
        dataset_folder=_folder("DATASET_FOLDER"),
        mail=parse_mail(os.environ.get("MAIL_URL", ""), os.environ.get("MAIL_FROM", "")),
        demonstration=Path(folder) if (folder := os.environ.get("DEMONSTRATION")) else None,
    )
