"""What is costly to make is made by one worker (tests/sharing.py)."""

from tests import sharing


def asked_for(test):
    """Name the fixtures of a test; a value that it is given by parametrize is none, whatever its name."""
    given = test.callspec.params if hasattr(test, "callspec") else {}
    return set(test.fixturenames) - set(given)


def test_no_test_stands_on_what_another_worker_makes(request):
    assert sharing.strangers({one.nodeid: asked_for(one) for one in request.session.items}) == []


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
