"""How the tests are shared among the workers: a file is one piece, so that what its tests stand on is made once.

Tests of browsers, of programs and of tasks run twice take seconds each and are pieces of their own: no worker is
left with a long file at the end. Some files are one piece together.
(xdist has marks for groups; with pytest 9.2 they were lost without a word, and the written past was made by
every worker.)
"""

from xdist.scheduler import LoadScopeScheduling

EACH_ALONE = ("tests/ui/", "tests/way/", "tests/tasks/test_twice.py")
PAST = "the written past and the trained model"
UP = "the product as bin/up starts it"
TOGETHER = {
    "tests/demo/test_challengers.py": PAST,
    "tests/demo/test_foresee_lane.py": PAST,
    "tests/demo/test_habits.py": PAST,
    "tests/demo/test_send_documents.py": PAST,
    "tests/demo/test_sources.py": PAST,
    "tests/demo/test_suggest.py": PAST,
    "tests/demo/test_times_of_facts.py": PAST,
    "tests/demo/test_what_is_real.py": PAST,
    "tests/demo/test_write_past.py": PAST,
    "tests/ui/test_same_story.py": PAST,
    "tests/way/test_integrate.py": UP,
    "tests/way/test_late_and_twice.py": "what the way's programs hear late and twice",
    "tests/way/test_up.py": UP,
}
MADE_ONCE = {"cases": PAST, "written": PAST, "trained": PAST, "started": UP}  # by the fixture that makes it


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid):
        return piece(nodeid)


def piece(nodeid):
    """Name the piece of work that a test belongs to."""
    file = nodeid.partition("::")[0]
    return TOGETHER.get(file) or (nodeid if file.startswith(EACH_ALONE) else file)


def strangers(fixtures_by_test):
    """Find tests that ask for what is costly and made once, and are not in the piece that makes it."""
    return [
        f"{test}: {MADE_ONCE[fixture]}"
        for test, fixtures in fixtures_by_test.items()
        for fixture in MADE_ONCE.keys() & set(fixtures)
        if piece(test) != MADE_ONCE[fixture]
    ]
