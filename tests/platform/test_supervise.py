import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from reviewhub.supervisor import folder, run, table
from reviewhub.supervisor.options import Options
from tests.platform.conftest import ROOT, eventually, processes_of


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_stop_everything_in_order(supervisor, number):
    supervisor.start()
    assert eventually(lambda: "demonstration has done its work" in supervisor.output())
    code = supervisor.end(number)

    stopped = [line.split("stopping ")[1] for line in supervisor.output().splitlines() if "stopping" in line]
    assert (code, stopped) == (0, ["dispatcher", "worker", "web", "valkey", "postgres"])
    assert "worker did not stop in time and was killed" in supervisor.output()
    assert processes_of(supervisor.data) == []


def test_sigkill_of_the_supervisor_leaves_no_process_behind(supervisor):
    supervisor.start()
    assert eventually(lambda: len(sleepers(supervisor)) == 2)

    supervisor.end(signal.SIGKILL)

    assert eventually(lambda: processes_of(supervisor.data) == []), processes_of(supervisor.data)


def test_after_sigkill_it_starts_again_at_once_with_its_data_and_keys(supervisor):
    supervisor.start()
    keys = (supervisor.data / "secrets.json").read_text()
    supervisor.end(signal.SIGKILL)

    supervisor.start()

    assert (supervisor.data / "secrets.json").read_text() == keys


def sleepers(supervisor) -> set[str]:
    """Pids of the dummies' children (`sleep 600`), of which the web and the worker have one each."""
    return {line.split()[0] for line in processes_of(supervisor.data) if "sleep\\x00600" in line}


def test_a_killed_program_is_started_again_and_its_children_do_not_stay(supervisor):
    supervisor.start()
    assert eventually(lambda: len(sleepers(supervisor)) == 2)
    before = sleepers(supervisor)

    os.kill(supervisor.pid_of("SIG_IGN"), signal.SIGKILL)

    assert eventually(lambda: "worker started again" in supervisor.output())
    assert "worker was ended by SIGKILL; it starts again in 1 s" in supervisor.output()
    assert len(before & sleepers(supervisor)) == 1  # the web's stays, the old worker's is gone
    assert eventually(lambda: len(sleepers(supervisor)) == 2)


def test_the_broker_is_started_again_too(supervisor):
    supervisor.start()

    os.kill(supervisor.pid_of("valkey-server"), signal.SIGKILL)

    assert eventually(lambda: "valkey started again" in supervisor.output())


def test_without_the_database_everything_stops_with_one_sentence(supervisor):
    supervisor.start()

    os.kill(supervisor.pid_of("bin/postgres"), signal.SIGKILL)

    assert supervisor.process.wait(30) == 1
    assert (
        "The postgres process was ended by SIGKILL and ReviewHub cannot work without it"
        in supervisor.output()
    )
    assert processes_of(supervisor.data) == []


def test_a_killed_watchdog_is_replaced(supervisor):
    supervisor.start()

    os.kill(supervisor_watchdog(supervisor), signal.SIGKILL)

    assert eventually(lambda: "the watchdog was killed and started again" in supervisor.output())
    supervisor.end(signal.SIGKILL)
    assert eventually(lambda: processes_of(supervisor.data) == []), processes_of(supervisor.data)


def supervisor_watchdog(supervisor) -> int:
    proc, pid = Path("/proc"), str(supervisor.process.pid)
    children = (proc / pid / "task" / pid / "children").read_text().split()
    return next(int(child) for child in children if "sessions.py" in (proc / child / "cmdline").read_text())


def test_a_failed_preparation_stops_the_start_with_one_sentence(supervisor):
    supervisor.data.mkdir()
    (supervisor.data / "migrate-fails").touch()

    supervisor.start(ready=False)

    assert supervisor.process.wait(30) == 1
    assert supervisor.output().splitlines()[-1] == (
        "Preparing the tables (manage.py migrate) failed: Something small broke."
    )
    assert processes_of(supervisor.data) == []


def test_a_second_start_says_where_the_first_is(supervisor):
    supervisor.start()
    second = type(supervisor)(supervisor.folder)

    second.start(ready=False)

    assert second.process.wait(30) == 1
    assert second.output() == (
        f"ReviewHub is already running at http://127.0.0.1:{supervisor.port} with the data in {supervisor.data}.\n"
    )


def test_sign_ins_are_printed_with_the_demonstration_and_never_without(tmp_path):
    person = {"role": "officer", "email": "olga@example.org", "password": "a-password", "note": "claims"}
    (tmp_path / "sign-ins.json").write_text(json.dumps([person]))

    def shown(*, demo):
        return run.welcome(Options(data=tmp_path, port=1, demo_port=2, demo=demo))

    assert "  officer  olga@example.org  a-password  claims" in shown(demo=True)
    assert "a-password" not in shown(demo=False)


@pytest.mark.parametrize(("demo", "told"), [(True, "/somewhere"), (False, "")])
def test_pages_are_told_of_the_demonstration_only_when_it_runs(demo, told):
    options = Options(data=Path("/somewhere"), port=1, demo_port=2, demo=demo)

    assert table.environment(options, {"DEMONSTRATION": "/elsewhere"}, {})["DEMONSTRATION"] == told


def test_private_files_are_private(supervisor):
    supervisor.start()

    for name in ("secrets.json", "environment.json"):
        assert (supervisor.data / name).stat().st_mode & 0o777 == 0o600


def manage(data, *arguments):
    """Type bin/manage with nothing in the environment but the data folder."""
    kept = {name: value for name, value in os.environ.items() if name not in folder.TOLD}
    argv = [str(ROOT / "bin/manage"), *arguments]
    env = kept | {"REVIEWHUB_DATA": str(data)}
    return subprocess.run(argv, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_a_command_finds_what_runs_and_says_so_when_nothing_does(supervisor):
    supervisor.start()
    shown = manage(supervisor.data, "diffsettings", "--output", "unified")
    supervisor.end(signal.SIGTERM)
    alone = manage(supervisor.data, "diffsettings")

    assert f"BASE_URL = 'http://127.0.0.1:{supervisor.port}'" in shown.stdout, shown.stderr
    assert not (supervisor.data / "environment.json").exists()
    sentence = (
        f"Nothing is running with the data in {supervisor.data}: start bin/up first, or set DATABASE_URL."
    )
    assert (alone.returncode, alone.stderr.strip()) == (1, sentence)
