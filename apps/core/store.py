"""Where large sealed blobs lie: a folder of this machine, or a bucket that speaks S3, under names of our own.

What is kept here was sealed before (`core.vault`); the store knows neither keys nor what a blob is.
"""

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import certifi
import urllib3
from django.conf import settings
from minio import Minio
from minio.error import MinioException

from apps.core import ids, refusals
from apps.core.words import say

_NAME = re.compile(r"[a-z0-9]+(?:/[a-z0-9]+){0,3}", re.ASCII)
_SECONDS = urllib3.Timeout(connect=5.0, read=20.0)
_ABSENT = frozenset({"NoSuchKey", "NoSuchObject"})


class NoStore(refusals.Unavailable):
    code = "no_store"
    sentence = say("This installation has no place for documents yet: its operator must set EVIDENCE_STORE.")


class StoreFails(refusals.Unavailable):
    code = "store_fails"
    sentence = say("The place where documents are kept does not answer. Try again in a moment.")


class BlobMissing(RuntimeError):
    """A name has no blob: it was removed, or the store is not the one it was put in."""


class Store(Protocol):
    """The whole interface: a blob is put whole or not at all, and is never changed."""

    def put(self, name: str, blob: bytes) -> None: ...

    def remove(self, name: str) -> None: ...

    def get(self, name: str) -> bytes: ...


def opened() -> Store:
    """Return the store that the environment names.

    Raises: NoStore.
    """
    place = settings.EVIDENCE_STORE
    if place is None:
        raise NoStore
    return Folder(place.folder) if place.folder else Bucket(place)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("a blob's name is made of ids and digests")
    return name


@dataclass(frozen=True, slots=True)
class Folder:
    """Files below one folder, readable by this user only; on disk when `put` returns."""

    root: Path

    def put(self, name: str, blob: bytes) -> None:
        """Write a blob beside its place, have it on disk, then move it there.

        Raises: StoreFails.
        """
        target = self.root / _checked(name)
        half = target.with_name(f"{target.name}.{ids.new().hex}")
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(blob)
                file.flush()
                os.fsync(file.fileno())
            half.replace(target)
            self._sync(target.parent)
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise StoreFails from None

    def _sync(self, folder: Path) -> None:
        """Have the names on disk as well, up to the root, which may be new itself."""
        for one in (folder, *folder.parents):
            handle = os.open(one, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            if one == self.root:
                break

    def remove(self, name: str) -> None:
        """Delete a blob, if it is there.

        Raises: StoreFails.
        """
        try:
            (self.root / _checked(name)).unlink(missing_ok=True)
        except OSError:
            raise StoreFails from None

    def get(self, name: str) -> bytes:
        """Read a blob.

        Raises: BlobMissing, StoreFails.
        """
        try:
            return (self.root / _checked(name)).read_bytes()
        except FileNotFoundError:
            raise BlobMissing(name) from None
        except OSError:
            raise StoreFails from None


class Remote(Protocol):
    """What `Bucket` must know of its place."""

    @property
    def endpoint(self) -> str: ...
    @property
    def is_secure(self) -> bool: ...
    @property
    def bucket(self) -> str: ...
    @property
    def prefix(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def access_key(self) -> str: ...
    @property
    def secret_key(self) -> str: ...


class Bucket:
    """Objects in a bucket of any service that speaks S3. Its operator names it; no address guard is asked."""

    def __init__(self, place: Remote) -> None:
        self._bucket, self._prefix = place.bucket, place.prefix
        self._client = Minio(
            place.endpoint,
            access_key=place.access_key,
            secret_key=place.secret_key,
            secure=place.is_secure,
            region=place.region,
            http_client=urllib3.PoolManager(
                timeout=_SECONDS, retries=urllib3.Retry(total=1, redirect=0), ca_certs=certifi.where()
            ),
        )

    def put(self, name: str, blob: bytes) -> None:
        """Write an object.

        Raises: StoreFails.
        """
        place = self._prefix + _checked(name)
        with _named_faults():
            self._client.put_object(
                bucket_name=self._bucket,
                object_name=place,
                data=io.BytesIO(blob),
                length=len(blob),
            )

    def remove(self, name: str) -> None:
        """Delete an object, if it is there.

        Raises: StoreFails.
        """
        place = self._prefix + _checked(name)
        with _named_faults():
            self._client.remove_object(bucket_name=self._bucket, object_name=place)

    def get(self, name: str) -> bytes:
        """Read an object.

        Raises: BlobMissing, StoreFails.
        """
        place = self._prefix + _checked(name)
        with _named_faults():
            answer = self._client.get_object(bucket_name=self._bucket, object_name=place)
            try:
                return bytes(answer.read())
            finally:
                answer.close()
                answer.release_conn()


@contextmanager
def _named_faults() -> Iterator[None]:
    try:
        yield
    except MinioException as fault:
        if getattr(fault, "code", "") in _ABSENT:
            raise BlobMissing(str(getattr(fault, "code", ""))) from None
        raise StoreFails from None
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        raise StoreFails from None
