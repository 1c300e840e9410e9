"""Rows are written by verbs: services and bulk modules of an app, and the kernel under them."""

import ast
import re

import pytest

from tests.architecture import sources

WRITES = frozenset(
    {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate"}
)
SQL = re.compile(
    r"\b(insert\s+into|delete\s+from|truncate\s+(table\s+)?\w|merge\s+into|update\s+\S+\s+set|copy\s+\S+.*\sfrom)\b",
    re.IGNORECASE | re.DOTALL,
)
OWNERS = frozenset({"services", "bulk"})
GRANTS = "apps.accounts.access"  # the one door to guardian: a grant and its term are written together there


def may_write(module):
    root, app, part = [*module.name.split("."), "", ""][:3]
    return root == "apps" and (app == "core" or part in OWNERS or module.name == GRANTS)


def is_write(call):
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name == "update":  # a dict or a hash takes a positional argument, a queryset never does
        settings = isinstance(call.func.value, ast.Attribute) and call.func.value.attr == "conf"
        return bool(call.keywords) and not call.args and not settings
    if name == "delete":  # a cache takes a key, a row or a queryset nothing
        return not call.args
    if name == "insert":  # core.bulk; a list takes a place as well
        return isinstance(call.func.value, ast.Name) and call.func.value.id == "bulk"
    return name in WRITES


def spoken_for(module):
    """Give the strings that are no code's own: docstrings, and the pieces of f-strings."""
    for node in module.nodes:
        if isinstance(node, ast.Module | ast.ClassDef | sources.type_of_function) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value
        elif isinstance(node, ast.JoinedStr):
            yield from node.values


def texts(module):
    """Give every string that code can use: f-strings whole, with x for what is filled in."""
    not_alone = set(spoken_for(module))
    for node in module.nodes:
        if isinstance(node, ast.JoinedStr):
            yield node, "".join(p.value if isinstance(p, ast.Constant) else "x" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in not_alone:
            yield node, node.value


def stray_writes(modules):
    for module in modules:
        if not may_write(module):
            yield from (
                f"{sources.where(module, c)} .{sources.called(c)}()"
                for c in sources.calls(module)
                if is_write(c)
            )
            yield from (
                f"{sources.where(module, node)} SQL" for node, text in texts(module) if SQL.search(text)
            )


def test_nothing_outside_the_verbs_writes_a_row():
    assert list(stray_writes(sources.modules(*sources.PRODUCT))) == []


@pytest.mark.parametrize(
    "line",
    [
        "item.save()",
        "Item.objects.create(a=1)",
        "Item.objects.filter(id=1).update(state='OPEN')",
        "Item.objects.all().delete()",
        "Item.objects.bulk_create(rows)",
        "bulk.insert(rows)",
        "cursor.execute('INSERT INTO reviews_item VALUES (1)')",
        "cursor.execute('update reviews_item\\n set state = 1')",
        "cursor.execute(f'DELETE FROM {table}')",
        "cursor.execute(f'COPY {table} ({columns}) FROM STDIN')",
    ],
)
@pytest.mark.parametrize(
    "path", ["apps/reviews/selectors.py", "apps/console/views/item.py", "tasks/reviews.py"]
)
def test_a_planted_write_is_found(line, path):
    assert len(list(stray_writes([sources.planted(line, path)]))) == 1
    assert list(stray_writes([sources.planted(line, "apps/reviews/services/claim.py")])) == []


@pytest.mark.parametrize(
    "line",
    [
        "facts.update(other)",
        "digest.update(b'x')",
        "cache.delete('key')",
        "app.conf.update(broker_url='x')",
        "'''UPDATE x SET: said in words.'''",
    ],
)
def test_what_only_looks_like_a_write_passes(line):
    assert list(stray_writes([sources.planted(line)])) == []
