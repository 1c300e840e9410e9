"""Folders of tests lie in memory where there is room.

A database is a thousand files. A disk that makes them right after it deleted a thousand others (ext4 without a
journal looks at each of those again) takes half a second of CPU for it; memory takes a tenth.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - a new folder of a random name is made in it
ROOM = 3 * 1024**3  # the databases, their log and the browsers of a whole run take less than one


def has_room() -> bool:
    """Tell whether there is a file system in memory that tests may fill."""
    return os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free > ROOM


def new_folder() -> Path:
    """Make a folder with a short name that the database's own user, who is not root, can walk through."""
    folder = Path(tempfile.mkdtemp(prefix="rh-", dir=MEMORY if has_room() else None))
    folder.chmod(0o711)
    return folder
