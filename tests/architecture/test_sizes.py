"""Small functions, small modules: what fits on a screen can be read."""

import statistics

import pytest

from tests.architecture import sources

MEDIAN_LINES = 10
P95_LINES = 40
MOST_LINES = 60
MODULE_LINES = 400


def lengths(modules):
    return [node.end_lineno - node.lineno + 1 for module in modules for node in sources.functions(module)]


def too_long(modules):
    return [
        f"{sources.where(module, node)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for module in modules
        for node in sources.functions(module)
        if node.end_lineno - node.lineno + 1 > MOST_LINES
    ]


def too_big(modules):
    return [f"{module.path}: {module.n_lines} lines" for module in modules if module.n_lines > MODULE_LINES]


def spread(modules):
    found = lengths(modules)
    return statistics.median(found), statistics.quantiles(found, n=20)[-1]


@pytest.mark.parametrize("roots", [sources.PRODUCT, sources.EVERYTHING], ids=["product", "everything"])
def test_half_of_the_functions_fit_in_ten_lines_and_nearly_all_in_forty(roots):
    median, p95 = spread(sources.modules(*roots))

    assert median <= MEDIAN_LINES
    assert p95 <= P95_LINES


def test_no_function_is_longer_than_a_screen():
    assert too_long(sources.modules(*sources.EVERYTHING)) == []


def test_no_module_passes_400_lines():
    assert too_big(sources.modules(*sources.EVERYTHING)) == []


def test_a_planted_giant_is_found():
    body = "    x = 1\n" * MOST_LINES
    giant = sources.planted(f"def giant():\n{body}")

    assert too_long([giant]) == ["apps/reviews/planted.py:1 giant: 61 lines"]
    assert too_big([sources.planted("x = 1\n" * (MODULE_LINES + 1))]) != []
    assert spread([giant, sources.planted("def small():\n    return 1\n")])[0] > MEDIAN_LINES
