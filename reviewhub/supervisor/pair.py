"""The embedded pair: real PostgreSQL and real Valkey from wheels, on unix sockets only (ADR 0002)."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Self
from urllib.parse import quote

from reviewhub.supervisor import places, postgres, valkey
from reviewhub.supervisor.child import Child, Watch

APP, OWNER, SUPERUSER = "reviewhub_app", "reviewhub_owner", "postgres"


class Pair:
    """PostgreSQL and Valkey of one data folder, running inside the `with` block.

    fsync: False is for tests only; what a crash leaves is then worth nothing.
    Raises: CannotStart, OSError.
    """

    def __init__(
        self,
        base: Path,
        *,
        fsync: bool = True,
        watch: Watch | None = None,
        with_postgres: bool = True,
        with_valkey: bool = True,
    ) -> None:
        self.fsync = fsync
        self.watch = watch
        self.wanted = (with_postgres, with_valkey)
        self.places = places.prepare(base, embedded=with_postgres or with_valkey)
        self.postgres: Child | None = None
        self.valkey: Child | None = None

    @property
    def database_url(self) -> str:
        """Address of the product's database as the app role."""
        return self.url(APP)

    @property
    def owner_url(self) -> str:
        """Address of the product's database as the role that owns and migrates it."""
        return self.url(OWNER)

    @property
    def superuser_url(self) -> str:
        """Address of the maintenance database as the superuser."""
        return self.url(SUPERUSER, "postgres")

    @property
    def redis_url(self) -> str:
        """Address of the broker in Celery's form."""
        return f"redis+socket://{quote(str(valkey.socket_path(self.places)))}"

    def url(self, role: str, database: str = "reviewhub") -> str:
        """Return the address of any database of the pair for any role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.places.run), safe='')}"

    def urls(self) -> Mapping[str, str]:
        """Return the environment that points the product at what runs."""
        found: dict[str, str] = {}
        if self.postgres:
            found |= {"DATABASE_URL": self.database_url, "DATABASE_OWNER_URL": self.owner_url}
        if self.valkey:
            found["REDIS_URL"] = self.redis_url
        return found

    def start(self) -> None:
        """Start what is wanted and wait until both answer."""
        with_postgres, with_valkey = self.wanted
        if with_valkey:
            self.valkey = valkey.start(self.places, self.watch)
        if with_postgres:
            self.postgres = postgres.start(self.places, fsync=self.fsync, watch=self.watch)
            postgres.wait(self.postgres, self.places)
            postgres.ensure_roles(self.superuser_url, self.url(SUPERUSER), owner=OWNER, app=APP)
        if self.valkey:
            valkey.wait(self.valkey, self.places)

    def stop(self) -> None:
        """Stop both in order: the broker, then the database."""
        for child in (self.valkey, self.postgres):
            if child:
                child.stop()
        self.valkey = self.postgres = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@contextmanager
def temporary() -> Iterator[Pair]:
    """Run a pair in a new temporary folder, without fsync, and remove the folder afterwards (for tests)."""
    folder = Path(mkdtemp(prefix="rh-"))
    folder.chmod(0o711)  # as root the database's own user must be able to walk in
    try:
        with Pair(folder / "data", fsync=False) as pair:
            yield pair
    finally:
        shutil.rmtree(folder, ignore_errors=True)
