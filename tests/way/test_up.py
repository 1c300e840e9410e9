"""The product itself, as `bin/up` starts it: everything comes up, and nothing stays behind."""

import signal

import pytest

from tests.way.house import eventually


@pytest.mark.timeout(300)
@pytest.mark.processes
def test_it_comes_up_again_after_a_kill_and_leaves_nothing_behind(up):
    names = " ".join(up.left())
    for program in ("postgres", "valkey-server", "granian", "worker", "beat", "dispatch"):
        assert program in names, program
    assert up.get("/healthz")[0] == 200
    status, page = up.get("/account/login/")
    assert (status, 'name="login"' in page) == (200, True)
    keys = (up.data / "secrets.json").read_text()

    up.end(signal.SIGKILL)
    eventually(lambda: not up.left(), 20, "everything is gone after SIGKILL")
    up.start()

    assert up.get("/healthz")[0] == 200
    assert (up.data / "secrets.json").read_text() == keys
    assert up.end(signal.SIGTERM) == 0, up.output()
    assert up.left() == []
