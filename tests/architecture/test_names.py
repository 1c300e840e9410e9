"""Module names say what is inside; a drawer for everything has no name here."""

import pytest

from tests.architecture import sources

DRAWERS = frozenset(
    {"utils", "util", "helpers", "helper", "managers", "signals", "admin", "common", "misc", "handlers"}
)
ONLY_AT_EDGES = frozenset({"views", "forms", "serializers", "urls", "templatetags"})


def misnamed(modules):
    for module in modules:
        parts = module.name.split(".")
        if DRAWERS & set(parts):
            yield f"{module.path}: a drawer; name it for what it does"
        elif parts[0] == "apps" and "tasks" in parts[1:]:
            yield f"{module.path}: tasks live in tasks/, apps never know them"
        elif parts[0] == "apps" and ONLY_AT_EDGES & set(parts[2:]) and parts[1] not in sources.EDGES:
            yield f"{module.path}: pages and serializers live in the edges"


def test_no_module_is_a_drawer():
    assert list(misnamed(sources.modules(*sources.EVERYTHING))) == []


@pytest.mark.parametrize(
    "path",
    [
        "apps/reviews/utils.py",
        "apps/core/helpers/text.py",
        "apps/policy/signals.py",
        "apps/reviews/tasks.py",
        "apps/reviews/views.py",
        "demo/common.py",
    ],
)
def test_a_planted_drawer_is_found(path):
    assert len(list(misnamed([sources.planted("", path)]))) == 1


@pytest.mark.parametrize(
    "path",
    ["apps/api/views/items.py", "apps/reviews/services/claim.py", "tasks/reviews.py", "reviewhub/urls.py"],
)
def test_a_fitting_name_passes(path):
    assert list(misnamed([sources.planted("", path)])) == []
