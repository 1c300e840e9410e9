"""One clear sentence, on stderr, with exit code 1, for everything that can keep ReviewHub from starting."""

import os
import shutil
import socket
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from reviewhub.supervisor import folder, options, places, postgres, web
from reviewhub.supervisor.problems import CannotStart, from_os
from tests.platform.conftest import ROOT

TOOLS = ("sh", "dirname", "cksum", "df", "awk", "grep", "mkdir", "chmod", "cat", "tail", "rm", "id")
PYTHON_STUB = """#!/bin/sh
case "$1 $2" in
    "-c import venv"*) exit {no_venv} ;;
    "-c "*) exit 0 ;;
    "-m venv") echo "{venv_says}" >&2; [ -z "{venv_says}" ] || exit 1
        mkdir -p .venv/bin && cat "$0" >.venv/bin/python && chmod +x .venv/bin/python ;;
    "-m pip") echo "$@" >>asked; [ "$3" = install ] || {{ echo "{index}"; exit 0; }}; echo "{pip_says}" >&2; [ -z "{pip_says}" ] || exit 1 ;;
    "manage.py up") echo "up $3 $4" ;;
    *) exit 0 ;;
esac
"""


class Clone:
    """A fresh clone whose PATH holds a few tools and what a test adds."""

    def __init__(self, root: Path) -> None:
        self.root, self.path = root, root / "path"
        shutil.copytree(ROOT / "bin", root / "bin")
        self.path.mkdir()
        for name in ("requirements.txt", "requirements-dev.txt", "manage.py"):
            (root / name).write_text("nothing\n")
        for tool in TOOLS:
            (self.path / tool).symlink_to(shutil.which(tool))

    def put(self, name: str, text: str) -> None:
        (self.path / name).unlink(missing_ok=True)
        (self.path / name).write_text(text)
        (self.path / name).chmod(0o755)

    def python(self, *, no_venv=0, venv_says="", pip_says="", index="") -> None:
        stub = PYTHON_STUB.format(no_venv=no_venv, venv_says=venv_says, pip_says=pip_says, index=index)
        self.put("python3", stub)

    def run(self, command: str = "up", *arguments: str):
        env = {"PATH": str(self.path), "HOME": str(self.root)}
        argv = ["/bin/sh", str(self.root / "bin" / command), *arguments]
        return subprocess.run(argv, capture_output=True, text=True, env=env, check=False, timeout=30)


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


def sentence(result) -> str:
    assert result.returncode == 1, result
    assert len(result.stderr.splitlines()) == 1, result.stderr
    return result.stderr.strip()


def test_no_python(clone):
    assert sentence(clone.run()).startswith("ReviewHub needs Python 3.11 or newer and none was found")


def test_a_python_that_is_too_old_is_not_taken(clone):
    clone.put("python3", "#!/bin/sh\nexit 1\n")
    assert sentence(clone.run()).startswith("ReviewHub needs Python 3.11 or newer and none was found")


def test_no_venv_module(clone):
    clone.python(no_venv=1)
    assert "has no venv module: install it" in sentence(clone.run())


def test_no_network(clone):
    clone.python(
        pip_says="Failed to establish a new connection: [Errno -3] Temporary failure in name resolution"
    )
    assert sentence(clone.run()).startswith("There is no network")
    assert not (clone.root / ".venv/.installed-requirements.txt").exists()


@pytest.mark.parametrize("where", ["venv_says", "pip_says"])
def test_disk_full_while_installing(clone, where):
    clone.python(**{where: "OSError: [Errno 28] No space left on device"})
    assert sentence(clone.run()) == "The disk is full: free some space and start again."


def test_disk_full_before_installing(clone):
    clone.python()
    clone.put("df", "#!/bin/sh\necho header\necho /dev/x 100 90 20480 90% /\n")
    assert sentence(clone.run()).startswith("The disk is full: 20 MB are free")


def test_another_failure_names_the_log_and_its_last_words(clone):
    clone.python(pip_says="THESE PACKAGES DO NOT MATCH THE HASHES")
    assert sentence(clone.run()).endswith("install.log are: THESE PACKAGES DO NOT MATCH THE HASHES")


def test_installs_once_until_the_requirements_change(clone):
    clone.python()
    first, second = clone.run("up", "--port", "9000"), clone.run()
    (clone.root / "requirements.txt").write_text("something\n")
    third = clone.run()

    assert "up --port 9000" in first.stdout
    assert ["Installing" in result.stdout for result in (first, second, third)] == [True, False, True]


def test_uv_is_used_when_it_works_and_pip_when_it_does_not(clone):
    clone.python(pip_says="pip was asked")
    clone.put("uv", '#!/bin/sh\n[ "$1" != venv ] || { python3 -m venv; exit; }\nexit 0\n')
    assert clone.run().returncode == 0

    shutil.rmtree(clone.root / ".venv")
    clone.put("uv", '#!/bin/sh\n[ "$1" = --version ]\n')
    assert "pip was asked" in sentence(clone.run())


@pytest.mark.parametrize(("index", "is_got"), [("", True), ("global.index-url='https://ours/simple'", False)])
def test_a_uv_that_is_pinned_is_got_first_unless_pip_has_an_index_of_its_own(clone, index, is_got):
    (clone.root / "requirements-dev.txt").write_text("ruff==1\nuv==7.8\n")
    clone.python(pip_says="pip was asked", index=index)
    assert "pip was asked" in sentence(clone.run("check"))
    assert ("--no-deps uv==7.8" in (clone.root / "asked").read_text()) == is_got


def test_port_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is taken by another program: .* PORT=<port>"):
            web.require_port(port, setting="PORT")


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1"])
def test_a_port_that_is_none(port):
    with pytest.raises(CannotStart, match="must be a number from 1 to 65535"):
        options.read(["--port", port])


def test_disk_full(monkeypatch, tmp_path):
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: SimpleNamespace(free=5 * 1024**2))
    with pytest.raises(CannotStart, match="is full: 5 MB are free and ReviewHub needs 300 MB"):
        places.require_space(tmp_path)


def test_disk_full_or_no_right_to_write_at_any_moment():
    assert from_os(OSError(28, "No space left", "/data/x")).sentence.startswith("The disk is full at /data/x")
    assert "may not write at /data/x" in from_os(OSError(13, "Permission denied", "/data/x")).sentence


def test_keys_that_are_lost_are_not_made_anew_beside_a_database(tmp_path, monkeypatch):
    monkeypatch.delenv("VAULT_KEY", raising=False)
    with pytest.raises(CannotStart, match=r"secrets.json is missing though there is a database"):
        folder.keys(tmp_path, has_data=True)
    made = folder.keys(tmp_path, has_data=False)
    assert folder.keys(tmp_path, has_data=True) == made


def test_no_postgresql_for_this_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(CannotStart, match="There is no PostgreSQL for this machine"):
        postgres.start(places.prepare(tmp_path, embedded=False), fsync=True, watch=None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_database_of_another_user_is_not_touched(short_folder):
    (short_folder / "postgres").mkdir()
    os.chown(short_folder / "postgres", 12345, 12345)
    with pytest.raises(CannotStart, match=r"belongs to another user \(id 12345\)"):
        places.prepare(short_folder, embedded=True)
