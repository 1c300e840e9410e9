"""Migrations are one line per app: no branches, no merges, no gaps in the numbers."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture import sources


def knots(nodes):
    """Find what is not a line in {(app, name): {(app, name) it depends on}}."""
    for app in sorted({app for app, _ in nodes}):
        own = {
            name: {parent for other, parent in parents if other == app}
            for (label, name), parents in nodes.items()
            if label == app
        }
        leaves = set(own) - {parent for parents in own.values() for parent in parents}
        if len(leaves) > 1:
            yield f"{app}: branches end in {sorted(leaves)}"
        yield from (
            f"{app}.{name}: merges {sorted(parents)}" for name, parents in own.items() if len(parents) > 1
        )
        numbers = sorted(int(name[:4]) for name in own)
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{app}: numbers {numbers}"


def ours():
    loader = MigrationLoader(None)
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("apps.")}
    return {key: set(node.dependencies) for key, node in loader.disk_migrations.items() if key[0] in labels}


def upward(nodes):
    """Find a migration that waits for one of an app higher in the chain."""
    ranked = {name for layer in sources.chain() for name in layer}
    for (app, name), parents in nodes.items():
        for other, parent in parents:
            if other in ranked and other != app and sources.depth(app) >= sources.depth(other):
                yield f"{app}.{name} waits for {other}.{parent}"


def test_migrations_are_a_line():
    assert ours()
    assert list(knots(ours())) == []


def test_no_migration_waits_for_a_higher_app():
    assert list(upward(ours())) == []


def test_planted_knots_are_found():
    first = ("reviews", "0001_initial")
    branched = {first: set(), ("reviews", "0002_a"): {first}, ("reviews", "0002_b"): {first}}
    merged = branched | {("reviews", "0003_merge"): {("reviews", "0002_a"), ("reviews", "0002_b")}}
    gap = {first: set(), ("reviews", "0003_c"): {first}}

    assert len(list(knots(branched))) == 2
    assert any("merges" in knot for knot in knots(merged))
    assert list(knots(gap)) == ["reviews: numbers [1, 3]"]
    assert list(upward({("core", "0001_initial"): {("reviews", "0001_initial")}})) != []
