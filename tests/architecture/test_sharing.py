"""What is costly to make is made by one worker (tests/sharing.py)."""

from tests import sharing


def test_no_test_stands_on_what_another_worker_makes(request):
    assert sharing.strangers({one.nodeid: one.fixturenames for one in request.session.items}) == []


def test_a_file_is_one_piece_a_browser_test_is_one_and_the_written_past_is_one():
    found = {
        sharing.piece("tests/core/test_ids.py::test_a"),
        sharing.piece("tests/core/test_ids.py::test_b[x/y]"),
        sharing.piece("tests/ui/test_shell.py::test_a"),
        sharing.piece("tests/ui/test_shell.py::test_b"),
        sharing.piece("tests/demo/test_sources.py::test_a"),
        sharing.piece("tests/demo/test_suggest.py::test_a"),
    }

    assert len(found) == 4


def test_a_stranger_is_found():
    assert sharing.strangers({"tests/core/test_ids.py::test_a": ["written"]}) == [
        f"tests/core/test_ids.py::test_a: {sharing.PAST}"
    ]
